"""The user agent's memory: what one browser keeps between fetches.

Law: state only; every decision about it is its rules' or the algorithms'.
"""

from __future__ import annotations

from ..environment import Client
from ..errors import UsageError
from ..request import Request
from .cookies import CookieJar
from .element_memory import ElementMemory
from .fetch import Fetch
from .http_cache import HTTPCache
from .preflight_cache import PreflightCache
from .rules import Rules


class Clock:
    """Time as a value: seconds since the epoch, moved by hand."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass; raises ``UsageError`` for a negative number."""
        if not seconds >= 0:
            raise UsageError(f"time does not go back: cannot advance by {seconds!r} seconds")
        self.now += seconds


class Agent:
    """A browser's rules with its caches, cookie jar and clock."""

    def __init__(self, rules: Rules, clock: Clock | None = None) -> None:
        self.rules = rules
        self.clock = clock or Clock()
        self.cookies = CookieJar(rules.cookies)
        self.preflight_cache: PreflightCache = rules.preflight_cache()
        self.http_cache: HTTPCache = rules.http_cache(self.cookies)

    def new_element_memory(self) -> ElementMemory:
        """An empty memory of one document."""
        return ElementMemory(self.rules.elements.memory, self.http_cache)

    def new_fetch(self, request: Request, client: Client) -> Fetch:
        """The state of a fetch of *request* from *client* that begins now."""
        rules = self.rules
        fetch = Fetch(
            request, client, rules.notes(), self.clock.now,
            rules.network.supports_coep_credentialless,
        )  # fmt: skip
        fetch.cache_mode = rules.request.cache_mode(request, client)
        fetch.referrer = fetch.first_referrer = rules.wire.first_referrer(fetch)
        return fetch
