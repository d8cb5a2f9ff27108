"""What a browser says: the errors that scripts catch and the lines of its console.

Law: words only; whether a fetch fails is decided elsewhere. A text that differs between versions is
a field.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..call import Call
from ..environment import Client
from ..events import Blocked, Event
from ..failures import Failure
from ..standard.rules import Rules
from .console import Message
from .thrown import STANDARD, Thrown


@attrs.frozen(eq=False)
class Words:
    """The names of what the standards throw; a standard has no console."""

    thrown: Thrown = STANDARD
    """What scripts catch."""

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """Whether a synchronous call that fails throws.

        https://xhr.spec.whatwg.org/#the-send()-method
        """
        return True

    def error_text(self, failure: Failure, call: Call) -> str:
        """What ``String(error)`` gives to the script for *failure*."""
        return self.thrown.text(failure, call)

    def console(self, events: Sequence[Event], client: Client, rules: Rules) -> list[Message]:
        """The messages that the console shows for a fetch, in order."""
        return []
