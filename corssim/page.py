"""Browser and Page: the few lines that drive the generator against a server.

Law: no rule of CORS is here. A browser owns the caches, the cookie jar and the clock; a page
binds it to a document and a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Unpack, overload

import attrs

from .browsers import BrowserName, profile_of
from .call import ScriptCall
from .environment import (
    AddressSpace,
    Client,
    EmbedderPolicy,
    Permission,
    client_of,
)
from .errors import UsageError
from .events import SynchronousCall, Thrown
from .failures import ScriptFailure
from .options import (
    BeaconOptions,
    ElementKind,
    ElementOptions,
    EventSourceOptions,
    FetchOptions,
    XHROptions,
    arguments_of,
)
from .outcome import Outcome
from .prepared import PreparedCall, prepare
from .request import BodyInit, Request, WireRequest
from .response import Response
from .servers import AsyncServer, Server, as_async_server, as_server, server_for
from .standard.agent import Agent, Clock
from .standard.fetch import Fetch
from .standard.fetching import run
from .standard.together import fetch_together
from .url import parse_url


class Page:
    """A document open in a browser, and the server that answers its requests."""

    def __init__(self, browser: Browser, client: Client, server: Any) -> None:
        self.browser = browser
        self.client = client
        self._app = server if server is None else server_for(server) or server
        self._server: Server | None = None
        self._async_server: AsyncServer | None = None
        self._called_synchronously = False
        self._memory = browser.new_element_memory()

    def __repr__(self) -> str:
        where = self.client.document.href if not self.client.origin.opaque else "null"
        return f"<Page {where} in {self.browser.name}>"

    def fetch(self, url: str, **init: Unpack[FetchOptions]) -> Outcome:
        """``fetch(url, init)``: method, headers, body, mode, credentials, redirect, cache,
        referrer_policy, keepalive; abort_after and timeout in seconds. Raises ``UsageError`` for
        an argument that is none of these, or of the wrong type.
        """
        return self._run(self._prepared("fetch", (url,), init))

    def xhr(self, method: str, url: str, **options: Unpack[XHROptions]) -> Outcome:
        """An XMLHttpRequest: headers, with_credentials, upload_listener, body, synchronous;
        abort_after and timeout in seconds.
        """
        return self._run(self._prepared("xhr", (method, url), options))

    def element(self, kind: ElementKind, url: str, **attributes: Unpack[ElementOptions]) -> Outcome:
        """An element that loads *url*: *kind* is img, script, module, stylesheet or font;
        crossorigin (``anonymous``, ``use-credentials`` or None), referrer_policy.

        What scripts may read of it is ``outcome.response``, opaque without CORS.
        """
        return self._run(self._prepared("element", (kind, url), attributes))

    def event_source(self, url: str, **options: Unpack[EventSourceOptions]) -> Outcome:
        """``new EventSource(url)``, until its connection is first lost; with_credentials."""
        return self._run(self._prepared("event_source", (url,), options))

    def send_beacon(self, url: str, body: BodyInit = None) -> Outcome:
        """``navigator.sendBeacon(url, body)``; ``ok`` is whether it was sent and answered, which
        the script does not learn: it only sees whether the beacon was queued.
        """
        return self._run(self._prepared("send_beacon", (url,), {"body": body}))

    async def afetch(self, url: str, **init: Unpack[FetchOptions]) -> Outcome:
        """The same as :meth:`fetch`, for an async server."""
        return await self._arun(self._prepared("fetch", (url,), init))

    async def axhr(self, method: str, url: str, **options: Unpack[XHROptions]) -> Outcome:
        """The same as :meth:`xhr`, for an async server."""
        return await self._arun(self._prepared("xhr", (method, url), options))

    async def aelement(
        self, kind: ElementKind, url: str, **attributes: Unpack[ElementOptions]
    ) -> Outcome:
        """The same as :meth:`element`, for an async server."""
        return await self._arun(self._prepared("element", (kind, url), attributes))

    async def aevent_source(self, url: str, **options: Unpack[EventSourceOptions]) -> Outcome:
        """The same as :meth:`event_source`, for an async server."""
        return await self._arun(self._prepared("event_source", (url,), options))

    async def asend_beacon(self, url: str, body: BodyInit = None) -> Outcome:
        """The same as :meth:`send_beacon`, for an async server."""
        return await self._arun(self._prepared("send_beacon", (url,), {"body": body}))

    def together(self, *calls: PreparedCall) -> list[Outcome]:
        """What comes of *calls* (see :meth:`prepare`) that a script makes at once, before any
        answer has come; in their order. The servers' ``delay`` decides what comes first.
        """
        if self._server is None:
            self._server = as_server(self._app)
        begun = {
            index: self._fetch(call)
            for index, call in enumerate(calls)
            if isinstance(call.request, Request)
        }
        read = dict(
            zip(
                begun,
                fetch_together(list(begun.values()), self.browser, self._memory, self._server),
                strict=True,
            )
        )
        return [
            self._thrown(call, call.request)
            if isinstance(call.request, ScriptFailure)
            else self._outcome(call, begun[index], read[index])
            for index, call in enumerate(calls)
        ]

    def worker(self, script: str = "/worker.js") -> Page:
        """A dedicated worker of this page, its script at the URL *script*; raises ``UsageError``
        in a sandboxed frame and for a script of another origin, which browsers refuse.
        """
        url = parse_url(script, self.client.document)
        if self.client.origin.opaque or url is None or url.origin != self.client.origin:
            raise UsageError(f"a worker's script is of the page's own origin, not {script!r}")
        client = attrs.evolve(self.client, document=url, owner=self.client.document)
        worker = Page(self.browser, client, self._app)
        if self.browser.rules.elements.memory.shared_with_workers:
            worker._memory = self._memory
        return worker

    @overload
    def prepare(
        self, name: Literal["fetch"], url: str, **init: Unpack[FetchOptions]
    ) -> PreparedCall: ...
    @overload
    def prepare(
        self, name: Literal["xhr"], method: str, url: str, **options: Unpack[XHROptions]
    ) -> PreparedCall: ...
    @overload
    def prepare(
        self,
        name: Literal["element"],
        kind: ElementKind,
        url: str,
        **attributes: Unpack[ElementOptions],
    ) -> PreparedCall: ...
    @overload
    def prepare(
        self, name: Literal["event_source"], url: str, **options: Unpack[EventSourceOptions]
    ) -> PreparedCall: ...
    @overload
    def prepare(
        self, name: Literal["send_beacon"], url: str, **options: Unpack[BeaconOptions]
    ) -> PreparedCall: ...
    def prepare(self, name: str, *arguments: str, **options: Any) -> PreparedCall:
        """The call *name* (fetch, xhr, element, event_source, send_beacon) with its arguments,
        made ready for :meth:`together`; raises ``UsageError`` for what it does not take.
        """
        return self._prepared(name, arguments_of(name, arguments, options), options)

    def make(self, call: ScriptCall) -> Outcome:
        """Makes a call that was written elsewhere."""
        return self._run(self.prepare_call(call))

    def prepare_call(self, call: ScriptCall) -> PreparedCall:
        """The same, for :meth:`together`."""
        return self._prepared(call.name, call.arguments, call.keywords)

    def _prepared(
        self, name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]
    ) -> PreparedCall:
        made = prepare(name, arguments, options, self.client, self.browser.rules.request)
        if not made.call.synchronous or made.call.worker or self._called_synchronously:
            return made
        self._called_synchronously = True
        return attrs.evolve(made, events=(SynchronousCall(),))

    def _run(self, prepared: PreparedCall) -> Outcome:
        if isinstance(prepared.request, ScriptFailure):
            return self._thrown(prepared, prepared.request)
        if self._server is None:
            self._server = as_server(self._app)
        serve = self._server
        run_whole = getattr(serve, "run", None)
        if run_whole is not None:
            outcome: Outcome = run_whole(self._arun(prepared))
            return outcome
        fetch = self._fetch(prepared)
        wire = run(fetch, self.browser, self._memory)
        try:
            sent = next(wire)
            while True:
                assert isinstance(sent, WireRequest)  # alone, there is no other to wait for
                sent = wire.send(serve(sent))
        except StopIteration as end:
            return self._outcome(prepared, fetch, end.value)

    async def _arun(self, prepared: PreparedCall) -> Outcome:
        if isinstance(prepared.request, ScriptFailure):
            return self._thrown(prepared, prepared.request)
        if self._async_server is None:
            self._async_server = as_async_server(self._app)
        fetch = self._fetch(prepared)
        wire = run(fetch, self.browser, self._memory)
        try:
            sent = next(wire)
            while True:
                assert isinstance(sent, WireRequest)
                sent = wire.send(await self._async_server(sent))
        except StopIteration as end:
            return self._outcome(prepared, fetch, end.value)

    def _fetch(self, prepared: PreparedCall) -> Fetch:
        assert isinstance(prepared.request, Request)
        fetch = self.browser.new_fetch(prepared.request, self.client)
        fetch.events.extend(prepared.events)
        return fetch

    def _thrown(self, prepared: PreparedCall, failure: ScriptFailure) -> Outcome:
        events = [*prepared.events, Thrown(failure)]
        return Outcome(self.browser.profile, self.client, prepared.call, events, None)

    def _outcome(self, prepared: PreparedCall, fetch: Fetch, response: Response | None) -> Outcome:
        clock = self.browser.clock
        clock.now = max(clock.now, fetch.now)  # the servers took their time
        return Outcome(self.browser.profile, self.client, prepared.call, fetch.events, response)


class Browser(Agent):
    """A browser: ``chrome``, ``firefox``, ``safari``, or ``standard`` for the Fetch standard.

    It owns a preflight cache, an HTTP cache, a cookie jar and a clock, and so remembers from
    one fetch to the next. Raises ``UsageError`` for an unknown name.
    """

    def __init__(
        self,
        name: BrowserName = "chrome",
        *,
        version: str | int | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.profile = profile_of(name, version)
        super().__init__(self.profile.rules, clock)

    def __repr__(self) -> str:
        return f"<Browser {self.profile.name} {self.profile.version}".rstrip() + ">"

    @property
    def name(self) -> str:
        """The browser's name."""
        return self.profile.name

    def open(
        self,
        url: str,
        server: Any = None,
        *,
        document: str | None = None,
        embedder: str | None = None,
        address_space: AddressSpace | None = None,
        local_network: Permission = "prompt",
        spaces: Mapping[str, AddressSpace] | None = None,
        embedder_policy: EmbedderPolicy = "unsafe-none",
    ) -> Page:
        """A page at *url* (``"null"``: a sandboxed frame) whose requests *server* answers.

        *server* is an ASGI or WSGI application, a Policy, a list of rules, or any callable from
        WireRequest to WireResponse. *document* is the document's own URL where it is not *url*;
        *embedder* the page around a sandboxed frame.

        For Local Network Access, *address_space* is where the page came from: public, local or
        loopback; where it is not given, it is read off a literal address, and for a name it is
        unknown, which is not gated. *spaces* is the same for names that the page calls,
        *local_network* what the person answers when asked (granted, denied; prompt counts as
        denied). *embedder_policy* is the document's Cross-Origin-Embedder-Policy: unsafe-none,
        require-corp or credentialless. Raises ``UsageError`` for a page that has no URL and for
        unknown words.
        """
        texts = {"url": url, "document": document, "embedder": embedder,
                 "address_space": address_space, "local_network": local_network,
                 "embedder_policy": embedder_policy}  # fmt: skip
        for name, text in texts.items():
            if text is not None and not isinstance(text, str):
                raise UsageError(f"open(): {name} is text, not {text!r}")
        client = client_of(
            url, document, embedder, address_space, local_network, spaces, embedder_policy
        )
        return Page(self, client, server)
