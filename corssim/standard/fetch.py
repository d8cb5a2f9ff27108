"""The state of one fetch: https://fetch.spec.whatwg.org/#fetch-params

Law: state only. The algorithms are in ``fetching.py`` and the sections, which answer from this
state and from the browser's rules; what one browser alone has to remember from hop to hop is in
its ``Notes``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from ..environment import Client
from ..events import AnsweredFromCache, Event, ResponseReceived
from ..failures import Failure
from ..headers import HeaderList
from ..request import Body, Request, WireRequest
from ..response import NetworkFailure, WireResponse
from ..url import URL
from .stored import Remembered, Stored

Answer = WireResponse | NetworkFailure


class WaitForOther:
    """Yielded by a fetch that waits for another one's response, which it may share."""


WAIT = WaitForOther()
Wire = Generator[WireRequest | WaitForOther, Any, Any]


class Notes:
    """What a browser remembers of one fetch from hop to hop; here what every browser does.

    The engine reports each step; notes never answer and never change the fetch.
    """

    def __init__(self) -> None:
        self.in_memory: Remembered | None = None
        """What the document remembers of this load, to be validated."""
        self.stored_before: Stored | None = None
        """What the HTTP cache held before the last answer came."""
        self.deferred: Failure | None = None
        """A redirect's failure that ends the fetch once its target would be asked for."""
        self.upgraded: bool = False
        """Whether a redirect to an insecure URL was upgraded."""
        self.upgraded_in_place: bool = False
        """Whether such a redirect led to the host that it came from."""

    def on_headers(self, fetch: Fetch, lines: HeaderList) -> None:
        """The header lines of the current hop were made."""

    def on_request(self, fetch: Fetch, request: WireRequest) -> None:
        """The request itself, not its preflight, goes to the network."""

    def on_redirect(self, fetch: Fetch, response: WireResponse, target: URL) -> None:
        """*response* redirects the fetch, which is still at its old URL, to *target*."""

    def on_upgraded_redirect(self, fetch: Fetch, insecure: URL) -> None:
        """A redirect to *insecure* is upgraded; the fetch is still at its old URL."""
        self.upgraded = True
        self.upgraded_in_place = insecure.host == fetch.url.host


class Fetch:
    """One fetch, from the script's request to its last hop."""

    __slots__ = (
        "_coep_credentialless",
        "accompanied",
        "background",
        "body",
        "cache_mode",
        "client",
        "cors",
        "dropped",
        "events",
        "first_referrer",
        "headers",
        "include",
        "method",
        "notes",
        "now",
        "preflighted",
        "redirects",
        "redirects_taken",
        "referrer",
        "referrer_policy",
        "request",
        "rewritten",
        "started",
        "tainted",
        "url",
        "urls",
        "use_cors_preflight",
    )

    def __init__(
        self,
        request: Request,
        client: Client,
        notes: Notes,
        now: float,
        coep_credentialless: bool = True,
    ) -> None:
        self.request = request
        self.client = client
        self.notes = notes
        self.events: list[Event] = []
        self.url: URL = request.url
        self.urls: list[URL] = [request.url]
        self.method = request.method
        self.headers: HeaderList = request.headers
        self.body: Body | None = request.body
        self.include = request.credentials == "include"
        self.use_cors_preflight = request.use_cors_preflight
        self.cors = False  # response tainting is "cors"; once set it stays
        self.tainted = False  # redirects tainted the origin
        self.preflighted = False  # a hop needed a preflight
        self.dropped: frozenset[str] = frozenset()  # header names that redirects took away
        self.rewritten = False  # a redirect turned the method into GET
        self.redirects = 0
        self.background = False  # the request only keeps the cache fresh
        self.accompanied = False  # other fetches of the browser are in flight
        self.started = self.now = now  # seconds, on the browser's clock
        self.cache_mode = request.cache
        self.referrer_policy = request.referrer_policy
        self.referrer = self.first_referrer = ""
        self.redirects_taken: list[tuple[WireResponse, float]] = []
        """The redirects, each with the time it came."""
        self._coep_credentialless = (
            coep_credentialless
            and request.mode == "no-cors"
            and client.embedder_policy == "credentialless"
        )

    @property
    def origin(self) -> str:
        """https://fetch.spec.whatwg.org/#serializing-a-request-origin"""
        return "null" if self.tainted else self.client.origin.serialized

    @property
    def cross_origin(self) -> bool:
        """Whether the current URL is cross-origin to the client."""
        return self.url.origin != self.client.origin

    @property
    def left_origin(self) -> bool:
        """Whether any URL so far was cross-origin to the client."""
        return any(url.origin != self.client.origin for url in self.urls)

    @property
    def answered(self) -> AnsweredFromCache | ResponseReceived:
        """How the answer at hand came."""
        found = (AnsweredFromCache, ResponseReceived)
        return next(event for event in reversed(self.events) if isinstance(event, found))

    @property
    def credentialed(self) -> bool:
        """Whether this hop carries cookies: with mode ``same-origin`` not once the load has left
        the origin. https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
        """
        mode = self.request.credentials
        if mode == "omit" or self.credentialless:
            return False
        return mode == "include" or (not self.cors and not self.left_origin)

    @property
    def credentialless(self) -> bool:
        """Whether the page's embedder policy takes the credentials from this no-cors request.

        https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials
        """
        return self._coep_credentialless and self.cross_origin
