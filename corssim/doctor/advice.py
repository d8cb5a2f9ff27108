"""What is amiss although the call is allowed, or besides what blocks it.

Law: a function an observation; each yields findings or nothing and never repeats what blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..browsers.caps import longest_cap
from ..events import AuthorizationByWildcard, Blocked
from ..headers import extract_delta_seconds, get
from ..standard.filtering import CORS_SAFELISTED_RESPONSE_HEADERS, FORBIDDEN_RESPONSE_HEADERS
from ..url import same_site
from .evidence import Evidence
from .finding import Finding

WORTH_READING = frozenset((
    "content-disposition", "content-range", "etag", "link", "location", "retry-after",
    "accept-ranges", "content-encoding",
))  # fmt: skip
SERVERS_OWN = frozenset((
    "x-powered-by", "x-frame-options", "x-content-type-options", "x-xss-protection",
    "x-request-id", "x-runtime", "x-cache",
))  # fmt: skip


def observations(evidence: Evidence) -> Iterator[Finding]:
    """All observations of one outcome."""
    if evidence.request is None:
        return
    for observe in OBSERVATIONS:
        yield from observe(evidence)


def _no_cors(evidence: Evidence) -> Iterator[Finding]:
    request, outcome = evidence.request, evidence.outcome
    opaque = outcome.response is not None and outcome.response.type == "opaque"
    if request is not None and request.mode == "no-cors" and opaque:
        yield evidence.finding("CORS-NO-CORS")


def _authorization(evidence: Evidence) -> Iterator[Finding]:
    if any(isinstance(event, AuthorizationByWildcard) for event in evidence.outcome.events):
        yield evidence.finding("CORS-HEADER-AUTHORIZATION-WILDCARD", "*")


def _max_age(evidence: Evidence) -> Iterator[Finding]:
    answer = evidence.preflight
    if answer is None or evidence.in_preflight:
        return
    value = get(answer.headers, "access-control-max-age")
    if value is None:
        return
    seconds = extract_delta_seconds(value)
    if seconds is None:
        yield evidence.finding("CORS-MAX-AGE-INVALID", value)
    elif seconds > longest_cap():
        yield evidence.finding("CORS-MAX-AGE-CAPPED", value, "note")


def _exposed(evidence: Evidence) -> Iterator[Finding]:
    response = evidence.outcome.response
    if response is None or response.type != "cors":
        return
    readable = {name.lower() for name, _ in response.headers}
    hidden = [
        name
        for name in dict.fromkeys(name.lower() for name, _ in evidence.response.headers)
        if name not in readable
        and name not in CORS_SAFELISTED_RESPONSE_HEADERS | FORBIDDEN_RESPONSE_HEADERS
        and (name in WORTH_READING or (name.startswith("x-") and name not in SERVERS_OWN))
    ]
    if not hidden:
        return
    listed = get(evidence.response.headers, "access-control-expose-headers") or ""
    literal = "*" in listed and evidence.include
    kind = "CORS-EXPOSE-WILDCARD-CREDENTIALS" if literal else "CORS-EXPOSE-MISSING"
    names = ", ".join(hidden)
    yield evidence.finding(kind, names, "note", hidden, name=names)


def _cookies(evidence: Evidence) -> Iterator[Finding]:
    request, client = evidence.request, evidence.outcome.client
    if request is None or not evidence.include or same_site(request.url.origin, client.origin):
        return
    for answer in evidence.answers:
        for name, value in answer.headers:
            if name.lower() != "set-cookie":
                continue
            parts = [part.strip().lower() for part in value.split(";")[1:]]
            if "samesite=none" in parts and "secure" in parts:
                continue
            key = value.partition("=")[0].strip()
            yield evidence.finding("CORS-NOT-SAMESITE", value, name=key)


def _avoidable(evidence: Evidence) -> Iterator[Finding]:
    required, request = evidence.required, evidence.request
    last = evidence.outcome.events[-1]
    if required is None or request is None or (isinstance(last, Blocked) and not last.preflight):
        return
    why = ""
    if required.because == "flag" and request.initiator == "xmlhttprequest":
        why = "an upload listener alone forces it"
    elif required.because == "headers" and request.method in ("GET", "HEAD", "POST"):
        names = required.unsafe_headers
        if all(name.startswith("access-control-") for name in names):
            why = f"{', '.join(names)} has no business on a request"
        elif names == ("x-requested-with",):
            why = "X-Requested-With alone forces it"
        elif names == ("content-type",) and request.method in ("GET", "HEAD"):
            why = "Content-Type on a request without a body forces it"
    if why:
        yield evidence.finding("CORS-PREFLIGHT-AVOIDABLE", why, "note")


OBSERVATIONS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    _no_cors, _authorization, _max_age, _exposed, _cookies, _avoidable,
)  # fmt: skip
