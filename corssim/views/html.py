"""Outcomes and reports as HTML, for notebooks.

Law: one self-contained fragment: no script, no style sheet, every text escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from ..story import Story
from .svg import GREEN, RED, svg


def outcome_html(outcome: Story) -> str:
    """Verdict, console, diagram."""
    verdict, colour = ("allowed", GREEN) if outcome.ok else ("blocked", RED)
    lines = "".join(f"<li><code>{escape(m.text)}</code></li>" for m in outcome.console)
    console = f"<ul>{lines}</ul>" if lines else ""
    head = f'<p><b>{escape(outcome.browser)}</b>: <b style="color:{colour}">{verdict}</b></p>'
    return f"<div>{head}{console}{svg(outcome)}</div>"


def report_html(stories: Mapping[str, Story]) -> str:
    """Every browser's outcome, one below the other."""
    return "".join(outcome_html(story) for story in stories.values())
