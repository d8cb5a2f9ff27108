"""Several fetches at once: all start before any answer has come.

Law: what an answer takes is its ``delay``; nothing else takes time. Answers arrive in the order of
their moments, at the same moment in the order of the requests; a fetch that waits for another's
response (``WaitForOther``) asks again whenever one has arrived.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence

from ..request import WireRequest
from ..response import NetworkFailure, Response, WireResponse
from .agent import Agent
from .element_memory import ElementMemory
from .fetch import Fetch, WaitForOther, Wire
from .fetching import run

Serve = Callable[[WireRequest], WireResponse | NetworkFailure]


def fetch_together(
    fetches: Sequence[Fetch], agent: Agent, memory: ElementMemory, serve: Serve
) -> list[Response | None]:
    """What script may read of each fetch, in the order of *fetches*."""
    number = itertools.count()
    under_way: list[tuple[float, int, int, WireResponse | NetworkFailure]] = []
    waiting: list[int] = []
    responses: list[Response | None] = [None] * len(fetches)
    wires: list[Wire] = [run(fetch, agent, memory) for fetch in fetches]

    def go_on(index: int, answer: WireResponse | NetworkFailure | None) -> None:
        try:
            sent = wires[index].send(answer)
        except StopIteration as end:
            responses[index] = end.value
            return
        if isinstance(sent, WaitForOther):
            waiting.append(index)
            return
        given = serve(sent)
        delay = given.delay if isinstance(given, WireResponse) else 0.0
        heapq.heappush(under_way, (fetches[index].now + delay, next(number), index, given))

    for index, fetch in enumerate(fetches):
        fetch.accompanied = len(fetches) > 1
        go_on(index, None)
    while under_way:
        moment, _, index, answer = heapq.heappop(under_way)
        go_on(index, answer)
        turns, waiting[:] = list(waiting), []
        for other in turns:
            fetches[other].now = max(fetches[other].now, moment)
            go_on(other, None)
    return responses
