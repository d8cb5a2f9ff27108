"""Fuzzing: examples a second through the engine and a trivial server, and the engine's share.

``python benchmarks/fuzzing.py`` prints both. Hypothesis' own time is that of the same run with a
check that does nothing, subtracted.
"""

from __future__ import annotations

import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from corssim.request import WireRequest
from corssim.response import WireResponse
from corssim.security import Subject, policy_of
from corssim.security.properties import safety
from corssim.testing.strategies import attempts

EXAMPLES = 3000
APP = "https://app.example"


class Trivial:
    """Answers every request with the same lines."""

    is_corssim_server = True
    answer = WireResponse(
        200, (("Access-Control-Allow-Origin", APP), ("Access-Control-Allow-Credentials", "true"))
    )

    def __call__(self, request: WireRequest) -> WireResponse:
        return self.answer


def timed(check: Any) -> float:
    """Seconds of a run of EXAMPLES examples."""
    policy = policy_of(APP, methods=["GET", "PUT"], headers=["X-Token"], credentials=True)
    drawn: Any = given(attempts(policy))
    seeded: Any = seed(1)
    bounded: Any = settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    subject = Subject(Trivial(), policy)

    def run(attempt: Any) -> None:
        check(subject, attempt)

    start = time.perf_counter()
    bounded(seeded(drawn(run)))()
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    timed(safety)  # caches are warm for both
    nothing = min(timed(lambda subject, attempt: None) for _ in range(3))
    whole = min(timed(safety) for _ in range(3))
    engine = whole - nothing
    print(f"{EXAMPLES} examples in three browsers: {whole:.2f} s, hypothesis alone {nothing:.2f} s")
    print(f"through engine and server: {EXAMPLES / engine:.0f} examples a second")
    print(f"the engine's share of the run: {100 * engine / whole:.0f} %")


if __name__ == "__main__":
    main()
