"""How Firefox tells pages and sites apart, for its refusals and its referrer policies.

Law: questions about a page and a URL; nothing of a fetch's state.
"""

from __future__ import annotations

from ...environment import Client
from ...failures import RedirectSchemeNotSupported
from ...request import Request
from ...url import URL, Origin, parse_url, schemelessly_same_site

# dom/security/ReferrerInfo: policies that a site may not relax to across sites
LESS_RESTRICTED = frozenset(
    ("unsafe-url", "no-referrer-when-downgrade", "origin-when-cross-origin")
)


def is_cross_site(client: Client, target: Origin) -> bool:
    """Whether *target* is cross-site to the page; a sandboxed one knows its embedder only."""
    if client.origin.opaque:
        return True
    return not schemelessly_same_site(client.top, target)


def refusing_principal(target: URL, url: URL, client: Client, request: Request) -> str:
    """Who is said to load a blob: or file: *target* and may not; empty: nobody refuses.

    The URL that redirects is asked, then the page; in mode no-cors the page first, for
    XMLHttpRequest the page alone. Whoever is of the target's origin lets it pass. dev-8, dev-226,
    dev-593, w5-333, y6-421, y29-504.
    """
    if target.scheme not in ("blob", "file"):
        return ""
    asked = [(url.origin, url.href), (client.origin, source_of(client))]
    if request.mode == "no-cors":
        asked.reverse()
    if request.initiator == "xmlhttprequest":
        asked = asked[1:]
    return next((name for origin, name in asked if origin != target.origin), "")


def is_another_site(client: Client, target: Origin) -> bool:
    """Whether *target* is another site than the page on top. Hunted: g2-237, g4-73."""
    return not schemelessly_same_site(client.top, target)


def source_of(client: Client) -> str:
    """The page as Firefox names it; a sandboxed one by a UUID that is new every time."""
    if client.origin.opaque:
        nothing = "00000000-0000-0000-0000-000000000000"
        return f"moz-nullprincipal:{{{nothing}}}?{client.top.serialized}"
    return client.document.href


def blocking_principal(
    failure: RedirectSchemeNotSupported, url: str, client: Client, request: Request
) -> str:
    """Who refused a redirect of *url*; empty: nobody did."""
    target, at = parse_url(failure.target), parse_url(url)
    assert target is not None
    assert at is not None
    return refusing_principal(target, at, client, request)
