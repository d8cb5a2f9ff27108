"""What Chrome takes for a document or for data, whatever its type says.

services/network/orb/orb_sniffers.cc

Law: the body's beginning decides, in one regular expression a kind of body. HTML may come behind
comments, each with the rest of its line, for to a script that is a comment, too.
"""

from __future__ import annotations

import re

from ...mime import essence_of
from ...response import WireResponse
from ...standard.opaque_response_blocking import DOCUMENT, SAFE

_BEGINNINGS = (
    b"!doctype html", b"script", b"html", b"head", b"iframe", b"h1", b"div", b"font", b"table",
    b"a", b"style", b"title", b"b", b"p",
)  # fmt: skip
_LINE_END = rb"(?:[\n\r]|\xe2\x80[\xa8\xa9])"
_COMMENT = rb"[ \t\r\n]*(?><!--.*?-->)(?:(?!%b).)*+(?=%b)" % (_LINE_END, _LINE_END)
_HTML = re.compile(
    rb"(?:%b)*+[ \t\r\n]*<(?:%b)" % (_COMMENT, b"|".join(_BEGINNINGS)), re.DOTALL | re.IGNORECASE
)
_XML = re.compile(rb"[ \t\r\n]*<\?xml")
_JSON = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*"(?:[^"\\]|\\.)*"[ \t\r\n]*:', re.DOTALL)
# what keeps others from running JSON as a script
_GUARD = re.compile(rb"\)\]\}'|\{\} ?&&|(?:for ?\(;;\)|while ?\(1\));")


def as_document(wire: WireResponse, body: bytes) -> str | None:
    """Whether the answer begins as HTML, XML or JSON does.

    y15-8, y15-44, y56-169, y58-677, y59-1, y67-383, y67-473.
    """
    essence = essence_of(wire.headers)
    told = bool(essence) and not essence.startswith(("audio/", "video/"))
    if essence in SAFE or not told:
        return None
    found = any(kind.match(body) for kind in (_HTML, _XML, _JSON, _GUARD))
    return DOCUMENT if found else None
