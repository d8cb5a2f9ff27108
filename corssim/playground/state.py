"""The state of the page: the call, the server, the clock. Everything else follows from it.

Law: a state is a JSON object; what is missing has a default, what is wrong raises ``UsageError``
with the field's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..browsers import browser_name
from ..call import ScriptCall
from ..environment import page_of
from ..errors import UsageError
from ..headers import split
from ..outcome import Outcome
from ..page import Browser
from ..response import WireResponse, reason_phrase
from ..servers.policy import Policy
from ..servers.scripted import checked_headers

Json = dict[str, Any]
MOST_TEXT = 20_000  # characters of a field
LONGEST = 31_536_000  # seconds that the clock may be moved: a year


@attrs.frozen
class PolicyForm:
    """The fields of a policy, as text."""

    origins: str = "https://app.example"
    methods: str = "GET, POST"
    headers: str = ""
    credentials: bool = False
    expose: str = ""
    max_age: str = ""

    def server(self) -> Policy:
        """The server that it describes; raises ``UsageError``."""
        age = self.max_age.strip()
        if age and not age.isdigit():
            raise UsageError(f"Max-Age is a number of seconds, not {age!r}")
        return Policy(
            origins=_list(self.origins), methods=_list(self.methods), headers=_list(self.headers),
            credentials=self.credentials, expose=_list(self.expose),
            max_age=int(age) if age else None, body=b'{"items": 3}',
            response_headers=(("Content-Type", "application/json"), ("X-Total", "3")),
        )  # fmt: skip


@attrs.frozen
class State:
    """What the page shows: see the fields of the page. ``clock`` is the number of seconds after
    which the call is made again; 0: once only.
    """

    origin: str = "https://app.example"
    url: str = "https://api.example/items/7"
    method: str = "GET"
    headers: str = ""
    body: str = ""
    kind: str = attrs.field(default="fetch", validator=attrs.validators.in_(("fetch", "xhr")))
    credentials: str = attrs.field(
        default="same-origin", validator=attrs.validators.in_(("omit", "same-origin", "include"))
    )
    mode: str = attrs.field(
        default="cors", validator=attrs.validators.in_(("cors", "no-cors", "same-origin"))
    )
    server: str = attrs.field(
        default="policy", validator=attrs.validators.in_(("policy", "answers", "live"))
    )
    policy: PolicyForm = attrs.Factory(PolicyForm)
    preflight: str = "204"
    actual: str = "200\nContent-Type: application/json"
    fix: str = "headers"
    clock: float = 0.0

    def run(self, browser: str, server: Any) -> tuple[Outcome, Outcome | None]:
        """The call in *browser*, and the same again after ``clock`` seconds."""
        page = Browser(browser_name(browser)).open(page_of(self.origin.strip()), server)
        first = page.make(self.call)
        if not self.clock:
            return first, None
        page.browser.clock.advance(self.clock)
        return first, page.make(self.call)

    @property
    def call(self) -> ScriptCall:
        """The call that the form describes."""
        return ScriptCall(
            self.url.strip(), self.method.strip(), tuple(header_lines(self.headers)),
            self.body or None, self.credentials, self.mode, xhr=self.kind == "xhr",
        )  # fmt: skip


def state_of(data: Any) -> State:
    """The state that a JSON object denotes; raises ``UsageError`` with what is wrong."""
    if not isinstance(data, Mapping):
        raise UsageError("a state is an object")
    given: Json = {}
    for field in attrs.fields(State):
        if field.name not in data:
            continue
        value = data[field.name]
        if field.name == "policy":
            value = _policy(value)
        elif field.name == "clock":
            value = _seconds(value)
        else:
            value = _text(field.name, value)
        given[field.name] = value
    try:
        return State(**given)
    except ValueError as problem:
        raise UsageError(str(problem.args[0])) from None


def _policy(value: Any) -> PolicyForm:
    if not isinstance(value, Mapping):
        raise UsageError("policy is an object")
    given: Json = {}
    for field in attrs.fields(PolicyForm):
        if field.name in value:
            one = value[field.name]
            given[field.name] = bool(one) if field.name == "credentials" else _text(field.name, one)
    return PolicyForm(**given)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{name} is text")
    if len(value) > MOST_TEXT:
        raise UsageError(f"{name} is longer than {MOST_TEXT} characters")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
        raise UsageError(f"clock is a number of seconds from 0 to {LONGEST}")
    return float(value)


def _list(text: str) -> tuple[str, ...]:
    return tuple(item for item in split(text.replace("\n", ",")) if item)


def header_lines(text: str) -> list[tuple[str, str]]:
    """Header lines as text, one a line; raises ``UsageError`` for what is none."""
    lines = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise UsageError(f"a header is written Name: value, not {line.strip()!r}")
        lines.append((name.strip(), value.strip()))
    return lines


def answer_of(text: str) -> WireResponse:
    """An answer as text: a status, then header lines, then after an empty line the body."""
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    first, _, rest = head.partition("\n")
    status = first.split(maxsplit=1)[0] if first.strip() else ""
    if not status.isdigit() or not 100 <= int(status) <= 999:
        raise UsageError(f"an answer begins with a status from 100 to 999, not {first.strip()!r}")
    reason = first.strip()[len(status) :].strip() or reason_phrase(int(status))
    lines = checked_headers(header_lines(rest))
    return WireResponse(int(status), lines, body.encode("utf-8"), reason)
