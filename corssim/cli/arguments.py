"""Arguments that several commands share, and how they are read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..browsers import BROWSERS, PROFILES, BrowserName, browser_name
from ..devtools.dump import read_dump
from ..errors import UsageError
from ..response import WireResponse
from .applications import server_of

__all__ = [
    "add_browsers", "add_call", "add_server_kind", "browsers_of", "count", "file_bytes",
    "header_of", "percent", "responses_of", "server_of", "text_of",
]  # fmt: skip
MOST_BYTES = 50_000_000


def add_call(parser: argparse.ArgumentParser) -> None:
    """The call: method, headers, credentials, body, fetch or XMLHttpRequest."""
    parser.add_argument("-X", "--method", help="the method (default GET, POST with --data)")
    parser.add_argument(
        "-H", "--header", action="append", default=[], metavar="'Name: value'",
        help="a request header; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--credentials", choices=("omit", "same-origin", "include"), default="same-origin"
    )
    parser.add_argument("--data", help="the body, as text")
    parser.add_argument("--xhr", action="store_true", help="XMLHttpRequest instead of fetch()")
    parser.add_argument("--upload", action="store_true", help="with an upload listener (XHR)")


def add_browsers(parser: argparse.ArgumentParser, default: str = ",".join(BROWSERS)) -> None:
    """Which browsers, and whether machines read the answer."""
    parser.add_argument(
        "--browser", default=default, metavar="LIST",
        help=f"browsers, separated by commas: {', '.join(PROFILES)} (default {default})",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="JSON for machines")


def add_server_kind(parser: argparse.ArgumentParser, default: str | None = "headers") -> None:
    """Whose fix to show."""
    from ..doctor import KINDS

    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default=default, metavar="KIND",
        help=f"whose fix to show: {', '.join(KINDS)}",
    )  # fmt: skip


def browsers_of(options: argparse.Namespace) -> list[BrowserName]:
    """The browsers that ``--browser`` lists; raises ``UsageError`` for an unknown one."""
    names = [browser_name(name.strip()) for name in options.browser.split(",") if name.strip()]
    if not names:
        raise UsageError("--browser names no browser")
    return names


def header_of(text: str) -> tuple[str, str]:
    """A ``Name: value`` argument; raises ``UsageError`` for anything else."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"a header is written 'Name: value', not {text!r}")
    return name.strip(), value.strip()


def text_of(value: str) -> str:
    """An argument's text: ``-`` is standard input, ``@file`` a file, anything else itself.

    Bytes that are no UTF-8 are read as Latin-1. Raises ``UsageError`` for a file that cannot be
    read.
    """
    if value == "-":
        stream = getattr(sys.stdin, "buffer", None)
        data: bytes | str = (stream or sys.stdin).read(MOST_BYTES)
        return data if isinstance(data, str) else _decoded(data)
    if value.startswith("@") and "\n" not in value:
        return _decoded(file_bytes(value[1:]))
    return value


def file_bytes(name: str) -> bytes:
    """The content of a file, or of standard input for ``-``; raises ``UsageError``."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES)
        with Path(name).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise UsageError(f"cannot read {name}: {reason}") from None
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} is longer than {MOST_BYTES} bytes")
    return content


def _decoded(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # as Windows' shells write files
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def responses_of(text: str) -> list[WireResponse]:
    """The responses of ``--response`` and ``--preflight``: one, or those of a redirect chain.

    ``200; Name: value``, or what ``curl -i`` prints; ``@file`` and ``-`` are read.
    """
    return read_dump(text_of(text))


def count(text: str) -> int:
    """A whole number from 1, as argparse reads it."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1")
    return int(text)


def percent(text: str) -> float:
    """A share between 0 and 100, as argparse reads it."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no number") from None
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 100 percent")
    return value
