"""What reaches the terminal: colour, where a person looks, and no control character of others.

https://no-color.org and https://force-color.org

Law: colour is only ever added to words that are there without it.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

GREEN, RED, YELLOW, RESET = "\x1b[32m", "\x1b[31;1m", "\x1b[33m", "\x1b[0m"
COLOURS = {"allowed": GREEN, "BLOCKED": RED, "DANGER": RED, "unknown": YELLOW, "warning": YELLOW}
_VERDICT = re.compile(r"^(\S+ +)(allowed|BLOCKED|unknown)(?= |$)", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def colours(stream: TextIO | None = None) -> bool:
    """Whether to write colours to *stream* (default: standard output)."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    stream = stream or sys.stdout
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def word(text: str) -> str:
    """A verdict's word in its colour, where colours are written."""
    colour = COLOURS.get(text.rstrip("*"))
    return f"{colour}{text}{RESET}" if colour and colours() else text


def verdicts(table: str) -> str:
    """A table with the verdicts of its second column in colour, where colours are written."""
    if not colours():
        return table
    return _VERDICT.sub(lambda found: found[1] + word(found[2]), table)


def printable(text: str) -> str:
    """*text* of a server or a file with its control characters as escapes."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
