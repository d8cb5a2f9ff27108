"""Correct middlewares, each in its own way: none may be accused."""

from __future__ import annotations

import re

from corssim import WireRequest
from corssim.security import policy_of

from .base import APP, ByPath, Lines, Middleware, Public


class Listed(Middleware):
    """A list of whole origins."""


class Forbidding(Middleware):
    """Answers preflights of others with 403."""

    def preflight_status(self, let_in: bool) -> int:
        return 200 if let_in else 403


class Static(Middleware):
    """One origin, the same lines for everyone: there is nothing to vary by."""

    policy = policy_of(APP, methods=["GET", "PUT"], headers=["X-Token"], credentials=True)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True

    def allow_origin(self, origin: str) -> str:
        return APP

    def vary(self, request: WireRequest) -> Lines:
        return []

    def __call__(self, request: WireRequest):  # type: ignore[no-untyped-def]
        headers = tuple(p for p in request.headers if p[0].lower() != "origin")
        fixed = WireRequest(request.method, request.url, (*headers, ("Origin", APP)), request.body)
        return super().__call__(fixed)


class Subdomains(Middleware):
    """Every subdomain is stated, by an anchored and escaped expression."""

    policy = policy_of(
        "https://*.example.com", methods=["GET", "PUT"], headers=["X-Token"], credentials=True
    )

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return re.fullmatch(r"https://([a-z0-9_-]+\.)+example\.com", origin) is not None


class Echoing(Middleware):
    """Gives back of the asked methods and headers those that are allowed."""

    def methods(self, request: WireRequest) -> str:
        asked = request.header("Access-Control-Request-Method") or ""
        return asked if asked in self.policy.rules[0].methods else "GET"

    def headers(self, request: WireRequest) -> str:
        asked = (request.header("Access-Control-Request-Headers") or "")[:1000].split(",")
        known = {name.lower() for name in self.policy.rules[0].headers}
        return ", ".join(name.strip() for name in asked if name.strip().lower() in known)


class NoStore(Middleware):
    """Varies without saying so, but nobody may keep the answer."""

    def vary(self, request: WireRequest) -> Lines:
        return [("Cache-Control", "no-store")]


class Uncredentialed(Middleware):
    """Named origins, no cookies."""

    policy = policy_of(APP, methods=["GET", "PATCH"], headers=["X-Token"], expose=["X-Total"])

    def credentials(self) -> Lines:
        return []


class WithPort(Middleware):
    """An origin with a port, and one on http."""

    policy = policy_of(
        ["http://localhost:3000", "https://app.example:8443"], methods=["GET", "DELETE"],
        credentials=True,
    )  # fmt: skip


CORRECT: tuple[type[Middleware], ...] = (
    Listed, Forbidding, Static, Subdomains, Echoing, NoStore, Uncredentialed, WithPort, Public,
    ByPath,
)  # fmt: skip
