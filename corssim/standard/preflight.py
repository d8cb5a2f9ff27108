"""CORS-preflight fetch: https://fetch.spec.whatwg.org/#cors-preflight-fetch

Law: each check of the preflight's answer is a function that gives the reason it fails, or
``None``; the profile holds them in the order in which its browser makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..failures import (
    Failure,
    HeaderNotAllowed,
    ListUnparsable,
    MethodNotAllowed,
    PreflightRedirected,
    PreflightStatusNotOk,
)
from ..headers import Malformed, extract_tokens
from ..response import REDIRECT_STATUSES, WireResponse
from ..url import parse_url
from .methods import CORS_SAFELISTED_METHODS

if TYPE_CHECKING:
    from .fetching import Fetch


@attrs.define(slots=True)
class Preflight:
    """A preflight's answer under examination."""

    fetch: Fetch
    response: WireResponse
    unsafe: list[str]
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    authorization_by_wildcard: bool = False

    def get(self, name: str) -> str | None:
        """The combined value of a header of the answer, as this browser combines."""
        return self.fetch.profile.get(self.response.headers, name)


def redirected(preflight: Preflight) -> Failure | None:
    """A redirect with a Location: never followed, never an ok status."""
    response = preflight.response
    if response.status not in REDIRECT_STATUSES:
        return None
    location = preflight.fetch.profile.location(response.headers)
    if location is None:
        return None
    fetch = preflight.fetch
    target = parse_url(location, fetch.url)
    cross = target is None or target.origin != fetch.url.origin
    return PreflightRedirected(response.status, location, cross)


def cors_check(preflight: Preflight) -> Failure | None:
    """The CORS check, with the credentials mode of the request that wants to follow."""
    return preflight.fetch.profile.cors_check(preflight.fetch, preflight.response, True)


def ok_status(preflight: Preflight) -> Failure | None:
    """https://fetch.spec.whatwg.org/#ok-status"""
    status = preflight.response.status
    return None if 200 <= status <= 299 else PreflightStatusNotOk(status)


def parse_methods(preflight: Preflight) -> Failure | None:
    """Access-Control-Allow-Methods must parse, needed or not."""
    value = preflight.get("access-control-allow-methods")
    try:
        preflight.methods = tuple(extract_tokens(value, preflight.fetch.profile.list_whitespace))
    except Malformed as culprit:
        return ListUnparsable("Access-Control-Allow-Methods", value or "", culprit.element)
    return None


def parse_headers(preflight: Preflight) -> Failure | None:
    """Access-Control-Allow-Headers must parse, needed or not."""
    value = preflight.get("access-control-allow-headers")
    try:
        preflight.headers = tuple(extract_tokens(value, preflight.fetch.profile.list_whitespace))
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
    if not methods and fetch.use_cors_preflight and fetch.profile.flag_allows_own_method:
        return None
    return MethodNotAllowed(method, methods)


def headers_allowed(preflight: Preflight) -> Failure | None:
    """Every CORS-unsafe request-header name is listed, or covered by ``*``."""
    fetch = preflight.fetch
    profile = fetch.profile
    listed = {name.lower() for name in preflight.headers}
    wildcard = "*" in listed and not fetch.include
    for name in profile.header_check_order(fetch, preflight.unsafe):
        lower = name.lower()
        if lower in listed:
            continue
        if wildcard and (lower != "authorization" or profile.wildcard_covers_authorization):
            if lower == "authorization":
                preflight.authorization_by_wildcard = True
            continue
        return HeaderNotAllowed(name, preflight.headers)
    return None
