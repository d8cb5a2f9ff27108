"""A property that does not hold: what shows it, and what repeats it.

Law: it holds what was seen; its sentences are the catalogue's.
"""

from __future__ import annotations

from typing import Any

import attrs

from ..doctor.finding import Finding, Severity
from ..doctor.needs import Needs
from ..outcome import Outcome
from ..request import WireRequest
from .stated import StatedPolicy
from .subject import Attempt, Subject


@attrs.frozen
class Violation:
    """A counterexample to a property.

    ``property_name`` says which, ``finding`` the situation with its id, severity and fix,
    ``attempt`` the call, ``outcome`` a browser's story of it, ``requests`` what was sent where the
    story alone does not show it; ``browsers`` are those that it happens in.
    """

    property_name: str
    finding: Finding
    attempt: Attempt
    outcome: Outcome
    requests: tuple[WireRequest, ...] = ()

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    @property
    def browsers(self) -> tuple[str, ...]:
        """The browsers in which it happens."""
        return self.finding.browsers

    def __str__(self) -> str:
        where = f"{self.attempt.method} {self.attempt.path} from {self.attempt.origin}"
        return f"{self.property_name}: {self.finding.title} ({self.id}; {where})"


class PropertyFailed(AssertionError):
    """Raised by a property that does not hold; ``violation`` is the counterexample."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(str(violation))
        self.violation = violation

    def __str__(self) -> str:
        from ..views.violations import violation_text

        return violation_text(self.violation)


def fail(
    subject: Subject, name: str, finding: str | Finding, attempt: Attempt, value: str = "", /, *,
    severity: Severity = "danger", browsers: tuple[str, ...] = (), outcome: Outcome | None = None,
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
