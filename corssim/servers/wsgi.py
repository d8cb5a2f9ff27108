"""A WSGI application in process (PEP 3333). Header lines are kept as the application gave them.

Law: an application that raises is a 500 with no headers, as servers make of it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from ..request import WireRequest
from ..response import WireResponse, reason_phrase
from ..url import parse_url

CRASHED = WireResponse(500, (("Content-Length", "0"),), b"", reason_phrase(500))


class WSGIServer:
    """Answers by calling *app*(environ, start_response)."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, request: WireRequest) -> WireResponse:
        started: list[Any] = []
        written: list[bytes] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], None]:
            started[:] = [status, headers]
            return written.append

        try:
            result = self._app(environ_of(request), start_response)
            try:
                written.extend(result)
            finally:
                close = getattr(result, "close", None)
                if close is not None:
                    close()
        except Exception:
            return CRASHED
        if not started:
            return CRASHED
        status, headers = started
        code, _, reason = status.partition(" ")
        lines = tuple((str(name), str(value).strip(" \t")) for name, value in headers)
        body = b"" if request.method == "HEAD" else b"".join(written)
        return WireResponse(int(code), lines, body, reason)


def environ_of(request: WireRequest) -> dict[str, Any]:
    """The WSGI environ of a wire request."""
    url = parse_url(request.url)
    assert url is not None
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
        "QUERY_STRING": url.query or "",
        "SERVER_NAME": url.host,
        "SERVER_PORT": str(url.effective_port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = "HTTP_" + key
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
