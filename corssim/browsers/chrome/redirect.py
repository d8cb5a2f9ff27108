"""How Chrome judges and follows redirects.

Law: differences from ``standard/redirect.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import CredentialedSubresource, Failure, MixedContent, RedirectSchemeNotSupported
from ...standard import redirect
from ...standard.fetch import Fetch
from ...standard.redirect import RedirectCheck, Redirected, RedirectRules
from ...url import URL
from .wire import CLIENT_HINTS

# content/public: IsSafeRedirectTarget refuses these after CORS was looked at.
UNSAFE_REDIRECT_SCHEMES = frozenset(("about", "blob", "data", "file", "filesystem"))
# A redirect to another origin takes these away (Blink: the target may not get them).
CLIENT_HINT_HEADERS = frozenset(
    ("device-memory", "dpr", "width", "viewport-width", "rtt", "downlink", "ect")
)


def unsafe_scheme(redirected: Redirected) -> Failure | None:
    """A target that the network service refuses to redirect to: no CORS line is printed."""
    target = redirected.target
    if target is not None and target.scheme in UNSAFE_REDIRECT_SCHEMES:
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


def mixed_for_workers(redirected: Redirected) -> Failure | None:
    """A worker takes whatever is not secure for mixed content, also what no network knows.
    hunt-310001-20; wss: is secure: y36-157.
    """
    client, target = redirected.fetch.client, redirected.target
    secure = client.worker and client.top.scheme == "https"
    if secure and target is not None and not target.is_http and target.scheme != "wss":
        return MixedContent(redirected.to)
    return None


def credentialed_subresource(redirected: Redirected) -> Failure | None:
    """The standard follows a same-origin redirect to a URL with a user name or password; Blink
    refuses it for ``fetch()``, not for XMLHttpRequest nor for keepalive loads and beacons, which
    the browser process goes on with, and prints nothing
    (BaseFetchContext::ShouldBlockFetchAsCredentialedSubresource). Hunted: e5-166, e5-176; e16-422.
    """
    target, request = redirected.target, redirected.fetch.request
    going_on = request.keepalive or request.initiator == "beacon"
    fetched = request.initiator != "xmlhttprequest" and not going_on
    if fetched and target is not None and target.includes_credentials:
        return CredentialedSubresource(redirected.url, redirected.to)
    return None


@attrs.frozen(eq=False)
class ChromeRedirect(RedirectRules):
    """services/network/cors/cors_url_loader.cc and Blink."""

    checks: tuple[RedirectCheck, ...] = (
        redirect.parsable,
        redirect.cors_check,
        redirect.manual_mode,
        unsafe_scheme,
        redirect.count,
        redirect.credentials,
        redirect.stream_body,
        redirect.error_mode,
        redirect.same_origin_mode,
        mixed_for_workers,
        redirect.http_scheme,
        credentialed_subresource,
    )
    """cors_url_loader.cc, OnReceiveRedirect; ``error`` is Blink's and comes last."""

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The standard judges the status alone, Chrome only for ``manual``. dev-173, dev-216."""
        return "" if fetch.request.redirect == "manual" else None

    def dropped(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """Client hints, a script's own too, go along to the page's own origin only; an insecure hop
        takes the three that every secure request has, and they do not come back.

        blink's ResourceFetcher adds them anew at each redirect. dev-292; hunted: g5-134, g5-420,
        e8-112.
        """
        dropped = super().dropped(fetch, target, status, method, rewritten)
        if not target.origin.potentially_trustworthy:
            dropped = dropped.union(CLIENT_HINTS)
        same_origin = target.origin == fetch.client.origin and not fetch.client.worker
        return dropped if same_origin else dropped | CLIENT_HINT_HEADERS  # hunt-310001-1254
