"""An aiohttp application, run by aiohttp itself on loopback.

Law: aiohttp speaks no WSGI or ASGI, so its own server runs, in a thread with a loop of its own,
on a port that the system chooses; requests go there with the Host of their URL.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any

from ..errors import ServerError
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from .network import Live


class AiohttpServer:
    """Answers by the running *app*, an ``aiohttp.web.Application``; the first request starts it."""

    is_corssim_server = True

    def __init__(self, app: Any) -> None:
        self._app = app
        self._live: Live | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._runner: Any = None

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        if self._live is None:
            self._live = Live(at=f"http://127.0.0.1:{self._start()}")
        return self._live(request)

    def _start(self) -> int:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            port: int = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(30)
        except Exception as problem:
            self.close()
            raise ServerError(f"the aiohttp application does not start: {problem}") from problem
        return port

    async def _listen(self) -> int:
        from aiohttp import web

        self._runner = web.AppRunner(self._app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port

    def close(self) -> None:
        """Stop the server, run the application's cleanup, and end the thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None or not thread.is_alive():
            return
        if self._runner is not None:
            with contextlib.suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        self._live = None

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()
