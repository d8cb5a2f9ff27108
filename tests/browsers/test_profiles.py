"""The profiles: what they share, and facts that many articles get wrong."""

from __future__ import annotations

import attrs
import pytest

from corssim import Browser, Policy
from corssim.browsers import BROWSERS, NAMES, PROFILES, BrowserName
from corssim.browsers.chrome.console import ChromeWords
from corssim.errors import NotModelled
from corssim.failures import OriginMissing
from corssim.request import WireRequest
from corssim.response import WireResponse

from ..support import PAGE, URL, acao, call, rule, texts


def test_the_profiles_by_name() -> None:
    assert tuple(PROFILES) == (*BROWSERS, "standard")
    assert len(PROFILES) == 4
    assert "chrome" in PROFILES
    assert "opera" not in PROFILES
    with pytest.raises(KeyError):
        PROFILES["opera"]
    assert PROFILES["chrome"] is PROFILES["chrome"]


@pytest.mark.parametrize(
    ("browser", "cap"), [("chrome", 7200), ("firefox", 86400), ("safari", 600)]
)
def test_caps(browser: BrowserName, cap: int) -> None:
    page = Browser(browser).open(PAGE, Policy("*", "PUT", max_age=10**9))
    page.fetch(URL, method="PUT")
    page.browser.clock.advance(cap - 1)
    assert page.fetch(URL, method="PUT").preflight_cache_hits == 1
    page.browser.clock.advance(2)
    assert page.fetch(URL, method="PUT").preflights == 1


def test_the_wildcard_and_authorization() -> None:
    """The standard excludes Authorization from ``*``; no browser does."""
    allowed = {
        name: call(name, [rule(acao("*"), ("Access-Control-Allow-Headers", "*"))],
                   headers={"Authorization": "x"}).ok
        for name in NAMES
    }  # fmt: skip
    assert allowed == {"chrome": True, "firefox": True, "safari": True, "standard": False}


def test_dropped_connections_are_tried_again() -> None:
    """Chrome and Safari once, Firefox nine times, the standard not at all."""
    tries = {name: len(call(name, [{"url": URL, "drop": True}]).exchanges) for name in NAMES}
    assert tries["chrome"] == 2
    assert tries["firefox"] == 10
    assert tries["safari"] == 2
    assert tries["standard"] == 1


@pytest.mark.parametrize("browser", tuple(PROFILES))
def test_many_header_lines_are_not_remembered_but_right(browser: BrowserName) -> None:
    lines = tuple((f"X-{number}", "v") for number in range(100))
    expose = ("Access-Control-Expose-Headers", ", ".join(name for name, _ in lines))

    def serve(request: WireRequest) -> WireResponse:
        return WireResponse(200, (acao("*"), expose, *lines))

    outcome = Browser(browser).open(PAGE, serve).fetch(URL)
    assert outcome.response is not None
    assert len(outcome.response.headers) == 100


@pytest.mark.parametrize("browser", tuple(PROFILES))
def test_a_redirect_with_a_fragment_keeps_it(browser: BrowserName) -> None:
    rules = [
        rule(acao("*"), ("Location", "/y"), status=302),
        rule(acao("*"), url="https://api.example/y"),
    ]
    outcome = call(browser, rules, url=URL + "#part")
    assert outcome.ok
    assert outcome.response is not None
    assert outcome.response.redirected


@pytest.mark.parametrize("browser", tuple(PROFILES))
def test_post_and_put_without_a_body_have_length_zero(browser: BrowserName) -> None:
    page = Browser(browser).open(PAGE, Policy("*", ("POST", "PUT")))
    for method in ("POST", "PUT"):
        assert page.fetch(URL, method=method).exchanges[-1].request.header("Content-Length") == "0"
    sent = page.fetch(URL, method="POST", body="abc").exchanges[-1].request
    assert sent.header("Content-Length") == "3"


@pytest.mark.parametrize(
    ("location", "preflights", "kind", "text"),
    [
        ("https://c.example/", 2, "CredentialsNotTrue", 'Allow-Credentials is not "true".'),
        ("http://c.example/", 1, "CredentialsNotTrue", 'Allow-Credentials is not "true".'),
        ("https://u:p@c.example/", 1, "RedirectIncludesCredentials", "has credentials"),
        ("mailto:x", 1, "RedirectSchemeNotSupported", "with non CORS scheme"),
    ],
)
def test_safari_refuses_late_what_began_at_home(
    location: str, preflights: int, kind: str, text: str
) -> None:
    """Recordings g5-112, e6-2, hunt-240002-178: the next hop is preflighted first, where it can
    be followed; a target that cannot be followed is what is reported.
    """
    granted = (acao(), ("Access-Control-Allow-Methods", "PUT"))
    rules = [
        rule(("Location", URL), status=307, url=PAGE + "x"),
        rule(*granted, method="OPTIONS"),
        rule(acao(), ("Location", location), status=307),
        rule(acao("*"), ("Access-Control-Allow-Methods", "PUT"), url="https://c.example/"),
    ]
    outcome = Browser("safari").open(PAGE, rules).fetch("/x", method="PUT")
    assert outcome.failure is not None
    assert outcome.failure.kind == kind
    assert outcome.preflights == preflights
    assert texts(outcome)[0].endswith(text)
    assert texts(outcome)[1] == f"Fetch API cannot load {URL} due to access control checks."


def test_an_unknown_version_is_refused() -> None:
    assert Browser("chrome", version=156).profile is PROFILES["chrome"]
    assert Browser("standard", version="2026").profile is PROFILES["standard"]
    with pytest.raises(NotModelled, match="Chrome 120 is not modelled: known versions are 156"):
        Browser("chrome", version=120)


def test_what_is_evolved_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version's cap, User-Agent and texts decide the cache, the wire and the console."""
    chrome = PROFILES["chrome"]
    rules = attrs.evolve(
        chrome.rules,
        preflight=attrs.evolve(chrome.rules.preflight, max_age_cap=9000),
        wire=attrs.evolve(chrome.rules.wire, user_agent="Chrome/120", accept_language="de"),
    )
    assert isinstance(chrome.words, ChromeWords)
    texts_120 = {**chrome.words.texts, OriginMissing: ("No header, says 120.", "", "", True)}
    words = attrs.evolve(chrome.words, texts=texts_120)
    older = attrs.evolve(chrome, version="120", rules=rules, words=words)
    monkeypatch.setattr("corssim.browsers.chrome.VERSIONS", (chrome, older))

    page = Browser("chrome", version=120).open(PAGE, Policy("*", "PUT", max_age=10**9))
    preflight, request = page.fetch(URL, method="PUT").exchanges
    for sent in (preflight.request, request.request):
        assert sent.header("User-Agent") == "Chrome/120"
        assert sent.header("Accept-Language") == "de"
    page.browser.clock.advance(8999)
    assert page.fetch(URL, method="PUT").preflight_cache_hits == 1
    page.browser.clock.advance(2)
    assert page.fetch(URL, method="PUT").preflights == 1
    blocked = Browser("chrome", version=120).open(PAGE, [rule()]).fetch(URL)
    assert texts(blocked)[0].endswith("No header, says 120.")
