"""The playground's server: the page, and what it asks.

Law: a route a question; what a person gets wrong comes back as ``{"error": text}`` with 400.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..browsers import PROFILES
from ..browsers.caps import caps
from ..doctor import KINDS
from ..errors import CorssimError, UsageError
from .answer import SHOWN, Playground
from .exporting import EXPORTS, exported
from .guard import App, Guard
from .importing import imported
from .lessons import LESSONS, told
from .presets import PRESETS
from .state import State, state_of

AROUND_CAPS = {cap + second for cap in caps().values() for second in (-1, 1)}
STOPS = tuple(sorted({0, 1, 4, 6, 60, 300, 1800, 3600, 43200, 604800} | AROUND_CAPS))
"""Seconds that the clock can be moved by, around each browser's cap among them."""
STATIC = Path(__file__).with_name("static")
Json = dict[str, Any]


def application(live_hosts: tuple[str, ...], hosts: frozenset[str]) -> App:
    """The guarded application; *hosts* are the Host values that it answers to."""
    playground = Playground(live_hosts)

    def answer(data: Json) -> Json:
        return playground.answer(state_of(data))

    def fixed(data: Json) -> Json:
        return {"state": attrs.asdict(playground.fixed(state_of(data)))}

    def read(data: Json) -> Json:
        text = data.get("text")
        if not isinstance(text, str):
            raise UsageError("text is missing")
        return imported(text)

    def carried(data: Json) -> Json:
        form, browser = data.get("form"), data.get("browser")
        if form not in EXPORTS or browser not in SHOWN:
            raise UsageError(f"export {form!r} of {browser!r} is not known")
        name, kind = EXPORTS[form]
        text = exported(playground, state_of(data.get("state")), form, browser)
        return {"name": name, "type": kind, "text": text}

    async def begin(request: Request) -> Response:
        return JSONResponse(_beginning(playground))

    async def lesson(request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(LESSONS):
            return PlainTextResponse("no such lesson", 404)
        return JSONResponse({"told": told(playground, LESSONS[number])})

    async def page(request: Request) -> Response:
        text = (STATIC / "index.html").read_text(encoding="utf-8")
        return Response(text, media_type="text/html")

    return Guard(
        Starlette(
            routes=[
                Route("/", page),
                Route("/api/begin", begin),
                Route("/api/lessons/{number:int}", lesson),
                Route("/api/answer", _asked(answer), methods=["POST"]),
                Route("/api/fix", _asked(fixed), methods=["POST"]),
                Route("/api/import", _asked(read), methods=["POST"]),
                Route("/api/export", _asked(carried), methods=["POST"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ]
        ),
        hosts,
    )


def _beginning(playground: Playground) -> Json:
    return {
        "state": attrs.asdict(State()),
        "kinds": {name: title for name, (title, _) in KINDS.items()},
        "presets": [{"title": one.title, "state": one.state} for one in PRESETS],
        "lessons": [
            {"title": one.title, "question": one.question, "state": one.state} for one in LESSONS
        ],
        "exports": list(EXPORTS),
        "browsers": [[name, PROFILES[name].title] for name in SHOWN],
        "stops": [{"seconds": seconds, "told": told_time(seconds)} for seconds in STOPS],
        "live": list(playground.live_hosts),
    }


def told_time(seconds: float) -> str:
    """A span of time in words."""
    if not seconds:
        return "no time: once only"
    parts = []
    rest = seconds
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:g} {name}{'' if count == 1 else 's'}")
    return " ".join(parts)


def _asked(work: Callable[[Json], Json]) -> Callable[[Request], Any]:
    """A route that reads JSON and answers JSON, its *work* in a thread of its own."""

    async def route(request: Request) -> Response:
        try:
            data = json.loads(await request.body())
            if not isinstance(data, dict):
                raise UsageError("the question is an object")
            return JSONResponse(await run_in_threadpool(work, data))
        except CorssimError as problem:
            return JSONResponse({"error": str(problem)}, 400)
        except (ValueError, RecursionError):
            return JSONResponse({"error": "the question is no JSON"}, 400)

    return route
