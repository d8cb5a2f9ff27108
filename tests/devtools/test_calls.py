"""Copied curl commands and fetch() calls become calls as a script made them."""

from __future__ import annotations

import pytest

from corssim import UsageError
from corssim.devtools import Call, from_curl, from_fetch

COPIED_CURL = r"""curl 'https://api.example/items/7' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'content-type: application/json' \
  -H 'origin: https://app.example' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example/' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \
  -H 'x-trace: 1' \
  -b 'session=abc' \
  --data-raw '{"a":1}' --compressed"""
COPIED_FETCH = """await fetch("https://api.example/items/7", {
  "headers": {"accept": "*/*", "content-type": "application/json", "sec-ch-ua": "x"},
  "referrer": "https://app.example/",
  "body": "{\\"a\\":1}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});"""


def test_curl_as_chrome_copies_it() -> None:
    assert from_curl(COPIED_CURL) == Call(
        "https://api.example/items/7",
        "PUT",
        (("content-type", "application/json"), ("x-trace", "1")),
        '{"a":1}',
        "include",
        origin="https://app.example",
    )


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("curl https://a.example/", Call("https://a.example/")),
        ("curl -I https://a.example/", Call("https://a.example/", "HEAD")),
        ("curl -XDELETE https://a.example/", Call("https://a.example/", "DELETE")),
        ("curl --request=PATCH https://a.example/", Call("https://a.example/", "PATCH")),
        (
            "curl -d a=1 -d b=2 https://a.example/",
            Call(
                "https://a.example/",
                "POST",
                (("Content-Type", "application/x-www-form-urlencoded"),),
                "a=1&b=2",
            ),
        ),
        ("curl -G -d a=1 https://a.example/", Call("https://a.example/?a=1")),
        (
            "curl --json '{}' https://a.example/",
            Call(
                "https://a.example/",
                "POST",
                (("Content-Type", "application/json"), ("Accept", "application/json")),
                "{}",
            ),
        ),
        (
            "curl https://a.example/ -H 'X-Empty;' -e https://b.example/page",
            Call("https://a.example/", headers=(("X-Empty", ""),), origin="https://b.example"),
        ),
        (
            r"curl https://a.example/ -H 'Content-Type: text/plain' --data-raw $'it\'s \u00e9\n'",
            Call("https://a.example/", "POST", (("Content-Type", "text/plain"),), "it's é\n"),
        ),
    ],
)
def test_other_curl_commands(command: str, call: Call) -> None:
    assert from_curl(command) == call


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("wget https://a.example/", "begins with curl"),
        ("curl 'https://a.example/", "does not parse"),
        ("curl", "one URL"),
        ("curl https://a.example/ https://b.example/", "one URL"),
        ("curl -X", "lacks its value"),
        ("curl --proxy x https://a.example/", "--proxy is not understood"),
    ],
)
def test_curl_commands_that_are_none(command: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_curl(command)


def test_fetch_as_chrome_copies_it() -> None:
    assert from_fetch(COPIED_FETCH) == Call(
        "https://api.example/items/7",
        "PUT",
        (("content-type", "application/json"),),
        '{"a":1}',
        "include",
        "cors",
        "https://app.example",
    )


def test_fetch_as_people_write_it() -> None:
    code = """const r = await fetch('https://api.example/', {
        method: 'POST', // a comment
        headers: [['X-A', '1'],],
        body: JSON.stringify({a: ")"}),
    })"""
    call = from_fetch(code)
    assert call.method == "POST"
    assert call.headers == (("X-A", "1"),)
    assert call.body == '{"a": ")"}'
    assert from_fetch("fetch('https://a.example/')").init["method"] == "GET"


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("axios.get('x')", r"no call of fetch"),
        ("fetch('x'", "has no end"),
        ("fetch(url)", "no literals"),
        ("fetch({})", "URL in quotes"),
        ("fetch('x', 7)", "object literal"),
        ("fetch('x', {verb: 'GET'})", "no option verb"),
        ("fetch('x', {headers: [1]})", "headers must be"),
    ],
)
def test_fetch_calls_that_are_none(code: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_fetch(code)
