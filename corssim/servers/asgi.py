"""An ASGI application in process. Header lines are kept as the application gave them.

Law: an application that raises before it answers is a 500 with no headers, as servers make
of it. Its lifespan starts before the first request, once, and ends with :meth:`ASGIServer.close`
or with the server itself; an application without one does not notice.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from ..errors import ServerError, UsageError
from ..headers import HeaderList
from ..request import WireRequest
from ..response import WireResponse, reason_phrase
from ..url import parse_url
from .lifespan import Lifespan
from .wsgi import CRASHED

T = TypeVar("T")
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class _Held:
    """The event loop of synchronous calls, and the lifespan; it outlives the server by a moment."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.lifespan: Lifespan | None = None

    def close(self) -> None:
        """End the lifespan that synchronous calls began, and their loop."""
        if self.loop is None or self.loop.is_closed():
            return
        if self.lifespan is not None and self.lifespan.loop is self.loop:
            self.loop.run_until_complete(self.lifespan.stop())
            self.lifespan = None
        self.loop.close()

    def abandon(self) -> None:
        """The same where nobody can be told of a failure: at the end of the server or program.

        Where that comes inside another running loop, it is done in a thread, for a loop cannot
        run inside another.
        """
        with contextlib.suppress(Exception):
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                self.close()
            else:
                closing = threading.Thread(target=self.close)
                closing.start()
                closing.join()


class ASGIServer:
    """Answers by awaiting *app*(scope, receive, send)."""

    is_corssim_server = True

    def __init__(self, app: Application) -> None:
        self._app = app
        self._held = _Held()
        weakref.finalize(self, self._held.abandon)

    def __call__(self, request: WireRequest) -> WireResponse:
        """Answer from synchronous code; raises ``UsageError`` inside a running event loop."""
        return self.run(self.acall(request))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run *work*, which may await :meth:`acall` often, in the server's own event loop.

        Raises ``UsageError`` inside a running event loop.
        """
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            work.close()
            raise UsageError("an event loop is running: await page.afetch() instead of fetch()")
        held = self._held
        if held.loop is None or held.loop.is_closed():
            held.loop = asyncio.new_event_loop()
        return held.loop.run_until_complete(work)

    def close(self) -> None:
        """End the lifespan that synchronous calls began, and their event loop."""
        self._held.close()

    async def aclose(self) -> None:
        """End the lifespan that asynchronous calls began."""
        if self._held.lifespan is not None:
            await self._held.lifespan.stop()
            self._held.lifespan = None

    async def acall(self, request: WireRequest) -> WireResponse:
        """Answer from asynchronous code; raises ``ServerError`` if the application cannot start."""
        lifespan = self._held.lifespan
        if lifespan is None or not lifespan.here:
            lifespan = self._held.lifespan = Lifespan(self._app)
            await lifespan.start()
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
                headers = _decoded(tuple(map(tuple, message.get("headers", ()))))
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))

        try:
            await self._app(scope_of(request, lifespan.state), receive, send)
        except Exception:
            if not status:
                return CRASHED
        if not status:
            return CRASHED
        content = b"" if request.method == "HEAD" else b"".join(body)
        try:
            return WireResponse(status, headers, content, reason)
        except UsageError as problem:
            raise ServerError(
                f"the application answered {request.method} {request.url} with what is not HTTP: "
                f"{problem}"
            ) from None


@lru_cache(maxsize=1024)
def _encoded(headers: HeaderList) -> tuple[tuple[bytes, bytes], ...]:
    """Header lines as ASGI has them: bytes, names in lower case."""
    return tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
    )


@lru_cache(maxsize=1024)
def _decoded(headers: tuple[tuple[bytes, bytes], ...]) -> HeaderList:
    """Header lines as the application gave them, as text."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1").strip(" \t")) for name, value in headers
    )


@lru_cache(maxsize=1024)
def _target(text: str) -> dict[str, Any]:
    """What of a scope comes from the URL."""
    url = parse_url(text)
    assert url is not None
    return {
        "scheme": url.scheme,
        "path": unquote_to_bytes(url.path).decode("utf-8", "replace"),
        "raw_path": url.path.encode(),
        "query_string": (url.query or "").encode(),
        "server": (url.host, url.effective_port),
    }


def scope_of(request: WireRequest, state: dict[str, Any] | None = None) -> dict[str, Any]:
    """The ASGI connection scope of a wire request; *state* is what the lifespan left."""
    return {
        **_target(request.url),
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "root_path": "",
        "headers": list(_encoded(request.headers)),
        "client": ("127.0.0.1", 50000),
        "state": dict(state or {}),
    }
