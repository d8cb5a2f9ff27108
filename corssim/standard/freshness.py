"""Freshness: how long a stored response may be used without asking.

https://httpwg.org/specs/rfc9111.html#expiration.model

Law: decided from a response's header lines, its status and two moments, in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import ClassVar

from ..headers import HeaderList, get
from ..response import REDIRECT_STATUSES, WireResponse
from .cache_control import DELTA_SECONDS, Directive, directives, each_directive, http_date
from .stored import Stored

HEURISTIC_FRACTION = 0.1  # of the time since Last-Modified (RFC 9111, 4.2.2)
HEURISTIC_STATUSES = frozenset((200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501))


class Freshness:
    """RFC 9111's answers."""

    heuristic_statuses: ClassVar[frozenset[int]] = HEURISTIC_STATUSES
    permanent_statuses: ClassVar[frozenset[int]] = frozenset()
    """Statuses that are fresh for ever without explicit freshness."""
    permanent_lifetime: ClassVar[float] = inf
    """Their freshness lifetime in seconds."""
    heeds_pragma: ClassVar[bool] = False
    """Whether Pragma: no-cache in a response counts. HTTP gives it no meaning there."""
    uses_stale: ClassVar[bool] = True
    """Whether stale-while-revalidate is heeded."""
    last_directive_counts: ClassVar[bool] = False
    """Whether the last of a Cache-Control directive that stands twice counts, not the first."""

    def is_fresh(self, response: WireResponse, at: float, now: float) -> bool:
        """Whether a response that arrived *at* may be used *now* without asking."""
        fresh = self.age(response, at, now) < self.lifetime(response, at)
        return fresh and not self.must_revalidate_always(response)

    def age(self, response: WireResponse, at: float, now: float) -> float:
        """The age *now* of a response that arrived *at*, in seconds (RFC 9111, 4.2.3)."""
        date = http_date(get(response.headers, "date"))
        apparent = 0.0 if date is None else max(0.0, at - date)
        return max(apparent, self.age_header(response.headers)) + now - at

    def age_header(self, headers: HeaderList) -> float:
        """The seconds that the Age header names."""
        age = get(headers, "age") or ""
        return float(age) if DELTA_SECONDS.match(age) else 0.0

    def stale_for(self, response: WireResponse) -> float | None:
        """The seconds for which a stale response may be used while another is asked for; ``None``:
        it may not. Redirects are not. RFC 5861, 3; y76-22.
        """
        control = self.directives(response.headers)
        seconds = control.get("stale-while-revalidate") or ""
        strict = "must-revalidate" in control or self.must_revalidate_always(response)
        if strict or not DELTA_SECONDS.match(seconds) or response.status in REDIRECT_STATUSES:
            return None
        return float(seconds)

    def usable_stale(self, stored: Stored, now: float) -> bool:
        """https://fetch.spec.whatwg.org/#concept-stale-while-revalidate-response"""
        more = self.stale_for(stored.response)
        if more is None:
            return False
        age = self.age(stored.response, stored.at, now)
        return age < self.lifetime(stored.response, stored.at) + more

    def lifetime(self, response: WireResponse, at: float) -> float:
        """The seconds for which a response that arrived *at* is fresh."""
        headers = response.headers
        age = self.directives(headers).get("max-age") or ""
        if DELTA_SECONDS.match(age):
            return float(age)
        date = http_date(get(headers, "date")) or at
        expires = get(headers, "expires")
        if expires is not None:
            until = http_date(expires)
            return max(0.0, until - date) if until is not None else 0.0
        if response.status in self.permanent_statuses:
            return self.permanent_lifetime
        modified = http_date(get(headers, "last-modified"))
        if modified is not None and response.status in self.heuristic_statuses:
            return max(0.0, (date - modified) * HEURISTIC_FRACTION)
        return 0.0

    def each_directive(self, value: str) -> Iterator[Directive]:
        """How a response's Cache-Control is read."""
        return each_directive(value)

    def directives(self, headers: HeaderList) -> dict[str, str | None]:
        """What a response's Cache-Control says; of a name that stands twice the first counts."""
        read = list(self.each_directive(get(headers, "cache-control") or ""))
        return dict(read if self.last_directive_counts else reversed(read))

    def must_revalidate_always(self, response: WireResponse) -> bool:
        """Whether the response may never be used without asking."""
        if self.heeds_pragma and "no-cache" in directives(get(response.headers, "pragma")):
            return True
        return "no-cache" in self.directives(response.headers)
