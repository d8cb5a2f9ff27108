"""Scenes of main fetch that recordings do not show, and hostile answers."""

from __future__ import annotations

from typing import Any

import pytest

from corssim import Browser, NetworkFailure, Outcome, Policy, Stream, UsageError, WireResponse
from corssim.browsers import BrowserName
from corssim.request import ReferrerPolicy, WireRequest
from corssim.standard.cors_check import cross_origin_resource_policy_check, tao_check
from corssim.url import Origin, parse_url

from ..support import ORIGIN, PAGE, URL, acao, call, rule

SITE = "https://app.example/"
SIBLING = "https://api.app.example/x"
OPEN = (acao(), ("Access-Control-Allow-Credentials", "true"))


def kind(outcome: Outcome) -> str | None:
    return None if outcome.failure is None else outcome.failure.kind


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
def test_cookies_stand_on_the_wire(browser: BrowserName) -> None:
    page = Browser(browser).open(SITE, [rule(*OPEN, ("Set-Cookie", "a=1; Path=/"), url=SIBLING)])
    page.fetch(SIBLING, credentials="include")
    sent = page.fetch(SIBLING, credentials="include").exchanges[-1].request
    assert sent.header("Cookie") == "a=1"
    assert page.fetch(SIBLING).exchanges[-1].request.header("Cookie") is None


def test_time_does_not_go_back() -> None:
    with pytest.raises(UsageError, match="time does not go back"):
        Browser().clock.advance(-1)


@pytest.mark.parametrize(
    ("policy", "origin", "url", "passes"),
    [
        (None, "https://a.test", "https://b.test/", True),
        ("cross-origin", "https://a.test", "https://b.test/", True),
        ("same-origin", "https://a.test", "https://a.test/", True),
        ("same-origin", "https://a.test", "https://b.test/", False),
        ("same-site", "https://x.a.test", "https://y.a.test/", True),
        ("same-site", "https://a.test", "https://b.test/", False),
        ("same-site", "http://x.a.test", "https://y.a.test/", False),
        ("same-site", "http://x.a.test", "http://y.a.test/", True),
    ],
)
def test_cross_origin_resource_policy(
    policy: str | None, origin: str, url: str, passes: bool
) -> None:
    scheme, _, host = origin.partition("://")
    target = parse_url(url)
    assert target is not None
    assert cross_origin_resource_policy_check(policy, Origin(scheme, host), target) == passes


@pytest.mark.parametrize(
    ("values", "passes"),
    [(None, False), ([], False), (["*"], True), ([ORIGIN], True), (["https://b.test"], False)],
)
def test_tao_check(values: list[str] | None, passes: bool) -> None:
    assert tao_check(values, ORIGIN, cors=True) == passes
    assert tao_check(None, ORIGIN, cors=False)


def redirect(location: str, status: int = 302) -> list[dict[str, Any]]:
    return [rule(*OPEN, ("Location", location), status=status), rule(*OPEN, url="https://b.test/")]


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("https://b.test/", None),
        ("https://u:p@b.test/", "RedirectIncludesCredentials"),
        ("mailto:x", "RedirectSchemeNotSupported"),
        ("http://[", "RedirectUnparsable"),
        (URL, "TooManyRedirects"),
    ],
)
def test_redirects(location: str, failure: str | None) -> None:
    rules = redirect(location)
    rules[1]["headers"][0][1] = "*"
    assert kind(call("standard", rules)) == failure


def test_a_stream_cannot_be_sent_again() -> None:
    rules = [rule(*OPEN, method="OPTIONS"), *redirect("https://b.test/", 307)]
    page = Browser("standard").open(PAGE, rules)
    assert kind(page.fetch(URL, method="POST", body=Stream((b"x",)))) == "RedirectStreamBody"


def test_userinfo_in_a_redirect_within_the_origin_is_allowed() -> None:
    rules = [
        rule(("Location", "https://u:p@app.example/y"), status=302, url=PAGE + "x"),
        rule(url=PAGE + "y"),
    ]
    assert Browser("standard").open(PAGE, rules).fetch("/x").ok


def test_the_origin_of_a_post_hides_where_the_referrer_does() -> None:
    page = Browser("standard").open(SITE, Policy("*"))
    expected: dict[ReferrerPolicy, str]
    expected = {"no-referrer": "null", "same-origin": "null", "": ORIGIN}
    for policy, origin in expected.items():
        sent = page.fetch(URL, method="POST", mode="no-cors", referrer_policy=policy)
        assert sent.exchanges[0].request.header("Origin") == origin


def test_more_than_1024_safe_bytes_are_unsafe() -> None:
    headers = [
        ("Accept", "a" * 128),
        ("Accept-Language", "b" * 128),
        ("Content-Language", "c" * 128),
    ]
    page = Browser("standard").open(PAGE, Policy("*", headers="*"))
    assert page.fetch(URL, headers=headers).preflights == 0
    from corssim.standard.request_headers import cors_unsafe_request_header_names

    many = [("Accept", "a" * 128)] * 9
    assert set(cors_unsafe_request_header_names(many)) == {"accept"}


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari", "standard"])
@pytest.mark.parametrize(
    "answer",
    [
        WireResponse(100),
        WireResponse(999, (acao("*"),)),
        WireResponse(200, (acao("\xff" * 5000),)),
        WireResponse(302, (acao("*"), ("Location", "\xff\xfe"))),
        WireResponse(200, (acao("*"), ("Set-Cookie", ";=;;"), ("Vary", ",,*"), ("Expires", "x"))),
        NetworkFailure("timeout"),
    ],
)
def test_hostile_answers(browser: BrowserName, answer: WireResponse | NetworkFailure) -> None:
    def serve(request: WireRequest) -> WireResponse | NetworkFailure:
        return answer

    page = Browser(browser).open(PAGE, serve)
    for outcome in (page.fetch(URL), page.fetch(URL, method="PUT"), page.xhr("GET", URL)):
        assert outcome.explain()
        assert outcome.ok == (outcome.failure is None)


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
def test_a_data_url_answers_itself(browser: BrowserName) -> None:
    page = Browser(browser).open(PAGE, [])
    # What the three browsers gave XHR: e14-103 (Firefox writes the name "Content-Type").
    outcome = page.xhr("GET", "data:text/plain,hello")
    assert outcome.response is not None
    assert outcome.response.headers == (("content-type", "text/plain"),)
    assert outcome.response.text == "hello"
    assert outcome.exchanges == []


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
def test_a_data_url_that_does_not_parse(browser: BrowserName) -> None:
    outcome = Browser(browser).open(PAGE, []).fetch("data:text/plain")
    assert kind(outcome) == "ConnectionFailed"
    assert not outcome.ok
    assert outcome.exchanges == []
