"""A browser as a value: its rules and its words.

Law: nothing is decided here. An older version of a browser is ``attrs.evolve`` of a newer one; what
is evolved is obeyed on the wire, in the caches and in the console alike.
"""

from __future__ import annotations

import attrs

from ..standard.rules import Rules
from .words import Words


@attrs.frozen(eq=False)
class Profile:
    """One version of a browser, or the Fetch standard itself."""

    name: str
    """What ``Browser`` calls it: chrome, firefox, safari, standard."""
    title: str
    """What people call it."""
    version: str
    rules: Rules = Rules()
    words: Words = Words()

    @property
    def max_age_cap(self) -> int | None:
        """The most seconds for which it remembers a preflight; ``None``: no cap."""
        return self.rules.preflight.max_age_cap

    @property
    def default_max_age(self) -> int:
        """The seconds for which it remembers a preflight without Access-Control-Max-Age."""
        return self.rules.preflight.default_max_age


STANDARD = Profile("standard", "Fetch standard", "2026")
