"""An outcome as a HAR file: HTTP Archive 1.2, which DevTools import.

Law: the exchanges as they were; times are the browser's clock, and nothing takes any.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..response import WireResponse
from ..story import Exchange, Story

Json = dict[str, Any]


def har(outcome: Story, now: float, version: str) -> Json:
    """The log of *outcome*, which began *now* (seconds since the epoch), by corssim *version*."""
    started = datetime.fromtimestamp(now, UTC).isoformat()
    entries = [_entry(exchange, started) for exchange in outcome.exchanges]
    creator = {"name": "corssim", "version": version}
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(exchange: Exchange, started: str) -> Json:
    request, answer = exchange.request, exchange.response
    headers = [{"name": name, "value": value} for name, value in request.headers]
    asked: Json = {
        "method": request.method, "url": request.url, "httpVersion": "HTTP/1.1", "cookies": [],
        "headers": headers, "queryString": [], "headersSize": -1, "bodySize": len(request.body),
    }  # fmt: skip
    if request.body:
        text = request.body.decode("utf-8", "replace")
        asked["postData"] = {"mimeType": request.header("Content-Type") or "", "text": text}
    return {
        "startedDateTime": started, "time": 0, "request": asked, "response": _response(answer),
        "cache": {}, "timings": {"send": 0, "wait": 0, "receive": 0},
        "_resourceType": "preflight" if exchange.preflight else "fetch",
    }  # fmt: skip


def _response(answer: Any) -> Json:
    if not isinstance(answer, WireResponse):
        how = answer.how if answer is not None else "none"
        return {"status": 0, "statusText": "", "httpVersion": "", "cookies": [], "headers": [],
                "content": {"size": 0, "mimeType": ""}, "redirectURL": "", "headersSize": -1,
                "bodySize": -1, "_error": how}  # fmt: skip
    kind = next((v for n, v in answer.headers if n.lower() == "content-type"), "")
    location = next((v for n, v in answer.headers if n.lower() == "location"), "")
    return {
        "status": answer.status, "statusText": answer.reason, "httpVersion": "HTTP/1.1",
        "cookies": [], "headers": [{"name": n, "value": v} for n, v in answer.headers],
        "content": {"size": len(answer.body), "mimeType": kind,
                    "text": answer.body.decode("utf-8", "replace")},
        "redirectURL": location, "headersSize": -1, "bodySize": len(answer.body),
    }  # fmt: skip
