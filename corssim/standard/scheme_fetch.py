"""Scheme fetch of ``data:`` and ``about:``: https://fetch.spec.whatwg.org/#scheme-fetch

Law: what such a URL holds comes from the URL alone; nothing is sent.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from ..mime import parse_mime_type
from ..response import WireResponse

LOCAL_SCHEMES = frozenset(("about", "data"))
DEFAULT_TYPE = "text/plain;charset=US-ASCII"
_BASE64 = re.compile(r";[ ]*base64\Z", re.IGNORECASE)


def local_response(href: str) -> WireResponse | None:
    """The response of a data: URL or about:blank; ``None`` for one that does not parse."""
    if href.startswith("data:"):
        return data_response(href)
    return WireResponse(200, (("Content-Type", "text/html;charset=utf-8"),), b"", "OK")


def data_response(href: str) -> WireResponse | None:
    """The response of a data: URL; ``None`` for one that does not parse.

    https://fetch.spec.whatwg.org/#data-url-processor
    """
    kind, comma, rest = href.partition("#")[0][len("data:") :].partition(",")
    if not comma:
        return None
    body = unquote_to_bytes(rest)
    kind = kind.strip(" ")
    found = _BASE64.search(kind)
    if found is not None:
        kind = kind[: found.start()]
        decoded = _forgiving_base64(body)
        if decoded is None:
            return None
        body = decoded
    if kind.startswith(";"):
        kind = "text/plain" + kind
    mime = parse_mime_type(kind)
    return WireResponse(
        200, (("Content-Type", DEFAULT_TYPE if mime is None else str(mime)),), body, "OK"
    )


def _forgiving_base64(data: bytes) -> bytes | None:
    """https://infra.spec.whatwg.org/#forgiving-base64-decode"""
    data = data.translate(None, b"\t\n\f\r ")
    if len(data) % 4 == 0:
        data = data.removesuffix(b"=").removesuffix(b"=")
    if b"=" in data:
        return None
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error:
        return None
