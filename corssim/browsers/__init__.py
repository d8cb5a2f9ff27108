"""The browsers, and the standard as a fourth: ``PROFILES`` by name."""

from __future__ import annotations

from collections.abc import Sequence

from ..events import Event
from ..request import Client
from .chrome import Chrome
from .console import Message
from .firefox import Firefox
from .profile import Profile
from .safari import Safari

PROFILES: dict[str, Profile] = {
    profile.name: profile for profile in (Chrome(), Firefox(), Safari(), Profile())
}
BROWSERS = ("chrome", "firefox", "safari")


def console_of(profile: Profile, events: Sequence[Event], client: Client) -> list[Message]:
    """The console's messages for a story."""
    return profile.console(events, client)


__all__ = ["BROWSERS", "PROFILES", "Message", "Profile", "console_of"]
