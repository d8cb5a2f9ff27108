"""What a load leaves in WebCore's memory cache where redirects led it, and the request that
validates that.

Law: the memory is asked at a load's first URL, and only as long as every redirect of the load that
filled it is fresh (CachedResource.cpp, redirectChainAllowsReuse). Where its content is stale the
load is asked for under the condition that it has changed. Redirects carry that condition as they
carry other headers, until one leads elsewhere than the last time (SubresourceLoader.cpp,
willSendRequestInternal). y37-1 to y37-954, y42-1 to y42-273.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList
from ...standard.fetching import Fetch
from ...standard.http_cache import Stored, is_conditional
from ...url import URL


@attrs.frozen(slots=True)
class End:
    """Where redirects led a load that is remembered under its first URL."""

    urls: tuple[URL, ...]
    redirects: int
    tainted: bool
    cors: bool
    until: float
    """When the first of the redirects is not fresh any more."""

    @classmethod
    def of(cls, fetch: Fetch) -> End:
        """The end that *fetch* came to."""
        until = fetch.scratch.get("redirects until", float("inf"))
        return cls(tuple(fetch.urls), fetch.redirects, fetch.tainted, fetch.cors, until)

    def lead(self, fetch: Fetch) -> None:
        """Lead *fetch* there without asking anybody."""
        fetch.urls = list(self.urls)
        fetch.url = self.urls[-1]
        fetch.redirects = self.redirects
        fetch.tainted = self.tainted
        fetch.cors = self.cors


@attrs.define(slots=True)
class Conditional:
    """A request under the condition that *stored* has changed."""

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
