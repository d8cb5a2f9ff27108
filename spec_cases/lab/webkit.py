"""WebKitGTK's MiniBrowser, driven by its own page: the document polls for steps.

Law: neither WebDriver nor a private window is used, for both drop console messages.
The console is MiniBrowser's standard output, a pseudo-terminal so that it is not buffered.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import re
import tty
from pathlib import Path

from .driver import SETTLE, BrowserDied, Json, document_url, end, launch
from .machine import Authority, find
from .server import Arrived

_LINE = re.compile(
    r"^(?:\S+:\d+:\d+: )?CONSOLE (?P<source>[A-Z-]+) "
    r"(?P<level>ERROR|WARN|LOG|INFO|DEBUG) (?P<text>.*)$"
)
POLL = """
(async () => {
  for (;;) {
    try {
      const order = await (await fetch("/lab/order", {cache: "no-store"})).json();
      if (order.go) { location.href = order.go; return; }
      if (order.step) {
        if (order.framed && !document.querySelector("iframe")) await addFrame();
        const result = order.step.ready ? true
          : await (order.framed ? runInFrame : runStep)(order.step);
        await fetch("/lab/result", {method: "POST", body: JSON.stringify({result})});
      }
    } catch (error) { await new Promise((r) => setTimeout(r, 50)); }
  }
})();
"""


class WebKit:
    """One MiniBrowser under Xvfb."""

    name = "safari"
    version = ""

    def __init__(self, folder: Path, authority: Authority, cookies: str = "") -> None:
        self._folder = folder
        self._cookies = cookies
        self._process: asyncio.subprocess.Process | None = None
        self._display: asyncio.subprocess.Process | None = None
        self._orders: asyncio.Queue[Json] = asyncio.Queue()
        self._results: asyncio.Queue[Json] = asyncio.Queue()
        self._console: list[Json] = []
        self._pending = b""
        self._terminal = -1
        self._at: str | None = None
        self._framed = False

    async def start(self) -> None:
        binary = find(
            "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            package="webkit2gtk-driver",
        )
        for name in ("data", "cache", "config"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        display = f":{90 + os.getpid() % 400}"
        self._display = await launch(
            str(find("Xvfb", package="xvfb")), display, "-screen", "0", "800x600x24"
        )
        for _ in range(100):
            if Path(f"/tmp/.X11-unix/X{display[1:]}").exists():
                break
            await asyncio.sleep(0.05)
        self._terminal, child = pty.openpty()
        tty.setraw(child)
        options = [f"--cookies-policy={self._cookies}"] if self._cookies else []
        self._process = await launch(
            str(binary), "--ignore-tls-errors", "--enable-write-console-messages-to-stdout=true",
            *options, "http://app.test/runner.html",
            output=child, DISPLAY=display, HOME=str(self._folder),
            XDG_DATA_HOME=str(self._folder / "data"), XDG_CACHE_HOME=str(self._folder / "cache"),
            XDG_CONFIG_HOME=str(self._folder / "config"),
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1",
        )  # fmt: skip
        os.close(child)
        os.set_blocking(self._terminal, False)
        asyncio.get_running_loop().add_reader(self._terminal, self._read)
        shown = await asyncio.create_subprocess_exec(
            str(binary), "--version", stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "DISPLAY": display},
        )  # fmt: skip
        self.version = (await shown.communicate())[0].decode().strip()
        self._at = document_url("null", "runner.html")

    async def open(self, page: str) -> None:
        url = document_url(page, "runner.html")
        await self._order({"go": url}, wait=False)
        self._framed = page == "null"
        await self._order({"step": {"ready": True}, "framed": self._framed})
        self._console.clear()

    async def step(self, step: Json) -> Json:
        result = await self._order({"step": step, "framed": self._framed})
        await asyncio.sleep(SETTLE)
        self._read()
        console, self._console = self._console, []
        return {"result": result, "console": console}

    async def stop(self) -> None:
        if self._terminal >= 0:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._terminal)
            os.close(self._terminal)
            self._terminal = -1
        await end(self._process)
        await end(self._display)

    async def next_order(self, _: Arrived) -> Json:
        """What the document should do next; an empty order after a second of nothing."""
        try:
            return await asyncio.wait_for(self._orders.get(), 1)
        except TimeoutError:
            return {}

    async def take_result(self, request: Arrived) -> bytes:
        """The document posts what came of a step."""
        import json

        self._results.put_nowait(json.loads(request.body))
        return b"{}"

    async def _order(self, order: Json, wait: bool = True) -> Json:
        self._orders.put_nowait(order)
        if not wait:
            return {}
        try:
            return (await asyncio.wait_for(self._results.get(), 60))["result"]  # type: ignore[no-any-return]
        except TimeoutError as problem:
            raise BrowserDied("the document stopped polling") from problem

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            while piece := os.read(self._terminal, 65536):
                self._pending += piece
        *lines, self._pending = self._pending.split(b"\n")
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r")
            found = _LINE.match(line)
            if found:
                self._console.append(
                    {
                        "source": found["source"],
                        "level": found["level"].lower(),
                        "text": found["text"],
                    }
                )
            elif self._console:
                self._console[-1]["text"] += "\n" + line
