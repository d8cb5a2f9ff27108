"""The sequence diagram of a fetch in Mermaid's notation: page, browser, server.

Law: the rows are ``messages.py``'s; here is only Mermaid's spelling of them.
"""

from __future__ import annotations

from ..story import Story
from .rows import rows

ARROWS = {
    "call": "P->>B: ", "sent": "B->>S: ", "came": "S-->>B: ", "lost": "S--xB: ",
    "note": "Note over B: ", "blocked": "B--xP: ", "read": "B-->>P: ",
}  # fmt: skip


def mermaid(outcome: Story) -> str:
    """The diagram's text."""
    lines = ["sequenceDiagram", "  participant P as page", f"  participant B as {outcome.browser}"]
    lines.append("  participant S as server")
    lines += [f"  {ARROWS[row.way]}{_safe(row.text)}" for row in rows(outcome)]
    return "\n".join(lines)


def _safe(text: str) -> str:
    """*text* without what ends a Mermaid statement."""
    return "".join({"#": "#35;", ";": "#59;", "\n": " "}.get(c, c) for c in text)
