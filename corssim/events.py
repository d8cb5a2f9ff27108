"""What can happen in a fetch: a frozen class each, with its evidence.

Law: the engine tells the story once, as these; all that people see is a view of them.
"""

from __future__ import annotations

import attrs

from .failures import Failure
from .request import Request, WireRequest
from .response import NetworkFailure, Response, WireResponse

__all__ = [
    "AnsweredFromCache", "AnsweredFromMemory", "AuthorizationByWildcard", "Blocked",
    "BodyUndecodable", "CORSCheckPassed", "CookieAccepted", "CookieRejected", "Event",
    "FetchStarted", "HeadersRefused", "PreflightCacheHit", "PreflightRequired",
    "PreflightSucceeded", "RedirectFollowed", "RequestSent", "ResponseExposed",
    "ResponseReceived", "ResponseUnusable", "RevalidatedInBackground", "SynchronousCall",
    "Thrown", "UpgradedToSecure",
]  # fmt: skip


@attrs.frozen(slots=True)
class Event:
    """Base of all events."""


@attrs.frozen(slots=True)
class SynchronousCall(Event):
    """The first synchronous XMLHttpRequest of a document."""


@attrs.frozen(slots=True)
class HeadersRefused(Event):
    """The script tried to set forbidden request headers; they are dropped."""

    names: tuple[str, ...]


@attrs.frozen(slots=True)
class FetchStarted(Event):
    """The browser takes up the request."""

    request: Request
    cross_origin: bool


@attrs.frozen(slots=True)
class PreflightRequired(Event):
    """A preflight must have allowed the request. ``because``: method, headers or flag."""

    url: str
    method: str
    unsafe_headers: tuple[str, ...]
    because: str


@attrs.frozen(slots=True)
class PreflightCacheHit(Event):
    """A remembered preflight allows the request: no OPTIONS is sent."""

    url: str


@attrs.frozen(slots=True)
class RequestSent(Event):
    """A request went over the wire, *at* the browser's time."""

    request: WireRequest
    at: float = 0.0


@attrs.frozen(slots=True)
class ResponseReceived(Event):
    """The answer to the last request, or the lack of one."""

    response: WireResponse | NetworkFailure


@attrs.frozen(slots=True)
class PreflightSucceeded(Event):
    """The preflight's answer allows the request; remembered for ``max_age`` seconds."""

    url: str
    max_age: float


@attrs.frozen(slots=True)
class AuthorizationByWildcard(Event):
    """``Authorization`` was let through by ``Access-Control-Allow-Headers: *``."""

    url: str


@attrs.frozen(slots=True)
class RevalidatedInBackground(Event):
    """A stale response is used (stale-while-revalidate); this one replaces it in the cache."""

    url: str
    response: WireResponse


@attrs.frozen(slots=True)
class AnsweredFromCache(Event):
    """The HTTP cache answers; nothing is sent."""

    url: str
    response: WireResponse


@attrs.frozen(slots=True)
class RedirectFollowed(Event):
    """A redirect is followed. ``tainted``: the origin is sent as ``null`` from here on;
    ``referrer_policy``: what holds from here on, empty for the default.
    """

    url: str
    target: str
    status: int
    method: str
    tainted: bool
    referrer_policy: str


@attrs.frozen(slots=True)
class CORSCheckPassed(Event):
    """The CORS check of a response passed."""

    url: str
    status: int


@attrs.frozen(slots=True)
class Blocked(Event):
    """The fetch ended in a network error.

    ``url`` is the URL at which it ended, ``initial`` the first one; ``preflight`` says that
    the preflight's answer decided, ``sent`` that something could have been sent before,
    ``cross_origin`` that the response tainting was ``cors``.
    """

    failure: Failure
    url: str
    initial: str
    preflight: bool = False
    sent: bool = True
    cross_origin: bool = True

    def shown(self, url: str) -> str:
        """*url* as Chrome and Safari name insecure content: a load's first URL goes without its
        fragment, a redirect's target keeps it. Recorded: e14-59, hunted: g1010-587.
        """
        return url.partition("#")[0] if url == self.initial else url


@attrs.frozen(slots=True)
class BodyUndecodable(Event):
    """The body of an answer that no script reads is not what Content-Encoding says."""

    url: str


@attrs.frozen(slots=True)
class Thrown(Event):
    """The call threw before anything was sent."""

    failure: Failure


@attrs.frozen(slots=True)
class UpgradedToSecure(Event):
    """An image that would be insecure content is asked for by https instead.

    https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
    """

    url: str


@attrs.frozen(slots=True)
class AnsweredFromMemory(Event):
    """The document remembered this load of an element; nothing was asked. ``failure``: why it had
    failed, and fails again.
    """

    url: str
    failure: Failure | None


@attrs.frozen(slots=True)
class CookieRejected(Event):
    """A Set-Cookie line is not taken. ``why`` is name, domain, prefix, none-insecure, insecure or
    cross-site.
    """

    url: str
    name: str
    why: str


@attrs.frozen(slots=True)
class CookieAccepted(Event):
    """A Set-Cookie line is taken, with a remark. ``why`` is foreign (a cookie of another site that
    is not partitioned) or same-site (an unknown value of SameSite).
    """

    url: str
    name: str
    why: str


@attrs.frozen(slots=True)
class ResponseUnusable(Event):
    """The response passed CORS, but the element or EventSource cannot use it."""

    url: str
    wire: WireResponse


@attrs.frozen(slots=True)
class ResponseExposed(Event):
    """The promise resolved with this response. ``wire`` is what came; ``response`` is read."""

    response: Response
    wire: WireResponse
    url: str
