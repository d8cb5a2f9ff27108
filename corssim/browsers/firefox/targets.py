"""What Firefox makes of a redirect's target by its scheme.

Law: questions about a URL or a failure; nothing of a fetch's state.
"""

from __future__ import annotations

from ...failures import (
    Failure,
    MixedContent,
    RedirectIncludesCredentials,
    RedirectSchemeNotSupported,
)
from ...url import URL, parse_url

EARLY_SCHEMES = frozenset(("data", "javascript", "resource", "ws", "wss"))
OWN_SCHEMES = EARLY_SCHEMES | {"about", "blob", "chrome", "file", "moz-extension", "view-source"}
"""What Firefox loads or refuses by itself; another program is asked to open the rest."""


def is_given_up(target: URL) -> bool:
    """Whether the channel gives a redirect to *target* up before anybody is asked; of about: there
    is but about:blank. dev-148, y32-25.
    """
    nowhere = target.scheme == "about" and target.without_fragment != "about:blank"
    return nowhere or target.scheme in EARLY_SCHEMES


def is_security_check(failure: Failure) -> bool:
    """Whether at home a check of the security manager's refused the redirect, and not the channel,
    nor the network. y36-1, y36-37, y38-162.
    """
    if isinstance(failure, RedirectSchemeNotSupported):
        target = parse_url(failure.target)
        assert target is not None
        return not is_given_up(target) and target.scheme not in ("blob", "file")
    return isinstance(failure, MixedContent | RedirectIncludesCredentials)
