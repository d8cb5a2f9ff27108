"""Header lists: ordered (name, value) pairs whose names compare without case.

Law: a value is isomorphic, each character one byte. Nothing here knows what a header means.
The grammar stands above each parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

HeaderList = tuple[tuple[str, str], ...]
Headers = Iterable[tuple[str, str]] | Mapping[str, str]

HTTP_WHITESPACE = "\t\n\r "  # https://fetch.spec.whatwg.org/#http-whitespace
HTTP_TAB_OR_SPACE = "\t "

# token = 1*tchar (RFC 9110, 5.6.2)
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_LIST_SYNTAX = re.compile(r'[,"]')


def is_token(text: str) -> bool:
    """Whether *text* matches the ``token`` production (RFC 9110, 5.6.2)."""
    return TOKEN.match(text) is not None


def is_header_value(value: str) -> bool:
    """https://fetch.spec.whatwg.org/#header-value"""
    return value == value.strip(HTTP_WHITESPACE) and not any(c in value for c in "\0\r\n")


def normalize(value: str) -> str:
    """https://fetch.spec.whatwg.org/#concept-header-value-normalize"""
    return value.strip(HTTP_WHITESPACE)


def get_all(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The values of the headers called *name*, in order. *name* must be lower-case."""
    length = len(name)
    return [value for key, value in headers if len(key) == length and key.lower() == name]


def get(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The combined value of the headers called *name* (lower-case); ``None`` if there is none.

    https://fetch.spec.whatwg.org/#concept-header-list-get
    """
    found: str | None = None
    length = len(name)  # most names differ in length, which is told faster than case
    for key, value in headers:
        if len(key) == length and key.lower() == name:
            found = value if found is None else f"{found}, {value}"
    return found


def first(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first value of the headers called *name* (lower-case); ``None`` if there is none."""
    return next((value for key, value in headers if key.lower() == name), None)


def combine(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """One pair a name, first spelling and place kept, values joined by ``, `` as a receiver
    reads them: without white space at the end.

    https://fetch.spec.whatwg.org/#concept-header-list-combine
    """
    combined: dict[str, list[str]] = {}
    for name, value in headers:
        known = combined.setdefault(name.lower(), [name])
        known.append(value)
    return [
        (name, values[0] if len(values) == 1 else ", ".join(values).rstrip())
        for name, *values in combined.values()
    ]


def _name(pair: tuple[str, str]) -> str:
    return pair[0]


def sort_and_combine(headers: Iterable[tuple[str, str]]) -> HeaderList:
    """What iterating a ``Headers`` object gives: lower-case, sorted, Set-Cookie kept apart.

    https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
    """
    combined: dict[str, list[str]] = {}
    for name, value in headers:
        combined.setdefault(name.lower(), []).append(value)
    cookies = [("set-cookie", value) for value in combined.pop("set-cookie", ())]
    joined = [(name, ", ".join(values)) for name, values in combined.items()]
    return tuple(sorted((*joined, *cookies), key=_name))


def get_decode_and_split(headers: Iterable[tuple[str, str]], name: str) -> list[str] | None:
    """https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split"""
    value = get(headers, name)
    return None if value is None else split(value)


def split(value: str) -> list[str]:
    """A value at its commas, those inside quoted strings kept; parts trimmed of TAB and SP.

    https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
    """
    if '"' not in value:
        return [part.strip(HTTP_TAB_OR_SPACE) for part in value.split(",")]
    parts: list[str] = []
    start = position = 0
    while position < len(value):
        found = _LIST_SYNTAX.search(value, position)
        if found is None:
            break
        position = found.end()
        if found[0] == '"':
            position = _end_of_quoted_string(value, position)
        else:
            parts.append(value[start : found.start()].strip(HTTP_TAB_OR_SPACE))
            start = position
    parts.append(value[start:].strip(HTTP_TAB_OR_SPACE))
    return parts


def _end_of_quoted_string(value: str, position: int) -> int:
    """The position behind the quoted string whose content starts at *position*."""
    while position < len(value):
        character = value[position]
        position += 1
        if character == '"':
            break
        if character == "\\":
            position += 1
    return position


class Malformed(ValueError):
    """A list-valued header does not match its grammar; ``element`` is the first culprit."""

    def __init__(self, element: str) -> None:
        super().__init__(element)
        self.element = element


def nosniff(headers: Iterable[tuple[str, str]]) -> bool:
    """https://fetch.spec.whatwg.org/#determine-nosniff"""
    values = get_decode_and_split(headers, "x-content-type-options")
    return values is not None and values[0].lower() == "nosniff"


def extract_tokens(value: str | None, whitespace: str = HTTP_TAB_OR_SPACE) -> list[str]:
    """The elements of a ``#method`` or ``#field-name`` list; raises :class:`Malformed`.

    #element = [ element ] *( OWS "," OWS [ element ] ), element = token (RFC 9110, 5.6.1):
    empty elements are skipped. https://fetch.spec.whatwg.org/#extract-header-list-values
    """
    if not value:
        return []
    return list(
        _tokens_of_short(value, whitespace) if len(value) < 512 else _tokens(value, whitespace)
    )


def _tokens(value: str, whitespace: str) -> list[str]:
    tokens = []
    for part in value.split(","):
        element = part.strip(whitespace)
        if element:
            if TOKEN.match(element) is None:
                raise Malformed(element)
            tokens.append(element)
    return tokens


_tokens_of_short = lru_cache(maxsize=2048)(_tokens)

# delta-seconds = 1*DIGIT (RFC 9111, 1.2.2)
_DELTA_SECONDS = re.compile(r"[0-9]+\Z")
_MOST_SECONDS = 1 << 31


def extract_delta_seconds(value: str | None) -> int | None:
    """The seconds of a ``delta-seconds`` value, at most 2**31; ``None`` if it is not one."""
    if value is None or _DELTA_SECONDS.match(value) is None:
        return None
    return _MOST_SECONDS if len(value.lstrip("0")) > 10 else min(int(value), _MOST_SECONDS)
