"""``corssim check``: a live server or an application, asked by every browser; causes, fixes."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import attrs
from tabulate import tabulate

from ..browsers import PROFILES, BrowserName
from ..devtools import Call, from_pasted
from ..doctor import KINDS, Finding, probe
from ..doctor.diagnose import merged
from ..doctor.evidence import Evidence
from ..doctor.text import findings_markdown, findings_text
from ..environment import page_of
from ..errors import UsageError
from ..outcomes import Outcomes, ask
from ..page import Browser
from ..servers import as_server, live
from ..servers.carrying import WithCookies
from ..url import parse_url
from . import arguments, terminal

MOST_REPEATS = 100


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check", help="will the browsers let a page call this server, and if not, why",
        description="Asks a live URL, or the application module:app, as each browser would "
        "(each sends its own requests, once), then says what to change.",
    )  # fmt: skip
    parser.add_argument(
        "target", metavar="URL|module:app", nargs="?", help="a live URL, or an application"
    )
    parser.add_argument("--origin", help="the page's origin, or null")
    parser.add_argument(
        "--url", metavar="URL", help="the URL to call on an application (default %(default)s)",
        default="https://api.example/",
    )  # fmt: skip
    arguments.add_call(parser)
    arguments.add_browsers(parser)
    parser.add_argument("--mode", choices=("cors", "no-cors", "same-origin"), default=None)
    parser.add_argument(
        "--curl", metavar="'curl ...'",
        help="the call as DevTools copies it, for bash, cmd or PowerShell; @FILE and - are read",
    )  # fmt: skip
    parser.add_argument(
        "--fetch", metavar="'fetch(...)'",
        help="the call as DevTools copies it or as code makes it (fetch, XMLHttpRequest, axios, "
        "jQuery, ky); @FILE and - are read",
    )  # fmt: skip
    parser.add_argument(
        "--server-kind", choices=tuple(KINDS), default="headers", help="whose fix to show"
    )
    parser.add_argument(
        "--repeat", type=int, default=1, metavar="N",
        help="call N times, to watch the preflight cache",
    )  # fmt: skip
    parser.add_argument(
        "--every", type=float, default=1.0, metavar="SECONDS",
        help="the time between repeated calls, on the browser's clock (default 1)",
    )  # fmt: skip
    parser.add_argument("--no-probe", action="store_true", help="ask nothing beyond the call")
    parser.add_argument("--at", metavar="ORIGIN", help="send live requests here, whatever the URL")
    parser.add_argument("--ca", metavar="FILE", help="certificates to trust")
    parser.add_argument("--timeout", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument("--markdown", action="store_true", help="Markdown for a report")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check; 0 where every browser allows the call, 1 where one blocks it."""
    names = arguments.browsers_of(options)
    call, target = _call(options)
    origin = options.origin or call.origin
    if origin is None:
        raise UsageError("--origin is missing: the page's origin, such as https://app.example")
    if not 1 <= options.repeat <= MOST_REPEATS:
        raise UsageError(f"--repeat goes from 1 to {MOST_REPEATS}")
    server = _server(options, target)
    if call.cookies and call.credentials == "include" and target == "live":
        server = WithCookies(server, call.cookies, call.url)
    report = ask(call, origin=origin, server=server, browsers=names)
    findings = report.findings
    evidence = Evidence(next(iter(report.outcomes.values())))
    if evidence.answers and not options.no_probe:
        needs = findings[0].needs if findings else evidence.needs
        findings = merged([*findings, *probe(as_server(server), call.url, origin, needs)])
    repeats = _repeats(options, server, origin, call, names) if options.repeat > 1 else []
    _print(options, report, findings, repeats)
    return 0 if report.ok else 1


def _call(options: argparse.Namespace) -> tuple[Call, str]:
    """The call, and what answers it: ``live`` or a module reference."""
    if options.curl and options.fetch:
        raise UsageError("--curl and --fetch exclude each other")
    target = options.target or ""
    is_url = "://" in target
    if options.curl or options.fetch:
        call = _pasted(options)
        if is_url:
            raise UsageError("the copied call names its URL: give no other, or module:app")
        return _overridden(options, call), target or "live"
    if not target:
        raise UsageError("give a URL, module:app, --curl or --fetch")
    url = target if is_url else options.url
    method = "POST" if options.data is not None else "GET"
    return _overridden(options, Call(url, method)), "live" if is_url else target


def _pasted(options: argparse.Namespace) -> Call:
    """The first pasted call; which it is of several is said."""
    text = arguments.text_of(options.curl or options.fetch)
    calls = from_pasted(text, arguments.file_bytes)
    if len(calls) > 1:
        named = ", ".join(f"{call.method} {call.url}" for call in calls[1:4])
        more = f" and {len(calls) - 4} more" if len(calls) > 4 else ""
        print(
            f"the text holds {len(calls)} calls: {calls[0].method} {calls[0].url} is checked, "
            f"{named}{more} not", file=sys.stderr,
        )  # fmt: skip
    return calls[0]


def _overridden(options: argparse.Namespace, call: Call) -> Call:
    """*call* with what the command line itself says."""
    given: dict[str, Any] = {}
    if options.method:
        given["method"] = options.method
    if options.header:
        named = [arguments.header_of(text) for text in options.header]
        given["headers"] = (*call.headers, *named)
    if options.data is not None:
        given["body"] = options.data
    if options.credentials != "same-origin":
        given["credentials"] = options.credentials
    if options.mode is not None:
        given["mode"] = options.mode
    given["xhr"] = options.xhr or call.xhr
    given["upload_listener"] = options.upload
    call = attrs.evolve(call, **given)
    if parse_url(call.url) is None:
        raise UsageError(f"{call.url!r} is no URL")
    return call


def _server(options: argparse.Namespace, target: str) -> Any:
    if target == "live":
        return live(timeout=options.timeout, ca=options.ca, at=options.at)
    return arguments.server_of(target)


def _repeats(
    options: argparse.Namespace, server: Any, origin: str, call: Call, names: list[BrowserName]
) -> list[tuple[str, ...]]:
    """A row a call: what each browser sends the first, second, ... time."""
    pages = {name: Browser(name).open(page_of(origin), server) for name in names}
    rows = []
    for number in range(options.repeat):
        row = [f"{number * options.every:g}"]
        for opened in pages.values():
            outcome = opened.make(call)
            sent = " ".join(exchange.request.method for exchange in outcome.exchanges)
            row.append(sent or "nothing")
            opened.browser.clock.advance(options.every)
        rows.append(tuple(row))
    return rows


def _print(
    options: argparse.Namespace, report: Outcomes, findings: list[Finding],
    repeats: list[tuple[str, ...]],
) -> None:  # fmt: skip
    kind = options.server_kind
    if options.json:
        shown = {
            "allowed": report.ok,
            "browsers": report.as_json(),
            "findings": [finding.as_json(kind) for finding in findings],
        }
        if repeats:
            shown["repeats"] = [list(row) for row in repeats]
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    headers = ("seconds", *(PROFILES[name].title for name in report.outcomes))
    if options.markdown:
        rows = [(name, "allowed" if o.ok else "**blocked**") for name, o in report.outcomes.items()]
        print(tabulate(rows, headers=("browser", "verdict"), tablefmt="github"), end="\n\n")
        if repeats:
            print(tabulate(repeats, headers=headers, tablefmt="github"), end="\n\n")
        print(findings_markdown(findings, kind), end="")
        return
    print(terminal.verdicts(report.verdicts()), end="\n\n")
    if repeats:
        print(tabulate(repeats, headers=headers, disable_numparse=True), end="\n\n")
    print(findings_text(findings, kind), end="")
