"""Content-Encoding, answers that contradict themselves, and what the wire names a URL."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest

from corssim import Browser, Outcome
from corssim.browsers import BROWSERS, BrowserName

from ..support import acao, rule, texts

URL = "http://api.example/"
PAGE = "http://app.example/"
TEXT = b"hello, hello, hello, hello"


def raw_deflate(body: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return coder.compress(body) + coder.flush()


def call(browser: BrowserName, coding: str, body: bytes, **init: Any) -> Outcome:
    answer = rule(acao("*"), ("Content-Encoding", coding), url=URL, body=body.decode("latin-1"))
    return Browser(browser).open(PAGE, [answer]).fetch(URL, **init)


@pytest.mark.parametrize("browser", [*BROWSERS, "standard"])
@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)), ("x-gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)), ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)), ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("identity", TEXT), ("x", TEXT),
    ],
    ids=["gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "twice", "identity", "unknown"],
)  # fmt: skip
def test_bodies_are_decoded(browser: BrowserName, coding: str, body: bytes) -> None:
    response = call(browser, coding, body).response
    assert response is not None
    assert response.body == TEXT


@pytest.mark.parametrize("browser", [*BROWSERS, "standard"])
def test_an_empty_body_needs_no_decoding(browser: BrowserName) -> None:
    assert call(browser, "gzip", b"").ok


@pytest.mark.parametrize(
    ("browser", "error", "lines"),
    [
        ("chrome", "TypeError: Failed to fetch",
         ["Failed to load resource: net::ERR_CONTENT_DECODING_FAILED"]),
        ("firefox", "TypeError: Decoding failed.", []),
        ("safari", None, []),
    ],
)  # fmt: skip
def test_a_body_that_is_no_gzip(browser: BrowserName, error: str | None, lines: list[str]) -> None:
    """Recordings e16-145, e14-280; no-cors: the promise resolves, Chrome prints all the same."""
    outcome = call(browser, "gzip", b"hi")
    assert outcome.error == error
    assert texts(outcome) == lines
    if outcome.response is not None:
        assert outcome.response.body == b"hi"
    opaque = call(browser, "gzip", b"hi", mode="no-cors")
    assert opaque.ok
    assert texts(opaque) == lines


@pytest.mark.parametrize(
    ("browser", "kind"),
    [("chrome", "HeadersConflict"), ("firefox", "HeadersConflict"), ("safari", "OriginMissing")],
)
def test_two_locations(browser: BrowserName, kind: str) -> None:
    """Chrome and Firefox refuse the answer, Safari goes to the two joined. e16-189."""
    answer = rule(acao("*"), ("Location", "/x"), ("Location", "/y"), url=URL, status=302)
    outcome = Browser(browser).open(PAGE, [answer]).fetch(URL)
    assert outcome.failure is not None
    assert outcome.failure.kind == kind


@pytest.mark.parametrize("browser", BROWSERS)
def test_userinfo_of_an_xmlhttprequest(browser: BrowserName) -> None:
    """Shown by Chrome and Firefox; Safari takes it from cross-origin loads. e16-78, e16-88."""
    page = Browser(browser).open(PAGE, [rule(acao("*"), url=URL), rule(url=PAGE)])
    abroad = page.xhr("GET", "http://u:p@api.example/").response
    home = page.xhr("GET", "http://u:p@app.example/").response
    assert abroad is not None
    assert home is not None
    assert abroad.url == (URL if browser == "safari" else "http://u:p@api.example/")
    assert home.url == "http://u:p@app.example/"


def test_a_name_that_no_resolver_is_asked_for() -> None:
    """e16-11: Chrome alone knows that such a name cannot be."""
    url = "http://a+b.example/"
    for browser in BROWSERS:
        outcome = Browser(browser).open(PAGE, [rule(acao("*"), url=url)]).fetch(url)
        assert outcome.ok is (browser != "chrome")
    refused = Browser("firefox").open(PAGE, []).fetch("http://a*b.example/")
    assert refused.error == "TypeError: Window.fetch: http://a*b.example/ is not a valid URL."
