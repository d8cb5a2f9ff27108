"""Opaque response blocking: what a no-cors element may not even get into its process.

https://github.com/annevk/orb (the plan of https://fetch.spec.whatwg.org/#orb)

Law: only answers to requests of mode no-cors for another origin are judged, by their MIME type,
their status and their body: how it begins, and whether it is a script, which JSON is not.
"""

from __future__ import annotations

import json

from ..headers import get, nosniff
from ..mime import essence_of, is_javascript
from ..response import WireResponse
from .javascript import compiles

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
    b"\x1aE\xdf\xa3", b"#EXTM3U",
)  # fmt: skip
# the reasons
NEVER = "never-sniffed"
NOSNIFF = "nosniff"
PARTIAL = "partial"
NOT_FIRST = "not-first"
STAYS_UNKNOWN = "stays-unknown"
STATUS = "status"
NOT_MEDIA = "not-media"
NOT_SCRIPT = "not-script"
DOCUMENT = "document"


def by_type(wire: WireResponse, partial: bool = True) -> str | None:
    """What the type alone tells against the answer; *partial*: of a part, even without nosniff."""
    essence, strict = essence_of(wire.headers), nosniff(wire.headers)
    if essence in SAFE:
        return None  # y70-28
    if essence in NEVER_SNIFFED:
        return NEVER
    blocklisted = essence in BLOCKLISTED or essence.endswith(("+json", "+xml"))
    if partial and wire.status == 206 and blocklisted:
        return PARTIAL
    return NOSNIFF if strict and (blocklisted or essence == "text/plain") else None


def unless_script(wire: WireResponse, body: bytes) -> str | None:
    """What status and content tell against the answer, but for media and scripts."""
    essence = essence_of(wire.headers)
    if is_javascript(essence) or essence in SAFE:
        return None
    partial = wire.status == 206
    if partial and not (get(wire.headers, "content-range") or "").startswith("bytes 0-"):
        return NOT_FIRST
    strict = nosniff(wire.headers)
    if body.startswith(_MEDIA_SIGNATURES) or (strict and essence == "text/plain"):
        return None  # y14-9, y15-66
    if strict:
        return STAYS_UNKNOWN
    if not 200 <= wire.status <= 299:
        return STATUS
    if essence.startswith(MEDIA):
        return NOT_MEDIA
    return NOT_SCRIPT if essence and not _is_script(body) else None


def _is_script(body: bytes) -> bool:
    text = body.decode("utf-8-sig", "replace")
    try:
        json.loads(text, parse_constant=_no_constant)
    except ValueError:
        return compiles(text)
    return False


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")  # though Python writes it. y69-133
