"""Linear time and flat memory: ``python -m benchmarks.growth [STEPS]``.

Hostile values of one size and of ten times that size, as the ratio of their times (10 is
linear); then STEPS fetches (a million unless told) and the memory they leave behind.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

from tqdm import tqdm

from corssim import Browser, WireRequest, WireResponse
from corssim.browsers import NAMES, BrowserName

PAGE, URL = "https://app.example/", "https://api.example/x"
ALLOWED = ("Access-Control-Allow-Origin", "*")
Lines = tuple[tuple[str, str], ...]


def allow_headers(size: int) -> Lines:
    """Access-Control-Allow-Headers of *size* bytes."""
    return (ALLOWED, ("Access-Control-Allow-Headers", ",".join(["x-a"] * (size // 4))))


def header_lines(size: int) -> Lines:
    """*size* / 10 header lines, all exposed."""
    lines = tuple((f"X-{number}", "v") for number in range(size // 10))
    return (ALLOWED, ("Access-Control-Expose-Headers", "*"), *lines)


def one_name(size: int) -> Lines:
    """*size* / 10 header lines of one name."""
    return (ALLOWED, ("Access-Control-Expose-Headers", "*"), *[("X-A", "v")] * (size // 10))


def seconds(browser: BrowserName, lines: Lines) -> float:
    def serve(request: WireRequest) -> WireResponse:
        return WireResponse(200, lines)

    best = float("inf")
    for _ in range(3):
        page = Browser(browser).open(PAGE, serve)
        start = time.perf_counter()
        page.fetch(URL, headers={"X-A": "1"})
        page.fetch(URL)
        best = min(best, time.perf_counter() - start)
    return best


def growth(browser: BrowserName, make: Callable[[int], Lines]) -> str:
    small, large = seconds(browser, make(100_000)), seconds(browser, make(1_000_000))
    return f"{large * 1000:.0f} ms, {large / small:.1f} times a tenth of it"


def memory(steps: int) -> str:
    page = Browser("chrome").open(PAGE, lambda request: WireResponse(200, (ALLOWED,)))
    urls = [f"{URL}/{number}" for number in range(1000)]
    tracemalloc.start()
    held = []
    for number in tqdm(range(steps), unit="fetch", disable=None):
        page.fetch(urls[number % 1000])
        if number in (steps // 2, steps - 1):
            held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    return f"{held[0]:,} bytes held half-way, {held[1]:,} at the end"


def main() -> None:
    for browser in NAMES:
        print(f"{browser}: 1 MB Access-Control-Allow-Headers {growth(browser, allow_headers)}")
        print(f"{browser}: 100,000 header lines {growth(browser, header_lines)}")
        print(f"{browser}: 100,000 lines of one name {growth(browser, one_name)}")
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"{steps:,} fetches: {memory(steps)}")


if __name__ == "__main__":
    main()
