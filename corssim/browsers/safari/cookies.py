"""Which cookies Safari takes and sends.

Law: differences from ``standard/cookies.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...standard.cookies import Cookie, CookieRules
from ...standard.fetch import Fetch
from ...url import schemelessly_same_site


@attrs.frozen(eq=False)
class SafariCookies(CookieRules):
    """Intelligent Tracking Prevention, as far as it is known."""

    none_needs_secure: bool = False
    """w6-70."""

    def sends_cross_site(self, cookie: Cookie) -> bool:
        """Cookies of other sites are blocked. w6-91, w6-94."""
        return False

    def is_same_site(self, fetch: Fetch) -> bool:
        """The host alone counts, for a sandboxed frame's requests, too. w6-133. WebKitGTK's
        library wants the very host of the page (w6-11), Apple's its registrable domain.
        """
        return schemelessly_same_site(fetch.client.top, fetch.url.origin)
