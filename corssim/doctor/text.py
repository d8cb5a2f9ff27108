"""Findings for people: plain text and Markdown.

Law: the words are the finding's own; here is only where they stand.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from .finding import Finding

WIDTH = 96
SIGNS = {"blocks": "BLOCKS", "danger": "DANGER", "warning": "warning", "note": "note"}


def findings_text(findings: Sequence[Finding], kind: str = "headers") -> str:
    """Each finding: id, title, explanation, step; each different fix once."""
    return "\n".join(_lines(findings, kind))


def _lines(findings: Sequence[Finding], kind: str) -> Iterator[str]:
    shown: set[str] = set()
    for finding in findings:
        yield f"{SIGNS[finding.severity]} {finding.id} ({', '.join(finding.browsers) or 'all'})"
        yield _wrapped(finding.title + ".")
        yield _wrapped(finding.explanation)
        yield f"  step: {finding.step}"
        yield _wrapped("change: " + finding.advice)
        code = _code(finding, kind)
        if code and code not in shown:
            shown.add(code)
            yield textwrap.indent(code.rstrip(), "    ")
        yield ""


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def _code(finding: Finding, kind: str) -> str:
    if not finding.entry.recipe or finding.severity == "note":
        return ""
    from .recipes import fix

    return fix(kind, finding.needs)


def findings_markdown(findings: Sequence[Finding], kind: str = "headers") -> str:
    """The same as Markdown: a heading a finding."""
    from .recipes import blocks

    parts = []
    shown: set[str] = set()
    for finding in findings:
        parts.append(f"## {finding.title}\n")
        browsers = ", ".join(finding.browsers) or "all browsers"
        parts.append(f"`{finding.id}`, {finding.severity}, {browsers}\n")
        parts.append(f"{finding.explanation} [The step.]({finding.step})\n")
        parts.append(f"**Change:** {finding.advice}\n")
        code = _code(finding, kind)
        if code and code not in shown:
            shown.add(code)
            for block in blocks(kind, finding.needs):
                parts.append(f"{block.place}:\n\n```\n{block.code.rstrip()}\n```\n")
    return "\n".join(parts)
