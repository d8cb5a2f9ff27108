"""What the network stacks of Chrome and Firefox make of odd answers before Fetch sees them.

Law: each function is one rule that both have; their sections say which they have.
"""

from __future__ import annotations

from ..failures import HeadersConflict
from ..headers import get_all
from ..response import WireResponse
from ..standard.fetch import Fetch

SINGLE_LINES = ("location", "content-disposition")


def conflict(fetch: Fetch, answer: WireResponse) -> HeadersConflict | None:
    """Two different lines of a header that may stand once. e14-367, e16-172, e16-189."""
    for name in SINGLE_LINES:
        if len(set(get_all(answer.headers, name))) > 1:
            return HeadersConflict(fetch.url.href, name)
    return None


def escaped_bytes(location: str) -> str:
    """A Location whose bytes beyond ASCII are percent-encoded as they are. e14-346, e16-209."""
    if location.isascii():
        return location
    return "".join(c if c < "\x80" else f"%{ord(c):02X}" for c in location)
