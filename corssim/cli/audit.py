"""``corssim audit``: the known classes of misconfiguration, path by path."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from .. import __version__
from ..doctor import KINDS
from ..errors import UsageError
from ..security.audit import Audit, Progress, audit, guessed_policy
from ..security.sarif import sarif
from ..security.stated import URL, Rule, StatedPolicy, read_policy
from ..security.targets import read_openapi, read_paths
from ..security.text import violation_json, violation_table, violation_text
from ..url import parse_url
from . import arguments, targets


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "audit", help="look for the known classes of CORS misconfiguration",
        description="Asks every path with a fixed set of requests: look-alike origins, null, "
        "strangers, with credentials and without. Says who got in, whether a browser can be that "
        "page, and what to change. A live server is asked GET and OPTIONS only.",
    )  # fmt: skip
    targets.add_to(parser)
    parser.add_argument("--paths", metavar="FILE", help="paths to ask, one a line")
    parser.add_argument("--openapi", metavar="FILE", help="an OpenAPI description with the paths")
    parser.add_argument(
        "--origin", action="append", default=[], metavar="ORIGIN",
        help="an origin that is meant to be let in, credentials included; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--policy", metavar="FILE", help="what is meant to be allowed, in TOML (see fuzz)"
    )
    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default="headers", help="whose fix to show"
    )
    parser.add_argument("--details", action="store_true", help="every finding whole, not a table")
    parser.add_argument("--sarif", action="store_true", help="SARIF 2.1.0, for code scanning")
    arguments.add_browsers(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Audit; 0 where nothing worse than a note is found, 1 where something is."""
    browsers = arguments.browsers_of(options)
    if options.policy and options.origin:
        raise UsageError("--policy and --origin exclude each other: the policy names its origins")
    if options.json and options.sarif:
        raise UsageError("--json and --sarif exclude each other")
    policy = _policy(options)
    subject = targets.subject_of(options, policy, browsers)
    bar = _bar()
    with bar as shown:
        found = audit(subject, stated=bool(options.policy), progress=_progress(shown))
    if not found.paths and not found.violations:
        if subject.spent:
            raise UsageError(targets.spent(options))
        raise UsageError(f"{options.target} gave no answer on {', '.join(found.unexamined)}")
    _print(options, found)
    if subject.spent:
        print(f"corssim: {targets.spent(options)}", file=sys.stderr)
    return 0 if found.ok else 1


def _policy(options: argparse.Namespace) -> StatedPolicy:
    paths = _paths(options)
    url = targets.url_of(options) or URL
    if options.policy:
        stated = read_policy(options.policy, targets.url_of(options))
        if not paths:
            return stated
        rules = [_asking(rule, stated, paths) for rule in stated.rules]
        outside = tuple(path for path in paths if stated.rule(path) is None)
        closed = (Rule((), paths=outside, ask=outside),) if outside else ()
        return StatedPolicy((*rules, *closed), stated.url)
    for origin in options.origin:
        parsed = parse_url(origin)
        if origin == "null" or parsed is None or parsed.origin.serialized != origin:
            raise UsageError(f"{origin!r} is no origin, such as https://app.example")
    return guessed_policy(url, options.origin, paths or (targets.path_of(options) or "/",))


def _asking(rule: Rule, stated: StatedPolicy, paths: tuple[str, ...]) -> Rule:
    """*rule* with those of *paths* to ask that it decides."""
    import attrs

    own = tuple(path for path in paths if stated.rule(path) is rule)
    return attrs.evolve(rule, ask=own or rule.tried)


def _paths(options: argparse.Namespace) -> tuple[str, ...]:
    if options.paths and options.openapi:
        raise UsageError("--paths and --openapi exclude each other")
    if options.paths:
        return read_paths(options.paths)
    return read_openapi(options.openapi) if options.openapi else ()


def _bar() -> AbstractContextManager[Any]:
    """A progress bar on a terminal, where tqdm is installed."""
    if not sys.stderr.isatty():
        return nullcontext()
    try:
        from tqdm import tqdm
    except ImportError:
        return nullcontext()
    return tqdm(unit="case", leave=False, file=sys.stderr)


def _progress(bar: Any) -> Progress | None:
    if bar is None:
        return None

    def progress(done: int, total: int, path: str) -> None:
        bar.total = total
        bar.set_description(path, refresh=False)
        bar.update(done - bar.n)

    return progress


def _print(options: argparse.Namespace, found: Audit) -> None:
    if options.sarif:
        print(json.dumps(sarif(found.violations, __version__), indent=2, ensure_ascii=False))
        return
    if options.json:
        shown = {
            "ok": found.ok, "paths": list(found.paths), "unexamined": list(found.unexamined),
            "findings": [violation_json(one, options.server_kind) for one in found.violations],
        }  # fmt: skip
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    if options.details:
        for violation in found.violations:
            print(violation_text(violation, options.server_kind))
    elif found.violations:
        print(violation_table(found.violations), end="\n\n")
    worst = [one for one in found.violations if one.finding.severity != "note"]
    print(f"{len(found.paths)} path(s) examined, {len(worst)} finding(s), "
          f"{len(found.violations) - len(worst)} note(s)")  # fmt: skip
    if found.unexamined:
        print(f"not examined to the end: {', '.join(found.unexamined)}")
