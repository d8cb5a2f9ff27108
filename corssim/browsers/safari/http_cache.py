"""Safari's HTTP cache, the network process's, and the page's memory before it.

Law: what is kept is decided by the status and by whether it can be used again
(NetworkCache.cpp); once a load went to the network, its redirects go there, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ...events import AnsweredFromCache
from ...failures import CORSCheckFailed, Failure, RedirectFailure
from ...headers import HeaderList, get, get_all
from ...request import WireRequest
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.cache_control import (
    Directive,
    forces_revalidation,
    http_date,
    is_conditional,
)
from ...standard.cookies import CookieJar
from ...standard.fetch import Fetch
from ...standard.http_cache import (
    OF_THE_MESSAGE,
    HTTPCache,
    from_network,
    request_cache_control,
)
from ...standard.stored import Stored, Varied
from ...url import URL
from .loads import bypasses_page_process, network_library_follows
from .memory import Memory
from .notes import Conditional, notes

# isStatusCodeCacheableByDefault, and isStatusCodePotentiallyCacheable: with an expiry only
STORED = frozenset((200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501))
STORED_WITH_EXPIRY = frozenset((201, 202, 205, 302, 303, 307, 403, 406, 415))
_DIRECTIVE = re.compile(r'([^,=]*)(=?)(?:"([^"]*)(?:"[^,]*|$)|([^,]*))(?:,|$)')
_UP_TO_SEPARATOR = re.compile(r'[^()<>@,;:\\"/\[\]?={}]*')
_NUMBER = re.compile(r"\+?\d+(?:\.\d*)?")


def _ask_at_first(fetch: Fetch, stored: Stored) -> None:
    """Behind cached redirects a stored response is asked for at the first URL, for what WebKit
    validates is the original request (NetworkResourceLoader::validateCacheEntry). Hunted: e2-99,
    e2-107, e5-139; y42-1, y42-22.
    """
    fetch.url = fetch.urls[0]
    fetch.urls = [fetch.url]
    fetch.redirects = 0
    fetch.tainted = False
    fetch.cors = fetch.cross_origin and fetch.request.mode == "cors"
    fetch.headers = fetch.request.headers
    trail = notes(fetch)
    trail.cut_referrer = fetch.referrer
    fetch.referrer = fetch.first_referrer
    trail.conditional = trail.conditional or Conditional(stored)
    trail.conditional.carried = trail.conditional.asked_at_first = True
    trail.asked_by = None


def _trimmed(text: str | None) -> str:
    """*text* up to the first separator."""
    found = _UP_TO_SEPARATOR.match(text or "")
    assert found is not None
    return found[0]


def _moved(answer: WireResponse) -> bool:
    return answer.status in REDIRECT_STATUSES and get(answer.headers, "location") is not None


def _past_fragment(fetch: Fetch, answer: WireResponse) -> bool:
    """Whether *answer* belongs to redirects at a URL with a fragment, which nobody keeps: neither
    the redirect there nor what one leads to. y35-9, y35-33.
    """
    return fetch.url.fragment is not None and (_moved(answer) or fetch.redirects > 0)


def _without(response: WireResponse, name: str) -> WireResponse:
    kept = tuple(pair for pair in response.headers if pair[0].lower() != name)
    return attrs.evolve(response, headers=kept)


class SafariHTTPCache(HTTPCache):
    """NetworkProcess/cache/NetworkCache.cpp and platform/network/CacheValidation.cpp."""

    lookup_changes_request = True

    def __init__(self, cookies: CookieJar) -> None:
        super().__init__(cookies)
        self.memory = Memory(self, cookies)

    def clear(self) -> None:
        super().clear()
        self.memory.clear()

    keeps_refused = False  # y8-2
    ignored_304_names = OF_THE_MESSAGE | {
        "allow", "content-disposition", "content-language", "last-modified", "www-authenticate",
        "x-frame-options", "x-xss-protection",
    }  # fmt: skip
    """CacheValidation.cpp, shouldUpdateHeaderAfterRevalidation. y79-1 to y79-202."""
    ignored_304_prefixes = ("x-content-", "x-webkit-")
    no_store_304_evicts = False
    uses_stale = False  # y74-511
    heeds_pragma = True  # hunted: g707-426
    heuristic_statuses = frozenset((200, 203, 204, 206, 300, 404, 405, 410, 414, 501))

    def validators(self, response: WireResponse) -> tuple[tuple[str, str], ...]:
        """A redirect that can be followed is not asked for again. hunt-240003-1527."""
        moved = response.status in REDIRECT_STATUSES and get(response.headers, "location")
        return () if moved else super().validators(response)

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        """NetworkCache's makeStoreDecision: by status, and only what can be used again."""
        headers, status = answer.headers, answer.status
        control = self.directives(headers)
        dated = "max-age" in control or http_date(get(headers, "expires")) is not None
        if status not in STORED and not (status in STORED_WITH_EXPIRY and dated):
            return False
        if fetch.method not in self.stored_methods or fetch.cache_mode == "no-store":
            return False
        if "no-store" in control or (fetch.headers and self.has_range(fetch)):
            return False
        if _past_fragment(fetch, answer) or "no-store" in request_cache_control(fetch, pragma=True):
            return False
        reusable = get(headers, "etag") or get(headers, "last-modified")
        later = "stale-while-revalidate" in control  # y74-511
        return bool(reusable) or later or self.lifetime(answer, fetch.now) > 0

    def each_directive(self, value: str) -> Iterator[Directive]:
        """CacheValidation.cpp, parseCacheHeader: spaces go, and a name or a value ends at any
        separator. An argument of no-cache makes it nothing. y74-459, y74-487, y74-555, y74-576.
        """
        text = re.sub(r"[\0-\x20\x7f]", "", value)
        for found in _DIRECTIVE.finditer(text):
            name = _trimmed(found[1]).lower()
            argument = _trimmed(found[3] or found[4])
            if name == "max-age" and _NUMBER.fullmatch(argument):
                argument = str(int(float(argument)))
            if name and not (name == "no-cache" and argument):
                yield name, argument if found[2] else None

    def lifetime(self, response: WireResponse, at: float) -> float:
        """An Expires that is no date counts as absent. Hunted: e9-75."""
        expires = get(response.headers, "expires")
        if expires is not None and http_date(expires) is None:
            response = _without(response, "expires")
        if len(get_all(response.headers, "last-modified")) > 1:
            response = _without(response, "last-modified")  # together no date: hunt-300003-407
        return super().lifetime(response, at)

    def redirect_failed(self, fetch: Fetch, failure: Failure) -> None:
        """FTP is refused before the redirect is kept. hunt-240004-134. An empty Location makes no
        redirect: what CORS refuses is a response. hunt-260001-821, e17-390.
        """
        answer = from_network(fetch)
        empty = answer is not None and get(answer.headers, "location") == ""
        if empty and isinstance(failure, CORSCheckFailed):
            self.response_refused(fetch)
        if isinstance(failure, RedirectFailure) and failure.target.startswith("ftp:"):
            self._stored.pop(self.key(fetch), None)

    def response_refused(self, fetch: Fetch) -> None:
        """What the network process refuses is not kept (didFinishLoading stores). g5-281."""
        if not notes(fetch).network:
            return
        self.memory.forget(fetch)
        self.put_back(fetch)

    def policy_refused(self, fetch: Fetch) -> None:
        """A redirect is kept before its policy is looked at. y52-1, y52-37."""
        answer = from_network(fetch)
        if answer is None or not _moved(answer):
            super().policy_refused(fetch)

    def is_consulted(self, fetch: Fetch) -> bool:
        """GET alone is served, and once a load went to the network its redirects go there too.

        Hunted: g1-18, g4-314, e2-61.
        """
        trail = notes(fetch)
        if fetch.method != "GET" or trail.network:
            return False
        if trail.conditional is not None and trail.conditional.reloads:
            return False
        chosen = fetch.request.cache in ("force-cache", "no-cache")
        if chosen and is_conditional(fetch.headers):
            return False  # y82-247, y82-262
        remembered = bool(self.memory) or fetch.notes.in_memory is not None
        return super().is_consulted(fetch) or (remembered and self.memory.is_asked(fetch))

    def lookup(self, fetch: Fetch, lines: HeaderList) -> Stored | None:
        """What the network process has not kept, the page's memory may have; what redirects led
        to, it has first.
        """
        kept = self.memory.lookup_behind_redirects(fetch)
        if kept is not None:
            return kept
        trail = notes(fetch)
        trail.stored = stored = super().lookup(fetch, lines)
        remembered = self.memory.lookup(fetch) if self.memory.is_asked(fetch) else None
        if stored is None:
            return remembered
        # NetworkCache.cpp, responseNeedsRevalidation; y62-1, y62-7, y62-13
        if stored.usable and forces_revalidation(request_cache_control(fetch, pragma=True)):
            if remembered is not None and remembered.usable:
                return remembered
            stored.usable = False
            stored.validators = self.validators(stored.response)
        conditional = trail.conditional
        if _moved(stored.response):
            if fetch.url.fragment is not None:
                return None  # y35-7
        elif conditional is not None and conditional.carried:
            stored.usable = False
            stored.validators = conditional.stored.validators
        if stored.validators and fetch.redirects:
            _ask_at_first(fetch, stored)
        if stored.usable and not _moved(stored.response):
            self.memory.keep(fetch, stored)
        return stored

    def redirect_followed(self, fetch: Fetch, target: URL) -> None:
        """What stored redirects lead to is looked for, too, but not once one leads a load out of
        its home: y42-4, y43-1.
        """
        super().redirect_followed(fetch, target)
        cached = isinstance(fetch.answered, AnsweredFromCache)
        trail = notes(fetch)
        leaves = target.origin != fetch.client.origin and not fetch.left_origin
        if cached and leaves and not fetch.request.from_element:  # y42-49
            trail.network = True
            trail.left_origin_at = fetch.redirects + 1
        by_itself = network_library_follows(fetch, target)
        stored = trail.stored if cached else None
        conditional = trail.conditional
        trail.omits_user_agent = stored is not None and by_itself
        if not by_itself:
            trail.asked_by = None
        elif stored is not None:
            trail.asked_by = stored
            if conditional is None and is_conditional(stored.request):
                trail.conditional = Conditional.again(stored)  # y42-103
        if conditional is not None:
            request = None if stored is None else stored.request
            conditional.follow(target.without_fragment, by_itself, request)

    def answers_before_preflight(self, fetch: Fetch) -> bool:
        """y82-569, y82-632"""
        return self.memory.answers(fetch)

    def abandons_redirect(self, fetch: Fetch, target: URL) -> bool:
        """Where a stored redirect led a load out of its origin, another redirect to what is stored,
        too, ends it, and nothing is printed. y47-3, y47-43.
        """
        trail = notes(fetch)
        if not trail.left_origin_at or trail.deferred is not None:
            return False
        site, _ = super().key(fetch)
        return (site, target.without_fragment) in self._stored

    def varying_cookie(self, fetch: Fetch, lines: HeaderList) -> str | None:
        """All that is there for the URL, whether the request may take it along or not
        (CacheValidation.cpp, cookieRequestHeaderFieldValue). y66-2.
        """
        return self._cookies.header_for(fetch) or None

    def varied(self, fetch: Fetch, wire: WireRequest, answer: WireResponse) -> Varied:
        """Cookies are looked up when the response is stored, with those that it has set itself
        (CacheValidation.cpp, collectVaryingRequestHeaders). y65-4, y65-12.
        """
        found = dict(super().varied(fetch, wire, answer))
        if "cookie" in found:
            found["cookie"] = self._cookies.header_for(fetch) or None
        return tuple(found.items())

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """The standard: a good answer to an unsafe method. Safari: any answer that is not kept,
        to HEAD and whatever its status, but for redirects. Hunted: e2-4, e2-61, e2-70.
        """
        moved = _moved(answer)
        ends = fetch.method != "GET" and answer.status != 304 and not moved
        if ends:
            self.memory.forget_everywhere(self.key(fetch))
        return ends or (not moved and _past_fragment(fetch, answer))

    def receive(
        self, fetch: Fetch, wire: WireRequest, answer: WireResponse, stored: Stored | None
    ) -> WireResponse:
        trail = notes(fetch)
        trail.network = True
        if stored is None and trail.conditional is not None and trail.conditional.confirms:
            stored = trail.conditional.stored
        ends = not _moved(answer)
        self.memory.receive(fetch, answer, stored, ends and not _past_fragment(fetch, answer))
        received = super().receive(fetch, wire, answer, stored)
        left_at = trail.left_origin_at == fetch.redirects > 0
        bodiless = ends and bypasses_page_process(fetch) and left_at
        return attrs.evolve(received, body=b"") if bodiless else received  # y44-43, y45-100

    def key(self, fetch: Fetch) -> tuple[str | None, str]:
        """A range is part of the key: the same one is answered again. Hunted: g1-126, e11-1."""
        site, url = super().key(fetch)
        wanted = get(fetch.headers, "range")
        return site, url if wanted is None else f"{url} {wanted}"

    def has_range(self, fetch: Fetch) -> bool:
        """So ranges do not keep the cache out."""
        return False

    permanent_statuses = frozenset((301, 410))
    permanent_lifetime = 365 * 86_400.0  # y78-1490
    unstored_statuses = frozenset((304,))
