"""Filtered responses: https://fetch.spec.whatwg.org/#concept-filtered-response"""

from __future__ import annotations

from ..headers import HeaderList, Malformed, extract_tokens

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
