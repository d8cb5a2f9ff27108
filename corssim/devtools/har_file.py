"""The entries of a HAR file, one after the other: HTTP Archive 1.2, plain or gzip.

http://www.softwareishard.com/blog/har-12-spec/

Law: only one entry is held at a time, however long the file is. What is no JSON ends the reading
with a line that says where; entries before it stand.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from ..errors import UsageError

CHUNK = 1 << 20  # characters read at once
MOST_CHARACTERS = 1 << 28  # of one entry
NEAR = 16  # characters before the end at which a value may only be cut off
_BLANK = re.compile(r"[ \t\r\n]*")


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float(digits)


_DECODER = json.JSONDecoder(parse_int=_integer, strict=False)


class _Text:
    """JSON text of which as much is in memory as the next value needs."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._buffer = ""
        self._at = 0

    def _more(self) -> bool:
        """Read on, twice as much each time, so that a long value costs linear time."""
        rest = self._buffer[self._at :]
        if len(rest) > MOST_CHARACTERS:
            raise UsageError(f"a value is longer than {MOST_CHARACTERS} characters")
        read = self._stream.read(max(CHUNK, len(rest)))
        self._buffer, self._at = rest + read, 0
        return bool(read)

    def next(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._buffer, self._at)
            assert blank is not None
            self._at = blank.end()
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _open(self, bracket: str) -> None:
        if self.next() not in (bracket, ""):
            raise UsageError(f"{self._name} is no HAR file: it has no log with a list of entries")
        self.take(bracket)

    def items(self) -> Iterator[Any]:
        """The values of a list."""
        self._open("[")
        if self.next() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.next() != ",":
                self.take("]")
                return
            self.take(",")

    def take(self, character: str) -> None:
        """Take exactly *character*."""
        found = self.next()
        if found != character:
            raise ValueError(f"{character} expected, not {found!r}" if found else "it ends early")
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise ValueError("it is nested too deep") from None
            except json.JSONDecodeError as problem:
                if self._is_wrong(problem) or not self._more():
                    raise ValueError(problem.msg) from None
                continue
            length = end - self._at
            ends = end < len(self._buffer) or not isinstance(value, int | float)
            if ends or not self._more():  # a number may go on
                self._at += length
                return value

    def _is_wrong(self, problem: json.JSONDecodeError) -> bool:
        """Whether more text cannot mend the value."""
        if problem.msg.startswith("Unterminated string"):
            return False
        return problem.pos < len(self._buffer) - NEAR

    def members(self) -> Iterator[str]:
        """The names of an object's members; the caller takes each one's value."""
        self._open("{")
        if self.next() == "}":
            self.take("}")
            return
        while True:
            name = self.value()
            self.take(":")
            yield str(name)
            if self.next() != ",":
                self.take("}")
                return
            self.take(",")


def entries_of(stream: TextIO, name: str) -> Iterator[Any]:
    """Each entry of the HAR text in *stream*; raises ``UsageError`` for a text that is none."""
    text = _Text(stream, name)
    number = -1
    try:
        for member in text.members():
            if member != "log":
                text.value()
                continue
            for inner in text.members():
                if inner != "entries":
                    text.value()
                    continue
                number = 0
                for entry in text.items():
                    yield entry
                    number += 1
    except ValueError as problem:
        if isinstance(problem, UsageError):
            raise
        place = f"entry {number} of {name}" if number >= 0 else name
        raise UsageError(f"{place} is no JSON: {problem}") from None
    except (OSError, EOFError, zlib.error) as problem:
        raise UsageError(f"{name} cannot be unpacked: {problem}") from None
    if number < 0:
        raise UsageError(f"{name} is no HAR file: it has no log with a list of entries")


def opened(path: str | Path) -> TextIO:
    """The file as text: UTF-8, with or without a byte order mark, packed by gzip or not."""
    try:
        with Path(path).open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        opener: Any = gzip.open if packed else open
        stream: TextIO = opener(path, "rt", encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError) as problem:
        raise UsageError(f"cannot read {path}: {getattr(problem, 'strerror', problem)}") from None
    return stream
