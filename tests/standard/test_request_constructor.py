"""What ``fetch()`` and XMLHttpRequest throw, and what they make of the script's headers."""

from __future__ import annotations

from typing import Any

import pytest

from corssim import Blob, Browser, FormData, Outcome, Stream, URLSearchParams, UsageError
from corssim.browsers import BrowserName
from corssim.events import HeadersRefused

from ..support import PAGE, URL, acao, rule

RULES = [rule(acao("*"), ("Access-Control-Allow-Headers", "*"))]


def fetch(browser: BrowserName = "standard", url: str = URL, **init: Any) -> Outcome:
    return Browser(browser).open(PAGE, RULES).fetch(url, **init)


def xhr(
    method: str = "GET", url: str = URL, browser: BrowserName = "standard", **init: Any
) -> Outcome:
    return Browser(browser).open(PAGE, RULES).xhr(method, url, **init)


@pytest.mark.parametrize(
    ("init", "kind"),
    [
        ({"url": "http://"}, "InvalidURL"),
        ({"url": "https://u:p@api.example/"}, "URLIncludesCredentials"),
        ({"method": "A B"}, "InvalidMethod"),
        ({"method": "trace"}, "ForbiddenMethod"),
        ({"method": "PUT", "mode": "no-cors"}, "MethodNotAllowedInNoCors"),
        ({"body": "x"}, "BodyNotAllowed"),
        ({"method": "HEAD", "body": "x"}, "BodyNotAllowed"),
        ({"mode": "navigate"}, "ModeNavigate"),
        ({"cache": "only-if-cached"}, "OnlyIfCachedNeedsSameOrigin"),
        ({"credentials": "yes"}, "InvalidEnumValue"),
        ({"referrer_policy": "some"}, "InvalidEnumValue"),
        ({"headers": {"a b": "c"}}, "InvalidHeaderName"),
        ({"headers": {"a": "b\nc"}}, "InvalidHeaderValue"),
        ({"method": "POST", "mode": "no-cors", "body": Stream((b"x",))}, "StreamNeedsCORS"),
    ],
)
def test_fetch_throws_before_anything_is_sent(init: dict[str, Any], kind: str) -> None:
    outcome = fetch(**init)
    assert outcome.failure is not None
    assert outcome.failure.kind == kind
    assert outcome.exchanges == []


@pytest.mark.parametrize(
    ("init", "kind"),
    [
        ({"method": ""}, "InvalidMethod"),
        ({"method": "TRACK"}, "ForbiddenMethod"),
        ({"url": "http://a b/"}, "InvalidURL"),
        ({"headers": {"": "c"}}, "InvalidHeaderName"),
        ({"headers": {"a": "b\0"}}, "InvalidHeaderValue"),
    ],
)
def test_xhr_throws(init: dict[str, Any], kind: str) -> None:
    outcome = xhr(**init)
    assert outcome.failure is not None
    assert outcome.failure.kind == kind


def test_methods_are_normalised_but_patch() -> None:
    assert [fetch(method=m).exchanges[-1].request.method for m in ("get", "pAtch")] == [
        "GET",
        "OPTIONS",
    ]
    assert fetch(method="patch").preflights == 1


@pytest.mark.parametrize(
    ("body", "content_type", "content"),
    [
        ("é", "text/plain;charset=UTF-8", "é".encode()),
        (b"\xff", None, b"\xff"),
        (URLSearchParams([("a b", "é~*")]), "application/x-www-form-urlencoded;charset=UTF-8",
         b"a+b=%C3%A9%7E*"),
        (Blob(b"x", "image/png"), "image/png", b"x"),
        (Blob(b"x", ""), None, b"x"),
    ],
)  # fmt: skip
def test_bodies_bring_their_content_type(
    body: Any, content_type: str | None, content: bytes
) -> None:
    sent = fetch(method="POST", body=body).exchanges[-1].request
    if content_type != "image/png":
        assert sent.method == "POST"
        assert sent.body == content
        assert sent.header("Content-Type") == content_type
    else:
        assert (
            fetch(method="POST", body=body, mode="no-cors")
            .exchanges[0]
            .request.header("Content-Type")
            is None
        )


def test_form_data_is_multipart() -> None:
    sent = fetch(method="POST", body=FormData([("a", "1"), ("b", Blob(b"x", "image/png"))]))
    request = sent.exchanges[0].request
    kind = request.header("Content-Type") or ""
    assert kind.startswith("multipart/form-data; boundary=")
    boundary = kind.partition("=")[2].encode()
    assert request.body.startswith(b"--" + boundary)
    assert b'name="a"' in request.body
    assert b'filename="blob"\r\nContent-Type: image/png\r\n\r\nx\r\n' in request.body


@pytest.mark.parametrize("body", [{"a": 1}, 7, ["x"]])
def test_what_is_no_body_is_a_usage_error(body: Any) -> None:
    with pytest.raises(UsageError, match=r"json\.dumps"):
        fetch(method="POST", body=body)


def test_the_scripts_content_type_stays() -> None:
    sent = fetch(method="POST", body="x", headers={"Content-Type": "text/plain"}).exchanges[0]
    assert sent.request.header("Content-Type") == "text/plain"


def test_no_cors_guard() -> None:
    outcome = fetch(
        mode="no-cors",
        headers=[("X-A", "1"), ("Range", "bytes=0-1"), ("Accept", "a"), ("accept", "b" * 126)],
    )
    names = [name for name, _ in outcome.exchanges[0].request.headers]
    assert "X-A" not in names
    assert "Range" not in names
    assert outcome.exchanges[0].request.header("Accept") == "a"


@pytest.mark.parametrize(
    "headers",
    [{"a": 1}, [("a", "b", "c")], 7, {"a": "\u0100"}, [("a",)]],
)
def test_headers_that_are_none_are_usage_errors(headers: Any) -> None:
    with pytest.raises(UsageError):
        fetch(headers=headers)


def test_unknown_arguments_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="colour"):
        fetch(colour="red")
    with pytest.raises(UsageError, match="colour"):
        xhr(colour="red")


def test_xhr_combines_and_refuses_headers() -> None:
    outcome = xhr(headers=[("X-A", "1"), ("x-a", "2"), ("X-B", "1"), ("x-b", ""), ("Cookie", "c")])
    request = outcome.exchanges[-1].request
    assert isinstance(outcome.events[0], HeadersRefused)
    assert outcome.events[0].names == ("Cookie",)
    assert request.header("X-A") == "1, 2"
    assert request.header("X-B") == "1,"
    assert request.header("Cookie") is None


@pytest.mark.parametrize(
    ("browser", "given", "sent"),
    [
        ("standard", "text/plain;charset=ascii", "text/plain;charset=UTF-8"),
        ("standard", "text/plain;charset=utf-8", "text/plain;charset=utf-8"),
        ("standard", "text/plain", "text/plain"),
        ("standard", "nonsense", "nonsense"),
        ("chrome", "text/plain;charset=utf-8", "text/plain;charset=UTF-8"),
        ("chrome", "text/plain", "text/plain"),
        ("chrome", "x;charset=a, y;charset = 'b'", "x;charset=UTF-8 y;charset = 'UTF-8'"),
        ("chrome", "x;xcharset=a", "x;xcharset=a"),
    ],
)
def test_the_charset_of_an_xhr_text_body(browser: BrowserName, given: str, sent: str) -> None:
    rules = [rule(acao("*"), ("Access-Control-Allow-Headers", "content-type"))]
    page = Browser(browser).open(PAGE, rules)
    outcome = page.xhr("POST", URL, headers={"Content-Type": given}, body="x")
    assert outcome.exchanges[-1].request.header("Content-Type") == sent
    outcome = page.xhr("POST", URL, headers={"Content-Type": given}, body=b"x")
    assert outcome.exchanges[-1].request.header("Content-Type") == given


def test_xhr_bodies() -> None:
    assert xhr("POST", body=b"x").exchanges[0].request.header("Content-Type") is None
    assert xhr("GET", body="x").exchanges[0].request.body == b""


def test_xhr_takes_userinfo_out() -> None:
    assert xhr(url="https://u:p@api.example/x").exchanges[0].request.url == URL
