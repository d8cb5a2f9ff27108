"""``python -m spec_cases.lab record|hunt|caps``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from corssim.cli.arguments import count, percent

from .caps import caps_command
from .driver import BrowserDied
from .hunt import hunt_command
from .machine import MissingBrowser
from .record import BROWSERS, record_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the lab; 0 all well, 1 disagreements or failures, 2 usage."""
    parser = argparse.ArgumentParser(prog="python -m spec_cases.lab")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    record = commands.add_parser("record", help="record what a real browser does")
    record.add_argument("scenarios", metavar="SCENARIOS.jsonl")
    record.add_argument("--browser", choices=tuple(BROWSERS), required=True)
    record.set_defaults(run=record_command)
    hunt = commands.add_parser("hunt", help="look for disagreements with the engine")
    hunt.add_argument("--browser", choices=tuple(BROWSERS), required=True)
    hunt.add_argument("--examples", type=count, default=100, metavar="N")
    hunt.add_argument("--seed", type=int, default=0)
    hunt.add_argument(
        "--at-least", type=percent, default=100.0, metavar="PERCENT",
        help="the agreement below which the status is 1 (default 100)",
    )  # fmt: skip
    hunt.add_argument("--shrink", action="store_true", help="stop at the first, and shrink it")
    hunt.add_argument("--file", metavar="FOLDER", help="file disagreements as cases here")
    hunt.set_defaults(run=hunt_command)
    caps = commands.add_parser("caps", help="measure how long a preflight is remembered")
    caps.add_argument("--browser", choices=tuple(BROWSERS), required=True)
    caps.add_argument("--at", type=float, nargs="+", required=True, metavar="SECONDS")
    caps.add_argument("--max-age", metavar="VALUE", help="Access-Control-Max-Age (default none)")
    caps.add_argument(
        "--rate", type=float, default=1.0, metavar="N",
        help="let the browser's clock run N times as fast, by libfaketime (default 1)",
    )  # fmt: skip
    caps.set_defaults(run=caps_command)
    options = parser.parse_args(arguments)
    try:
        status: int = asyncio.run(options.run(options))
    except (MissingBrowser, BrowserDied, OSError) as problem:
        print(f"lab: {problem}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
