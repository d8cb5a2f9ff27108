"""Violations for people: what is wrong, how to repeat it, what the browser did, what to change.

Law: the words are the finding's, the story is the outcome's; here is only where they stand.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Any

from tabulate import tabulate

from ..doctor.text import SIGNS, WIDTH
from ..replay.scenario import scenario_of
from ..views.curl import curl
from ..views.explain import explain
from .violation import Violation


def violation_text(violation: Violation, kind: str = "headers") -> str:
    """A violation whole: finding, curl command, scenario line, story, fix."""
    finding, attempt = violation.finding, violation.attempt
    cookies = "with" if attempt.credentials else "without"
    lines = [
        f"{SIGNS[finding.severity]} {violation.id} ({violation.property_name})",
        _wrapped(finding.title + "."),
        _wrapped(finding.explanation),
        f"  call: {attempt.method} {attempt.path}, page {attempt.origin}, {cookies} credentials",
        f"  browsers: {', '.join(violation.browsers) or 'none can have such a page'}",
        f"  step: {finding.step}",
    ]
    lines += [f"  repeat: {command}" for command in commands(violation)]
    lines.append(f"  scenario: {json.dumps(scenario_of(violation.outcome))}")
    lines.append(textwrap.indent(explain(violation.outcome), "    "))
    lines.append(textwrap.indent("change: " + finding.fix(kind).rstrip(), "  "))
    return "\n".join(lines) + "\n"


def commands(violation: Violation) -> list[str]:
    """The curl commands that repeat it: the requests that differ, or those of the story."""
    told = [exchange.request for exchange in violation.outcome.exchanges]
    return [curl(request) for request in violation.requests or told]


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def violation_table(violations: Sequence[Violation]) -> str:
    """A line a violation: severity, id, path, origin, who can produce it."""
    rows = [
        (
            SIGNS[one.finding.severity], one.id, one.attempt.path, one.attempt.origin,
            ", ".join(one.browsers) or "no browser",
        )
        for one in violations
    ]  # fmt: skip
    return tabulate(rows, headers=("severity", "finding", "path", "origin", "browsers"))


def violation_json(violation: Violation, kind: str = "headers") -> dict[str, Any]:
    """A violation for machines."""
    attempt = violation.attempt
    return {
        **violation.finding.as_json(kind),
        "property": violation.property_name,
        "path": attempt.path,
        "origin": attempt.origin,
        "method": attempt.method,
        "headers": [list(pair) for pair in attempt.headers],
        "credentials": attempt.credentials,
        "curl": commands(violation),
        "scenario": scenario_of(violation.outcome),
    }
