"""Which cookies Chrome sends and takes.

Law: differences from ``standard/cookies.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...standard.cookies import Cookie, CookieRules


@attrs.frozen(eq=False)
class ChromeCookies(CookieRules):
    """As Chromium is packaged here: third-party cookies are blocked."""

    def sends_cross_site(self, cookie: Cookie) -> bool:
        """Cookies of other sites are blocked but for partitioned ones. w6-91, w6-94."""
        return super().sends_cross_site(cookie) and cookie.partitioned
