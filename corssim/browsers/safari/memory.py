"""WebCore's MemoryCache, as scripts and elements meet it: what a page's loads left.

Law: the memory is asked at a load's first URL, before the network process, and only as long as
every redirect of the load that filled it is fresh (CachedResource.cpp, redirectChainAllowsReuse).
The status of what it holds says nothing. XMLHttpRequest alone leaves something for the next like
request, also of ``fetch()``; what was validated and came anew is forgotten. What elements leave is
in ``standard/element_memory.py``. e12-100, e12-103, e13-37, g1010-651; y37-1 to y37-954.
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from ...headers import HeaderList, get
from ...response import WireResponse
from ...standard.cache_control import varying
from ...standard.cookies import CookieJar
from ...standard.fetch import Fetch
from ...standard.http_cache import HTTPCache
from ...standard.stored import Remembered, Stored, Varied
from ...url import URL, Origin
from .loads import bypasses_page_process
from .notes import Conditional, notes

Page = tuple[Origin, URL]
Key = tuple[tuple[str | None, str], Page]
# CachedRawResource.cpp, shouldIgnoreHeaderForCacheReuse
IGNORED_IN_MEMORY = frozenset((
    "accept", "cache-control", "origin", "pragma", "purpose", "referer", "user-agent",
))  # fmt: skip


@attrs.frozen(slots=True)
class End:
    """Where redirects led a load that is remembered under its first URL."""

    urls: tuple[URL, ...]
    redirects: int
    tainted: bool
    cors: bool
    until: float
    """When the first of the redirects is not fresh any more."""

    @classmethod
    def of(cls, fetch: Fetch, cache: HTTPCache) -> End:
        """The end that *fetch* came to."""
        urls = tuple(fetch.urls)
        until = cache.redirects_until(fetch)
        return cls(urls, fetch.redirects, fetch.tainted, fetch.cors, until)

    def lead(self, fetch: Fetch) -> None:
        """Lead *fetch* there without asking anybody."""
        fetch.urls = list(self.urls)
        fetch.url = self.urls[-1]
        fetch.redirects = self.redirects
        fetch.tainted = self.tainted
        fetch.cors = self.cors


class Left(NamedTuple):
    """What a load left in memory; ``end``: where redirects led it."""

    stored: Stored
    end: End | None


class Memory:
    """What XMLHttpRequests left in the memory of each page."""

    def __init__(self, cache: HTTPCache, cookies: CookieJar) -> None:
        self._cache = cache
        self._cookies = cookies
        self._left: dict[Key, Left] = {}

    def __bool__(self) -> bool:
        return bool(self._left)

    def clear(self) -> None:
        """Forget everything."""
        self._left.clear()

    @staticmethod
    def concerns(fetch: Fetch) -> bool:
        """Whether the memory takes part: in a GET that is not a document's synchronous one."""
        default = fetch.method == "GET" and fetch.cache_mode == "default"
        return default and not bypasses_page_process(fetch)

    def is_asked(self, fetch: Fetch) -> bool:
        """Whether it could answer: before redirects."""
        return not fetch.redirects and self.concerns(fetch)

    def answers(self, fetch: Fetch) -> bool:
        """Whether it answers before a preflight is thought of. y82-569, y82-632."""
        left = self._like(fetch) if self._left and self.is_asked(fetch) else None
        if left is None or (left.end is not None and left.end.until <= fetch.now):
            return False
        return self.is_fresh(left.stored.response, left.stored.at, fetch.now)

    def lookup(self, fetch: Fetch) -> Stored | None:
        """What is remembered of the current URL, judged for use and with validators."""
        known = fetch.notes.in_memory
        if known is not None:
            stored = self._of_element(known)
        else:
            left = self._like(fetch)
            stored = None if left is None else left.stored
        if stored is None:
            return None
        stored.usable = self.is_fresh(stored.response, stored.at, fetch.now)
        stored.validators = () if stored.usable else self._validators(stored)
        return stored

    def lookup_behind_redirects(self, fetch: Fetch) -> Stored | None:
        """What is remembered of a load that redirects led elsewhere, if it is fresh; else the load
        is made under the condition that this has changed.
        """
        known = fetch.notes.in_memory
        if notes(fetch).conditional is not None or not self.is_asked(fetch):
            return None
        if known is not None:
            if known.url == fetch.url.without_fragment:
                return None
            fetch.notes.in_memory = None
            stored, until, target = self._of_element(known), known.until, known.url
        else:
            left = self._like(fetch)
            if left is None or left.end is None or fetch.url.fragment is not None:  # y35-276
                return None
            stored, until, target = left.stored, left.end.until, left.end.urls[-1].without_fragment
            if until > fetch.now and self.is_fresh(stored.response, stored.at, fetch.now):
                left.end.lead(fetch)
                stored.usable = True
                return stored
            del self._left[self._key(fetch)]
        if stored is not None and until > fetch.now:
            stored.validators = self._validators(stored)
            if stored.validators:
                notes(fetch).conditional = Conditional(stored, target)
        return None

    def is_fresh(self, response: WireResponse, at: float, now: float) -> bool:
        """Whether a response that arrived *at* is used without asking. e12-103, y30-19."""
        guessed = self._cache.is_fresh(attrs.evolve(response, status=200), at, now)
        return guessed or self._cache.is_fresh(response, at, now)  # 410 for ever: y62-38

    def receive(
        self, fetch: Fetch, answer: WireResponse, stored: Stored | None, ends: bool
    ) -> None:
        """Take note of an *answer* to a request that validated *stored*, or nothing; it *ends* the
        load or not.
        """
        if not self.concerns(fetch) or answer.status == 304:
            return
        left = self._left.pop(self._key(fetch), None)
        conditional = notes(fetch).conditional
        validated = left is not None and left.stored is stored
        validated |= conditional is not None and conditional.target is not None
        no_store = "no-store" in self._cache.directives(answer.headers)
        asked = fetch.request.initiator == "xmlhttprequest" and ends
        if asked and not validated and not no_store:
            end = End.of(fetch, self._cache) if fetch.redirects else None
            self._left[self._key(fetch)] = Left(
                Stored(self._compared(fetch), answer, fetch.now, self.varied(fetch, answer)), end
            )

    def keep(self, fetch: Fetch, stored: Stored) -> None:
        """Take note of what the HTTP cache answered an XMLHttpRequest. y82-573."""
        if fetch.request.initiator == "xmlhttprequest" and self.is_asked(fetch):
            ours = self.varied(fetch, stored.response)
            again = Stored(self._compared(fetch), stored.response, stored.at, ours)
            self._left.setdefault(self._key(fetch), Left(again, None))

    def forget(self, fetch: Fetch) -> None:
        """Forget what the page of *fetch* has of its first URL."""
        self._left.pop(self._key(fetch), None)

    def forget_everywhere(self, url: tuple[str | None, str]) -> None:
        """Forget what any page has of *url*."""
        self._left = {key: left for key, left in self._left.items() if key[0] != url}

    def _like(self, fetch: Fetch) -> Left | None:
        """What a like request left."""
        left = self._left.get(self._key(fetch))
        if left is None or left.stored.request != self._compared(fetch):
            return None
        stored = left.stored
        never = any(name == "*" for name, _ in stored.vary)
        return None if never or stored.vary != self.varied(fetch, stored.response) else left

    def _key(self, fetch: Fetch) -> Key:
        site, _ = self._cache.key(fetch)
        wanted = get(fetch.request.headers, "range")
        url = fetch.urls[0].without_fragment
        client = fetch.client  # a worker has its page's: y82-462
        page = (client.origin, client.owner or client.document)
        return (site, url if wanted is None else f"{url} {wanted}"), page

    def _validators(self, stored: Stored) -> tuple[tuple[str, str], ...]:
        return self._cache.validators(attrs.evolve(stored.response, status=200))

    @staticmethod
    def _compared(fetch: Fetch) -> HeaderList:
        """What two requests must share. e13-41, e13-42."""
        request = fetch.request
        kept = tuple(pair for pair in request.headers if pair[0].lower() not in IGNORED_IN_MEMORY)
        include = request.credentials == "include"
        return (*kept, ("credentials", "include" if include else ""), ("mode", request.mode))

    def varied(self, fetch: Fetch, response: WireResponse) -> Varied:
        """What *response* varies by, as it is in the load's first request
        (CachedResource.cpp, varyHeaderValuesMatch). y64-1, y64-15, y65-19, y65-233.
        """
        ours = {"cookie": self._cookies.header_for(fetch), "referer": fetch.first_referrer}
        given = fetch.request.headers
        return tuple((n, ours[n] if n in ours else get(given, n)) for n in varying(response))

    def _of_element(self, known: Remembered) -> Stored | None:
        wire = known.wire
        if wire is None or "no-store" in self._cache.directives(wire.headers):
            return None
        return Stored((), wire, known.at, ())
