"""The one interface behind which the three browsers stand.

Law: a driver knows how to start its browser, open a page, run one step and read the
console; it knows nothing of scenarios, rules or records.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import Any, Protocol

Json = dict[str, Any]

SETTLE = 0.08  # seconds to wait after a step before its console is read


class BrowserDied(Exception):
    """The browser stopped answering: the recorder starts another."""


class Driver(Protocol):
    """What the recorder asks of a browser."""

    name: str
    version: str

    async def start(self) -> None:
        """Start the browser with an empty profile."""

    async def open(self, page: str) -> None:
        """Show the document of *page* (a URL, or ``null`` for the sandboxed frame)."""

    async def step(self, step: Json) -> Json:
        """Run one step: its ``result``, its ``console`` messages, and, where a sandboxed frame
        has a console of its own, ``frame_console``.
        """

    async def stop(self) -> None:
        """End the browser and all its processes."""


def document_url(page: str, document: str) -> str:
    """The URL to load for *page*: its origin with the path of the lab's *document*."""
    return ("http://app.test/" if page == "null" else page) + document


async def launch(
    *arguments: str, output: int = asyncio.subprocess.DEVNULL, **environment: str
) -> asyncio.subprocess.Process:
    """Start a browser in a process group of its own, so that all of it can be ended."""
    return await asyncio.create_subprocess_exec(
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env={**os.environ, **environment},
        start_new_session=True,
    )


async def end(process: asyncio.subprocess.Process | None) -> None:
    """End a process group at once."""
    if process is not None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
