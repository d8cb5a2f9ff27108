"""Local Network Access: spaces, the gate, and the browsers' words."""

from __future__ import annotations

import pytest

from corssim import Browser, Outcome, UsageError
from corssim.browsers import BrowserName
from corssim.environment import address_space_of
from corssim.standard.local_network_access import is_less_public

from ..support import acao, rule, texts

NEAR = "http://127.0.0.1:8000/"
HOME = "http://192.168.1.1/"
RULES = [
    rule(acao("*"), url=NEAR),
    rule(acao("*"), url=HOME),
    rule(acao("*"), url="https://nas.test/"),
]


def call(
    browser: BrowserName, url: str = NEAR, page: str = "https://app.example/", **more: str
) -> Outcome:
    more.setdefault("address_space", "public")
    return Browser(browser).open(page, RULES, **more).fetch(url)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "space"),
    [
        ("127.0.0.1", "loopback"), ("127.9.9.9", "loopback"), ("localhost", "loopback"),
        ("a.localhost", "loopback"), ("[::1]", "loopback"), ("0.0.0.0", "loopback"),
        ("10.1.2.3", "local"), ("172.16.0.1", "local"), ("192.168.0.1", "local"),
        ("169.254.1.1", "local"), ("100.64.0.1", "local"), ("[fe80::1]", "local"),
        ("[fc00::1]", "local"), ("[::ffff:10.0.0.1]", "local"), ("[::ffff:127.0.0.1]", "loopback"),
        ("8.8.8.8", "public"), ("[2606:4700::1]", "public"), ("app.example", "unknown"),
    ],
)  # fmt: skip
def test_spaces_of_literal_addresses(host: str, space: str) -> None:
    assert address_space_of(host) == space


def test_only_public_to_local_is_gated() -> None:
    assert is_less_public("loopback", "public")
    assert is_less_public("local", "unknown")
    assert not is_less_public("loopback", "local")
    assert not is_less_public("public", "public")


def test_chromes_words() -> None:
    """As Chrome 156 printed them, started with ``--ip-address-space-overrides``."""
    denied = call("chrome")
    assert denied.failure is not None
    assert denied.failure.kind == "LocalNetworkDenied"
    assert texts(denied) == [
        "Access to fetch at 'http://127.0.0.1:8000/' from origin 'https://app.example' has been "
        "blocked by CORS policy: Permission was denied for this request to access the `loopback` "
        "address space.",
        "Failed to load resource: net::ERR_FAILED",
    ]
    insecure = call("chrome", HOME, page="http://app.example/")
    assert (
        "is not a secure context and the resource is in more-private address space `local`"
        in (texts(insecure)[0])
    )
    assert denied.exchanges == []
    assert "No response header can grant it" in denied.explain()


def test_firefoxs_words() -> None:
    assert texts(call("firefox")) == [
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
        "resource at http://127.0.0.1:8000/. (Reason: CORS request did not succeed). "
        "Status code: (null)."
    ]
    page = Browser("firefox").open("http://app.example/", RULES, address_space="public")
    assert texts(page.fetch(HOME, mode="no-cors")) == []


@pytest.mark.parametrize("browser", ["safari", "standard"])
def test_safari_and_the_standard_have_no_gate(browser: BrowserName) -> None:
    assert call(browser, HOME, page="http://app.example/").ok


def test_safari_alone_takes_loopback_for_insecure_content() -> None:
    """e16-336, e16-342."""
    failure = call("safari").failure
    assert failure is not None
    assert failure.kind == "MixedContent"
    assert call("standard").ok


@pytest.mark.parametrize("browser", ["chrome", "firefox"])
def test_what_lets_a_call_pass(browser: BrowserName) -> None:
    assert call(browser, local_network="granted").ok
    assert not call(browser, local_network="denied").ok
    assert call(browser, address_space="local").ok
    assert call(browser, address_space="unknown").ok
    assert call(browser, HOME, page="http://192.168.1.9/", address_space="local").ok
    assert not call(browser, HOME, page="http://app.example/", local_network="granted").ok


def test_a_literal_page_address_needs_no_word() -> None:
    assert not Browser("chrome").open("http://8.8.8.8/", RULES).fetch(HOME).ok
    assert Browser("chrome").open("http://192.168.1.9/", RULES).fetch(HOME).ok


def test_names_take_the_space_they_are_given() -> None:
    page = Browser("chrome").open(
        "https://app.example/", RULES, address_space="public", spaces={"nas.test": "local"}
    )
    outcome = page.fetch("https://nas.test/")
    assert outcome.failure is not None
    assert outcome.failure.kind == "LocalNetworkDenied"


def test_chrome_lets_granted_local_targets_off_mixed_content() -> None:
    assert call("chrome", HOME, local_network="granted").ok
    assert not call("firefox", HOME, local_network="granted").ok
    outcome = call("chrome", HOME)
    assert outcome.failure is not None
    assert outcome.failure.kind == "MixedContent"


def test_the_same_secure_origin_is_free() -> None:
    page = Browser("chrome").open(
        "https://nas.test/", RULES, address_space="public", spaces={"nas.test": "local"}
    )
    assert page.fetch("https://nas.test/").ok


def test_unknown_words_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="address space"):
        call("chrome", address_space="private")
    with pytest.raises(UsageError, match="local_network"):
        call("chrome", local_network="yes")
