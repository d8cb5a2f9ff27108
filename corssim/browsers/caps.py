"""How long the browsers remember a preflight at most.

Law: read off their rules, which the preflight caches obey; nowhere else is a cap written down.
"""

from __future__ import annotations

from functools import cache

from . import BROWSERS, PROFILES


@cache
def caps() -> dict[str, int]:
    """The cap on Access-Control-Max-Age in seconds, by browser; one without a cap is left out."""
    found = {name: PROFILES[name].max_age_cap for name in BROWSERS}
    return {name: cap for name, cap in found.items() if cap is not None}


def longest_cap() -> int:
    """The seconds beyond which no browser remembers a preflight."""
    return max(caps().values())


def advised_max_age() -> int:
    """The seconds that a fix sends: what Chrome remembers."""
    return caps()["chrome"]
