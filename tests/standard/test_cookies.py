"""The cookie jar: what is kept, where it goes, what SameSite keeps back."""

from __future__ import annotations

import pytest

from corssim import Browser, Outcome, Page
from corssim.request import Credentials

from ..support import Json, rule

SITE = "https://app.example/"
API = "https://api.app.example/a/b"
FAR = "https://other.example/a/b"
OPEN = (
    ("Access-Control-Allow-Origin", "https://app.example"),
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Allow-Headers", "x-a"),
)


def setting(*cookies: str, url: str = API) -> Json:
    return rule(*OPEN, *(("Set-Cookie", cookie) for cookie in cookies), url=url)


def visit(page: Page, url: str = API, credentials: Credentials = "include") -> str | None:
    return cookie_of(page.fetch(url, credentials=credentials))


def cookie_of(outcome: Outcome) -> str | None:
    return outcome.exchanges[-1].request.header("Cookie")


def sent(*cookies: str, url: str = API, then: str = "") -> str | None:
    """What the second request carries."""
    page = Browser("standard").open(SITE, [setting(*cookies, url=url), setting(url=then or url)])
    assert visit(page, url) is None
    return visit(page, then or url)


@pytest.mark.parametrize(
    ("cookie", "header"),
    [
        ("a=1", "a=1"),
        ("  a = 1 ; Path=/", "a = 1".replace(" ", "")),
        ("novalue", "novalue"),
        ("a=1; Max-Age=60", "a=1"),
        ("a=1; Max-Age=0", None),
        ("a=1; Max-Age=-5", None),
        ("a=1; Max-Age=soon", "a=1"),
        ("a=1; Expires=Wed, 01 Jan 2020 00:00:00 GMT", None),
        ("a=1; Expires=Wed, 01 Jan 2020 00:00:00 GMT; Max-Age=60", "a=1"),
        ("a=1; Expires=never", "a=1"),
        ("a=1; Domain=app.example", "a=1"),
        ("a=1; Domain=.api.app.example", "a=1"),
        ("a=1; Domain=.", "a=1"),
        ("a=1; Domain=other.example", None),
        ("a=1; Domain=example", None),
        ("a=1; Path=/a", "a=1"),
        ("a=1; Path=/a/", "a=1"),
        ("a=1; Path=/x", None),
        ("a=1; Path=/a/bc", None),
        ("a=1; Path=relative", "a=1"),
        ("a=1; Secure; HttpOnly", "a=1"),
        ("a=1; SameSite=Strict", "a=1"),
        ("__Secure-a=1", None),
        ("__Secure-a=1; Secure", "__Secure-a=1"),
        ("__Host-a=1; Secure", None),
        ("__Host-a=1; Secure; Path=/", "__Host-a=1"),
        ("__Host-a=1; Secure; Path=/; Domain=app.example", None),
    ],
)
def test_what_is_kept(cookie: str, header: str | None) -> None:
    assert sent(cookie) == header


def test_longer_paths_come_first_then_age() -> None:
    assert sent("a=1; Path=/", "b=2; Path=/a", "c=3; Path=/") == "b=2; a=1; c=3"
    assert sent("a=1", "b=2", "a=3") == "a=3; b=2"


def test_a_domain_cookie_goes_to_subdomains_a_host_cookie_does_not() -> None:
    there = "https://x.app.example/a/b"
    assert sent("a=1; Domain=app.example; Path=/", then=there) == "a=1"
    assert sent("a=1; Path=/", then=there) is None


def test_an_ip_address_is_no_domain() -> None:
    page = Browser("standard").open(
        "https://127.0.0.1/", [setting("a=1; Domain=127.0.0.1", url="https://127.0.0.1/x")]
    )
    visit(page, "https://127.0.0.1/x")
    assert visit(page, "https://127.0.0.1/x") == "a=1"


def test_secure_cookies_need_a_trustworthy_origin() -> None:
    page = Browser("standard").open(
        "http://app.example/", [setting("a=1; Secure", url="http://app.example/x")]
    )
    visit(page, "http://app.example/x")
    assert visit(page, "http://app.example/x") is None


def test_credentials_modes() -> None:
    page = Browser("standard").open(SITE, [setting("a=1"), setting("b=2", url=SITE + "x")])
    visit(page)
    assert visit(page, credentials="same-origin") is None
    assert visit(page, credentials="omit") is None
    assert visit(page, credentials="include") == "a=1"
    visit(page, SITE + "x", "same-origin")
    assert visit(page, SITE + "x", "same-origin") == "b=2"


@pytest.mark.parametrize(
    ("cookie", "header"),
    [("a=1", None), ("a=1; SameSite=None", None), ("a=1; SameSite=None; Secure", "a=1")],
)
def test_cross_site_only_none_and_secure(cookie: str, header: str | None) -> None:
    assert sent(cookie, url=FAR) == header


def test_a_preflight_never_carries_cookies() -> None:
    page = Browser("standard").open(SITE, [setting("a=1")])
    visit(page)
    outcome = page.fetch(API, credentials="include", headers={"X-A": "1"})
    preflight, request = (exchange.request for exchange in outcome.exchanges)
    assert preflight.header("Cookie") is None
    assert request.header("Cookie") == "a=1"


def test_cookies_expire_with_the_clock() -> None:
    browser = Browser("standard")
    page = browser.open(SITE, [setting("a=1; Max-Age=60")])
    visit(page)
    assert len(browser.cookies) == 1
    browser.clock.advance(61)
    assert visit(page) is None


def test_a_sandboxed_page_is_cross_site_to_everything() -> None:
    page = Browser("standard").open("null", [setting("a=1")], embedder=SITE)
    visit(page)
    assert visit(page) is None
