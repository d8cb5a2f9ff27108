"""The pages of a test: the same page in several browsers.

Law: each call is made in every browser, with the arguments that :class:`corssim.Page` takes; what
came of it is one :class:`corssim.outcomes.Outcomes`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, Unpack, overload

import attrs

from ..browsers import BROWSERS, BrowserName
from ..environment import AddressSpace, EmbedderPolicy, Permission, page_of
from ..errors import UsageError
from ..options import (
    BeaconOptions,
    ElementKind,
    ElementOptions,
    EventSourceOptions,
    FetchOptions,
    XHROptions,
)
from ..outcome import Outcome
from ..outcomes import Outcomes
from ..page import Browser, Page
from ..prepared import PreparedCall
from ..request import BodyInit
from ..servers import server_for

__all__ = ["Cors", "Pages", "open_pages"]

PreparedCalls = dict[str, PreparedCall]
Asking = Callable[[Page], Awaitable[Outcome]]


@attrs.frozen
class Pages:
    """The same page open in several browsers; each call is made in all of them."""

    pages: dict[str, Page]
    server: Any
    server_kind: str = "headers"

    def fetch(self, url: str, **init: Unpack[FetchOptions]) -> Outcomes:
        """``fetch(url, init)`` in every browser; see :meth:`corssim.Page.fetch`."""
        return self._all(lambda p: p.fetch(url, **init), lambda p: p.afetch(url, **init))

    def xhr(self, method: str, url: str, **options: Unpack[XHROptions]) -> Outcomes:
        """An XMLHttpRequest in every browser; see :meth:`corssim.Page.xhr`."""
        return self._all(
            lambda p: p.xhr(method, url, **options), lambda p: p.axhr(method, url, **options)
        )

    def element(
        self, kind: ElementKind, url: str, **attributes: Unpack[ElementOptions]
    ) -> Outcomes:
        """An element that loads *url* in every browser; see :meth:`corssim.Page.element`."""
        return self._all(
            lambda p: p.element(kind, url, **attributes),
            lambda p: p.aelement(kind, url, **attributes),
        )

    def event_source(self, url: str, **options: Unpack[EventSourceOptions]) -> Outcomes:
        """An EventSource in every browser; see :meth:`corssim.Page.event_source`."""
        return self._all(
            lambda p: p.event_source(url, **options), lambda p: p.aevent_source(url, **options)
        )

    def send_beacon(self, url: str, body: BodyInit = None) -> Outcomes:
        """A beacon in every browser; see :meth:`corssim.Page.send_beacon`."""
        return self._all(lambda p: p.send_beacon(url, body), lambda p: p.asend_beacon(url, body))

    async def afetch(self, url: str, **init: Unpack[FetchOptions]) -> Outcomes:
        """The same as :meth:`fetch`, in an async test."""
        return await self._aall(lambda p: p.afetch(url, **init))

    async def axhr(self, method: str, url: str, **options: Unpack[XHROptions]) -> Outcomes:
        """The same as :meth:`xhr`, in an async test."""
        return await self._aall(lambda p: p.axhr(method, url, **options))

    async def aelement(
        self, kind: ElementKind, url: str, **attributes: Unpack[ElementOptions]
    ) -> Outcomes:
        """The same as :meth:`element`, in an async test."""
        return await self._aall(lambda p: p.aelement(kind, url, **attributes))

    async def aevent_source(self, url: str, **options: Unpack[EventSourceOptions]) -> Outcomes:
        """The same as :meth:`event_source`, in an async test."""
        return await self._aall(lambda p: p.aevent_source(url, **options))

    async def asend_beacon(self, url: str, body: BodyInit = None) -> Outcomes:
        """The same as :meth:`send_beacon`, in an async test."""
        return await self._aall(lambda p: p.asend_beacon(url, body))

    @overload
    def prepare(
        self, name: Literal["fetch"], url: str, **init: Unpack[FetchOptions]
    ) -> PreparedCalls: ...
    @overload
    def prepare(
        self, name: Literal["xhr"], method: str, url: str, **options: Unpack[XHROptions]
    ) -> PreparedCalls: ...
    @overload
    def prepare(
        self,
        name: Literal["element"],
        kind: ElementKind,
        url: str,
        **attributes: Unpack[ElementOptions],
    ) -> PreparedCalls: ...
    @overload
    def prepare(
        self, name: Literal["event_source"], url: str, **options: Unpack[EventSourceOptions]
    ) -> PreparedCalls: ...
    @overload
    def prepare(
        self, name: Literal["send_beacon"], url: str, **options: Unpack[BeaconOptions]
    ) -> PreparedCalls: ...
    def prepare(self, name: str, *arguments: str, **options: Any) -> PreparedCalls:
        """A call made ready for :meth:`together` in every browser; see
        :meth:`corssim.Page.prepare`.
        """
        made: dict[str, PreparedCall] = {}
        for browser, page in self.pages.items():
            prepare: Callable[..., PreparedCall] = page.prepare
            made[browser] = prepare(name, *arguments, **options)
        return made

    def together(self, *calls: PreparedCalls) -> list[Outcomes]:
        """What comes of *calls* that a script makes at once, in every browser; see
        :meth:`corssim.Page.together`.
        """
        each = {
            browser: page.together(*(call[browser] for call in calls))
            for browser, page in self.pages.items()
        }
        return [
            self._outcomes({browser: outcomes[at] for browser, outcomes in each.items()})
            for at in range(len(calls))
        ]

    def worker(self, script: str = "/worker.js") -> Pages:
        """A dedicated worker of the page in every browser; see :meth:`corssim.Page.worker`."""
        workers = {browser: page.worker(script) for browser, page in self.pages.items()}
        return attrs.evolve(self, pages=workers)

    def advance(self, seconds: float) -> None:
        """Let time pass in every browser: preflights grow old."""
        for page in self.pages.values():
            page.browser.clock.advance(seconds)

    def _all(self, call: Callable[[Page], Outcome], acall: Asking) -> Outcomes:
        # a server that is awaited runs the calls of all browsers in one go of its event loop
        run: Callable[[Awaitable[Outcomes]], Outcomes] | None = getattr(self.server, "run", None)
        if run is not None:
            return run(self._aall(acall))
        return self._outcomes({browser: call(page) for browser, page in self.pages.items()})

    async def _aall(self, acall: Asking) -> Outcomes:
        return self._outcomes({browser: await acall(page) for browser, page in self.pages.items()})

    def _outcomes(self, outcomes: Mapping[str, Outcome]) -> Outcomes:
        return Outcomes(outcomes, self.server_kind)


class Cors(Protocol):
    """The fixture ``cors``: see :func:`corssim.testing.plugin.cors`."""

    def __call__(
        self,
        app: Any,
        *,
        origin: str | None = None,
        browsers: Sequence[BrowserName] | None = None,
        server_kind: str | None = None,
        document: str | None = None,
        embedder: str | None = None,
        address_space: AddressSpace | None = None,
        local_network: Permission = "prompt",
        spaces: Mapping[str, AddressSpace] | None = None,
        embedder_policy: EmbedderPolicy = "unsafe-none",
    ) -> Pages: ...


def open_pages(
    app: Any,
    origin: str,
    *,
    browsers: Sequence[BrowserName] = BROWSERS,
    server_kind: str = "headers",
    document: str | None = None,
    embedder: str | None = None,
    address_space: AddressSpace | None = None,
    local_network: Permission = "prompt",
    spaces: Mapping[str, AddressSpace] | None = None,
    embedder_policy: EmbedderPolicy = "unsafe-none",
) -> Pages:
    """A page of *origin* in each of *browsers*, its requests answered by *app*.

    *server_kind* is the kind of server whose fix a failing assertion shows
    (``corssim.doctor.KINDS``); other arguments are those of :meth:`corssim.Browser.open`.
    """
    if isinstance(browsers, str):
        raise UsageError(f"browsers is a list of names, such as [{browsers!r}]")
    server = server_for(app) or app
    opened: dict[str, Page] = {
        name: Browser(name).open(
            page_of(origin), server, document=document, embedder=embedder,
            address_space=address_space, local_network=local_network, spaces=spaces,
            embedder_policy=embedder_policy,
        )
        for name in browsers
    }  # fmt: skip
    return Pages(opened, server, server_kind)
