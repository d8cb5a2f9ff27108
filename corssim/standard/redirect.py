"""HTTP-redirect fetch: https://fetch.spec.whatwg.org/#http-redirect-fetch

Law: each check of a redirect is a function that gives the reason it fails, or ``None``;
``RedirectRules.checks`` holds them in the order in which a browser makes them.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ..failures import (
    Failure,
    RedirectCrossOriginNotAllowedByMode,
    RedirectIncludesCredentials,
    RedirectNotAllowed,
    RedirectSchemeNotSupported,
    RedirectStreamBody,
    RedirectUnparsable,
    TooManyRedirects,
)
from ..headers import HeaderList
from ..response import WireResponse
from ..url import URL, parse_url
from .cors_check import CORSCheckRules
from .fetch import Fetch
from .network import NetworkRules
from .preflight import PreflightRules

MOST_REDIRECTS = 20
REQUEST_BODY_HEADERS = frozenset(
    ("content-encoding", "content-language", "content-location", "content-type")
)


@attrs.define(slots=True)
class Redirected:
    """A redirect response under examination; ``target`` is None if Location does not parse."""

    fetch: Fetch
    response: WireResponse
    location: str
    target: URL | None
    cors: CORSCheckRules
    network: NetworkRules
    preflight: PreflightRules

    @property
    def url(self) -> str:
        """The URL that redirected."""
        return self.fetch.url.href

    @property
    def to(self) -> str:
        """The target's serialisation, the raw Location where it does not parse."""
        return self.location if self.target is None else inheriting(self.fetch, self.target).href


class Manual(Exception):
    """Raised by :func:`manual_mode`: the redirect is handed to the script, opaque."""


def cors_check(redirect: Redirected) -> Failure | None:
    """The CORS check of the redirect response itself, once the request is cross-origin."""
    fetch = redirect.fetch
    if not fetch.cors:
        return None
    return redirect.cors.check(fetch, redirect.response, fetch.include)


def error_mode(redirect: Redirected) -> Failure | None:
    """Redirect mode ``error``."""
    if redirect.fetch.request.redirect == "error":
        return RedirectNotAllowed(redirect.url, redirect.to)
    return None


def manual_mode(redirect: Redirected) -> Failure | None:
    """Redirect mode ``manual`` ends the story here."""
    if redirect.fetch.request.redirect == "manual":
        raise Manual
    return None


def parsable(redirect: Redirected) -> Failure | None:
    """The Location must parse."""
    return RedirectUnparsable(redirect.url, redirect.to) if redirect.target is None else None


def http_scheme(redirect: Redirected) -> Failure | None:
    """The target must have an HTTP(S) scheme."""
    if redirect.target is not None and not redirect.target.is_http:
        return RedirectSchemeNotSupported(redirect.url, redirect.to)
    return None


def count(redirect: Redirected) -> Failure | None:
    """At most 20 redirects."""
    if redirect.fetch.redirects >= MOST_REDIRECTS:
        return TooManyRedirects(redirect.url, redirect.to)
    return None


def credentials(redirect: Redirected) -> Failure | None:
    """No userinfo in the target of a cross-origin request (steps 8 and 9)."""
    fetch, target = redirect.fetch, redirect.target
    if target is None or not target.includes_credentials:
        return None
    reached = redirect.network.upgraded(fetch, target) or target
    if fetch.cors or (fetch.request.mode == "cors" and reached.origin != fetch.client.origin):
        return RedirectIncludesCredentials(redirect.url, redirect.to)
    return None


def stream_body(redirect: Redirected) -> Failure | None:
    """A streamed body cannot be sent again, unless 303 drops it."""
    fetch = redirect.fetch
    if fetch.body is not None and fetch.body.stream and redirect.response.status != 303:
        return RedirectStreamBody(redirect.url, redirect.to)
    return None


def same_origin_mode(redirect: Redirected) -> Failure | None:
    """Mode ``same-origin`` cannot leave the origin."""
    fetch, target = redirect.fetch, redirect.target
    if (
        fetch.request.mode == "same-origin"
        and target is not None
        and target.origin != fetch.client.origin
    ):
        return RedirectCrossOriginNotAllowedByMode(redirect.url, redirect.to)
    return None


def inheriting(fetch: Fetch, target: URL) -> URL:
    """*target* with the fragment of the URL that redirects, where it has none of its own."""
    fragment = fetch.url.fragment
    if target.fragment is not None or fragment is None:
        return target
    return inherit_fragment(target, fragment)


def rewrites_to_get(status: int, method: str) -> bool:
    """Whether the redirect turns *method* into GET and drops the body (step 12)."""
    return (status in (301, 302) and method == "POST") or (
        status == 303 and method not in ("GET", "HEAD")
    )


def inherit_fragment(target: URL, fragment: str) -> URL:
    """The target of a redirect with the fragment of the URL that redirected."""
    return parse_url(f"{target.href}#{fragment}") or target


RedirectCheck = Callable[[Redirected], Failure | None]


@attrs.frozen(eq=False)
class RedirectRules:
    """How redirects are judged and followed; here the standard's answers."""

    checks: tuple[RedirectCheck, ...] = (
        cors_check,
        error_mode,
        manual_mode,
        parsable,
        http_scheme,
        count,
        credentials,
        stream_body,
        same_origin_mode,
    )
    dropped_across_origins: frozenset[str] = frozenset(("authorization",))
    """Request headers that do not go along to another origin."""

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The Location to assume where a redirect status has none and the mode is not follow.

        The standard judges modes ``error`` and ``manual`` by the status alone.
        """
        return ""

    def rewrites_to_get(self, status: int, method: str, moved: bool) -> bool:
        """Whether a redirect (*moved*: to another origin) turns the method into GET."""
        return rewrites_to_get(status, method)

    def treats_redirect_as_response(self, redirected: Redirected) -> bool:
        """Whether the redirect is taken for the answer itself. The standard: never."""
        return False

    def deferred_failure(self, redirected: Redirected) -> Failure | None:
        """A failure of a redirect that can be followed, which ends the fetch only when its target
        would be asked for. The standard: none.
        """
        return None

    def dropped(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """The headers that a redirect takes away; *method* is that of the hop before."""
        return REQUEST_BODY_HEADERS if rewritten else frozenset()

    def headers_before(self, fetch: Fetch, target: URL, status: int) -> HeaderList:
        """The script's headers from which a redirect takes what must not go along."""
        return fetch.headers
