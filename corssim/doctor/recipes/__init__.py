"""What to write, for each kind of server, so that a call is allowed.

Law: a recipe is a complete CORS set-up for the needs of a call, outermost and alone: it answers
preflights before anything else can refuse them, covers error answers, and leaves no second
header. The tests run each in a real server.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from ...errors import UsageError
from ..needs import Needs
from . import gateways, javascript, plain, proxies, python


@attrs.frozen
class Block:
    """A piece of code and where it belongs."""

    place: str
    code: str


Recipe = Callable[[Needs], list[tuple[str, str]]]

KINDS: dict[str, tuple[str, Recipe]] = {
    "headers": ("plain headers", plain.headers),
    "express": ("Express with cors", javascript.express),
    "express-by-hand": ("Express by hand", javascript.express_by_hand),
    "flask": ("Flask with flask-cors", python.flask),
    "flask-by-hand": ("Flask by hand", python.flask_by_hand),
    "django": ("Django with django-cors-headers", python.django),
    "django-by-hand": ("Django by hand", python.django_by_hand),
    "fastapi": ("FastAPI or Starlette", python.fastapi),
    "aiohttp": ("aiohttp with aiohttp-cors", python.aiohttp),
    "nginx": ("nginx", proxies.nginx),
    "apache": ("Apache", proxies.apache),
    "apigw-rest": ("API Gateway REST API with Lambda", gateways.rest),
    "apigw-http": ("API Gateway HTTP API with Lambda", gateways.http),
}
"""Kind of server: its title and its recipe."""


def blocks(kind: str, needs: Needs) -> list[Block]:
    """The recipe's pieces; raises ``UsageError`` for an unknown *kind*."""
    if kind not in KINDS:
        raise UsageError(f"no kind of server is called {kind!r}: choose from {', '.join(KINDS)}")
    return [Block(place, code) for place, code in KINDS[kind][1](needs)]


def fix(kind: str, needs: Needs) -> str:
    """The recipe as text: each piece under the place where it belongs."""
    return "\n".join(f"{block.place}:\n\n{block.code}" for block in blocks(kind, needs))
