"""The pytest plugin: the fixture ``cors``, its marker and its ini options.

Law: this module imports nothing of corssim until a test asks for the fixture, so that a run
which does not use it pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .pages import Cors, Pages

MARKER = "cors(origin, browsers, server_kind): the page's origin, the browsers, whose fix to show"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    parser.addini(
        "cors_origin", "the origin of the pages that the fixture cors opens", default=None
    )
    parser.addini("cors_browsers", "the browsers in which cors opens pages", "args", default=[])
    parser.addini("cors_server_kind", "the kind of server whose fix is shown", default="headers")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", MARKER)


def _marked(marker: pytest.Mark) -> dict[str, Any]:
    """The keywords of a marker; one that the fixture does not know would be passed over."""
    from ..errors import UsageError, nearest

    known = ("origin", "browsers", "server_kind")
    if marker.args:
        raise UsageError(
            f"@pytest.mark.cors takes keywords, {', '.join(known)}, not {marker.args[0]!r} alone"
        )
    for name in marker.kwargs:
        if name not in known:
            raise UsageError(f"@pytest.mark.cors takes no {name!r}{nearest(name, known)}")
    return dict(marker.kwargs)


@pytest.fixture
def cors(request: pytest.FixtureRequest) -> Iterator[Cors]:
    """Opens a page in every browser: ``cors(app, origin="https://app.example")``.

    *app* is an ASGI or WSGI application, an aiohttp application, a Policy, or any server;
    *origin*, *browsers* and *server_kind* may come from the marker ``cors`` or the ini options
    ``cors_origin``, ``cors_browsers`` and ``cors_server_kind``; other arguments are those of
    :meth:`corssim.Browser.open`. Gives :class:`corssim.testing.pages.Pages`; a test annotates the
    fixture as :class:`corssim.testing.Cors`.
    """
    from ..browsers import BROWSERS
    from ..errors import UsageError
    from .pages import open_pages

    marked: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("cors"))):
        marked.update(_marked(marker))
    opened: list[Any] = []

    def open_(
        app: Any,
        *,
        origin: str | None = None,
        browsers: Any = None,
        server_kind: str | None = None,
        **page: Any,
    ) -> Pages:
        ini = request.config.getini
        origin = origin or marked.get("origin") or ini("cors_origin")
        if not origin:
            raise UsageError(
                "cors() needs the page's origin: cors(app, origin='https://app.example'), "
                "@pytest.mark.cors(origin=...), or cors_origin in the ini file"
            )
        names = browsers or marked.get("browsers") or ini("cors_browsers") or BROWSERS
        kind = server_kind or marked.get("server_kind") or ini("cors_server_kind")
        pages = open_pages(app, origin, browsers=names, server_kind=kind, **page)
        opened.append(pages.server)
        return pages

    yield open_
    for server in opened:
        close = getattr(server, "close", None)
        if close is not None:
            close()
