"""Two records of a scenario compared: the first difference in each figure.

Law: what depends on chance (races, processes) or on the machine is left out, and here alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

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
