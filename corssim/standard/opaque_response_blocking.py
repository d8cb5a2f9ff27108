"""Opaque response blocking: what a no-cors element may not even get into its process.

https://github.com/annevk/orb (the plan of https://fetch.spec.whatwg.org/#orb)

Law: only answers to requests of mode no-cors for another origin are judged, by their MIME type,
their status and how the body begins. Whether a text is a script is asked of its beginning only:
what is JSON, or begins as HTML or a style sheet does, counts as none.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..failures import OpaqueResponseBlocked
from ..headers import get, nosniff
from ..mime import essence_of, is_javascript
from ..response import WireResponse

if TYPE_CHECKING:
    from .fetching import Fetch

# https://github.com/annevk/orb#mime-types
SAFE = frozenset(("text/css", "image/svg+xml"))
BLOCKLISTED = frozenset(("text/html", "text/json", "application/json", "text/xml"))
NEVER_SNIFFED = frozenset((
    "application/gzip", "application/msword", "application/pdf", "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint", "application/x-gzip", "application/x-protobuf",
    "application/zip", "multipart/byteranges", "multipart/signed", "text/csv",
    "text/event-stream",
))  # fmt: skip
MEDIA = ("audio/", "image/", "video/")
_MEDIA_SIGNATURES = (
    b"GIF8", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"BM", b"\0\0\1\0", b"OggS", b"ID3",
    b"\x1aE\xdf\xa3",
)  # fmt: skip
# why: what a failure tells
NEVER = "never-sniffed"
NOSNIFF = "nosniff"
PARTIAL = "partial"
NOT_FIRST = "not-first"
STATUS = "status"
NOT_MEDIA = "not-media"
NOT_SCRIPT = "not-script"


def blocked(fetch: Fetch, wire: WireResponse, body: bytes) -> OpaqueResponseBlocked | None:
    """Why the answer is kept from the page."""
    reason = reason_to_block(wire, body) if fetch.profile.sniffs_opaque_responses else by_type(wire)
    return None if reason is None else OpaqueResponseBlocked(fetch.url.href, reason)


def reason_to_block(wire: WireResponse, body: bytes) -> str | None:
    """What type, status or content tell against the answer."""
    return by_type(wire) or _by_content(wire, body)


def by_type(wire: WireResponse) -> str | None:
    """What the type alone tells against the answer."""
    essence, strict = essence_of(wire.headers), nosniff(wire.headers)
    if essence in NEVER_SNIFFED:
        return NEVER
    blocklisted = essence in BLOCKLISTED or essence.endswith(("+json", "+xml"))
    if wire.status == 206 and blocklisted:
        return PARTIAL
    safe = essence in SAFE
    return NOSNIFF if strict and not safe and (blocklisted or essence == "text/plain") else None


def _by_content(wire: WireResponse, body: bytes) -> str | None:
    essence = essence_of(wire.headers)
    if is_javascript(essence) or essence in SAFE:
        return None
    partial = wire.status == 206
    if partial and not (get(wire.headers, "content-range") or "").startswith("bytes 0-"):
        return NOT_FIRST
    if body.startswith(_MEDIA_SIGNATURES):
        return None
    if not 200 <= wire.status <= 299:
        return STATUS
    if essence.startswith(MEDIA):
        return NOT_MEDIA
    return NOT_SCRIPT if essence and not _like_a_script(body) else None


_CSS = re.compile(rb"[\w.#*-]+ *\{[^{}]*\}")  # a rule of a style sheet


def _like_a_script(body: bytes) -> bool:
    text = body.strip()
    if text.startswith(b"<") or _CSS.match(text):
        return False
    try:
        json.loads(text)
    except ValueError:
        return True
    return False
