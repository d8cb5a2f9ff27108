"""A server that is sent the cookies of a captured call.

Law: only the call itself carries them, never a preflight, and only to the URL's own origin, as the
browser that had them in its jar would send them.
"""

from __future__ import annotations

from typing import Any

import attrs

from ..request import WireRequest
from ..url import parse_url
from . import as_server


class WithCookies:
    """*server*, with the Cookie header *cookies* on what a browser sends to *url*'s origin."""

    is_corssim_server = True

    def __init__(self, server: Any, cookies: str, url: str) -> None:
        self._server = as_server(server)
        self._cookies = cookies
        self._origin = _origin(url)

    def __call__(self, request: WireRequest) -> Any:
        if request.preflight or _origin(request.url) != self._origin:
            return self._server(request)
        others = [value for name, value in request.headers if name.lower() == "cookie"]
        lines = [pair for pair in request.headers if pair[0].lower() != "cookie"]
        lines.append(("Cookie", "; ".join([self._cookies, *others])))
        return self._server(attrs.evolve(request, headers=tuple(lines)))


def _origin(url: str) -> str | None:
    parsed = parse_url(url)
    return parsed.origin.serialized if parsed is not None else None
