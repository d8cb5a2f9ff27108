"""What can answer: a list, a policy, a function, WSGI and ASGI applications (the real ones)."""

from __future__ import annotations

import asyncio
from typing import Any

import flask
import pytest
from flask_cors import CORS
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from corssim import (
    Browser,
    NetworkFailure,
    Outcome,
    Page,
    Policy,
    ServerError,
    UsageError,
    WireRequest,
    WireResponse,
)
from corssim.browsers import BrowserName

from ..support import ORIGIN, PAGE, URL, acao, rule

JSON = {"Content-Type": "application/json"}


def open_page(server: Any, browser: BrowserName = "chrome") -> Page:
    return Browser(browser).open(PAGE, server)


def flask_app() -> flask.Flask:
    app = flask.Flask("api")
    CORS(app, origins=[ORIGIN], supports_credentials=True, expose_headers=["X-Total"])

    @app.route("/x", methods=["GET", "PUT"])
    def x() -> flask.Response:
        answer = flask.jsonify(got=flask.request.get_data(as_text=True))
        answer.headers["X-Total"] = "7"
        return answer

    @app.route("/crash")
    def crash() -> str:
        raise RuntimeError("on purpose")

    return app


def starlette_app() -> Starlette:
    async def x(request: Request) -> Response:
        return JSONResponse({"got": (await request.body()).decode()}, headers={"X-Total": "7"})

    async def crash(request: Request) -> Response:
        raise RuntimeError("on purpose")

    cors = Middleware(
        CORSMiddleware, allow_origins=[ORIGIN], allow_methods=["GET", "PUT"],
        allow_headers=["Content-Type"], allow_credentials=True, expose_headers=["X-Total"],
    )  # fmt: skip
    routes = [Route("/x", x, methods=["GET", "PUT"]), Route("/crash", crash)]
    return Starlette(routes=routes, middleware=[cors])


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
@pytest.mark.parametrize("make", [flask_app, starlette_app])
def test_real_frameworks(make: Any, browser: BrowserName) -> None:
    page = open_page(make(), browser)
    outcome = page.fetch(URL, method="PUT", headers=JSON, body="{}", credentials="include")
    assert outcome.ok, outcome.explain()
    assert outcome.preflights == 1
    assert outcome.response is not None
    assert outcome.response.header("X-Total") == "7"
    assert '"got":"{}"' in outcome.response.text.replace(" ", "")
    stranger = Browser(browser).open("https://evil.example/", make()).fetch(URL)
    assert stranger.failure is not None
    assert stranger.failure.kind == "OriginMissing"


@pytest.mark.parametrize("make", [flask_app, starlette_app])
def test_an_application_that_crashes_is_a_500(make: Any) -> None:
    outcome = open_page(make()).fetch("https://api.example/crash")
    answer = outcome.exchanges[0].response
    assert isinstance(answer, WireResponse)
    assert answer.status == 500


def test_async_applications() -> None:
    async def main() -> Outcome:
        page = open_page(starlette_app())
        await page.axhr("GET", URL)
        return await page.afetch(URL, method="PUT", headers=JSON, body="{}")

    assert asyncio.run(main()).ok


def test_a_sync_fetch_of_an_async_application_inside_a_loop_is_a_usage_error() -> None:
    async def main() -> None:
        open_page(starlette_app()).fetch(URL)

    with pytest.raises(UsageError, match="afetch"):
        asyncio.run(main())


def test_async_functions() -> None:
    async def serve(request: WireRequest) -> WireResponse:
        return WireResponse(200, (acao(),))

    assert asyncio.run(open_page(serve).afetch(URL)).ok
    assert asyncio.run(open_page(Policy("*")).afetch(URL)).ok
    assert not asyncio.run(open_page(Policy("*")).afetch("http://")).ok
    with pytest.raises(UsageError, match="afetch"):
        open_page(serve).fetch(URL)


def test_wsgi_details() -> None:
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        write = start_response("200 OK", [acao("*"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        write(b"<")
        return [environ["wsgi.input"].read(), b">"]

    outcome = open_page(app).fetch(URL + "/%C3%A9?q=1", method="POST", body="in")
    answer = outcome.exchanges[0].response
    assert isinstance(answer, WireResponse)
    assert answer.body == b"<in>"
    assert [v for n, v in answer.headers if n == "Set-Cookie"] == ["a=1", "b=2"]
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/x/é"
    assert seen["QUERY_STRING"] == "q=1"
    assert seen["HTTP_ORIGIN"] == ORIGIN
    assert seen["CONTENT_TYPE"] == "text/plain;charset=UTF-8"
    assert open_page(app).fetch(URL, method="HEAD").response.body == b""  # type: ignore[union-attr]
    answers_nothing = open_page(lambda environ, start_response: []).fetch(URL).exchanges[0].response
    assert getattr(answers_nothing, "status", None) == 500


def test_asgi_that_never_answers_is_a_500() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        assert (await receive())["type"] == "http.disconnect"

    answer = open_page(app).fetch(URL).exchanges[0].response
    assert getattr(answer, "status", None) == 500


def test_a_policy_answers_as_a_correct_middleware_would() -> None:
    policy = Policy(
        (ORIGIN, "https://b.example"), ("PUT",), ("X-A",), credentials=True, expose="X-Total",
        max_age=9, preflight_status=200, body="hi", response_headers=(("X-Total", "1"),),
    )  # fmt: skip
    outcome = open_page(policy).fetch(
        URL, method="PUT", headers={"X-A": "1"}, credentials="include"
    )
    preflight, answer = (exchange.response for exchange in outcome.exchanges)
    assert isinstance(preflight, WireResponse)
    assert preflight.status == 200
    assert ("Vary", "Origin") in preflight.headers
    assert ("Access-Control-Max-Age", "9") in preflight.headers
    assert isinstance(answer, WireResponse)
    assert ("Access-Control-Expose-Headers", "X-Total") in answer.headers
    assert outcome.response is not None
    assert outcome.response.text == "hi"
    stranger = Browser().open("https://c.example/", policy).fetch(URL, method="PUT")
    assert not stranger.ok
    refused = stranger.exchanges[0].response
    assert isinstance(refused, WireResponse)
    assert not any(name.startswith("Access-Control") for name, _ in refused.headers)


def test_a_wildcard_policy_with_credentials_echoes() -> None:
    policy = Policy(ORIGIN, "*", "*", credentials=True)
    assert (
        open_page(policy).fetch(URL, method="PUT", headers={"X-A": "1"}, credentials="include").ok
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"origins": "https://app.example/"}, "a browser sends 'https://app.example'"),
        ({"origins": "app.example"}, "is no origin"),
        ({"origins": "*", "credentials": True}, "must name its origins"),
        ({"origins": "*", "methods": "A B"}, "not a method or header name"),
    ],
)
def test_policies_that_cannot_work(arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        Policy(**arguments)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"url": URL, "status": 99}, "status must be a number from 100 to 999, not 99"),
        ({"url": URL, "status": "200"}, "status must be"),
        ({"url": URL, "headers": [["A", "b\r\nc"]]}, "line break"),
        ({"url": URL, "headers": [["A b", "c"]]}, "not a header name"),
        ({"url": URL, "headers": ["A: b"]}, "pair of strings"),
        ({"url": URL, "headers": [["A", "\u0100"]]}, "beyond U"),
        ({"url": URL, "body": 7}, "a body is a string"),
        ({"url": URL, "body": "\u0100"}, "a body is a string"),
        ({"status": 200}, "needs a url"),
        ({"url": URL, "colour": "red"}, "unknown key colour"),
        ("rule", "is an object"),
    ],
)
def test_rules_that_are_none(bad: Any, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as caught:
        open_page([rule(), bad]).fetch(URL)
    assert str(caught.value).startswith("rule 2: ")


def test_rules() -> None:
    rules = [
        rule(acao("*"), times=1, body="first"),
        rule(acao("*"), method="HEAD", status=204),
        rule(acao("*"), body="later"),
        {"url": "https://api.example/gone", "drop": True},
        {"url": "https://api.example/shut", "refuse": True},
    ]
    page = open_page(rules)
    bodies = []
    for _ in range(3):
        response = page.fetch(URL, cache="no-store").response
        assert response is not None
        bodies.append(response.text)
    assert bodies == ["first", "later", "later"]
    assert page.fetch(URL, method="HEAD", cache="no-store").ok
    for path, how in (("gone", "dropped"), ("shut", "refused")):
        answer = page.fetch(f"https://api.example/{path}").exchanges[-1].response
        assert isinstance(answer, NetworkFailure)
        assert answer.how == how
    assert page.fetch("https://api.example:8443/").exchanges[-1].response == NetworkFailure(
        "refused"
    )
    missing = page.fetch("https://api.example/none").failure
    assert missing is not None
    assert missing.kind == "OriginMissing"


def test_what_cannot_answer() -> None:
    for nothing in (None, 7, "text"):
        with pytest.raises(UsageError):
            open_page(nothing).fetch(URL)
    with pytest.raises(ServerError, match="neither a WireResponse"):
        open_page(lambda request: "hello").fetch(URL)

    def broken(request: WireRequest) -> WireResponse:
        raise RuntimeError("on purpose")

    with pytest.raises(ServerError, match="RuntimeError for GET https"):
        open_page(broken).fetch(URL)
