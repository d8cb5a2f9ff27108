"""When Firefox sends a preflight, what it grants and for how long.

Law: differences from ``standard/preflight.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from ...failures import Failure, PreflightRedirected, RedirectNotAllowed
from ...headers import HeaderList
from ...request import Request
from ...standard import preflight
from ...standard.fetch import Fetch
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.parsing import ParsingRules
from ...standard.preflight import Preflight, PreflightCheck, PreflightRules
from ...standard.request_headers import (
    COMMON_SAFELIST,
    SAFELISTED_ESSENCES,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from ...url import parse_url
from .notes import notes
from .parsing import FirefoxParsing
from .sites import refusing_principal
from .targets import is_given_up

# The signed-char comparison in nsContentUtils makes bytes from 0x80 up unsafe as well.
_UNSAFE_BYTES = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f-\xff]')
_DIGITS = re.compile(r"[0-9]+\Z")


def _accept(value: str) -> bool:
    return _UNSAFE_BYTES.search(value) is None


# type = what stands before white space or ";"; then only white space and parameters, and no
# comma (netwerk/base/nsNetUtil.cpp, NS_ParseRequestContentType)
_CONTENT_TYPE = re.compile(r"[ \t]*([^ \t;,]+/[^ \t;,]+)[ \t]*(?:;[^,]*)?\Z")


def _content_type(value: str) -> bool:
    found = _CONTENT_TYPE.match(value)
    return found is not None and found[1].lower() in SAFELISTED_ESSENCES


FIREFOX_SAFELIST = {
    **COMMON_SAFELIST,
    "range": lambda value: is_simple_range(value, most=(1 << 64) - 1),
    "accept": _accept,
    "content-type": lambda value: _accept(value) and _content_type(value),
}


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(cors_unsafe_request_header_names(headers, FIREFOX_SAFELIST, None))


def as_set(request: Request) -> HeaderList:
    """The script's headers with the Content-Type that it gave to an XMLHttpRequest."""
    given = request.author_content_type
    if not given:
        return request.headers
    return tuple(
        (name, given if name.lower() == "content-type" else value)
        for name, value in request.headers
    )


def unsafe_names_of_script(request: Request) -> list[str]:
    """The unsafe names of the script's own headers: XMLHttpRequest judges Content-Type as it
    was set, before a charset is put right. Hunted: g5-179, g808-240.
    """
    return _unsafe_names(as_set(request)) if request.headers else []


def early_redirect(answer: Preflight) -> Failure | None:
    """A redirect that the channel refuses by its target, before the CORS check. dev-148."""
    fetch = answer.fetch
    failure = preflight.redirected(answer)
    if not isinstance(failure, PreflightRedirected) or fetch.request.redirect != "follow":
        return None
    target = parse_url(failure.location, fetch.url)
    if target is None or is_given_up(target):
        return failure
    if answer.network.is_mixed_content(fetch, target):
        return failure
    refused = refusing_principal(target, fetch.url, fetch.client, fetch.request)
    return failure if refused else None


@attrs.frozen(eq=False)
class FirefoxPreflight(PreflightRules):
    """nsCORSListenerProxy.cpp."""

    parsing: ParsingRules = FirefoxParsing()
    checks: tuple[PreflightCheck, ...] = (
        early_redirect,
        preflight.cors_check,
        preflight.redirected,
        preflight.ok_status,
        preflight.parse_methods,
        preflight.method_allowed,
        preflight.parse_headers,
        preflight.headers_allowed,
    )
    """nsCORSListenerProxy.cpp, CheckPreflightRequestApproved: methods wholly before headers."""
    wildcard_covers_authorization: bool = True
    """The standard excludes Authorization from ``*``; Firefox lets it through with a warning
    (pref network.cors_preflight.authorization_covered_by_wildcard). Recording b-pf-star-auth."""
    preflight_flag_implies_method: bool = False
    max_age_cap: int | None = 86400
    """nsCORSListenerProxy.cpp, AddResultToCache."""

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """The standard combines and makes unique; Firefox judges each entry. No 1024-byte sum."""
        unsafe = unsafe_names_of_script(fetch.request)
        if not fetch.redirects:
            return unsafe
        gone = notes(fetch).gone
        return [name for name in unsafe if name not in gone]

    def reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard compares methods as they are, Firefox without case; the standard decides
        anew at each hop, Firefox stays with a preflight it once needed (HttpBaseChannel.cpp,
        SetCorsPreflightParameters). Hunted: g2-5, g2-132.
        """
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method.upper() not in CORS_SAFELISTED_METHODS:
            return "method"
        if unsafe or (fetch.redirects and unsafe_names_of_script(fetch.request)):
            return "headers"
        return "earlier" if fetch.preflighted else None

    def consults_cache(self, fetch: Fetch) -> bool:
        """``no-store`` and ``reload`` bypass the preflight cache, but write it."""
        return fetch.cache_mode not in ("no-store", "reload")

    def max_age(self, value: str | None) -> float | None:
        """The standard falls back to 5 s for what does not parse; Firefox does not store it."""
        if not value:
            return self.default_max_age
        if _DIGITS.match(value) is None:
            return None
        seconds = int(value.lstrip("0")[:20] or "0")
        return self.capped(seconds) or None

    def purges_after(self, fetch: Fetch, failure: Failure, preflight: bool) -> bool:
        """The standard purges after preflighted fetches only; Firefox after any failure that its
        CORS listener sees, which redirect mode ``error`` is not. Hunted: e4-289.
        """
        return fetch.cors and not isinstance(failure, RedirectNotAllowed)
