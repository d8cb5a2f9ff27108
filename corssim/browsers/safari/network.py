"""What Safari's processes refuse, and what the network library sends.

Law: differences from ``standard/network.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re

import attrs

from ...environment import Client
from ...failures import Failure, MixedContent, RedirectIncludesCredentials
from ...request import WireRequest
from ...standard.content_codings import GZIP_MAGIC
from ...standard.fetch import Fetch
from ...standard.network import NetworkRules
from ...url import URL
from .loads import bypasses_page_process

_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("-._~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _normalized(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


@attrs.frozen(eq=False)
class SafariNetwork(NetworkRules):
    """WebKit's NetworkProcess and libsoup."""

    supports_coep_credentialless: bool = False
    """Not in WebKit (loader/CrossOriginEmbedderPolicy.cpp)."""
    mixed_content_after_preflight: bool = True
    """The standard blocks mixed content at once; Safari after the preflight. g3-174."""
    upgrade_taints: bool = True
    """The upgrade is a redirect of its own, from another origin and site. y17-111, y17-266."""

    def is_insecure(self, client: Client, url: URL) -> bool:
        """The standard trusts loopback addresses and localhost; Safari does not. e16-336,
        e16-342, e16-354.
        """
        return url.scheme == "http" and client.top.scheme == "https"

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """What the page's own process refuses, only now that the network process would send.

        A redirect without credentials allowed, mixed content, and userinfo in the redirect that
        first left the origin (dev-344).
        """
        deferred = super().refuse_to_send(fetch)
        if deferred is not None:
            return deferred
        alone = bypasses_page_process(fetch)  # hunt-310001-1047
        if fetch.redirects and self.is_mixed_content(fetch, fetch.url) and not alone:
            return MixedContent(fetch.url.href)
        checked = fetch.cors and not alone
        if checked and fetch.url.includes_credentials and len(fetch.urls) > 1:
            before = fetch.urls[-2]
            return RedirectIncludesCredentials(before.href, fetch.url.href)
        return None

    def retries(self, request: WireRequest) -> int:
        """One more try, for preflights none. b-simple-drop, b-pf-drop."""
        return 0 if request.preflight else 1

    def wire_url(self, url: URL) -> str:
        """The standard sends the URL as it is; libsoup (g_uri_to_string) decodes escapes of
        unreserved characters and writes the others in upper case. e14-30, e16-269, e16-275.
        """
        return _ESCAPE.sub(_normalized, url.wire) if "%" in url.wire else url.wire

    def undecodable_body(self, body: bytes) -> bytes:
        """The standard fails; libsoup hands on as it is what does not begin as gzip does, once
        it has seen the two bytes that tell. e14-280, e16-145.
        """
        return body if len(body) >= len(GZIP_MAGIC) else b""
