"""CORS-preflight fetch: https://fetch.spec.whatwg.org/#cors-preflight-fetch

Law: each check of the preflight's answer is a function that gives the reason it fails, or
``None``; ``PreflightRules.checks`` holds them in the order in which a browser makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from ..failures import (
    Failure,
    HeaderNotAllowed,
    ListUnparsable,
    MethodNotAllowed,
    PreflightRedirected,
    PreflightStatusNotOk,
)
from ..headers import Malformed, combine, extract_delta_seconds, extract_tokens
from ..response import REDIRECT_STATUSES, WireResponse
from ..url import parse_url
from .cors_check import CORSCheckRules
from .fetch import Fetch
from .methods import CORS_SAFELISTED_METHODS
from .network import NetworkRules
from .parsing import ParsingRules
from .preflight_cache import DEFAULT_MAX_AGE, Permission, PreflightCache
from .request_headers import cors_unsafe_request_header_names


@attrs.define(slots=True)
class Preflight:
    """A preflight's answer under examination."""

    fetch: Fetch
    response: WireResponse
    unsafe: list[str]
    rules: PreflightRules
    cors: CORSCheckRules
    network: NetworkRules
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    authorization_by_wildcard: bool = False

    def get(self, name: str) -> str | None:
        """The combined value of a header of the answer, as this browser combines."""
        return self.rules.parsing.get(self.response.headers, name)


def redirected(preflight: Preflight) -> Failure | None:
    """A redirect with a Location: never followed, never an ok status."""
    response = preflight.response
    if response.status not in REDIRECT_STATUSES:
        return None
    location = preflight.rules.parsing.location(response.headers)
    if location is None:
        return None
    fetch = preflight.fetch
    target = parse_url(location, fetch.url)
    cross = target is None or target.origin != fetch.url.origin
    return PreflightRedirected(response.status, location, cross)


def cors_check(preflight: Preflight) -> Failure | None:
    """The CORS check, with the credentials mode of the request that wants to follow."""
    fetch = preflight.fetch
    return preflight.cors.check(fetch, preflight.response, fetch.include, preflight=True)


def ok_status(preflight: Preflight) -> Failure | None:
    """https://fetch.spec.whatwg.org/#ok-status"""
    status = preflight.response.status
    return None if 200 <= status <= 299 else PreflightStatusNotOk(status)


def parse_methods(preflight: Preflight) -> Failure | None:
    """Access-Control-Allow-Methods must parse, needed or not."""
    value = preflight.get("access-control-allow-methods")
    try:
        preflight.methods = tuple(extract_tokens(value, preflight.rules.parsing.list_whitespace))
    except Malformed as culprit:
        return ListUnparsable("Access-Control-Allow-Methods", value or "", culprit.element)
    return None


def parse_headers(preflight: Preflight) -> Failure | None:
    """Access-Control-Allow-Headers must parse, needed or not."""
    value = preflight.get("access-control-allow-headers")
    try:
        preflight.headers = tuple(extract_tokens(value, preflight.rules.parsing.list_whitespace))
    except Malformed as culprit:
        return ListUnparsable("Access-Control-Allow-Headers", value or "", culprit.element)
    return None


def method_allowed(preflight: Preflight) -> Failure | None:
    """The request's method is listed, or covered by ``*``, or safelisted."""
    fetch = preflight.fetch
    methods = preflight.methods
    method = fetch.method
    if method in CORS_SAFELISTED_METHODS or method in methods:
        return None
    if "*" in methods and not fetch.include:
        return None
    if not methods and fetch.use_cors_preflight and preflight.rules.preflight_flag_implies_method:
        return None
    return MethodNotAllowed(method, methods)


def headers_allowed(preflight: Preflight) -> Failure | None:
    """Every CORS-unsafe request-header name is listed, or covered by ``*``."""
    fetch, rules = preflight.fetch, preflight.rules
    listed = {name.lower() for name in preflight.headers}
    wildcard = "*" in listed and not fetch.include
    for name in rules.header_check_order(fetch, preflight.unsafe):
        lower = name.lower()
        if lower in listed:
            continue
        if wildcard and (lower != "authorization" or rules.wildcard_covers_authorization):
            if lower == "authorization":
                preflight.authorization_by_wildcard = True
            continue
        return HeaderNotAllowed(name, preflight.headers)
    return None


def remember(preflight: Preflight, cache: PreflightCache, now: float) -> float | None:
    """Store what a preflight granted *now*; gives the seconds it holds, ``None``: not stored."""
    rules = preflight.rules
    max_age = rules.max_age(preflight.get("access-control-max-age"))
    if max_age is not None and rules.is_stored(preflight.fetch):
        permission = Permission(preflight.methods, preflight.headers, max_age)
        cache.store(preflight.fetch, permission, now)
    return max_age


PreflightCheck = Callable[[Preflight], Failure | None]


@attrs.frozen(eq=False)
class PreflightRules:
    """When a preflight is sent, what its answer grants and for how long; here the standard's
    answers.
    """

    parsing: ParsingRules = ParsingRules()
    checks: tuple[PreflightCheck, ...] = (
        cors_check,
        ok_status,
        parse_methods,
        parse_headers,
        method_allowed,
        headers_allowed,
    )
    wildcard_covers_authorization: bool = False
    preflight_flag_implies_method: bool = True
    """With the use-CORS-preflight flag an empty Allow-Methods allows the request's method."""

    max_age_cap: int | None = None
    """The most seconds that a preflight is remembered; ``None``: no cap."""
    default_max_age: int = DEFAULT_MAX_AGE
    """The seconds that a preflight without Access-Control-Max-Age is remembered."""
    remembered_failures: tuple[type[Failure], ...] = ()
    """The failures in spite of which a preflight is remembered."""
    remembers_aborted: bool = False
    """Whether a preflight goes on and is remembered when its call is aborted."""

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """The CORS-unsafe request-header names, lower-case, sorted and unique."""
        if not fetch.headers:
            return []
        return sorted(set(cors_unsafe_request_header_names(combine(fetch.headers))))

    def reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """Why the current request needs a preflight: flag, method or headers; ``None``: not."""
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method not in CORS_SAFELISTED_METHODS:
            return "method"
        return "headers" if unsafe else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """The unsafe names in the order, and spelling, in which the browser checks them."""
        return unsafe

    def consults_cache(self, fetch: Fetch) -> bool:
        """Whether the preflight cache is asked for this request."""
        return True

    def is_stored(self, fetch: Fetch) -> bool:
        """Whether a preflight of this request is remembered."""
        return True

    def max_age(self, value: str | None) -> float | None:
        """The seconds a preflight is remembered; ``None``: it is not stored at all."""
        seconds = extract_delta_seconds(value)
        return self.default_max_age if seconds is None else self.capped(seconds)

    def capped(self, seconds: float) -> float:
        """*seconds*, at most the cap."""
        return seconds if self.max_age_cap is None else min(seconds, self.max_age_cap)

    def purges_after(self, fetch: Fetch, failure: Failure, preflight: bool) -> bool:
        """Whether a failure of *fetch*, or of its *preflight*, clears the URL's cache entries.

        https://fetch.spec.whatwg.org/#concept-cache-clear
        """
        return preflight or fetch.preflighted
