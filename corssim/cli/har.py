"""``corssim har``: every cross-origin call of a HAR file, judged by the browsers."""

from __future__ import annotations

import argparse
import json
from typing import Any

import attrs
from tabulate import tabulate

from ..browsers import BrowserName
from ..devtools.har import Captured, from_har
from ..doctor import KINDS, Finding
from ..doctor.text import findings_text
from ..outcome import Outcome
from ..outcomes import ask
from ..response import WireResponse, reason_phrase
from ..servers.har import HARServer
from . import arguments

ASSUMED = "the preflight is not in the file, taken as allowed"


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "har", help="the cross-origin calls of a HAR file, with verdicts and findings"
    )
    parser.add_argument("file", metavar="FILE", help="a HAR file, as DevTools exports it")
    arguments.add_browsers(parser)
    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default="headers", help="whose fix to show"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge; 0 where every call is allowed, 1 where one is blocked or unknown."""
    names = arguments.browsers_of(options)
    judged = [_judge(captured, names) for captured in from_har(options.file)]
    if options.json:
        rows = [_json(one, options.server_kind) for one in judged]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not judged:
        print("no cross-origin call is in the file")
    else:
        print(tabulate(_rows(judged, names), headers=("#", "call", "page", *names, "findings")))
        found = [finding for one in judged for finding in one.findings]
        unique = {(finding.id, finding.value): finding for finding in found}
        if unique:
            print("\n" + findings_text(list(unique.values()), options.server_kind), end="")
    good = all(
        one.captured.response is not None and all(o.ok for o in one.outcomes.values())
        for one in judged
    )
    return 0 if good else 1


@attrs.frozen
class _Judged:
    """A call of the file, each browser's outcome, and the findings where it is known enough."""

    captured: Captured
    outcomes: dict[str, Outcome]
    known: bool
    findings: list[Finding]


def _judge(captured: Captured, names: list[BrowserName]) -> _Judged:
    call = captured.call
    assumed = None
    if captured.preflight is None:
        lines = [
            ("Access-Control-Allow-Origin", call.origin or "*"),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Methods", call.method),
            ("Access-Control-Allow-Headers", ", ".join(name for name, _ in call.headers)),
        ]
        assumed = WireResponse(204, tuple(lines), b"", reason_phrase(204))
    server = HARServer(captured, assumed)
    report = ask(
        call.url, origin=call.origin or "null", server=server, browsers=names,
        **call.init,
    )  # fmt: skip
    outcomes = report.outcomes
    known = captured.response is not None or any(map(_preflight_failed, outcomes.values()))
    return _Judged(captured, outcomes, known, report.findings if known else [])


def _verdict(captured: Captured, outcome: Outcome) -> str:
    if captured.response is None and not _preflight_failed(outcome):
        return "unknown"
    assumed = captured.preflight is None and outcome.preflights
    return ("allowed" if outcome.ok else "BLOCKED") + ("*" if assumed else "")


def _preflight_failed(outcome: Outcome) -> bool:
    return bool(outcome.exchanges) and outcome.exchanges[-1].preflight


def _rows(judged: list[_Judged], names: list[BrowserName]) -> list[list[str]]:
    rows = []
    for one in judged:
        captured, outcomes, call = one.captured, one.outcomes, one.captured.call
        ids = [finding.id for finding in one.findings]
        note = (
            [] if one.known else ["the answer is not in the file" + f" {captured.error}".rstrip()]
        )
        if captured.preflight is None and any(o.preflights for o in outcomes.values()):
            note.append(f"* {ASSUMED}")
        rows.append([
            str(captured.index), f"{call.method} {call.url}", call.origin or "",
            *(_verdict(captured, outcomes[name]) for name in names), "\n".join(ids + note),
        ])  # fmt: skip
    return rows


def _json(judged: _Judged, kind: str) -> dict[str, Any]:
    captured, outcomes, call = judged.captured, judged.outcomes, judged.captured.call
    return {
        "index": captured.index, "method": call.method, "url": call.url, "origin": call.origin,
        "answer_captured": captured.response is not None,
        "preflight_captured": captured.preflight is not None,
        "verdicts": {n: _verdict(captured, o).rstrip("*").lower() for n, o in outcomes.items()},
        "findings": [finding.as_json(kind) for finding in judged.findings],
    }  # fmt: skip
