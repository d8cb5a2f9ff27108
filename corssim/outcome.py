"""An outcome: the story of a call with its views.

Law: each method hands the story to a view.
"""

from __future__ import annotations

from typing import Any

from .errors import UsageError
from .story import Exchange, Story

__all__ = ["Exchange", "Outcome"]


class Outcome(Story):
    """What came of a call: the story (``events``) and its views."""

    def explain(self) -> str:
        """The story step by step, in words, with links to the standard."""
        from .views.explain import explain

        return explain(self)

    def diagram(self, form: str = "mermaid") -> str:
        """The sequence diagram: *form* is ``mermaid`` or ``svg``; raises ``UsageError`` else."""
        from .views.mermaid import mermaid
        from .views.svg import svg

        if form not in ("mermaid", "svg"):
            raise UsageError(f"a diagram is mermaid or svg, not {form!r}")
        return mermaid(self) if form == "mermaid" else svg(self)

    def _repr_html_(self) -> str:
        """The outcome in a notebook."""
        from .views.html import outcome_html

        return outcome_html(self)

    def record(self) -> dict[str, Any]:
        """The step's record in FORMAT.md's form."""
        from .views.record import record_step

        return record_step(self)
