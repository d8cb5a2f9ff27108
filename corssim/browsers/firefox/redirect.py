"""How Firefox judges and follows redirects.

Law: differences from ``standard/redirect.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import (
    BadPort,
    Failure,
    MixedContent,
    RedirectIncludesCredentials,
    RedirectSchemeNotSupported,
)
from ...headers import HeaderList
from ...standard import redirect
from ...standard.fetch import Fetch
from ...standard.ports import BAD_PORTS
from ...standard.redirect import (
    REQUEST_BODY_HEADERS,
    RedirectCheck,
    Redirected,
    RedirectRules,
    rewrites_to_get,
)
from ...url import URL
from .notes import notes
from .preflight import as_set
from .sites import refusing_principal
from .targets import OWN_SCHEMES, is_given_up


def early_scheme(redirected: Redirected) -> Failure | None:
    """data:, javascript: and ws: are refused by the channel before CORS is looked at."""
    target = redirected.target
    if target is not None and is_given_up(target):
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


def mixed_content(redirected: Redirected) -> Failure | None:
    """An insecure target from a secure page is refused before the CORS check. dev-148."""
    fetch, target = redirected.fetch, redirected.target
    if target is None or not redirected.network.is_mixed_content(fetch, target):
        return None
    return MixedContent(redirected.to)


def bad_port(redirected: Redirected) -> Failure | None:
    """The standard looks at the port when it fetches the target; Firefox in the redirect, which
    the console names. e14-355, e16-257.
    """
    target = redirected.target
    if target is None or target.port not in BAD_PORTS:
        return None
    return BadPort(redirected.to, target.port)


def http_scheme(redirected: Redirected) -> Failure | None:
    """The standard reads no redirect to about:blank. Firefox does in mode no-cors where no document
    follows it: for workers, and for keepalive loads, which the parent process has. y32-9, y32-12.
    """
    request, target = redirected.fetch.request, redirected.target
    unseen = request.keepalive or redirected.fetch.client.worker
    if request.mode == "no-cors" and unseen and target is not None and target.href == "about:blank":
        return None
    return redirect.http_scheme(redirected)


def credentials(redirected: Redirected) -> Failure | None:
    """An image's redirect that an upgrade leads back to the page's origin fails after that.
    y17-226.
    """
    fetch, target = redirected.fetch, redirected.target
    failure = redirect.credentials(redirected)
    if failure is None or target is None:
        return failure
    secure = redirected.network.upgraded(fetch, target)
    if secure is None or secure.origin != fetch.client.origin:
        return failure
    return RedirectIncludesCredentials(target.href, redirected.to, upgraded=target.href)


def refused_load(redirected: Redirected) -> Failure | None:
    """blob: and file: that whoever is said to load them may not. Hunted: g3-99, g4-139."""
    fetch, target = redirected.fetch, redirected.target
    if target is None or not refusing_principal(target, fetch.url, fetch.client, fetch.request):
        return None
    return RedirectSchemeNotSupported(redirected.url, redirected.to)


def cors_check_unless_following(redirected: Redirected) -> Failure | None:
    """In modes ``manual`` and ``error`` the redirect is the channel's own response."""
    if redirected.fetch.request.redirect == "follow":
        return None
    return redirect.cors_check(redirected)


@attrs.frozen(eq=False)
class FirefoxRedirect(RedirectRules):
    """FetchDriver.cpp, nsHttpChannel.cpp and nsCORSListenerProxy.cpp."""

    checks: tuple[RedirectCheck, ...] = (
        cors_check_unless_following,
        redirect.manual_mode,
        redirect.error_mode,
        redirect.parsable,
        early_scheme,
        redirect.count,
        redirect.same_origin_mode,
        mixed_content,
        refused_load,
        redirect.cors_check,
        credentials,
        http_scheme,
        redirect.stream_body,
        bad_port,
    )

    def dropped(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """The standard looks at the method of the hop before; Firefox at the script's.

        FetchDriver.cpp, AsyncOnChannelRedirect. Recordings dev-178, dev-518; hunted: g2-103. A
        beacon has no FetchDriver that starts anew. hunt-300005-13, hunt-330001-923
        """
        if fetch.request.initiator == "beacon":
            return notes(fetch).dropped_of_beacon
        strips = rewrites_to_get(status, fetch.request.method)
        return REQUEST_BODY_HEADERS if strips else frozenset()

    def headers_before(self, fetch: Fetch, target: URL, status: int) -> HeaderList:
        """The standard goes on with what is left; Firefox applies the script's headers anew at
        each redirect (FetchDriver.cpp, SetRequestHeaders), a Content-Type as it was before its
        charset was put right, but not one that ``send()`` added, once it is gone. Hunted: g2-103,
        g707-433, hunt-240004-1588; y40-1.
        """
        request = fetch.request
        added = request.initiator == "xmlhttprequest" and not request.author_content_type
        if added and "content-type" in fetch.dropped:
            return tuple(p for p in request.headers if p[0].lower() != "content-type")
        return as_set(request)

    def treats_redirect_as_response(self, redirected: Redirected) -> bool:
        """An image reads a redirect that leads to another program. y1-215, y1-217."""
        request, target = redirected.fetch.request, redirected.target
        if request.initiator != "img" or request.mode != "no-cors" or target is None:
            return False
        return not target.is_http and target.scheme not in OWN_SCHEMES
