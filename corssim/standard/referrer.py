"""Referer, and the policy that cuts it.

https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer

Law: what was cut stays cut; a redirect may set another policy for what follows.
"""

from __future__ import annotations

from functools import lru_cache

from ..headers import HeaderList, get, split
from ..request import REFERRER_POLICIES
from ..url import URL, Origin

DEFAULT_POLICY = "strict-origin-when-cross-origin"
MOST_BYTES = 4096


def policy_of(headers: HeaderList) -> str:
    """The last policy in Referrer-Policy that is known; empty: there is none.

    https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
    """
    named = (token.lower() for token in split(get(headers, "referrer-policy") or ""))
    return next((token for token in reversed(list(named)) if token in REFERRER_POLICIES), "")


@lru_cache(maxsize=4096)
def determine_referrer(source: URL | None, policy: str, url: URL) -> str:
    """The value of Referer for a request to *url* from *source*; empty: none is sent."""
    policy = policy or DEFAULT_POLICY
    if source is None or not source.is_http or policy == "no-referrer":
        return ""
    origin_only = source.origin.serialized + "/"
    full = source.wire if len(source.wire) <= MOST_BYTES else origin_only
    same_origin = source.origin == url.origin
    downgrade = _trustworthy(source.origin) and not _trustworthy(url.origin)
    match policy:
        case "unsafe-url":
            return full
        case "origin":
            return origin_only
        case "strict-origin":
            return "" if downgrade else origin_only
        case "same-origin":
            return full if same_origin else ""
        case "origin-when-cross-origin":
            return full if same_origin else origin_only
        case "no-referrer-when-downgrade":
            return "" if downgrade else full
    if same_origin:
        return full
    return "" if downgrade else origin_only


def _trustworthy(origin: Origin) -> bool:
    return origin.potentially_trustworthy
