"""Tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabulate import tabulate

from .words import meaning, remedy

if TYPE_CHECKING:
    from ..report import Report


def report_table(report: Report) -> str:
    """The verdicts side by side, then each browser's console and the step that failed."""
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
    parts += _reasons(report)
    return "\n".join(parts)


def _status(exchange: object) -> str:
    answer = getattr(exchange, "response", None)
    return str(getattr(answer, "status", getattr(answer, "how", "")))


def _reasons(report: Report) -> list[str]:
    """Each different reason once, with its step in the standard and what to change."""
    seen: dict[str, str] = {}
    for outcome in report.outcomes.values():
        failure = outcome.failure
        if failure is not None:
            text = f"why: {meaning(failure)}\n  step: {failure.step}"
            change = remedy(failure)
            seen.setdefault(failure.kind, text + (f"\n  change: {change}" if change else ""))
    return list(seen.values())
