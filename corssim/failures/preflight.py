"""Why a preflight's answer does not allow the request.

Law: decided by the answer to OPTIONS alone.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from .base import FETCH, Failure


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
