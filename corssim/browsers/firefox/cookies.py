"""Which cookies Firefox reads, sends and takes.

Law: differences from ``standard/cookies.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...standard.cookies import Cookie, CookieRules
from ...standard.fetch import Fetch
from ...url import schemelessly_same_site


@attrs.frozen(eq=False)
class FirefoxCookies(CookieRules):
    """Gecko's netwerk/cookie."""

    nameless: bool = False
    """What stands without ``=`` is a name. w6-44, w6-45."""
    ignored_statuses: frozenset[int] = frozenset((407,))
    """y78-66"""

    def sends_cross_site(self, cookie: Cookie) -> bool:
        """Only an explicit Lax or Strict keeps one from other sites: each site has a jar of its
        own for the others. w6-21, w6-22.
        """
        return cookie.same_site not in ("lax", "strict")

    def is_same_site(self, fetch: Fetch) -> bool:
        """Another scheme is the same site. w6-66."""
        client = fetch.client
        site = schemelessly_same_site(client.top, fetch.url.origin)
        return site and not client.origin.opaque

    def text(self, line: str) -> str:
        """Bytes that are no UTF-8 become U+FFFD. w6-54."""
        return line.encode("latin-1").decode("utf-8", "replace").encode().decode("latin-1")
