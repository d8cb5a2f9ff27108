"""Outcomes and reports as HTML, for notebooks.

Law: one self-contained fragment: no script, no style sheet, every text escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .svg import GREEN, RED, svg

if TYPE_CHECKING:
    from ..outcome import Outcome
    from ..report import Report


def outcome_html(outcome: Outcome) -> str:
    """Verdict, console, diagram."""
    verdict, colour = ("allowed", GREEN) if outcome.ok else ("blocked", RED)
    lines = "".join(f"<li><code>{escape(m.text)}</code></li>" for m in outcome.console)
    console = f"<ul>{lines}</ul>" if lines else ""
    head = f'<p><b>{escape(outcome.browser)}</b>: <b style="color:{colour}">{verdict}</b></p>'
    return f"<div>{head}{console}{svg(outcome)}</div>"


def report_html(report: Report) -> str:
    """Every browser's outcome, one below the other."""
    return "".join(outcome_html(outcome) for outcome in report.outcomes.values())
