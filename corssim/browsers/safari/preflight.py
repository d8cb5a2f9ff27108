"""When Safari sends a preflight, what it grants and for how long.

Law: differences from ``standard/preflight.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs

from ...failures import Failure, HeaderNotAllowed, MethodNotAllowed
from ...headers import HeaderList, combine
from ...standard import preflight
from ...standard.fetch import Fetch
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.parsing import ParsingRules
from ...standard.preflight import PreflightCheck, PreflightRules
from ...standard.request_headers import (
    COMMON_SAFELIST,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from .parsing import SafariParsing
from .wire import author_headers

_INTEGER = re.compile(r"[\t\n\v\f\r ]*([+-]?[0-9]+)[\t\n\v\f\r ]*\Z")
_INT64 = 1 << 63
UINT64_MAX = 2 * _INT64 - 1
_RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)\Z", re.IGNORECASE)
SAFARI_SAFELIST = {
    **COMMON_SAFELIST,
    "range": lambda value: is_simple_range(value, _RANGE, UINT64_MAX),
}


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(set(cors_unsafe_request_header_names(combine(headers), SAFARI_SAFELIST, None)))


@attrs.frozen(eq=False)
class SafariPreflight(PreflightRules):
    """WebCore's loader/CrossOriginPreflightResultCache.cpp and its neighbours."""

    parsing: ParsingRules = SafariParsing()
    checks: tuple[PreflightCheck, ...] = (
        preflight.redirected,
        preflight.ok_status,
        preflight.cors_check,
        preflight.parse_methods,
        preflight.parse_headers,
        preflight.method_allowed,
        preflight.headers_allowed,
    )
    """The status comes before the CORS check (CrossOriginAccessControl.cpp)."""
    wildcard_covers_authorization: bool = True
    """The standard excludes Authorization from ``*``; Safari does not. b-pf-star-auth."""
    preflight_flag_implies_method: bool = False
    max_age_cap: int | None = 600
    """loader/CrossOriginPreflightResultCache.cpp, maxPreflightCacheTimeout."""
    remembered_failures: tuple[type[Failure], ...] = (MethodNotAllowed, HeaderNotAllowed)
    """The standard remembers accepted preflights; Safari any whose lists parse."""

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """No 1024-byte sum; Range's unit without case.

        The standard judges the headers that will be sent; Safari those the script set, also
        after a redirect took some away (recordings dev-114, dev-243).
        """
        if not fetch.request.headers:
            return []
        return _unsafe_names(fetch.request.headers)

    def reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard decides anew at each hop; once preflighted, Safari stays with it."""
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method not in CORS_SAFELISTED_METHODS:
            return "method"
        if unsafe:
            return "headers"
        return "earlier" if fetch.preflighted else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """WebKit's header map: names it knows first, in canonical spelling."""
        known, others = author_headers(fetch.request.headers)
        wanted = set(unsafe)
        return [name for name, _ in (*known, *others) if name.lower() in wanted]

    def max_age(self, value: str | None) -> float | None:
        """The standard takes digits only; Safari parses a signed 64-bit integer."""
        found = _INTEGER.match(value) if value and len(value) < 100 else None
        if found is None:
            return self.default_max_age
        seconds = int(found[1])
        if not -_INT64 <= seconds < _INT64:
            return self.default_max_age
        return self.capped(seconds)

    def purges_after(self, fetch: Fetch, failure: Failure, preflight: bool) -> bool:
        """Failures purge nothing."""
        return False
