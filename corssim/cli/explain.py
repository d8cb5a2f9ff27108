"""``corssim explain``: a pasted console text, and what lies behind it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from ..doctor import KINDS, Reading, bare, likely, nearest, read
from ..doctor.text import findings_markdown, findings_text
from ..errors import UsageError

MOST_CAUSES = 5
MOST_CHARACTERS = 100_000


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain", help="what a console message means, its likely causes and fixes",
        description="Reads the message of Chrome, Firefox or Safari, current or older wording.",
    )  # fmt: skip
    parser.add_argument("text", nargs="?", help="the console text (default: standard input)")
    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default="headers", help="whose fix to show"
    )
    parser.add_argument("--json", action="store_true", help="JSON for machines")
    parser.add_argument("--markdown", action="store_true", help="Markdown for a report")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Explain; 0 where the text is known, 1 where it is not."""
    text = options.text if options.text is not None else sys.stdin.read(MOST_CHARACTERS)
    if not text.strip():
        raise UsageError("there is no text to explain: paste the console's message")
    readings = _reasons(read(text[:MOST_CHARACTERS]))
    if not readings:
        return _unknown(options, text)
    if options.json:
        print(json.dumps([_json(one, options.server_kind) for one in readings], indent=2))
        return 0
    for reading in readings:
        print(_heading(reading))
        findings = likely(reading)[:MOST_CAUSES]
        if options.markdown:
            print(findings_markdown(findings, options.server_kind))
        else:
            print(findings_text(findings, options.server_kind))
    return 0


def _reasons(readings: list[Reading]) -> list[Reading]:
    """One reading a reason; what a browser says after every failure gives way to the reason."""
    kept = {(r.browser, r.failure, r.values.get("url", "")): r for r in readings}
    reasons = [reading for reading in kept.values() if reading.failure != "ConnectionFailed"]
    return reasons or list(kept.values())


def _heading(reading: Reading) -> str:
    age = f" (wording up to version {reading.version})" if reading.version else ""
    named = "".join(f"\n  {name}: {value}" for name, value in reading.values.items())
    return f"{reading.browser}{age}: {reading.failure}{named}\n\nlikely causes, in this order:\n"


def _json(reading: Reading, kind: str) -> dict[str, Any]:
    return {
        "browser": reading.browser, "version": reading.version, "failure": reading.failure,
        "values": reading.values,
        "causes": [finding.as_json(kind) for finding in likely(reading)],
    }  # fmt: skip


def _unknown(options: argparse.Namespace, text: str) -> int:
    said = bare(text)
    browser, template = nearest(text)
    if options.json:
        print(json.dumps({"known": False, "bare": said, "nearest": [browser, template]}))
    elif said:
        print(
            f"{' or '.join(said)} says so for every failed call, whatever the reason: the reason "
            "stands in another line of the console. Paste that one."
        )
    else:
        print(f"this text is not known. The nearest known message is {browser}'s:\n  {template}")
    return 1
