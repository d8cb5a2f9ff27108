"""What Safari remembers of one fetch from hop to hop.

Law: notes are written where the engine reports a step, or by the cache; the rules only read them.
The page's process and the network process each go on from what they know of a load, which is why
the target of a stored redirect is not asked for as that of a redirect from the network.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList, get
from ...request import WireRequest
from ...response import WireResponse
from ...standard.cache_control import is_conditional
from ...standard.fetch import Fetch, Notes
from ...standard.stored import Stored
from ...url import URL
from .loads import network_library_follows


@attrs.define(slots=True)
class Conditional:
    """A request under the condition that *stored* has changed.

    Redirects carry the condition as they carry other headers, until one leads elsewhere than the
    last time (SubresourceLoader.cpp, willSendRequestInternal). y37-1, y42-1.
    """

    stored: Stored
    target: str | None = None
    """Where the page's process expects what it validates; ``None``: the network process asks."""
    known: bool = True
    """Whether the redirects led so far to where the last ones did."""
    carried: bool = True
    """Whether the request at hand has the condition."""
    asked_at_first: bool = False
    """Whether the network process went back to the first URL to ask. y42-7, y42-139"""

    @classmethod
    def again(cls, redirect: Stored) -> Conditional:
        """The condition under which a stored *redirect* was asked for."""
        lines = tuple(pair for pair in redirect.request if is_conditional((pair,)))
        return cls(attrs.evolve(redirect, validators=lines))

    @property
    def reloads(self) -> bool:
        """Whether the page's process wants the request to pass the network process's cache by: all
        that it validates does, where the condition is not there. y37-27, y42-103.
        """
        return self.target is not None and not self.carried

    @property
    def confirms(self) -> bool:
        """Whether a 304 confirms what is validated."""
        return self.carried and (self.target is not None or self.asked_at_first)

    def follow(self, to: str, by_itself: bool, stored: HeaderList | None) -> None:
        """Change the condition for a redirect *to* another URL: *by_itself*, the network library
        goes on from the request it knows, which is that of a *stored* redirect, if it is one.
        """
        if not by_itself:
            self.carried = self.target is not None
        elif stored is not None:
            self.carried = is_conditional(stored)
        if self.target is not None and self.carried and self.known and to != self.target:
            self.carried = self.known = False


class SafariNotes(Notes):
    """How the load came to its current hop, and what its requests had."""

    def __init__(self) -> None:
        super().__init__()
        self.network = False
        """Whether the cache is not asked any more."""
        self.left_origin_at = 0
        """The redirect, stored, that led the load out of the page's origin."""
        self.conditional: Conditional | None = None
        self.stored: Stored | None = None
        """The stored response that answered last."""
        self.asked_by: Stored | None = None
        """The stored redirect from whose request the network library goes on."""
        self.omits_user_agent = False
        """Whether it does so for the current hop: a synchronous load then has no User-Agent."""
        self.cut_referrer: str | None = None
        """What redirects had left of the referrer when the first URL was asked again."""
        self.seen_headers: HeaderList | None = None
        """The headers that the page's process last saw: those of the hop that left the origin."""
        self.origins: dict[int, str | None] = {}
        """The value of Origin by hop."""
        self.untyped = False
        """Whether a request so far had no Content-Type."""
        self.first: tuple[bool, bool] | None = None
        """Of the first request: whether it asked with CORS, and whether it had an Origin."""
        self.stays = True
        """Whether every redirect so far stayed in its origin."""

    def on_request(self, fetch: Fetch, request: WireRequest) -> None:
        origin = get(request.headers, "origin")
        if self.asked_by is None:
            self.origins[fetch.redirects] = origin
        self.untyped |= get(request.headers, "content-type") is None
        if fetch.redirects:
            self.stays &= fetch.urls[-2].origin == fetch.url.origin
        else:
            self.first = asks_with_cors(fetch), origin is not None

    def on_redirect(self, fetch: Fetch, response: WireResponse, target: URL) -> None:
        """As long as the load stays in the page's origin, the page's process sees no redirect.
        e17-16, e17-118.
        """
        *before, at = (url.origin == fetch.client.origin for url in fetch.urls)
        if network_library_follows(fetch, target) and before and all(before) and not at:
            self.seen_headers = fetch.headers


def asks_with_cors(fetch: Fetch) -> bool:
    """Whether a load's first request has its Origin ahead of other lines; a beacon's comes late:
    w1-267.
    """
    request = fetch.request
    asks = fetch.cors or (request.from_element and request.mode == "cors")
    return asks and request.initiator != "beacon"


def notes(fetch: Fetch) -> SafariNotes:
    """The notes of *fetch*."""
    assert isinstance(fetch.notes, SafariNotes)
    return fetch.notes
