"""The record of a step in FORMAT.md's form, and the comparison of two records.

Law: a record holds what the recorder of a real browser would have written, no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ..events import Thrown
from ..standard.elements import ELEMENTS
from ..standard.event_source import first_message

if TYPE_CHECKING:
    from ..outcome import Exchange, Outcome

Json = dict[str, Any]
VALUES_LEFT_OUT = re.compile(r"user-agent|accept-language|accept-encoding|sec-ch-ua.*", re.I)
IN_SIGHT = re.compile(r"u=[0-9], i")
"""Firefox's Priority of an image, which depends on whether it is in sight by then."""
ADDED_BY_LIBSOUP = frozenset(("accept-language", "accept-encoding", "connection"))
_UUID = re.compile(r"moz-nullprincipal:\{[0-9a-f-]+\}")
_ONCE_OR_TWICE = "Firefox can’t establish a connection"
"""An EventSource says so once or twice, as its threads go."""
# Firefox's parent process prints these, the others the page's: which comes first is chance
_OTHER_PROCESS = re.compile(
    r"(disallowed|its) MIME type \(“|MIME type \(“.*mismatch|^The resource at “.*OpaqueR"
)
# what the loaded text itself does: an XML parser's complaints, a script's own errors
_NOT_OURS = (
    "XML Parsing Error", "ReferenceError: ", "Uncaught ReferenceError: ", "SyntaxError: ",
    "Uncaught SyntaxError: ",
)  # fmt: skip
FIGURES = ("result", "requests", "console", "order")


def record_step(outcome: Outcome) -> Json:
    """The record of one step.

    What Chrome prints for a sandboxed frame, which lives in a process of its own, stands under
    ``frame_console``: the recorder of a page's console does not see it.
    """
    console = [{"source": m.source, "level": m.level, "text": m.text} for m in outcome.console]
    step: Json = {
        "result": result(outcome),
        "requests": [
            {
                "t": 0.0,
                "method": exchange.request.method,
                "url": exchange.request.url,
                "headers": [list(pair) for pair in exchange.request.headers],
                "body": exchange.request.body.decode("latin-1"),
            }
            for exchange in sent(outcome)
        ],
        "console": console,
    }
    if outcome.browser == "chrome" and outcome.client.origin.opaque:
        step["console"], step["frame_console"] = [], console
    return step


def record_together(outcomes: Sequence[Outcome]) -> Json:
    """The record of a step of several calls: their results, and all else in one.

    Requests stand in the order in which they went out.
    """
    steps = [record_step(outcome) for outcome in outcomes]
    requests = [
        (exchange.at, turn, order, written)
        for order, (outcome, step) in enumerate(zip(outcomes, steps, strict=True))
        for turn, (exchange, written) in enumerate(
            zip(sent(outcome), step["requests"], strict=True)
        )
    ]
    requests.sort(key=lambda entry: entry[:3])
    return {
        "result": [step["result"] for step in steps],
        "requests": [written for *_, written in requests],
        "console": [line for step in steps for line in step["console"]],
    }


def sent(outcome: Outcome) -> list[Exchange]:
    """The exchanges of which a server saw the request."""
    return [
        exchange
        for exchange in outcome.exchanges
        if exchange.request.url and not _refused(exchange.response)
    ]


def _refused(response: Any) -> bool:
    return getattr(response, "how", None) in ("refused", "dns", "tls")


def result(outcome: Outcome) -> Json:
    """The RESULT of a step."""
    made = _RESULTS.get(outcome.initiator)
    if made is not None:
        return made(outcome)
    if outcome.initiator in ELEMENTS:
        return _loaded(outcome)
    response = outcome.response
    xhr = outcome.initiator == "xmlhttprequest"
    if response is None and outcome.silent:
        return {"ok": True, "status": 0, "url": outcome.silent_url, "headers": [], "body": ""}
    if response is None:
        failed: Json = {"ok": False, "error": outcome.error}
        if xhr and not outcome.call.synchronous and not isinstance(outcome.events[-1], Thrown):
            failed["status"] = 0
        return failed
    headers = [list(pair) for pair in response.headers]
    body = response.body.decode("latin-1")
    if xhr:
        return {
            "ok": True, "status": response.status, "url": response.url, "headers": headers,
            "body": body,
        }  # fmt: skip
    return {
        "ok": True, "type": response.type, "status": response.status, "url": response.url,
        "redirected": response.redirected, "headers": headers, "body": body,
    }  # fmt: skip


def _loaded(outcome: Outcome) -> Json:
    """Of an element scripts learn whether it loaded, of a font why not."""
    return {"ok": True} if outcome.ok else {"ok": False, "error": outcome.error}


def _listened(outcome: Outcome) -> Json:
    """An EventSource's first message; ``closed``: it will not connect again."""
    if isinstance(outcome.events[-1], Thrown):
        return _loaded(outcome)
    closed = not outcome.reconnects
    if outcome.response is None:
        return {"ok": False, "error": outcome.error, "closed": closed}
    data = first_message(outcome.response.body)
    return {"ok": True, "closed": closed} if data is None else {
        "ok": True, "data": data, "closed": closed,
    }  # fmt: skip


def _queued(outcome: Outcome) -> Json:
    """What ``sendBeacon`` returned or threw."""
    if isinstance(outcome.events[-1], Thrown):
        return _loaded(outcome)
    return {"ok": outcome.queued}


_RESULTS = {"eventsource": _listened, "beacon": _queued}


@attrs.frozen
class Difference:
    """The first difference of two records in one figure."""

    figure: str
    step: int
    theirs: Any
    ours: Any

    def __str__(self) -> str:
        theirs, ours = (json.dumps(x, ensure_ascii=False) for x in (self.theirs, self.ours))
        return f"step {self.step + 1}, {self.figure}:\n  recorded  {theirs}\n  simulated {ours}"


def compare(theirs: Json, ours: Json) -> dict[str, Difference]:
    """The first difference in each figure in which two records disagree."""
    found: dict[str, Difference] = {}
    for number, (a, b) in enumerate(zip(theirs["steps"], ours["steps"], strict=True)):
        if "slept" in a:
            continue
        if isinstance(a["result"], list):
            a, b = _raced(a), _raced(b)
        safari = theirs.get("browser") == "safari"
        for figure in FIGURES:
            x, y = _compared(a, figure, safari), _compared(b, figure, safari)
            if x != y and figure not in found:
                found[figure] = Difference(figure, number, *_first(x, y))
        if "frame_console" in a and "console" not in found:
            x, y = _console(a["frame_console"]), _console(b.get("frame_console", ()))
            if x != y:
                found["console"] = Difference("console", number, x, y)
    return found


def _raced(step: Mapping[str, Any]) -> Json:
    """The step of several calls, sorted: which of them comes first is a race."""
    lines = sorted(step["console"], key=lambda m: (m["text"], m["level"]))
    requests = sorted(step["requests"], key=lambda q: (q["method"], q["url"], q["headers"]))
    return {**step, "console": lines, "requests": requests}


def _first(x: Any, y: Any) -> tuple[Any, Any]:
    """The first items in which two lists differ, or the two as they are."""
    if isinstance(x, list) and isinstance(y, list) and len(x) == len(y):
        return next(((a, b) for a, b in zip(x, y, strict=True) if a != b), (x, y))
    return x, y


def _compared(step: Mapping[str, Any], figure: str, safari: bool) -> Any:
    if figure == "result":
        return step["result"]
    if figure == "console":
        return _console(step["console"])
    if figure == "order":
        return [_names(q["headers"], safari) for q in step["requests"]]
    return [
        [q["method"], q["url"], q["body"], sorted(_values(q["headers"], safari))]
        for q in step["requests"]
    ]


def _names(headers: Sequence[Sequence[str]], safari: bool) -> list[str]:
    return [n for n, _ in headers if not (safari and n.lower() in ADDED_BY_LIBSOUP)]


def _values(headers: Sequence[Sequence[str]], safari: bool) -> list[list[str]]:
    return [
        [name, "" if VALUES_LEFT_OUT.fullmatch(name) or IN_SIGHT.fullmatch(value) else value]
        for name, value in headers
        if not (safari and name.lower() in ADDED_BY_LIBSOUP)
    ]


def _console(messages: Sequence[Mapping[str, str]]) -> list[list[str]]:
    lines: list[list[str]] = []
    for message in messages:
        line = [message["level"], _UUID.sub("moz-nullprincipal:{}", message["text"])]
        again = line[1].startswith(_ONCE_OR_TWICE) and line in lines
        if not line[1].startswith(_NOT_OURS) and not again:
            lines.append(line)
    elsewhere = [line for line in lines if _OTHER_PROCESS.search(line[1])]
    return [line for line in lines if line not in elsewhere] + sorted(elsewhere)
