"""Firefox's HTTP cache.

Law: differences from ``standard/http_cache.py`` alone, each with its evidence
(netwerk/protocol/http/nsHttpChannel.cpp, nsHttpResponseHead.cpp).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ...events import AnsweredFromCache
from ...failures import Failure, OpaqueResponseBlocked
from ...headers import HeaderList, get
from ...request import WireRequest
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.cache_control import Directive, forces_revalidation, is_conditional
from ...standard.fetch import Fetch
from ...standard.http_cache import (
    HOP_BY_HOP,
    OF_THE_MESSAGE,
    SAFE_METHODS,
    HTTPCache,
    request_cache_control,
)
from ...standard.opaque_response_blocking import NOT_SCRIPT, STAYS_UNKNOWN
from ...standard.stored import Stored
from ...url import URL, parse_url, same_site
from .notes import notes

TEMPORARY = frozenset((302, 303, 307))
UNPARTITIONED = ""
"""The site of entries that any page may find."""
# nsHttpResponseHead::MustValidate; hunted: e9
REUSED = frozenset((200, 203, 204, 206, 410))
CACHE_BYPASSING_HEADERS = frozenset(("if-modified-since", "if-none-match", "if-range"))
"""Script-set headers with which an XMLHttpRequest bypasses the cache; ``fetch()`` does so for the
other two, too."""
IN_SECONDS = frozenset(("max-age", "max-stale", "min-fresh", "stale-while-revalidate"))
WITHOUT_ARGUMENT = frozenset(("immutable", "no-store", "private", "public"))
MOST_SECONDS = 2**32 - 1
_WORD = re.compile(r"([\w-]*)[ \t]*", re.ASCII)
_SECONDS = re.compile(r"=[ \t]*([0-9]+)[ \t]*")
_ATOI = re.compile(r"(?:-?[0-9]+)?")
_SPACES = re.compile(r"[ \t]*")
_SKIPPED = re.compile(r'(?:[^,"]|"[^"]*(?:"|$))*')


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    """The match of a *pattern* that matches anything."""
    found = pattern.match(text, at)
    assert found is not None
    return found


def _is_xhr_post(fetch: Fetch) -> bool:
    return fetch.request.initiator == "xmlhttprequest" and fetch.request.method == "POST"


def _not_followed(fetch: Fetch, response: WireResponse) -> bool:
    moved = response.status in REDIRECT_STATUSES and get(response.headers, "location") is not None
    return moved and fetch.request.redirect != "follow"


def _parsed_again(response: WireResponse, out: frozenset[str] = HOP_BY_HOP) -> WireResponse:
    """A stored head is parsed anew, which drops empty lines (nsHttpResponseHead::ParseCachedHead);
    what is between two neighbours was not stored. y59-331; y80-43.
    """
    lines = response.headers
    kept = tuple((name, value) for name, value in lines if value and name.lower() not in out)
    return attrs.evolve(response, headers=kept)


def _lasting(fetch: Fetch, response: WireResponse) -> bool:
    """Whether the current URL answers with a permanent redirect, and without TLS."""
    return response.status in (301, 308) and fetch.url.scheme == "http"


def _matches(fetch: Fetch, response: WireResponse) -> bool:
    """An ETag must be strong and the very value of If-Match. y4-61, y5-16."""
    wanted, tag = get(fetch.headers, "if-match"), get(response.headers, "etag")
    return wanted is None or tag is None or (wanted == tag and not tag.startswith("W/"))


def _in_own_site(fetch: Fetch) -> bool:
    client = fetch.client
    return not client.origin.opaque and same_site(client.origin, fetch.url.origin)


class FirefoxHTTPCache(HTTPCache):
    """netwerk/protocol/http/nsHttpResponseHead.cpp, ComputeFreshnessLifetime."""

    shares = True  # CacheEntry::AsyncOpen waits for the writer; w3-55, w3-57
    revalidates_varying = True  # nsHttpChannel::OnCacheEntryCheck, ResponseWouldVary; e1-92

    def key(self, fetch: Fetch) -> tuple[str | None, str]:
        """Requests without credentials (LOAD_ANONYMOUS) and HEAD have entries of their own.

        Hunted: g1010-16, e2-61. Only what scripts ask of other sites is partitioned: w7-84,
        y2-1, hunt-300003-262.
        """
        site, url = super().key(fetch)
        request = fetch.request
        if request.from_element or request.initiator == "beacon" or _in_own_site(fetch):
            site = UNPARTITIONED
        kind = ("" if fetch.credentialed else "anonymous ") + ("HEAD " * (fetch.method == "HEAD"))
        return f"{kind}{site}{' behind' * notes(fetch).behind_permanent}", url

    def is_consulted(self, fetch: Fetch) -> bool:
        """The standard's cache serves all; Firefox's keeps out of an XMLHttpRequest's POST, to
        its last redirect. Hunted: e1-12.
        """
        if _is_xhr_post(fetch):
            return False
        own = any(name.lower() in CACHE_BYPASSING_HEADERS for name, _ in fetch.headers)
        if own and fetch.cache_mode != "force-cache":
            return False  # mCustomConditionalRequest; hunt-240007-19, y82-247
        if "no-store" in request_cache_control(fetch):
            return False  # nsHttpChannel.cpp, OpenCacheEntryInternal; y62-1 to y62-24
        return super().is_consulted(fetch)

    def has_range(self, fetch: Fetch) -> bool:
        """The standard's cache keeps out of any range, Firefox's not of all. g707-47, e11-22."""
        return any(n.lower() == "range" and value != "bytes=0-" for n, value in fetch.headers)

    def lookup(self, fetch: Fetch, lines: HeaderList) -> Stored | None:
        """Images find only what images brought: y2-3, y3-1."""
        stored = self._behind(fetch, lines) or super().lookup(fetch, lines)
        if stored is None or (fetch.request.initiator == "img" and stored.initiator != "img"):
            return None
        if not stored.usable and _not_followed(fetch, stored.response):
            stored.validators = self._of_redirect(stored.response)
        names = {name.lower() for name, _ in fetch.headers}
        unknown = "authorization" in names and get(stored.request, "authorization") is None
        if stored.usable and (
            unknown or forces_revalidation(request_cache_control(fetch))
        ):  # y77-155
            stored.usable = False
            gone = stored.response.status == 410
            stored.validators = () if gone else self.validators(stored.response)
        if fetch.client.worker or fetch.request.keepalive:
            stored.stale = False  # used, but nobody asks: y76-10, y76-15
        if is_conditional(fetch.headers):
            stored.validators = ()
            stored.usable = stored.usable and _matches(fetch, stored.response)
        return stored

    def _behind(self, fetch: Fetch, lines: HeaderList) -> Stored | None:
        """A permanent redirect without TLS, which is the same behind others and elsewhere."""
        if not notes(fetch).behind_permanent:
            return None
        notes(fetch).behind_permanent = False
        stored = super().lookup(fetch, lines)
        if stored is not None and _lasting(fetch, stored.response):
            return stored
        notes(fetch).behind_permanent = True
        return None

    def redirect_followed(self, fetch: Fetch, target: URL) -> None:
        """Behind a stored permanent redirect without TLS all but such redirects have entries of
        their own, up to a response over TLS. e2-147, e2-149; y42-52, y51-1 to y51-103.
        """
        super().redirect_followed(fetch, target)
        last = fetch.answered
        stored = isinstance(last, AnsweredFromCache) and _lasting(fetch, last.response)
        behind = notes(fetch).behind_permanent and fetch.url.scheme == "http"
        notes(fetch).behind_permanent = stored or behind

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """The standard: where the answer is good. Firefox: whatever it is, but only within the
        page's own site, for the entry is looked for outside the partition. Hunted: e2-6, e5-87.
        """
        return _in_own_site(fetch) and fetch.method not in SAFE_METHODS

    def receive(
        self, fetch: Fetch, wire: WireRequest, answer: WireResponse, stored: Stored | None
    ) -> WireResponse:
        """What ends a stored response ends that of its Location on the same host, too
        (nsHttpChannel.cpp, MaybeInvalidateCacheEntryForSubsequentGet). e19-114, e19-489.
        """
        if stored is not None:
            stored.request = wire.headers
        if fetch.cache_mode == "reload" and answer.status == 304:
            self._stored.pop(self.key(fetch), None)  # begun anew, and nothing came: y77-127
        if _lasting(fetch, answer):
            notes(fetch).behind_permanent = False
        if fetch.method not in SAFE_METHODS:
            for anonymous in ("", "anonymous "):  # w7-86, w7-103
                self._stored.pop((anonymous + UNPARTITIONED, fetch.url.without_fragment), None)
        location = get(answer.headers, "location")
        if location and self.invalidates(fetch, answer):
            target = parse_url(location, fetch.url)
            if target is not None and target.origin == fetch.url.origin:
                site, _ = self.key(fetch)
                self._stored.pop((site, target.without_fragment), None)
        return super().receive(fetch, wire, answer, stored)

    def usable_stale(self, stored: Stored, now: float) -> bool:
        """Time is counted in whole seconds, from when the response was fresh or else had come.
        y76-21, y76-25; y81-55.
        """
        more = self.stale_for(stored.response)
        if more is None:
            return False
        response, at = stored.response, stored.at
        left = max(0.0, self.lifetime(response, at) - self.age(response, at, at))
        return int(now - at) <= left + more

    def age_header(self, headers: HeaderList) -> float:
        """By atoi(), as an unsigned number of 32 bits. y81-21, y81-31, y81-42."""
        found = _match(_ATOI, get(headers, "age") or "", 0)
        return float(int(found[0] or 0) & MOST_SECONDS)

    def is_validated_by(self, fetch: Fetch, stored: Stored) -> bool:
        """Any 304 counts where the cache wanted to validate, if only it had had validators
        (nsHttpChannel.cpp, mDidReval). y75-195, y75-689.
        """
        response = stored.response
        whole = response.status != 205 or not response.body
        validated = response.status in self.validated_statuses and whole
        return validated and not is_conditional(fetch.headers)

    ignored_304_names = OF_THE_MESSAGE | {"proxy-authorization", "te"}
    """nsHttpResponseHead::UpdateHeaders. y79-1 to y79-202."""
    not_overwritten_by_304 = frozenset(("strict-transport-security",))

    def freshened(self, response: WireResponse, headers: HeaderList) -> WireResponse:
        """What comes is stored and read again. y79-119, y79-207."""
        return _parsed_again(super().freshened(response, headers))

    def stored_form(self, response: WireResponse) -> WireResponse:
        """Without challenges, too. y80-57, y79-119."""
        return _parsed_again(response, HOP_BY_HOP | {"www-authenticate"})

    last_directive_counts = True
    """CacheControlParser.cpp. hunt-400001-255, y23-1, y23-13."""

    def each_directive(self, value: str) -> Iterator[Directive]:
        """The parser stops where something else than a comma follows a directive that it knows;
        what it cannot read it skips, and the argument of no-cache (CacheControlParser.cpp).
        y74-423, y74-431, y74-455, y74-499, y74-576, y74-587.
        """
        at = 0
        while not value.startswith('"', at):  # y74-579
            word = _match(_WORD, value, at)
            name, at = word[1].lower(), word.end()
            seconds = _SECONDS.match(value, at) if name in IN_SECONDS else None
            if seconds is not None and int(seconds[1]) <= MOST_SECONDS:
                at = seconds.end()
                yield name, seconds[1]
            else:
                yield name, None
                if name not in WITHOUT_ARGUMENT:
                    at = _match(_SKIPPED, value, at).end()
            if not value.startswith(",", at):
                return
            at = _match(_SPACES, value, at + 1).end()

    def must_revalidate_always(self, response: WireResponse) -> bool:
        """Also what nsHttpResponseHead::MustValidate calls an error page. Hunted: g808-300."""
        moved = response.status in REDIRECT_STATUSES and get(response.headers, "location")
        reused = response.status in REUSED or bool(moved)
        return not reused or super().must_revalidate_always(response)

    def validators(self, response: WireResponse) -> tuple[tuple[str, str], ...]:
        """If-Modified-Since stands before If-None-Match (live sample, seed 11006). A temporary
        redirect is not asked for again, nor a 205 with a body, which never comes: y33-527, y71-134.
        """
        moved = response.status in TEMPORARY and get(response.headers, "location") is not None
        if moved or (response.status == 205 and response.body):
            return ()
        return tuple(reversed(super().validators(response)))

    def _of_redirect(self, response: WireResponse) -> tuple[tuple[str, str], ...]:
        """What validates a redirect that is not followed. y17-5."""
        return self.validators(attrs.evolve(response, status=200))

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        """A redirect that is not followed is kept where it is permanent and came without TLS.
        y17-1, y17-49, y49-342.
        """
        if "no-store" in request_cache_control(fetch):
            return False
        lasting = answer.status not in TEMPORARY and fetch.url.scheme == "http"
        if _is_xhr_post(fetch) or (_not_followed(fetch, answer) and not lasting):
            return False
        if answer.status == 303:
            return super().storable(fetch, answer) and self.lifetime(answer, fetch.now) > 0
        return super().storable(fetch, answer)

    keeps_stale_redirects = True
    """But 303, for ``force-cache``. y49-172"""

    def response_unusable(self, fetch: Fetch, failure: Failure) -> None:
        """What opaque response blocking refuses is kept only where the whole body was read to see
        that it is no script, or told nothing. y15-10, y15-3, y15-38, y15-112.
        """
        read = (NOT_SCRIPT, STAYS_UNKNOWN)
        if isinstance(failure, OpaqueResponseBlocked) and failure.reason not in read:
            self.policy_refused(fetch)

    def redirect_failed(self, fetch: Fetch, failure: Failure) -> None:
        """A redirect that could not be followed is not kept. Hunted: g4-275, g5-267."""
        if fetch.request.redirect != "follow":
            return
        self._stored.pop(self.key(fetch), None)

    stored_methods = frozenset(("GET", "HEAD"))
    keeps_refused = False  # y8-2
    heeds_pragma = True  # hunted: g707-426
    heuristic_statuses = frozenset((200, 203, 204, 206, 301, 308))
    permanent_statuses = frozenset((410,))
    unstored_statuses = frozenset((304,))
    validated_statuses = frozenset(range(200, 300))
