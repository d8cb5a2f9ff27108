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

if TYPE_CHECKING:
    from ..page import Outcome

Json = dict[str, Any]
VALUES_LEFT_OUT = re.compile(r"user-agent|accept-language|accept-encoding|sec-ch-ua.*", re.I)
ADDED_BY_LIBSOUP = frozenset(("accept-language", "accept-encoding", "connection"))
_UUID = re.compile(r"moz-nullprincipal:\{[0-9a-f-]+\}")
_XML_NOISE = "XML Parsing Error"
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
            for exchange in outcome.exchanges
            if exchange.request.url and not _refused(exchange.response)
        ],
        "console": console,
    }
    if outcome.browser == "chrome" and outcome.client.origin.opaque:
        step["console"], step["frame_console"] = [], console
    return step


def _refused(response: Any) -> bool:
    return getattr(response, "how", None) in ("refused", "dns", "tls")


def result(outcome: Outcome) -> Json:
    """The RESULT of a step."""
    response = outcome.response
    xhr = outcome.initiator == "xmlhttprequest"
    if response is None:
        failed: Json = {"ok": False, "error": outcome.error}
        if xhr and not isinstance(outcome.events[-1], Thrown):
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
        [name, "" if VALUES_LEFT_OUT.fullmatch(name) else value]
        for name, value in headers
        if not (safari and name.lower() in ADDED_BY_LIBSOUP)
    ]


def _console(messages: Sequence[Mapping[str, str]]) -> list[list[str]]:
    return [
        [m["level"], _UUID.sub("moz-nullprincipal:{}", m["text"])]
        for m in messages
        if not m["text"].startswith(_XML_NOISE)
    ]
