"""What must hold for the answers themselves: stable, honest about Origin, cheap.

Law: as in ``properties.py``; here answers are compared with each other, byte for byte where
CORS reads them.
"""

from __future__ import annotations

import gc
import time
import tracemalloc

from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from .failed import fail
from .subject import (
    Answer,
    Attempt,
    Subject,
    is_storable,
    raw,
    signature,
    varies_by_origin,
)

SLOW = 0.02  # seconds of the processor's time below which growth is not judged
SUPERLINEAR = 3.0  # the growth, for twice the input, from which it is not linear any more
TOO_SLOW = 1.0  # seconds for one answer
LIVE_SIZE = 4096
FIRST_SIZE, LAST_SIZE = 2048, 32768  # bytes of Access-Control-Request-Headers
MEMORY_FACTOR, MEMORY_FLOOR = 64, 262144  # bytes of memory for a byte asked, and in any case
ANSWER_FACTOR, ANSWER_FLOOR = 4, 16384  # the same for the answer's header lines


def stability(subject: Subject, attempt: Attempt) -> None:
    """The same request has the same answer: twice, with its lines in another order, with names in
    another case, and with a Vary line of its own.
    """
    for exchange in subject.outcome(attempt).exchanges:
        request = exchange.request
        told = signature(exchange.response or NetworkFailure("dropped"))
        for what, other in _variants(request):
            if signature(subject.ask(other)) != told:
                fail(
                    subject, "stability", "CORS-UNSTABLE", attempt, what, severity="warning",
                    browsers=subject.browsers, requests=(request, other), what=what,
                )  # fmt: skip


def _variants(request: WireRequest) -> list[tuple[str, WireRequest]]:
    lines = request.headers

    def changed(headers: tuple[tuple[str, str], ...]) -> WireRequest:
        return WireRequest(request.method, request.url, headers, request.body, request.preflight)

    return [
        ("the same request again", request),
        ("its lines in another order", changed(tuple(reversed(lines)))),
        ("names in lower case", changed(tuple((name.lower(), value) for name, value in lines))),
        ("names in upper case", changed(tuple((name.upper(), value) for name, value in lines))),
        ("a Vary line in the request", changed((*lines, ("Vary", "X-Corssim")))),
    ]


def vary(subject: Subject, attempt: Attempt, other: str) -> None:
    """Answers that differ by Origin say so, also those to requests without one."""
    requests = tuple(raw(subject, attempt.path, origin) for origin in (attempt.origin, other, None))
    answers = [subject.ask(request) for request in requests]
    if any(isinstance(answer, NetworkFailure) for answer in answers):
        return
    told = {_allowed(answer) for answer in answers}
    silent = [
        request
        for request, answer in zip(requests, answers, strict=True)
        if is_storable(answer) and not varies_by_origin(answer)
    ]
    if len(told) > 1 and silent:
        shown = ", ".join(f"{value or 'nothing'}" for value in sorted(told, key=str))
        fail(
            subject, "vary", "CORS-VARY-MISSING", attempt, shown, severity="warning",
            browsers=subject.browsers, requests=tuple(silent),
        )  # fmt: skip


def _allowed(answer: Answer) -> str | None:
    assert isinstance(answer, WireResponse)
    lines = [f"{n.lower()}: {v}" for n, v in answer.headers if n.lower() in
             ("access-control-allow-origin", "access-control-allow-credentials")]  # fmt: skip
    return "; ".join(lines) or None


def cache_safety(subject: Subject, attempt: Attempt, other: str) -> None:
    """What a shared cache keeps for one origin gives no other a wrong verdict."""
    request = raw(subject, attempt.path, attempt.origin)
    kept = subject.ask(request)
    if not is_storable(kept) or varies_by_origin(kept):
        return
    second = Attempt(other, attempt.path, credentials=attempt.credentials)
    fresh = subject.outcome(second)
    cached = subject.outcome(second, server=lambda _: kept)
    if fresh.ok != cached.ok:
        what = "lets in" if cached.ok else "keeps out"
        fail(
            subject, "cache_safety", "CORS-SHARED-CACHE", second, attempt.origin, what=what,
            severity="warning", browsers=subject.browsers, outcome=cached, requests=(request,),
        )  # fmt: skip


def budget(subject: Subject, attempt: Attempt, unit: str) -> None:
    """A preflight with a hostile Access-Control-Request-Headers, *unit* over and over, costs time
    and memory in proportion to its size, and its answer is not much longer than itself.

    Time is the processor's; growth is judged between sizes, from 2 to 32 KiB. A live server is
    asked once, with 4 KiB, and only the length of its answer is judged.
    """
    if subject.is_live:
        request = hostile(subject, attempt, unit, LIVE_SIZE)
        _answer_size(subject, attempt, request, subject.ask(request))
        return
    before = None
    size = FIRST_SIZE
    while size <= LAST_SIZE:
        request = hostile(subject, attempt, unit, size)
        answer, spent = _timed(subject, request)
        _answer_size(subject, attempt, request, answer)
        grown = before is not None and spent > SLOW and spent / before >= SUPERLINEAR
        if spent > TOO_SLOW or grown:
            fail(
                subject, "budget", "CORS-BUDGET", attempt, unit, browsers=subject.browsers,
                severity="warning", requests=(request,),
                what=f"{spent * 1000:.0f} ms for {size} bytes",
            )  # fmt: skip
        before = max(spent, 1e-4)
        size *= 2
    _memory(subject, attempt, hostile(subject, attempt, unit, LAST_SIZE // 2))


def hostile(subject: Subject, attempt: Attempt, unit: str, size: int) -> WireRequest:
    """The preflight whose list of names is *size* bytes of *unit*."""
    plain = raw(subject, attempt.path, attempt.origin)
    names = (unit * (size // len(unit) + 1))[:size]
    lines = (
        *plain.headers, ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", names),
    )  # fmt: skip
    return WireRequest("OPTIONS", plain.url, lines, preflight=True)


def _timed(subject: Subject, request: WireRequest) -> tuple[Answer, float]:
    start = time.process_time()
    answer = subject.ask(request)
    return answer, time.process_time() - start


def _answer_size(subject: Subject, attempt: Attempt, request: WireRequest, answer: Answer) -> None:
    if isinstance(answer, NetworkFailure):
        return
    asked = sum(len(name) + len(value) for name, value in request.headers)
    told = sum(len(name) + len(value) for name, value in answer.headers)
    if told > ANSWER_FACTOR * asked + ANSWER_FLOOR:
        fail(
            subject, "budget", "CORS-BUDGET", attempt, f"{told} bytes", browsers=subject.browsers,
            severity="warning", requests=(request,), what=f"{told} bytes of header lines",
        )  # fmt: skip


def _memory(subject: Subject, attempt: Attempt, request: WireRequest) -> None:
    """The peak of what this process allocates meanwhile: nothing for a server elsewhere."""
    asked = sum(len(value) for _, value in request.headers)
    if tracemalloc.is_tracing():
        return
    gc.collect()
    tracemalloc.start()
    try:
        subject.ask(request)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if peak > MEMORY_FACTOR * asked + MEMORY_FLOOR:
        fail(
            subject, "budget", "CORS-BUDGET", attempt, f"{peak} bytes", browsers=subject.browsers,
            severity="warning", requests=(request,), what=f"{peak} bytes of memory",
        )  # fmt: skip
