"""A server under examination: how it is asked, and what a browser makes of its answers.

Law: every attempt starts with fresh browsers, so that nothing is remembered from one to the next;
what is judged is the engine's outcome, never a header looked at by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..browsers import BROWSERS, BrowserName
from ..environment import page_of
from ..headers import get, split
from ..page import Browser
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from ..servers import Server, as_server
from ..story import Story
from ..url import parse_url
from .stated import StatedPolicy

Answer = WireResponse | NetworkFailure
Pairs = tuple[tuple[str, str], ...]
SHOWN = ("access-control-", "vary")


@attrs.frozen
class Attempt:
    """A call that a page of ``origin`` makes: ``path`` on the server, with cookies or without."""

    origin: str
    path: str = "/"
    method: str = "GET"
    headers: Pairs = ()
    credentials: bool = False


class Subject:
    """A *server* (whatever ``Browser.open`` takes) and the *policy* that is meant to hold for it.

    For a *live* one, requests that differ only in what a browser says of itself are sent once;
    ``spent`` says whether an end was made because it may be asked no more.
    """

    def __init__(
        self, server: Any, policy: StatedPolicy, *, browsers: Sequence[BrowserName] = BROWSERS,
        live: bool = False,
    ) -> None:  # fmt: skip
        self.policy = policy
        self.is_live = live
        self.spent = False
        self.browsers = tuple(browsers)
        self._server: Server = as_server(server)
        self._known: dict[tuple[Any, ...], Answer] = {}

    def url(self, path: str) -> str:
        """The URL of *path*."""
        return self.policy.url + path

    def outcomes(self, attempt: Attempt) -> dict[str, Story]:
        """What each browser makes of *attempt*."""
        self._known.clear()
        return {name: self._outcome(attempt, name, self) for name in self.browsers}

    def outcome(self, attempt: Attempt, server: Server | None = None) -> Story:
        """What the first browser makes of it, answered by *server* where it is given."""
        self._known.clear()
        return self._outcome(attempt, self.browsers[0], server or self)

    def _outcome(self, attempt: Attempt, browser: BrowserName, server: Server) -> Story:
        page = Browser(browser).open(page_of(attempt.origin), server, local_network="granted")
        return page.fetch(
            self.url(attempt.path),
            method=attempt.method,
            headers=attempt.headers,
            credentials="include" if attempt.credentials else "same-origin",
        )

    is_corssim_server = True

    def __call__(self, request: WireRequest) -> Answer:
        """The server's answer to what a browser sends."""
        if not self.is_live:
            return self.ask(request)
        key = (request.method, request.url, request.body, *_told(request))
        if key not in self._known:
            self._known[key] = self.ask(request)
        return self._known[key]

    def ask(self, request: WireRequest) -> Answer:
        """The server's own answer to *request*."""
        return self._server(request)

    def is_home(self, attempt: Attempt) -> bool:
        """Whether the page is of the server's own origin, where CORS has no say."""
        return attempt.origin == self.policy.url


def _told(request: WireRequest) -> tuple[str | None, ...]:
    names = ("origin", "access-control-request-method", "access-control-request-headers", "cookie")
    return tuple(request.header(name) for name in names)


def raw(subject: Subject, path: str, origin: str | None, *lines: tuple[str, str]) -> WireRequest:
    """A plain GET of *path*, with Origin where one is given, and *lines*."""
    url = parse_url(subject.url(path))
    assert url is not None
    port = f":{url.port}" if url.port is not None else ""
    headers = [("Host", url.host + port), ("Accept", "*/*")]
    if origin is not None:
        headers.append(("Origin", origin))
    return WireRequest("GET", url.wire, (*headers, *lines))


def signature(answer: Answer) -> tuple[Any, ...]:
    """What of an answer CORS depends on: the status, Access-Control-* and Vary."""
    if isinstance(answer, NetworkFailure):
        return (answer.how,)
    lines = []
    for name, value in answer.headers:
        lower = name.lower()
        if lower == "vary":
            lines.append((lower, tuple(sorted(token.lower() for token in split(value)))))
        elif lower.startswith("access-control-"):
            lines.append((lower, (value,)))
    return (answer.status, *sorted(lines))


def varies_by_origin(answer: Answer) -> bool:
    """Whether the answer says that it depends on Origin."""
    if isinstance(answer, NetworkFailure):
        return True
    names = {name.lower() for name in split(get(answer.headers, "vary") or "")}
    return bool(names & {"origin", "*"})


def is_storable(answer: Answer) -> bool:
    """Whether a shared cache may keep the answer to a GET (RFC 9111, 3)."""
    if isinstance(answer, NetworkFailure):
        return False
    control = {part.partition("=")[0].strip().lower()
               for part in split(get(answer.headers, "cache-control") or "")}  # fmt: skip
    return not control & {"no-store", "private"}
