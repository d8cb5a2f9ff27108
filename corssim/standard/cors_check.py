"""The CORS check, the cross-origin resource policy check and the TAO check.

https://fetch.spec.whatwg.org/#http-access-control-check
"""

from __future__ import annotations

from collections.abc import Iterable

from ..failures import (
    CORSCheckFailed,
    CredentialsNotTrue,
    OriginMismatch,
    OriginMissing,
    WildcardWithCredentials,
)
from ..url import URL, Origin, schemelessly_same_site

Pair = tuple[str, str]


def cors_check(
    allow_origin: str | None,
    allow_credentials: str | None,
    origin: str,
    include: bool,
    status: int,
) -> CORSCheckFailed | None:
    """Why the CORS check fails; ``None`` where it passes.

    *origin* is the serialised request origin, *include* whether the credentials mode is
    ``include``. https://fetch.spec.whatwg.org/#concept-cors-check
    """
    if allow_origin is None:
        return OriginMissing(status, origin)
    if allow_origin == "*":
        return WildcardWithCredentials(status) if include else None
    if allow_origin != origin:
        return OriginMismatch(status, allow_origin, origin)
    if include and allow_credentials != "true":
        return CredentialsNotTrue(status, allow_credentials)
    return None


def cross_origin_resource_policy_check(
    policy: str | None, origin: Origin, url: URL, required: bool = False
) -> bool:
    """Whether a no-cors response passes; *required*: the embedder policy takes a missing or
    unknown value for ``same-origin``.

    https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
    """
    if required and policy not in ("same-origin", "same-site", "cross-origin"):
        policy = "same-origin"
    if policy == "same-origin":
        return origin == url.origin
    if policy == "same-site":
        secured = origin.scheme == "https" or url.scheme != "https"
        return secured and schemelessly_same_site(origin, url.origin)
    return True


def tao_check(values: Iterable[str] | None, origin: str, cors: bool) -> bool:
    """Whether resource timing is exposed: https://fetch.spec.whatwg.org/#concept-tao-check

    *values* is Timing-Allow-Origin decoded and split, *cors* whether the request is
    cross-origin.
    """
    if values is None:
        return not cors
    listed = list(values)
    return "*" in listed or origin in listed
