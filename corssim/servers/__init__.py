"""What answers: a server is any callable from WireRequest to WireResponse or NetworkFailure.

Law: a server answers bytes for bytes and decides nothing about CORS on the browser's behalf.
``as_server`` recognises what it is given; each kind has a module of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import ServerError, UsageError
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse

if TYPE_CHECKING:
    from .aws_lambda import LambdaHTTP, LambdaREST
    from .policy import Policy

__all__ = [
    "AsyncServer", "LambdaHTTP", "LambdaREST", "Policy", "Server", "as_async_server", "as_server",
    "live",
]  # fmt: skip

Answer = WireResponse | NetworkFailure
Server = Callable[[WireRequest], Answer]
AsyncServer = Callable[[WireRequest], Awaitable[Answer]]


def live(*, timeout: float = 10.0, ca: str | None = None, at: str | None = None) -> Server:
    """Real servers on the network, each request asked of its URL's own host, or all of *at*.

    *timeout* is in seconds; *ca* names a file of certificates to trust; *at* is an origin such as
    ``http://127.0.0.1:8000``. Raises ``UsageError`` for a file or an origin that is none.
    """
    from .network import Live

    return Live(timeout=timeout, ca=ca, at=at)


def as_server(app: Any) -> Server:
    """The server that *app* denotes; raises ``UsageError`` for what cannot answer."""
    if app is None:
        raise UsageError("this page has no server: give browser.open(page, server) one")
    made = server_for(app)
    if made is not None:
        return made
    if inspect.iscoroutinefunction(app):
        raise UsageError("an async server needs page.afetch(); page.fetch() cannot await it")
    return checked(app)


def as_async_server(app: Any) -> AsyncServer:
    """The same for ``page.afetch``."""
    made = None if app is None else server_for(app)
    acall: AsyncServer | None = getattr(made, "acall", None)
    if acall is not None:
        return acall
    if app is not None and made is None and _is_async(app):

        async def served(request: WireRequest) -> Answer:
            return _answer(await app(request), request)

        return served
    serve = made or as_server(app)

    async def call(request: WireRequest) -> Answer:
        return serve(request)

    return call


def server_for(app: Any) -> Server | None:
    """The server for a kind that corssim knows; ``None`` for any other callable.

    Raises ``UsageError`` for what cannot be called. A server that holds something open has a
    method ``close``.
    """
    if isinstance(app, Sequence) and not isinstance(app, str | bytes):
        from .scripted import Scripted

        return Scripted(app)
    if getattr(app, "is_corssim_server", False):
        server: Server = app
        return server
    if type(app).__module__.startswith("aiohttp.web"):
        from .aiohttp import AiohttpServer

        return AiohttpServer(app)
    if not callable(app):
        raise UsageError(
            f"cannot use {app!r} as a server: give an ASGI or WSGI application, a Policy, a list "
            "of rules, or a function from WireRequest to WireResponse"
        )
    if is_wsgi(app):
        from .wsgi import WSGIServer

        return WSGIServer(app)
    if is_asgi(app):
        from .asgi import ASGIServer

        return ASGIServer(app)
    return None


def checked(app: Callable[[WireRequest], Any]) -> Server:
    """*app* with its answers checked: what is no answer raises ``ServerError``."""

    def served(request: WireRequest) -> Answer:
        try:
            answer = app(request)
        except Exception as problem:
            raise ServerError(
                f"the server raised {type(problem).__name__} for {request.method} "
                f"{request.url}: {problem}"
            ) from problem
        return _answer(answer, request)

    return served


def _is_async(app: Any) -> bool:
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(type(app).__call__)


def _answer(answer: Any, request: WireRequest) -> Answer:
    if not isinstance(answer, WireResponse | NetworkFailure):
        raise ServerError(
            f"the server answered {request.method} {request.url} with {answer!r}, which is "
            "neither a WireResponse nor a NetworkFailure"
        )
    return answer


def _parameters(app: Any) -> list[inspect.Parameter]:
    try:
        return [
            p
            for p in inspect.signature(app).parameters.values()
            if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty
        ]
    except (TypeError, ValueError):
        return []


def is_asgi(app: Any) -> bool:
    """Whether *app* is an ASGI 3 application: async, of (scope, receive, send)."""
    call = app if inspect.isfunction(app) or inspect.ismethod(app) else type(app).__call__
    return len(_parameters(app)) == 3 and (
        inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(app)
    )


def is_wsgi(app: Any) -> bool:
    """Whether *app* is a WSGI application: of (environ, start_response)."""
    call = app if inspect.isfunction(app) or inspect.ismethod(app) else type(app).__call__
    if inspect.iscoroutinefunction(call):
        return False
    return hasattr(app, "wsgi_app") or len(_parameters(app)) == 2


if not TYPE_CHECKING:  # to a type checker every name would exist

    def __getattr__(name: str) -> Any:
        """Load a kind of server when it is first used."""
        homes = {"LambdaHTTP": "aws_lambda", "LambdaREST": "aws_lambda", "Policy": "policy"}
        if name not in homes:
            raise AttributeError(f"module 'corssim.servers' has no attribute {name!r}")
        return getattr(import_module(f".{homes[name]}", __name__), name)
