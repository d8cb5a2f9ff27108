"""Images: whether what came is one, and enough of one.

https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern

Law: an image is loaded as soon as its head says what it is and how large; how much of it that
takes is the decoder's affair, and the browsers' decoders differ. The content says which format it
is, never the type; but SVG is asked of the type, and then the whole document must be well-formed.
Measured by cutting real images at every length: y67-1 to y67-377, y68.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Literal
from xml.parsers import expat

import attrs

SVG = "http://www.w3.org/2000/svg"
_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # bytes: what follows a BMP's file header


@attrs.frozen
class Decoder:
    """What a browser's decoders want."""

    frame: int = 10
    """Bytes of a GIF's first frame; 0: its screen's head is enough, if that is not empty.
    y67-11, y67-33, y67-34, y68-30
    """
    frameless: bool = False
    """Whether a GIF may have no frame at all. y68-52"""
    lossless: int = 25
    """Bytes of a lossless WebP. y68-315"""
    whole_avif: bool = True
    """Whether AVIF must have come to its end. y68-566"""
    svg_encoding: str | None = None
    """What SVG is read as, whatever it says itself. y67-371"""
    svg_by_type: bool = False
    """Whether what is typed as SVG can be nothing else. y56-216"""
    svg_of_any_status: bool = True
    """Whether a bad status matters as little to SVG as it does to other images. y70-55"""

    def format_of(self, body: bytes, essence: str) -> Literal["", "raster", "svg"]:
        """What an image typed as *essence* can be shown as; empty: it can't."""
        typed = essence == "image/svg+xml"
        if not (typed and self.svg_by_type) and self._is_raster(body):
            return "raster"
        return "svg" if typed and self._is_svg(body) else ""

    def _is_raster(self, body: bytes) -> bool:
        for signature, has_head in _FORMATS.items():
            if body.startswith(signature):
                return has_head(self, body)
        return body[4:12] == b"ftypavif" and self._avif(body)

    def _gif(self, body: bytes) -> bool:
        if not self.frame and body[6:10] != bytes(4):
            return len(body) > 13
        at = 13 + _palette(body[10:11])
        while body[at : at + 1] == b"!":  # an extension: a label, then blocks to an empty one
            at += 2
            while length := int.from_bytes(body[at : at + 1], "big"):
                at += 1 + length
            at += 1
        if body[at : at + 1] in (b",", b""):
            return len(body) >= at + (self.frame or 10)
        return self.frameless

    def _png(self, body: bytes) -> bool:
        """A sound IHDR, and chunks up to the first IDAT's head."""
        head, size = body[12:29], body[16:24]
        sound = head.startswith(b"IHDR") and body[29:33] == zlib.crc32(head).to_bytes(4, "big")
        at = 8
        while len(body) >= at + 8 and body[at + 4 : at + 8] != b"IDAT":
            at += 12 + int.from_bytes(body[at : at + 4], "big")
        return sound and b"\0\0\0\0" not in (size[:4], size[4:]) and len(body) >= at + 8

    def _jpeg(self, body: bytes) -> bool:
        """Segments up to the head of the first scan."""
        at, marker = 2, b""
        while marker != b"\xff\xda":
            marker = body[at : at + 2]
            if len(body) < at + 4 or marker[0] != 0xFF:
                return False
            at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        return len(body) >= at

    def _webp(self, body: bytes) -> bool:
        if body[8:15] != b"WEBPVP8":
            return False
        if body[15:16] == b"X":
            return len(body) >= 8 + int.from_bytes(body[4:8], "little")
        return len(body) >= (self.lossless if body[15:16] == b"L" else 30)

    def _bmp(self, body: bytes) -> bool:
        length = int.from_bytes(body[14:18], "little")
        return length in _BITMAP_HEADERS and len(body) >= 14 + length

    def _icon(self, body: bytes) -> bool:
        """A directory with one entry, and that not empty."""
        return len(body) >= 22 and body[4:6] != b"\0\0" and body[14:18] != b"\0\0\0\0"

    def _avif(self, body: bytes) -> bool:
        """Boxes up to what describes the image, or to the end of what holds it."""
        at = 0
        while length := int.from_bytes(body[at : at + 4], "big"):
            kind = body[at + 4 : at + 8]
            at += length
            if kind == (b"mdat" if self.whole_avif else b"meta"):
                return len(body) >= at
        return False

    def _is_svg(self, body: bytes) -> bool:
        """A well-formed document whose root is svg, in the namespace. y66-168, y67-341."""
        roots: list[str] = []
        parser = expat.ParserCreate(self.svg_encoding, " ")
        parser.StartElementHandler = lambda name, _: roots.append(name)
        try:
            parser.Parse(body, True)
        except (expat.ExpatError, LookupError):  # or an encoding that is none
            return False
        return roots[0] == f"{SVG} svg"


def _palette(flags: bytes) -> int:
    """Bytes of the palette that a GIF's flags tell of."""
    packed = int.from_bytes(flags, "big")
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


_FORMATS: dict[bytes, Callable[[Decoder, bytes], bool]] = {
    b"GIF87a": Decoder._gif,
    b"GIF89a": Decoder._gif,
    b"\x89PNG\r\n\x1a\n": Decoder._png,
    b"\xff\xd8\xff": Decoder._jpeg,
    b"RIFF": Decoder._webp,
    b"BM": Decoder._bmp,
    b"\0\0\1\0": Decoder._icon,
    b"\0\0\2\0": Decoder._icon,
}
