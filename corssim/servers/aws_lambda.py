"""An AWS Lambda handler behind API Gateway, by local events.

Law: the event has the form that the gateway gives (payload 1.0 for a REST API with proxy
integration, 2.0 for an HTTP API), and the handler's result becomes an answer by the gateway's
rules: what is no result is a 502 (REST) or 500 (HTTP) without CORS headers.
Sources: the API Gateway developer guide, "Set up Lambda proxy integrations" and "Create AWS
Lambda proxy integrations for HTTP APIs".
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from ..request import WireRequest
from ..response import WireResponse, reason_phrase
from ..url import parse_url

Handler = Callable[[dict[str, Any], Any], Any]
Json = dict[str, Any]


class Context:
    """What a handler may ask of its context in a local call."""

    function_name = "local"
    memory_limit_in_mb = 128
    invoked_function_arn = "arn:aws:lambda:local:000000000000:function:local"
    aws_request_id = "00000000-0000-0000-0000-000000000000"

    @staticmethod
    def get_remaining_time_in_millis() -> int:
        """A time that does not pass."""
        return 30_000


class LambdaREST:
    """A handler behind a REST API (payload 1.0), every path and method routed to it."""

    is_corssim_server = True

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, request: WireRequest) -> WireResponse:
        try:
            result = self._handler(rest_event(request), Context())
        except Exception:
            return _gateway(502, "Internal server error")
        if not isinstance(result, Mapping) or not _is_status(result.get("statusCode")):
            return _gateway(502, "Internal server error")
        headers = [(name, _text(value)) for name, value in (result.get("headers") or {}).items()]
        for name, values in (result.get("multiValueHeaders") or {}).items():
            headers += [(name, _text(value)) for value in values]
        if not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", "application/json"))
        return _answer(result, headers, request)


class LambdaHTTP:
    """A handler behind an HTTP API (payload 2.0), with a ``$default`` route.

    *cors* is the API's own CorsConfiguration: ``AllowOrigins``, ``AllowMethods``,
    ``AllowHeaders``, ``ExposeHeaders``, ``AllowCredentials``, ``MaxAge``. With it the gateway
    answers preflights itself and replaces the handler's CORS headers.
    """

    is_corssim_server = True

    def __init__(self, handler: Handler, cors: Mapping[str, Any] | None = None) -> None:
        self._handler = handler
        self._cors = cors

    def __call__(self, request: WireRequest) -> WireResponse:
        if self._cors is not None and _is_preflight(request):
            return WireResponse(204, self._own(request, preflight=True), b"", "No Content")
        answer = self._invoke(request)
        if self._cors is None:
            return answer
        kept = tuple(p for p in answer.headers if not p[0].lower().startswith("access-control-"))
        headers = (*kept, *self._own(request, preflight=False))
        return WireResponse(answer.status, headers, answer.body, answer.reason)

    def _invoke(self, request: WireRequest) -> WireResponse:
        try:
            result = self._handler(http_event(request), Context())
        except Exception:
            return _gateway(500, "Internal Server Error")
        if isinstance(result, Mapping) and "statusCode" in result:
            if not _is_status(result["statusCode"]):
                return _gateway(500, "Internal Server Error")
            headers = [(n, _text(v)) for n, v in (result.get("headers") or {}).items()]
            headers += [("Set-Cookie", cookie) for cookie in result.get("cookies") or ()]
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("Content-Type", "text/plain;charset=UTF-8"))
            return _answer(result, headers, request)
        body = result if isinstance(result, str) else json.dumps(result)
        inferred = {"statusCode": 200, "body": body}
        return _answer(inferred, [("Content-Type", "application/json")], request)

    def _own(self, request: WireRequest, preflight: bool) -> tuple[tuple[str, str], ...]:
        cors = self._cors or {}
        origin, allowed = request.header("Origin"), cors.get("AllowOrigins") or ()
        if origin is None or not ("*" in allowed or origin in allowed):
            return ()
        lines = [("Access-Control-Allow-Origin", "*" if "*" in allowed else origin)]
        if cors.get("AllowCredentials"):
            lines.append(("Access-Control-Allow-Credentials", "true"))
        listed = (
            (("AllowMethods", "Access-Control-Allow-Methods"),
             ("AllowHeaders", "Access-Control-Allow-Headers"))
            if preflight
            else (("ExposeHeaders", "Access-Control-Expose-Headers"),)
        )  # fmt: skip
        lines += [(name, ",".join(cors[key])) for key, name in listed if cors.get(key)]
        if preflight and cors.get("MaxAge") is not None:
            lines.append(("Access-Control-Max-Age", str(cors["MaxAge"])))
        return tuple(lines)


def _is_preflight(request: WireRequest) -> bool:
    return request.method == "OPTIONS" and bool(request.header("Access-Control-Request-Method"))


def _is_status(status: Any) -> bool:
    return str(status).isdigit() and 100 <= int(status) <= 999


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _gateway(status: int, message: str) -> WireResponse:
    body = json.dumps({"message": message}).encode()
    headers = (("Content-Type", "application/json"), ("Content-Length", str(len(body))),
               ("x-amzn-ErrorType", "InternalServerErrorException"))  # fmt: skip
    return WireResponse(status, headers, body, reason_phrase(status))


def _answer(
    result: Mapping[str, Any], headers: list[tuple[str, str]], request: WireRequest
) -> WireResponse:
    body = result.get("body") or ""
    content = base64.b64decode(body) if result.get("isBase64Encoded") else str(body).encode()
    status = int(result["statusCode"])
    if status not in (204, 304):
        headers.append(("Content-Length", str(len(content))))
    if request.method == "HEAD" or status in (204, 304):
        content = b""
    return WireResponse(status, tuple(headers), content, reason_phrase(status))


def _body(request: WireRequest) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    try:
        return request.body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(request.body).decode(), True


def rest_event(request: WireRequest) -> Json:
    """The event of payload 1.0."""
    url = parse_url(request.url)
    assert url is not None
    query = parse_qsl(url.query or "", keep_blank_values=True)
    body, encoded = _body(request)
    many: dict[str, list[str]] = {}
    for name, value in request.headers:
        many.setdefault(name, []).append(value)
    return {
        "resource": "/{proxy+}",
        "path": url.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": many,
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"proxy": url.path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "httpMethod": request.method, "path": url.path, "stage": "local",
            "protocol": "HTTP/1.1", "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": body,
        "isBase64Encoded": encoded,
    }  # fmt: skip


def http_event(request: WireRequest) -> Json:
    """The event of payload 2.0: header names in lower case, repeated ones joined."""
    url = parse_url(request.url)
    assert url is not None
    body, encoded = _body(request)
    headers: dict[str, str] = {}
    for name, value in request.headers:
        lower = name.lower()
        headers[lower] = f"{headers[lower]},{value}" if lower in headers else value
    cookies = headers.pop("cookie", None)
    event: Json = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": url.path,
        "rawQueryString": url.query or "",
        "headers": headers,
        "requestContext": {
            "domainName": url.host,
            "http": {
                "method": request.method, "path": url.path, "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1", "userAgent": headers.get("user-agent", ""),
            },
            "routeKey": "$default",
            "stage": "$default",
        },
        "isBase64Encoded": encoded,
    }  # fmt: skip
    if cookies is not None:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if url.query:
        event["queryStringParameters"] = dict(parse_qsl(url.query, keep_blank_values=True))
    if body is not None:
        event["body"] = body
    return event
