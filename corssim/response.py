"""What a server answers, and what of it a script may read.

Law: values only, frozen; no algorithm. Bodies are bytes.
"""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import Literal

import attrs

from .headers import HeaderList, get

ResponseType = Literal["basic", "cors", "opaque", "opaqueredirect", "error"]
REDIRECT_STATUSES = frozenset((301, 302, 303, 307, 308))
NULL_BODY_STATUSES = frozenset((101, 103, 204, 205, 304))


@lru_cache(maxsize=1024)
def reason_phrase(status: int) -> str:
    """The usual reason phrase of a status; ``X`` for one that Python does not know."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "X"


@attrs.frozen(slots=True)
class WireResponse:
    """A response on the wire: status, header lines in order, body, reason phrase.

    ``delay`` is how many seconds the server takes, on the browser's clock.
    """

    status: int
    headers: HeaderList = ()
    body: bytes = b""
    reason: str = ""
    delay: float = 0.0


@attrs.frozen(slots=True)
class NetworkFailure:
    """No response came. ``how``: refused, dropped, dns, tls, timeout; aborted: the browser gave
    up waiting, because the script said so.
    """

    how: str = "refused"


@attrs.frozen(slots=True)
class Response:
    """A filtered response: what script may read. ``url`` is empty where scripts see none."""

    type: ResponseType
    status: int
    url: str
    redirected: bool
    headers: HeaderList
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the status is an ok status (200 to 299)."""
        return 200 <= self.status <= 299

    @property
    def text(self) -> str:
        """The body as UTF-8 text."""
        return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str | None:
        """``response.headers.get(name)``."""
        return get(self.headers, name.lower())
