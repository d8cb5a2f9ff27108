"""Why a fetch failed: one frozen class a reason, with the evidence that decided.

Law: a failure carries values, never sentences; the browsers' sentences are in ``browsers/``
and the explanations in ``views/``. ``step`` is the anchor of the algorithm that fails it.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

FETCH = "https://fetch.spec.whatwg.org/#"
XHR = "https://xhr.spec.whatwg.org/#"


@attrs.frozen
class Failure:
    """Base of all reasons."""

    step: ClassVar[str] = FETCH + "concept-network-error"

    @property
    def kind(self) -> str:
        """The reason's name."""
        return type(self).__name__

    @property
    def evidence(self) -> dict[str, Any]:
        """The values that decided, by name."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}


# --- what a script may not ask: thrown before anything is sent --------------------------------


@attrs.frozen
class ScriptFailure(Failure):
    """The call itself is wrong: it throws, and nothing is sent."""

    step: ClassVar[str] = FETCH + "dom-request"


@attrs.frozen
class InvalidURL(ScriptFailure):
    """The URL does not parse."""

    input: str
    element: str = ""


@attrs.frozen
class URLIncludesCredentials(ScriptFailure):
    """The URL given to ``fetch()`` carries a user name or password."""

    input: str


@attrs.frozen
class InvalidMethod(ScriptFailure):
    """The method is not a token."""

    step: ClassVar[str] = FETCH + "concept-method"
    method: str


@attrs.frozen
class ForbiddenMethod(ScriptFailure):
    """CONNECT, TRACE and TRACK are refused, in any case."""

    step: ClassVar[str] = FETCH + "forbidden-method"
    method: str


@attrs.frozen
class MethodNotAllowedInNoCors(ScriptFailure):
    """Mode ``no-cors`` allows only GET, HEAD and POST."""

    method: str


@attrs.frozen
class BodyNotAllowed(ScriptFailure):
    """GET and HEAD requests have no body."""

    method: str


@attrs.frozen
class ModeNavigate(ScriptFailure):
    """Scripts cannot ask for mode ``navigate``."""


@attrs.frozen
class OnlyIfCachedNeedsSameOrigin(ScriptFailure):
    """Cache mode ``only-if-cached`` goes with mode ``same-origin`` only."""

    mode: str


@attrs.frozen
class InvalidEnumValue(ScriptFailure):
    """A member of ``init`` has a value outside its enumeration."""

    member: str
    enumeration: str
    value: str


@attrs.frozen
class InvalidHeaderName(ScriptFailure):
    """A header name is not a token."""

    name: str


@attrs.frozen
class InvalidHeaderValue(ScriptFailure):
    """A header value holds NUL, CR or LF, or a character beyond U+00FF."""

    name: str
    value: str


@attrs.frozen
class StreamNotSupported(ScriptFailure):
    """This browser does not upload a ReadableStream."""


@attrs.frozen
class StreamNeedsCORS(ScriptFailure):
    """A ReadableStream body goes with mode ``cors`` or ``same-origin`` only."""

    mode: str


@attrs.frozen
class BeaconSchemeNotSupported(ScriptFailure):
    """A beacon goes to http(s) URLs only."""

    step: ClassVar[str] = "https://w3c.github.io/beacon/#sendbeacon-method"
    input: str


# --- decided before the network -----------------------------------------------------------------


@attrs.frozen
class CrossOriginNotAllowedByMode(Failure):
    """Mode is ``same-origin`` and the URL is not."""

    step: ClassVar[str] = FETCH + "main-fetch"
    url: str
    origin: str


@attrs.frozen
class NoCorsNeedsFollow(Failure):
    """Mode ``no-cors`` with a redirect mode other than ``follow``."""

    step: ClassVar[str] = FETCH + "main-fetch"
    url: str


@attrs.frozen
class SchemeNotSupported(Failure):
    """The URL's scheme cannot be fetched (with CORS)."""

    step: ClassVar[str] = FETCH + "scheme-fetch"
    url: str


@attrs.frozen
class BlobNotFound(Failure):
    """No object is known for a blob: URL: none made by the page is modelled."""

    step: ClassVar[str] = FETCH + "scheme-fetch"
    url: str


@attrs.frozen
class MixedContent(Failure):
    """A secure page asks for an insecure resource."""

    step: ClassVar[str] = "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"
    url: str


@attrs.frozen
class BadPort(Failure):
    """The URL's port is blocked."""

    step: ClassVar[str] = FETCH + "port-blocking"
    url: str
    port: int
    of_preflight: bool = False
    """Whether it is a redirect's target that a preflight would have been sent to."""


@attrs.frozen
class NotInCache(Failure):
    """Cache mode ``only-if-cached`` and nothing is cached."""

    step: ClassVar[str] = FETCH + "http-network-or-cache-fetch"
    url: str


@attrs.frozen
class LocalNetworkDenied(Failure):
    """Local Network Access: no response header can grant it, only the person at the browser."""

    step: ClassVar[str] = "https://wicg.github.io/local-network-access/#permission-prompts"
    url: str
    space: str
    secure_context: bool


@attrs.frozen
class ConnectionFailed(Failure):
    """No HTTP answer came. ``how``: refused, dropped, dns, tls, timeout, stream."""

    url: str
    how: str
    address: str = ""


@attrs.frozen
class Aborted(Failure):
    """The script gave the call up: before it began, by hand, or by a timeout."""

    step: ClassVar[str] = "https://dom.spec.whatwg.org/#abortsignal-signal-abort"
    url: str
    how: str
    """before, abort, timeout"""


# --- the CORS check -----------------------------------------------------------------------------


@attrs.frozen
class CORSCheckFailed(Failure):
    """The CORS check of a response failed."""

    step: ClassVar[str] = FETCH + "cors-check"
    status: int


@attrs.frozen
class OriginMissing(CORSCheckFailed):
    """No Access-Control-Allow-Origin."""

    origin: str


@attrs.frozen
class OriginMismatch(CORSCheckFailed):
    """Access-Control-Allow-Origin is not ``*`` and not the request's origin, byte for byte."""

    value: str
    origin: str


@attrs.frozen
class OriginMultiple(OriginMismatch):
    """The same, and the value holds more than one origin."""


@attrs.frozen
class OriginInvalid(OriginMismatch):
    """The same, and the value is no origin at all."""


@attrs.frozen
class WildcardWithCredentials(CORSCheckFailed):
    """``*`` does not count where the credentials mode is ``include``."""


@attrs.frozen
class CredentialsNotTrue(CORSCheckFailed):
    """Access-Control-Allow-Credentials is not exactly ``true``; ``value`` is None if absent."""

    value: str | None


# --- the preflight ------------------------------------------------------------------------------


@attrs.frozen
class PreflightFailure(Failure):
    """The preflight's answer does not allow the request."""

    step: ClassVar[str] = FETCH + "cors-preflight-fetch"


@attrs.frozen
class PreflightStatusNotOk(PreflightFailure):
    """The status is not an ok status (200 to 299)."""

    status: int


@attrs.frozen
class PreflightRedirected(PreflightFailure):
    """The preflight was answered with a redirect."""

    status: int
    location: str
    cross_origin: bool


@attrs.frozen
class ListUnparsable(PreflightFailure):
    """Allow-Methods or Allow-Headers does not parse; ``element`` is the first culprit."""

    header: str
    value: str
    element: str


@attrs.frozen
class MethodNotAllowed(PreflightFailure):
    """The method is not in Access-Control-Allow-Methods."""

    method: str
    allowed: tuple[str, ...]


@attrs.frozen
class HeaderNotAllowed(PreflightFailure):
    """A request header is not in Access-Control-Allow-Headers."""

    name: str
    allowed: tuple[str, ...]


# --- redirects ----------------------------------------------------------------------------------


@attrs.frozen
class RedirectFailure(Failure):
    """A redirect cannot be followed. ``url`` redirected to ``target``."""

    step: ClassVar[str] = FETCH + "http-redirect-fetch"
    url: str
    target: str


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
    """Chrome: ``fetch()`` follows no redirect to a URL with a user name or password."""

    step: ClassVar[str] = FETCH + "concept-http-redirect-fetch"


@attrs.frozen
class RedirectLostInCache(RedirectFailure):
    """Safari: a stored redirect led out of the page's origin, this one to what is stored, too."""


@attrs.frozen
class TooManyRedirects(RedirectFailure):
    """More than 20 redirects."""


@attrs.frozen
class RedirectStreamBody(RedirectFailure):
    """A streamed body cannot be sent again."""


@attrs.frozen
class RedirectCrossOriginNotAllowedByMode(RedirectFailure):
    """Mode is ``same-origin`` and the redirect leaves the origin."""


# --- after the answer ---------------------------------------------------------------------------


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
