"""Why an answer that came is of no use.

Law: decided by the response after CORS, or beside it.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


@attrs.frozen
class ResourcePolicyBlocked(Failure):
    """Cross-Origin-Resource-Policy, or what the page's embedder policy makes of its absence,
    keeps the response from a no-cors request.
    """

    step: ClassVar[str] = FETCH + "cross-origin-resource-policy-check"
    url: str
    policy: str
    embedder_policy: str = "unsafe-none"


@attrs.frozen
class ContentDecodingFailed(Failure):
    """The body is not what Content-Encoding says."""

    step: ClassVar[str] = FETCH + "handle-content-codings"
    url: str
    coding: str
    unaccepted: bool = False
    """Whether the coding is one that the request had not accepted, and nothing was decoded."""


@attrs.frozen
class LoadStatusNotOk(Failure):
    """An element or an EventSource has no use for an answer of this status."""

    step: ClassVar[str] = FETCH + "ok-status"
    url: str
    status: int


@attrs.frozen
class MIMETypeRefused(Failure):
    """The MIME type is not one that ``initiator`` (an element, eventsource) takes."""

    step: ClassVar[str] = FETCH + "should-response-to-request-be-blocked-due-to-mime-type"
    url: str
    type: str
    initiator: str
    nosniff: bool = False

    @property
    def by_fetch(self) -> bool:
        """Whether Fetch refuses it, and not the element that wanted a stylesheet."""
        return self.initiator != "stylesheet" or self.nosniff


@attrs.frozen
class OpaqueResponseBlocked(Failure):
    """Opaque response blocking keeps the answer from the page.

    ``reason`` is never-sniffed, nosniff, partial, not-first, stays-unknown,
    status, not-media, not-script or document.
    """

    step: ClassVar[str] = "https://github.com/annevk/orb#algorithm"
    url: str
    reason: str


@attrs.frozen
class NotDecodable(Failure):
    """The body is no image, or not enough of one; or does not begin as a font does."""

    step: ClassVar[str] = "https://mimesniff.spec.whatwg.org/#sniffing-in-an-image-context"
    url: str


@attrs.frozen
class HeadersConflict(Failure):
    """Two lines of a header that may stand once say different things."""

    step: ClassVar[str] = FETCH + "concept-http-network-fetch"
    url: str
    name: str


@attrs.frozen
class InvalidResponse(Failure):
    """The answer cannot be read as an HTTP response by this browser."""

    url: str
    status: int
