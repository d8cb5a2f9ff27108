"""Law: what a data: URL holds comes from the URL alone.

Source of the expected values: the standard's data: URL processor, step by step.
"""

import pytest

from corssim import Browser
from corssim.failures import ConnectionFailed
from corssim.standard.scheme_fetch import data_response

from ..support import PAGE, URL


@pytest.mark.parametrize(
    ("url", "kind", "body"),
    [
        ("data:,hi", "text/plain;charset=US-ASCII", b"hi"),
        ("data:text/html,%3Cp%3E#part", "text/html", b"<p>"),
        ("data:;charset=utf-8,x", "text/plain;charset=utf-8", b"x"),
        ("data:nonsense,x", "text/plain;charset=US-ASCII", b"x"),
        ("data:text/plain;base64,aGk", "text/plain", b"hi"),
        ("data:text/plain; BASE64,aGk=", "text/plain", b"hi"),
        ("data:;base64,a%20G%0Ak", "text/plain;charset=US-ASCII", b"hi"),
        ("data:text/plain;base64;x=y,aGk", "text/plain;x=y", b"aGk"),
    ],
)
def test_what_it_holds(url: str, kind: str, body: bytes) -> None:
    response = data_response(url)
    assert response is not None
    assert response.status == 200
    assert response.headers == (("Content-Type", kind),)
    assert response.body == body


@pytest.mark.parametrize(
    "url", ["data:", "data:text/plain", "data:;base64,a", "data:;base64,aG=", "data:;base64,!!"]
)
def test_what_does_not_parse(url: str) -> None:
    assert data_response(url) is None


def test_a_redirect_to_a_data_url_that_does_not_parse_fails() -> None:
    """Safari's elements without CORS follow redirects to data: URLs. w5-290."""
    rules = [{"url": URL, "status": 302, "headers": [["Location", "data:nothing"]]}]
    outcome = Browser("safari").open(PAGE, rules).element("img", URL)
    assert outcome.failure == ConnectionFailed("data:nothing", "data")
