"""``corssim ask``: what each browser does with one call, side by side."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import attrs

from ..browsers import BrowserName
from ..call import ScriptCall
from ..doctor.text import findings_text
from ..environment import page_of
from ..errors import UsageError
from ..outcome import Outcome
from ..outcomes import ask
from ..page import Browser
from ..request import Request
from ..requirement import requirement
from ..servers.given import GivenAnswers
from . import arguments, terminal


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "ask", help="what each browser does with a call",
        description="Without a server: what the server must answer. With one: the verdicts.",
    )  # fmt: skip
    parser.add_argument("url", help="the URL that the page calls")
    parser.add_argument("--origin", required=True, help="the page's origin, or null")
    arguments.add_call(parser)
    arguments.add_browsers(parser)
    parser.add_argument(
        "--server", metavar="module:app", help="a WSGI or ASGI application, or: live"
    )
    parser.add_argument(
        "--response", metavar="ANSWER",
        help="the answer to the call: '200; Name: value; ...', or what curl -i prints; @FILE and "
        "- (standard input) are read",
    )  # fmt: skip
    parser.add_argument(
        "--preflight",
        metavar="ANSWER",
        help="the answer to the preflight, written alike (default: the same as --response)",
    )
    arguments.add_server_kind(parser, default=None)
    parser.add_argument(
        "--diagram", metavar="FILE",
        help="draw the sequence: .svg, or .mmd for Mermaid; of several browsers the first",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer; 0 where every browser allows the call, 1 where one blocks it."""
    names = arguments.browsers_of(options)
    method = options.method or ("POST" if options.data is not None else "GET")
    headers = tuple(arguments.header_of(text) for text in options.header)
    call = ScriptCall(
        options.url, method, headers, options.data, options.credentials, xhr=options.xhr,
        upload_listener=options.upload,
    )  # fmt: skip
    server = _server(options)
    if options.diagram and (server is None or not options.diagram.endswith((".svg", ".mmd"))):
        raise UsageError(
            "--diagram takes a file that ends in .svg or .mmd, and needs answers: give --server or "
            "--response"
        )
    if server is None:
        return _without_server(options, names, call)
    report = ask(call, origin=options.origin, server=server, browsers=names)
    if options.diagram:
        _draw(options.diagram, next(iter(report.outcomes.values())))
    for assumed in getattr(server, "assumed", ()):
        print(f"assumed: {assumed}", file=sys.stderr)
    if options.json:
        print(json.dumps(report.as_json(), indent=2))
    elif options.server_kind is None:
        print(terminal.verdicts(str(report)))
    else:
        print(terminal.verdicts(report.verdicts()), end="\n\n")
        print(findings_text(report.findings, options.server_kind), end="")
    return 0 if report.ok else 1


def _draw(file: str, outcome: Outcome) -> None:
    text = outcome.diagram("svg" if file.endswith(".svg") else "mermaid")
    try:
        Path(file).write_text(text + "\n", encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"cannot write {file}: {problem.strerror}") from None


def _server(options: argparse.Namespace) -> Any:
    if options.server:
        if options.preflight or options.response:
            raise UsageError("--server and --preflight/--response exclude each other")
        return arguments.server_of(options.server)
    if not options.preflight and not options.response:
        return None
    if "-" == options.preflight == options.response:
        raise UsageError("standard input holds one answer: give the other as @FILE")
    responses = arguments.responses_of(options.response) if options.response else []
    preflights = arguments.responses_of(options.preflight) if options.preflight else [None]
    return GivenAnswers(options.url, responses, preflights[-1])


def _without_server(options: argparse.Namespace, names: list[BrowserName], call: ScriptCall) -> int:
    found = []
    for name in names:
        page = Browser(name).open(page_of(options.origin))
        made = page.prepare_call(call).request
        if not isinstance(made, Request):
            raise UsageError(f"in {name} the call throws {page.make(call).error}")
        found.append(requirement(made, options.origin, name))
    if options.json:
        print(json.dumps([attrs.asdict(item) for item in found], indent=2))
        return 0
    for item in found:
        if item.blocked:
            print(f"{item.browser}: blocked before any request: {item.blocked}")
            continue
        if not item.cross_origin:
            print(f"{item.browser}: same-origin, CORS has no part in it")
            continue
        if not item.must_answer:
            print(f"{item.browser}: no header of the answer is asked for")
            continue
        why = f"yes ({item.preflight})" if item.preflight else "no"
        print(f"{item.browser}: preflight {why}")
        if item.options:
            print(f"  OPTIONS {options.url} HTTP/1.1")
            print("\n".join(f"  {key}: {value}" for key, value in item.options))
        print("  the server must answer")
        print("\n".join(f"    {line}" for line in item.must_answer))
    return 1 if any(item.blocked for item in found) else 0
