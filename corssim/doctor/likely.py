"""From a console message to what probably lies behind it, the likeliest first.

Law: a console names the check that failed, not its cause; the table orders the situations that
end in that check, and what the message itself names (a status, a value) moves the right ones
ahead.
"""

from __future__ import annotations

from . import signs
from .catalogue import ENTRIES
from .causes import CONNECTIONS
from .console_text import CONNECTION_HOW, HOW, Reading
from .finding import Finding
from .needs import Needs

LIKELY: dict[str, tuple[str, ...]] = {
    "OriginMissing": (
        "CORS-ORIGIN-NOT-LISTED", "CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS",
        "CORS-GATEWAY-ERROR", "CORS-NGINX-ALWAYS", "CORS-ORIGIN-HTML",
        "CORS-REDIRECT-WITHOUT-HEADERS", "CORS-CACHED-WITHOUT-CORS",
    ),
    "OriginMissing in a preflight": (
        "CORS-PREFLIGHT-NOT-HANDLED", "CORS-PREFLIGHT-AUTH", "CORS-ORIGIN-NOT-LISTED",
        "CORS-PREFLIGHT-WITHOUT-HEADERS", "CORS-PREFLIGHT-HTML", "CORS-PREFLIGHT-SERVER-ERROR",
    ),
    "OriginMultiple": ("CORS-ORIGIN-DOUBLED", "CORS-ORIGIN-LIST"),
    "OriginInvalid": ("CORS-ORIGIN-MISMATCH", "CORS-ORIGIN-PATTERN", "CORS-ORIGIN-SCHEME"),
    "OriginMismatch": (
        "CORS-ORIGIN-MISMATCH", "CORS-ORIGIN-SLASH", "CORS-ORIGIN-SCHEME", "CORS-ORIGIN-PORT",
        "CORS-ORIGIN-HOST", "CORS-ORIGIN-LIST", "CORS-VARY-MISSING", "CORS-ORIGIN-NULL-PAGE",
    ),
    "WildcardWithCredentials": ("CORS-WILDCARD-CREDENTIALS",),
    "CredentialsNotTrue": ("CORS-CREDENTIALS-MISSING", "CORS-CREDENTIALS-NOT-TRUE"),
    "PreflightStatusNotOk": (
        "CORS-PREFLIGHT-NOT-HANDLED", "CORS-PREFLIGHT-AUTH", "CORS-PREFLIGHT-REJECTED",
        "CORS-PREFLIGHT-REDIRECT", "CORS-PREFLIGHT-SERVER-ERROR", "CORS-PREFLIGHT-STATUS",
    ),
    "PreflightRedirected": (
        "CORS-PREFLIGHT-REDIRECT-HTTPS", "CORS-PREFLIGHT-REDIRECT-SLASH",
        "CORS-PREFLIGHT-REDIRECT",
    ),
    "ListUnparsable": ("CORS-LIST-UNPARSABLE",),
    "MethodNotAllowed": (
        "CORS-METHOD-MISSING", "CORS-METHOD-CASE", "CORS-METHOD-WILDCARD-CREDENTIALS",
    ),
    "HeaderNotAllowed": (
        "CORS-HEADER-MISSING", "CORS-HEADER-WILDCARD-CREDENTIALS", "CORS-HEADER-REQUEST-SIDE",
    ),
    "RedirectIncludesCredentials": ("CORS-REDIRECT-CREDENTIALS",),
    "RedirectSchemeNotSupported": ("CORS-REDIRECT-TARGET",),
    "RedirectUnparsable": ("CORS-REDIRECT-TARGET",),
    "TooManyRedirects": ("CORS-REDIRECT-LOOP",),
    "RedirectNotAllowed": ("CORS-REDIRECT-REFUSED",),
    "RedirectCrossOriginNotAllowedByMode": ("CORS-REDIRECT-REFUSED",),
    "RedirectFailure": ("CORS-REDIRECT-TARGET", "CORS-REDIRECT-CREDENTIALS"),
    "RedirectStreamBody": ("CORS-REDIRECT-REFUSED",),
    "SchemeNotSupported": ("CORS-NOT-FETCHABLE", "CORS-REDIRECT-TARGET"),
    "ConnectionFailed": (
        "CORS-SERVER-DOWN", "CORS-SERVER-TLS", "CORS-SERVER-DNS", "CORS-SERVER-TIMEOUT",
        "CORS-NOT-MIXED-CONTENT",
    ),
    "MixedContent": ("CORS-NOT-MIXED-CONTENT",),
    "LocalNetworkDenied": ("CORS-NOT-LOCAL-NETWORK",),
    "ResourcePolicyBlocked": ("CORS-NOT-RESOURCE-POLICY",),
}  # fmt: skip
BY_STATUS: tuple[tuple[frozenset[int], tuple[str, ...]], ...] = (
    (signs.NOT_HANDLED_STATUSES, ("CORS-PREFLIGHT-NOT-HANDLED", "CORS-ERROR-WITHOUT-HEADERS")),
    (signs.UNAUTHENTICATED_STATUSES, ("CORS-PREFLIGHT-AUTH", "CORS-AUTH-RESPONSE")),
    (signs.GATEWAY_STATUSES, ("CORS-GATEWAY-ERROR", "CORS-PREFLIGHT-SERVER-ERROR")),
    (frozenset(range(500, 600)), ("CORS-PREFLIGHT-SERVER-ERROR", "CORS-CRASH")),
    (frozenset(range(300, 400)), ("CORS-PREFLIGHT-REDIRECT", "CORS-REDIRECT-WITHOUT-HEADERS")),
    (frozenset(range(200, 300)), ("CORS-ORIGIN-NOT-LISTED", "CORS-ORIGIN-MISSING")),
)
USUAL_STATUS = {
    "CORS-PREFLIGHT-NOT-HANDLED": "404 or 405", "CORS-PREFLIGHT-AUTH": "401 or 403",
    "CORS-PREFLIGHT-SERVER-ERROR": "500 or more", "CORS-PREFLIGHT-REDIRECT": "301 or 302",
    "CORS-REDIRECT-WITHOUT-HEADERS": "301 or 302", "CORS-AUTH-RESPONSE": "401 or 403",
    "CORS-CRASH": "500", "CORS-GATEWAY-ERROR": "502, 503 or 504",
    "CORS-PREFLIGHT-REJECTED": "400", "CORS-NGINX-ALWAYS": "4xx or 5xx",
    "CORS-ERROR-WITHOUT-HEADERS": "4xx or 5xx", "CORS-PREFLIGHT-STATUS": "3xx, 4xx or 5xx",
}  # fmt: skip
"""What the status usually is where the message does not name it."""
PLACEHOLDER = "https://app.example"


def in_preflight(reading: Reading) -> bool:
    """Whether the message says that the preflight's answer decided."""
    return "preflight" in reading.template.lower()


def likely(reading: Reading) -> list[Finding]:
    """The likely situations behind *reading*, in order, with what the message names."""
    names = _ordered(reading)
    values = reading.values
    method = values.get("method") or "GET"
    needs = Needs(
        origin=values.get("origin") or PLACEHOLDER,
        methods=tuple(dict.fromkeys(("GET", "POST", method))),
        headers=(values["name"],) if values.get("name") else (),
        credentials=reading.failure in ("WildcardWithCredentials", "CredentialsNotTrue"),
    )
    value = values.get("value") or values.get("target") or values.get("policy") or ""
    shown = {
        "origin": needs.origin, "method": method, "names": ", ".join(needs.headers) or "none",
        "upper": method.upper(), "count": "several", "url": "the URL",
        **{key: text for key, text in values.items() if key != "value"},
    }  # fmt: skip
    return [
        Finding(
            name, "blocks", value or _unnamed(name), needs,
            {"status": USUAL_STATUS.get(name, "200"), **shown}, (reading.browser,),
        )
        for name in names
    ]  # fmt: skip


def _unnamed(name: str) -> str:
    """What stands for a value that the message does not name."""
    entry = ENTRIES[name]
    return "a value that the console does not show" if "{value}" in entry.title else ""


def _ordered(reading: Reading) -> list[str]:
    if reading.failure == "ConnectionFailed":
        how = HOW.get(reading.template.removeprefix("net::")) or CONNECTION_HOW.get(
            reading.template
        )
        if how is not None:
            return [CONNECTIONS[how]]
    preflighted = in_preflight(reading)
    key = f"{reading.failure} in a preflight" if preflighted else reading.failure
    names = list(LIKELY.get(key) or LIKELY.get(reading.failure) or ("CORS-NOT-FETCHABLE",))
    status = reading.values.get("status", "")
    if status.isdigit():
        ahead = next((ids for statuses, ids in BY_STATUS if int(status) in statuses), ())
        if not preflighted:
            ahead = tuple(name for name in ahead if reading.browser == "firefox" or
                          not name.startswith("CORS-PREFLIGHT"))  # fmt: skip
        elif reading.failure == "PreflightStatusNotOk":
            ahead = tuple(name for name in ahead if name.startswith("CORS-PREFLIGHT"))
        names = [*ahead, *(name for name in names if name not in ahead)]
    return names
