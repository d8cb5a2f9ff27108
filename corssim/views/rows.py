"""What passes between page, browser and server: the rows of a sequence diagram.

Law: read from the events; how a row looks is each diagram's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from ..events import (
    AnsweredFromCache,
    Blocked,
    FetchStarted,
    PreflightCacheHit,
    PreflightRequired,
    PreflightSucceeded,
    RequestSent,
    ResponseExposed,
    ResponseReceived,
    Thrown,
)
from ..headers import HeaderList
from ..response import NetworkFailure
from ..story import Story
from .meanings import meaning

Way = Literal["call", "sent", "came", "lost", "note", "blocked", "read"]
TELLING = ("origin", "vary", "cookie", "set-cookie", "location", "content-type", "authorization",
           "cache-control", "if-none-match", "range")  # fmt: skip


@attrs.frozen
class Row:
    """One row: ``way`` says between whom and with what end, ``text`` is on it, ``headers`` are the
    message's lines.
    """

    way: Way
    text: str
    headers: HeaderList = ()

    @property
    def telling(self) -> HeaderList:
        """The lines that CORS turns on, and those that are the script's or the server's own."""
        return tuple(
            (name, value)
            for name, value in self.headers
            if name.lower().startswith("access-control-") or name.lower() in TELLING
        )


def rows(outcome: Story) -> Iterator[Row]:
    """The rows of an outcome, in order."""
    for event in outcome.events:
        match event:
            case FetchStarted():
                call = "XMLHttpRequest" if outcome.initiator == "xmlhttprequest" else "fetch"
                request = event.request
                text = f"{call} {request.method} {request.url}"
                yield Row("call", text, request.headers)
            case PreflightRequired():
                yield Row("note", "needs a preflight")
            case PreflightCacheHit():
                yield Row("note", "preflight remembered")
            case PreflightSucceeded():
                yield Row("note", f"preflight kept for {event.max_age:g} s")
            case AnsweredFromCache():
                yield Row("note", f"HTTP cache answers {event.response.status}")
            case RequestSent():
                wire = event.request
                yield Row("sent", f"{wire.method} {_path(wire.url)}", wire.headers)
            case ResponseReceived():
                answer = event.response
                if isinstance(answer, NetworkFailure):
                    yield Row("lost", f"no answer: {answer.how}")
                else:
                    text = f"{answer.status} {answer.reason}".strip()
                    yield Row("came", text, answer.headers)
            case ResponseExposed():
                response = event.response
                yield Row("read", f"reads {response.type} {response.status}", response.headers)
            case Blocked() | Thrown():
                yield Row("blocked", meaning(event.failure))
            case _:
                pass


def _path(url: str) -> str:
    """The URL without its scheme, cut where it is long."""
    shown = url.partition("://")[2]
    return shown if len(shown) <= 60 else shown[:57] + "..."
