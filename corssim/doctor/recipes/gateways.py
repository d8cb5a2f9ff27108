"""Lambda behind API Gateway, as REST API (payload 1.0) and as HTTP API (payload 2.0)."""

from __future__ import annotations

from textwrap import dedent

from ..needs import Needs
from .plain import beside_origin, common, granted

_HANDLER = """\
{imports}import logging


def with_cors(handler):
    allowed_origins = {{"{origin}"}}

    def answer(event, context):
        sent = {{name.lower(): value for name, value in (event.get("headers") or {{}}).items()}}
        method = {method}
        preflight = method == "OPTIONS" and "access-control-request-method" in sent
        if preflight:
            response = {{"statusCode": 204, "body": ""}}
        else:
            try:
                response = handler(event, context)
            except Exception:
                logging.exception("the handler failed")
                response = {{"statusCode": 500, "body": ""}}
{normalise}\
        headers = {{
            name: value
            for name, value in (response.get("headers") or {{}}).items()
            if not name.lower().startswith("access-control-")
        }}
        headers["Vary"] = "Origin"
        if sent.get("origin") in allowed_origins:
            headers["Access-Control-Allow-Origin"] = sent["origin"]
{own}\
            if preflight:
{granted}\
        return {{**response, "headers": headers}}

    return answer


handler = with_cors(handler)
"""


def _lines(lines: list[tuple[str, str]], spaces: int) -> str:
    return "".join(f'{" " * spaces}headers["{name}"] = "{value}"\n' for name, value in lines)


def _handler(needs: Needs, method: str, normalise: str = "", imports: str = "") -> str:
    return _HANDLER.format(
        origin=needs.origin, method=method, normalise=normalise,
        own=_lines(beside_origin(needs), 12), granted=_lines(granted(needs), 16),
        imports=imports,
    )  # fmt: skip


def rest(needs: Needs) -> list[tuple[str, str]]:
    """The handler wrapped, and headers for the gateway's own error answers."""
    code = _handler(needs, 'event["httpMethod"]')
    parameters = "".join(
        f"          gatewayresponse.header.{name}: \"'{value}'\"\n" for name, value in common(needs)
    )
    responses = "".join(
        f"    {kind}:\n      Type: AWS::ApiGateway::GatewayResponse\n      Properties:\n"
        f"        RestApiId: !Ref Api\n        ResponseType: {kind_name}\n"
        f"        ResponseParameters:\n{parameters}"
        for kind, kind_name in (("Default4xx", "DEFAULT_4XX"), ("Default5xx", "DEFAULT_5XX"))
    )
    return [
        ("At the end of the handler's module", code),
        (
            "In template.yaml, under Resources (route OPTIONS to the function too, with no "
            "authorizer)",
            responses,
        ),
    ]


def http(needs: Needs) -> list[tuple[str, str]]:
    """The handler wrapped; the gateway's own CORS configuration must then stay off."""
    normalise = dedent("""\
        if not isinstance(response, dict) or "statusCode" not in response:
            response = {"statusCode": 200, "body": json.dumps(response)}
    """)
    indented = "".join(f"        {line}\n" for line in normalise.splitlines())
    code = _handler(needs, 'event["requestContext"]["http"]["method"]', indented, "import json\n")
    return [
        (
            "At the end of the handler's module (leave CorsConfiguration of the API out: where "
            "it is set, the gateway drops the function's own CORS headers)",
            code,
        )
    ]
