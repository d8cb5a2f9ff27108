"""A server that is asked with restraint: so many requests a second, so many in all.

Law: only GET, HEAD and OPTIONS are sent. What would change something is asked as a GET with the
same header lines, unless it is allowed: CORS headers rarely depend on more.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import attrs

from ..errors import UsageError
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from . import Server

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class RequestBudgetExceeded(Exception):
    """Raised where one request more would go beyond the bound."""


class RateLimited:
    """*server*, asked at most *rate* times a second and *most* times in all.

    Raises ``UsageError`` for bounds that are none, and :class:`RequestBudgetExceeded` at the bound.
    """

    is_corssim_server = True

    def __init__(
        self, server: Server, *, rate: float, most: int, unsafe_methods: bool = False,
        sleep: Callable[[float], None] = time.sleep, now: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        if rate <= 0:
            raise UsageError(f"the rate is a number of requests a second above 0, not {rate:g}")
        if most < 1:
            raise UsageError(f"at least one request must be allowed, not {most}")
        self.asked = 0
        self._server = server
        self._pause = 1 / rate
        self._most = most
        self._unsafe = unsafe_methods
        self._sleep, self._now = sleep, now
        self._next = 0.0

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        if self.asked >= self._most:
            raise RequestBudgetExceeded
        self.asked += 1
        wait = self._next - self._now()
        if wait > 0:
            self._sleep(wait)
        self._next = self._now() + self._pause
        if request.method not in SAFE and not self._unsafe:
            bodiless = tuple(
                pair for pair in request.headers if pair[0].lower() != "content-length"
            )
            request = attrs.evolve(request, method="GET", headers=bodiless, body=b"")
        return self._server(request)


class OverHTTPS:
    """An http *server* under https: what mixed content keeps from browsers is left to others."""

    is_corssim_server = True

    def __init__(self, server: Server) -> None:
        self._server = server

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        url = request.url.replace("https://", "http://", 1)
        return self._server(attrs.evolve(request, url=url))
