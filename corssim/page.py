"""Browser and Page: the few lines that drive the generator against a server.

Law: no rule of CORS is here. A browser owns the caches, the cookie jar and the clock; a page
binds it to a document and a server; an outcome is the story with its views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import attrs

from .browsers import PROFILES, Profile
from .errors import UsageError
from .events import Blocked, Event, PreflightCacheHit, RequestSent, ResponseReceived, Thrown
from .failures import Failure, ScriptFailure
from .request import Client, Request, WireRequest
from .response import NetworkFailure, Response, WireResponse
from .servers import AsyncServer, Server, as_async_server, as_server, server_for
from .standard.agent import Agent, Clock
from .standard.fetching import Fetch, main_fetch
from .standard.local_network import ANSWERS, SPACES, address_space_of
from .standard.request_constructor import create_request
from .standard.xhr import create_xhr_request
from .url import URL, opaque_origin, parse_url


@attrs.frozen
class Exchange:
    """A request and its answer."""

    request: WireRequest
    response: WireResponse | NetworkFailure | None

    @property
    def preflight(self) -> bool:
        """Whether the request is a preflight."""
        return self.request.preflight


class Outcome:
    """What came of a call: the story (``events``) and its views."""

    def __init__(
        self, profile: Profile, client: Client, initiator: str, events: Sequence[Event],
        response: Response | None,
    ) -> None:  # fmt: skip
        self.browser = profile.name
        self.client = client
        self.initiator = initiator
        self.events = events
        self.response = response
        """What the script may read; ``None`` where the call failed."""
        self._profile = profile

    @property
    def ok(self) -> bool:
        """Whether the promise resolved (or the XMLHttpRequest loaded)."""
        return self.response is not None

    @cached_property
    def failure(self) -> Failure | None:
        """The typed reason with its evidence; ``None`` if the call succeeded."""
        last = self.events[-1]
        return last.failure if isinstance(last, Blocked | Thrown) else None

    @property
    def error(self) -> str | None:
        """What the script gets: ``String(error)``, or ``error`` for an XMLHttpRequest."""
        if self.failure is None:
            return None
        return self._profile.error_text(self.failure, self.initiator)

    @cached_property
    def console(self) -> list[Any]:
        """The console's messages: each with source, level and text."""
        return self._profile.console(self.events, self.client)

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """Every request that went over the wire with its answer, preflights marked."""
        paired: list[Exchange] = []
        request: WireRequest | None = None
        for event in self.events:
            if isinstance(event, RequestSent):
                request = event.request
            elif isinstance(event, ResponseReceived) and request is not None:
                paired.append(Exchange(request, event.response))
                request = None
        return paired

    @property
    def preflights(self) -> int:
        """How many preflights were sent."""
        return sum(exchange.preflight for exchange in self.exchanges)

    @property
    def preflight_cache_hits(self) -> int:
        """How many hops a remembered preflight allowed."""
        return sum(isinstance(event, PreflightCacheHit) for event in self.events)

    def explain(self) -> str:
        """The story step by step, in words, with links to the standard."""
        from .views.explain import explain

        return explain(self)

    def diagram(self, form: str = "mermaid") -> str:
        """The sequence diagram: *form* is ``mermaid`` or ``svg``; raises ``UsageError`` else."""
        from .views.diagram import mermaid
        from .views.svg import svg

        if form not in ("mermaid", "svg"):
            raise UsageError(f"a diagram is mermaid or svg, not {form!r}")
        return mermaid(self) if form == "mermaid" else svg(self)

    def _repr_html_(self) -> str:
        """The outcome in a notebook."""
        from .views.html import outcome_html

        return outcome_html(self)

    def record(self) -> dict[str, Any]:
        """The step's record in FORMAT.md's form."""
        from .views.record import record_step

        return record_step(self)

    def __repr__(self) -> str:
        state = "allowed" if self.ok else f"blocked: {self.failure}"
        return f"<Outcome {self.browser} {state}>"


class Page:
    """A document open in a browser, and the server that answers its requests."""

    def __init__(self, browser: Browser, client: Client, server: Any) -> None:
        self.browser = browser
        self.client = client
        self._app = server if server is None else server_for(server) or server
        self._server: Server | None = None
        self._async_server: AsyncServer | None = None

    def fetch(self, url: str, **init: Any) -> Outcome:
        """``fetch(url, init)``: method, headers, body, mode, credentials, redirect, cache,
        referrer_policy, keepalive. Raises ``UsageError`` for an argument that is none of these.
        """
        return self._run(self._request(url, init), "fetch")

    def xhr(self, method: str, url: str, **options: Any) -> Outcome:
        """An asynchronous XMLHttpRequest: headers, with_credentials, upload_listener, body."""
        return self._run(self._xhr(method, url, options), "xmlhttprequest")

    async def afetch(self, url: str, **init: Any) -> Outcome:
        """The same as :meth:`fetch`, for an async server."""
        return await self._arun(self._request(url, init), "fetch")

    async def axhr(self, method: str, url: str, **options: Any) -> Outcome:
        """The same as :meth:`xhr`, for an async server."""
        return await self._arun(self._xhr(method, url, options), "xmlhttprequest")

    def _request(self, url: str, init: dict[str, Any]) -> Request | ScriptFailure:
        try:
            return create_request(url, self.client, self.browser.profile, **init)
        except TypeError as problem:
            raise UsageError(f"fetch(): {problem}") from problem

    def _xhr(self, method: str, url: str, options: dict[str, Any]) -> Request | ScriptFailure:
        try:
            return create_xhr_request(method, url, self.client, self.browser.profile, **options)
        except TypeError as problem:
            raise UsageError(f"xhr(): {problem}") from problem

    def _run(self, request: Request | ScriptFailure, initiator: str) -> Outcome:
        if isinstance(request, ScriptFailure):
            return self._outcome(initiator, [Thrown(request)], None)
        if self._server is None:
            self._server = as_server(self._app)
        serve = self._server
        run_whole = getattr(serve, "run", None)
        if run_whole is not None:
            outcome: Outcome = run_whole(self._arun(request, initiator))
            return outcome
        fetch = Fetch(request, self.client, self.browser)
        wire = main_fetch(fetch)
        try:
            sent = next(wire)
            while True:
                sent = wire.send(serve(sent))
        except StopIteration as end:
            return self._outcome(initiator, fetch.events, end.value)

    async def _arun(self, request: Request | ScriptFailure, initiator: str) -> Outcome:
        if isinstance(request, ScriptFailure):
            return self._outcome(initiator, [Thrown(request)], None)
        if self._async_server is None:
            self._async_server = as_async_server(self._app)
        fetch = Fetch(request, self.client, self.browser)
        wire = main_fetch(fetch)
        try:
            sent = next(wire)
            while True:
                sent = wire.send(await self._async_server(sent))
        except StopIteration as end:
            return self._outcome(initiator, fetch.events, end.value)

    def _outcome(self, initiator: str, events: list[Event], response: Response | None) -> Outcome:
        return Outcome(self.browser.profile, self.client, initiator, events, response)


class Browser(Agent):
    """A browser: ``chrome``, ``firefox``, ``safari``, or ``standard`` for the Fetch standard.

    It owns a preflight cache, an HTTP cache, a cookie jar and a clock, and so remembers from
    one fetch to the next. Raises ``UsageError`` for an unknown name.
    """

    def __init__(self, name: str = "chrome", *, clock: Clock | None = None) -> None:
        if name not in PROFILES:
            known = ", ".join(PROFILES)
            raise UsageError(f"no browser is called {name!r}: choose one of {known}")
        super().__init__(PROFILES[name], clock)

    @property
    def name(self) -> str:
        """The browser's name."""
        return self.profile.name

    def open(
        self,
        page: str,
        server: Any = None,
        *,
        document: str | None = None,
        embedder: str | None = None,
        address_space: str | None = None,
        local_network: str = "prompt",
        spaces: Mapping[str, str] | None = None,
    ) -> Page:
        """A page at the URL *page* (``"null"``: a sandboxed frame) whose requests *server* answers.

        *server* is an ASGI or WSGI application, a Policy, a list of rules, or any callable from
        WireRequest to WireResponse. *document* is the document's own URL where it is not *page*;
        *embedder* the page around a sandboxed frame.

        For Local Network Access, *address_space* is where the page came from: public, local or
        loopback; where it is not given, it is read off a literal address, and for a name it is
        unknown, which is not gated. *spaces* is the same for names that the page calls,
        *local_network* what the person answers when asked (granted, denied; prompt counts as
        denied). Raises ``UsageError`` for a page that has no URL and for unknown words.
        """
        client = client_of(page, document, embedder, address_space, local_network, spaces)
        return Page(self, client, server)


def page_of(origin: str) -> str:
    """The URL of the start page of *origin*; ``null`` stays ``null``, a sandboxed frame."""
    return origin if origin == "null" else origin.rstrip("/") + "/"


def client_of(
    page: str,
    document: str | None = None,
    embedder: str | None = None,
    address_space: str | None = None,
    local_network: str = "prompt",
    spaces: Mapping[str, str] | None = None,
) -> Client:
    """The environment of a page; see :meth:`Browser.open`. The same page has the same, frozen, one,
    but for sandboxed frames, each of which has an origin of its own.
    """
    make = _client if page == "null" else _remembered_client
    given = tuple((spaces or {}).items())
    return make(page, document, embedder, address_space, local_network, given)


def _client(
    page: str, document: str | None, embedder: str | None, address_space: str | None,
    local_network: str, given: tuple[tuple[str, str], ...],
) -> Client:  # fmt: skip
    for space in (address_space, *(space for _, space in given)):
        if space is not None and space not in SPACES:
            raise UsageError(f"an address space is one of {', '.join(SPACES)}, not {space!r}")
    if local_network not in ANSWERS:
        raise UsageError(f"local_network is one of {', '.join(ANSWERS)}, not {local_network!r}")
    if page == "null":
        url = _url(embedder or "http://app.test/", "embedder")
        origin = opaque_origin()
    else:
        url = _url(page, "page")
        origin = url.origin
    shown = url if document is None else _url(document, "document")
    space = address_space or address_space_of(url.host)
    return Client(origin, shown, url.origin, space, local_network, given)


_remembered_client = lru_cache(maxsize=256)(_client)


def _url(text: str, what: str) -> URL:
    url = parse_url(text)
    if url is None or not url.is_http:
        raise UsageError(
            f"{what} must be an http(s) URL such as https://app.example/, not {text!r}"
        )
    return url
