"""What people paste: a fetch(...), a curl command, a HAR file, a console message.

Law: the pasted text becomes fields of the state, or an explanation; nothing of it is run.
"""

from __future__ import annotations

from typing import Any

from ..devtools import Call, from_pasted
from ..devtools.har import read_har_text
from ..devtools.pasted import is_call
from ..doctor import likely, nearest, read
from ..errors import UsageError
from ..response import WireResponse

Json = dict[str, Any]


def imported(text: str) -> Json:
    """The fields that *text* sets (``state``), and what is said of it (``told``).

    Raises ``UsageError`` for a text that is none of what can be pasted.
    """
    pasted = text.strip()
    if not pasted:
        raise UsageError("there is nothing to read: paste a fetch(...), curl, HAR or console text")
    if pasted.startswith("{"):
        return _har(pasted)
    if is_call(pasted) and not read(pasted):
        return _call(from_pasted(pasted))
    return _console(pasted)


def _call(calls: list[Call]) -> Json:
    call = calls[0]
    told = f"The call of the pasted text: {call.method} {call.url}."
    if len(calls) > 1:
        told = f"The first of {len(calls)} calls in the text: {call.method} {call.url}."
    return {"state": _fields(call), "told": told}


def _fields(call: Call) -> Json:
    body = call.body if isinstance(call.body, str) else ""
    fields: Json = {
        "url": call.url, "method": call.method, "body": body,
        "headers": "\n".join(f"{name}: {value}" for name, value in call.headers),
        "credentials": call.credentials, "mode": call.mode,
        "kind": "xhr" if call.xhr else "fetch",
    }  # fmt: skip
    if call.origin is not None:
        fields["origin"] = call.origin
    return fields


def _har(text: str) -> Json:
    """The first cross-origin call of a HAR file, with its captured answers."""
    calls = read_har_text(text).calls
    if not calls:
        raise UsageError("the HAR file holds no cross-origin call")
    first = calls[0]
    fields = _fields(first.call)
    if first.response is not None:
        fields |= {"server": "answers", "actual": _text(first.response)}
        fields["preflight"] = _text(first.preflight) if first.preflight is not None else "204"
    told = f"The first of {len(calls)} cross-origin call(s) in the HAR file."
    return {"state": fields, "told": told}


def _text(answer: WireResponse) -> str:
    lines = [f"{answer.status} {answer.reason}".strip()]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return "\n".join(lines)


def _console(text: str) -> Json:
    readings = [one for one in read(text) if one.failure != "ConnectionFailed"] or read(text)
    if not readings:
        browser, template = nearest(text)
        raise UsageError(
            f"this is neither a call nor a message that a browser prints; the nearest is "
            f"{browser}'s: {template}"
        )
    reading = readings[0]
    fields = {name: value for name, value in reading.values.items() if name in ("url", "origin")}
    causes = [
        {"id": f.id, "title": f.title, "explanation": f.explanation, "advice": f.advice}
        for f in likely(reading)[:3]
    ]
    told = f"{reading.browser} says so for: {reading.failure}. Its likely causes:"
    return {"state": fields, "told": told, "causes": causes}
