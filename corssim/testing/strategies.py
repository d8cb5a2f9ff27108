"""The hypothesis strategies under the name that tests import.

Law: every name is defined in :mod:`corssim.strategies` or :mod:`corssim.security.strategies`.
"""

from ..security.strategies import (
    attempts,
    hostile_request_headers,
    lookalikes_of,
    preflighted_calls,
    request_headers,
    simple_calls,
    stated_policies,
)
from ..strategies import named, opaque_origins, origins, policies, responses, scenarios

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
