"""What a document remembers of its elements' loads: images that are available, and modules.

https://html.spec.whatwg.org/multipage/images.html#the-list-of-available-images
https://html.spec.whatwg.org/multipage/webappapis.html#module-map

Law: what is remembered is used again without asking any cache, whatever its headers say. One
document's memory is not another's. What browsers keep beyond the standard, and by what key, is a
profile's setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..events import Blocked, ResponseExposed
from ..failures import Failure
from ..request import Client
from ..response import Response, WireResponse

if TYPE_CHECKING:
    from .fetching import Fetch


class Remembered(NamedTuple):
    """A load that came to its end, good or bad."""

    client: Client
    asked: tuple[str, str, str]
    """Initiator, mode and credentials."""
    response: Response | None
    failure: Failure | None
    wire: WireResponse | None
    """What came for the URL itself; ``None`` behind a redirect."""
    at: float


class ElementMemory:
    """The memory of all documents of one browser."""

    def __init__(self, kinds: frozenset[str], one_by_url: bool, failed_modules: bool) -> None:
        self._kinds = kinds
        self._one_by_url = one_by_url
        self._failed_modules = failed_modules
        self._known: dict[tuple[object, ...], Remembered] = {}

    @property
    def in_use(self) -> bool:
        """Whether anything is remembered."""
        return bool(self._known)

    def recall(self, fetch: Fetch) -> Remembered | None:
        """What stands for the load that *fetch* would be."""
        request = fetch.request
        if not request.from_element:
            return None
        if request.initiator == "module" and self._module_key(fetch) in self._known:
            return self._known[self._module_key(fetch)]
        known = self._known.get(self._key(fetch))
        if known is None or known.asked != _asked(fetch):
            return None
        if request.initiator in self._kinds or fetch.profile.is_fresh_in_memory(fetch, known):
            return known
        fetch.scratch["in memory"] = True
        return None

    def keep(self, fetch: Fetch, response: Response | None) -> None:
        """Take note of how a load ended. With one entry a URL any other load replaces it."""
        request = fetch.request
        last = fetch.events[-1]
        if isinstance(last, ResponseExposed) and not fetch.profile.remembers(last.wire):
            response = None
        failure = last.failure if isinstance(last, Blocked) else None
        direct = isinstance(last, ResponseExposed) and len(fetch.urls) == 1
        wire = last.wire if isinstance(last, ResponseExposed) and direct else None
        known = Remembered(fetch.client, _asked(fetch), response, failure, wire, fetch.now)
        if request.initiator == "module" and (response is not None or self._failed_modules):
            self._known[self._module_key(fetch)] = known
        if self._one_by_url:
            self._known.pop(self._key(fetch), None)
        if request.from_element and response is not None:
            self._known[self._key(fetch)] = known

    def _key(self, fetch: Fetch) -> tuple[object, ...]:
        url = fetch.request.url
        if self._one_by_url:
            return (id(fetch.client), url.without_fragment)
        return (id(fetch.client), url.href, *_asked(fetch))

    @staticmethod
    def _module_key(fetch: Fetch) -> tuple[object, ...]:
        return (id(fetch.client), "module", fetch.request.url.href)


def _asked(fetch: Fetch) -> tuple[str, str, str]:
    request = fetch.request
    return (request.initiator, request.mode, request.credentials)
