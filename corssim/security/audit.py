"""The audit: every known class of mistake, path by path, with a fixed set of requests.

Law: the fixed cases of the properties, and notes on what is allowed but telling. Without a stated
policy everything may be meant but what lets a stranger read with cookies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from ..browsers.caps import longest_cap
from ..doctor.finding import ORDER, Finding, Severity
from ..doctor.probe import STRANGER
from ..environment import address_space_of
from ..headers import get
from ..response import WireResponse
from ..servers.polite import RequestBudgetExceeded
from ..url import parse_url
from .cases import PROPERTIES, Case, Property, paths_of
from .failed import needs_of
from .fuzz import fixed_case
from .lookalikes import browsers_that_can_have
from .stated import Rule, StatedPolicy
from .subject import Answer, Attempt, Subject, raw
from .violation import Violation

RAW_ORIGIN = 'https://corssim"<>\x0b.example'
"""No browser sends it; a server that copies it copies anything."""
UNSTATED = "safety", "liveness", "preflight_agrees", "stability", "vary", "cache_safety"
Progress = Callable[[int, int, str], None]


@attrs.frozen
class Audit:
    """What was found, and what could not be looked at.

    ``unexamined`` are paths that gave no answer, or that the bound on requests left out or cut
    short; what was found on them by then is among the ``violations``.
    """

    violations: tuple[Violation, ...]
    paths: tuple[str, ...]
    unexamined: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing worse than a note was found."""
        return all(violation.finding.severity == "note" for violation in self.violations)


def guessed_policy(url: str, origins: Sequence[str], paths: Sequence[str]) -> StatedPolicy:
    """The policy of someone who states nothing: *origins* and the server's own may read."""
    parsed = parse_url(url)
    own = parsed.origin.serialized if parsed is not None else url
    rule = Rule(
        origins=(*origins, own), methods=("*",), headers=("*",), credentials=True,
        private_network=False, ask=tuple(paths),
    )  # fmt: skip
    return StatedPolicy((rule,), url)


def audit(subject: Subject, *, stated: bool = True, progress: Progress | None = None) -> Audit:
    """Examine every path of the subject's policy; *stated* says whether someone wrote it.

    *progress* is called with the number of cases done, of all, and the path.
    """
    policy = subject.policy
    chosen = [one for one in PROPERTIES.values() if stated or one.name in UNSTATED]
    plan = [(path, _cases(policy, path, chosen, stated)) for path in paths_of(policy)]
    total = sum(len(cases) for _, cases in plan)
    done = 0
    found: dict[tuple[str, str], Violation] = {}
    verdicts: dict[str, bool] = {}
    examined: list[str] = []
    for path, cases in plan:
        try:
            first = subject.ask(raw(subject, path, STRANGER))
            if not isinstance(first, WireResponse):
                done += len(cases)
                continue
            for one, case in cases:
                violation = fixed_case(subject, one, case)
                if violation is not None:
                    found.setdefault((path, violation.id), violation)
                done += 1
                if progress is not None:
                    progress(done, total, path)
            for note in _notes(subject, path, first, stated, verdicts):
                found.setdefault((path, note.id), note)
        except RequestBudgetExceeded:
            subject.spent = True
            break
        examined.append(path)
    if not stated:
        _differences(subject, verdicts, found)
    listed = sorted(found.values(), key=lambda one: ORDER[one.finding.severity])
    left = tuple(path for path, _ in plan if path not in examined)
    return Audit(tuple(listed), tuple(examined), left)


def _cases(
    policy: StatedPolicy, path: str, chosen: list[Property], stated: bool
) -> list[tuple[Property, Case]]:
    listed = []
    for one in chosen:
        for case in one.cases(policy, path):
            if stated or _telling(one, case[0]):
                listed.append((one, case))
    return listed


def _telling(one: Property, attempt: Attempt) -> bool:
    """Whether a case tells something without a stated policy: a stranger without cookies may be
    meant, and of what an allowed origin may do nothing is known but to read.
    """
    if one.name == "safety":
        return attempt.credentials
    simple = attempt.method == "GET" and not attempt.headers and not attempt.credentials
    return one.name != "liveness" or simple


def _notes(
    subject: Subject, path: str, first: Answer, stated: bool, verdicts: dict[str, bool]
) -> Iterator[Violation]:
    """What is no violation of a policy and still worth a line."""
    assert isinstance(first, WireResponse)
    anyone = Attempt(STRANGER, path)
    allowed = get(first.headers, "access-control-allow-origin")
    credentials = get(first.headers, "access-control-allow-credentials")
    verdicts[path] = allowed in ("*", STRANGER)
    if allowed == "*" and not stated:
        yield _note(subject, "CORS-PUBLIC", anyone, "*")
    url = parse_url(subject.url(path))
    host = url.host if url is not None else ""
    if allowed in ("*", STRANGER) and address_space_of(host) in ("local", "loopback"):
        yield _note(subject, "CORS-PUBLIC-PRIVATE-ADDRESS", anyone, host, "warning")
    if allowed == "*" and credentials == "true":
        yield _note(subject, "CORS-WILDCARD-AND-CREDENTIALS", anyone, "*")
    copied = subject.ask(raw(subject, path, RAW_ORIGIN))
    lines = copied.headers if isinstance(copied, WireResponse) else ()
    if get(lines, "access-control-allow-origin") == RAW_ORIGIN:
        yield _note(subject, "CORS-RAW-ORIGIN", anyone, RAW_ORIGIN)
    rule = subject.policy.rule(path)
    if rule is None or not rule.examples:
        return
    origin = rule.examples[0]
    odd = Attempt(origin, path, "CORSSIM", (("X-Corssim-Unstated", "1"),), rule.credentials)
    outcome = subject.outcome(odd)
    if outcome.ok and not stated:
        yield _note(subject, "CORS-ANY-METHOD", odd, "CORSSIM")
        yield _note(subject, "CORS-ANY-HEADER", odd, "X-Corssim-Unstated")
    for exchange in outcome.exchanges[:1]:
        if isinstance(exchange.response, WireResponse):
            age = get(exchange.response.headers, "access-control-max-age") or ""
            if age.isdigit() and int(age) > longest_cap():
                yield _note(subject, "CORS-MAX-AGE-CAPPED", odd, age)


def _note(
    subject: Subject, name: str, attempt: Attempt, value: str, severity: Severity = "note",
    **values: Any,
) -> Violation:  # fmt: skip
    shown = {"origin": attempt.origin, "url": subject.url(attempt.path), "path": attempt.path,
             **values}  # fmt: skip
    browsers = browsers_that_can_have(attempt.origin)
    needs = needs_of(subject.policy, attempt)
    finding = Finding(name, severity, value, needs, shown, browsers)
    return Violation("audit", finding, attempt, subject.outcome(attempt))


def _differences(
    subject: Subject, verdicts: dict[str, bool], found: dict[tuple[str, str], Violation]
) -> None:
    """One note where some paths let a stranger read and others do not."""
    open_paths = [path for path, is_open in verdicts.items() if is_open]
    if open_paths and len(open_paths) < len(verdicts):
        shown = f"open are {', '.join(open_paths)}"
        attempt = Attempt(STRANGER, open_paths[0])
        try:
            note = _note(subject, "CORS-PATHS-DIFFER", attempt, shown)
        except RequestBudgetExceeded:
            return
        found.setdefault((open_paths[0], note.id), note)
