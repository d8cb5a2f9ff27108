"""Applications in process: lifespans, aiohttp, Django with a database, FastAPI."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from corssim import Browser, Policy, ServerError, UsageError
from corssim.servers import as_server, live
from corssim.servers.asgi import ASGIServer
from corssim.testing import open_pages

from ..support import ORIGIN, PAGE, URL

ALLOWED = [(b"access-control-allow-origin", b"*")]


class App:
    """An ASGI application that counts its lifespans, and fails as it is told."""

    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.log: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            assert (await receive())["type"] == "lifespan.startup"
            if self.fails == "startup":
                await send({"type": "lifespan.startup.failed", "message": "no database"})
                return
            if self.fails == "unknown":
                raise ValueError("no lifespan here")
            self.log.append("started")
            scope["state"]["seen"] = "state"
            await send({"type": "lifespan.startup.complete"})
            assert (await receive())["type"] == "lifespan.shutdown"
            self.log.append("stopped")
            await send({"type": "lifespan.shutdown.complete"})
            return
        self.log.append(scope["state"].get("seen", "nothing"))
        await send({"type": "http.response.start", "status": 200, "headers": ALLOWED})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await send({"type": "http.response.body", "body": b"b"})


def test_the_lifespan_runs_once_around_all_requests() -> None:
    app = App()
    server = ASGIServer(app)
    page = Browser("chrome").open(PAGE, server)
    for _ in range(2):
        outcome = page.fetch(URL)
        assert outcome.response is not None
        assert outcome.response.body == b"ab"
    assert app.log == ["started", "state", "state"]
    server.close()
    server.close()
    assert app.log[-1] == "stopped"


def test_the_lifespan_of_async_calls() -> None:
    app = App()
    server = ASGIServer(app)

    async def run() -> None:
        page = Browser("chrome").open(PAGE, server)
        assert (await page.afetch(URL)).ok
        assert (await page.axhr("GET", URL)).ok
        with pytest.raises(UsageError, match="event loop"):
            page.fetch(URL)
        await server.aclose()
        await server.aclose()

    asyncio.run(run())
    assert app.log == ["started", "state", "state", "stopped"]
    server.close()


def test_an_application_without_a_lifespan_is_served() -> None:
    app = App("unknown")
    assert Browser("safari").open(PAGE, app).fetch(URL).ok
    assert app.log == ["nothing"]


def test_an_application_that_cannot_start_says_so() -> None:
    with pytest.raises(ServerError, match="no database"):
        Browser("safari").open(PAGE, App("startup")).fetch(URL)


def test_fastapi_with_its_lifespan() -> None:
    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from starlette.middleware.cors import CORSMiddleware

    started: list[str] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> Any:
        started.append("up")
        yield
        started.append("down")

    app = FastAPI(lifespan=lifespan)

    @app.put("/x")
    def put() -> dict[str, int]:
        return {"a": 1}

    app.add_middleware(CORSMiddleware, allow_origins=[ORIGIN], allow_methods=["PUT"])
    pages = open_pages(app, ORIGIN)
    pages.fetch(URL, method="PUT").assert_allowed().assert_preflights(1)
    pages.xhr("PUT", URL).assert_allowed().assert_preflights(0)
    pages.server.close()
    assert started == ["up", "down"]


def test_aiohttp_runs_in_its_own_server() -> None:
    from aiohttp import web

    async def items(request: web.Request) -> web.Response:
        assert request.host == "api.example"
        return web.json_response({"a": 1}, headers={"Access-Control-Allow-Origin": ORIGIN})

    app = web.Application()
    app.router.add_get("/x", items)
    server: Any = as_server(app)
    outcome = Browser("chrome").open(PAGE, server).fetch(URL)
    server.close()
    server.close()
    assert outcome.response is not None
    assert outcome.response.text == '{"a": 1}'


@pytest.fixture(scope="module")
def django() -> Iterator[Any]:
    import django as framework
    from django.conf import settings

    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=["django.contrib.contenttypes", "corsheaders"],
        MIDDLEWARE=["corsheaders.middleware.CorsMiddleware"],
        CORS_ALLOWED_ORIGINS=[ORIGIN],
        USE_TZ=True,
    )
    framework.setup()
    from django.core.wsgi import get_wsgi_application
    from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    yield get_wsgi_application()
    runner.teardown_databases(databases)
    teardown_test_environment()


def count(request: Any) -> Any:
    from django.contrib.contenttypes.models import ContentType
    from django.http import JsonResponse

    return JsonResponse({"count": ContentType.objects.filter(app_label="mine").count()})


def __getattr__(name: str) -> Any:
    """Django's URL configuration is this module."""
    if name == "urlpatterns":
        from django.urls import path

        return [path("x", count)]
    raise AttributeError(name)


def test_django_in_a_test_transaction(django: Any) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction

    page = Browser("firefox").open(PAGE, django)
    with transaction.atomic():
        ContentType.objects.create(app_label="mine", model="a")
        outcome = page.fetch(URL)
        assert outcome.response is not None
        assert outcome.response.text == '{"count": 1}'
        transaction.set_rollback(True)
    assert page.fetch(URL).response.text == '{"count": 0}'  # type: ignore[union-attr]


def test_a_live_server_elsewhere_is_checked() -> None:
    with pytest.raises(UsageError, match="certificates"):
        live(ca="/nonexistent.pem")
    with pytest.raises(UsageError, match="at must be"):
        live(at="127.0.0.1:8000")


def test_a_policy_is_its_own_server() -> None:
    pages = open_pages(Policy("*"), ORIGIN, browsers=("standard",))
    assert pages.fetch(URL).ok
    assert list(pages.fetch(URL)) == ["standard"]
