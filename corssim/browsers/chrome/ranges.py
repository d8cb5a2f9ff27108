"""Ranges that Chrome's HTTP cache takes over, to write them again at the end of the request.

net/http/http_util.cc, ParseRangeHeader; net/http/partial_data.cc. Recordings dev-38, dev-180.
"""

from __future__ import annotations

import re

# bytes = first - [ last ] | - suffix, white space anywhere, the unit in any case
_RANGE = re.compile(r"bytes\s*=\s*(?:([0-9]+)\s*-\s*([0-9]*)|-\s*[0-9]+)\s*\Z", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def is_cached_range(value: str) -> bool:
    """Whether the cache understands the range: 64-bit numbers, the last not before the first."""
    found = _RANGE.match(value)
    if found is None:
        return False
    if found[1] is None:
        return True
    return int(found[1]) <= int(found[2] or found[1]) < 1 << 63


def part_of(value: str, length: int) -> tuple[int, int] | None:
    """The first and the last byte, of *length*, that a range asks for; ``None``: outside, or no
    range that the cache understands (net/http/http_byte_range.cc, ComputeBounds).
    """
    if not is_cached_range(value) or not length:
        return None
    first, _, last = _compact(value).partition("=")[2].partition("-")
    if not first:
        return max(0, length - int(last)), length - 1
    if int(first) >= length:
        return None
    return int(first), min(int(last), length - 1) if last else length - 1


def rewritten(value: str, whole: int = 0) -> str:
    """The range as the cache writes it: with both ends where it has the *whole* response's length.

    Hunted: e11-34.
    """
    part = part_of(value, whole)
    if part is not None:
        return f"bytes={part[0]}-{part[1]}"
    return _compact(value)


def _compact(value: str) -> str:
    return _BLANKS.sub("", value).lower()
