"""Why the CORS check of a response failed.

Law: decided by Access-Control-Allow-Origin and Access-Control-Allow-Credentials.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


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
