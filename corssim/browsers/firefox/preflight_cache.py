"""Firefox's preflight cache.

Law: an entry an (origin, URL, credentialed or not), whose method and header tokens gather
from preflight to preflight; a ``*`` is kept as a literal token; the least recently used of
100 entries goes (nsCORSListenerProxy.cpp, nsPreflightCache).
"""

from __future__ import annotations

from collections import OrderedDict

import attrs

from ...standard.fetch import Fetch
from ...standard.preflight_cache import Permission, PreflightCache
from ...url import URL, Origin

CAPACITY = 100
Key = tuple[str, Origin, bool, URL]


@attrs.define(slots=True)
class Tokens:
    """The tokens of an entry, each with its own expiry."""

    methods: dict[str, float]
    headers: dict[str, float]

    def expire(self, now: float) -> None:
        """Drop what is no longer valid."""
        self.methods = {name: until for name, until in self.methods.items() if until > now}
        self.headers = {name: until for name, until in self.headers.items() if until > now}

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return not self.methods and not self.headers


class FirefoxPreflightCache(PreflightCache):
    """The standard honours a cached ``*`` and lets HEAD through; Firefox does neither."""

    def __init__(self) -> None:
        self._tokens: OrderedDict[Key, Tokens] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tokens)

    def clear(self) -> None:
        self._tokens.clear()

    @staticmethod
    def _key(fetch: Fetch, include: bool) -> Key:
        client = fetch.client
        who = "null" if client.origin.opaque else client.origin.serialized
        return (who, client.top, include, fetch.url)

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        key = self._key(fetch, fetch.include)
        tokens = self._tokens.get(key)
        if tokens is None:
            return False
        self._tokens.move_to_end(key)
        tokens.expire(now)
        if fetch.method not in ("GET", "POST") and fetch.method not in tokens.methods:
            return False
        known = {name.lower() for name in tokens.headers}
        return all(name in known for name in unsafe)

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        key = self._key(fetch, fetch.include)
        tokens = self._tokens.get(key)
        if tokens is None:
            self._make_room(now)
            tokens = self._tokens[key] = Tokens({}, {})
        self._tokens.move_to_end(key)
        expires = now + permission.max_age
        tokens.methods.update(dict.fromkeys(permission.methods, expires))
        tokens.headers.update(dict.fromkeys(permission.headers, expires))

    def _make_room(self, now: float) -> None:
        if len(self._tokens) < CAPACITY:
            return
        for key, tokens in list(self._tokens.items()):
            tokens.expire(now)
            if tokens.empty:
                del self._tokens[key]
        if len(self._tokens) >= CAPACITY:
            self._tokens.popitem(last=False)

    def purge(self, fetch: Fetch) -> None:
        for include in (True, False):
            self._tokens.pop(self._key(fetch, include), None)
