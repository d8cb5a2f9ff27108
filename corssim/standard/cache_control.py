"""What caches read in header lines: Cache-Control, Vary, dates and conditions.

https://httpwg.org/specs/rfc9111.html#field.cache-control

Law: parsing only; what follows from it is the cache's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..headers import HeaderList, get, split
from ..response import WireResponse

Directive = tuple[str, str | None]
"""A directive of Cache-Control: its name in lower case, and its argument, if it has one."""
DELTA_SECONDS = re.compile(r"[0-9]+\Z")
CONDITIONAL_HEADERS = frozenset(
    ("if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since")
)


def is_conditional(headers: HeaderList) -> bool:
    """Whether a script's headers make the request conditional."""
    return any(name.lower() in CONDITIONAL_HEADERS for name, _ in headers)


def each_directive(value: str) -> Iterator[Directive]:
    """The directives of Cache-Control, quotes taken off (RFC 9111, 5.2)."""
    for part in split(value):
        name, equals, argument = part.partition("=")
        if name.strip():
            yield name.strip().lower(), argument.strip(' \t"') if equals else None


def directives(value: str | None) -> dict[str, str | None]:
    """The directives of a request; of a name that stands twice the first."""
    return dict(reversed(list(each_directive(value or ""))))


def forces_revalidation(wanted: dict[str, str | None]) -> bool:
    """Whether the directives of a request want a stored response to be validated."""
    return "no-cache" in wanted or wanted.get("max-age") == "0"


def varying(response: WireResponse) -> list[str]:
    """The names in Vary, in lower case; ``*``: no other request is like the response's own."""
    return [name.lower() for name in split(get(response.headers, "vary") or "") if name]


def http_date(text: str | None) -> float | None:
    """The seconds since the epoch that an HTTP-date names; ``None`` if it is none."""
    if text is None:
        return None
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None
