"""Firefox's checks of a response.

Law: differences from ``standard/cors_check.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import CORSCheckFailed, OriginMultiple
from ...response import WireResponse
from ...standard.cors_check import CORSCheckRules, cors_check
from ...standard.fetch import Fetch
from ...standard.parsing import ParsingRules
from .parsing import FirefoxParsing
from .wire import preflight_origin

ALLOW_ORIGIN = "Access-Control-Allow-Origin"


@attrs.frozen(eq=False)
class FirefoxCORSCheck(CORSCheckRules):
    """nsCORSListenerProxy.cpp, CheckRequestApproved."""

    parsing: ParsingRules = FirefoxParsing()

    def check(
        self, fetch: Fetch, response: WireResponse, include: bool, preflight: bool = False
    ) -> CORSCheckFailed | None:
        """The standard's verdict. Two lines spelled exactly so are a failure of their own.

        A preflight to the page's own origin (after redirects) is not checked: dev-552.
        """
        if preflight and not fetch.cross_origin:
            return None
        origin = preflight_origin(fetch) if preflight else fetch.origin
        lines = [value for name, value in response.headers if name == ALLOW_ORIGIN]
        value = self.parsing.get(response.headers, "access-control-allow-origin")
        if len(lines) > 1:
            return OriginMultiple(response.status, value or "", origin)
        return cors_check(
            value,
            self.parsing.get(response.headers, "access-control-allow-credentials"),
            origin,
            include,
            response.status,
        )

    def resource_policy_allows(self, fetch: Fetch, policy: str | None) -> bool:
        """The standard takes an unknown value for a missing one; to Firefox it allows. w4-101."""
        return super().resource_policy_allows(fetch, policy or None) or (
            bool(policy) and policy not in ("same-origin", "same-site")
        )
