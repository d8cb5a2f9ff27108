"""What a story shows the doctor: the call, the last answer, the preflight, the needs.

Law: reads an outcome and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import attrs

from ..events import (
    AnsweredFromCache,
    Blocked,
    FetchStarted,
    PreflightRequired,
    ResponseReceived,
)
from ..headers import get
from ..request import Request
from ..response import REDIRECT_STATUSES, WireResponse
from ..story import Story
from ..url import parse_url
from .finding import Finding, Severity
from .needs import Needs

# stands where no answer came: neither ok, nor a redirect, nor an error
NO_RESPONSE = WireResponse(100, reason="")


class Evidence:
    """An outcome, read for diagnosis."""

    def __init__(self, outcome: Story) -> None:
        self.outcome = outcome
        self.origin = outcome.client.origin.serialized
        started = [event for event in outcome.events if isinstance(event, FetchStarted)]
        self.request: Request | None = started[0].request if started else None
        last = outcome.events[-1]
        self.blocked: Blocked | None = last if isinstance(last, Blocked) else None
        required = [event for event in outcome.events if isinstance(event, PreflightRequired)]
        self.required: PreflightRequired | None = required[-1] if required else None
        answering = [
            e for e in outcome.events if isinstance(e, AnsweredFromCache | ResponseReceived)
        ]
        self.from_cache = bool(answering) and isinstance(answering[-1], AnsweredFromCache)

    @cached_property
    def answers(self) -> list[WireResponse]:
        """Every answer that came, in order."""
        return [
            exchange.response
            for exchange in self.outcome.exchanges
            if isinstance(exchange.response, WireResponse)
        ]

    @property
    def left_own_origin(self) -> bool:
        """Whether the page called its own origin, which redirected the call to another."""
        if self.request is None or not self.outcome.exchanges:
            return False
        last = parse_url(self.outcome.exchanges[-1].request.url)
        first = self.request.url.origin.serialized
        return last is not None and first == self.origin != last.origin.serialized

    @property
    def response(self) -> WireResponse:
        """The answer that decided; an empty one where none came."""
        for event in reversed(self.outcome.events):
            answer = getattr(event, "response", None)
            if isinstance(answer, WireResponse):
                return answer
        return NO_RESPONSE

    @cached_property
    def preflight(self) -> WireResponse | None:
        """The answer to the last preflight."""
        found = [
            exchange.response
            for exchange in self.outcome.exchanges
            if exchange.preflight and isinstance(exchange.response, WireResponse)
        ]
        return found[-1] if found else None

    @property
    def in_preflight(self) -> bool:
        """Whether the preflight's answer decided."""
        return self.blocked is not None and self.blocked.preflight

    @property
    def url(self) -> str:
        """The URL at which the story ended."""
        if self.blocked is not None:
            return self.blocked.url
        return self.request.url.href if self.request is not None else ""

    @property
    def method(self) -> str:
        """The call's method."""
        return self.request.method if self.request is not None else "GET"

    @property
    def include(self) -> bool:
        """Whether the call is made with credentials."""
        return self.request is not None and self.request.credentials == "include"

    @property
    def redirected(self) -> bool:
        """Whether the deciding answer is a redirect of the call itself."""
        return not self.in_preflight and self.response.status in REDIRECT_STATUSES

    def header(self, name: str) -> str | None:
        """A header of the answer that decided."""
        return get(self.response.headers, name)

    def sent(self, name: str) -> str:
        """The value of a request header that the script set."""
        headers = self.request.headers if self.request is not None else ()
        return get(headers, name) or ""

    @cached_property
    def needs(self) -> Needs:
        """What the server must allow, with what it already does."""
        unsafe = self.required.unsafe_headers if self.required is not None else ()
        names = {name.lower(): name for name, _ in (self.request.headers if self.request else ())}
        methods = tuple(dict.fromkeys(("GET", "POST", self.method)))
        own = Needs(
            origin=self.origin,
            methods=methods,
            headers=tuple(names.get(name, name) for name in unsafe),
            credentials=self.include,
        )
        return own.with_answers(answer.headers for answer in self.answers)

    def finding(
        self, name: str, value: str = "", severity: Severity = "warning",
        expose: Iterable[str] = (), /, **values: Any,
    ) -> Finding:  # fmt: skip
        """A finding with the values that every template may use; *expose*: headers to expose."""
        needs = self.needs
        if expose:
            needs = attrs.evolve(needs, expose=tuple(dict.fromkeys((*needs.expose, *expose))))
        shown = {
            "origin": self.origin,
            "url": self.url,
            "method": self.method,
            "status": 0 if self.response is NO_RESPONSE else self.response.status,
            "names": ", ".join(self.needs.headers) or "none",
            **values,
        }
        return Finding(name, severity, value, needs, shown, (self.outcome.browser,))
