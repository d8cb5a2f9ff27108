"""The record of a step in FORMAT.md's form, and the comparison of two records.

Law: a record holds what the recorder of a real browser would have written, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..events import Thrown
from ..standard.elements import ELEMENTS
from ..standard.event_source import first_message
from ..story import Exchange, Story

Json = dict[str, Any]


def record_step(outcome: Story) -> Json:
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


def record_together(outcomes: Sequence[Story]) -> Json:
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


def sent(outcome: Story) -> list[Exchange]:
    """The exchanges of which a server saw the request."""
    return [
        exchange
        for exchange in outcome.exchanges
        if exchange.request.url and not _refused(exchange.response)
    ]


def _refused(response: Any) -> bool:
    return getattr(response, "how", None) in ("refused", "dns", "tls")


def result(outcome: Story) -> Json:
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


def _loaded(outcome: Story) -> Json:
    """Of an element scripts learn whether it loaded, of a font why not."""
    return {"ok": True} if outcome.ok else {"ok": False, "error": outcome.error}


def _listened(outcome: Story) -> Json:
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


def _queued(outcome: Story) -> Json:
    """What ``sendBeacon`` returned or threw."""
    if isinstance(outcome.events[-1], Thrown):
        return _loaded(outcome)
    return {"ok": outcome.queued}


_RESULTS = {"eventsource": _listened, "beacon": _queued}
