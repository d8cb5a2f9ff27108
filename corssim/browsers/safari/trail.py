"""What WebKit's processes note of a load on its way through stored responses and redirects.

Law: a note belongs to one load. The page's process and the network process each go on from what
they know of it, which is why what a stored redirect leads to is not asked for as what a redirect
from the network leads to.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList
from ...standard.fetching import Fetch
from ...standard.http_cache import Stored, is_conditional


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


@attrs.define(slots=True)
class Trail:
    """The notes of one load."""

    network: bool = False
    """Whether the cache is not asked any more."""
    left_home: int = 0
    """The redirect, stored, that led the load out of the page's origin."""
    conditional: Conditional | None = None
    stored: Stored | None = None
    """The stored response that answered last."""
    asked_by: Stored | None = None
    """The stored redirect from whose request the network library goes on."""
    nameless: bool = False
    """Whether it does so right now: a synchronous load then has no User-Agent."""
    cut_referrer: str | None = None
    """What redirects had left of the referrer when the first URL was asked again."""


def trail(fetch: Fetch) -> Trail:
    """The notes of *fetch*."""
    known: Trail | None = fetch.scratch.get("trail")
    if known is None:
        known = fetch.scratch["trail"] = Trail()
    return known
