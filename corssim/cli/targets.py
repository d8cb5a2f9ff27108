"""The target of ``fuzz`` and ``audit``: an application or a live server, and its stated policy.

Law: a live server is asked with restraint, and under https, whatever its scheme, for mixed content
is no matter of its policy.
"""

from __future__ import annotations

import argparse
from typing import Any

from ..browsers import BrowserName
from ..errors import UsageError
from ..security.stated import StatedPolicy
from ..security.subject import Subject
from ..servers import live
from ..servers.polite import OverHTTPS, RateLimited
from ..url import parse_url
from . import arguments

RATE, MOST = 20.0, 2000


def add_to(parser: argparse.ArgumentParser) -> None:
    """The target, and the bounds for a live one."""
    parser.add_argument("target", metavar="module:app|URL", help="an application, or a live server")
    parser.add_argument(
        "--rate", type=float, default=RATE, metavar="N",
        help="at most N requests a second to a live server (default %(default)g)",
    )  # fmt: skip
    parser.add_argument(
        "--most-requests", type=int, default=MOST, metavar="N",
        help="at most N requests to a live server in all (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--unsafe-methods", action="store_true",
        help="also send state-changing methods to a live server (default: as GET)",
    )  # fmt: skip
    parser.add_argument("--ca", metavar="FILE", help="certificates to trust")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS")


def is_live(options: argparse.Namespace) -> bool:
    """Whether the target is a URL."""
    return "://" in options.target


def url_of(options: argparse.Namespace) -> str | None:
    """The origin at which a live target is judged; ``None`` for an application."""
    if not is_live(options):
        return None
    parsed = parse_url(options.target)
    if parsed is None or not parsed.is_http:
        raise UsageError(f"{options.target!r} is no http(s) URL")
    port = f":{parsed.effective_port}" if parsed.port or parsed.scheme == "http" else ""
    if parsed.scheme == "http" and parsed.port is None:
        port = ""
    return f"https://{parsed.host}{port}"


def path_of(options: argparse.Namespace) -> str | None:
    """The path and query of a live target, where it names more than the root."""
    parsed = parse_url(options.target) if is_live(options) else None
    if parsed is None:
        return None
    path = parsed.path + (f"?{parsed.query}" if parsed.query else "")
    return path if path != "/" else None


def spent(options: argparse.Namespace) -> str:
    """What to say where a live server may be asked no more."""
    return (
        f"the bound of {options.most_requests} requests was reached before the end: raise "
        "--most-requests to try the rest"
    )


def subject_of(
    options: argparse.Namespace, policy: StatedPolicy, browsers: list[BrowserName]
) -> Subject:
    """The subject that the options describe."""
    if not is_live(options):
        return Subject(arguments.server_of(options.target), policy, browsers=browsers)
    server: Any = live(timeout=options.timeout, ca=options.ca)
    if options.target.lower().startswith("http:"):
        server = OverHTTPS(server)
    polite = RateLimited(
        server, rate=options.rate, most=options.most_requests, unsafe_methods=options.unsafe_methods
    )
    return Subject(polite, policy, browsers=browsers, live=True)
