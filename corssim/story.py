"""The story of a call: the events that the engine told, and what is read from them.

Law: nothing is decided here; the words are the browser's. Pictures of it are views.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import attrs

from .browsers import Message, Profile
from .call import Call
from .environment import Client
from .events import (
    AnsweredFromMemory,
    Blocked,
    Event,
    PreflightCacheHit,
    RequestSent,
    ResponseReceived,
    Thrown,
)
from .failures import Failure, ScriptFailure
from .request import WireRequest
from .response import NetworkFailure, Response, WireResponse


@attrs.frozen
class Exchange:
    """A request and its answer."""

    request: WireRequest
    response: WireResponse | NetworkFailure | None
    at: float = 0.0
    """When the request went out, on the browser's clock."""

    @property
    def preflight(self) -> bool:
        """Whether the request is a preflight."""
        return self.request.preflight


class Story:
    """What came of a call: its events, and what is read from them."""

    def __init__(
        self, profile: Profile, client: Client, call: Call, events: Sequence[Event],
        response: Response | None,
    ) -> None:  # fmt: skip
        self.browser = profile.name
        self.client = client
        self.call = call
        self.events = events
        self.response = response
        """What the script may read; ``None`` where the call failed."""
        self._profile = profile

    @property
    def initiator(self) -> str:
        """Who called: fetch, xmlhttprequest, eventsource, beacon, or the kind of element."""
        return self.call.initiator

    @property
    def ok(self) -> bool:
        """Whether the promise resolved (or the XMLHttpRequest loaded)."""
        return self.response is not None

    @property
    def status(self) -> int:
        """The status that the script sees; 0 where the call failed or the response is opaque."""
        return 0 if self.response is None else self.response.status

    @cached_property
    def failure(self) -> Failure | None:
        """The typed reason with its evidence; ``None`` if the call succeeded."""
        last = self.events[-1]
        if isinstance(last, AnsweredFromMemory | Blocked | Thrown):
            return last.failure
        return None

    @property
    def error(self) -> str | None:
        """What the script gets: ``String(error)``, or ``error`` for an XMLHttpRequest."""
        if self.failure is None:
            return None
        return self._profile.words.error_text(self.failure, self.call)

    @property
    def silent(self) -> bool:
        """Whether a synchronous call failed without throwing, so that its status is 0."""
        return self._silent is not None

    @property
    def silent_url(self) -> str:
        """What ``responseURL`` says after such a failure: at home the URL that failed."""
        last = self._silent
        if last is None or last.cross_origin or not last.sent:
            return ""
        return last.url.partition("#")[0]

    @property
    def _silent(self) -> Blocked | None:
        last = self.events[-1]
        if not isinstance(last, Blocked) or not self.call.synchronous:
            return None
        if isinstance(last.failure, ScriptFailure) or self._profile.words.throws(last, self.call):
            return None
        return last

    @property
    def reconnects(self) -> bool:
        """Whether an EventSource that came to this end connects again."""
        return self._profile.rules.request.reconnects(self.failure)

    @property
    def queued(self) -> bool:
        """What ``sendBeacon`` returned."""
        return not isinstance(self.failure, self._profile.rules.request.unqueued_beacons)

    @cached_property
    def console(self) -> list[Message]:
        """The console's messages: each with source, level and text."""
        return self._profile.words.console(self.events, self.client, self._profile.rules)

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """Every request that went over the wire with its answer, preflights marked."""
        paired: list[Exchange] = []
        sent: RequestSent | None = None
        for event in self.events:
            if isinstance(event, RequestSent):
                sent = event
            elif isinstance(event, ResponseReceived) and sent is not None:
                paired.append(Exchange(sent.request, event.response, sent.at))
                sent = None
        return paired

    @property
    def preflights(self) -> int:
        """How many preflights were sent."""
        return sum(exchange.preflight for exchange in self.exchanges)

    @property
    def preflight_cache_hits(self) -> int:
        """How many hops a remembered preflight allowed."""
        return sum(isinstance(event, PreflightCacheHit) for event in self.events)

    def __repr__(self) -> str:
        state = "allowed" if self.ok else f"blocked: {self.failure}"
        return f"<{type(self).__name__} {self.browser} {state}>"
