"""How Safari judges and follows redirects.

Law: differences from ``standard/redirect.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import Failure, MixedContent, RedirectSchemeNotSupported, RedirectUnparsable
from ...headers import HeaderList
from ...standard import redirect
from ...standard.fetch import Fetch
from ...standard.redirect import (
    REQUEST_BODY_HEADERS,
    RedirectCheck,
    Redirected,
    RedirectRules,
    rewrites_to_get,
)
from ...url import URL
from .loads import bypasses_page_process, network_library_follows
from .notes import notes

LOCAL_SCHEMES = frozenset(("about", "blob", "data", "file", "wss"))
"""Schemes of redirect targets that are no insecure content; nor is wss."""


def _counts_as_credentialed(redirected: Redirected) -> bool:
    """Credentials mode ``same-origin`` still counts as credentialed for the redirects of a load
    that began in the page's own origin, until its last response. Hunted: x2-0, x2-2.

    A document's synchronous load bypasses the page's process. y30-688.
    """
    fetch = redirected.fetch
    began_same_origin = fetch.urls[0].origin == fetch.client.origin
    plain = fetch.request.credentials == "same-origin" and not bypasses_page_process(fetch)
    return fetch.cors and began_same_origin and plain


def credentialed_cors_check(redirected: Redirected) -> Failure | None:
    """The page's process judges so, after the network process has sent the preflight of the next
    hop; so a target that can be followed is judged in ``deferred_failure``. Hunted: g5-112.
    """
    if not _counts_as_credentialed(redirected):
        return None
    target = redirected.target
    if target is None or not target.is_http:
        return redirect.parsable(redirected) or redirect.http_scheme(redirected)
    if target.includes_credentials:
        return credentials(redirected)
    fetch = redirected.fetch
    if not redirected.network.is_mixed_content(fetch, target):
        return None
    return redirected.cors.check(fetch, redirected.response, include=True)


def mixed_content(redirected: Redirected) -> Failure | None:
    """A simple request's redirect to insecure content ends at the redirect. Hunted: g4-137,
    e10-7.
    """
    fetch, target = redirected.fetch, redirected.target
    if (
        target is None
        or fetch.preflighted
        or not redirected.network.is_mixed_content(fetch, target)
    ):
        return None
    if bypasses_page_process(fetch):
        return None
    rules = redirected.preflight
    if rules.reason(fetch, rules.unsafe_header_names(fetch)) is not None:
        return None
    return MixedContent(redirected.to)


def local_resource(redirected: Redirected) -> Failure | None:
    """blob: and file: are refused before mode same-origin is looked at. e20-19, e20-22."""
    target = redirected.target
    local = target is not None and target.scheme in ("blob", "file")
    return redirect.http_scheme(redirected) if local else None


def insecure_scheme(redirected: Redirected) -> Failure | None:
    """On a secure page a same-origin redirect to mailto: and the like is insecure content, too.

    Hunted: e7-163, hunt-240003-1242.
    """
    fetch, target = redirected.fetch, redirected.target
    if target is None or target.is_http or target.scheme in LOCAL_SCHEMES or fetch.cors:
        return None
    if bypasses_page_process(fetch):
        return None  # y1-122
    secure, image = fetch.client.top.scheme == "https", fetch.request.initiator == "img"
    if secure and image and target.scheme == "ws":
        to = "wss" + target.href[2:]
        return RedirectSchemeNotSupported(redirected.url, to, upgraded=target.href)  # y6s-777
    return MixedContent(redirected.to) if secure else None


def empty_location(redirected: Redirected) -> Failure | None:
    """An empty Location ends the load, and nothing is printed. Recordings dev-73, dev-129."""
    if redirected.location or redirected.fetch.request.redirect == "manual":
        return None
    return RedirectUnparsable(redirected.url, "")


def leads_to_data(redirected: Redirected) -> bool:
    """Elements without CORS follow a redirect to a data: URL. w5-290, w5-368, w5-485."""
    request, target = redirected.fetch.request, redirected.target
    plain = request.from_element and request.mode == "no-cors"
    return plain and target is not None and target.scheme == "data"


def http_scheme(redirected: Redirected) -> Failure | None:
    """The standard's step, but for what leads to data."""
    return None if leads_to_data(redirected) else redirect.http_scheme(redirected)


def credentials(redirected: Redirected) -> Failure | None:
    """Only once the request is cross-origin; the first step out is judged later (dev-344)."""
    return redirect.credentials(redirected) if redirected.fetch.cors else None


def ftp(redirected: Redirected) -> Failure | None:
    """FTP is switched off: refused before CORS is looked at."""
    target = redirected.target
    if target is not None and target.scheme == "ftp":
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


@attrs.frozen(eq=False)
class SafariRedirect(RedirectRules):
    """WebKit's NetworkLoadChecker.cpp and WebCore's SubresourceLoader.cpp."""

    checks: tuple[RedirectCheck, ...] = (
        ftp,
        redirect.cors_check,
        empty_location,
        credentialed_cors_check,
        redirect.error_mode,
        redirect.manual_mode,
        redirect.parsable,
        local_resource,
        redirect.same_origin_mode,
        insecure_scheme,
        http_scheme,
        credentials,
        redirect.count,
        redirect.stream_body,
        mixed_content,
    )

    def deferred_failure(self, redirected: Redirected) -> Failure | None:
        """The CORS check with credentials, where the target can be followed."""
        if not _counts_as_credentialed(redirected):
            return None
        return redirected.cors.check(redirected.fetch, redirected.response, include=True)

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The standard judges the status alone, Safari only for ``manual``. dev-173, dev-216."""
        return "" if fetch.request.redirect == "manual" else None

    def rewrites_to_get(self, status: int, method: str, moved: bool) -> bool:
        """The standard keeps DELETE; the network library here makes it GET where the redirect
        leaves the origin (NetworkDataTaskSoup.cpp, shouldRedirectAsGET). Recording dev-146.
        """
        return (moved and method == "DELETE") or rewrites_to_get(status, method)

    def dropped(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """Where the network library made GET of DELETE the headers stay, recording dev-111, and
        where it follows a document's synchronous load past the page's origin, y30-1063.
        """
        away = fetch.cors or target.origin != fetch.client.origin
        if away and bypasses_page_process(fetch):
            return frozenset()
        stay = not rewritten or (method == "DELETE" and status != 303)
        return frozenset() if stay else REQUEST_BODY_HEADERS

    def headers_before(self, fetch: Fetch, target: URL, status: int) -> HeaderList:
        """The standard goes on with what is left; Safari applies the script's headers anew at
        each redirect (NetworkLoadChecker.cpp). In mode no-cors, and as long as the load stays
        in the page's origin, the network library goes on by itself, and for 307 and 308 from the
        request that the page's process last saw: the script's, or what was left of it when the
        load left the origin.
        dev-518; hunted: g707-412, e3-23; e17-16, e17-118, e18-374, e19-196.
        """
        if not network_library_follows(fetch, target):
            gone = fetch.dropped & self.dropped_across_origins  # e18-1, e18-15
            return tuple(p for p in fetch.request.headers if p[0].lower() not in gone)
        if status not in (307, 308):
            return fetch.headers
        seen = notes(fetch).seen_headers
        if seen is None:
            seen = fetch.request.headers
        gone = fetch.dropped - {"content-type"}  # e18-123
        return tuple(pair for pair in seen if pair[0].lower() not in gone)

    def treats_redirect_as_response(self, redirected: Redirected) -> bool:
        """A document's synchronous load reads a redirect with an empty Location. y1-1, y1-46."""
        return not redirected.location and bypasses_page_process(redirected.fetch)
