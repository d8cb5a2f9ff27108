"""Why a call throws: nothing is sent.

Law: the call itself is wrong, whatever a server would answer.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


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
