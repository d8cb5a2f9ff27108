"""What Chrome's network stack and Blink refuse before and behind the network.

Law: differences from ``standard/network.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re

import attrs

from ...environment import target_space
from ...failures import (
    ConnectionFailed,
    ContentDecodingFailed,
    CredentialedSubresource,
    Failure,
    InvalidResponse,
)
from ...headers import get
from ...request import Cache, WireRequest
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.fetch import Fetch
from ...standard.network import NetworkRules
from ...url import URL
from ..answers import conflict
from .wire import is_unaccepted

_HOST_NAME = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")


@attrs.frozen(eq=False)
class ChromeNetwork(NetworkRules):
    """Blink's BaseFetchContext and Chromium's net/."""

    guards_local_network: bool = True
    """Since Chrome 142 (services/network/local_network_access_checker.cc). Measured in Chrome 156
    with ``--ip-address-space-overrides``: no preflight, the same words in mode no-cors, and
    net::ERR_FAILED."""
    background_cache_mode: Cache = "default"
    """y76-4"""

    def block_before_network(self, fetch: Fetch) -> Failure | None:
        """The standard lets elements, EventSource and beacons have userinfo; Blink does not but
        for elements with CORS, and prints nothing
        (BaseFetchContext::ShouldBlockFetchAsCredentialedSubresource). w1-219, w5-319, w5-436.
        """
        request = fetch.request
        free = request.initiator in ("fetch", "xmlhttprequest") or (
            request.from_element and request.mode == "cors"
        )
        if fetch.url.includes_credentials and not free:
            return CredentialedSubresource(fetch.client.document.href, fetch.url.href)
        return super().block_before_network(fetch)

    def block_url(self, fetch: Fetch) -> Failure | None:
        failure = super().block_url(fetch)
        if failure is None and fetch.url.is_http and not self.resolves(fetch.url.host):
            return ConnectionFailed(fetch.url.href, "dns", fetch.url.host)
        return failure

    def is_mixed_content(self, fetch: Fetch, url: URL) -> bool:
        """A granted local network permission lets local targets off (mixed_content_checker.cc)."""
        client = fetch.client
        if client.local_network == "granted" and target_space(client, url.host) == "local":
            return False
        return super().is_mixed_content(fetch, url)

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """A streamed body needs HTTP/2 or later; the servers here speak HTTP/1.1. b-stream."""
        if fetch.body is not None and fetch.body.stream:
            return ConnectionFailed(fetch.url.href, "stream")
        return None

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """407 without a proxy, and lines that contradict each other, are errors of the network
        stack's (http_stream_parser.cc). Recordings dev-326, e16-189.
        """
        if response.status == 407:
            return InvalidResponse(fetch.url.href, 407)
        if fetch.request.keepalive and any(url.includes_credentials for url in fetch.urls):
            # followed by the browser process, refused by Blink once it hears of it: e16-422
            return CredentialedSubresource(fetch.urls[-2].href, fetch.url.href)
        coding = get(response.headers, "content-encoding") or ""
        moved = response.status in REDIRECT_STATUSES and get(response.headers, "location")
        if not moved and is_unaccepted(fetch, coding):
            return ContentDecodingFailed(fetch.url.href, coding, unaccepted=True)
        return conflict(fetch, response)

    def retries(self, request: WireRequest) -> int:
        """One more try on a fresh connection. b-simple-drop, b-pf-drop."""
        return 1

    def resolves(self, host: str) -> bool:
        """Chrome asks no resolver for what cannot be a host's name (net/dns/dns_names_util.cc,
        IsValidDnsName with underscores let through). e16-5, e16-11, e16-44, e16-65.
        """
        return _HOST_NAME.fullmatch(host) is not None or host.startswith("[")
