"""Filtered responses: https://fetch.spec.whatwg.org/#concept-filtered-response

Law: what a script reads follows from the response's headers and the credentials mode alone.
"""

from __future__ import annotations

from functools import lru_cache

import attrs

from ..headers import HeaderList, Malformed, extract_tokens, get, sort_and_combine
from ..response import NULL_BODY_STATUSES, WireResponse
from .fetch import Fetch

FORBIDDEN_RESPONSE_HEADERS = frozenset(("set-cookie", "set-cookie2"))
CORS_SAFELISTED_RESPONSE_HEADERS = frozenset((
    "cache-control", "content-language", "content-length", "content-type", "expires",
    "last-modified", "pragma",
))  # fmt: skip


def exposed_header_names(value: str | None, include: bool) -> tuple[frozenset[str], bool]:
    """The CORS-exposed header-name list, lower-case, and whether ``*`` exposes everything.

    *value* is Access-Control-Expose-Headers; one that does not parse exposes nothing.
    https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list
    """
    try:
        tokens = extract_tokens(value)
    except Malformed:
        return frozenset(), False
    return frozenset(token.lower() for token in tokens), "*" in tokens and not include


def basic_filtered(headers: HeaderList) -> HeaderList:
    """The headers of a basic filtered response."""
    return tuple(pair for pair in headers if pair[0].lower() not in FORBIDDEN_RESPONSE_HEADERS)


def cors_filtered(
    headers: HeaderList,
    exposed: frozenset[str],
    everything: bool,
    safelist: frozenset[str] = CORS_SAFELISTED_RESPONSE_HEADERS,
) -> HeaderList:
    """The headers of a CORS filtered response."""
    kept = []
    for pair in headers:
        name = pair[0].lower()
        if name not in FORBIDDEN_RESPONSE_HEADERS and (
            everything or name in safelist or name in exposed
        ):
            kept.append(pair)
    return tuple(kept)


MOST_REMEMBERED = 64  # header lines of a response whose filtered list is kept for the next one


@attrs.frozen(eq=False)
class FilteringRules:
    """What a script may read, where browsers may differ; here the standard's answers."""

    null_body_statuses: frozenset[int] = NULL_BODY_STATUSES
    """Statuses whose body no script sees."""

    def exposed_header_names(self, value: str | None, include: bool) -> tuple[frozenset[str], bool]:
        """The names that Access-Control-Expose-Headers exposes, and whether it exposes all."""
        return exposed_header_names(value, include)

    def cors_filtered(self, fetch: Fetch, response: WireResponse) -> HeaderList:
        """The headers of a CORS response that scripts see, as they iterate."""
        headers = response.headers
        if len(headers) <= MOST_REMEMBERED:
            return _remembered(self, headers, fetch.include)
        return _exposed(self, headers, fetch.include)

    def basic_filtered(self, response: WireResponse) -> HeaderList:
        """The headers of a basic response that scripts see, as they iterate."""
        return self.as_iterated(basic_filtered(response.headers))

    def as_iterated(self, headers: HeaderList) -> HeaderList:
        """Headers in the order and form in which a script iterates them."""
        return sort_and_combine(headers)

    def response_url(self, fetch: Fetch) -> str:
        """``response.url``."""
        return fetch.url.without_fragment

    def opaque_redirect_body(self, response: WireResponse, location: str) -> bytes:
        """The body that a script reads of an opaque-redirect filtered response."""
        return b""


def _exposed(rules: FilteringRules, headers: HeaderList, include: bool) -> HeaderList:
    value = get(headers, "access-control-expose-headers")
    exposed, everything = rules.exposed_header_names(value, include)
    return rules.as_iterated(cors_filtered(headers, exposed, everything))


_remembered = lru_cache(maxsize=1024)(_exposed)
