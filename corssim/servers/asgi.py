"""An ASGI application in process. Header lines are kept as the application gave them.

Law: an application that raises before it answers is a 500 with no headers, as servers make
of it. No lifespan is run: start what your application needs before you open the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from ..errors import UsageError
from ..request import WireRequest
from ..response import WireResponse, reason_phrase
from ..url import parse_url
from .wsgi import CRASHED

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class ASGIServer:
    """Answers by awaiting *app*(scope, receive, send)."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None

    def __call__(self, request: WireRequest) -> WireResponse:
        """Answer from synchronous code; raises ``UsageError`` inside a running event loop."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            raise UsageError("an event loop is running: await page.afetch() instead of fetch()")
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(self.acall(request))

    def __del__(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.close()

    async def acall(self, request: WireRequest) -> WireResponse:
        """Answer from asynchronous code."""
        incoming = [{"type": "http.request", "body": request.body, "more_body": False}]
        status, reason = 0, ""
        headers: tuple[tuple[str, str], ...] = ()
        body: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, reason, headers
            if message["type"] == "http.response.start":
                status = message["status"]
                reason = reason_phrase(status)
                headers = tuple(
                    (name.decode("latin-1"), value.decode("latin-1").strip(" \t"))
                    for name, value in message.get("headers", ())
                )
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))

        try:
            await self._app(scope_of(request), receive, send)
        except Exception:
            if not status:
                return CRASHED
        if not status:
            return CRASHED
        content = b"" if request.method == "HEAD" else b"".join(body)
        return WireResponse(status, headers, content, reason)


def scope_of(request: WireRequest) -> dict[str, Any]:
    """The ASGI connection scope of a wire request."""
    url = parse_url(request.url)
    assert url is not None
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": url.scheme,
        "path": unquote_to_bytes(url.path).decode("utf-8", "replace"),
        "raw_path": url.path.encode(),
        "query_string": (url.query or "").encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in request.headers
        ],
        "client": ("127.0.0.1", 50000),
        "server": (url.host, url.effective_port),
    }
