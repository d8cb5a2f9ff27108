"""How long a browser remembers a preflight, measured; with a clock that runs faster if asked.

Law: every moment has a URL of its own, preflighted at the start and called once more when its
time has come; what the servers then see is the answer. The faster clock is libfaketime's (Debian
package faketime), loaded into the browser alone; the times printed are the browser's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from pathlib import Path

from .driver import Json
from .machine import find
from .record import Recorder, recording

_LIBRARY = "faketime/libfaketimeMT.so.1"


def rules_for(url: str, max_age: str | None) -> list[Json]:
    """A server that allows PUT, with *max_age* as Access-Control-Max-Age."""
    allowed = [["Access-Control-Allow-Origin", "*"]]
    granted = [*allowed, ["Access-Control-Allow-Methods", "PUT"]]
    if max_age is not None:
        granted.append(["Access-Control-Max-Age", max_age])
    return [
        {"url": url, "method": "OPTIONS", "status": 204, "headers": granted},
        {"url": url, "status": 200, "headers": allowed, "body": "x"},
    ]


async def caps_command(options: argparse.Namespace) -> int:
    """Print, for each moment, whether a new preflight was sent."""
    if options.rate != 1:
        find("faketime", package="faketime")
        os.environ["LD_PRELOAD"] = str(next(Path("/usr/lib").glob(f"*/{_LIBRARY}")))
        os.environ["FAKETIME"] = f"+0 x{options.rate:g}"
    try:
        async with recording(options.browser) as recorder:
            await _measure(recorder, options)
    finally:
        os.environ.pop("LD_PRELOAD", None)
        os.environ.pop("FAKETIME", None)
    return 0


async def _measure(recorder: Recorder, options: argparse.Namespace) -> None:
    moments = sorted(options.at)
    urls = [f"http://api.test/caps-{time.time_ns()}-{index}" for index in range(len(moments))]
    rules = [rule for url in urls for rule in rules_for(url, options.max_age)]
    began: dict[str, float] = {}
    for url in urls:
        began[url] = time.monotonic()
        await _put(recorder, url, rules)
    for url, moment in zip(urls, moments, strict=True):
        wait = moment / options.rate - (time.monotonic() - began[url])
        await asyncio.sleep(max(0.0, wait))
        age = (time.monotonic() - began[url]) * options.rate
        methods = await _put(recorder, url, rules)
        again = "a new preflight" if "OPTIONS" in methods else "remembered"
        print(f"{options.browser}, {age:.0f} s after the preflight: {again}", flush=True)


async def _put(recorder: Recorder, url: str, rules: list[Json]) -> list[str]:
    """The methods that arrive for one PUT."""
    step = {"fetch": url, "init": {"method": "PUT", "body": "x"}}
    scenario = {"id": "caps", "page": "http://app.test/", "server": rules, "steps": [step]}
    record = await recorder.record(scenario)
    return [request["method"] for request in record["steps"][0]["requests"]]
