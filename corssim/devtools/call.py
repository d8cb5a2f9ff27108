"""A call as a script made it, and what of captured headers is the script's own.

Law: headers that every browser adds are left out where they look like the browser's; one that a
script may have set in its own words stays.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..call import ScriptCall
from ..headers import first
from ..standard.request_headers import is_forbidden_request_header

Pairs = tuple[tuple[str, str], ...]

# name: beginnings of values that browsers write themselves; an empty one stands for any value
BROWSERS_OWN: dict[str, tuple[str, ...]] = {
    "accept": ("*/*", "text/html,application/xhtml+xml"),
    "accept-language": ("",),
    "user-agent": ("Mozilla/", ""),
    "priority": ("u=",),
    "cache-control": ("no-cache", "max-age=0"),
    "pragma": ("no-cache",),
    "upgrade-insecure-requests": ("1",),
    "x-client-data": ("",),
    "if-none-match": ("",),
    "if-modified-since": ("",),
}


@attrs.frozen
class Call(ScriptCall):
    """A call that was captured or pasted.

    ``origin`` is the page's, where it is known; ``cookies`` the value of a captured Cookie header,
    which a browser would take from its jar.
    """

    origin: str | None = None
    cookies: str | None = None


def authors_own(headers: Iterable[tuple[str, str]]) -> Pairs:
    """The header lines that a script set, as far as they can be told from the browser's."""
    return tuple((name, value) for name, value in headers if not _browsers_own(name, value))


def _browsers_own(name: str, value: str) -> bool:
    lower = name.lower()
    if lower.startswith(":") or is_forbidden_request_header(name, value):
        return True
    return value.startswith(BROWSERS_OWN.get(lower, ("\0",)))


def origin_of_page(headers: Iterable[tuple[str, str]]) -> str | None:
    """The page's origin by the captured Origin, or by Referer."""
    from ..url import parse_url

    listed = list(headers)
    origin = first(listed, "origin")
    if origin:
        return origin
    referrer = parse_url(first(listed, "referer") or "")
    return referrer.origin.serialized if referrer is not None and referrer.is_http else None
