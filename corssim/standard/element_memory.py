"""What a document remembers of its elements' loads: images that are available, and modules.

https://html.spec.whatwg.org/multipage/images.html#the-list-of-available-images
https://html.spec.whatwg.org/multipage/webappapis.html#module-map

Law: what is remembered is used again without asking any cache, whatever its headers say. One
document's memory is not another's. What browsers keep beyond the standard, and by what key, is a
profile's setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..events import Blocked, LoadUseless, ResponseExposed
from ..failures import Failure
from ..response import Response, WireResponse

if TYPE_CHECKING:
    from .fetching import Fetch
    from .http_cache import Varied


class Remembered(NamedTuple):
    """A load that came to its end, good or bad."""

    asked: tuple[str, str, str]
    """Initiator, mode and credentials."""
    input: str
    """The URL that was asked for."""
    response: Response | None
    failure: Failure | None
    wire: WireResponse | None
    """What came; ``None`` of a module that could not be had."""
    at: float
    url: str
    """Where redirects led it, without a fragment."""
    until: float
    """When the first of them is not fresh any more."""
    varied: Varied
    """What of the load its response varies by."""


class ElementMemory:
    """The memory of one document."""

    def __init__(self, kinds: frozenset[str], one_by_url: bool, failed_modules: bool) -> None:
        self._kinds = kinds
        self._one_by_url = one_by_url
        self._failed_modules = failed_modules
        self._known: dict[tuple[str, ...], Remembered] = {}
        self._modules: dict[str, Remembered] = {}

    @property
    def in_use(self) -> bool:
        """Whether there is anything that another load could replace."""
        return bool(self._known)

    def recall(self, fetch: Fetch) -> Remembered | None:
        """What stands for the load that *fetch* would be."""
        request = fetch.request
        if not request.from_element:
            return None
        if request.initiator == "module" and request.url.href in self._modules:
            return self._modules[request.url.href]
        known = self._known.get(self._key(fetch))
        if known is None or known.asked != _asked(fetch) or not _like(fetch, known):
            return None
        exact = self._one_by_url or known.input == request.url.href
        if exact and request.initiator in self._kinds:
            return known
        if fetch.profile.is_fresh_in_memory(fetch, known):
            return known
        fetch.scratch["in memory"] = known
        return None

    def keep(self, fetch: Fetch, response: Response | None) -> None:
        """Take note of how a load ended. With one entry a URL any other load replaces it."""
        request = fetch.request
        if fetch.profile.leaves_memory_alone(fetch):
            return
        *before, last = fetch.events
        failure = last.failure if isinstance(last, Blocked) else None
        answer = before[-1] if failure is not None and before else last
        wire = answer.wire if isinstance(answer, ResponseExposed | LoadUseless) else None
        kept = wire is not None and fetch.profile.remembers(fetch, wire, failure)
        varied = () if wire is None else fetch.profile.varied_in_memory(fetch, wire)
        known = Remembered(
            _asked(fetch), request.url.href, response, failure, wire, fetch.now,
            fetch.url.without_fragment, fetch.agent.http_cache.redirects_until(fetch), varied,
        )  # fmt: skip
        loaded = kept and failure is None
        if request.initiator == "module" and (loaded or self._failed_modules):
            self._modules[request.url.href] = known
        if self._one_by_url:
            self._known.pop(self._key(fetch), None)
        if request.from_element and kept:
            self._known[self._key(fetch)] = known

    def _key(self, fetch: Fetch) -> tuple[str, ...]:
        url = fetch.request.url
        if self._one_by_url:
            return (url.without_fragment,)
        image = fetch.request.initiator == "img"  # which looks at the fragment itself
        return (url.without_fragment if image else url.href, *_asked(fetch))


def _like(fetch: Fetch, known: Remembered) -> bool:
    wire = known.wire
    return wire is None or known.varied == fetch.profile.varied_in_memory(fetch, wire)


def _asked(fetch: Fetch) -> tuple[str, str, str]:
    request = fetch.request
    return (request.initiator, request.mode, request.credentials)
