"""What an assertion costs a test suite: ``python -m benchmarks.in_process``.

One preflighted request asserted in all three browsers against a Starlette application in process,
as a ratio to one request of Starlette's own TestClient to the same application, in one run; and
what the pytest plugin adds to the start of a run that does not use it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from corssim.servers.asgi import ASGIServer
from corssim.testing import open_pages

ORIGIN = "https://app.example"
URL = "https://api.example/items"


async def items(request: Request) -> JSONResponse:
    return JSONResponse({"items": 3})


APP = Starlette(
    routes=[Route("/items", items, methods=["GET", "PUT"])],
    middleware=[
        Middleware(
            CORSMiddleware, allow_origins=[ORIGIN], allow_methods=["PUT"],
            allow_headers=["content-type"],
        )
    ],
)  # fmt: skip


def microseconds(function: Callable[[], object], calls: int) -> float:
    """The median of seven rounds, per call."""
    function()
    rounds = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            function()
        rounds.append((time.perf_counter() - start) / calls)
    return statistics.median(rounds) * 1e6


def start_up(*options: str) -> float:
    """Milliseconds that pytest takes to start and list no test, the best of seven."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider",
               *options, "benchmarks/__init__.py"]  # fmt: skip
    rounds = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        rounds.append(time.perf_counter() - start)
    return min(rounds) * 1e3


def main() -> None:
    """Print the two comparisons."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

        client = TestClient(APP)
    server = ASGIServer(APP)

    def asserted() -> None:
        pages = open_pages(server, ORIGIN)
        outcomes = pages.fetch(
            URL, method="PUT", headers={"Content-Type": "application/json"}, body="{}"
        )
        outcomes.assert_allowed().assert_preflights(1)

    theirs = microseconds(lambda: client.put("/items", json={}, headers={"Origin": ORIGIN}), 100)
    ours = microseconds(asserted, 300)
    print(f"TestClient, one request               {theirs:8.0f} µs")
    print(f"corssim, preflighted, three browsers  {ours:8.0f} µs, ratio {ours / theirs:.2f}")
    with_it, without = start_up(), start_up("-p", "no:corssim")
    print(f"pytest start with the plugin {with_it:.0f} ms, without {without:.0f} ms")


if __name__ == "__main__":
    main()
