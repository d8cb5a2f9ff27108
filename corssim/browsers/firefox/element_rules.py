"""What elements accept in Firefox, and what a document remembers of them.

Law: differences from ``standard/elements.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...mime import essence_of
from ...response import WireResponse
from ...standard import opaque_response_blocking as orb
from ...standard.element_memory import MemoryRules
from ...standard.elements import ElementRules
from ...standard.fetch import Fetch
from ...standard.http_cache import HTTPCache
from ...standard.images import Decoder
from ...standard.stored import Remembered


@attrs.frozen(eq=False)
class FirefoxMemory(MemoryRules):
    """Gecko's image cache and its loaders."""

    kinds: frozenset[str] = frozenset(("img", "stylesheet", "font"))
    """w7-1, w7-159, w7-220."""

    def is_fresh(self, fetch: Fetch, known: Remembered, cache: HTTPCache) -> bool:
        """The image cache knows no fragments, but the time for which an image is fresh
        (image/ImageCacheKey.cpp). y33-398, w7-15.
        """
        if known.request_key[0] != "img" or known.wire is None:
            return False
        return cache.is_fresh(known.wire, known.at, fetch.now)


@attrs.frozen(eq=False)
class FirefoxElements(ElementRules):
    """Gecko's loaders and netwerk's opaque response blocking."""

    memory: MemoryRules = FirefoxMemory()
    mime_type_blocks_before_cors: bool = True
    decoder: Decoder = Decoder(svg_of_any_status=False)

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """Status and content count, too; text/plain is looked at, nosniff or not. y14-9."""
        reason = super().reason_to_block_opaque(wire, body)
        if reason == orb.NOSNIFF and essence_of(wire.headers) == "text/plain":
            reason = None
        return reason or orb.unless_script(wire, body)
