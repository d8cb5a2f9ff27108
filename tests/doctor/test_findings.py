"""Each known situation is recognised from what a server answers, and the general one is silent."""

from __future__ import annotations

from typing import Any

import pytest

from corssim import Browser, NetworkFailure, UsageError, WireRequest, WireResponse
from corssim.browsers import BrowserName
from corssim.doctor import KINDS, diagnose, fix, probe
from corssim.doctor.catalogue import ENTRIES
from corssim.doctor.causes import CAUSES
from corssim.doctor.needs import Needs
from corssim.failures import Failure
from corssim.servers import as_server

from ..support import ORIGIN, PAGE, URL, Json, acao, rule

PUT: Json = {"method": "PUT"}
JSON: Json = {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"}
COOKIES: Json = {"credentials": "include"}
METHODS = ("Access-Control-Allow-Methods", "PUT, DELETE, PATCH")
HTML = {"headers": [["Content-Type", "text/html"]], "body": "<!doctype html><title>app</title>"}
TRUE = ("Access-Control-Allow-Credentials", "true")


def preflight(*headers: tuple[str, str], **more: Any) -> Json:
    return rule(*headers, method="OPTIONS", **more)


SITUATIONS: list[tuple[str, list[Json], Json]] = [
    ("CORS-PREFLIGHT-NOT-HANDLED", [preflight(status=404)], PUT),
    ("CORS-PREFLIGHT-NOT-HANDLED", [preflight(acao(), status=405)], PUT),
    ("CORS-PREFLIGHT-AUTH", [preflight(status=401)], PUT),
    ("CORS-PREFLIGHT-AUTH", [preflight(acao(), status=403)], PUT),
    (
        "CORS-PREFLIGHT-REDIRECT-SLASH",
        [preflight(("Location", URL + "/"), status=308)],
        PUT,
    ),
    (
        "CORS-PREFLIGHT-REDIRECT",
        [preflight(("Location", "https://login.example/"), status=302)],
        PUT,
    ),
    ("CORS-PREFLIGHT-SERVER-ERROR", [preflight(status=502)], PUT),
    ("CORS-PREFLIGHT-STATUS", [preflight(acao(), status=400)], PUT),
    (
        "CORS-PREFLIGHT-REJECTED",
        [preflight(acao(), status=400, body="Disallowed CORS headers")],
        PUT,
    ),
    ("CORS-PREFLIGHT-FIREWALL", [preflight(("Server", "cloudflare"), status=403)], PUT),
    ("CORS-PREFLIGHT-FIREWALL", [preflight(drop=True)], PUT),
    ("CORS-PREFLIGHT-HTML", [{"url": URL, **HTML}], PUT),
    ("CORS-PREFLIGHT-WITHOUT-HEADERS", [preflight(("Allow", "PUT"))], PUT),
    ("CORS-METHOD-MISSING", [preflight(acao(), ("Access-Control-Allow-Methods", "GET"))], PUT),
    (
        "CORS-METHOD-CASE",
        [preflight(acao(), METHODS)],
        {"method": "patch"},
    ),
    (
        "CORS-METHOD-WILDCARD-CREDENTIALS",
        [preflight(acao(), TRUE, ("Access-Control-Allow-Methods", "*"))],
        {**PUT, **COOKIES},
    ),
    ("CORS-HEADER-CONTENT-TYPE", [preflight(acao())], JSON),
    ("CORS-HEADER-MISSING", [preflight(acao())], {"headers": {"X-A": "1"}}),
    ("CORS-HEADER-TRACING", [preflight(acao())], {"headers": {"sentry-trace": "1"}}),
    (
        "CORS-HEADER-REQUEST-SIDE",
        [preflight(acao())],
        {"headers": {"Access-Control-Allow-Origin": "*"}},
    ),
    (
        "CORS-HEADER-WILDCARD-CREDENTIALS",
        [preflight(acao(), TRUE, ("Access-Control-Allow-Headers", "*"))],
        {"headers": {"X-A": "1"}, **COOKIES},
    ),
    (
        "CORS-LIST-UNPARSABLE",
        [preflight(acao(), ("Access-Control-Allow-Headers", "X-A; X-B"))],
        {"headers": {"X-A": "1"}},
    ),
    ("CORS-ORIGIN-MISSING", [rule()], {}),
    ("CORS-ORIGIN-NOT-LISTED", [rule(("Vary", "Origin"))], {}),
    ("CORS-ORIGIN-NOT-LISTED", [preflight(METHODS)], PUT),
    ("CORS-ORIGIN-HTML", [{"url": URL, **HTML}], {}),
    ("CORS-AUTH-RESPONSE", [rule(status=401)], {}),
    ("CORS-ERROR-WITHOUT-HEADERS", [rule(status=422)], {}),
    ("CORS-CRASH", [rule(status=500)], {}),
    ("CORS-NGINX-ALWAYS", [rule(("Server", "nginx/1.22"), status=404)], {}),
    ("CORS-APACHE-ALWAYS", [rule(("Server", "Apache/2.4"), status=404)], {}),
    ("CORS-GATEWAY-ERROR", [rule(("Server", "nginx"), status=502)], {}),
    (
        "CORS-GATEWAY-ERROR",
        [rule(("x-amzn-ErrorType", "ForbiddenException"), status=403)],
        {},
    ),
    ("CORS-ORIGIN-MISMATCH", [rule(acao("https://b.example"))], {}),
    ("CORS-ORIGIN-SLASH", [rule(acao(ORIGIN + "/"))], {}),
    ("CORS-ORIGIN-PATH", [rule(acao(ORIGIN + "/app"))], {}),
    ("CORS-ORIGIN-SCHEME", [rule(acao("http://app.example"))], {}),
    ("CORS-ORIGIN-SCHEME", [rule(acao("app.example"))], {}),
    ("CORS-ORIGIN-PORT", [rule(acao(ORIGIN + ":8443"))], {}),
    ("CORS-ORIGIN-HOST", [rule(acao("https://www.app.example"))], {}),
    ("CORS-ORIGIN-HOST", [rule(acao("https://APP.example"))], {}),
    ("CORS-ORIGIN-PATTERN", [rule(acao("https://*.example"))], {}),
    ("CORS-ORIGIN-LIST", [rule(acao(f"{ORIGIN}, https://b.example"))], {}),
    ("CORS-ORIGIN-DOUBLED", [rule(acao(), acao())], {}),
    ("CORS-WILDCARD-CREDENTIALS", [rule(acao("*"))], COOKIES),
    ("CORS-CREDENTIALS-MISSING", [rule(acao())], COOKIES),
    (
        "CORS-CREDENTIALS-NOT-TRUE",
        [rule(acao(), ("Access-Control-Allow-Credentials", "True"))],
        COOKIES,
    ),
    ("CORS-REDIRECT-WITHOUT-HEADERS", [rule(("Location", "/login"), status=302)], {}),
    (
        "CORS-REDIRECT-CREDENTIALS",
        [rule(acao(), ("Location", "https://u:p@api.example/y"), status=302)],
        {},
    ),
    ("CORS-REDIRECT-TARGET", [rule(acao(), ("Location", "mailto:x"), status=302)], {}),
    ("CORS-REDIRECT-LOOP", [rule(acao(), ("Location", URL), status=302)], {}),
    (
        "CORS-REDIRECT-REFUSED",
        [rule(acao(), ("Location", "/y"), status=302)],
        {"redirect": "error"},
    ),
    (
        "CORS-REDIRECT-NULL-ORIGIN",
        [
            rule(acao(), ("Location", "https://c.example/"), status=302),
            rule(acao(), url="https://c.example/"),
        ],
        {},
    ),
    ("CORS-SERVER-DROPPED", [rule(drop=True)], {}),
    ("CORS-SERVER-DOWN", [rule(refuse=True)], {}),
    (
        "CORS-NOT-RESOURCE-POLICY",
        [rule(("Cross-Origin-Resource-Policy", "same-origin"))],
        {"mode": "no-cors"},
    ),
    ("CORS-SCRIPT-THROWS", [], {"method": "TRACE"}),
    ("CORS-NOT-FETCHABLE", [], {"mode": "same-origin"}),
]


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
@pytest.mark.parametrize(("expected", "rules", "init"), SITUATIONS)
def test_the_most_specific_situation_is_named(
    expected: str, rules: list[Json], init: Json, browser: BrowserName
) -> None:
    outcome = Browser(browser).open(PAGE, rules or [rule()]).fetch(URL, **init)
    blocking = [finding for finding in diagnose(outcome) if finding.severity == "blocks"]
    assert [finding.id for finding in blocking] == [expected]
    (finding,) = blocking
    for text in (finding.title, finding.explanation, finding.advice):
        assert text
        assert "the the" not in text
        assert "{" not in text
    assert finding.step.startswith("https://")


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
def test_the_page_s_own_server_redirects_to_a_login(browser: BrowserName) -> None:
    login = "https://c.example/login"
    rules = [rule(("Location", login), url=ORIGIN + "/me", status=302), rule(url=login)]
    outcome = Browser(browser).open(PAGE, rules).fetch("/me")
    [finding] = diagnose(outcome)
    assert finding.id == "CORS-REDIRECT-LOGIN"
    assert login in finding.explanation


def test_other_calls() -> None:
    """Situations that need another page or another server."""
    chrome = Browser("chrome")
    cases = [
        ("CORS-NOT-MIXED-CONTENT", chrome.open(PAGE, []).fetch("http://api.example/")),
        (
            "CORS-NOT-LOCAL-NETWORK",
            chrome.open(PAGE, [], address_space="public").fetch("http://127.0.0.1:8000/"),
        ),
        ("CORS-ORIGIN-NULL-PAGE", chrome.open("null", [rule(acao())]).fetch(URL)),
        (
            "CORS-PREFLIGHT-REDIRECT-HTTPS",
            chrome.open(
                "http://app.example/",
                [
                    {
                        "url": "http://api.example/x",
                        "status": 301,
                        "headers": [["Location", "https://api.example/x"]],
                    }
                ],
            ).fetch("http://api.example/x", method="PUT"),
        ),
    ]
    typed = rule(acao(), ("Content-Type", "text/csv"), body="a,b")
    slow = rule(acao(), delay=3.0)
    cases += [
        ("CORS-NOT-USABLE", chrome.open(PAGE, [typed]).element("script", URL)),
        ("CORS-NOT-USABLE", chrome.open(PAGE, [typed]).element("module", URL)),
        ("CORS-NOT-USABLE", chrome.open(PAGE, [typed]).element("font", URL)),
        ("CORS-NOT-USABLE", chrome.open(PAGE, [typed]).event_source(URL)),
        ("CORS-NOT-USABLE", chrome.open(PAGE, [rule(acao(), status=204)]).event_source(URL)),
        ("CORS-NOT-AWAITED", chrome.open(PAGE, [slow]).fetch(URL, timeout=1)),
    ]
    for how, name in (("dns", "DNS"), ("tls", "TLS"), ("timeout", "TIMEOUT")):
        page = chrome.open(PAGE, lambda _, how=how: NetworkFailure(how))
        cases.append((f"CORS-SERVER-{name}", page.fetch(URL)))
    for expected, outcome in cases:
        assert [finding.id for finding in diagnose(outcome)] == [expected]


def test_the_http_cache_is_named_where_it_answers() -> None:
    fresh = rule(("Cache-Control", "max-age=60"))
    page = Browser("chrome").open(PAGE, [fresh])
    page.fetch(URL, mode="no-cors")
    assert [f.id for f in diagnose(page.fetch(URL))] == ["CORS-CACHED-WITHOUT-CORS"]


def test_a_call_that_safari_loses_between_cached_redirects() -> None:
    """Recording y47-3."""
    fresh = ("Cache-Control", "max-age=60")
    home, near, far = PAGE + "x", URL, URL + "/y"
    rules = [
        {**rule(fresh, ("Location", near), status=302), "url": home},
        {**rule(("Location", far), status=302), "url": near},
        {**rule(fresh), "url": far},
    ]
    page = Browser("safari").open(PAGE, rules)
    assert page.fetch(home, mode="no-cors").ok
    outcome = page.fetch(home, mode="no-cors")
    assert [f.id for f in diagnose(outcome)] == ["CORS-REDIRECT-CACHED"]
    assert not outcome.console


def allowed(lines: list[tuple[str, str]], **init: Any) -> list[str]:
    page = Browser("firefox").open(PAGE, [preflight(*lines), rule(*lines)])
    outcome = page.fetch(URL, **init)
    assert outcome.ok
    return [finding.id for finding in diagnose(outcome)]


def test_what_is_amiss_with_an_allowed_call() -> None:
    star = ("Access-Control-Allow-Headers", "*")
    assert allowed([acao("*")]) == []
    assert allowed([acao(), star], headers={"Authorization": "x"}) == [
        "CORS-HEADER-AUTHORIZATION-WILDCARD"
    ]
    assert allowed([acao(), METHODS, ("Access-Control-Max-Age", "1d")], **PUT) == [
        "CORS-MAX-AGE-INVALID"
    ]
    assert allowed([acao(), METHODS, ("Access-Control-Max-Age", "604800")], **PUT) == [
        "CORS-MAX-AGE-CAPPED"
    ]
    assert allowed([acao(), ("X-Total", "3")]) == ["CORS-EXPOSE-MISSING"]
    exposed = ("Access-Control-Expose-Headers", "X-Total")
    assert allowed([acao(), ("X-Total", "3"), exposed]) == []
    literal = ("Access-Control-Expose-Headers", "*")
    assert allowed([acao(), TRUE, ("ETag", '"e"'), literal], **COOKIES) == [
        "CORS-EXPOSE-WILDCARD-CREDENTIALS"
    ]
    assert allowed([acao(), TRUE, ("Set-Cookie", "s=1; Path=/")], **COOKIES) == [
        "CORS-NOT-SAMESITE"
    ]
    good = ("Set-Cookie", "s=1; SameSite=None; Secure")
    assert allowed([acao(), TRUE, good], **COOKIES) == []
    assert allowed([acao()], mode="no-cors") == ["CORS-NO-CORS"]
    assert allowed([acao(), star], headers={"X-Requested-With": "x"}) == [
        "CORS-PREFLIGHT-AVOIDABLE"
    ]


def reflecting(vary: bool, credentials: bool = False) -> Any:
    def serve(request: WireRequest) -> WireResponse:
        lines = [("Access-Control-Allow-Origin", request.header("Origin") or "*")]
        if vary:
            lines.append(("Vary", "Accept-Encoding, origin"))
        if credentials:
            lines.append(TRUE)
        return WireResponse(200, tuple(lines))

    return as_server(serve)


def test_the_probe_asks_with_other_origins() -> None:
    needs = Needs(ORIGIN)
    assert [f.id for f in probe(reflecting(vary=False), URL, ORIGIN, needs)] == [
        "CORS-VARY-MISSING"
    ]
    assert probe(reflecting(vary=True), URL, ORIGIN, needs) == []
    assert [f.id for f in probe(reflecting(True, True), URL, ORIGIN, needs)] == [
        "CORS-REFLECTS-ANY-ORIGIN"
    ]
    fixed = as_server([rule(acao("*"))])
    assert probe(fixed, URL, ORIGIN, needs) == []
    assert probe(fixed, ORIGIN + "/x", ORIGIN, needs) == []
    down = as_server([rule(refuse=True)])
    assert probe(down, URL, ORIGIN, needs) == []


def test_the_same_finding_in_several_browsers_is_one() -> None:
    outcomes = {
        name: Browser(name).open(PAGE, [rule()]).fetch(URL)
        for name in ("chrome", "firefox", "safari")
    }
    (finding,) = diagnose(outcomes)
    assert finding.browsers == ("chrome", "firefox", "safari")
    shown = finding.as_json("nginx")
    assert shown["id"] == "CORS-ORIGIN-MISSING"
    assert "add_header" in shown["fix"]


def test_every_failure_has_a_cause_and_every_silence_an_entry() -> None:
    kinds = [Failure]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert all(any(base in CAUSES for base in kind.__mro__) for kind in kinds)
    silenced = {name for entry in ENTRIES.values() for name in entry.silences}
    assert silenced <= set(ENTRIES)
    assert all(name.startswith("CORS-") for name in ENTRIES)


def test_a_fix_keeps_what_was_allowed() -> None:
    rules = [preflight(acao(), ("Access-Control-Allow-Methods", "DELETE, *")), rule(acao())]
    outcome = Browser("chrome").open(PAGE, rules).fetch(URL, method="PUT", credentials="include")
    (finding,) = diagnose(outcome)
    assert finding.needs.methods == ("GET", "POST", "PUT", "DELETE")
    assert finding.needs.credentials


@pytest.mark.parametrize("kind", tuple(KINDS))
def test_every_kind_of_server_has_a_recipe(kind: str) -> None:
    needs = Needs(ORIGIN, ("GET", "PUT"), ("X-A",), True, ("X-Total",))
    text = fix(kind, needs)
    for value in ("app", "PUT", "X-A", "X-Total", "7200"):
        assert value in text
    assert "{" + "origin" not in text


def test_plain_headers_as_printed_allow_the_call() -> None:
    needs = Needs(ORIGIN, ("GET", "PUT"), ("X-A",), True, ("X-Total",))
    text = fix("headers", needs)
    lines = [
        [tuple(line.split(": ", 1)) for line in block.splitlines()]
        for block in text.split("\n\n")[1::2]
    ]
    granted = [pair for pair in lines[0] if len(pair) == 2 and " " not in pair[0]]
    every = [pair for pair in lines[1] if len(pair) == 2]
    rules = [preflight(*granted, status=204), rule(*every, ("X-Total", "3"))]
    for browser in ("chrome", "firefox", "safari"):
        page = Browser(browser).open(PAGE, rules)
        outcome = page.fetch(URL, method="PUT", headers={"X-A": "1"}, credentials="include")
        assert outcome.ok, outcome.explain()
        assert outcome.response is not None
        assert outcome.response.header("X-Total") == "3"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="choose from"):
        fix("iis", Needs(ORIGIN))
