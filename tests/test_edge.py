"""The public edge: what is written wrong is refused in one line that names the public call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corssim import (
    Browser,
    Message,
    NetworkFailure,
    Outcomes,
    Page,
    Policy,
    Report,
    Response,
    ServerError,
    UsageError,
    WireResponse,
    ask,
)
from corssim.testing import open_pages

from .support import ORIGIN, PAGE, URL

MISTAKES: list[tuple[Callable[[Any], object], str]] = [
    (lambda p: p.fetch(URL, metod="PUT"), "fetch() takes no 'metod': did you mean 'method'?"),
    (lambda p: p.fetch(URL, banana=1), "fetch() takes no 'banana': known are method, headers"),
    (lambda p: p.fetch(URL, method=5), "fetch(): method is text, not 5"),
    (lambda p: p.fetch(None), "fetch(): url is text, not None"),
    (lambda p: p.fetch(URL, headers=5), "fetch(): headers are a mapping or (name, value) pairs"),
    (lambda p: p.fetch(URL, headers={"X-A": 1}), "fetch(): header names and values are text"),
    (lambda p: p.fetch(URL, headers=[["X-A"]]), "fetch(): headers are a mapping or (name"),
    (lambda p: p.fetch(URL, headers={"X": "→"}), "fetch(): header text goes up to U+00FF"),
    (lambda p: p.fetch(URL, method="PUT", body={"a": 1}), "for JSON give json.dumps(...)"),
    (lambda p: p.fetch(URL, credentials=True), "fetch(): credentials is text, not True"),
    (lambda p: p.fetch(URL, keepalive="no"), "fetch(): keepalive is True or False, not 'no'"),
    (lambda p: p.fetch(URL, timeout="5"), "fetch(): timeout is seconds or None, not '5'"),
    (lambda p: p.fetch(URL, timeout=-1), "fetch(): abort_after and timeout are seconds, 0 or"),
    (lambda p: p.xhr("GET", URL, upload_listeners=True), "did you mean 'upload_listener'?"),
    (lambda p: p.xhr("GET", URL, with_credentials="yes"), "xhr(): with_credentials is True or"),
    (lambda p: p.element("video", URL), "element(): an element is one of img, script"),
    (lambda p: p.event_source(URL, credentials="include"), "event_source() takes no 'credentia"),
    (lambda p: p.send_beacon(URL, {"a": 1}), "send_beacon(): body is text, bytes"),
    (lambda p: p.prepare("fecth", URL), "a page has no call 'fecth': did you mean 'fetch'?"),
    (lambda p: p.prepare("fetch"), "fetch() needs the argument url"),
    (lambda p: p.prepare("fetch", URL, "PUT"), "fetch() takes url and then keywords"),
    (lambda p: p.prepare("xhr", URL), "xhr() needs the argument url"),
    (lambda _: Browser("chrom"), "no browser is called 'chrom': did you mean 'chrome'?"),  # type: ignore[arg-type]
    (lambda _: Browser(5), "no browser is called 5"),  # type: ignore[arg-type]
    (lambda p: p.browser.open(5), "open(): url is text, not 5"),
    (lambda p: p.browser.open(PAGE, embedder_policy="require"), "embedder_policy is one of"),
    (lambda p: p.browser.open(PAGE, embedder_policy=["x"]), "open(): embedder_policy is text"),
    (lambda p: p.browser.open(PAGE, address_space="lan"), "an address space is one of"),
    (lambda _: ask(URL, origin=ORIGIN, server=[], metod="PUT"), "fetch() takes no 'metod'"),  # type: ignore[call-overload]
    (lambda _: open_pages([], ORIGIN, browsers="chrome"), "browsers is a list of names"),  # type: ignore[arg-type]
    (lambda _: open_pages([], ORIGIN).fetch(URL, metod="x"), "fetch() takes no 'metod'"),  # type: ignore[call-arg]
    (lambda _: open_pages([], ORIGIN).fetch(URL).assert_blocked("OriginMising"), "OriginMissing"),
]


@pytest.mark.parametrize(("mistake", "message"), MISTAKES, ids=[text for _, text in MISTAKES])
def test_a_wrong_argument_is_one_clear_error(
    mistake: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        mistake(Browser("chrome").open(PAGE, []))
    told = str(caught.value)
    assert message in told
    assert "create_" not in told
    assert "\n" not in told


def test_what_browsers_refuse_is_an_outcome_and_no_error() -> None:
    page: Any = Browser("chrome").open(PAGE, [])
    assert "'includ' is not a valid enum value" in page.fetch(URL, credentials="includ").error


@pytest.mark.parametrize(
    "headers",
    [[("A", "b")], (("A", "b"),), {"A": "b"}, [["A", "b"]], iter([("A", "b")])],
    ids=["list", "tuple", "dict", "lists", "iterator"],
)
def test_a_response_takes_what_people_write(headers: Any) -> None:
    made = WireResponse(404, headers, "é→")
    assert made.headers == (("A", "b"),)
    assert made.body == "é→".encode()
    assert made.reason == "Not Found"
    assert WireResponse(404, reason="").reason == ""  # HTTP/2 has none
    assert WireResponse(200, None, bytearray(b"x")).body == b"x"


RESPONSES: list[tuple[tuple[Any, ...], str]] = [
    (("200",), "a status is a number from 100 to 999, not '200'"),
    ((99,), "a status is a number from 100 to 999, not 99"),
    ((True,), "a status is a number"),
    ((200, 5), "headers are a mapping or (name, value) pairs, not 5"),
    ((200, "A: b"), "headers are a mapping or (name, value) pairs, not 'A: b'"),
    ((200, ["A: b"]), "'A: b' is no pair"),
    ((200, [("A", 1)]), "header names and values are text, not 1 ('A')"),
    ((200, {"A": ["b", "c"]}), "header names and values are text, not ['b', 'c']"),
    ((200, {b"A": b"b"}), "header names and values are text, not b'A'"),
    ((200, {"A": "b\nC: d"}), "a header line holds no line break"),
    ((200, (), {"a": 1}), "the body of a response is text or bytes"),
    ((200, (), "", 5), "a reason phrase is text, not 5"),
    ((200, (), "", "OK", -1), "delay takes seconds, 0 or more, not -1"),
    ((200, (), "", "OK", "1"), "delay takes seconds"),
]


@pytest.mark.parametrize(("arguments", "message"), RESPONSES)
def test_a_response_refuses_the_rest(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        WireResponse(*arguments)
    assert message in str(caught.value)


async def broken(scope: Any, receive: Any, send: Any) -> None:
    """An application that splits its response."""
    headers = [(b"x-a", b"1\r\nX-Evil: 2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def test_an_application_that_answers_no_http_is_said_to() -> None:
    page = Browser("chrome").open(PAGE, broken)
    with pytest.raises(ServerError, match=f"answered GET {URL} with what is not HTTP: a header li"):
        page.fetch(URL)


def test_a_network_failure_is_one_of_few() -> None:
    with pytest.raises(UsageError, match="one of refused, dropped, dns, tls, timeout, aborted, no"):
        NetworkFailure("banana")  # type: ignore[arg-type]


def test_a_response_reads_json() -> None:
    made = Response("cors", 200, URL, False, (), b'\xef\xbb\xbf{"a": [1]}')
    assert made.json() == {"a": [1]}
    with pytest.raises(ValueError, match="Expecting value"):
        Response("cors", 200, URL, False, (), b"<html>").json()


def test_values_are_readable() -> None:
    page = Browser("chrome").open(PAGE, Policy("*"))
    assert repr(page.browser) == "<Browser chrome 156>"
    assert repr(page) == f"<Page {PAGE} in chrome>"
    assert repr(page.browser.open("null", [])) == "<Page null in chrome>"
    outcome = page.fetch(URL)
    assert repr(outcome) == "<Outcome chrome allowed>"
    assert outcome.status == 200
    blocked = page.fetch(URL, method="PUT")
    assert repr(blocked).startswith("<Outcome chrome blocked: MethodNotAllowed(")
    assert blocked.status == 0
    assert all(isinstance(line, Message) for line in blocked.console)


def test_ask_and_the_pages_of_a_test_give_one_class() -> None:
    pages = open_pages(Policy("*"), ORIGIN)
    asked = ask(URL, origin=ORIGIN, server=Policy("*"), method="PUT")
    for outcomes in (asked, pages.fetch(URL, method="PUT")):
        assert type(outcomes) is Outcomes is Report
        assert repr(outcomes) == "<Outcomes chrome blocked, firefox blocked, safari blocked>"
        assert "CORS-METHOD-MISSING" in str(outcomes)
        assert [finding.id for finding in outcomes.findings] == ["CORS-METHOD-MISSING"]
        assert outcomes.as_json()["safari"]["failure"]["kind"] == "MethodNotAllowed"
        assert "chrome" in outcomes._repr_html_()
        outcomes.assert_blocked("MethodNotAllowed").assert_blocked("CORS-METHOD-MISSING")
    title = asked.findings[0].title
    assert str(asked.findings[0]).startswith(f"CORS-METHOD-MISSING: {title}")


def test_the_pages_of_a_test_can_all_that_a_page_can() -> None:
    pages = open_pages(Policy("*"), ORIGIN)
    own = {name for name in vars(Page) if not name.startswith("_")}
    assert {name for name in own if not hasattr(pages, name)} <= {"make", "prepare_call", "browser"}
    assert [o.ok for o in pages.worker().xhr("GET", URL).values()] == [True] * 3
    first, second = pages.together(pages.prepare("fetch", URL), pages.prepare("xhr", "PUT", URL))
    first.assert_allowed()
    second.assert_blocked()
    pages.element("img", URL, crossorigin="anonymous").assert_blocked("NotDecodable")
    pages.event_source(URL).assert_blocked("MIMETypeRefused")
    pages.send_beacon(URL, "x").assert_allowed()


async def _everything() -> None:
    pages = open_pages(Policy("*"), ORIGIN)
    (await pages.afetch(URL)).assert_allowed()
    (await pages.axhr("GET", URL)).assert_allowed()
    (await pages.aelement("img", URL)).assert_blocked()
    (await pages.aevent_source(URL)).assert_blocked()
    (await pages.asend_beacon(URL)).assert_allowed()


def test_the_awaited_calls_of_pages() -> None:
    import asyncio

    asyncio.run(_everything())
