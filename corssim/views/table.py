"""Tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabulate import tabulate

from .words import meaning

if TYPE_CHECKING:
    from ..report import Report


def report_table(report: Report) -> str:
    """The verdicts side by side, then each browser's console and the step that failed."""
    return "\n".join([verdicts_and_consoles(report), *_reasons(report)])


def verdicts_and_consoles(report: Report) -> str:
    """The verdicts side by side, then each browser's console."""
    rows = []
    for name, outcome in report.outcomes.items():
        sent = ", ".join(f"{e.request.method} {_status(e)}" for e in outcome.exchanges)
        verdict = "allowed" if outcome.ok else "BLOCKED"
        reason = "" if outcome.failure is None else outcome.failure.kind
        rows.append((name, verdict, reason, sent or "nothing"))
    parts = [tabulate(rows, headers=("browser", "verdict", "reason", "on the wire"))]
    for name, outcome in report.outcomes.items():
        if outcome.console:
            parts.append(f"{name} prints:")
            parts += [f"  [{m.level}] {m.text.rstrip()}" for m in outcome.console]
    return "\n".join(parts)


def _status(exchange: object) -> str:
    answer = getattr(exchange, "response", None)
    return str(getattr(answer, "status", getattr(answer, "how", "")))


def _reasons(report: Report) -> list[str]:
    """Each different reason once, with its step in the standard and what to change."""
    from ..doctor import diagnose

    seen: dict[str, str] = {}
    for outcome in report.outcomes.values():
        failure = outcome.failure
        if failure is not None:
            seen.setdefault(failure.kind, f"why: {meaning(failure)}\n  step: {failure.step}")
    changes = {
        f"change: {finding.advice} ({finding.id})": None
        for finding in diagnose(report.outcomes)
        if finding.severity == "blocks"
    }
    return [*seen.values(), *changes]
