"""What a document remembers of its elements' loads: images that are available, and modules.

https://html.spec.whatwg.org/multipage/images.html#the-list-of-available-images
https://html.spec.whatwg.org/multipage/webappapis.html#module-map

Law: what is remembered is used again without asking any cache, whatever its headers say. One
document's memory is not another's. What browsers keep beyond the standard, and by what key, is in
their ``MemoryRules``.
"""

from __future__ import annotations

import attrs

from ..events import Blocked, RequestSent, ResponseExposed, ResponseUnusable
from ..failures import Aborted, Failure
from ..response import Response, WireResponse
from .fetch import Fetch
from .http_cache import HTTPCache
from .stored import Remembered, Varied


@attrs.frozen(eq=False)
class MemoryRules:
    """What a document's memory keeps; here the standard's answers."""

    kinds: frozenset[str] = frozenset(("img",))
    """The elements whose loads a document remembers, modules beside them."""
    by_url: bool = False
    """Whether the memory holds one load a URL, whoever asked for it."""
    failed_modules: bool = True
    """Whether a module that failed is remembered."""
    shared_with_workers: bool = False
    """Whether a worker's loads replace what its page remembers."""

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """Whether a document may use this answer again without asking, or that *failure*, for
        which the element could not use it.
        """
        return failure is None

    def is_fresh(self, fetch: Fetch, known: Remembered, cache: HTTPCache) -> bool:
        """Whether a document uses again what is no image, while it is fresh."""
        return False

    def varied(self, fetch: Fetch, wire: WireResponse, cache: HTTPCache) -> Varied:
        """What of an element's load another must share to be answered from a document's memory."""
        return ()

    def is_bypassed(self, fetch: Fetch) -> bool:
        """Whether the load replaces nothing that the document remembers of its URL."""
        last = fetch.events[-1]
        aborted = isinstance(last, Blocked) and isinstance(last.failure, Aborted)
        return aborted and not any(isinstance(event, RequestSent) for event in fetch.events)


class ElementMemory:
    """The memory of one document; *cache* is its browser's."""

    def __init__(self, rules: MemoryRules, cache: HTTPCache) -> None:
        self._rules = rules
        self._cache = cache
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
        if known is None or known.request_key != _request_key(fetch):
            return None
        wire = known.wire
        if wire is not None and known.varied != self._rules.varied(fetch, wire, self._cache):
            return None
        exact = self._rules.by_url or known.input == request.url.href
        if exact and request.initiator in self._rules.kinds:
            return known
        if self._rules.is_fresh(fetch, known, self._cache):
            return known
        fetch.notes.in_memory = known
        return None

    def keep(self, fetch: Fetch, response: Response | None) -> None:
        """Take note of how a load ended. With one entry a URL any other load replaces it."""
        request, rules = fetch.request, self._rules
        if rules.is_bypassed(fetch):
            return
        *before, last = fetch.events
        failure = last.failure if isinstance(last, Blocked) else None
        answer = before[-1] if failure is not None and before else last
        wire = answer.wire if isinstance(answer, ResponseExposed | ResponseUnusable) else None
        kept = wire is not None and rules.remembers(fetch, wire, failure)
        varied = () if wire is None else rules.varied(fetch, wire, self._cache)
        known = Remembered(
            _request_key(fetch), request.url.href, response, failure, wire, fetch.now,
            fetch.url.without_fragment, self._cache.redirects_until(fetch), varied,
        )  # fmt: skip
        loaded = kept and failure is None
        if request.initiator == "module" and (loaded or rules.failed_modules):
            self._modules[request.url.href] = known
        if rules.by_url:
            self._known.pop(self._key(fetch), None)
        if request.from_element and kept:
            self._known[self._key(fetch)] = known

    def _key(self, fetch: Fetch) -> tuple[str, ...]:
        url = fetch.request.url
        if self._rules.by_url:
            return (url.without_fragment,)
        image = fetch.request.initiator == "img"  # which looks at the fragment itself
        return (url.without_fragment if image else url.href, *_request_key(fetch))


def _request_key(fetch: Fetch) -> tuple[str, str, str]:
    request = fetch.request
    return (request.initiator, request.mode, request.credentials)
