"""What an answer gives away about who sent it.

Law: signs are read off a response alone, each a small function; the tables hold the names.
"""

from __future__ import annotations

from ..headers import get, split
from ..response import WireResponse

CORS_HEADERS = (
    "access-control-allow-credentials", "access-control-allow-methods",
    "access-control-allow-headers", "access-control-expose-headers", "access-control-max-age",
)  # fmt: skip
FIREWALLS = ("cloudflare", "akamaighost", "imperva", "incapsula", "sucuri", "awselb", "big-ip",
             "barracuda", "fortiweb", "mod_security", "envoy")  # fmt: skip
GATEWAY_HEADERS = (
    "x-amzn-errortype",
    "x-amz-apigw-id",
    "apigw-requestid",
    "x-kong-response-latency",
)
GATEWAY_BODIES = (
    b"Missing Authentication Token", b'{"message":"Forbidden"}', b'{"message":"Unauthorized"}',
    b'{"message": "Internal server error"}', b'{"message":"Internal Server Error"}',
    b'{"message":"Not Found"}', b"Endpoint request timed out", b"no Route matched",
)  # fmt: skip
NOT_HANDLED_STATUSES = frozenset((404, 405, 501))
UNAUTHENTICATED_STATUSES = frozenset((401, 403, 407))
GATEWAY_STATUSES = frozenset((502, 503, 504))
NGINX_ADDS = frozenset((200, 201, 204, 206, 301, 302, 303, 304, 307, 308))
TRACING = frozenset((
    "sentry-trace", "baggage", "traceparent", "tracestate", "x-datadog-trace-id", "newrelic",
    "x-datadog-parent-id", "x-datadog-origin", "x-datadog-sampling-priority", "request-id",
    "x-b3-traceid", "x-b3-spanid", "b3", "uber-trace-id", "x-posthog-session-id",
))  # fmt: skip
REJECTIONS = (
    b"Disallowed CORS",
    b"CORS preflight",
    b"CORS request",
    b"CORS error",
    b"Not allowed by CORS",
)


def speaks_cors(response: WireResponse) -> str:
    """The header that shows a CORS layer although Allow-Origin is missing; empty: none."""
    for name in CORS_HEADERS:
        value = get(response.headers, name)
        if value is not None:
            return f"{'-'.join(part.capitalize() for part in name.split('-'))}: {value}"
    vary = get(response.headers, "vary")
    if vary and "origin" in (name.lower() for name in split(vary)):
        return f"Vary: {vary}"
    return ""


def is_html(response: WireResponse) -> bool:
    """Whether the answer is a web page."""
    kind = (get(response.headers, "content-type") or "").lower()
    return "text/html" in kind and response.body[:2000].lstrip().lower().startswith(
        (b"<!doctype", b"<html", b"<head", b"<body")
    )


def rejection(response: WireResponse) -> str:
    """The words with which a CORS layer rejects a preflight; empty: none."""
    body = response.body[:300]
    return body.decode("utf-8", "replace") if any(text in body for text in REJECTIONS) else ""


def server(response: WireResponse) -> str:
    """The Server header in lower case."""
    return (get(response.headers, "server") or "").lower()


def firewall(response: WireResponse) -> str:
    """The name of a firewall or content network that answered; empty: none."""
    name = server(response)
    return next((f"Server: {name}" for known in FIREWALLS if known in name), "")


def gateway(response: WireResponse) -> str:
    """The sign that a gateway or proxy itself made an error answer; empty: none."""
    for name in GATEWAY_HEADERS:
        value = get(response.headers, name)
        if value is not None:
            return f"{name}: {value}"
    for body in GATEWAY_BODIES:
        if body in response.body[:400]:
            return response.body[:100].decode("utf-8", "replace")
    if response.status in GATEWAY_STATUSES:
        return f"status {response.status}"
    return ""
