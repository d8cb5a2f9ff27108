"""What ends a fetch before the network, or on it: no answer came.

Law: no response header can change these.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


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
