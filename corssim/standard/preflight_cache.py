"""The CORS-preflight cache: https://fetch.spec.whatwg.org/#cors-preflight-cache

Law: a cache answers and stores; it never sends. Time is a number of seconds given by the caller.
"""

from __future__ import annotations

import attrs

from ..url import URL, Origin
from .fetch import Fetch
from .methods import CORS_SAFELISTED_METHODS

DEFAULT_MAX_AGE = 5


@attrs.define(slots=True)
class Permission:
    """What an accepted preflight granted: the lists as parsed and the seconds they hold."""

    methods: tuple[str, ...]
    headers: tuple[str, ...]
    max_age: float


@attrs.define(slots=True)
class Entry:
    """A cache entry of the standard: one method or one header name."""

    expires: float
    credentials: bool
    method: str | None = None
    header: str | None = None


class PreflightCache:
    """The standard's cache: an entry a method and a header name, added to and never replaced."""

    def __init__(self) -> None:
        self._entries: dict[tuple[Origin, Origin, URL], list[Entry]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._entries.values()))

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        """Whether remembered preflights allow *fetch* with its *unsafe* header names.

        https://fetch.spec.whatwg.org/#concept-cache-match-method
        """
        found = self._entries.get((fetch.client.top, fetch.client.origin, fetch.url))
        if not found:
            return False
        include = fetch.include
        live = [e for e in found if e.expires > now and e.credentials == include]
        methods = {e.method for e in live}
        headers = {e.header for e in live}
        method_matches = (
            (fetch.method in CORS_SAFELISTED_METHODS and not fetch.use_cors_preflight)
            or fetch.method in methods
            or (not include and "*" in methods)
        )
        return method_matches and all(
            name in headers or (not include and "*" in headers and name != "authorization")
            for name in unsafe
        )

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        """Remember an accepted preflight: a live equal entry gets the new expiry."""
        key = (fetch.client.top, fetch.client.origin, fetch.url)
        entries = [e for e in self._entries.get(key, ()) if e.expires > now]
        known = {(e.method, e.header, e.credentials): e for e in entries}
        expires = now + permission.max_age
        wanted = [(method, None) for method in permission.methods]
        for method, header in [*wanted, *((None, name.lower()) for name in permission.headers)]:
            entry = known.get((method, header, fetch.include))
            if entry is None:
                entry = Entry(expires, fetch.include, method, header)
                known[method, header, fetch.include] = entry
                entries.append(entry)
            entry.expires = expires
        self._entries[key] = entries

    def purge(self, fetch: Fetch) -> None:
        """Forget what is known of the fetch's URL: https://fetch.spec.whatwg.org/#concept-cache-clear"""
        self._entries.pop((fetch.client.top, fetch.client.origin, fetch.url), None)
