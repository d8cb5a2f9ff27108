"""The situation behind a failure.

Law: a function a failure, in a table; each goes from the most specific situation to the general.
A cause is an id, the offending value, and whatever else its text needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import failures as f
from ..headers import get, get_all
from ..url import parse_url
from . import signs
from .evidence import Evidence

Cause = tuple[str, str]


def cause(evidence: Evidence, failure: f.Failure) -> tuple[str, str]:
    """The id of the situation and the offending value."""
    for kind in type(failure).__mro__:
        judge = CAUSES.get(kind)
        if judge is not None:
            return judge(evidence, failure)
    raise AssertionError(f"no cause is known for {failure.kind}")


def values_of(evidence: Evidence, failure: f.Failure) -> dict[str, Any]:
    """What a failure's texts may name besides the offending value."""
    values = {
        name: ", ".join(value) if isinstance(value, tuple) else value
        for name, value in failure.evidence.items()
        if name != "value"
    }
    lines = get_all(evidence.response.headers, "access-control-allow-origin")
    return {
        **values,
        "count": len(lines),
        "upper": evidence.method.upper(),
        "sent": evidence.sent("content-type"),
    }


# --- the preflight ------------------------------------------------------------------------------


def _status(evidence: Evidence, failure: Any) -> Cause:
    response, status = evidence.response, failure.status
    rejected = signs.rejection(response)
    if rejected:
        return "CORS-PREFLIGHT-REJECTED", rejected
    if status in (403, 406, 501) and signs.firewall(response):
        return "CORS-PREFLIGHT-FIREWALL", f"{signs.firewall(response)}, status {status}"
    if status in signs.NOT_HANDLED_STATUSES:
        return "CORS-PREFLIGHT-NOT-HANDLED", str(status)
    if status in signs.UNAUTHENTICATED_STATUSES:
        return "CORS-PREFLIGHT-AUTH", str(status)
    if status >= 500:
        return "CORS-PREFLIGHT-SERVER-ERROR", str(status)
    return "CORS-PREFLIGHT-STATUS", str(status)


def _redirected(evidence: Evidence, failure: Any) -> Cause:
    here = parse_url(evidence.url)
    there = parse_url(failure.location, here)
    if here is None or there is None:
        return "CORS-PREFLIGHT-REDIRECT", failure.location
    rest = (here.path, here.query) == (there.path, there.query)
    if here.host == there.host and here.scheme == "http" and there.scheme == "https" and rest:
        return "CORS-PREFLIGHT-REDIRECT-HTTPS", failure.location
    if here.origin == there.origin and here.path.rstrip("/") == there.path.rstrip("/"):
        return "CORS-PREFLIGHT-REDIRECT-SLASH", failure.location
    return "CORS-PREFLIGHT-REDIRECT", failure.location


def _method(evidence: Evidence, failure: Any) -> Cause:
    allowed = ", ".join(failure.allowed)
    if any(failure.method.upper() == name.upper() for name in failure.allowed):
        return "CORS-METHOD-CASE", allowed
    if "*" in failure.allowed and evidence.include:
        return "CORS-METHOD-WILDCARD-CREDENTIALS", allowed
    return "CORS-METHOD-MISSING", allowed or "nothing"


def _header(evidence: Evidence, failure: Any) -> Cause:
    allowed, name = ", ".join(failure.allowed), failure.name.lower()
    if "*" in failure.allowed and evidence.include:
        return "CORS-HEADER-WILDCARD-CREDENTIALS", allowed
    if name.startswith("access-control-"):
        return "CORS-HEADER-REQUEST-SIDE", allowed or "nothing"
    if name in signs.TRACING:
        return "CORS-HEADER-TRACING", allowed or "nothing"
    if name == "content-type":
        return "CORS-HEADER-CONTENT-TYPE", allowed or "nothing"
    return "CORS-HEADER-MISSING", allowed or "nothing"


# --- the CORS check -----------------------------------------------------------------------------


def _missing(evidence: Evidence, failure: Any) -> Cause:
    if evidence.in_preflight:
        return _missing_in_preflight(evidence)
    response = evidence.response
    status, spoken = response.status, signs.speaks_cors(response)
    if evidence.from_cache:
        return "CORS-CACHED-WITHOUT-CORS", ""
    if evidence.redirected:
        return "CORS-REDIRECT-WITHOUT-HEADERS", evidence.header("location") or ""
    if evidence.left_own_origin:
        return "CORS-REDIRECT-LOGIN", evidence.outcome.exchanges[-1].request.url
    if failure.origin == "null":
        return _null(evidence), "nothing"
    if status >= 400:
        return _error_without_headers(evidence)
    if spoken:
        return "CORS-ORIGIN-NOT-LISTED", spoken
    if signs.is_html(response):
        return "CORS-ORIGIN-HTML", ""
    return "CORS-ORIGIN-MISSING", ""


def _null(evidence: Evidence) -> str:
    """Why ``Origin: null`` was sent: redirects made it so, or the page has no other."""
    return "CORS-ORIGIN-NULL-PAGE" if evidence.origin == "null" else "CORS-REDIRECT-NULL-ORIGIN"


def _missing_in_preflight(evidence: Evidence) -> Cause:
    response = evidence.response
    if not 200 <= response.status <= 299:
        # Browsers make the CORS check first; a status that would fail anyway says more.
        location = get(response.headers, "location")
        if location is not None and 300 <= response.status <= 399:
            failure = f.PreflightRedirected(response.status, location, False)
            return _redirected(evidence, failure)
        return _status(evidence, f.PreflightStatusNotOk(response.status))
    if evidence.origin == "null":
        return "CORS-ORIGIN-NULL-PAGE", ""
    spoken = signs.speaks_cors(response)
    if spoken:
        return "CORS-ORIGIN-NOT-LISTED", spoken
    if signs.is_html(response):
        return "CORS-PREFLIGHT-HTML", ""
    return "CORS-PREFLIGHT-WITHOUT-HEADERS", ""


def _error_without_headers(evidence: Evidence) -> Cause:
    response = evidence.response
    status, server = response.status, signs.server(response)
    gateway = signs.gateway(response)
    if gateway:
        return "CORS-GATEWAY-ERROR", gateway
    if status in signs.UNAUTHENTICATED_STATUSES:
        return "CORS-AUTH-RESPONSE", str(status)
    if "nginx" in server and status not in signs.NGINX_ADDS:
        return "CORS-NGINX-ALWAYS", str(status)
    if "apache" in server:
        return "CORS-APACHE-ALWAYS", str(status)
    return ("CORS-CRASH" if status >= 500 else "CORS-ERROR-WITHOUT-HEADERS"), str(status)


def _mismatch(evidence: Evidence, failure: Any) -> Cause:
    value, origin = failure.value, failure.origin
    if len(get_all(evidence.response.headers, "access-control-allow-origin")) > 1:
        return "CORS-ORIGIN-DOUBLED", value
    if origin == "null":
        return _null(evidence), value
    if "," in value or " " in value.strip():
        return "CORS-ORIGIN-LIST", value
    if "*" in value or value.startswith("^"):
        return "CORS-ORIGIN-PATTERN", value
    return _relative(value, origin), value


def _relative(value: str, origin: str) -> str:
    """In what *value* differs from *origin*."""
    if value.rstrip("/") == origin:
        return "CORS-ORIGIN-SLASH"
    theirs, ours = parse_url(value), parse_url(origin)
    if theirs is None or not theirs.is_http or ours is None:
        bare = parse_url("//" + value, ours) if ours is not None else None
        if bare is not None and ours is not None and bare.host == ours.host:
            return "CORS-ORIGIN-SCHEME"
        return "CORS-ORIGIN-MISMATCH"
    if theirs.origin == ours.origin and theirs.path not in ("", "/"):
        return "CORS-ORIGIN-PATH"
    if theirs.host == ours.host:
        if theirs.scheme != ours.scheme:
            return "CORS-ORIGIN-SCHEME"
        return "CORS-ORIGIN-HOST" if theirs.origin == ours.origin else "CORS-ORIGIN-PORT"
    if _neighbour(theirs.host) == _neighbour(ours.host):
        return "CORS-ORIGIN-HOST"
    return "CORS-ORIGIN-MISMATCH"


def _neighbour(host: str) -> str:
    host = host.removeprefix("www.")
    return "localhost" if host in ("127.0.0.1", "[::1]", "localhost") else host


def _credentials(evidence: Evidence, failure: Any) -> Cause:
    if failure.value is None:
        return "CORS-CREDENTIALS-MISSING", ""
    return "CORS-CREDENTIALS-NOT-TRUE", failure.value


# --- redirects, the network, the script ---------------------------------------------------------


def _redirect(name: str) -> Callable[[Evidence, Any], Cause]:
    return lambda evidence, failure: (name, failure.target)


CONNECTIONS = {
    "refused": "CORS-SERVER-DOWN",
    "dns": "CORS-SERVER-DNS",
    "tls": "CORS-SERVER-TLS",
    "timeout": "CORS-SERVER-TIMEOUT",
    "dropped": "CORS-SERVER-DROPPED",
    "stream": "CORS-SERVER-DROPPED",
    "data": "CORS-NOT-FETCHABLE",
}


def _connection(evidence: Evidence, failure: Any) -> Cause:
    if evidence.in_preflight and failure.how in ("dropped", "timeout"):
        return "CORS-PREFLIGHT-FIREWALL", f"OPTIONS got no answer ({failure.how})"
    return CONNECTIONS[failure.how], failure.url


CAUSES: dict[type[f.Failure], Callable[[Evidence, Any], Cause]] = {
    f.PreflightStatusNotOk: _status,
    f.PreflightRedirected: _redirected,
    f.MethodNotAllowed: _method,
    f.HeaderNotAllowed: _header,
    f.ListUnparsable: lambda e, failure: ("CORS-LIST-UNPARSABLE", failure.value),
    f.OriginMissing: _missing,
    f.OriginMismatch: _mismatch,
    f.WildcardWithCredentials: lambda e, failure: ("CORS-WILDCARD-CREDENTIALS", "*"),
    f.CredentialsNotTrue: _credentials,
    f.RedirectIncludesCredentials: _redirect("CORS-REDIRECT-CREDENTIALS"),
    f.CredentialedSubresource: _redirect("CORS-REDIRECT-CREDENTIALS"),
    f.RedirectSchemeNotSupported: _redirect("CORS-REDIRECT-TARGET"),
    f.RedirectUnparsable: _redirect("CORS-REDIRECT-TARGET"),
    f.RedirectAbandonedByCache: _redirect("CORS-REDIRECT-CACHED"),
    f.TooManyRedirects: _redirect("CORS-REDIRECT-LOOP"),
    f.RedirectFailure: _redirect("CORS-REDIRECT-REFUSED"),
    f.ConnectionFailed: _connection,
    f.MixedContent: lambda e, failure: ("CORS-NOT-MIXED-CONTENT", failure.url),
    f.LocalNetworkDenied: lambda e, failure: ("CORS-NOT-LOCAL-NETWORK", failure.space),
    f.ResourcePolicyBlocked: lambda e, failure: ("CORS-NOT-RESOURCE-POLICY", failure.policy),
    f.LoadStatusNotOk: lambda e, failure: ("CORS-NOT-USABLE", f"status {failure.status}"),
    f.MIMETypeRefused: lambda e, failure: ("CORS-NOT-USABLE", failure.type or "no MIME type"),
    f.NotDecodable: lambda e, failure: ("CORS-NOT-USABLE", "not decodable"),
    f.OpaqueResponseBlocked: lambda e, failure: ("CORS-NOT-USABLE", "opaque response blocking"),
    f.Aborted: lambda e, failure: ("CORS-NOT-AWAITED", failure.how),
    f.ScriptFailure: lambda e, failure: ("CORS-SCRIPT-THROWS", e.outcome.error or failure.kind),
    f.Failure: lambda e, failure: ("CORS-NOT-FETCHABLE", failure.kind),
}
