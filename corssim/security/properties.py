"""What must hold for a server and its stated policy: who is let in, and who is kept out.

Law: a property is a function of a subject and a case; it returns where it holds and raises
:class:`PropertyFailed` with the counterexample where it does not. It judges by what browsers do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, permutations
from typing import Any

from ..doctor import diagnose
from ..doctor.probe import STRANGER
from ..events import PreflightRequired
from ..failures import CORSCheckFailed
from ..headers import get
from ..request import WireRequest
from ..response import WireResponse
from ..servers import as_server
from ..story import Story
from .failed import fail
from .lookalikes import FINDINGS, HARMLESS, browsers_that_can_have, kind_of
from .stated import Rule
from .subject import Attempt, Subject, raw, signature

MOST_ORDERS = 24


def liveness(subject: Subject, attempt: Attempt) -> None:
    """What the stated policy allows, every browser allows; stated headers are readable."""
    rule = subject.policy.rule(attempt.path)
    if rule is None or subject.is_home(attempt):
        return
    outcomes = subject.outcomes(attempt)
    first = next(iter(outcomes.values()))
    if excess(subject, rule, attempt, first) is not None:
        return
    blocked = [outcome for outcome in outcomes.values() if not outcome.ok]
    if blocked:
        finding = next(f for f in diagnose(blocked) if f.severity == "blocks")
        fail(subject, "liveness", finding, attempt, outcome=blocked[0])
    hidden = [name for name in rule.expose if _hides(first, name)]
    if hidden:
        fail(
            subject, "liveness", "CORS-EXPOSE-MISSING", attempt, ", ".join(hidden),
            severity="warning", browsers=subject.browsers, outcome=first, name=", ".join(hidden),
        )  # fmt: skip


def _hides(outcome: Story, name: str) -> bool:
    answer = outcome.exchanges[-1].response if outcome.exchanges else None
    sent = isinstance(answer, WireResponse) and get(answer.headers, name.lower()) is not None
    return sent and outcome.response is not None and outcome.response.header(name) is None


def safety(subject: Subject, attempt: Attempt) -> None:
    """No page reads what the stated policy does not give it: by origin, with credentials, by
    method, by request header. Counted only for browsers that can have a page of that origin.
    """
    if subject.is_home(attempt):
        return
    able = browsers_that_can_have(attempt.origin)
    outcomes = subject.outcomes(attempt)
    readers = tuple(name for name, outcome in outcomes.items() if outcome.ok and name in able)
    if not readers:
        return
    outcome = outcomes[readers[0]]
    found = excess(subject, subject.policy.rule(attempt.path), attempt, outcome)
    if found is None:
        return
    finding, value, kind = found
    if kind in FINDINGS and kind not in ("stranger", "null"):
        anyone = Attempt(STRANGER, attempt.path, credentials=attempt.credentials)
        if subject.outcome(anyone).ok:  # no likeness is needed
            safety(subject, anyone)
    fail(
        subject, "safety", finding, attempt, value, browsers=readers, outcome=outcome,
        severity="warning" if kind in HARMLESS else "danger",
        how="with credentials" if attempt.credentials else "without credentials",
    )  # fmt: skip


def excess(
    subject: Subject, rule: Rule | None, attempt: Attempt, outcome: Story
) -> tuple[str, str, str] | None:
    """What of *attempt* goes beyond the stated rule: finding, value, kind of likeness."""
    if rule is None or not rule.admits(attempt.origin):
        trusted = rule.examples if rule is not None else subject.policy.examples
        if attempt.origin in trusted:
            return "CORS-PATH-OPEN", attempt.path, ""
        kind = kind_of(attempt.origin, trusted)
        if kind == "stranger" and attempt.credentials:
            return "CORS-REFLECTS-ANY-ORIGIN", attempt.origin, kind
        return FINDINGS[kind], attempt.origin, kind
    if attempt.credentials and not rule.credentials:
        return "CORS-UNSTATED-CREDENTIALS", "include", ""
    if not rule.admits_method(attempt.method):
        return "CORS-UNSTATED-METHOD", attempt.method, ""
    unsafe = [name for event in outcome.events if isinstance(event, PreflightRequired)
              for name in event.unsafe_headers]  # fmt: skip
    extra = [name for name in unsafe if not rule.admits_header(name)]
    return ("CORS-UNSTATED-HEADER", ", ".join(extra), "") if extra else None


def preflight_agrees(subject: Subject, attempt: Attempt) -> None:
    """The preflight and the answer itself agree on who may come in.

    *attempt* needs a preflight; its origin is also tried with a simple GET.
    """
    if subject.is_home(attempt):
        return
    asked = subject.outcome(attempt)
    if asked.preflights == 0:
        return
    if not asked.ok and isinstance(asked.failure, CORSCheckFailed):
        refused_early = not any(not exchange.preflight for exchange in asked.exchanges)
        if not refused_early:
            fail(
                subject, "preflight_agrees", "CORS-PREFLIGHT-DISAGREES", attempt, outcome=asked,
                severity="warning", browsers=subject.browsers,
                what="the preflight lets it in, the answer does not",
            )  # fmt: skip
        plain = Attempt(attempt.origin, attempt.path, credentials=attempt.credentials)
        if subject.outcome(plain).ok:
            fail(
                subject, "preflight_agrees", "CORS-PREFLIGHT-DISAGREES", attempt, outcome=asked,
                severity="warning", browsers=subject.browsers,
                what="the answer to a simple GET lets it in, the preflight does not",
            )  # fmt: skip


def path_spelling(subject: Subject, attempt: Attempt, spelled: str) -> None:
    """However a path is spelled, the policy follows the resource.

    Where *spelled* gets the same answer as ``attempt.path``, it is meant as that path is; where
    not, as it stands.
    """
    other = Attempt(attempt.origin, spelled, credentials=attempt.credentials)
    if subject.is_home(attempt):
        return
    outcome = subject.outcome(other)
    if not outcome.ok or not outcome.exchanges:
        return
    own_rule = subject.policy.rule(attempt.path)
    stated = own_rule is not None and own_rule.admits(attempt.origin)
    plain = Attempt(attempt.origin, attempt.path, credentials=attempt.credentials)
    if not stated and subject.outcome(plain).ok:
        return  # let in however the path is spelled: a matter of safety
    reached = outcome.exchanges[-1].response
    own = subject.ask(raw(subject, attempt.path, attempt.origin))
    same = (
        isinstance(own, WireResponse)
        and isinstance(reached, WireResponse)
        and (own.status, own.body) == (reached.status, reached.body)
        and own.status < 400
        and bool(own.body)
    )
    meant = attempt.path if same else _as_browsers_send(subject, spelled)
    rule = subject.policy.rule(meant)
    admitted = rule is not None and rule.admits(attempt.origin)
    if admitted and (rule is None or rule.credentials or not attempt.credentials):
        return
    fail(
        subject, "path_spelling", "CORS-PATH-SPELLING", other, spelled, outcome=outcome,
        browsers=subject.browsers, meant=meant,
    )  # fmt: skip


def _as_browsers_send(subject: Subject, path: str) -> str:
    sent = raw(subject, path, None).url
    return sent.removeprefix(subject.policy.url)


def private_network(subject: Subject, attempt: Attempt) -> None:
    """Pages of a public network are let into a private one only where that is stated.

    Asked as Private Network Access asks (https://wicg.github.io/private-network-access/), which
    browsers have replaced; the grant still shows what a library does unasked (CVE-2024-6221).
    """
    rule = subject.policy.rule(attempt.path)
    if rule is not None and rule.private_network:
        return
    asks = ("Access-Control-Request-Method", "GET")
    private = ("Access-Control-Request-Private-Network", "true")
    plain = raw(subject, attempt.path, attempt.origin, asks, private)
    request = WireRequest("OPTIONS", plain.url, plain.headers, preflight=True)
    answer = subject.ask(request)
    if not isinstance(answer, WireResponse):
        return
    if get(answer.headers, "access-control-allow-private-network") == "true":
        fail(
            subject, "private_network", "CORS-PRIVATE-NETWORK", attempt, "true",
            browsers=subject.browsers, severity="warning", requests=(request,),
        )  # fmt: skip


def rule_order(
    build: Callable[[Sequence[Any]], Any], rules: Sequence[Any], subject: Subject,
    attempts: Sequence[Attempt],
) -> None:  # fmt: skip
    """The order in which rules are given makes no difference.

    *build* makes a server of rules; *subject* gives URL and policy. At most 24 orders are tried.
    """
    reference = as_server(build(rules))
    for order in islice(permutations(rules), 1, MOST_ORDERS):
        server = as_server(build(order))
        for attempt in attempts:
            request = raw(subject, attempt.path, attempt.origin)
            if signature(reference(request)) != signature(server(request)):
                fail(
                    subject, "rule_order", "CORS-RULE-ORDER", attempt, attempt.path,
                    browsers=subject.browsers, requests=(request,),
                )  # fmt: skip
