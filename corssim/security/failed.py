"""How a property fails: with a violation, whole and readable.

Law: what was seen becomes a :class:`Violation`; its text is :mod:`corssim.security.text`'s.
"""

from __future__ import annotations

from typing import Any

from ..doctor.finding import Finding, Severity
from ..doctor.needs import Needs
from ..request import WireRequest
from ..story import Story
from .stated import StatedPolicy
from .subject import Attempt, Subject
from .text import violation_text
from .violation import Violation


class PropertyFailed(AssertionError):
    """Raised by a property that does not hold; ``violation`` is the counterexample."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(str(violation))
        self.violation = violation

    def __str__(self) -> str:
        return violation_text(self.violation)


def fail(
    subject: Subject, name: str, finding: str | Finding, attempt: Attempt, value: str = "", /, *,
    severity: Severity = "danger", browsers: tuple[str, ...] = (), outcome: Story | None = None,
    requests: tuple[WireRequest, ...] = (), **values: Any,
) -> None:  # fmt: skip
    """Raise :class:`PropertyFailed` for what was seen."""
    if isinstance(finding, str):
        shown = {
            "origin": attempt.origin, "url": subject.url(attempt.path), "path": attempt.path,
            "method": attempt.method, **values,
        }  # fmt: skip
        needs = needs_of(subject.policy, attempt)
        finding = Finding(finding, severity, value or attempt.origin, needs, shown, browsers)
    story = outcome or subject.outcome(attempt)
    raise PropertyFailed(Violation(name, finding, attempt, story, requests))


def needs_of(policy: StatedPolicy, attempt: Attempt) -> Needs:
    """What the server is meant to allow: the input of a fix."""
    rule = policy.rule(attempt.path) or policy.rules[0]
    origins = [origin for origin in rule.examples if origin != "null"]
    return Needs(
        origin=origins[0] if origins else "https://app.example",
        methods=tuple(name for name in rule.methods if name != "*") or ("GET",),
        headers=tuple(name for name in rule.headers if name != "*"),
        credentials=rule.credentials and "*" not in rule.origins,
        expose=tuple(name for name in rule.expose if name != "*"),
    )
