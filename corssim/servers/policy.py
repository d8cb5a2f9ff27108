"""A CORS policy as a server: it answers as a correct middleware would.

Law: what is not allowed gets no Access-Control header; what depends on Origin says so in Vary.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..errors import UsageError
from ..given import as_bytes
from ..headers import is_token
from ..request import WireRequest
from ..response import WireResponse, reason_phrase
from ..url import parse_url


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@attrs.frozen
class Policy:
    """Who may do what.

    *origins*, *methods*, *headers* and *expose* are names, or ``"*"`` for all; *max_age* is in
    seconds; *preflight_status* the status of the answer to a preflight; *status*, *body* and
    *response_headers* what the resource itself answers. Raises ``UsageError`` for an origin
    that no browser sends, and for ``"*"`` with credentials, which no browser accepts.
    """

    origins: tuple[str, ...] = attrs.field(converter=_names, default=())
    methods: tuple[str, ...] = attrs.field(converter=_names, default=("GET", "HEAD", "POST"))
    headers: tuple[str, ...] = attrs.field(converter=_names, default=())
    credentials: bool = False
    expose: tuple[str, ...] = attrs.field(converter=_names, default=())
    max_age: int | None = None
    preflight_status: int = 204
    status: int = 200
    body: bytes = attrs.field(default=b"", converter=as_bytes)
    response_headers: tuple[tuple[str, str], ...] = ()

    is_corssim_server = True

    def __attrs_post_init__(self) -> None:
        for origin in self.origins:
            url = parse_url(origin)
            if origin in ("*", "null") or (url and url.origin.serialized == origin):
                continue
            right = url.origin.serialized if url is not None and url.is_http else ""
            hint = f": a browser sends {right!r}" if right else ", such as https://app.example"
            raise UsageError(f"{origin!r} is no origin{hint}")
        for name in (*self.methods, *self.headers, *self.expose):
            if not is_token(name):
                raise UsageError(f"{name!r} is not a method or header name")
        if self.credentials and "*" in self.origins:
            raise UsageError("with credentials a policy must name its origins: browsers refuse *")

    def __call__(self, request: WireRequest) -> WireResponse:
        lines = [] if "*" in self.origins else [("Vary", "Origin")]
        origin = request.header("Origin")
        allowed = origin is not None and ("*" in self.origins or origin in self.origins)
        if allowed:
            value = "*" if "*" in self.origins else origin or ""
            lines.append(("Access-Control-Allow-Origin", value))
            if self.credentials:
                lines.append(("Access-Control-Allow-Credentials", "true"))
        if request.method == "OPTIONS" and request.header("Access-Control-Request-Method"):
            if allowed:
                lines += self._granted(request)
            return self._answer(self.preflight_status, lines, b"")
        if allowed and self.expose:
            lines.append(("Access-Control-Expose-Headers", ", ".join(self.expose)))
        return self._answer(self.status, [*lines, *self.response_headers], self.body)

    def _granted(self, request: WireRequest) -> list[tuple[str, str]]:
        methods, headers = self.methods, self.headers
        if self.credentials and "*" in methods:
            methods = (request.header("Access-Control-Request-Method") or "",)
        if self.credentials and "*" in headers:
            headers = (request.header("Access-Control-Request-Headers") or "",)
        lines = [("Access-Control-Allow-Methods", ", ".join(methods))]
        if any(headers):
            lines.append(("Access-Control-Allow-Headers", ", ".join(headers)))
        if self.max_age is not None:
            lines.append(("Access-Control-Max-Age", str(self.max_age)))
        return lines

    @staticmethod
    def _answer(status: int, lines: list[tuple[str, str]], body: bytes) -> WireResponse:
        if status not in (204, 304):
            lines = [*lines, ("Content-Length", str(len(body)))]
        return WireResponse(status, tuple(lines), body, reason_phrase(status))
