"""What caches keep: values, and how a response varies.

Law: values only; the caches decide what is kept and when it is used again.
"""

from __future__ import annotations

from typing import NamedTuple

import attrs

from ..failures import Failure
from ..headers import HeaderList
from ..response import Response, WireResponse

Varied = tuple[tuple[str, str | None], ...]
"""Names of a Vary, each with the value that a request had for it."""


@attrs.define(slots=True)
class Stored:
    """A response in an HTTP cache. ``usable``: it may answer the request at hand without
    validation; ``initiator``: of the request that brought it.
    """

    request: HeaderList
    response: WireResponse
    at: float
    vary: Varied
    method: str = "GET"
    initiator: str = "fetch"
    usable: bool = False
    stale: bool = False
    """Usable, but to be revalidated in the background."""
    validators: tuple[tuple[str, str], ...] = ()


class Remembered(NamedTuple):
    """A load of an element that came to its end, good or bad, in a document's memory."""

    request_key: tuple[str, str, str]
    """Initiator, mode and credentials."""
    input: str
    """The URL that was asked for."""
    response: Response | None
    failure: Failure | None
    wire: WireResponse | None
    """What came; ``None`` of a module that could not be had."""
    at: float
    url: str
    """Where redirects led it, without a fragment."""
    until: float
    """When the first of the redirects is no longer fresh."""
    varied: Varied
    """What of the load its response varies by."""
