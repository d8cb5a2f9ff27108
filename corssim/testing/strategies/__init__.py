"""Hypothesis strategies: origins, calls, policies and answers, and whole scenarios.

Law: every part shrinks to its simplest value; what is drawn is what a real browser can produce.
"""

from .calls import (
    attempts,
    hostile_request_headers,
    preflighted_calls,
    request_headers,
    simple_calls,
)
from .origins import lookalikes_of, opaque_origins, origins
from .policies import policies, responses, stated_policies
from .scenarios import named, scenarios

__all__ = [
    "attempts",
    "hostile_request_headers",
    "lookalikes_of",
    "named",
    "opaque_origins",
    "origins",
    "policies",
    "preflighted_calls",
    "request_headers",
    "responses",
    "scenarios",
    "simple_calls",
    "stated_policies",
]
