"""Safari's preflight cache.

Law: one entry an (origin, URL), replaced by each preflight that parses, removed by a lookup
that it does not satisfy; no limit (CrossOriginPreflightResultCache.cpp).
"""

from __future__ import annotations

import attrs

from ...standard.fetch import Fetch
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.preflight_cache import Permission, PreflightCache
from ...url import URL, Origin


@attrs.frozen(slots=True)
class Item:
    """What one preflight granted."""

    expires: float
    include: bool
    methods: frozenset[str]
    headers: frozenset[str]


class SafariPreflightCache(PreflightCache):
    """The standard gathers entries; Safari replaces, and ``*`` covers Authorization."""

    def __init__(self) -> None:
        self._items: dict[tuple[Origin, Origin, URL], Item] = {}

    def __len__(self) -> int:
        return len(self._items)

    def clear(self) -> None:
        self._items.clear()

    @staticmethod
    def _unique(fetch: Fetch) -> bool:
        """Whether redirects made the origin a new opaque one, which nothing else equals."""
        return fetch.tainted and not fetch.client.origin.opaque

    @staticmethod
    def _key(fetch: Fetch) -> tuple[Origin, Origin, URL]:
        return (fetch.client.top, fetch.client.origin, fetch.url)

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        key = self._key(fetch)
        item = None if self._unique(fetch) else self._items.get(key)
        if item is None:
            return False
        if item.expires > now and self._sufficient(item, fetch, unsafe):
            return True
        del self._items[key]
        return False

    @staticmethod
    def _sufficient(item: Item, fetch: Fetch, unsafe: list[str]) -> bool:
        include = fetch.include
        if include and not item.include:
            return False
        method = fetch.method
        if not (
            method in CORS_SAFELISTED_METHODS
            or method in item.methods
            or ("*" in item.methods and not include)
        ):
            return False
        if "*" in item.headers and not include:
            return True
        return all(name in item.headers for name in unsafe)

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        if self._unique(fetch):
            return
        self._items[self._key(fetch)] = Item(
            now + permission.max_age,
            fetch.include,
            frozenset(permission.methods),
            frozenset(name.lower() for name in permission.headers),
        )

    def purge(self, fetch: Fetch) -> None:
        """Failures purge nothing."""
