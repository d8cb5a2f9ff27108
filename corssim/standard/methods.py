"""Methods: https://fetch.spec.whatwg.org/#methods"""

from __future__ import annotations

CORS_SAFELISTED_METHODS = frozenset(("GET", "HEAD", "POST"))
FORBIDDEN_METHODS = frozenset(("CONNECT", "TRACE", "TRACK"))
NORMALIZED_METHODS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"))


def is_forbidden_method(method: str) -> bool:
    """https://fetch.spec.whatwg.org/#forbidden-method"""
    return method.upper() in FORBIDDEN_METHODS


def normalize_method(method: str) -> str:
    """https://fetch.spec.whatwg.org/#concept-method-normalize"""
    upper = method.upper()
    return upper if upper in NORMALIZED_METHODS else method
