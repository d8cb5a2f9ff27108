"""EventSource: https://html.spec.whatwg.org/multipage/server-sent-events.html

Law: one connection and its first message; a connection that is lost would be made again, and
that is told by the profile (``reconnects``), not done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..failures import Failure, InvalidURL, LoadStatusNotOk, MIMETypeRefused
from ..request import Client, Request
from ..response import WireResponse

if TYPE_CHECKING:
    from ..browsers.profile import Profile
    from .fetching import Fetch

EVENT_STREAM = "text/event-stream"


def create_event_source_request(
    url: str, client: Client, profile: Profile, *, with_credentials: bool = False
) -> Request | InvalidURL:
    """The Request of ``new EventSource(url)``, or what the constructor throws."""
    parsed = profile.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    return Request(
        url=parsed,
        headers=(("Accept", EVENT_STREAM), *profile.event_source_headers),
        credentials="include" if with_credentials else "same-origin",
        cache="no-store",
        initiator="eventsource",
    )


def usable(fetch: Fetch, wire: WireResponse) -> Failure | None:
    """Why the connection is given up: its status is not 200, or its type no event stream's."""
    if wire.status != 200:
        return LoadStatusNotOk(fetch.url.href, wire.status)
    essence = fetch.profile.stream_type(wire)
    if essence != EVENT_STREAM:
        return MIMETypeRefused(fetch.url.href, essence, "eventsource")
    return None


def first_message(body: bytes) -> str | None:
    """The data of the first ``message`` event in *body*; ``None`` where there is none.

    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """
    data: list[str] = []
    kind = ""
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data and kind in ("", "message"):
                return "\n".join(data)
            data, kind = [], ""
        elif field == "data":
            data.append(value)
        elif field == "event":
            kind = value
    return None
