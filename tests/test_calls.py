"""Elements, event sources, beacons, workers, several calls at once, and calls given up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from corssim import Browser, Page, UsageError, WireRequest, WireResponse
from corssim.browsers import BrowserName
from corssim.failures import (
    Aborted,
    MethodNotAllowed,
    NotDecodable,
    OpaqueResponseBlocked,
    OriginMissing,
)
from corssim.replay.replay import replay
from corssim.strategies.loads import GIF

from .support import ORIGIN, PAGE, URL, acao, rule, texts


def opened(browser: BrowserName, *rules: dict[str, Any], **how: Any) -> Page:
    return Browser(browser).open(PAGE, list(rules), **how)


def granting_put(delay: float = 0.0) -> list[dict[str, Any]]:
    allowed = ("Access-Control-Allow-Methods", "PUT")
    return [
        rule(acao(), allowed, method="OPTIONS", status=204, delay=delay),
        rule(acao(), delay=delay, body="x"),
    ]


# --- elements -----------------------------------------------------------------------------------


def test_an_image_without_crossorigin_loads_and_is_opaque() -> None:
    outcome = opened("chrome", rule(body=GIF)).element("img", URL)
    assert outcome.ok
    assert outcome.response is not None
    assert outcome.response.type == "opaque"


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari", "standard"])
def test_an_image_with_crossorigin_needs_cors(browser: BrowserName) -> None:
    outcome = opened(browser, rule(body=GIF)).element("img", URL, crossorigin="anonymous")
    assert isinstance(outcome.failure, OriginMissing)
    assert outcome.error == "error"
    loaded = opened(browser, rule(acao(), body=GIF)).element("img", URL, crossorigin="")
    assert loaded.ok


def test_what_is_no_image_does_not_load() -> None:
    outcome = opened("firefox", rule(body="<p>")).element("img", URL)
    assert isinstance(outcome.failure, NotDecodable)


@pytest.mark.parametrize(
    ("browser", "body", "blocked"),
    [
        ("firefox", "<!doctype html>", True),
        ("firefox", '{"a": 1}', True),
        ("firefox", "a { color: red }", True),
        ("firefox", "let a = 1;", False),
        ("chrome", "<!doctype html>", True),
        ("chrome", '{"a": 1}', True),
        ("chrome", "a { color: red }", False),
    ],
)
def test_opaque_response_blocking_by_content(
    browser: BrowserName, body: str, blocked: bool
) -> None:
    """Firefox and Chrome look into what another origin calls a text, unless CORS lets the page
    see it.
    """
    answer = rule(acao(), ("Content-Type", "text/plain"), body=body)
    plain = opened(browser, answer).element("script", URL)
    assert isinstance(plain.failure, OpaqueResponseBlocked) is blocked
    assert opened(browser, answer).element("script", URL, crossorigin="anonymous").ok


def test_images_of_a_secure_page_are_upgraded() -> None:
    page = opened("chrome", rule(body=GIF, url="https://api.example/i"))
    outcome = page.element("img", "http://api.example/i")
    assert outcome.ok
    assert "automatically upgraded to HTTPS" in texts(outcome)[0]


def test_safari_says_nothing_of_an_image_that_leads_to_about_blank() -> None:
    """Recorded in hunt-300005-277."""
    page = opened("safari", rule(("Location", "about:blank"), status=302))
    assert texts(page.element("img", URL)) == []


def test_safari_says_nothing_of_a_synchronous_redirect_at_home_to_no_network() -> None:
    """Recorded in hunt-310001-587."""
    home = "http://app.example/x"
    rules = [rule(("Location", "foo:bar"), status=301, url=home)]
    page = Browser("safari").open("http://app.example/", rules)
    outcome = page.xhr("POST", home, synchronous=True)
    assert not outcome.ok
    assert texts(outcome) == []


def test_another_document_remembers_nothing_of_the_first() -> None:
    browser = Browser("chrome")
    rules = [rule(body=GIF)]
    first = browser.open(PAGE, rules)
    assert len(first.element("img", URL).exchanges) == 1
    assert len(first.element("img", URL).exchanges) == 0
    assert len(browser.open(PAGE, rules).element("img", URL).exchanges) == 1


def test_a_module_with_the_right_type_is_not_told_of_it() -> None:
    redirect = [("Location", "http://u:p@other.example/"), ("Content-Type", "text/javascript")]
    page = Browser("firefox").open(
        "http://app.example/",
        [rule(acao("*"), *redirect, status=302, url="http://api.example/m")],
    )
    said = texts(page.element("module", "http://api.example/m"))
    assert not any("MIME type" in text for text in said)


def test_modules_always_ask_with_cors() -> None:
    outcome = opened("firefox", rule(body="1")).element("module", URL)
    assert texts(outcome)[-1] == f"Module source URI is not allowed in this document: “{URL}”."


@pytest.mark.parametrize(
    ("kind", "attributes", "message"),
    [
        ("video", {}, "an element is one of img, script, module, stylesheet, font, not 'video'"),
        ("img", {"crossorigin": "yes"}, "crossorigin is anonymous, use-credentials or None"),
        ("img", {"mode": "cors"}, r"element\(\) takes no 'mode'"),
    ],
)
def test_an_unknown_element_or_attribute(
    kind: Any, attributes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        opened("chrome").element(kind, URL, **attributes)


# --- EventSource and beacons --------------------------------------------------------------------


def test_an_event_source_reads_its_first_message() -> None:
    stream = ("Content-Type", "text/event-stream")
    body = ": hello\n\nevent: other\ndata: no\n\nid: 7\ndata: one\ndata:two\n\n"
    outcome = opened("safari", rule(acao(), stream, body=body)).event_source(URL)
    assert outcome.record()["result"] == {"ok": True, "data": "one\ntwo", "closed": False}
    assert outcome.reconnects


def test_an_event_source_of_another_type_is_given_up() -> None:
    outcome = opened("chrome", rule(acao(), ("Content-Type", "text/plain"))).event_source(URL)
    assert not outcome.reconnects
    assert texts(outcome) == [
        'EventSource\'s response has a MIME type ("text/plain") that is not "text/event-stream". '
        "Aborting the connection."
    ]


def test_a_beacon_that_cors_refuses_was_queued_all_the_same() -> None:
    page = opened("safari", rule(acao(), method="OPTIONS", status=204))
    outcome = page.send_beacon(URL, corssim_json())
    assert not outcome.ok
    assert outcome.queued
    assert outcome.record()["result"] == {"ok": True}
    assert texts(outcome)[-1].startswith(f"Beacon API cannot load {URL}. ")


def corssim_json() -> Any:
    from corssim import Blob

    return Blob("{}", "application/json")


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari", "standard"])
def test_a_url_that_does_not_parse(browser: BrowserName) -> None:
    page = opened(browser)
    for outcome in (page.event_source("http://["), page.send_beacon("http://[")):
        assert outcome.error
        assert outcome.error.partition(":")[0] in ("SyntaxError", "TypeError")
    assert page.element("script", "http://[").error == "error"
    assert page.send_beacon("ftp://x.example/").error


# --- workers ------------------------------------------------------------------------------------


def test_a_worker_is_named_and_sends_its_own_referrer() -> None:
    worker = opened("firefox", rule(url="https://app.example/y")).worker("/w.js")
    outcome = worker.fetch("/y")
    assert outcome.exchanges[0].request.header("Referer") == "https://app.example/w.js"
    thrown = worker.fetch(URL, method="TRACE")
    assert thrown.error == "TypeError: WorkerGlobalScope.fetch: Invalid request method TRACE."


def test_a_workers_script_is_of_the_page() -> None:
    with pytest.raises(UsageError, match="of the page's own origin"):
        opened("chrome").worker("https://other.example/w.js")
    with pytest.raises(UsageError, match="of the page's own origin"):
        Browser("chrome").open("null", []).worker()


# --- synchronous calls --------------------------------------------------------------------------


def test_a_synchronous_call_throws_where_it_fails() -> None:
    page = opened("chrome", rule())
    outcome = page.xhr("GET", URL, synchronous=True)
    assert outcome.error == (
        f"NetworkError: Failed to execute 'send' on 'XMLHttpRequest': Failed to load '{URL}'."
    )
    assert outcome.record()["result"] == {"ok": False, "error": outcome.error}


def test_firefox_warns_of_the_first_synchronous_call_of_a_document() -> None:
    page = opened("firefox", rule(acao()))
    first, second = (page.xhr("GET", URL, synchronous=True) for _ in range(2))
    assert texts(first)[0].startswith("Synchronous XMLHttpRequest on the main thread")
    assert texts(second) == []


# --- several at once ----------------------------------------------------------------------------


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari", "standard"])
def test_calls_at_once_do_not_share_a_preflight(browser: BrowserName) -> None:
    page = opened(browser, *granting_put(delay=0.1))
    call = page.prepare("fetch", URL, method="PUT")
    outcomes = page.together(call, call)
    assert [outcome.preflights for outcome in outcomes] == [1, 1]
    assert page.fetch(URL, method="PUT").preflights == 0


@pytest.mark.parametrize(("browser", "requests"), [("chrome", 1), ("firefox", 1), ("safari", 2)])
def test_calls_at_once_may_share_a_stored_response(browser: BrowserName, requests: int) -> None:
    seen: list[WireRequest] = []

    def serve(request: WireRequest) -> WireResponse:
        seen.append(request)
        return WireResponse(200, (acao(), ("Cache-Control", "max-age=60")), b"x", "OK", delay=0.1)

    page = Browser(browser).open(PAGE, serve)
    call = page.prepare("fetch", URL)
    assert all(outcome.ok for outcome in page.together(call, call))
    assert len(seen) == requests


def test_what_throws_among_calls_at_once_is_told() -> None:
    page = opened("chrome", rule(acao()))
    thrown, read = page.together(
        page.prepare("fetch", URL, method="TRACE"), page.prepare("fetch", URL)
    )
    assert not thrown.ok
    assert read.ok


def test_an_unknown_call() -> None:
    with pytest.raises(UsageError, match="a page has no call 'navigate': known are fetch, xhr"):
        opened("chrome").prepare("navigate", URL)  # type: ignore[call-overload]


# --- giving up ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("browser", "error"),
    [
        ("chrome", "AbortError: signal is aborted without reason"),
        ("firefox", "AbortError: The operation was aborted. "),
        ("safari", "AbortError: Fetch is aborted"),
        ("standard", "AbortError"),
    ],
)
def test_a_call_given_up_before_its_answer(browser: BrowserName, error: str) -> None:
    page = opened(browser, *granting_put(delay=5))
    outcome = page.fetch(URL, method="PUT", abort_after=1)
    assert outcome.error == error
    assert outcome.failure == Aborted(URL, "abort")
    assert texts(outcome) == []
    assert outcome.preflights == 1
    page.browser.clock.advance(4.5)
    assert page.fetch(URL, method="PUT").preflights == (0 if browser == "chrome" else 1)


def test_the_clock_moves_by_what_servers_take() -> None:
    page = opened("chrome", rule(acao(), delay=3))
    before = page.browser.clock.now
    assert page.fetch(URL, timeout=4).ok
    assert page.browser.clock.now == before + 3
    timed_out = page.fetch(URL, timeout=2)
    assert timed_out.error == "TimeoutError: signal timed out"
    assert page.browser.clock.now == before + 5


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari", "standard"])
def test_an_xmlhttprequest_tells_abort_from_timeout(browser: BrowserName) -> None:
    page = opened(browser, rule(acao(), delay=3))
    assert page.xhr("GET", URL, abort_after=1).error == "abort"
    assert page.xhr("GET", URL, timeout=1).error == "timeout"
    assert page.fetch(URL, timeout=1).failure == Aborted(URL, "timeout")


def test_a_signal_aborted_before_sends_nothing() -> None:
    outcome = opened("safari", rule(acao())).fetch(URL, abort_after=0)
    assert outcome.error == "AbortError: The operation was aborted."
    assert outcome.exchanges == []


def test_a_refused_preflight_that_nobody_waits_for_is_not_remembered() -> None:
    page = opened("chrome", rule(acao(), method="OPTIONS", status=204, delay=2), rule(acao()))
    assert isinstance(page.fetch(URL, method="PUT", abort_after=1).failure, Aborted)
    page.browser.clock.advance(3)
    assert isinstance(page.fetch(URL, method="PUT").failure, MethodNotAllowed)


def test_times_are_not_negative() -> None:
    with pytest.raises(UsageError, match="seconds, 0 or more"):
        opened("chrome").fetch(URL, timeout=-1)


# --- embedder policies --------------------------------------------------------------------------


def test_require_corp_wants_a_resource_policy() -> None:
    page = opened("chrome", rule(), embedder_policy="require-corp")
    outcome = page.fetch(URL, mode="no-cors")
    assert texts(outcome) == [
        "Failed to load resource: "
        "net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep"
    ]
    policy = ("Cross-Origin-Resource-Policy", "cross-origin")
    allowed = opened("chrome", rule(policy), embedder_policy="require-corp")
    assert allowed.fetch(URL, mode="no-cors").ok


@pytest.mark.parametrize(
    ("browser", "asked"), [("standard", 0), ("chrome", 1), ("firefox", 1), ("safari", 1)]
)
def test_only_the_standard_caches_what_a_resource_policy_refused(
    browser: BrowserName, asked: int
) -> None:
    policy = ("Cross-Origin-Resource-Policy", "same-origin")
    page = opened(browser, rule(acao(), policy, ("Cache-Control", "max-age=60")))
    assert not page.fetch(URL, mode="no-cors", credentials="omit").ok
    assert len(page.fetch(URL, credentials="omit").exchanges) == asked


def test_credentialless_sends_no_cookies() -> None:
    cookie = ("Set-Cookie", "a=b; SameSite=None; Secure; Partitioned")
    allowed = ("Access-Control-Allow-Credentials", "true")
    for policy, sent in (("credentialless", None), ("unsafe-none", "a=b")):
        page = opened("chrome", rule(acao(), allowed, cookie), embedder_policy=policy)
        assert page.fetch(URL, credentials="include").ok
        outcome = page.fetch(URL, mode="no-cors", credentials="include")
        assert outcome.exchanges[0].request.header("Cookie") == sent


@pytest.mark.parametrize(
    ("browser", "attributes", "sent"),
    [
        ("chrome", "", None),
        ("chrome", "; SameSite=None; Secure", None),
        ("chrome", "; SameSite=None; Secure; Partitioned", "a=b"),
        ("firefox", "", "a=b"),
        ("firefox", "; SameSite=Lax", None),
        ("firefox", "; SameSite=None", None),
        ("safari", "; SameSite=None; Secure", None),
    ],
)
def test_cookies_of_another_site(browser: BrowserName, attributes: str, sent: str | None) -> None:
    """Recordings w6-21, w6-22, w6-24, w6-87, w6-91, w6-94."""
    credentials = ("Access-Control-Allow-Credentials", "true")
    page = opened(browser, rule(acao(), credentials, ("Set-Cookie", "a=b" + attributes)))
    page.fetch(URL, credentials="include")
    again = page.fetch(URL, credentials="include")
    assert again.exchanges[0].request.header("Cookie") == sent


def test_firefox_tells_why_it_refuses_a_cookie() -> None:
    credentials = ("Access-Control-Allow-Credentials", "true")
    page = opened("firefox", rule(acao(), credentials, ("Set-Cookie", "a=b; SameSite=None")))
    assert texts(page.fetch(URL, credentials="include")) == [
        "Cookie “a” rejected because it has the “SameSite=None” attribute but is missing the "
        "“secure” attribute."
    ]


def test_an_unknown_embedder_policy() -> None:
    with pytest.raises(UsageError, match="embedder_policy is one of unsafe-none, require-corp"):
        opened("chrome", embedder_policy="strict")


def test_an_unawaited_preflight_that_allows_nothing_is_not_remembered() -> None:
    page = opened("chrome", rule(acao(), method="OPTIONS", delay=2.0), rule(acao()))
    assert isinstance(page.fetch(URL, method="PUT", abort_after=1).failure, Aborted)
    again = page.fetch(URL, method="PUT")
    assert isinstance(again.failure, MethodNotAllowed)
    assert [x.request.method for x in again.exchanges] == ["OPTIONS"]


def test_an_unawaited_preflight_in_mode_no_store_is_not_remembered() -> None:
    page = opened("chrome", *granting_put(delay=2.0))
    assert isinstance(
        page.fetch(URL, method="PUT", cache="no-store", abort_after=1).failure, Aborted
    )
    again = page.fetch(URL, method="PUT")
    assert [x.request.method for x in again.exchanges] == ["OPTIONS", "PUT"]


# --- asynchronous servers -----------------------------------------------------------------------


def test_every_call_has_an_async_twin() -> None:
    async def serve(request: WireRequest) -> WireResponse:
        return WireResponse(
            200, (acao(ORIGIN), ("Content-Type", "text/event-stream")), GIF.encode("latin-1")
        )

    async def all_of_them() -> list[bool]:
        page = Browser("chrome").open(PAGE, serve)
        outcomes = [
            await page.aelement("img", URL, crossorigin=""),
            await page.aevent_source(URL),
            await page.asend_beacon(URL, "x"),
            await page.axhr("GET", URL),
        ]
        return [outcome.ok for outcome in outcomes]

    assert asyncio.run(all_of_them()) == [True] * 4


# --- steps that are wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"element": "img"}, "url takes a URL, not None"),
        ({"element": ["img"], "url": URL}, r"element takes a kind, not \['img'\]"),
        ({"beacon": URL, "blob": 5}, r"blob takes \[text, type\], not 5"),
        ({"beacon": URL, "form": 5}, "form takes pairs, not 5"),
        ({"fetch": URL, "init": {"stream": 5}}, "stream takes a text, not 5"),
        ({"fetch": URL, "init": {"signal": 5}}, "signal takes an object, not 5"),
        ({"xhr": URL, "timeout": "x"}, "timeout takes milliseconds, not 'x'"),
    ],
)
def test_a_wrong_step_is_named(step: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=f"step 1: {message}"):
        replay({"id": "a", "page": PAGE, "server": [], "steps": [step]}, "chrome")


def test_an_embedder_policy_is_a_word() -> None:
    scenario = {"id": "a", "page": PAGE, "server": [], "steps": [], "embedder_policy": [1]}
    with pytest.raises(UsageError, match="embedder_policy is a word"):
        replay(scenario, "chrome")
