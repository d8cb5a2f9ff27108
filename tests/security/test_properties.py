"""Properties one by one, and the strategies that feed them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corssim import NetworkFailure, WireRequest, WireResponse
from corssim.response import reason_phrase
from corssim.security import Attempt, PropertyFailed, Subject, policy_of
from corssim.security.answers import budget, cache_safety, stability, vary
from corssim.security.cases import PROPERTIES, spellings
from corssim.security.properties import (
    liveness,
    path_spelling,
    preflight_agrees,
    private_network,
    rule_order,
    safety,
)
from corssim.servers.policy import Policy
from corssim.testing import strategies

from .middlewares.base import APP, BY_PATH, STATED, ByPath, Middleware
from .middlewares.correct import Listed
from .middlewares.faulty_origins import ReflectsAny, StartsWith
from .middlewares.faulty_rest import AnswersAtLength

HOME = "https://api.example"


def failing(check: Any, *arguments: Any) -> PropertyFailed:
    with pytest.raises(PropertyFailed) as caught:
        check(*arguments)
    return caught.value


def test_what_a_failure_tells() -> None:
    subject = Subject(ReflectsAny(), STATED)
    failed = failing(safety, subject, Attempt("https://evil.test", credentials=True))
    violation = failed.violation
    assert violation.id == "CORS-REFLECTS-ANY-ORIGIN"
    assert violation.browsers == ("chrome", "firefox", "safari")
    text = str(failed)
    assert "curl -sS -i --path-as-is -H 'Origin: https://evil.test' https://api.example/" in text
    assert '"steps": [{"fetch": "https://api.example/"' in text
    assert "the CORS check of the response (status 200) passes" in text
    assert "change: " in text
    assert str(violation).startswith("safety: Any origin is let in with credentials")


def test_home_is_not_judged() -> None:
    subject = Subject(ReflectsAny(), STATED)
    for check in (safety, liveness, preflight_agrees):
        check(subject, Attempt(HOME, method="DELETE"))
    path_spelling(subject, Attempt(HOME), "//")


def test_only_what_a_browser_can_be_counts() -> None:
    """Chrome cannot have a page on such a host: it is no danger there."""
    subject = Subject(StartsWith(), STATED, browsers=("chrome",))
    safety(subject, Attempt("https://app.example+.evil.test"))
    found = failing(
        safety, Subject(StartsWith(), STATED), Attempt("https://app.example+.evil.test")
    )
    assert found.violation.browsers == ("firefox", "safari")


def test_liveness_says_what_the_doctor_says() -> None:
    subject = Subject(Policy(origins=[APP], credentials=True), STATED)
    put = Attempt(APP, method="PUT", credentials=True)
    assert failing(liveness, subject, put).violation.id == "CORS-METHOD-MISSING"
    liveness(subject, Attempt("https://evil.test"))
    liveness(Subject(ByPath(), BY_PATH), Attempt(APP, "/nowhere"))


def test_preflight_and_answer() -> None:
    subject = Subject(Listed(), STATED)
    preflight_agrees(subject, Attempt(APP))
    preflight_agrees(subject, Attempt("https://evil.test", method="PUT"))


class Moody(Middleware):
    """Answers nothing."""

    def __call__(self, request: WireRequest) -> Any:
        return NetworkFailure("dropped")


def test_a_server_that_does_not_answer() -> None:
    subject = Subject(Moody(), STATED)
    vary(subject, Attempt(APP), "https://evil.test")
    cache_safety(subject, Attempt(APP), "https://evil.test")
    stability(subject, Attempt(APP))
    private_network(subject, Attempt(APP))
    budget(subject, Attempt(APP), ",")
    path_spelling(Subject(Moody(), BY_PATH), Attempt(APP, "/private/item"), "/private//item")


def test_a_live_server_is_asked_once() -> None:
    asked: list[WireRequest] = []
    middleware = Listed()

    def server(request: WireRequest) -> WireResponse:
        asked.append(request)
        return middleware(request)

    subject = Subject(server, STATED, live=True)
    assert len(subject.outcomes(Attempt(APP, method="PUT"))) == 3
    assert [request.method for request in asked] == ["OPTIONS", "PUT"]
    asked.clear()
    budget(subject, Attempt(APP), ",")
    assert len(asked) == 1
    at_length = Subject(AnswersAtLength(), STATED, live=True)
    assert failing(budget, at_length, Attempt(APP), "a,").violation.id == "CORS-BUDGET"


def test_private_network_may_be_stated() -> None:
    stated = policy_of(APP, private_network=True)
    private_network(Subject(ReflectsAny(), stated), Attempt(APP))


def in_order(rules: Sequence[tuple[str, str]]) -> Any:
    """A server on which the first fitting rule wins."""

    def server(request: WireRequest) -> WireResponse:
        path = request.url.removeprefix(HOME)
        allowed = next((origin for prefix, origin in rules if path.startswith(prefix)), None)
        lines = () if allowed is None else (("Access-Control-Allow-Origin", allowed),)
        return WireResponse(200, lines, b"", reason_phrase(200))

    return server


def by_length(rules: Sequence[tuple[str, str]]) -> Any:
    return in_order(sorted(rules, key=lambda rule: -len(rule[0])))


def test_rule_order() -> None:
    """CVE-2024-6839's class: which of two fitting rules wins must not depend on their order."""
    rules = [("/", "*"), ("/private/", APP)]
    subject = Subject(in_order(rules), BY_PATH)
    attempts = [Attempt(APP, "/private/item"), Attempt(APP, "/public/news")]
    rule_order(by_length, rules, subject, attempts)
    assert failing(rule_order, in_order, rules, subject, attempts).violation.id == "CORS-RULE-ORDER"


def test_spellings_are_no_path_itself() -> None:
    for path in ("/", "/private/a+b", "/%41"):
        assert path not in spellings(BY_PATH, path)


def test_every_property_has_cases() -> None:
    for one in PROPERTIES.values():
        cases = [case for path in BY_PATH.paths for case in one.cases(BY_PATH, path)]
        assert cases, one.name


@settings(max_examples=30)
@given(strategies.policies(), st.data())
def test_a_policy_server_holds_its_own_policy(policy: Policy, data: st.DataObject) -> None:
    stated = policy_of(
        policy.origins, methods=policy.methods, headers=policy.headers,
        credentials=policy.credentials, expose=policy.expose,
    )  # fmt: skip
    subject = Subject(policy, stated)
    attempt = data.draw(strategies.attempts(stated))
    safety(subject, attempt)
    liveness(subject, attempt)
    stability(subject, attempt)


@settings(max_examples=30)
@given(strategies.stated_policies(), st.data())
def test_stated_policies_can_be_asked(policy: Any, data: st.DataObject) -> None:
    attempt = data.draw(strategies.attempts(policy))
    assert policy.rule(attempt.path) is not None


@settings(max_examples=30)
@given(strategies.simple_calls(), strategies.preflighted_calls(), strategies.responses())
def test_calls_cost_what_they_say(simple: Attempt, asked: Attempt, answer: WireResponse) -> None:
    subject = Subject(lambda request: answer, STATED)
    assert subject.outcome(simple).preflights == 0
    assert subject.outcome(asked).preflights == 1


@settings(max_examples=20)
@given(strategies.hostile_request_headers(), strategies.opaque_origins())
def test_hostile_lists(names: str, origin: str) -> None:
    assert 0 < len(names) <= 32768
    assert origin == "null"
