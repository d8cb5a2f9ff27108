"""When Chrome sends a preflight, what it grants and for how long.

Law: differences from ``standard/preflight.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs

from ...failures import Failure, PreflightRedirected, RedirectUnparsable
from ...headers import HeaderList, combine
from ...standard import preflight
from ...standard.fetch import Fetch
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.parsing import ParsingRules
from ...standard.preflight import Preflight, PreflightCheck, PreflightRules
from ...standard.request_headers import (
    COMMON_SAFELIST,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from .parsing import ChromeParsing
from .wire import header_names

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_INTEGER = re.compile(r"[0-9]+\Z")
_MAX_AGE = re.compile(r"[+-]?[0-9]+\Z")
_INT64 = 1 << 63

# services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader: more than the standard's.
CHROME_SAFELIST = {
    **COMMON_SAFELIST,
    "range": lambda value: is_simple_range(value, most=(1 << 63) - 1),
    "intervention": lambda value: True,
    "save-data": lambda value: value.lower() == "on",
    "ect": lambda value: value in ("slow-2g", "2g", "3g", "4g"),
    **{
        name: lambda value: _NUMBER.match(value) is not None
        for name in ("device-memory", "dpr", "downlink")
    },
    **{
        name: lambda value: _INTEGER.match(value) is not None
        for name in ("width", "viewport-width", "rtt")
    },
}


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(set(cors_unsafe_request_header_names(combine(headers), CHROME_SAFELIST)))


def parsable_location(answer: Preflight) -> Failure | None:
    """A Location that does not parse is the network stack's error, before CORS."""
    failure = preflight.redirected(answer)
    if isinstance(failure, PreflightRedirected):
        url = answer.fetch.url
        if answer.rules.parsing.parse_url(failure.location, url) is None:
            return RedirectUnparsable(url.href, failure.location)
    return None


@attrs.frozen(eq=False)
class ChromePreflight(PreflightRules):
    """services/network/cors."""

    parsing: ParsingRules = ChromeParsing()
    checks: tuple[PreflightCheck, ...] = (
        parsable_location,
        preflight.redirected,
        preflight.cors_check,
        preflight.ok_status,
        preflight.parse_methods,
        preflight.parse_headers,
        preflight.method_allowed,
        preflight.headers_allowed,
    )
    """A redirect is reported before anything else (preflight_controller.cc)."""
    wildcard_covers_authorization: bool = True
    """The standard excludes Authorization from ``*``; Chrome's flag
    CorsNonWildcardRequestHeadersSupport is off. Recording b-pf-star-auth."""
    preflight_flag_implies_method: bool = False
    """The standard lets an empty Allow-Methods allow an upload's method; Chrome does not
    (preflight_result.cc)."""
    max_age_cap: int | None = 7200
    """services/network/cors/preflight_result.cc, kMaxTimeout."""
    remembers_aborted: bool = True
    """The standard drops an aborted call's preflight; Chrome's goes on and is remembered
    (services/network/cors/preflight_controller.cc). w3-23."""

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """Chrome's safelist is longer than the standard's."""
        if not fetch.headers:
            return []
        return _unsafe_names(fetch.headers)

    def reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard compares methods as they are; Chrome in upper case."""
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method.upper() not in CORS_SAFELISTED_METHODS:
            return "method"
        return "headers" if unsafe else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """Names in Blink's iteration order: it decides which missing header is named."""
        if len(unsafe) < 2:
            return unsafe
        ordered = header_names(fetch)
        wanted = set(unsafe)
        return [name.lower() for name in ordered if name.lower() in wanted]

    def consults_cache(self, fetch: Fetch) -> bool:
        """Load flags that validate, bypass or disable the cache skip the preflight cache too.

        So does an opaque origin, the page's or after redirects (dev-209, dev-43).
        """
        if fetch.tainted or fetch.client.origin.opaque:
            return False
        return fetch.cache_mode not in ("no-cache", "reload", "no-store")

    def is_stored(self, fetch: Fetch) -> bool:
        """``no-store`` keeps the preflight out of its cache."""
        return fetch.cache_mode != "no-store"

    def max_age(self, value: str | None) -> float | None:
        """The standard takes digits only; Chrome parses a signed 64-bit integer."""
        if value is None or _MAX_AGE.match(value) is None:
            return self.default_max_age
        seconds = int(value[:25]) if len(value) < 25 else _INT64
        if not -_INT64 <= seconds < _INT64:
            return self.default_max_age
        return max(0, self.capped(seconds))
