"""A private HTTP cache: https://httpwg.org/specs/rfc9111.html, driven by the ``cache`` modes.

Law: it decides from headers and the clock alone. Partitioned by the top-level site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

import attrs

from ..events import AnsweredFromCache, ResponseReceived
from ..failures import Failure
from ..headers import HeaderList, get, split
from ..request import WireRequest
from ..response import REDIRECT_STATUSES, WireResponse
from ..url import URL, registrable_domain

if TYPE_CHECKING:
    from .fetching import Fetch

Varied = tuple[tuple[str, str | None], ...]
"""Names of a Vary, each with the value that a request had for it."""
# what is between two neighbours only, as Chrome and Firefox read it: y80-43
HOP_BY_HOP = frozenset((
    "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "trailer",
    "transfer-encoding", "upgrade",
))  # fmt: skip
# what a 304 says nothing of, in every browser: y79
OF_THE_MESSAGE = HOP_BY_HOP | {
    "content-encoding", "content-length", "content-location", "content-md5", "content-range",
    "content-type", "etag",
}  # fmt: skip
HEURISTIC_FRACTION = 0.1  # of the time since Last-Modified (RFC 9111, 4.2.2)
HEURISTIC_STATUSES = frozenset((200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501))
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
CONDITIONAL_HEADERS = frozenset(
    ("if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since")
)


def is_conditional(headers: HeaderList) -> bool:
    """Whether a script's headers make the request conditional."""
    return any(name.lower() in CONDITIONAL_HEADERS for name, _ in headers)


_DELTA = re.compile(r"[0-9]+\Z")


@attrs.define(slots=True)
class Stored:
    """A stored response. ``usable``: it may answer the request at hand without asking;
    ``initiator``: of the request that brought it.
    """

    request: HeaderList
    response: WireResponse
    at: float
    vary: Varied
    method: str = "GET"
    initiator: str = "fetch"
    usable: bool = False
    stale: bool = False
    """Usable, but to be validated behind."""
    validators: tuple[tuple[str, str], ...] = ()


Directive = tuple[str, str | None]
"""A directive of Cache-Control: its name in lower case, and its argument, if it has one."""


def each_directive(value: str) -> Iterator[Directive]:
    """The directives of Cache-Control, quotes taken off (RFC 9111, 5.2)."""
    for part in split(value):
        name, equals, argument = part.partition("=")
        if name.strip():
            yield name.strip().lower(), argument.strip(' \t"') if equals else None


def directives(value: str | None) -> dict[str, str | None]:
    """The directives of a request; of a name that stands twice the first."""
    return dict(reversed(list(each_directive(value or ""))))


def directives_of_script(fetch: Fetch, pragma: bool = False) -> dict[str, str | None]:
    """What a script's own Cache-Control asks of the cache, in cache mode ``default``; *pragma*:
    Pragma stands for one that is missing.
    """
    if fetch.cache_mode != "default" or not fetch.headers:
        return {}
    control = get(fetch.headers, "cache-control")
    return directives(get(fetch.headers, "pragma") if pragma and control is None else control)


def ask_to_validate(wanted: dict[str, str | None]) -> bool:
    """Whether the directives of a request want a stored response to be asked for again."""
    return "no-cache" in wanted or wanted.get("max-age") == "0"


def varying(response: WireResponse) -> list[str]:
    """The names in Vary, in lower case; ``*``: no other request is like the response's own."""
    return [name.lower() for name in split(get(response.headers, "vary") or "") if name]


def from_network(fetch: Fetch) -> WireResponse | None:
    """The answer at hand, if it did not come from the cache."""
    match fetch.answered:
        case ResponseReceived(response=WireResponse() as response):
            return response
    return None


def http_date(text: str | None) -> float | None:
    """The seconds since the epoch that an HTTP-date names; ``None`` if it is none."""
    if text is None:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None


class HTTPCache:
    """The standard's cache. Subclasses change what their browser does otherwise."""

    stored_methods: frozenset[str] = frozenset(("GET",))
    heuristic_statuses = HEURISTIC_STATUSES
    permanent_statuses: frozenset[int] = frozenset()
    """Statuses that are fresh for ever without explicit freshness."""
    permanently = inf
    """The seconds that this is."""
    validated_statuses: frozenset[int] | None = None
    """Statuses of stored responses that can be revalidated; ``None``: all."""

    unstored_statuses: frozenset[int] = frozenset((206, 304))

    heeds_pragma = False
    """Whether Pragma: no-cache in a response counts. HTTP gives it no meaning there."""
    revalidates_varying = False
    """Whether a stored response that varies from the request is asked for by its ETag."""

    keeps_refused = True
    """Whether a response is kept that a policy then refuses: the standard stores it before."""

    shares = False
    """Whether a GET waits for the answer to a like one that is under way."""

    def __init__(self) -> None:
        self._stored: dict[tuple[str | None, str], Stored] = {}
        self._asked: set[tuple[str | None, str]] = set()

    def __len__(self) -> int:
        return len(self._stored)

    def clear(self) -> None:
        """Forget everything."""
        self._stored.clear()

    def key(self, fetch: Fetch) -> tuple[str | None, str]:
        """The key under which the current URL's response is kept."""
        top = fetch.client.top
        return (registrable_domain(top.host) or top.host, fetch.url.without_fragment)

    def busy(self, fetch: Fetch) -> bool:
        """Whether a like request is under way whose response this one may share."""
        return self.shares and self.may_share(fetch) and self.key(fetch) in self._asked

    def may_share(self, fetch: Fetch) -> bool:
        """Whether the cache could hold what the current request asks for."""
        return fetch.method == "GET" and fetch.cache_mode not in ("no-store", "reload")

    def ask(self, fetch: Fetch) -> None:
        """The current request goes out."""
        if self.may_share(fetch):
            self._asked.add(self.key(fetch))

    def answered(self, fetch: Fetch) -> None:
        """Its answer has come, or will not."""
        self._asked.discard(self.key(fetch))

    def serves(self, fetch: Fetch) -> bool:
        """Whether the cache is asked at all for the current request."""
        if not self._stored or not self.reads(fetch):
            return False
        if fetch.headers and self.has_range(fetch):
            return False
        return fetch.cache_mode not in ("no-store", "reload")

    def reads(self, fetch: Fetch) -> bool:
        """Whether the current request's method is one that a stored response may answer."""
        return fetch.method in ("GET", "HEAD")

    def has_range(self, fetch: Fetch) -> bool:
        """Whether the script asks for a range, which keeps the cache out."""
        return any(name.lower() == "range" for name, _ in fetch.headers)

    def lookup(self, fetch: Fetch) -> Stored | None:
        """The stored response for the current request, judged for use and with validators."""
        stored = self._stored.get(self.key(fetch))
        if stored is None or (stored.method != "GET" and fetch.method != stored.method):
            return None
        if not self.selects(stored, fetch):
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

    def selects(self, stored: Stored, fetch: Fetch) -> bool:
        """Whether the stored response answers this request's varying headers."""
        if not stored.vary:
            return True
        sent = fetch.profile.request_headers(fetch, (), self.cookie(fetch))
        return all(name != "*" and get(sent, name) == value for name, value in stored.vary)

    def is_fresh(self, response: WireResponse, at: float, now: float) -> bool:
        """Whether a response that arrived *at* may be used *now* without asking."""
        fresh = self.age(response, at, now) < self.lifetime(response, at)
        return fresh and not self.must_revalidate_always(response)

    def age(self, response: WireResponse, at: float, now: float) -> float:
        """The seconds that a response which arrived *at* is old *now* (RFC 9111, 4.2.3)."""
        date = http_date(get(response.headers, "date"))
        apparent = 0.0 if date is None else max(0.0, at - date)
        return max(apparent, self.age_told(response.headers)) + now - at

    def age_told(self, headers: HeaderList) -> float:
        """What the Age header says."""
        told = get(headers, "age") or ""
        return float(told) if _DELTA.match(told) else 0.0

    uses_stale = True
    """Whether stale-while-revalidate is heeded."""

    def stale_for(self, response: WireResponse) -> float | None:
        """The seconds for which a stale response may be used while another is asked for; ``None``:
        it may not. Redirects are not. RFC 5861, 3; y76-22.
        """
        control = self.directives(response.headers)
        seconds = control.get("stale-while-revalidate") or ""
        strict = "must-revalidate" in control or self.must_revalidate_always(response)
        if strict or not _DELTA.match(seconds) or response.status in REDIRECT_STATUSES:
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
        if _DELTA.match(age):
            return float(age)
        date = http_date(get(headers, "date")) or at
        expires = get(headers, "expires")
        if expires is not None:
            until = http_date(expires)
            return max(0.0, until - date) if until is not None else 0.0
        if response.status in self.permanent_statuses:
            return self.permanently
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

    last_directive_counts = False
    """Whether the last of a name that stands twice counts."""

    def must_revalidate_always(self, response: WireResponse) -> bool:
        """Whether the response may never be used without asking."""
        if self.heeds_pragma and "no-cache" in directives(get(response.headers, "pragma")):
            return True
        return "no-cache" in self.directives(response.headers)

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
        """Take note of *answer*; what comes back is what the fetch goes on with."""
        fetch.scratch["stored before"] = self._stored.get(self.key(fetch))
        if stored is not None and answer.status == 304 and self.was_asked(fetch, stored):
            response = self.freshened(stored.response, answer.headers)
            stored.response, stored.at = self.as_kept(response), fetch.now
            stored.vary = self.varied(fetch, wire, response)
            if self.ended_by_304 and "no-store" in self.directives(response.headers):
                self._stored.pop(self.key(fetch), None)
            return response
        if self.storable(fetch, answer):
            self._stored[self.key(fetch)] = Stored(
                wire.headers, self.as_kept(answer), fetch.now, self.varied(fetch, wire, answer),
                wire.method, fetch.request.initiator,
            )  # fmt: skip
        elif self.invalidates(fetch, answer):
            self._stored.pop(self.key(fetch), None)
        return answer

    def as_kept(self, response: WireResponse) -> WireResponse:
        """What is left of *response* when it is stored."""
        return response

    ended_by_304 = True
    """Whether a 304 with no-store ends what is stored. y79-206."""
    kept_names: frozenset[str] = frozenset()
    """Header names, in lower case, that a 304 does not bring up to date where they are there."""
    ignored_names: frozenset[str] = frozenset(("content-length",))
    """Those that a 304 does not bring at all (RFC 9111, 3.2)."""
    ignored_beginnings: tuple[str, ...] = ()

    def freshened(self, response: WireResponse, headers: HeaderList) -> WireResponse:
        """*response* with what a 304 says."""
        there = {name.lower() for name, _ in response.headers} & self.kept_names
        out = there | self.ignored_names
        brought = tuple(
            pair
            for pair in headers
            if (lower := pair[0].lower()) not in out
            and not lower.startswith(self.ignored_beginnings)
        )
        names = {name.lower() for name, _ in brought}
        kept = tuple(pair for pair in response.headers if pair[0].lower() not in names)
        return attrs.evolve(response, headers=kept + brought)

    def was_asked(self, fetch: Fetch, stored: Stored) -> bool:
        """Whether a 304 tells of *stored*: the request named its validators."""
        return bool(stored.validators)

    def cookie(self, fetch: Fetch) -> str:
        """What counts as the request's Cookie where a response varies by it."""
        return fetch.cookie

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
        before = fetch.scratch["stored before"]
        if before is None:
            self._stored.pop(self.key(fetch), None)
        else:
            self._stored[self.key(fetch)] = before

    def response_useless(self, fetch: Fetch, failure: Failure) -> None:
        """Take note that what asked had no use for the response: *failure* tells why."""

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

    keeps_stale_redirects = False
    """Whether a temporary redirect is kept that only ``force-cache`` may use."""
