"""EventSource: https://html.spec.whatwg.org/multipage/server-sent-events.html

Law: one connection and its first message. Whether the browser would connect again is answered by
``RequestRules.reconnects``; nothing here connects twice.
"""

from __future__ import annotations

from ..environment import Client
from ..failures import Failure, InvalidURL, LoadStatusNotOk, MIMETypeRefused
from ..request import Request
from ..response import WireResponse
from .elements import ElementRules
from .fetch import Fetch
from .request_constructor import RequestRules

EVENT_STREAM = "text/event-stream"


def create_event_source_request(
    url: str, client: Client, rules: RequestRules, *, with_credentials: bool = False
) -> Request | InvalidURL:
    """The Request of ``new EventSource(url)``, or what the constructor throws."""
    parsed = rules.parsing.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    return Request(
        url=parsed,
        headers=(("Accept", EVENT_STREAM), *rules.event_source_headers),
        credentials="include" if with_credentials else "same-origin",
        cache="no-store",
        initiator="eventsource",
    )


def usable(fetch: Fetch, wire: WireResponse, rules: ElementRules) -> Failure | None:
    """Why the connection is given up: its status is not 200, or its type no event stream's."""
    if wire.status != 200:
        return LoadStatusNotOk(fetch.url.href, wire.status)
    essence = rules.stream_type(wire)
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
