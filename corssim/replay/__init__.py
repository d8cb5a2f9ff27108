"""Scenarios on the engine: replay one, compare two records, write one from a story.

Law: FORMAT.md's exchange format lives here and in ``views/record.py``.
"""

from .compare import FIGURES, Difference, compare
from .replay import replay
from .scenario import scenario_of

__all__ = ["FIGURES", "Difference", "compare", "replay", "scenario_of"]
