"""``corssim har``: every cross-origin call of a HAR file, judged by the browsers."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tabulate import tabulate

from ..devtools.har import Captured, from_har
from ..doctor import KINDS, diagnose
from ..page import Outcome
from ..report import ask
from ..response import WireResponse, reason_phrase
from ..servers.har import HARServer
from ..views.findings import findings_text
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
    judged = [(captured, _judge(captured, names)) for captured in from_har(options.file)]
    if options.json:
        rows = [_json(captured, outcomes, options) for captured, outcomes in judged]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not judged:
        print("no cross-origin call is in the file")
    else:
        print(tabulate(_rows(judged, names), headers=("#", "call", "page", *names, "findings")))
        found = [f for captured, o in judged if captured.response for f in diagnose(o)]
        unique = {(finding.id, finding.value): finding for finding in found}
        if unique:
            print("\n" + findings_text(list(unique.values()), options.server_kind), end="")
    good = all(
        captured.response is not None and all(outcome.ok for outcome in outcomes.values())
        for captured, outcomes in judged
    )
    return 0 if good else 1


def _judge(captured: Captured, names: list[str]) -> dict[str, Outcome]:
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
    return ask(
        call.url, origin=call.origin or "null", server=server, browsers=names,
        **call.init,
    ).outcomes  # fmt: skip


def _verdict(captured: Captured, outcome: Outcome) -> str:
    if captured.response is None and not _preflight_failed(outcome):
        return "unknown"
    assumed = captured.preflight is None and outcome.preflights
    return ("allowed" if outcome.ok else "BLOCKED") + ("*" if assumed else "")


def _preflight_failed(outcome: Outcome) -> bool:
    return bool(outcome.exchanges) and outcome.exchanges[-1].preflight


def _rows(judged: list[tuple[Captured, dict[str, Outcome]]], names: list[str]) -> list[list[str]]:
    rows = []
    for captured, outcomes in judged:
        call = captured.call
        known = captured.response is not None or any(map(_preflight_failed, outcomes.values()))
        ids = [finding.id for finding in diagnose(outcomes)] if known else []
        note = [] if known else ["the answer is not in the file" + f" {captured.error}".rstrip()]
        if captured.preflight is None and any(o.preflights for o in outcomes.values()):
            note.append(f"* {ASSUMED}")
        rows.append([
            str(captured.index), f"{call.method} {call.url}", call.origin or "",
            *(_verdict(captured, outcomes[name]) for name in names), "\n".join(ids + note),
        ])  # fmt: skip
    return rows


def _json(
    captured: Captured, outcomes: dict[str, Outcome], options: argparse.Namespace
) -> dict[str, Any]:
    call = captured.call
    known = captured.response is not None or any(map(_preflight_failed, outcomes.values()))
    return {
        "index": captured.index, "method": call.method, "url": call.url, "origin": call.origin,
        "answer_captured": captured.response is not None,
        "preflight_captured": captured.preflight is not None,
        "verdicts": {n: _verdict(captured, o).rstrip("*").lower() for n, o in outcomes.items()},
        "findings": [f.as_json(options.server_kind) for f in diagnose(outcomes)] if known else [],
    }  # fmt: skip
