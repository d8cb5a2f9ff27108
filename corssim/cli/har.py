"""``corssim har``: every cross-origin call of a HAR file, judged by the browsers.

Law: the summary first, by service, page, verdict and cause; a row a call where it is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from tabulate import tabulate

from ..browsers import BrowserName
from ..devtools.har import read_har
from ..doctor import Finding
from ..doctor.text import findings_text
from . import arguments, terminal
from .har_verdicts import Judged, Verdict, judged

MOST_BAD = 5  # entries that are not in HAR form, named one by one
MOST_URL = 100  # characters of a URL in a table


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "har", help="the cross-origin calls of a HAR file, with verdicts and findings",
        description="Reads a HAR file as DevTools, Playwright and proxies export it (.har or "
        ".har.gz): a summary by service and cause, then what to change.",
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE", help="a HAR file, packed by gzip or not")
    parser.add_argument("--rows", action="store_true", help="a row a call instead of the summary")
    arguments.add_browsers(parser)
    arguments.add_server_kind(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge; 0 where every call is allowed, 1 where one is blocked, unknown or unreadable."""
    names = arguments.browsers_of(options)
    file = read_har(options.file)
    found, unjudged = judged(file.calls, names)
    bad = file.bad + unjudged
    if options.json:
        _print_json(found, options.server_kind)
    elif not found:
        print("no cross-origin call is in the file")
    else:
        print(_heading(file.entries, found))
        print(_rows(found, names) if options.rows else _summary(found, names))
        print(_fixes(found, options.server_kind), end="")
    for line in bad[:MOST_BAD]:
        print(terminal.printable(line), file=sys.stderr)
    if bad:
        print(f"{len(bad)} of {file.entries} entries were not read", file=sys.stderr)
    good = all(word.startswith("allowed") for one in found for word in one.words(names))
    return 0 if good and not bad else 1


def _heading(entries: int, found: Sequence[Judged]) -> str:
    counts = {"allowed": 0, "blocked": 0, "unknown": 0}
    for one in found:
        counts[_worst(one.verdict)] += 1
    services = len({one.service for one in found})
    return (
        f"{entries} entries, {len(found)} cross-origin call{'s' * (len(found) != 1)} to {services} "
        f"service{'s' * (services != 1)}: "
        + ", ".join(f"{count} {word}" for word, count in counts.items())
    )


def _worst(verdict: Verdict) -> str:
    words = {word.rstrip("*") for word in verdict.words.values()}
    return "blocked" if "BLOCKED" in words else "unknown" if "unknown" in words else "allowed"


def _summary(found: Sequence[Judged], names: Sequence[BrowserName]) -> str:
    groups: dict[Any, list[Judged]] = {}
    for one in found:
        verdict = one.verdict
        key = (one.service, one.captured.call.origin, tuple(one.words(names)), verdict.causes,
               verdict.notes)  # fmt: skip
        groups.setdefault(key, []).append(one)
    order = {"blocked": 0, "unknown": 1, "allowed": 2}
    ranked = sorted(groups.values(), key=lambda g: (order[_worst(g[0].verdict)], -len(g)))
    rows = []
    for group in ranked:
        one = group[0]
        call = one.captured.call
        why = "\n".join([*one.verdict.causes, *one.verdict.notes])
        example = f"#{one.captured.index} {call.method} {_path(one)}"
        words = map(terminal.word, one.words(names))
        rows.append([one.service, call.origin, len(group), *words, _clean(why), _clean(example)])
    headers = ("service", "page", "calls", *names, "cause", "such as")
    return tabulate(rows, headers=headers, disable_numparse=True)


def _path(one: Judged) -> str:
    url = one.captured.call.url
    shown = url.removeprefix(one.service) if url.startswith(one.service) else url
    return _short(shown or "/")


def _short(text: str) -> str:
    return text if len(text) <= MOST_URL else text[: MOST_URL - 3] + "..."


def _clean(text: str) -> str:
    return "\n".join(terminal.printable(line) for line in text.split("\n"))


def _rows(found: Sequence[Judged], names: Sequence[BrowserName]) -> str:
    rows = []
    for one in found:
        call, verdict = one.captured.call, one.verdict
        ids = dict.fromkeys(finding.id for finding in verdict.findings)
        rows.append([
            str(one.captured.index), _clean(f"{call.method} {_short(call.url)}"), call.origin or "",
            *map(terminal.word, one.words(names)), _clean("; ".join([*ids, *verdict.notes])),
        ])  # fmt: skip
    headers = ("#", "call", "page", *names, "findings")
    return tabulate(rows, headers=headers, disable_numparse=True)


def _fixes(found: Sequence[Judged], kind: str) -> str:
    """Each different finding once, with its fix."""
    unique: dict[tuple[str, str], Finding] = {}
    for verdict in {id(one.verdict): one.verdict for one in found}.values():
        for finding in verdict.findings:
            unique.setdefault((finding.id, finding.value), finding)
    return "\n" + _clean(findings_text(list(unique.values()), kind)) if unique else ""


def _print_json(found: Sequence[Judged], kind: str) -> None:
    """A list of an object a call, written one by one: a file may hold many."""
    known: dict[int, str] = {}
    print("[", end="")
    for place, one in enumerate(found):
        captured, verdict, call = one.captured, one.verdict, one.captured.call
        if id(verdict) not in known:
            known[id(verdict)] = json.dumps(
                {
                    "verdicts": {n: w.rstrip("*").lower() for n, w in verdict.words.items()},
                    "notes": list(verdict.notes),
                    "findings": [finding.as_json(kind) for finding in verdict.findings],
                }
            )  # fmt: skip
        row = {
            "index": captured.index, "method": call.method, "url": call.url, "origin": call.origin,
            "answer_captured": captured.response is not None,
            "preflight_captured": captured.preflight is not None,
            "findings_worded_for": one.judged_as,
        }  # fmt: skip
        shown = json.dumps(row)[:-1] + ", " + known[id(verdict)][1:]
        print(",\n " if place else "\n ", shown, sep="", end="")
    print("\n]" if found else "]")
