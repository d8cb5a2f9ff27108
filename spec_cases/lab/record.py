"""The recorder: scenarios in, records out, one browser a process.

Law: one scenario at a time, its rules loaded, its page opened anew, its steps run in order.
A browser that dies is started again and the scenario is tried once more; what still fails
is reported and left out, never guessed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from .chromium import Chromium
from .driver import BrowserDied, Driver, Json
from .firefox import Firefox
from .machine import RUNNER, Authority, name_hosts
from .server import LabServer, json_page
from .webkit import POLL, WebKit

BROWSERS: dict[str, Any] = {"chrome": Chromium, "firefox": Firefox, "safari": WebKit}
PATIENCE = 60  # seconds for one step; the longest are retries of dropped connections
_FRAME = (
    "<!doctype html><script>" + RUNNER + "addEventListener('message', async (event) => "
    "event.source.postMessage(await runStep(event.data), '*'));</script>"
)
_WORKER = RUNNER + "onmessage = async (event) => postMessage(await runStep(event.data));"


class Recorder:
    """A running browser and the server it talks to."""

    def __init__(self, browser: str, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._starts = 0
        self.driver: Driver
        self._authority = Authority(folder)

    async def start(self) -> None:
        name_hosts()
        document = f"<!doctype html><meta charset=utf-8><body><script>{RUNNER}</script>"
        runner = document + f"<script>{POLL}</script>"
        pages: dict[str, Any] = {
            "/page.html": lambda _: document.encode(),
            "/runner.html": lambda _: runner.encode(),
            "/inner.html": lambda _: _FRAME.encode(),
            "/worker.js": lambda _: _WORKER.encode(),
            "/lab/order": json_page(self._next_order),
            "/lab/result": self._take_result,
        }
        self._server = LabServer(self._authority.server_context, pages)
        await self._server.start()
        await self._start_browser()

    async def stop(self) -> None:
        await self.driver.stop()
        await self._server.stop()

    async def record(self, scenario: Json) -> Json:
        """What the browser does with *scenario*; raises ``BrowserDied`` after two tries."""
        try:
            return await self._once(scenario)
        except BrowserDied:
            await self.driver.stop()
            await self._start_browser()
            return await self._once(scenario)

    async def _once(self, scenario: Json) -> Json:
        self._server.load(scenario["server"], scenario.get("embedder_policy", ""))
        await self.driver.open(scenario["page"])
        self._server.take()
        start = time.monotonic()
        steps: list[Json] = []
        for step in scenario["steps"]:
            if "sleep" in step:
                await asyncio.sleep(step["sleep"])
                steps.append({"slept": step["sleep"]})
                continue
            try:
                seen = await asyncio.wait_for(self.driver.step(step), PATIENCE)
            except TimeoutError as problem:
                raise BrowserDied(f"no answer to a step in {PATIENCE} s") from problem
            requests = [request.record(start) for request in self._server.take()]
            steps.append({"result": seen.pop("result"), "requests": requests, **seen})
        return {"id": scenario["id"], "browser": self._browser, "steps": steps}

    async def _start_browser(self) -> None:
        self._starts += 1
        folder = self._folder / f"{self._browser}-{self._starts}"
        self.driver = BROWSERS[self._browser](folder, self._authority)
        await self.driver.start()

    async def _next_order(self, request: Any) -> Json:
        order: Json = await self.driver.next_order(request)  # type: ignore[attr-defined]
        return order

    async def _take_result(self, request: Any) -> bytes:
        answer: bytes = await self.driver.take_result(request)  # type: ignore[attr-defined]
        return answer


@contextlib.asynccontextmanager
async def recording(browser: str) -> AsyncIterator[Recorder]:
    """A recorder for *browser*, ended and cleaned up afterwards."""
    with tempfile.TemporaryDirectory(prefix="corssim-lab-", ignore_cleanup_errors=True) as folder:
        recorder = Recorder(browser, Path(folder))
        try:
            await recorder.start()
            yield recorder
        finally:
            with contextlib.suppress(AttributeError):
                await recorder.stop()


async def record_command(options: argparse.Namespace) -> int:
    """Print the records of all scenarios; those that fail twice are named, status 1."""
    # str.splitlines would also end a line at U+0085 and U+2028, which JSON leaves as they are
    lines = Path(options.scenarios).read_text("utf-8").split("\n")
    scenarios = [json.loads(line) for line in lines if line.strip()]
    failed = 0
    async with recording(options.browser) as recorder:
        for scenario in tqdm(scenarios, unit="scenario", disable=None):
            try:
                record = await recorder.record(scenario)
            except BrowserDied as problem:
                print(f"{scenario['id']}: {problem}", file=sys.stderr)
                failed += 1
                continue
            record["version"] = recorder.driver.version
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return 1 if failed else 0
