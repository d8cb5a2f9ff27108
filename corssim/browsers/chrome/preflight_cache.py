"""Chrome's preflight cache.

Law: one entry an (origin, URL), replaced by each accepted preflight, erased by a lookup that
it does not satisfy (services/network/cors/preflight_cache.cc, preflight_result.cc).
"""

from __future__ import annotations

import attrs

from ...standard.fetch import Fetch
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.preflight_cache import Permission, PreflightCache
from ...url import URL, Origin

CAPACITY = 1024
ERASED_WHEN_FULL = 10
"""Which ten that stand side by side is chance in Chrome, as measured; here the oldest go."""
LONGEST_URL = 1023


@attrs.frozen(slots=True)
class Result:
    """What one accepted preflight granted."""

    expires: float
    include: bool
    methods: frozenset[str]
    headers: frozenset[str]


class ChromePreflightCache(PreflightCache):
    """The standard keeps a method and a header name an entry; Chrome replaces a whole result."""

    def __init__(self) -> None:
        self._results: dict[tuple[Origin, Origin, URL], Result] = {}

    def __len__(self) -> int:
        return len(self._results)

    def clear(self) -> None:
        self._results.clear()

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        key = (fetch.client.top, fetch.client.origin, fetch.url)
        result = self._results.get(key)
        if result is None:
            return False
        if result.expires > now and self._sufficient(result, fetch, unsafe):
            return True
        del self._results[key]
        return False

    @staticmethod
    def _sufficient(result: Result, fetch: Fetch, unsafe: list[str]) -> bool:
        if fetch.include and not result.include:
            return False
        method = fetch.method
        if not (
            method in CORS_SAFELISTED_METHODS
            or method in result.methods
            or ("*" in result.methods and not result.include)
        ):
            return False
        headers = result.headers
        if "*" in headers and not result.include:
            return "authorization" not in unsafe or "authorization" in headers
        return all(name in headers for name in unsafe)

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        if len(fetch.url.href) > LONGEST_URL:
            return
        key = (fetch.client.top, fetch.client.origin, fetch.url)
        if key not in self._results and len(self._results) >= CAPACITY:
            for old in list(self._results)[:ERASED_WHEN_FULL]:
                del self._results[old]
        self._results[key] = Result(
            now + permission.max_age,
            fetch.include,
            frozenset(permission.methods),
            frozenset(name.lower() for name in permission.headers),
        )

    def purge(self, fetch: Fetch) -> None:
        """Failures purge nothing."""
