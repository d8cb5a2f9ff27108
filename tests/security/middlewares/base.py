"""A correct middleware whose every decision is a method, for others to get wrong."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import unquote

from corssim import WireRequest, WireResponse
from corssim.security import Rule, StatedPolicy, policy_of

Lines = list[tuple[str, str]]
APP = "https://app.example"
ADMIN = "https://admin.example.com"
STATED = policy_of(
    [APP, ADMIN], methods=["GET", "POST", "PUT"], headers=["Content-Type", "X-Token"],
    credentials=True, expose=["X-Total"],
)  # fmt: skip
PUBLIC = policy_of("*", methods=["GET", "PUT"], headers=["X-Token"], expose=["X-Total"])
BY_PATH = StatedPolicy((
    Rule("*", paths="/public/*", ask="/public/news"),
    Rule(APP, paths="/private/*", credentials=True, ask=("/private/a+b", "/private/item")),
))  # fmt: skip


class Middleware:
    """Lets in who is listed, by whole origin."""

    policy: ClassVar[StatedPolicy] = STATED
    finds: ClassVar[tuple[str, ...]] = ()
    """The ids of which one must be found; none for a correct one."""

    is_corssim_server = True

    @property
    def allowed(self) -> tuple[str, ...]:
        return self.policy.rules[0].origins

    def __call__(self, request: WireRequest) -> WireResponse:
        origin = request.header("Origin")
        lines = self.vary(request)
        let_in = origin is not None and self.lets_in(origin, request)
        if request.method == "OPTIONS" and request.header("Access-Control-Request-Method"):
            if let_in and origin is not None:
                lines += self.preflight(origin, request)
            return WireResponse(self.preflight_status(let_in), tuple(lines))
        if let_in and origin is not None:
            lines += self.actual(origin, request)
        lines.append(("X-Total", "7"))
        return WireResponse(200, tuple(lines), self.resource(request))

    def resource(self, request: WireRequest) -> bytes:
        return b"a resource"

    def vary(self, request: WireRequest) -> Lines:
        return [("Vary", "Origin")]

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin in self.allowed

    def allow_origin(self, origin: str) -> str:
        return origin

    def credentials(self) -> Lines:
        return [("Access-Control-Allow-Credentials", "true")]

    def actual(self, origin: str, request: WireRequest) -> Lines:
        exposed = ("Access-Control-Expose-Headers", "X-Total")
        allowed = ("Access-Control-Allow-Origin", self.allow_origin(origin))
        return [allowed, *self.credentials(), exposed]

    def preflight(self, origin: str, request: WireRequest) -> Lines:
        allowed = ("Access-Control-Allow-Origin", self.allow_origin(origin))
        return [
            allowed, *self.credentials(),
            ("Access-Control-Allow-Methods", self.methods(request)),
            ("Access-Control-Allow-Headers", self.headers(request)),
        ]  # fmt: skip

    def preflight_status(self, let_in: bool) -> int:
        return 204

    def methods(self, request: WireRequest) -> str:
        return ", ".join(self.policy.rules[0].methods)

    def headers(self, request: WireRequest) -> str:
        return ", ".join(self.policy.rules[0].headers)


class Public(Middleware):
    """Data for everyone, without cookies."""

    policy = PUBLIC

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True

    def allow_origin(self, origin: str) -> str:
        return "*"

    def credentials(self) -> Lines:
        return []

    def vary(self, request: WireRequest) -> Lines:
        return []

    def __call__(self, request: WireRequest) -> WireResponse:
        if request.header("Origin") is None:
            lines = (*request.headers, ("Origin", APP))
            request = WireRequest(request.method, request.url, lines, request.body)
        return super().__call__(request)


class ByPath(Middleware):
    """Public news, private items; everything else is closed."""

    policy = BY_PATH
    RESOURCES: ClassVar[dict[str, bytes]] = {
        "/public/news": b"news", "/private/a+b": b"a plus b", "/private/item": b"an item",
    }  # fmt: skip

    def routed(self, request: WireRequest) -> str:
        """The path as the router and the rules both read it: escapes undone, dots resolved."""
        path = request.url.split("/", 3)[3].partition("?")[0]
        parts: list[str] = []
        for part in unquote("/" + path).split("/")[1:]:
            if part == "..":
                parts = parts[:-1]
            elif part != ".":
                parts.append(part)
        return "/" + "/".join(parts)

    def ruled(self, request: WireRequest) -> str:
        """The path by which the rule is chosen."""
        return self.routed(request)

    def resource(self, request: WireRequest) -> bytes:
        return self.RESOURCES.get(self.routed(request), b"")

    def is_public(self, path: str) -> bool:
        return path.startswith("/public/")

    def is_private(self, path: str) -> bool:
        return path.startswith("/private/")

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        path = self.ruled(request)
        return self.is_public(path) or (self.is_private(path) and origin == APP)

    def actual(self, origin: str, request: WireRequest) -> Lines:
        if self.is_public(self.ruled(request)):
            return [("Access-Control-Allow-Origin", "*")]
        return super().actual(origin, request)
