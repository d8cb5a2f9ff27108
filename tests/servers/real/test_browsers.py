"""The same page and server in the three real browsers: what corssim says is what they do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corssim import ask
from corssim.browsers import BrowserName
from corssim.servers import live

from .running import running
from .setups import ORIGIN, SETUPS, Setup

lab = pytest.importorskip("spec_cases.lab.record", reason="install corssim[lab]")

WATCHED = (
    "express, none", "express, trailing slash", "express, star with cookies",
    "flask, list of origins", "flask-cors behind login", "django, none",
    "django-cors-headers, other scheme", "starlette, methods left out", "starlette, crash outside",
    "aiohttp, none", "nginx, error without always", "nginx, doubled", "apache, doubled",
    "lambda rest, True",
)  # fmt: skip
CASES = [setup for setup in SETUPS if setup.name in WATCHED]


class Running:
    """A real browser in the lab, driven from synchronous tests."""

    def __init__(self, browser: BrowserName) -> None:
        self._loop = asyncio.new_event_loop()
        self._context = lab.recording(browser)
        self._recorder = self._loop.run_until_complete(self._context.__aenter__())

    def call(self, url: str, init: dict[str, Any]) -> dict[str, Any]:
        """What the browser makes of ``fetch(url, init)`` on the page."""
        listed = {**init, "headers": [list(pair) for pair in init.get("headers", {}).items()]}
        scenario = {"id": "live", "page": ORIGIN + "/", "server": [],
                    "steps": [{"fetch": url, "init": listed}]}  # fmt: skip
        record = self._loop.run_until_complete(self._recorder.record(scenario))
        step: dict[str, Any] = record["steps"][0]
        return step

    def close(self) -> None:
        self._loop.run_until_complete(self._context.__aexit__(None, None, None))
        self._loop.close()


@pytest.fixture(scope="module", params=["chrome", "firefox", "safari"])
def real(request: pytest.FixtureRequest) -> Iterator[tuple[BrowserName, Running]]:
    if "CORSSIM_CI" not in os.environ:
        pytest.skip("the lab listens on ports 80 and 443 and names hosts: set CORSSIM_CI to run it")
    running_ = Running(request.param)
    yield request.param, running_
    running_.close()


@pytest.mark.parametrize("setup", CASES, ids=lambda setup: setup.name.replace(" ", "-"))
def test_the_real_browser_agrees(
    setup: Setup, real: tuple[BrowserName, Running], tmp_path: Path
) -> None:
    browser, page = real
    with running(setup, tmp_path / "wrong") as at:
        url = at.replace("127.0.0.1", "api.test") + setup.path
        seen = page.call(url, setup.call)
        report = ask(url, origin=ORIGIN, server=live(), browsers=(browser,), **setup.call)
    outcome = report[browser]
    assert seen["result"]["ok"] is outcome.ok is False
    told = [m.text for m in outcome.console]
    assert [message["text"] for message in seen["console"]] == told
    finding = next(f for f in report.findings if f.severity == "blocks")
    assert finding.id == setup.finding
    with running(setup, tmp_path / "right", finding) as at:
        url = at.replace("127.0.0.1", "api.test") + setup.path
        seen = page.call(url, setup.call)
        allowed = ask(url, origin=ORIGIN, server=live(), browsers=(browser,), **setup.call)
    assert seen["result"]["ok"] is allowed.ok is True
    assert seen["result"]["status"] == setup.ok_status
