"""What holds for every request and every policy, in every browser."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corssim import Browser, CorssimError, FormData, Outcome, Policy, URLSearchParams, WireResponse
from corssim.browsers import BrowserName
from corssim.replay.replay import replay
from corssim.standard.cors_check import cors_check
from corssim.standard.request_headers import cors_unsafe_request_header_names
from corssim.strategies import scenarios
from corssim.testing.strategies import named

from ..support import ORIGIN, PAGE, URL

BROWSERS = ("chrome", "firefox", "safari", "standard")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "X-FOO", "put")
NAMES = ("X-A", "Accept", "Content-Type", "Authorization", "Range", "Content-Language")
VALUES = ("1", "text/plain", "application/json", "bytes=0-1", "a" * 129, "en", "<x>", "")
CALLS = st.fixed_dictionaries({
    "method": st.sampled_from(METHODS),
    "headers": st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=4),
    "credentials": st.sampled_from(["omit", "same-origin", "include"]),
})  # fmt: skip
POLICIES = st.builds(
    Policy,
    origins=st.sampled_from([(), (ORIGIN,), ("https://other.example",)]),
    methods=st.lists(st.sampled_from(METHODS), unique=True),
    headers=st.lists(st.sampled_from(NAMES), unique=True),
    credentials=st.booleans(),
    max_age=st.sampled_from([None, 0, 60]),
)


def call(browser: BrowserName, policy: Any, **init: Any) -> Outcome:
    return Browser(browser).open(PAGE, policy).fetch(URL, **init)


@given(CALLS)
def test_a_preflight_is_sent_exactly_where_the_standard_says(init: dict[str, Any]) -> None:
    outcome = call("standard", Policy(ORIGIN, METHODS, NAMES, credentials=True), **init)
    combined: dict[str, tuple[str, str]] = {}
    for name, value in init["headers"]:
        known = combined.get(name.lower())
        combined[name.lower()] = (name, f"{known[1]}, {value}" if known else value)
    unsafe = cors_unsafe_request_header_names(list(combined.values()))
    normalised = init["method"].upper() if init["method"] == "put" else init["method"]
    needed = normalised not in ("GET", "HEAD", "POST") or bool(unsafe)
    assert outcome.preflights == needed
    assert outcome.ok


@pytest.mark.parametrize("browser", BROWSERS)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(policy=POLICIES, init=CALLS)
def test_a_wider_policy_never_blocks_what_a_narrower_allows(
    browser: BrowserName, policy: Policy, init: dict[str, Any]
) -> None:
    assume(call(browser, policy, **init).ok)
    wider = Policy(
        (*policy.origins, ORIGIN), (*policy.methods, *METHODS), (*policy.headers, *NAMES),
        policy.credentials, max_age=60,
    )  # fmt: skip
    assert call(browser, wider, **init).ok
    if init["credentials"] != "include" and not any(
        n == "Authorization" for n, _ in init["headers"]
    ):
        assert call(browser, Policy("*", "*", "*"), **init).ok


@pytest.mark.parametrize("browser", BROWSERS)
@given(
    allow_origin=st.sampled_from(
        [None, "*", ORIGIN, ORIGIN + "/", "null", "https://other.example"]
    ),
    allow_credentials=st.sampled_from([None, "true", "True", "false", ""]),
    credentials=st.sampled_from(["omit", "include"]),
)
def test_what_a_browser_exposes_has_passed_the_cors_check(
    browser: BrowserName, allow_origin: str | None, allow_credentials: str | None, credentials: str
) -> None:
    headers = [
        (name, value)
        for name, value in (
            ("Access-Control-Allow-Origin", allow_origin),
            ("Access-Control-Allow-Credentials", allow_credentials),
        )
        if value is not None
    ]
    outcome = call(
        browser, lambda request: WireResponse(200, tuple(headers)), credentials=credentials
    )
    failed = cors_check(allow_origin, allow_credentials, ORIGIN, credentials == "include", 200)
    assert outcome.ok == (failed is None)


@pytest.mark.parametrize("browser", BROWSERS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(scenario=scenarios())
def test_no_scenario_makes_the_engine_raise(browser: BrowserName, scenario: dict[str, Any]) -> None:
    record = replay(named(scenario, "property"), browser)
    assert len(record["steps"]) == len(scenario["steps"])


TEXT = st.text(st.characters(), max_size=12)  # lone surrogates too


@pytest.mark.parametrize("browser", BROWSERS)
@given(url=TEXT, method=TEXT, name=TEXT, value=TEXT, answer=TEXT)
def test_no_input_raises_but_documented_errors(
    browser: BrowserName, url: str, method: str, name: str, value: str, answer: str
) -> None:
    rules = [{"url": URL, "headers": [["Access-Control-Allow-Origin", answer]]}]
    try:
        page = Browser(browser).open(PAGE, rules)
        outcome = page.fetch(url, method=method, headers=[(name, value)])
        sent = page.xhr(method, URL, headers=[(name, value)], body=value)
        page.fetch(URL, method="POST", body=FormData({name: value}))
        page.fetch(URL, method="POST", body=URLSearchParams({name: value}))
    except CorssimError:
        return
    for each in (outcome, sent):
        assert each.ok == (each.error is None)
        assert each.explain()
        assert each.record()
        assert each.diagram()
        assert all(message.text for message in each.console)
