"""Content codings: https://fetch.spec.whatwg.org/#handle-content-codings

Law: gzip and deflate are undone as a browser undoes them: what ends too early is read as far as
it goes. Other codings (br, zstd) are not modelled: such a body is handed on as it came.
"""

from __future__ import annotations

import zlib

from ..headers import HeaderList, get, split

GZIP = frozenset(("gzip", "x-gzip"))
GZIP_MAGIC = b"\x1f\x8b"
_GZIP_HEADER = 10  # bytes, without which gzip's own checks fail (RFC 1952, 2.3)
_GZIP_BITS = 31


def codings(headers: HeaderList) -> list[str]:
    """The codings that were applied, in lower case, in the order in which they were."""
    value = get(headers, "content-encoding")
    return [name.lower() for name in split(value)] if value else []


def decode(body: bytes, headers: HeaderList) -> bytes | None:
    """*body* with its codings undone; ``None`` where it is not what Content-Encoding says."""
    for coding in reversed(codings(headers)):
        if not body:
            return body
        decoded = _undone(body, coding)
        if decoded is None:
            return None
        body = decoded
    return body


def _undone(body: bytes, coding: str) -> bytes | None:
    if coding in GZIP:
        return _inflated(body, _GZIP_BITS) if len(body) >= _GZIP_HEADER else None
    if coding == "deflate":
        whole = _inflated(body, zlib.MAX_WBITS)
        return _inflated(body, -zlib.MAX_WBITS) if whole is None else whole
    return body


def _inflated(body: bytes, bits: int) -> bytes | None:
    try:
        return zlib.decompressobj(bits).decompress(body)
    except zlib.error:
        return None
