"""Arguments that several commands share, and how they are read."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import Any

from ..browsers import BROWSERS, PROFILES
from ..errors import UsageError
from ..response import WireResponse, reason_phrase
from ..servers.scripted import checked_headers

Pairs = list[tuple[str, str]]


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


def browsers_of(options: argparse.Namespace) -> list[str]:
    """The browsers that ``--browser`` lists; raises ``UsageError`` for an unknown one."""
    names = [name.strip() for name in options.browser.split(",") if name.strip()]
    for name in names:
        if name not in PROFILES:
            raise UsageError(f"no browser is called {name!r}: choose from {', '.join(PROFILES)}")
    if not names:
        raise UsageError("--browser names no browser")
    return names


def header_of(text: str) -> tuple[str, str]:
    """A ``Name: value`` argument; raises ``UsageError`` for anything else."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"a header is written 'Name: value', not {text!r}")
    return name.strip(), value.strip()


def response_of(text: str) -> WireResponse:
    """A ``status; Header: value; ...`` argument as a response."""
    first, *rest = [part.strip() for part in text.split(";")]
    if not first.isdigit() or not 100 <= int(first) <= 999:
        raise UsageError(f"a response begins with a status from 100 to 999, not {first!r}")
    lines = checked_headers([header_of(part) for part in rest if part])
    return WireResponse(int(first), lines, b"", reason_phrase(int(first)))


def server_of(reference: str) -> Any:
    """The application that ``module:name`` refers to, or the live server for ``live``."""
    if reference == "live":
        from ..servers import live

        return live()
    module_name, colon, attribute = reference.partition(":")
    if not colon:
        raise UsageError(f"--server takes module:app or live, not {reference!r}")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found: Any = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
    except Exception as problem:
        raise UsageError(f"cannot load {reference}: {type(problem).__name__}: {problem}") from None
    return found


def count(text: str) -> int:
    """A whole number from 1, as argparse reads it."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1")
    return int(text)


def percent(text: str) -> float:
    """A share between 0 and 100, as argparse reads it."""
    value = float(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 100 percent")
    return value
