"""HTTP-redirect fetch: https://fetch.spec.whatwg.org/#http-redirect-fetch

Law: each check of a redirect is a function that gives the reason it fails, or ``None``; the
profile holds them in the order in which its browser makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from ..response import WireResponse
from ..url import URL
from .referrer import policy_of

if TYPE_CHECKING:
    from .fetching import Fetch

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

    @property
    def url(self) -> str:
        """The URL that redirected."""
        return self.fetch.url.href

    @property
    def to(self) -> str:
        """The target's serialisation, the raw Location where it does not parse."""
        return self.location if self.target is None else inheriting(self.fetch, self.target).href


class Manual(Exception):
    """Raised by :func:`manual`: the redirect is handed to the script, opaque."""


def cors_check(redirect: Redirected) -> Failure | None:
    """The CORS check of the redirect response itself, once the request is cross-origin."""
    fetch = redirect.fetch
    if not fetch.cors:
        return None
    return fetch.profile.cors_check(fetch, redirect.response, False)


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
    reached = fetch.profile.upgraded(fetch, target) or target
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
    return fetch.profile.inherit_fragment(target, fragment)


def rewrites_to_get(status: int, method: str) -> bool:
    """Whether the redirect turns *method* into GET and drops the body (step 12)."""
    return (status in (301, 302) and method == "POST") or (
        status == 303 and method not in ("GET", "HEAD")
    )


def follow(fetch: Fetch, response: WireResponse, target: URL) -> None:
    """Change *fetch* for its next hop (steps 10 to 20)."""
    status = response.status
    profile = fetch.profile
    url = fetch.url
    fetch.agent.http_cache.redirect_followed(fetch, target)
    moved = target.origin != url.origin
    method = fetch.method
    rewritten = profile.redirect_rewrites_to_get(status, method, moved)
    if rewritten:
        fetch.method = "GET"
        fetch.body = None
        fetch.rewritten = True
    dropped = profile.dropped_on_redirect(fetch, target, status, method, rewritten)
    if moved:
        dropped |= profile.dropped_across_origins
    fetch.dropped |= dropped
    kept = profile.headers_before_redirect(fetch, target, status)
    fetch.headers = [pair for pair in kept if pair[0].lower() not in dropped] if kept else []
    abroad = url.origin != fetch.client.origin
    if moved and abroad and (fetch.cors or fetch.request.mode != "cors"):
        fetch.tainted = True
    fetch.referrer_policy = policy_of(response.headers) or fetch.referrer_policy
    fetch.referrer = profile.next_referrer(fetch, target)
    target = inheriting(fetch, target)
    fetch.redirects += 1
    fetch.url = target
    fetch.urls.append(target)
