"""The checks of a redirect that only Firefox makes, or makes earlier than the standard.

Law: as in ``standard/redirect.py`` each gives the reason it fails, or ``None``.
"""

from __future__ import annotations

from ...events import UpgradedToSecure
from ...failures import (
    BadPort,
    Failure,
    MixedContent,
    PreflightRedirected,
    RedirectIncludesCredentials,
    RedirectSchemeNotSupported,
)
from ...standard import preflight, redirect
from ...standard.ports import BAD_PORTS
from ...standard.preflight import Preflight
from ...standard.redirect import Redirected
from ...url import URL, parse_url
from .sites import refusing_principal

EARLY_SCHEMES = frozenset(("data", "javascript", "resource", "ws", "wss"))
OWN_SCHEMES = EARLY_SCHEMES | {"about", "blob", "chrome", "file", "moz-extension", "view-source"}
"""What Firefox loads or refuses by itself; another program is asked to open the rest."""


def is_given_up(target: URL) -> bool:
    """Whether the channel gives a redirect to *target* up before anybody is asked; of about: there
    is but about:blank. dev-148, y32-25.
    """
    nowhere = target.scheme == "about" and target.without_fragment != "about:blank"
    return nowhere or target.scheme in EARLY_SCHEMES


def is_security_check(failure: Failure) -> bool:
    """Whether at home a check of the security manager's refused the redirect, and not the channel,
    nor the network. y36-1, y36-37, y38-162.
    """
    if isinstance(failure, RedirectSchemeNotSupported):
        target = parse_url(failure.target)
        assert target is not None
        return not is_given_up(target) and target.scheme not in ("blob", "file")
    return isinstance(failure, MixedContent | RedirectIncludesCredentials)


def early_scheme(redirected: Redirected) -> Failure | None:
    """data:, javascript: and ws: are refused by the channel before CORS is looked at."""
    target = redirected.target
    if target is not None and is_given_up(target):
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


def mixed_content(redirected: Redirected) -> Failure | None:
    """An insecure target from a secure page is refused before the CORS check. dev-148."""
    fetch, target = redirected.fetch, redirected.target
    if target is None or not fetch.profile.is_mixed_content(fetch, target):
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


def early_redirect(answer: Preflight) -> Failure | None:
    """A redirect that the channel refuses by its target, before the CORS check. dev-148."""
    fetch = answer.fetch
    failure = preflight.redirected(answer)
    if not isinstance(failure, PreflightRedirected) or fetch.request.redirect != "follow":
        return None
    target = parse_url(failure.location, fetch.url)
    if target is None or is_given_up(target):
        return failure
    if fetch.profile.is_mixed_content(fetch, target):
        return failure
    refuser = refusing_principal(target, fetch.url, fetch.client, fetch.request)
    return failure if refuser else None


def credentials(redirected: Redirected) -> Failure | None:
    """An image's redirect that comes home by an upgrade fails behind it. y17-226."""
    fetch, target = redirected.fetch, redirected.target
    failure = redirect.credentials(redirected)
    if failure is None or target is None:
        return failure
    secure = fetch.profile.upgraded(fetch, target)
    if secure is None or secure.origin != fetch.client.origin:
        return failure
    fetch.events.append(UpgradedToSecure(target.href))
    return RedirectIncludesCredentials(target.href, redirected.to)


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
