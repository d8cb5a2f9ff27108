"""Lambda handlers by local events: the gateway's rules for results, and its own CORS."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from corssim import Browser, WireRequest
from corssim.servers.aws_lambda import LambdaHTTP, LambdaREST, http_event, rest_event

from ..support import ORIGIN, PAGE, URL

REQUEST = WireRequest(
    "POST", URL + "?a=1&b=", (("Host", "api.example"), ("Cookie", "s=1; t=2"), ("X-A", "1")), b"hi"
)


def test_events_have_the_gateways_form() -> None:
    rest = rest_event(REQUEST)
    assert (rest["httpMethod"], rest["path"], rest["body"]) == ("POST", "/x", "hi")
    assert rest["queryStringParameters"] == {"a": "1", "b": ""}
    assert rest["headers"]["X-A"] == "1"
    http = http_event(REQUEST)
    assert http["requestContext"]["http"]["method"] == "POST"
    assert http["headers"]["x-a"] == "1"
    assert http["cookies"] == ["s=1", "t=2"]
    assert http["rawQueryString"] == "a=1&b="
    binary = WireRequest("POST", URL, (), b"\xff")
    assert base64.b64decode(rest_event(binary)["body"]) == b"\xff"
    assert http_event(binary)["isBase64Encoded"]


@pytest.mark.parametrize("result", [None, {}, {"statusCode": "x"}, RuntimeError("boom")])
def test_what_is_no_result_is_the_gateways_own_error(result: Any) -> None:
    def handler(event: Any, context: Any) -> Any:
        assert context.get_remaining_time_in_millis() > 0
        if isinstance(result, Exception):
            raise result
        return result

    outcome = Browser("chrome").open(PAGE, LambdaREST(handler)).fetch(URL)
    assert outcome.exchanges[-1].response.status == 502  # type: ignore[union-attr]
    assert outcome.failure is not None


def test_a_rest_result() -> None:
    def handler(event: Any, context: Any) -> Any:
        return {
            "statusCode": 200,
            "headers": {"Access-Control-Allow-Origin": ORIGIN},
            "multiValueHeaders": {"Access-Control-Expose-Headers": ["X-A", "X-B"]},
            "body": base64.b64encode(b"\x00").decode(),
            "isBase64Encoded": True,
        }

    outcome = Browser("safari").open(PAGE, LambdaREST(handler)).fetch(URL)
    assert outcome.response is not None
    assert outcome.response.body == b"\x00"
    assert outcome.response.header("content-type") == "application/json"


def test_an_http_api_infers_a_bare_result() -> None:
    outcome = Browser("chrome").open("https://api.example/", LambdaHTTP(lambda e, c: {"a": 1}))
    response = outcome.fetch(URL).response
    assert response is not None
    assert (response.status, response.text) == (200, '{"a": 1}')
    bad = Browser("chrome").open("https://api.example/", LambdaHTTP(lambda e, c: {"statusCode": 0}))
    failed = bad.fetch(URL).response
    assert failed is not None
    assert failed.status == 500


def test_an_http_apis_own_cors_replaces_the_functions() -> None:
    def handler(event: Any, context: Any) -> Any:
        return {
            "statusCode": 204,
            "headers": {"Access-Control-Allow-Origin": "*"},
            "cookies": ["a=1"],
        }

    cors = {
        "AllowOrigins": [ORIGIN], "AllowMethods": ["PUT"], "AllowHeaders": ["x-a"],
        "ExposeHeaders": ["x-b"], "AllowCredentials": True, "MaxAge": 60,
    }  # fmt: skip
    page = Browser("firefox").open(PAGE, LambdaHTTP(handler, cors))
    outcome = page.fetch(URL, method="PUT", headers={"X-A": "1"}, credentials="include")
    assert outcome.ok, outcome.explain()
    assert outcome.preflights == 1
    other = Browser("firefox").open("https://evil.example/", LambdaHTTP(handler, cors)).fetch(URL)
    assert other.failure is not None
    assert other.failure.kind == "OriginMissing"
