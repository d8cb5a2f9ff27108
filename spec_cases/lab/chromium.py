"""Chromium, driven by the DevTools protocol over a WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import urllib.request
from pathlib import Path
from typing import Any

import websockets.asyncio.client

from .driver import SETTLE, BrowserDied, Json, document_url, end, launch
from .machine import RUNNER, Authority, find

_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--ignore-certificate-errors", "--remote-allow-origins=*",
)  # fmt: skip
_LOADED = (
    "new Promise((loaded) => document.readyState === 'complete'"
    " ? loaded(1) : addEventListener('load', () => loaded(1)))"
)


def free_port() -> int:
    """A TCP port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Chromium:
    """One headless Chromium with one page."""

    name = "chrome"
    version = ""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._console: list[Json] = []
        self._frame_console: list[Json] = []
        self._frames: list[str] = []
        self._workers: dict[str, asyncio.Task[Json]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def start(self) -> None:
        binary = find("/usr/lib/chromium/chromium", "chromium", package="chromium")
        port = free_port()
        self._process = await launch(
            str(binary), *_FLAGS, f"--remote-debugging-port={port}",
            f"--user-data-dir={self._folder}", "about:blank",
        )  # fmt: skip
        targets = await _poll_json(f"http://127.0.0.1:{port}/json/list")
        about = await _poll_json(f"http://127.0.0.1:{port}/json/version")
        self.version = about["Browser"]
        page = next(target for target in targets if target["type"] == "page")
        self._socket = await websockets.asyncio.client.connect(
            page["webSocketDebuggerUrl"], max_size=None
        )
        self._reader = asyncio.create_task(self._read())
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(f"{domain}.enable")
        await self.call(
            "Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True
        )

    async def open(self, page: str) -> None:
        await self.call("Page.navigate", url=document_url(page, "page.html"))
        await self.evaluate(_LOADED)
        self._in_frame = page == "null"
        await self.evaluate(
            f"(() => {{ {RUNNER}; Object.assign(window, {{runStep, runInFrame, addFrame}}) }})()"
        )
        if self._in_frame:
            await self.evaluate("addFrame()")
            for session in self._frames:
                with contextlib.suppress(BrowserDied):
                    await self.call("Log.enable", session=session)
        self._console.clear()
        self._frame_console.clear()

    async def step(self, step: Json) -> Json:
        run = "runInFrame" if self._in_frame else "runStep"
        result = await self.evaluate(f"{run}({json.dumps(step)})")
        await asyncio.sleep(SETTLE)
        console, self._console = self._console, []
        seen: Json = {"result": result, "console": console}
        if self._in_frame:
            seen["frame_console"], self._frame_console = self._frame_console, []
        return seen

    async def stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
            with contextlib.suppress(Exception):
                await self._socket.close()
        await end(self._process)

    async def evaluate(self, expression: str) -> Json:
        """The value of a JavaScript expression in the page; promises are awaited."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise BrowserDied(json.dumps(answer["exceptionDetails"])[:500])
        value: Json = answer["result"].get("value")
        return value

    async def call(self, method: str, session: str | None = None, **params: object) -> Json:
        """The result of a command of the DevTools protocol."""
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        message: Json = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        try:
            await self._socket.send(json.dumps(message))
            reply = await asyncio.wait_for(answer, 60)
        except (TimeoutError, websockets.exceptions.ConnectionClosed) as problem:
            raise BrowserDied(f"{method}: {problem!r}") from problem
        if "error" in reply:
            raise BrowserDied(f"{method}: {reply['error']}")
        result: Json = reply["result"]
        return result

    async def _read(self) -> None:
        async for text in self._socket:
            message = json.loads(text)
            if "id" in message:
                answer = self._answers.pop(message["id"], None)
                if answer is not None and not answer.done():
                    answer.set_result(message)
            elif message["method"] == "Log.entryAdded":
                entry = message["params"]["entry"]
                if entry["source"] in ("worker", "intervention"):
                    continue  # a worker's own lines once more; what slow machines are told
                line = {"source": entry["source"], "level": entry["level"], "text": entry["text"]}
                framed = message.get("sessionId") in self._frames
                (self._frame_console if framed else self._console).append(line)
            elif message["method"] == "Target.attachedToTarget":
                self._attached(message["params"])
            elif message["method"] == "Target.detachedFromTarget":
                session = message["params"]["sessionId"]
                self._workers.pop(session, None)
                with contextlib.suppress(ValueError):
                    self._frames.remove(session)

    def _attached(self, target: Json) -> None:
        """A frame has a console of its own; a worker's lines are read with the page's."""
        session = target["sessionId"]
        if target["targetInfo"]["type"] == "worker":
            self._workers[session] = asyncio.create_task(self.call("Log.enable", session=session))
        else:
            self._frames.append(session)


async def _poll_json(url: str) -> Any:
    def get() -> Any:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return json.load(answer)

    for _ in range(150):
        with contextlib.suppress(OSError):
            return await asyncio.to_thread(get)
        await asyncio.sleep(0.1)
    raise BrowserDied(f"no answer from {url}")
