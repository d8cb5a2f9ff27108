"""What stands between a request and its answer: blocking before the network, and the stack's own.

https://fetch.spec.whatwg.org/#main-fetch, https://w3c.github.io/webappsec-mixed-content/

Law: each question gives the failure that ends the fetch, or ``None``; nothing is sent here.
"""

from __future__ import annotations

import attrs

from ..environment import Client, target_space
from ..failures import (
    BadPort,
    BlobNotFound,
    CrossOriginNotAllowedByMode,
    Failure,
    LocalNetworkDenied,
    MixedContent,
    NoCorsNeedsFollow,
    SchemeNotSupported,
)
from ..request import Cache, WireRequest
from ..response import WireResponse
from ..url import URL, is_potentially_trustworthy, origin_of, parse_url
from .fetch import Fetch
from .local_network_access import is_less_public
from .ports import BAD_PORTS


@attrs.frozen(eq=False)
class NetworkRules:
    """What ends a request before and behind the network, and what it is on the wire; here the
    standard's answers.
    """

    supports_coep_credentialless: bool = True
    """Whether the embedder policy ``credentialless`` is heeded."""
    guards_local_network: bool = False
    """Whether Local Network Access, which is not part of Fetch, is in this browser."""
    mixed_content_after_preflight: bool = False
    """Whether a redirect's insecure target is blocked only once its preflight was answered."""
    background_cache_mode: Cache = "no-cache"
    """The cache mode of a request that only replaces a stale response."""
    upgrade_taints: bool = False
    """Whether a redirect that is upgraded to https taints the origin of a CORS request."""
    upgrade_is_cors: bool = False
    """Whether such a redirect sets the response tainting to ``cors``."""
    data_has_length: bool = False
    """Whether the response of a data: URL to ``fetch()`` has a Content-Length."""

    def block_before_network(self, fetch: Fetch) -> Failure | None:
        """The main-fetch check that blocks a request before it is sent."""
        request, url, client = fetch.request, fetch.url, fetch.client
        if fetch.cross_origin:
            if request.mode == "same-origin":
                return CrossOriginNotAllowedByMode(url.href, client.origin.serialized)
            if request.mode == "no-cors" and request.redirect != "follow":
                return NoCorsNeedsFollow(url.href)
            if not url.is_http and url.scheme not in ("blob", "data"):
                return SchemeNotSupported(url.href)
        if url.scheme == "blob":
            same = origin_of(url.href.removeprefix("blob:")) == client.origin
            return BlobNotFound(url.href) if same else SchemeNotSupported(url.href)
        return self.block_url(fetch)

    def block_url(self, fetch: Fetch) -> Failure | None:
        """Mixed content, bad port and Local Network Access for the current URL.

        The standard leaves the order of the first two open; the three browsers have this: e14-35.
        """
        url = fetch.url
        if self.is_mixed_content(fetch, url):
            return MixedContent(url.href)
        if url.port is not None and url.port in BAD_PORTS:
            return BadPort(url.href, url.port)
        return self.local_network_denial(fetch) if self.guards_local_network else None

    def block_after_redirect(self, fetch: Fetch) -> Failure | None:
        """The same for a redirect's target."""
        if self.mixed_content_after_preflight and self.is_mixed_content(fetch, fetch.url):
            return None
        return self.block_url(fetch)

    def is_mixed_content(self, fetch: Fetch, url: URL) -> bool:
        """https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"""
        return self.is_insecure(fetch.client, url) and not self.is_upgradeable(fetch, url)

    def is_upgradeable(self, fetch: Fetch, url: URL) -> bool:
        """https://w3c.github.io/webappsec-mixed-content/#category-upgradeable"""
        return fetch.request.destination == "image" and url.scheme == "http"

    def is_insecure(self, client: Client, url: URL) -> bool:
        """Whether *url* would be insecure content of a secure page."""
        return (
            url.scheme == "http"
            and client.top.scheme == "https"
            and not is_potentially_trustworthy(url)
        )

    def upgraded(self, fetch: Fetch, url: URL) -> URL | None:
        """The https URL that an image of a secure page is asked for by instead of *url*.

        https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
        """
        if not (self.is_upgradeable(fetch, url) and self.is_insecure(fetch.client, url)):
            return None
        return parse_url("https" + url.href.removeprefix("http"))

    def local_network_denial(self, fetch: Fetch) -> Failure | None:
        """The Local Network Access gate: from a public page to a local or loopback address.

        A page of unknown address space is not gated: its space must be given or literal.
        """
        client, url = fetch.client, fetch.url
        if client.address_space == "unknown":
            return None
        space = target_space(client, url.host)
        secure = client.origin.potentially_trustworthy
        if not is_less_public(space, client.address_space) or (secure and not fetch.cross_origin):
            return None
        if secure and client.local_network == "granted":
            return None
        return LocalNetworkDenied(url.href, space, secure)

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """A reason for which the request itself is not sent, its preflight done."""
        return fetch.notes.deferred

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """A reason for which the network stack cannot take an answer."""
        return None

    def retries(self, request: WireRequest) -> int:
        """How often a request is sent again whose connection was closed without an answer."""
        return 0

    def resolves(self, host: str) -> bool:
        """Whether the network stack looks for the address of *host*."""
        return True

    def wire_url(self, url: URL) -> str:
        """The URL as the request line and Host name it."""
        return url.wire

    def undecodable_body(self, body: bytes) -> bytes | None:
        """What is read of a body that Content-Encoding does not describe; ``None``: it fails."""
        return None
