"""A property that does not hold: what shows it, and what repeats it.

Law: it holds what was seen; its sentences are the catalogue's.
"""

from __future__ import annotations

import attrs

from ..doctor.finding import Finding
from ..request import WireRequest
from ..story import Story
from .subject import Attempt


@attrs.frozen
class Violation:
    """A counterexample to a property.

    ``property_name`` says which, ``finding`` the situation with its id, severity and fix,
    ``attempt`` the call, ``outcome`` a browser's story of it, ``requests`` what was sent where the
    story alone does not show it; ``browsers`` are those that it happens in.
    """

    property_name: str
    finding: Finding
    attempt: Attempt
    outcome: Story
    requests: tuple[WireRequest, ...] = ()

    @property
    def id(self) -> str:
        """The finding's id."""
        return self.finding.id

    @property
    def browsers(self) -> tuple[str, ...]:
        """The browsers in which it happens."""
        return self.finding.browsers

    def __str__(self) -> str:
        where = f"{self.attempt.method} {self.attempt.path} from {self.attempt.origin}"
        return f"{self.property_name}: {self.finding.title} ({self.id}; {where})"
