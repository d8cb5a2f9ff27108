"""What the browsers say of the calls of a HAR file; calls that are alike are judged once.

Law: a verdict rests on what was captured; what had to be assumed for it is in its notes. Where the
call's answer is missing it is ``unknown``, unless its preflight or a redirect decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ..browsers import BrowserName
from ..devtools.har import Captured
from ..doctor import Finding
from ..errors import UsageError
from ..outcome import Outcome
from ..outcomes import ask
from ..response import WireResponse, reason_phrase
from ..servers.har import HARServer
from ..url import parse_url

PREFLIGHT_ASSUMED = "the preflight is not in the file, taken as allowed"
NO_ANSWER = "the answer is not in the file"
REDIRECTED = "{url}, where the redirect leads, gave the page no answer"
# what differs from answer to answer and decides nothing
VOLATILE = frozenset((
    "age", "alt-svc", "cf-ray", "content-length", "content-md5", "date", "etag", "expires",
    "last-modified", "nel", "report-to", "server-timing", "traceparent", "x-amz-cf-id",
    "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid", "x-amzn-trace-id", "x-correlation-id",
    "x-request-id", "x-runtime", "x-trace-id", "x-ratelimit-remaining", "x-ratelimit-reset",
    "x-response-time", "x-served-by", "x-timer", "apigw-requestid", "x-amz-apigw-id",
))  # fmt: skip
MOST_VALUES = 40  # different values of a header, beyond which it only numbers the answers
DECISIVE = ("access-control-", "content-type", "location", "set-cookie", "vary", "www-authenticate")
SAFELISTED_NAMES = frozenset(
    ("accept", "accept-language", "content-language", "content-type", "range")
)
_NUMBERS = re.compile(rb"[0-9a-fA-F]*\d[0-9a-fA-F-]*")


@attrs.frozen
class Verdict:
    """What was found of a call: a word a browser, the findings, notes on what was assumed."""

    words: dict[str, str]
    findings: list[Finding]
    notes: tuple[str, ...]
    failures: tuple[str, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        """The findings that block, or the failures where none does."""
        ids = dict.fromkeys(f.id for f in self.findings if f.severity == "blocks")
        return tuple(ids) or self.failures


@attrs.frozen
class Judged:
    """A call of the file and its verdict."""

    captured: Captured
    verdict: Verdict
    judged_as: int
    """The index of the call, alike in all that decides, for which the findings are worded."""

    @property
    def service(self) -> str:
        """The origin that is called."""
        return _origin(self.captured.call.url)

    def words(self, names: Iterable[BrowserName]) -> list[str]:
        """The verdicts of the browsers *names*."""
        return [self.verdict.words[name] for name in names]


def judged(
    calls: Sequence[Captured], names: Sequence[BrowserName]
) -> tuple[list[Judged], list[str]]:
    """Each call with its verdict, and what could not be judged, a line each."""
    known: dict[Any, tuple[Verdict, int]] = {}
    found, bad = [], []
    volatile = _volatile(calls)
    for captured in calls:
        key = _key(captured, volatile)
        try:
            if key not in known:
                known[key] = _verdict(captured, names), captured.index
        except UsageError as problem:
            bad.append(f"entry {captured.index} cannot be judged: {problem}")
        else:
            found.append(Judged(captured, *known[key]))
    return found, bad


def _volatile(calls: Sequence[Captured]) -> frozenset[str]:
    """The response headers that only number or date their answers."""
    values: dict[str, set[str]] = {}
    for captured in calls:
        for name, value in captured.response.headers if captured.response is not None else ():
            seen = values.setdefault(name.lower(), set())
            if len(seen) <= MOST_VALUES:
                seen.add(value)
    many = {name for name, seen in values.items() if len(seen) > MOST_VALUES}
    return VOLATILE | {name for name in many if not name.startswith(DECISIVE)}


def _key(captured: Captured, volatile: frozenset[str]) -> Any:
    """What a verdict depends on."""
    call = captured.call

    def shape(url: str, answer: WireResponse | None) -> Any:
        return None if answer is None else _shape(url, answer, volatile)

    headers = tuple(
        (name.lower(), value if name.lower() in SAFELISTED_NAMES else "")
        for name, value in call.headers
    )
    return (
        _origin(call.url), _origin(captured.url), call.method, headers, call.body is None,
        call.credentials, call.origin, shape(captured.url, captured.response),
        shape(call.url, captured.preflight),
        tuple((_origin(url), shape(url, answer)) for url, answer in captured.redirects.items()),
        captured.error if captured.response is None else "",
    )  # fmt: skip


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    return f"{scheme}://{rest[:end]}"


def _shape(url: str, answer: WireResponse, volatile: frozenset[str]) -> Any:
    kept = []
    for name, value in answer.headers:
        lower = name.lower()
        if lower == "set-cookie":
            first, semicolon, rest = value.partition(";")
            value = first.partition("=")[0] + semicolon + rest
        elif lower == "location":
            slash = value.rpartition("://")[2].rstrip("/") in (
                url.rpartition("://")[2].rstrip("/"),
            )
            value = f"{_origin(value) if '://' in value else value[:2]} {slash}"
        if lower not in volatile:
            kept.append((lower, value))
    return answer.status, tuple(kept), _NUMBERS.sub(b"#", answer.body)


def _verdict(captured: Captured, names: Sequence[BrowserName]) -> Verdict:
    call = captured.call
    notes = []
    assumed = response = None
    if captured.preflight is None:
        lines = (
            ("Access-Control-Allow-Origin", call.origin or "*"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", call.method),
            ("Access-Control-Allow-Headers", ", ".join(name for name, _ in call.headers)),
        )
        assumed = WireResponse(204, lines, b"", reason_phrase(204))
    if captured.response is None and captured.redirects and _leaves(captured):
        response = WireResponse(200, (), b"", reason_phrase(200))
        notes.append(REDIRECTED.format(url=_origin(captured.url)))
    server = HARServer(captured, assumed, response)
    report = ask(call, origin=call.origin or "null", server=server, browsers=names)
    outcomes = report.outcomes
    decided = captured.response is not None or response is not None
    known = decided or any(map(_needs_no_answer, outcomes.values()))
    if not known:
        notes.append(f"{NO_ANSWER} {captured.error}".rstrip())
    preflighted = any(outcome.preflights for outcome in outcomes.values())
    if captured.preflight is None and preflighted:
        notes.append(f"* {PREFLIGHT_ASSUMED}")
    words = {}
    for name, outcome in outcomes.items():
        mark = "*" if captured.preflight is None and outcome.preflights else ""
        sure = decided or _needs_no_answer(outcome)
        words[name] = ("allowed" if outcome.ok else "BLOCKED") + mark if sure else "unknown"
    failures = dict.fromkeys(
        outcome.failure.kind
        for name, outcome in outcomes.items()
        if outcome.failure is not None and words[name] != "unknown"
    )
    return Verdict(words, report.findings if known else [], tuple(notes), tuple(failures))


def _leaves(captured: Captured) -> bool:
    """Whether the redirects led out of the page's origin, which is what the answer must allow."""
    target = parse_url(captured.url)
    return target is not None and target.origin.serialized != captured.call.origin


def _needs_no_answer(outcome: Outcome) -> bool:
    """Whether the outcome is the same whatever the call's own answer was."""
    return not outcome.exchanges or outcome.exchanges[-1].preflight
