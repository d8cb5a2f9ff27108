"""The lifespan of an ASGI application: started once, in the event loop that asks it.

Law: https://asgi.readthedocs.io/en/latest/specs/lifespan.html; an application that raises at the
lifespan scope has none, and is served all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from ..errors import ServerError


class Lifespan:
    """Runs *app*'s lifespan in a task of the running loop; ``state`` is what it left there."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()
        self._answer: asyncio.Future[dict[str, Any]] = self.loop.create_future()
        self._began = False
        self.state: dict[str, Any] = {}

    @property
    def here(self) -> bool:
        """Whether it was started in the loop that now runs."""
        return self.loop is asyncio.get_running_loop()

    async def start(self) -> None:
        """Start; raises ``ServerError`` where the application says that it cannot."""
        self._task = asyncio.ensure_future(self._run())
        await asyncio.wait((self._answer, self._task), return_when=asyncio.FIRST_COMPLETED)
        if self._answer.done():
            message = self._answer.result()
            self._raise(message, "start")
            self._began = message["type"] == "lifespan.startup.complete"

    async def stop(self) -> None:
        """Shut down, and wait until the application has done so."""
        if self._task is None or self._task.done():
            return
        if self._began:
            self._answer = self.loop.create_future()
            self._ended.set()
            await asyncio.wait((self._answer, self._task), return_when=asyncio.FIRST_COMPLETED)
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await self._task
        if self._answer.done():
            self._raise(self._answer.result(), "shut down")

    @staticmethod
    def _raise(message: dict[str, Any], what: str) -> None:
        if message["type"].endswith(".failed"):
            raise ServerError(f"the application could not {what}: {message.get('message') or '?'}")

    async def _run(self) -> None:
        started = False

        async def receive() -> dict[str, Any]:
            nonlocal started
            if started:
                if not self._answer.done():  # it asks on without an answer: it has no lifespan
                    self._answer.set_result({"type": "lifespan.ignored"})
                await self._ended.wait()
                return {"type": "lifespan.shutdown"}
            started = True
            return {"type": "lifespan.startup"}

        async def send(message: dict[str, Any]) -> None:
            if not self._answer.done():
                self._answer.set_result(message)

        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"},
                 "state": self.state}  # fmt: skip
        with contextlib.suppress(Exception):
            await self._app(scope, receive, send)
