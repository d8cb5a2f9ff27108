"""Safari's checks of a response.

Law: differences from ``standard/cors_check.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import CORSCheckFailed, OriginMismatch, OriginMultiple
from ...response import WireResponse
from ...standard.cors_check import CORSCheckRules
from ...standard.fetch import Fetch
from ...standard.parsing import ParsingRules
from .parsing import SafariParsing


@attrs.frozen(eq=False)
class SafariCORSCheck(CORSCheckRules):
    """WebCore's loader/CrossOriginAccessControl.cpp."""

    parsing: ParsingRules = SafariParsing()

    def check(
        self, fetch: Fetch, response: WireResponse, include: bool, preflight: bool = False
    ) -> CORSCheckFailed | None:
        """The standard's verdict; any comma means more than one origin."""
        failure = super().check(fetch, response, include, preflight)
        if isinstance(failure, OriginMismatch) and "," in failure.value:
            return OriginMultiple(failure.status, failure.value, failure.origin)
        return failure
