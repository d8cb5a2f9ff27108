"""Microseconds a fetch, warm, on a scripted server: ``python -m benchmarks.speed``.

Each figure also stands as a ratio to parsing the same URL with the full URL parser, measured
in the same run, so that runs on different machines compare.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyperf

from corssim import Browser
from corssim.browsers import BrowserName
from corssim.url import parse_fully

ALLOWED = ["Access-Control-Allow-Origin", "https://app.example"]
GRANTED = [
    ALLOWED,
    ["Access-Control-Allow-Methods", "PUT"],
    ["Access-Control-Allow-Headers", "content-type"],
]
URL = "https://api.example/x"
HEADERS = {"Content-Type": "application/json"}


def rules(max_age: str) -> list[dict[str, Any]]:
    return [
        {"url": URL, "method": "OPTIONS", "status": 204,
         "headers": [*GRANTED, ["Access-Control-Max-Age", max_age]]},
        {"url": URL, "headers": [ALLOWED, ["Cache-Control", "no-store"]], "body": "hi"},
    ]  # fmt: skip


def calls(browser: BrowserName) -> dict[str, Callable[[], object]]:
    forgetful = Browser(browser).open("https://app.example/", rules("0"))
    mindful = Browser(browser).open("https://app.example/", rules("600"))
    put: dict[str, Any] = {"method": "PUT", "headers": HEADERS, "body": "{}"}
    assert forgetful.fetch(URL, **put).preflights == 1
    mindful.fetch(URL, **put)
    assert mindful.fetch(URL, **put).preflight_cache_hits == 1
    return {
        "simple": lambda: forgetful.fetch(URL),
        "preflighted": lambda: forgetful.fetch(URL, **put),
        "cache hit": lambda: mindful.fetch(URL, **put),
    }


def main() -> None:
    runner = pyperf.Runner()
    base = runner.bench_func("parse one URL", parse_fully, URL)
    for browser in ("chrome", "firefox", "safari", "standard"):
        for name, function in calls(browser).items():
            found = runner.bench_func(f"{browser}: {name}", function)
            if base is not None and found is not None and not runner.args.worker:
                print(f"    {found.mean() / base.mean():.2f} URL parses")


if __name__ == "__main__":
    main()
