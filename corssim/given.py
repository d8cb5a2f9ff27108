"""Values as people write them, made into the engine's: header lists and bodies.

Law: what cannot be meant is refused at once, with one line that says which value and why. The
right form goes through unchanged and at next to no cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from .errors import UsageError
from .headers import HeaderList
from .url import scalar_values

_LINE_BREAK = re.compile(r"[\0\r\n]")
MOST_REMEMBERED = 64  # lines of a header list that is known again


def header_list(headers: object, on_wire: bool = False) -> HeaderList:
    """A mapping or (name, value) pairs as a header list.

    Names and values are text whose characters are bytes; *on_wire*: none of them a line break or
    NUL. Raises ``UsageError`` for anything else.
    """
    if headers is None:
        return ()
    if type(headers) is dict:
        headers = tuple(headers.items())
    if type(headers) is not tuple or len(headers) > MOST_REMEMBERED:
        return _header_list(headers, on_wire)
    try:
        return _remembered(headers, on_wire)
    except TypeError:  # what cannot be hashed is no text
        return _header_list(headers, on_wire)


def _header_list(headers: object, on_wire: bool) -> HeaderList:
    if not isinstance(headers, Iterable) or isinstance(headers, str | bytes):
        raise UsageError(f"headers are a mapping or (name, value) pairs, not {headers!r}")
    lines = headers.items() if isinstance(headers, Mapping) else headers
    return tuple(_line(line, on_wire) for line in lines)


_remembered: Callable[[object, bool], HeaderList] = lru_cache(maxsize=1024)(_header_list)


def _line(line: object, on_wire: bool) -> tuple[str, str]:
    if not isinstance(line, Sequence) or isinstance(line, str | bytes) or len(line) != 2:
        raise UsageError(f"headers are a mapping or (name, value) pairs; {line!r} is no pair")
    name, value = line
    for text in (name, value):
        if not isinstance(text, str):
            raise UsageError(f"header names and values are text, not {text!r} ({name!r})")
        if not text.isascii() and max(text) > "\xff":
            raise UsageError(f"header text goes up to U+00FF, each character a byte: {text!r}")
        if on_wire and _LINE_BREAK.search(text):
            raise UsageError(f"a header line holds no line break and no NUL: {text!r}")
    return name, value


def as_bytes(data: str | bytes) -> bytes:
    """Text as UTF-8, bytes as they are."""
    return scalar_values(data).encode() if isinstance(data, str) else data


def response_body(body: str | bytes | bytearray | memoryview) -> bytes:
    """The body of a response: text as UTF-8; raises ``UsageError`` for anything but text and
    bytes.
    """
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return as_bytes(body)
    if isinstance(body, bytearray | memoryview):
        return bytes(body)
    raise UsageError(
        f"the body of a response is text or bytes, not {body!r}: for JSON give json.dumps(...)"
    )
