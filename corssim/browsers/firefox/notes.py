"""What Firefox remembers of one fetch from hop to hop.

Law: notes are written where the engine reports a step, or by the cache; the rules only read them.
"""

from __future__ import annotations

from ...response import WireResponse
from ...standard.fetch import Fetch, Notes
from ...standard.redirect import REQUEST_BODY_HEADERS, rewrites_to_get
from ...standard.referrer import policy_of
from ...url import URL

AUTHORIZATION = frozenset(("authorization",))


class FirefoxNotes(Notes):
    """What the last redirect took away, and where permanent redirects led."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: frozenset[str] = frozenset()
        """Header names that a preflight does not ask for: the last redirect took them away."""
        self.dropped_of_beacon: frozenset[str] = frozenset()
        """Header names that redirects took away from a beacon."""
        self.policy_since = 0
        """The hop from which on a redirect's referrer policy holds."""
        self.behind_permanent = False
        """Whether a stored permanent redirect without TLS led to the current URL."""

    def on_redirect(self, fetch: Fetch, response: WireResponse, target: URL) -> None:
        """FetchDriver.cpp, AsyncOnChannelRedirect. dev-178, dev-518; hunt-330001-923."""
        moved = AUTHORIZATION if target.origin != fetch.url.origin else frozenset()
        rewritten = rewrites_to_get(response.status, fetch.method)
        gone = REQUEST_BODY_HEADERS if rewritten else frozenset()
        if fetch.request.initiator == "beacon":
            self.gone = moved  # a preflight's list is not stripped: hunt-300005-13
            self.dropped_of_beacon |= gone
        else:
            self.gone = gone | moved
        if policy_of(response.headers):
            self.policy_since = fetch.redirects + 1


def notes(fetch: Fetch) -> FirefoxNotes:
    """The notes of *fetch*."""
    assert isinstance(fetch.notes, FirefoxNotes)
    return fetch.notes
