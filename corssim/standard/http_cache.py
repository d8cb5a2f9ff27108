"""A private HTTP cache: https://httpwg.org/specs/rfc9111.html, driven by the ``cache`` modes.

Law: it decides from headers and the clock alone. Partitioned by the top-level site. A browser's
cache is a subclass: the settings first, then the questions it answers otherwise.
"""

from __future__ import annotations

from math import inf
from typing import ClassVar

import attrs

from ..events import AnsweredFromCache, ResponseReceived
from ..failures import Failure
from ..headers import HeaderList, get
from ..request import WireRequest
from ..response import WireResponse
from ..url import URL, registrable_domain
from .cache_control import (
    directives,
    varying,
)
from .cookies import CookieJar
from .fetch import Fetch
from .freshness import Freshness
from .stored import Stored, Varied

# hop-by-hop, as Chrome and Firefox read it: y80-43
HOP_BY_HOP = frozenset((
    "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "trailer",
    "transfer-encoding", "upgrade",
))  # fmt: skip
# what a 304 does not update, in every browser: y79
OF_THE_MESSAGE = HOP_BY_HOP | {
    "content-encoding", "content-length", "content-location", "content-md5", "content-range",
    "content-type", "etag",
}  # fmt: skip
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))


def request_cache_control(fetch: Fetch, pragma: bool = False) -> dict[str, str | None]:
    """The directives of a script's own Cache-Control, which count in cache mode ``default``;
    *pragma*: Pragma stands for one that is missing.
    """
    if fetch.cache_mode != "default" or not fetch.headers:
        return {}
    control = get(fetch.headers, "cache-control")
    return directives(get(fetch.headers, "pragma") if pragma and control is None else control)


def from_network(fetch: Fetch) -> WireResponse | None:
    """The answer at hand, if it did not come from the cache."""
    match fetch.answered:
        case ResponseReceived(response=WireResponse() as response):
            return response
    return None


class HTTPCache(Freshness):
    """The standard's cache."""

    stored_methods: ClassVar[frozenset[str]] = frozenset(("GET",))
    unstored_statuses: ClassVar[frozenset[int]] = frozenset((206, 304))
    keeps_stale_redirects: ClassVar[bool] = False
    """Whether a temporary redirect is kept that only ``force-cache`` may use."""
    keeps_refused: ClassVar[bool] = True
    """Whether a response is kept that a policy then refuses: the standard stores it before."""

    validated_statuses: ClassVar[frozenset[int] | None] = None
    """Statuses of stored responses that can be revalidated; ``None``: all."""
    revalidates_varying: ClassVar[bool] = False
    """Whether a stored response that varies from the request is validated by its ETag."""
    no_store_304_evicts: ClassVar[bool] = True
    """Whether a 304 with no-store evicts the stored response. y79-206."""
    not_overwritten_by_304: ClassVar[frozenset[str]] = frozenset()
    """Header names, in lower case, that a 304 does not update where they are stored."""
    ignored_304_names: ClassVar[frozenset[str]] = frozenset(("content-length",))
    """Those that are never taken from a 304 (RFC 9111, 3.2)."""
    ignored_304_prefixes: ClassVar[tuple[str, ...]] = ()

    shares: ClassVar[bool] = False
    """Whether a GET waits for the answer to a like one that is in flight."""
    lookup_changes_request: ClassVar[bool] = False
    """Whether a lookup that finds nothing may change the request's header lines."""

    def __init__(self, cookies: CookieJar) -> None:
        self._cookies = cookies
        self._stored: dict[tuple[str | None, str], Stored] = {}
        self._in_flight: set[tuple[str | None, str]] = set()

    def __len__(self) -> int:
        return len(self._stored)

    def clear(self) -> None:
        """Forget everything."""
        self._stored.clear()

    def key(self, fetch: Fetch) -> tuple[str | None, str]:
        """The key under which the current URL's response is kept."""
        top = fetch.client.top
        return (registrable_domain(top.host) or top.host, fetch.url.without_fragment)

    def is_in_flight(self, fetch: Fetch) -> bool:
        """Whether a like request is in flight whose response this one may share."""
        return self.shares and self.may_share(fetch) and self.key(fetch) in self._in_flight

    def may_share(self, fetch: Fetch) -> bool:
        """Whether the cache could hold what the current request asks for."""
        return fetch.method == "GET" and fetch.cache_mode not in ("no-store", "reload")

    def begin(self, fetch: Fetch) -> None:
        """The current request goes out."""
        if self.may_share(fetch):
            self._in_flight.add(self.key(fetch))

    def end(self, fetch: Fetch) -> None:
        """Its answer has come, or will not."""
        self._in_flight.discard(self.key(fetch))

    def answers_before_preflight(self, fetch: Fetch) -> bool:
        """Whether a page's memory answers before a preflight is thought of."""
        return False

    def abandons_redirect(self, fetch: Fetch, target: URL) -> bool:
        """Whether the load ends at a redirect to *target* because of what is stored."""
        return False

    def is_consulted(self, fetch: Fetch) -> bool:
        """Whether the cache is asked at all for the current request."""
        if not self._stored or not self.method_may_be_served(fetch):
            return False
        if fetch.headers and self.has_range(fetch):
            return False
        return fetch.cache_mode not in ("no-store", "reload")

    def method_may_be_served(self, fetch: Fetch) -> bool:
        """Whether the current request's method is one that a stored response may answer."""
        return fetch.method in ("GET", "HEAD")

    def has_range(self, fetch: Fetch) -> bool:
        """Whether the script asks for a range, which keeps the cache out."""
        return any(name.lower() == "range" for name, _ in fetch.headers)

    def lookup(self, fetch: Fetch, lines: HeaderList) -> Stored | None:
        """The stored response for the current request, whose header lines are *lines*, judged for
        use and with validators.
        """
        stored = self._stored.get(self.key(fetch))
        if stored is None or (stored.method != "GET" and fetch.method != stored.method):
            return None
        if not self.selects(stored, fetch, lines):
            if not self.revalidates_varying:
                return None
            stored.usable = False
            found = self.validators(stored.response)
            stored.validators = tuple(pair for pair in found if pair[0] == "If-None-Match")
            return stored
        mode = fetch.cache_mode
        stored.stale = False
        if mode == "default":
            stored.usable = self.is_fresh(stored.response, stored.at, fetch.now)
            if not stored.usable and self.uses_stale:
                stored.usable = stored.stale = self.usable_stale(stored, fetch.now)
        else:
            stored.usable = mode != "no-cache"
        stored.validators = () if stored.usable else self.validators(stored.response)
        return stored

    def selects(self, stored: Stored, fetch: Fetch, lines: HeaderList) -> bool:
        """Whether the stored response answers this request's varying headers (RFC 9111, 4.1)."""
        for name, value in stored.vary:
            sent = self.varying_cookie(fetch, lines) if name == "cookie" else get(lines, name)
            if name == "*" or sent != value:
                return False
        return True

    def varying_cookie(self, fetch: Fetch, lines: HeaderList) -> str | None:
        """What counts as the request's Cookie where a response varies by it."""
        return get(lines, "cookie")

    def validators(self, response: WireResponse) -> tuple[tuple[str, str], ...]:
        """The conditional headers with which a stored response is revalidated."""
        if self.validated_statuses is not None and response.status not in self.validated_statuses:
            return ()
        found = []
        etag = self.validator(response.headers, "etag")
        if etag:
            found.append(("If-None-Match", etag))
        modified = self.validator(response.headers, "last-modified")
        if modified:
            found.append(("If-Modified-Since", modified))
        return tuple(found)

    def validator(self, headers: HeaderList, name: str) -> str | None:
        """The value of ETag or Last-Modified."""
        return get(headers, name)

    def receive(
        self, fetch: Fetch, wire: WireRequest, answer: WireResponse, stored: Stored | None
    ) -> WireResponse:
        """Store *answer*, or update *stored* by it; gives the response that the fetch goes on
        with.
        """
        fetch.notes.stored_before = self._stored.get(self.key(fetch))
        if stored is not None and answer.status == 304 and self.is_validated_by(fetch, stored):
            response = self.freshened(stored.response, answer.headers)
            stored.response, stored.at = self.stored_form(response), fetch.now
            stored.vary = self.varied(fetch, wire, response)
            if self.no_store_304_evicts and "no-store" in self.directives(response.headers):
                self._stored.pop(self.key(fetch), None)
            return response
        if self.storable(fetch, answer):
            self._stored[self.key(fetch)] = Stored(
                wire.headers, self.stored_form(answer), fetch.now, self.varied(fetch, wire, answer),
                wire.method, fetch.request.initiator,
            )  # fmt: skip
        elif self.invalidates(fetch, answer):
            self._stored.pop(self.key(fetch), None)
        return answer

    def stored_form(self, response: WireResponse) -> WireResponse:
        """What is left of *response* when it is stored."""
        return response

    def freshened(self, response: WireResponse, headers: HeaderList) -> WireResponse:
        """*response* with what a 304 says."""
        there = {name.lower() for name, _ in response.headers} & self.not_overwritten_by_304
        out = there | self.ignored_304_names
        brought = tuple(
            pair
            for pair in headers
            if (lower := pair[0].lower()) not in out
            and not lower.startswith(self.ignored_304_prefixes)
        )
        names = {name.lower() for name, _ in brought}
        kept = tuple(pair for pair in response.headers if pair[0].lower() not in names)
        return attrs.evolve(response, headers=kept + brought)

    def is_validated_by(self, fetch: Fetch, stored: Stored) -> bool:
        """Whether a 304 validates *stored*: the request named its validators."""
        return bool(stored.validators)

    def varied(self, fetch: Fetch, wire: WireRequest, answer: WireResponse) -> Varied:
        """What *answer* varies by, as it was in its request."""
        return tuple((name, get(wire.headers, name)) for name in varying(answer))

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """Whether *answer*, which is not stored, ends what is (RFC 9111, 4.4)."""
        return fetch.method not in SAFE_METHODS and answer.status < 400

    def redirect_followed(self, fetch: Fetch, target: URL) -> None:
        """Take note that the redirect which the current URL answered leads to *target*."""
        response = fetch.answered.response
        assert isinstance(response, WireResponse)
        fetch.redirects_taken.append((response, fetch.now))

    def redirects_until(self, fetch: Fetch) -> float:
        """How long a document may take the redirects that *fetch* took again without asking."""
        return min((self._redirect_until(*taken) for taken in fetch.redirects_taken), default=inf)

    def _redirect_until(self, redirect: WireResponse, at: float) -> float:
        control = self.directives(redirect.headers)
        never = not control.keys().isdisjoint(("no-store", "must-revalidate"))
        never |= self.must_revalidate_always(redirect)
        return at if never else at + self.lifetime(redirect, at) - self.age(redirect, at, at)

    def redirect_failed(self, fetch: Fetch, failure: Failure) -> None:
        """Take note that the redirect which the current URL answered could not be followed."""

    def response_refused(self, fetch: Fetch) -> None:
        """Take note that the response which the current URL gave failed its CORS check."""

    def policy_refused(self, fetch: Fetch) -> None:
        """Take note that Cross-Origin-Resource-Policy refused the response of the current URL.

        No browser keeps it, and what was stored before stays. y8-2, y8-46.
        """
        if not self.keeps_refused and not isinstance(fetch.answered, AnsweredFromCache):
            self.put_back(fetch)

    def put_back(self, fetch: Fetch) -> None:
        """Have what was stored before the last answer came."""
        before = fetch.notes.stored_before
        if before is None:
            self._stored.pop(self.key(fetch), None)
        else:
            self._stored[self.key(fetch)] = before

    def response_unusable(self, fetch: Fetch, failure: Failure) -> None:
        """The initiator could not use the response; *failure* is the reason."""

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        """Whether *answer* is kept (RFC 9111, 3)."""
        if fetch.method not in self.stored_methods or fetch.cache_mode == "no-store":
            return False
        if fetch.headers and self.has_range(fetch):
            return False
        if answer.status in self.unstored_statuses:
            return False
        control = self.directives(answer.headers)
        if "no-store" in control:
            return False
        if answer.status in (302, 303, 307) and not self.keeps_stale_redirects:
            return self.lifetime(answer, fetch.now) > 0
        return True
