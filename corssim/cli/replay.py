"""``corssim replay``: scenarios in, records out; or how far they agree with recordings."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tabulate import tabulate

from ..errors import CorssimError, UsageError
from ..replay.compare import compare
from ..replay.replay import parse_lines, replay
from . import arguments

Json = dict[str, Any]
FIGURES = ("result", "requests", "console", "order", "all")
COUNTED = ("result", "requests", "console")
MOST_SHOWN = 10


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "replay", help="run scenarios (FORMAT.md), print records or compare with recordings"
    )
    parser.add_argument("scenarios", nargs="+", metavar="SCENARIOS.jsonl")
    arguments.add_browsers(parser, "chrome")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use")
    parser.add_argument(
        "--against", nargs="+", metavar="RECORDINGS", help="print agreement figures instead"
    )
    parser.add_argument(
        "--at-least",
        type=arguments.percent,
        metavar="PERCENT",
        help="with --against: status 1 below this agreement (default 100)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Records on standard output, or the comparison; bad lines are named on standard error."""
    names = arguments.browsers_of(options)
    if options.jobs < 1:
        raise UsageError("--jobs takes a number from 1")
    scenarios, bad = _read(options.scenarios)
    against = _recordings(options.against) if options.against else None
    lowest = 100.0
    for name in names:
        records = list(_records(scenarios, name, options.jobs))
        bad += sum(isinstance(record, str) for record in records)
        for (where, _), record in zip(scenarios, records, strict=True):
            if isinstance(record, str):
                print(f"{where}: {record}", file=sys.stderr)
        made = [record for record in records if isinstance(record, dict)]
        if against is None:
            for record in made:
                print(json.dumps(record, ensure_ascii=False))
        else:
            lowest = min(lowest, _compare(name, made, against, options.json))
    if bad:
        return 2
    wanted = 100.0 if options.at_least is None else options.at_least
    return 0 if lowest >= wanted else 1


def _read(paths: Iterable[str]) -> tuple[list[tuple[str, Json]], int]:
    """(where it stands, scenario) of each good line, and how many lines were bad."""
    found: list[tuple[str, Json]] = []
    bad = 0
    for path in paths:
        for number, value in parse_lines(_lines(path)):
            where = f"{path}, line {number}"
            if isinstance(value, str):
                print(f"{where}: {value}", file=sys.stderr)
                bad += 1
            else:
                found.append((where, value))
    return found, bad


def _lines(path: str) -> list[str]:
    """Lines end at a line feed only: JSON leaves U+0085 and U+2028 in strings as they are."""
    if path == "-":
        return sys.stdin.read().split("\n")
    try:
        return Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read {path}: {problem}") from None


def _records(scenarios: list[tuple[str, Json]], browser: str, jobs: int) -> Iterator[Json | str]:
    run_one = partial(_one, browser=browser)
    if jobs == 1:
        yield from map(run_one, (scenario for _, scenario in scenarios))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run_one, [scenario for _, scenario in scenarios], chunksize=16)


def _one(scenario: Json, browser: str) -> Json | str:
    """The record, or the reason why there is none."""
    try:
        return replay(scenario, browser)
    except CorssimError as problem:
        return str(problem)


def _recordings(paths: Iterable[str]) -> dict[tuple[str, str], Json]:
    found = {}
    for path in paths:
        for number, value in parse_lines(_lines(path)):
            if isinstance(value, str) or "id" not in value or "browser" not in value:
                raise UsageError(f"{path}, line {number}: no record: it needs id and browser")
            found[value["id"], value["browser"]] = value
    return found


def _compare(
    browser: str, records: list[Json], against: dict[tuple[str, str], Json], machine: bool
) -> float:
    """Print the figures and the first differences; gives the lowest figure in percent."""
    agree: Counter[str] = Counter()
    shown = []
    compared = 0
    for record in records:
        recorded = against.get((record["id"], browser))
        if recorded is None:
            continue
        compared += 1
        found = compare(recorded, record)
        agree.update(figure for figure in FIGURES[:4] if figure not in found)
        agree["all"] += not any(figure in found for figure in COUNTED)
        shown += [(record["id"], difference) for difference in found.values()]
    if not compared:
        raise UsageError(f"the recordings hold no record of {browser} for these scenarios")
    percent = {figure: 100 * agree[figure] / compared for figure in FIGURES}
    if machine:
        answer = {"browser": browser, "scenarios": compared, **{f: agree[f] for f in FIGURES}}
        answer["differences"] = [f"{name} {difference}" for name, difference in shown]
        print(json.dumps(answer, ensure_ascii=False))
    else:
        rows = [(figure, agree[figure], f"{percent[figure]:.2f} %") for figure in FIGURES]
        print(f"{browser}: {compared} scenarios")
        print(tabulate(rows, headers=("figure", "agree", "")))
        for name, difference in shown[:MOST_SHOWN]:
            print(f"{name} {difference}")
        if len(shown) > MOST_SHOWN:
            print(f"... and {len(shown) - MOST_SHOWN} more differences")
    return min(percent[figure] for figure in COUNTED)
