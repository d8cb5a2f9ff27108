"""What elements accept in Chrome, and what Blink's MemoryCache remembers of them.

Law: differences from ``standard/elements.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import Failure, LoadStatusNotOk, MIMETypeRefused
from ...response import WireResponse
from ...standard import opaque_response_blocking as orb
from ...standard.element_memory import MemoryRules
from ...standard.elements import ElementRules
from ...standard.fetch import Fetch
from ...standard.http_cache import HTTPCache
from ...standard.images import Decoder
from ...standard.stored import Remembered
from .notes import varies_by_all
from .orb_sniffers import as_document


@attrs.frozen(eq=False)
class ChromeMemory(MemoryRules):
    """Blink's MemoryCache."""

    by_url: bool = True
    """w7-7, w7-15."""
    failed_modules: bool = False
    """w7-128."""

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """Blink's MemoryCache keeps what is no error before the element looks at it, but no
        stylesheet that its type has made one. y14-58, y10-141, y14-130.
        """
        match failure:
            case MIMETypeRefused(initiator=kind):
                return kind != "stylesheet" and wire.status < 400
            case LoadStatusNotOk():
                return wire.status < 400
        return super().remembers(fetch, wire, failure)

    def is_fresh(self, fetch: Fetch, known: Remembered, cache: HTTPCache) -> bool:
        """Blink's MemoryCache, which also keeps what the HTTP cache does not. hunt-310001-1504,
        hunt-320001-1996. Its freshness knows no status, but that what looks like a temporary
        redirect is not guessed to be fresh: y10-81, y33-533. Redirects must be fresh, too: y37-448.
        """
        if known.wire is None or known.until <= fetch.now:
            return False
        if varies_by_all(known.wire):
            return False
        moved = known.wire.status in (302, 303, 307)
        wire = known.wire if moved else attrs.evolve(known.wire, status=200)
        return cache.is_fresh(wire, known.at, fetch.now)


@attrs.frozen(eq=False)
class ChromeElements(ElementRules):
    """Blink's loaders and services/network/orb."""

    memory: MemoryRules = ChromeMemory()
    decoder: Decoder = Decoder(
        frame=9, frameless=True, whole_avif=False, svg_encoding="utf-8", svg_by_type=True
    )
    opaque_by_last_url: bool = True
    """services/network/orb/orb_api.cc. y56-534, y56-653."""
    mime_type_before_status: frozenset[str] = frozenset(("script", "stylesheet"))
    """AllowedByNosniff, MimeTypeAsScript and CSSStyleSheetResource.cpp. y55-11, y55-349."""
    stylesheet_type_needs_nosniff: bool = True
    """w5-172, w5-175."""
    font_decode_status_limit: int = 400
    missing_type: str = "text/plain"

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """What begins as a document does is none that an element may have; a part is judged as
        the whole. y15-8; y58-600, y58-436.
        """
        return orb.by_type(wire, partial=False) or as_document(wire, body)

    def accepts_status(self, kind: str, status: int) -> bool:
        """All but modules accept what is no error. w5-348, w5-543, w5-741."""
        return status < 400 and (kind != "module" or super().accepts_status(kind, status))
