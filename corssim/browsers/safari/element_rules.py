"""What elements accept in Safari, and what WebCore's MemoryCache remembers of them.

Law: differences from ``standard/elements.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import Failure, LoadStatusNotOk, MIMETypeRefused, NotDecodable
from ...headers import get
from ...mime import essence_of
from ...response import WireResponse
from ...standard.cache_control import varying
from ...standard.element_memory import MemoryRules
from ...standard.elements import ElementRules
from ...standard.fetch import Fetch
from ...standard.http_cache import HTTPCache
from ...standard.images import Decoder
from ...standard.stored import Remembered, Varied
from .http_cache import SafariHTTPCache
from .loads import bypasses_page_process


@attrs.frozen(eq=False)
class SafariMemory(MemoryRules):
    """WebCore's MemoryCache."""

    by_url: bool = True
    """w7-7, w7-15."""
    failed_modules: bool = False
    """w7-128."""
    shared_with_workers: bool = True
    """y21-11."""

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """What varies by everything matches no other request, nor does the target of a redirect
        that has a fragment. hunt-300004-357, y26-3, y27-4, y63-3. A module asks no cache: y30-313.
        """
        if fetch.request.initiator == "module":
            return super().remembers(fetch, wire, failure)
        led_on = fetch.redirects > 0 and fetch.url.fragment is not None
        lasts = "*" not in varying(wire) and not led_on
        # what the element could not use is remembered all the same: y33-190, y58-369, y58-415
        kept = isinstance(failure, LoadStatusNotOk | MIMETypeRefused | NotDecodable)
        unusable = kept and fetch.request.initiator != "img" and wire.status < 400
        return lasts and (unusable or super().remembers(fetch, wire, failure))

    def is_fresh(self, fetch: Fetch, known: Remembered, cache: HTTPCache) -> bool:
        """WebCore's MemoryCache of elements' loads. y30-19, y33-190."""
        assert isinstance(cache, SafariHTTPCache)
        wire = known.wire
        if wire is None or known.until <= fetch.now:
            return False
        if fetch.url.fragment is not None and known.url != fetch.url.without_fragment:
            return False  # y33-230
        return cache.memory.is_fresh(wire, known.at, fetch.now)

    def varied(self, fetch: Fetch, wire: WireResponse, cache: HTTPCache) -> Varied:
        """CachedResource.cpp, varyHeaderValuesMatch. y65-51, y65-59."""
        assert isinstance(cache, SafariHTTPCache)
        return cache.memory.varied(fetch, wire)

    def is_bypassed(self, fetch: Fetch) -> bool:
        """Synchronous loads and EventSources do not ask WebKit's MemoryCache. y21-1, y21-9."""
        past = bypasses_page_process(fetch) or fetch.request.initiator == "eventsource"
        return past or super().is_bypassed(fetch)


@attrs.frozen(eq=False)
class SafariElements(ElementRules):
    """WebCore's loaders."""

    memory: MemoryRules = SafariMemory()
    blocks_opaque_responses: bool = False
    mime_type_before_status: frozenset[str] = frozenset(("script",))
    """LoadableClassicScript.cpp, notifyFinished. y55-11, y55-17."""
    decoder: Decoder = Decoder(frame=0, lossless=30, svg_by_type=True)
    missing_type: str = "application/octet-stream"

    def accepts_status(self, kind: str, status: int) -> bool:
        """Scripts and fonts accept what is no error. w5-348, w5-426, w5-543."""
        return status < 400 and (kind != "stylesheet" or super().accepts_status(kind, status))

    def stream_type(self, wire: WireResponse) -> str:
        """What parses as no MIME type is one all the same. y56-293."""
        given = (get(wire.headers, "content-type") or "").partition(";")[0].strip()
        return essence_of(wire.headers) or given or self.missing_type
