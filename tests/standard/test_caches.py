"""The preflight caches and HTTP caches: keys, ages, limits, what is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corssim import Browser, Page, Policy
from corssim.browsers import BrowserName
from corssim.options import ElementKind
from corssim.standard.cache_control import directives, http_date
from corssim.strategies.loads import USABLE

from ..support import ORIGIN, PAGE, URL, acao, rule

BROWSERS = ("chrome", "firefox", "safari", "standard")
ALLOWING = Policy("*", ("GET", "HEAD", "POST", "PUT", "DELETE"), ("X-A", "X-B"), max_age=60)


def open_page(browser: BrowserName, server: Any = ALLOWING) -> Page:
    return Browser(browser).open(PAGE, server)


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_preflight_is_remembered_until_its_age(browser: BrowserName) -> None:
    page = open_page(browser)
    assert page.fetch(URL, method="PUT").preflights == 1
    page.browser.clock.advance(59)
    assert page.fetch(URL, method="PUT").preflight_cache_hits == 1
    page.browser.clock.advance(2)
    assert page.fetch(URL, method="PUT").preflights == 1


@pytest.mark.parametrize("browser", BROWSERS)
@given(age=st.integers(0, 100_000), wait=st.integers(0, 100_000))
def test_the_cache_never_answers_after_its_age(browser: BrowserName, age: int, wait: int) -> None:
    page = open_page(browser, Policy("*", ("PUT",), max_age=age))
    page.fetch(URL, method="PUT")
    page.browser.clock.advance(wait)
    cap = page.browser.profile.max_age_cap or age
    hit = page.fetch(URL, method="PUT").preflight_cache_hits == 1
    assert hit == (wait < min(age, cap))


@pytest.mark.parametrize("browser", BROWSERS)
def test_the_default_is_five_seconds(browser: BrowserName) -> None:
    page = open_page(browser, Policy("*", ("PUT",)))
    page.fetch(URL, method="PUT")
    page.browser.clock.advance(4.9)
    assert page.fetch(URL, method="PUT").preflight_cache_hits == 1
    page.browser.clock.advance(0.2)
    assert page.fetch(URL, method="PUT").preflights == 1


@pytest.mark.parametrize("browser", BROWSERS)
def test_what_is_not_granted_is_asked_again(browser: BrowserName) -> None:
    page = open_page(browser)
    page.fetch(URL, headers={"X-A": "1"})
    assert page.fetch(URL, headers={"X-A": "1", "X-C": "1"}).preflights == 1
    assert page.fetch(URL + "?other", headers={"X-A": "1"}).preflights == 1
    assert page.fetch(URL, method="PATCH").preflights == 1


@pytest.mark.parametrize("browser", BROWSERS)
def test_forgetting_everything(browser: BrowserName) -> None:
    page = open_page(browser)
    page.fetch(URL, method="PUT")
    assert len(page.browser.preflight_cache) > 0
    page.browser.preflight_cache.clear()
    assert len(page.browser.preflight_cache) == 0
    assert page.fetch(URL, method="PUT").preflights == 1


def test_the_standard_gathers_and_extends() -> None:
    page = open_page("standard")
    page.fetch(URL, headers={"X-A": "1"})
    page.browser.clock.advance(30)
    page.browser.preflight_cache.clear()
    page.fetch(URL, headers={"X-A": "1"})
    page.fetch(URL, method="PATCH")  # refused: the URL's entries go
    assert page.fetch(URL, headers={"X-A": "1"}).preflights == 1


def test_the_standards_entries_are_extended_in_place() -> None:
    page = Browser("standard").open(PAGE, Policy("*", ("PUT",), ("X-A", "X-B"), max_age=60))
    page.fetch(URL, method="PUT")
    size = len(page.browser.preflight_cache)
    page.fetch(URL, headers={"X-C": "1"})
    assert len(page.browser.preflight_cache) == 0
    page.fetch(URL, method="PUT")
    assert len(page.browser.preflight_cache) == size


def test_credentials_keep_entries_apart() -> None:
    server = Policy(ORIGIN, ("PUT",), credentials=True, max_age=60)
    expected: dict[BrowserName, int] = {"standard": 0, "firefox": 0, "chrome": 1, "safari": 1}
    for browser, hits in expected.items():
        page = open_page(browser, server)
        page.fetch(URL, method="PUT", credentials="include")
        assert page.fetch(URL, method="PUT").preflight_cache_hits == hits, browser
        page = open_page(browser, server)
        page.fetch(URL, method="PUT")
        assert page.fetch(URL, method="PUT", credentials="include").preflights == 1, browser


@pytest.mark.parametrize(
    ("browser", "limit"), [("chrome", 1024), ("firefox", 100), ("safari", None), ("standard", None)]
)
def test_limits(browser: BrowserName, limit: int | None) -> None:
    page = open_page(browser, Policy("*", ("PUT",), max_age=60))
    urls = [f"{URL}/{number}" for number in range((limit or 1100) + 1)]
    for url in urls:
        page.fetch(url, method="PUT")
    assert page.fetch(urls[-1], method="PUT").preflight_cache_hits == 1
    assert (page.fetch(urls[0], method="PUT").preflights == 1) == (limit is not None)


def test_firefox_makes_room_first_from_what_expired() -> None:
    page = open_page("firefox", Policy("*", ("PUT",), max_age=60))
    for number in range(100):
        page.fetch(f"{URL}/{number}", method="PUT")
        page.browser.clock.advance(1)
    page.fetch(URL, method="PUT")
    assert len(page.browser.preflight_cache) < 70


def test_chrome_keeps_no_entry_for_a_long_url() -> None:
    page = open_page("chrome", Policy("*", ("PUT",), max_age=60))
    long = URL + "?" + "a" * 1024
    page.fetch(long, method="PUT")
    assert page.fetch(long, method="PUT").preflights == 1


def resource(*headers: tuple[str, str], status: int = 200) -> list[dict[str, Any]]:
    return [rule(acao("*"), *headers, status=status)]


@pytest.mark.parametrize("browser", BROWSERS)
def test_the_http_cache_answers_what_is_fresh(browser: BrowserName) -> None:
    page = open_page(browser, resource(("Cache-Control", "max-age=60")))
    page.fetch(URL)
    assert page.fetch(URL).exchanges == []
    assert len(page.browser.http_cache) == 1
    assert page.fetch(URL, cache="no-store").exchanges != []
    assert page.fetch(URL, cache="reload").exchanges != []
    page.browser.clock.advance(61)
    assert page.fetch(URL).exchanges != []
    page.browser.http_cache.clear()
    assert len(page.browser.http_cache) == 0


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ((("Cache-Control", "max-age=60, no-cache"),), False),
        ((("Cache-Control", "max-age=soon"),), False),
        ((("Cache-Control", "no-store, max-age=60"),), False),
        ((("Expires", "0"),), False),
        ((("Expires", "Fri, 01 Jan 2100 00:00:00 GMT"),), True),
        ((("Last-Modified", "Sat, 01 Jan 2000 00:00:00 GMT"),), True),
        ((("Cache-Control", "max-age=60"), ("Vary", "*")), False),
        ((("Cache-Control", "max-age=60"), ("Vary", "Origin")), True),
        ((("Cache-Control", "max-age=60"), ("Vary", "X-A")), True),
    ],
)
def test_freshness(headers: tuple[tuple[str, str], ...], fresh: bool) -> None:
    page = open_page("standard", resource(*headers))
    page.fetch(URL)
    assert (page.fetch(URL).exchanges == []) == fresh


def test_a_stale_response_is_revalidated() -> None:
    stored = rule(acao("*"), ("ETag", '"1"'), ("Cache-Control", "max-age=1"), times=1)
    page = open_page("standard", [stored, rule(acao("*"), status=304)])
    page.fetch(URL)
    page.browser.clock.advance(2)
    outcome = page.fetch(URL)
    assert outcome.exchanges[0].request.header("If-None-Match") == '"1"'
    assert outcome.response is not None
    assert outcome.response.status == 200


def test_an_unsafe_method_forgets_the_stored_response() -> None:
    rules = [
        rule(acao("*"), ("Cache-Control", "max-age=60"), ("Access-Control-Allow-Methods", "*"))
    ]
    page = open_page("standard", rules)
    page.fetch(URL)
    page.fetch(URL, method="PUT")
    assert page.fetch(URL).exchanges != []


def test_a_stored_head_answers_no_get() -> None:
    page = open_page("firefox", resource(("Cache-Control", "max-age=60")))
    page.fetch(URL, method="HEAD")
    assert page.fetch(URL, method="HEAD").exchanges == []
    assert page.fetch(URL).exchanges != []


def test_only_if_cached() -> None:
    page = Browser("standard").open(PAGE, [rule(url=PAGE + "x", status=200, body="hi")])
    outcome = page.fetch("/x", mode="same-origin", cache="only-if-cached")
    assert outcome.failure is not None
    assert outcome.failure.kind == "NotInCache"
    page.fetch("/x")
    outcome = page.fetch("/x", mode="same-origin", cache="only-if-cached")
    assert outcome.response is not None
    assert outcome.response.text == "hi"


def test_the_modes_write_their_request_headers() -> None:
    page = open_page("standard", resource())
    sent = page.fetch(URL, cache="no-cache").exchanges[-1].request
    assert sent.header("Cache-Control") == "max-age=0"
    sent = page.fetch(URL, cache="no-store").exchanges[-1].request
    assert (sent.header("Pragma"), sent.header("Cache-Control")) == ("no-cache", "no-cache")
    page = open_page("standard", Policy("*", headers="*"))
    given = {"Pragma": "x", "Cache-Control": "y"}
    sent = page.fetch(URL, cache="reload", headers=given).exchanges[-1].request
    assert (sent.header("Pragma"), sent.header("Cache-Control")) == ("x", "y")
    sent = page.fetch(URL, cache="no-cache", headers=given).exchanges[-1].request
    assert sent.header("Cache-Control") == "y"


def test_a_conditional_request_bypasses_the_cache() -> None:
    page = open_page("standard", resource(("Cache-Control", "max-age=60")))
    page.fetch(PAGE + "x")
    assert page.fetch(URL, headers={"Accept": "*/*"}).exchanges != []
    page = Browser("standard").open(PAGE, [rule(("Cache-Control", "max-age=60"), url=PAGE + "x")])
    page.fetch("/x")
    assert page.fetch("/x").exchanges == []
    assert page.fetch("/x", headers={"If-None-Match": '"a"'}).exchanges != []


def test_directives_and_dates() -> None:
    assert directives('max-age="60", Private, =x, max-age=1') == {"max-age": "60", "private": None}
    assert directives(None) == {}
    assert http_date("Thu, 01 Jan 1970 00:01:00 GMT") == 60
    assert http_date("never") is None
    assert http_date(None) is None


def test_a_document_remembers_images_and_no_other_elements() -> None:
    """https://html.spec.whatwg.org/multipage/images.html#the-list-of-available-images"""
    gif, script = USABLE["img"], USABLE["script"]
    kinds: tuple[tuple[ElementKind, tuple[str, str], int], ...]
    kinds = (("img", gif, 0), ("script", script, 1))
    for kind, (mime, body), asked in kinds:
        page = open_page("standard", [rule(("Content-Type", mime), body=body)])
        assert page.element(kind, URL).ok
        again = page.element(kind, URL)
        assert again.ok
        assert len(again.exchanges) == asked


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_stale_response_is_used_while_another_is_asked_for(browser: BrowserName) -> None:
    swr = ("Cache-Control", "max-age=1, stale-while-revalidate=60")
    rules = [rule(acao(), swr, body="one", times=1), rule(acao(), swr, body="two")]
    page = Browser(browser).open(PAGE, rules)
    page.fetch(URL)
    page.browser.clock.advance(5)
    bodies = []
    for _ in range(2):
        response = page.fetch(URL).response
        assert response is not None
        bodies.append(response.body)
    assert bodies == ([b"two", b"two"] if browser == "safari" else [b"one", b"two"])


@pytest.mark.parametrize("browser", ["chrome", "firefox", "standard"])
def test_a_stale_response_is_used_though_nothing_comes_behind_it(browser: BrowserName) -> None:
    swr = ("Cache-Control", "max-age=1, stale-while-revalidate=60")
    page = Browser(browser).open(PAGE, [rule(acao(), swr, times=1), {"url": URL, "refuse": True}])
    page.fetch(URL)
    page.browser.clock.advance(5)
    assert page.fetch(URL).ok
