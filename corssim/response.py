"""What a server answers, and what of it a script may read.

Law: values only, frozen; no algorithm. Bodies are bytes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Literal, get_args

import attrs

from .errors import UsageError
from .given import header_list, response_body
from .headers import HeaderList, Headers, get

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


def _status(status: int) -> int:
    if type(status) is int and 100 <= status <= 999:
        return status
    raise UsageError(f"a status is a number from 100 to 999, not {status!r}")


def _header_lines(headers: Headers | None) -> HeaderList:
    return header_list(headers, on_wire=True)


def _reason(response: WireResponse) -> str:
    return reason_phrase(response.status)


def _checked_reason(response: WireResponse, attribute: Any, reason: str) -> None:
    if not isinstance(reason, str):
        raise UsageError(f"a reason phrase is text, not {reason!r}")


def _checked_delay(response: WireResponse, attribute: Any, delay: float) -> None:
    if not isinstance(delay, int | float) or not delay >= 0:
        raise UsageError(f"delay takes seconds, 0 or more, not {delay!r}")


@attrs.frozen(slots=True)
class WireResponse:
    """A response on the wire: status, header lines in order, body, reason phrase.

    ``headers`` may be given as a mapping or as pairs, ``body`` as text (sent as UTF-8); without
    ``reason`` it is the status's usual phrase, and an empty one stays empty, as in HTTP/2.
    ``delay`` is how many seconds the server takes, on the browser's clock. Raises ``UsageError``
    for anything else.
    """

    status: int = attrs.field(converter=_status)
    headers: HeaderList = attrs.field(default=(), converter=_header_lines)
    body: bytes = attrs.field(default=b"", converter=response_body)
    reason: str = attrs.field(
        default=attrs.Factory(_reason, takes_self=True), validator=_checked_reason
    )
    delay: float = attrs.field(default=0.0, validator=_checked_delay)


How = Literal["refused", "dropped", "dns", "tls", "timeout", "aborted"]
HOWS: tuple[How, ...] = get_args(How)


def _checked_how(failure: NetworkFailure, attribute: Any, how: str) -> None:
    if how not in HOWS:
        raise UsageError(f"a network failure is one of {', '.join(HOWS)}, not {how!r}")


@attrs.frozen(slots=True)
class NetworkFailure:
    """No response came. ``how``: refused, dropped, dns, tls, timeout; aborted: the browser
    stopped waiting, because the script aborted the call.
    """

    how: How = attrs.field(default="refused", validator=_checked_how)


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

    def json(self) -> Any:
        """The body as JSON; raises ``ValueError`` where it is none, as ``response.json()``
        rejects.
        """
        return json.loads(self.body.decode("utf-8-sig", "replace"))

    def header(self, name: str) -> str | None:
        """``response.headers.get(name)``."""
        return get(self.headers, name.lower())
