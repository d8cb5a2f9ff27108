"""Chrome's checks of a response.

Law: differences from ``standard/cors_check.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import (
    CORSCheckFailed,
    OriginInvalid,
    OriginMismatch,
    OriginMultiple,
    ResourcePolicyBlocked,
)
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.cors_check import CORSCheckRules
from ...standard.fetch import Fetch
from ...standard.parsing import ParsingRules
from ...url import parse_url
from .parsing import ChromeParsing


def is_url(value: str) -> bool:
    """Whether GURL takes a header's bytes for a URL: they must be UTF-8."""
    try:
        text = value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return parse_url(text) is not None


@attrs.frozen(eq=False)
class ChromeCORSCheck(CORSCheckRules):
    """services/network/public/cpp/cors/cors.cc."""

    parsing: ParsingRules = ChromeParsing()

    def check(
        self, fetch: Fetch, response: WireResponse, include: bool, preflight: bool = False
    ) -> CORSCheckFailed | None:
        """The standard's verdict; a mismatch is told apart as cors.cc does (CheckAccess)."""
        failure = super().check(fetch, response, include, preflight)
        if not isinstance(failure, OriginMismatch):
            return failure
        value = failure.value
        if " " in value or "," in value:
            return OriginMultiple(failure.status, value, fetch.origin)
        if value != "null" and not is_url(value):
            return OriginInvalid(failure.status, value, fetch.origin)
        return failure

    def resource_policy_check(
        self, fetch: Fetch, response: WireResponse
    ) -> ResourcePolicyBlocked | None:
        """The network stack gives up a redirect that does not parse before anybody looks at it
        (net/url_request/url_request_job.cc, CanFollowRedirect). y28-1, y28-51.
        """
        moved = (
            self.parsing.location(response.headers)
            if response.status in REDIRECT_STATUSES
            else None
        )
        if moved is not None and self.parsing.parse_url(moved, fetch.url) is None:
            return None
        return super().resource_policy_check(fetch, response)
