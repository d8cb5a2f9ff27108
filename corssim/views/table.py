"""Tables for people."""

from __future__ import annotations

from collections.abc import Mapping

from tabulate import tabulate

from ..doctor import diagnose
from ..story import Story
from .meanings import meaning


def report_table(stories: Mapping[str, Story]) -> str:
    """The verdicts side by side, then each browser's console and the step that failed."""
    return "\n".join([verdicts_and_consoles(stories), *_reasons(stories)])


def verdicts_and_consoles(stories: Mapping[str, Story]) -> str:
    """The verdicts side by side, then each browser's console."""
    rows = []
    for name, outcome in stories.items():
        sent = ", ".join(f"{e.request.method} {_status(e)}" for e in outcome.exchanges)
        verdict = "allowed" if outcome.ok else "BLOCKED"
        reason = "" if outcome.failure is None else outcome.failure.kind
        rows.append((name, verdict, reason, sent or "nothing"))
    parts = [tabulate(rows, headers=("browser", "verdict", "reason", "on the wire"))]
    for name, outcome in stories.items():
        if outcome.console:
            parts.append(f"{name} prints:")
            parts += [f"  [{m.level}] {m.text.rstrip()}" for m in outcome.console]
    return "\n".join(parts)


def _status(exchange: object) -> str:
    answer = getattr(exchange, "response", None)
    return str(getattr(answer, "status", getattr(answer, "how", "")))


def _reasons(stories: Mapping[str, Story]) -> list[str]:
    """Each different reason once, with its step in the standard and what to change."""
    seen: dict[str, str] = {}
    for outcome in stories.values():
        failure = outcome.failure
        if failure is not None:
            seen.setdefault(failure.kind, f"why: {meaning(failure)}\n  step: {failure.step}")
    changes = {
        f"change: {finding.advice} ({finding.id})": None
        for finding in diagnose(stories)
        if finding.severity == "blocks"
    }
    return [*seen.values(), *changes]
