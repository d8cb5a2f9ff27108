"""The user agent's memory: what one browser keeps between fetches.

Law: state only; every decision about it is the profile's or the algorithms'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UsageError
from .cookies import CookieJar
from .http_cache import HTTPCache
from .preflight_cache import PreflightCache

if TYPE_CHECKING:
    from ..browsers.profile import Profile


class Clock:
    """Time as a value: seconds, moved by hand (or set to follow the real clock)."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass; raises ``UsageError`` for a negative number."""
        if not seconds >= 0:
            raise UsageError(f"time does not go back: cannot advance by {seconds!r} seconds")
        self.now += seconds


class Agent:
    """A profile with its caches, cookie jar and clock."""

    def __init__(self, profile: Profile, clock: Clock | None = None) -> None:
        self.profile = profile
        self.clock = clock or Clock()
        self.preflight_cache: PreflightCache = profile.new_preflight_cache()
        self.http_cache: HTTPCache = profile.new_http_cache()
        self.cookies = CookieJar()
