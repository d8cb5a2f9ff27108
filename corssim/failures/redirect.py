"""Why a redirect cannot be followed.

Law: ``url`` redirected to ``target``.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


@attrs.frozen
class RedirectFailure(Failure):
    """A redirect cannot be followed. ``url`` redirected to ``target``."""

    step: ClassVar[str] = FETCH + "http-redirect-fetch"
    url: str
    target: str
    upgraded: str = attrs.field(default="", metadata={"aside": True})
    """The insecure URL that was upgraded to https before the redirect was refused; else empty."""


@attrs.frozen
class RedirectNotAllowed(RedirectFailure):
    """Redirect mode is ``error``."""

    step: ClassVar[str] = FETCH + "concept-http-fetch"


@attrs.frozen
class RedirectUnparsable(RedirectFailure):
    """The Location does not parse."""


@attrs.frozen
class RedirectSchemeNotSupported(RedirectFailure):
    """The Location's scheme is not an HTTP(S) scheme."""


@attrs.frozen
class RedirectIncludesCredentials(RedirectFailure):
    """The Location carries a user name or password, and the request is cross-origin."""


@attrs.frozen
class CredentialedSubresource(RedirectFailure):
    """Chrome: a URL with a user name or password that a load may not follow or ask for."""

    step: ClassVar[str] = FETCH + "concept-http-redirect-fetch"


@attrs.frozen
class RedirectAbandonedByCache(RedirectFailure):
    """Safari: a stored redirect left the page's origin, and this one's target is stored, too."""


@attrs.frozen
class TooManyRedirects(RedirectFailure):
    """More than 20 redirects."""


@attrs.frozen
class RedirectStreamBody(RedirectFailure):
    """A streamed body cannot be sent again."""


@attrs.frozen
class RedirectCrossOriginNotAllowedByMode(RedirectFailure):
    """Mode is ``same-origin`` and the redirect leaves the origin."""
