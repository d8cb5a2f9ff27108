"""The CORS check, the cross-origin resource policy check and the TAO check.

https://fetch.spec.whatwg.org/#http-access-control-check
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..failures import (
    CORSCheckFailed,
    CredentialsNotTrue,
    OriginMismatch,
    OriginMissing,
    ResourcePolicyBlocked,
    WildcardWithCredentials,
)
from ..headers import get
from ..response import WireResponse
from ..url import URL, Origin, schemelessly_same_site
from .fetch import Fetch
from .parsing import ParsingRules

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


@attrs.frozen(eq=False)
class CORSCheckRules:
    """The checks of a response, where browsers may differ; here the standard's answers."""

    parsing: ParsingRules = ParsingRules()

    def check(
        self, fetch: Fetch, response: WireResponse, include: bool, preflight: bool = False
    ) -> CORSCheckFailed | None:
        """The CORS check of a response to *fetch*, or to its *preflight*; *include*: whether the
        credentials mode counts as ``include``.
        """
        return cors_check(
            self.parsing.get(response.headers, "access-control-allow-origin"),
            self.parsing.get(response.headers, "access-control-allow-credentials"),
            fetch.origin,
            include,
            response.status,
        )

    def resource_policy_check(
        self, fetch: Fetch, response: WireResponse
    ) -> ResourcePolicyBlocked | None:
        """The cross-origin resource policy check of a no-cors response."""
        policy = get(response.headers, "cross-origin-resource-policy")
        if self.resource_policy_allows(fetch, policy):
            return None
        return ResourcePolicyBlocked(fetch.url.href, policy or "", fetch.client.embedder_policy)

    def resource_policy_allows(self, fetch: Fetch, policy: str | None) -> bool:
        """Whether a Cross-Origin-Resource-Policy lets the page have a no-cors response."""
        return cross_origin_resource_policy_check(
            policy, fetch.client.origin, fetch.url, fetch.client.embedder_policy == "require-corp"
        )
