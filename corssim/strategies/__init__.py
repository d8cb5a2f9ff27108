"""Hypothesis strategies: origins, policies and answers, loads, whole scenarios.

Law: every part shrinks to its simplest value; what is drawn is what a real browser can produce.

Internal: use ``corssim.testing.strategies``.
"""

from .origins import opaque_origins, origins
from .policies import policies, responses
from .scenarios import named, scenarios

__all__ = ["named", "opaque_origins", "origins", "policies", "responses", "scenarios"]
