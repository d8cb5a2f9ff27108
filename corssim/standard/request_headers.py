"""Which request headers a script may set, and which of them CORS lets through unasked.

https://fetch.spec.whatwg.org/#terminology-headers

Law: decided by name and value alone. Values are isomorphic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from ..headers import split
from ..mime import parse_mime_type

FORBIDDEN_REQUEST_HEADERS = frozenset((
    "accept-charset", "accept-encoding", "access-control-request-headers",
    "access-control-request-method", "connection", "content-length", "cookie", "cookie2", "date",
    "dnt", "expect", "host", "keep-alive", "origin", "referer", "set-cookie", "te", "trailer",
    "transfer-encoding", "upgrade", "via",
))  # fmt: skip
FORBIDDEN_PREFIXES = ("proxy-", "sec-")
METHOD_OVERRIDES = frozenset(("x-http-method", "x-http-method-override", "x-method-override"))
CORS_NON_WILDCARD_REQUEST_HEADER_NAMES = frozenset(("authorization",))
NO_CORS_SAFELISTED_NAMES = frozenset(
    ("accept", "accept-language", "content-language", "content-type")
)
PRIVILEGED_NO_CORS_NAMES = frozenset(("range",))
SAFELISTED_ESSENCES = frozenset(
    ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
)
MOST_BYTES_OF_A_VALUE = 128
MOST_BYTES_IN_ALL = 1024

# https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
CORS_UNSAFE_BYTES = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f]')
_LANGUAGE = re.compile(r"[0-9A-Za-z *,\-.;=]*\Z")
# single-range = "bytes" "=" first "-" [ last ] (https://fetch.spec.whatwg.org/#simple-range-header-value)
_SINGLE_RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)\Z")


def is_forbidden_request_header(name: str, value: str) -> bool:
    """https://fetch.spec.whatwg.org/#forbidden-request-header"""
    lower = name.lower()
    if lower in FORBIDDEN_REQUEST_HEADERS or lower.startswith(FORBIDDEN_PREFIXES):
        return True
    return lower in METHOD_OVERRIDES and any(
        part.upper() in ("CONNECT", "TRACE", "TRACK") for part in split(value)
    )


def _accept(value: str) -> bool:
    return CORS_UNSAFE_BYTES.search(value) is None


def _language(value: str) -> bool:
    return _LANGUAGE.match(value) is not None


def _content_type(value: str) -> bool:
    if CORS_UNSAFE_BYTES.search(value):
        return False
    mime = parse_mime_type(value)
    return mime is not None and mime.essence in SAFELISTED_ESSENCES


def is_simple_range(
    value: str, pattern: re.Pattern[str] = _SINGLE_RANGE, most: float = float("inf")
) -> bool:
    """Whether *value* is one range of bytes with a start, its end not before it.

    Numbers beyond *most*, which browsers cannot hold, make it none.
    """
    found = pattern.match(value)
    if found is None:
        return False
    first, last = int(found[1]), int(found[2] or found[1])
    return first <= last <= most


Test = Callable[[str], bool]
COMMON_SAFELIST: dict[str, Test] = {
    "accept": _accept,
    "accept-language": _language,
    "content-language": _language,
    "content-type": _content_type,
    "range": is_simple_range,
}
"""What the standard and the three browsers safelist today."""
SAFELIST: dict[str, Test] = {**COMMON_SAFELIST}
"""The standard's: a name that it adds goes here, and into a browser's list once that has it."""


def is_cors_safelisted(name: str, value: str, safelist: Mapping[str, Test] = SAFELIST) -> bool:
    """https://fetch.spec.whatwg.org/#cors-safelisted-request-header"""
    if len(value) > MOST_BYTES_OF_A_VALUE:
        return False
    test = safelist.get(name.lower())
    return test is not None and test(value)


def cors_unsafe_request_header_names(
    headers: Iterable[tuple[str, str]],
    safelist: Mapping[str, Test] = SAFELIST,
    most_in_all: int | None = MOST_BYTES_IN_ALL,
) -> list[str]:
    """The lower-case names that need a preflight's permission, in the headers' order.

    Where safelisted values together exceed *most_in_all* bytes their names are unsafe too.
    https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    """
    unsafe: list[str] = []
    potentially_unsafe: list[str] = []
    size = 0
    for name, value in headers:
        if is_cors_safelisted(name, value, safelist):
            potentially_unsafe.append(name.lower())
            size += len(value)
        else:
            unsafe.append(name.lower())
    if most_in_all is not None and size > most_in_all:
        unsafe.extend(potentially_unsafe)
    return unsafe


def is_no_cors_safelisted(name: str, value: str, safelist: Mapping[str, Test] = SAFELIST) -> bool:
    """https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header"""
    return name.lower() in NO_CORS_SAFELISTED_NAMES and is_cors_safelisted(name, value, safelist)
