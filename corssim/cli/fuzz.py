"""``corssim fuzz``: search for a call that a policy and a server treat differently."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from ..doctor import KINDS
from ..errors import UsageError
from ..security.cases import PROPERTIES
from ..security.fuzz import EXAMPLES, fuzz
from ..security.stated import read_policy
from ..security.text import violation_json, violation_text
from . import arguments, targets

DATABASE = ".corssim/failures"


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "fuzz", help="search for calls that a policy and a server treat differently",
        description="Runs the properties of a stated policy against a server: who is let in and "
        "should not be, who is kept out and should not be. Prints the smallest counterexamples.",
    )  # fmt: skip
    targets.add_to(parser)
    parser.add_argument(
        "--policy", required=True, metavar="FILE", help="what is meant to be allowed, in TOML"
    )
    parser.add_argument(
        "--examples", type=int, default=EXAMPLES, metavar="N",
        help="cases drawn in all, beyond the fixed ones (default %(default)s)",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="the seed of what is drawn (default 0)")
    parser.add_argument(
        "--property", action="append", default=[], dest="properties", metavar="NAME",
        help=f"only this property; may be repeated: {', '.join(PROPERTIES)}",
    )  # fmt: skip
    parser.add_argument(
        "--database", default=DATABASE, metavar="DIR",
        help="where failures are kept for the next run (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default="headers", help="whose fix to show"
    )
    arguments.add_browsers(parser)
    parser.set_defaults(run=run)


def _keep_house(database: str) -> None:
    """What hypothesis keeps of its own goes beside the failures, not into a folder of its own."""
    try:
        from hypothesis.configuration import set_hypothesis_home_dir
    except ImportError:
        return  # fuzz() says what is missing
    set_hypothesis_home_dir(Path(database).parent if database else Path(mkdtemp()))


def run(options: argparse.Namespace) -> int:
    """Fuzz; 0 where every property holds, 1 where one does not."""
    browsers = arguments.browsers_of(options)
    if not 0 <= options.examples <= 1_000_000:
        raise UsageError("--examples goes from 0 to 1000000")
    policy = read_policy(options.policy, targets.url_of(options))
    subject = targets.subject_of(options, policy, browsers)
    _keep_house(options.database)
    told = (lambda name: print(f"  {name}", file=sys.stderr)) if sys.stderr.isatty() else None
    found = fuzz(
        subject, examples=options.examples, seed=options.seed, only=options.properties,
        database=options.database or None, progress=told,
    )  # fmt: skip
    if subject.spent and not found:
        raise UsageError(targets.spent(options))
    if options.json:
        shown = [violation_json(violation, options.server_kind) for violation in found]
        print(json.dumps({"holds": not found, "violations": shown}, indent=2, ensure_ascii=False))
    else:
        for violation in found:
            print(violation_text(violation, options.server_kind))
        names = options.properties or list(PROPERTIES)
        failed = sorted({violation.property_name for violation in found})
        verdict = f"fails: {', '.join(failed)}" if found else "all hold"
        print(f"{len(names)} properties, seed {options.seed}: {verdict}")
    if subject.spent:
        print(f"corssim: {targets.spent(options)}", file=sys.stderr)
    return 1 if found else 0
