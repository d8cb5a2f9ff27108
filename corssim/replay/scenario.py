"""An outcome as a scenario in FORMAT.md's form, which any recorder or ``corssim replay`` takes.

Law: the server's rules are the answers that came; the step is the call that was made.
"""

from __future__ import annotations

from typing import Any

from ..environment import page_of
from ..events import FetchStarted
from ..response import WireResponse
from ..story import Exchange, Story

Json = dict[str, Any]


def scenario_of(outcome: Story, name: str = "corssim-1") -> Json:
    """The scenario that repeats *outcome*'s call on the answers that it got."""
    rules = [_rule(exchange) for exchange in outcome.exchanges]
    unique = [rule for at, rule in enumerate(rules) if rule not in rules[:at]]
    return {
        "id": name, "page": page_of(outcome.client.origin.serialized), "server": unique,
        "steps": [_step(outcome)],
    }  # fmt: skip


def _rule(exchange: Exchange) -> Json:
    request, answer = exchange.request, exchange.response
    rule: Json = {"url": request.url, "method": request.method}
    if exchange.preflight:
        rule["when_acrm"] = True
    if not isinstance(answer, WireResponse):
        kind = "refuse" if answer is not None and answer.how == "refused" else "drop"
        return {**rule, kind: True}
    rule |= {"status": answer.status, "headers": [list(pair) for pair in answer.headers]}
    if answer.body:
        rule["body"] = answer.body.decode("latin-1")
    return rule


def _step(outcome: Story) -> Json:
    started = next(event for event in outcome.events if isinstance(event, FetchStarted))
    request = started.request
    init: Json = {"method": request.method, "credentials": request.credentials}
    if request.headers:
        init["headers"] = [list(pair) for pair in request.headers]
    return {"fetch": request.url.href, "init": init}
