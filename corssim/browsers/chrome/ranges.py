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


def rewritten(value: str) -> str:
    """The range as the cache writes it."""
    return _BLANKS.sub("", value).lower()
