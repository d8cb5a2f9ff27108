"""Safari's preflight cache and HTTP cache.

Law: one entry an (origin, URL), replaced by each preflight that parses, removed by a lookup
that it does not satisfy; no limit (CrossOriginPreflightResultCache.cpp).
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from ...events import AnsweredFromCache, ResponseReceived
from ...failures import CORSCheckFailed, Failure, LoadStatusNotOk, RedirectFailure
from ...headers import HeaderList, get, get_all
from ...request import Client, WireRequest
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.element_memory import Remembered
from ...standard.fetching import Fetch
from ...standard.http_cache import HTTPCache, Stored, directives, http_date, is_conditional
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.preflight_cache import Permission, PreflightCache
from ...url import URL, Origin
from .memory import Conditional, End
from .wire import asks_network_alone, follows_by_itself

# isStatusCodeCacheableByDefault, and isStatusCodePotentiallyCacheable: with an expiry only
STORED = frozenset((200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501))
STORED_WITH_EXPIRY = frozenset((201, 202, 205, 302, 303, 307, 403, 406, 415))


MemoryKey = tuple[tuple[str | None, str], Client]


class Left(NamedTuple):
    """What a load left in memory; ``end``: where redirects led it."""

    stored: Stored
    end: End | None


# CachedRawResource.cpp, shouldIgnoreHeaderForCacheReuse
IGNORED_IN_MEMORY = frozenset((
    "accept", "cache-control", "origin", "pragma", "purpose", "referer", "user-agent",
))  # fmt: skip


@attrs.frozen(slots=True)
class Item:
    """What one preflight granted."""

    expires: float
    include: bool
    methods: frozenset[str]
    headers: frozenset[str]


class SafariPreflightCache(PreflightCache):
    """The standard gathers entries; Safari replaces, and ``*`` covers Authorization."""

    def __init__(self) -> None:
        self._items: dict[tuple[Origin, Origin, URL], Item] = {}

    def __len__(self) -> int:
        return len(self._items)

    def clear(self) -> None:
        self._items.clear()

    @staticmethod
    def _unique(fetch: Fetch) -> bool:
        """Whether redirects made the origin a new opaque one, which nothing else equals."""
        return fetch.tainted and not fetch.client.origin.opaque

    @staticmethod
    def _key(fetch: Fetch) -> tuple[Origin, Origin, URL]:
        return (fetch.client.top, fetch.client.origin, fetch.url)

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        key = self._key(fetch)
        item = None if self._unique(fetch) else self._items.get(key)
        if item is None:
            return False
        if item.expires > now and self._sufficient(item, fetch, unsafe):
            return True
        del self._items[key]
        return False

    @staticmethod
    def _sufficient(item: Item, fetch: Fetch, unsafe: list[str]) -> bool:
        include = fetch.include
        if include and not item.include:
            return False
        method = fetch.method
        if not (
            method in CORS_SAFELISTED_METHODS
            or method in item.methods
            or ("*" in item.methods and not include)
        ):
            return False
        if "*" in item.headers and not include:
            return True
        return all(name in item.headers for name in unsafe)

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        if self._unique(fetch):
            return
        self._items[self._key(fetch)] = Item(
            now + permission.max_age,
            fetch.include,
            frozenset(permission.methods),
            frozenset(name.lower() for name in permission.headers),
        )

    def purge(self, fetch: Fetch) -> None:
        """Failures purge nothing."""


def _concerns_memory(fetch: Fetch) -> bool:
    """Whether the page's memory cache takes part: in a GET that is not a document's synchronous
    one.
    """
    default = fetch.method == "GET" and fetch.cache_mode == "default"
    return default and not asks_network_alone(fetch)


def _reads_memory(fetch: Fetch) -> bool:
    """Whether it is asked: before redirects."""
    return not fetch.redirects and _concerns_memory(fetch)


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
    fetch.headers = list(fetch.request.headers)
    fetch.scratch["cut referrer"] = fetch.referrer
    fetch.referrer = fetch.first_referrer
    conditional: Conditional = fetch.scratch.setdefault("conditional", Conditional(stored))
    conditional.carried = conditional.asked_at_first = True
    fetch.scratch.pop("asked by", None)


def _moved(answer: WireResponse) -> bool:
    return answer.status in REDIRECT_STATUSES and get(answer.headers, "location") is not None


def _past_fragment(fetch: Fetch, answer: WireResponse) -> bool:
    """Whether *answer* belongs to redirects at a URL with a fragment, which nobody keeps: neither
    the redirect there nor what one leads to. y35-9, y35-33.
    """
    return fetch.url.fragment is not None and (_moved(answer) or fetch.redirects > 0)


def _compared(fetch: Fetch) -> HeaderList:
    """What two requests must share for one to use what the other left in memory. e13-41, e13-42."""
    request = fetch.request
    kept = tuple(pair for pair in request.headers if pair[0].lower() not in IGNORED_IN_MEMORY)
    include = request.credentials == "include"
    return (*kept, ("credentials", "include" if include else ""), ("mode", request.mode))


def _kept(known: Remembered) -> Stored | None:
    """What an element's load left, as the memory cache validates it."""
    wire = known.wire
    if wire is None or "no-store" in directives(get(wire.headers, "cache-control")):
        return None
    return Stored((), wire, known.at, ())


def _without(response: WireResponse, name: str) -> WireResponse:
    kept = tuple(pair for pair in response.headers if pair[0].lower() != name)
    return attrs.evolve(response, headers=kept)


class SafariHTTPCache(HTTPCache):
    """NetworkProcess/cache/NetworkCache.cpp and platform/network/CacheValidation.cpp; and, for
    XMLHttpRequest, WebCore's MemoryCache of whatever the network process does not keep: the next
    like request, also of ``fetch()``, uses or validates it, whatever its status; one that was
    validated and came anew is forgotten. Hunted: e12-100, e12-103, e13-37, g1010-651.
    """

    def __init__(self) -> None:
        super().__init__()
        self._memory: dict[MemoryKey, Left] = {}

    def clear(self) -> None:
        super().clear()
        self._memory.clear()

    keeps_refused = False  # y8-2
    heeds_pragma = True  # hunted: g707-426
    heuristic_statuses = frozenset((200, 203, 204, 206, 300, 404, 405, 410, 414, 501))

    def validators(self, response: WireResponse) -> tuple[tuple[str, str], ...]:
        """A redirect that can be followed is not asked for again. hunt-240003-1527."""
        moved = response.status in REDIRECT_STATUSES and get(response.headers, "location")
        return () if moved else super().validators(response)

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        """NetworkCache's makeStoreDecision: by status, and only what can be used again."""
        headers, status = answer.headers, answer.status
        control = directives(get(headers, "cache-control"))
        dated = "max-age" in control or http_date(get(headers, "expires")) is not None
        if status not in STORED and not (status in STORED_WITH_EXPIRY and dated):
            return False
        if fetch.method not in self.stored_methods or fetch.cache_mode == "no-store":
            return False
        if "no-store" in control or (fetch.headers and self.has_range(fetch)):
            return False
        if _past_fragment(fetch, answer):
            return False
        reusable = get(headers, "etag") or get(headers, "last-modified")
        return bool(reusable) or self.lifetime(answer, fetch.now) > 0

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
        last = fetch.events[-1]
        answer = last.response if isinstance(last, ResponseReceived) else None
        if (
            isinstance(failure, CORSCheckFailed)
            and isinstance(answer, WireResponse)
            and get(answer.headers, "location") == ""
        ):
            self.response_refused(fetch)
        if isinstance(failure, RedirectFailure) and failure.target.startswith("ftp:"):
            self._stored.pop(self.key(fetch), None)

    def response_useless(self, fetch: Fetch, failure: Failure) -> None:
        """A module of a bad status is not kept. w7-140."""
        if isinstance(failure, LoadStatusNotOk) and fetch.request.initiator == "module":
            self._stored.pop(self.key(fetch), None)

    def response_refused(self, fetch: Fetch) -> None:
        """What the network process refuses is not kept (didFinishLoading stores). g5-281."""
        if "network" not in fetch.scratch:
            return
        self._memory.pop(self._memory_key(fetch), None)
        self.put_back(fetch)

    def serves(self, fetch: Fetch) -> bool:
        """GET alone is served, and once a load went to the network its redirects go there too.

        Hunted: g1-18, g4-314, e2-61.
        """
        if fetch.method != "GET" or "network" in fetch.scratch:
            return False
        conditional: Conditional | None = fetch.scratch.get("conditional")
        if conditional is not None and conditional.reloads:
            return False
        remembered = bool(self._memory) or "in memory" in fetch.scratch
        return super().serves(fetch) or (remembered and _reads_memory(fetch))

    def lookup(self, fetch: Fetch) -> Stored | None:
        """What the network process has not kept, the page's memory may have; what redirects led
        to, it has first.
        """
        kept = self._behind_redirects(fetch)
        if kept is not None:
            return kept
        conditional: Conditional | None = fetch.scratch.get("conditional")
        stored = super().lookup(fetch)
        if stored is not None and _moved(stored.response):
            if fetch.url.fragment is not None:
                return None  # y35-7
            fetch.scratch["stored"] = stored
        elif stored is not None and conditional is not None and conditional.carried:
            stored.usable = False
            stored.validators = conditional.stored.validators
        if stored is not None and stored.validators and fetch.redirects:
            _ask_at_first(fetch, stored)
        if stored is not None or not _reads_memory(fetch):
            return stored
        stored = self._in_memory(fetch)
        if stored is None:
            return None
        stored.usable = self.is_fresh_in_memory(stored.response, stored.at, fetch.now)
        response = attrs.evolve(stored.response, status=200)
        stored.validators = () if stored.usable else self.validators(response)
        return stored

    def is_fresh_in_memory(self, response: WireResponse, at: float, now: float) -> bool:
        """Whether the page's memory cache uses a response that arrived *at* without asking; the
        status says nothing there. e12-103, y30-5.
        """
        response = attrs.evolve(response, status=200)
        return now - at < self.lifetime(response, at) and not self.must_revalidate_always(response)

    def _in_memory(self, fetch: Fetch) -> Stored | None:
        """What the page's memory cache holds for a script's call, or for an element's load."""
        known: Remembered | None = fetch.scratch.get("in memory")
        if known is not None:
            return _kept(known)
        left = self._memory.get(self._memory_key(fetch))
        return None if left is None or left.stored.request != _compared(fetch) else left.stored

    def _behind_redirects(self, fetch: Fetch) -> Stored | None:
        """What the page's memory has of a load that redirects led elsewhere, if it is fresh; else
        the load is made under the condition that this has changed. y37-1.
        """
        known: Remembered | None = fetch.scratch.get("in memory")
        if fetch.redirects or "conditional" in fetch.scratch or not _reads_memory(fetch):
            return None
        if known is not None:
            stored, until, target = _kept(known), known.until, known.url
            if target == fetch.url.without_fragment:
                return None
        else:
            left = self._memory.get(self._memory_key(fetch))
            if left is None or left.end is None or left.stored.request != _compared(fetch):
                return None
            if fetch.url.fragment is not None:
                return None  # y35-276
            stored, until, target = left.stored, left.end.until, left.end.urls[-1].without_fragment
            fresh = self.is_fresh_in_memory(stored.response, stored.at, fetch.now)
            if fresh and until > fetch.now:
                left.end.lead(fetch)
                stored.usable = True
                return stored
            del self._memory[self._memory_key(fetch)]
        fetch.scratch.pop("in memory", None)
        if stored is not None and until > fetch.now:
            stored.validators = self.validators(attrs.evolve(stored.response, status=200))
            if stored.validators:
                fetch.scratch["conditional"] = Conditional(stored, target)
        return None

    def redirect_followed(self, fetch: Fetch, target: URL) -> None:
        """What stored redirects lead to is looked for, too, but not once one leads a load out of
        its home: y42-4, y43-1.
        """
        last = fetch.events[-1]
        assert isinstance(last, AnsweredFromCache | ResponseReceived)
        assert isinstance(last.response, WireResponse)
        cached = isinstance(last, AnsweredFromCache)
        until = min(End.of(fetch).until, self._good_until(last.response, fetch.now))
        fetch.scratch["redirects until"] = until
        home = fetch.client.origin
        left = cached and not fetch.request.from_element  # y42-49
        if left and target.origin != home and all(url.origin == home for url in fetch.urls):
            fetch.scratch["network"] = True
            fetch.scratch["left by cache"] = fetch.redirects + 1
        conditional: Conditional | None = fetch.scratch.get("conditional")
        by_itself = follows_by_itself(fetch, target)
        stored: Stored | None = fetch.scratch["stored"] if cached else None
        fetch.scratch["nameless"] = stored is not None and by_itself
        if stored is not None and by_itself:
            fetch.scratch["asked by"] = stored
            if conditional is None and is_conditional(stored.request):
                fetch.scratch["conditional"] = Conditional.again(stored)  # y42-103
        if conditional is not None:
            request = None if stored is None else stored.request
            conditional.follow(target.without_fragment, by_itself, request)

    def _good_until(self, redirect: WireResponse, now: float) -> float:
        """How long a redirect may be taken again from memory."""
        control = directives(get(redirect.headers, "cache-control"))
        never = not control.keys().isdisjoint(("no-store", "no-cache", "must-revalidate"))
        return now if never else now + self.lifetime(redirect, now)

    def holds(self, fetch: Fetch, target: URL) -> bool:
        """Whether anything is stored for *target*."""
        site, _ = super().key(fetch)
        return (site, target.without_fragment) in self._stored

    def _memory_key(self, fetch: Fetch) -> MemoryKey:
        site, _ = super().key(fetch)
        wanted = get(fetch.request.headers, "range")
        url = fetch.urls[0].without_fragment
        return (site, url if wanted is None else f"{url} {wanted}"), fetch.client

    def _remember(self, fetch: Fetch, answer: WireResponse) -> None:
        """Keep *answer* for the page's next XMLHttpRequest."""
        if "no-store" in directives(get(answer.headers, "cache-control")):
            return
        end = End.of(fetch) if fetch.redirects else None
        stored = Stored(_compared(fetch), answer, fetch.now, ())
        self._memory[self._memory_key(fetch)] = Left(stored, end)

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """The standard: a good answer to an unsafe method. Safari: any answer that is not kept,
        to HEAD and whatever its status, but for redirects. Hunted: e2-4, e2-61, e2-70.
        """
        moved = _moved(answer)
        ends = fetch.method != "GET" and answer.status != 304 and not moved
        if ends:
            url = self.key(fetch)
            self._memory = {key: kept for key, kept in self._memory.items() if key[0] != url}
        return ends or (not moved and _past_fragment(fetch, answer))

    def receive(
        self, fetch: Fetch, wire: WireRequest, answer: WireResponse, stored: Stored | None
    ) -> WireResponse:
        fetch.scratch["network"] = True
        conditional: Conditional | None = fetch.scratch.get("conditional")
        if stored is None and conditional is not None and conditional.confirms:
            stored = conditional.stored
        if _concerns_memory(fetch) and answer.status != 304:
            left = self._memory.pop(self._memory_key(fetch), None)
            validated = left is not None and left.stored is stored
            validated |= conditional is not None and conditional.target is not None
            past = _moved(answer) or _past_fragment(fetch, answer)
            if fetch.request.initiator == "xmlhttprequest" and not validated and not past:
                self._remember(fetch, answer)
        received = super().receive(fetch, wire, answer, stored)
        alone = asks_network_alone(fetch) and not _moved(answer)
        if alone and fetch.scratch.get("left by cache") == fetch.redirects:
            return attrs.evolve(received, body=b"")  # y44-43, y45-100
        return received

    def key(self, fetch: Fetch) -> tuple[str | None, str]:
        """A range is part of the key: the same one is answered again. Hunted: g1-126, e11-1."""
        site, url = super().key(fetch)
        wanted = get(fetch.headers, "range")
        return site, url if wanted is None else f"{url} {wanted}"

    def has_range(self, fetch: Fetch) -> bool:
        """So ranges do not keep the cache out."""
        return False

    permanent_statuses = frozenset((301, 410))
    unstored_statuses = frozenset((304,))
