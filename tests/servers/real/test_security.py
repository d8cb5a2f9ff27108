"""Real CORS libraries: their known weaknesses are found, a careful set-up is not accused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corssim.security import StatedPolicy, Subject, audit, policy_of
from corssim.servers import live

from . import setups
from .running import running
from .setups import Setup

APP = "https://app.example"
ONE = policy_of(APP, methods=["GET", "PUT"], headers=["X-Token"], credentials=True, ask="/items")
BELOW = policy_of("https://*.app.example", methods=["GET", "PUT"], headers=["X-Token"],
                  credentials=True, ask="/items")  # fmt: skip
REFLECTS = {"CORS-REFLECTS-ANY-ORIGIN", "CORS-TRUSTS-NULL"}
PREFIX = {"CORS-TRUSTS-PREFIX"}
NO_VARY = {"CORS-VARY-MISSING", "CORS-SHARED-CACHE"}
"""flask-cors and sanic-cors send no Vary for a list of one, aiohttp-cors sends none at all."""

SANIC = """
from sanic import Sanic
from sanic.response import json
from sanic_cors import CORS

app = Sanic("corssim_" + str(id(object())))


@app.get("/items")
async def items(request):
    return json({"items": 3})


@app.put("/items")
async def replace(request):
    return json({"items": 3})


@CORS@
"""
FLASK = """
from flask_cors import CORS

CORS(app, methods=["GET", "PUT"], allow_headers=["X-Token"], {})
"""
STARLETTE = """
from starlette.middleware.cors import CORSMiddleware

app.add_middleware(CORSMiddleware, allow_methods=["GET", "PUT"], allow_headers=["X-Token"],
                   allow_credentials=True, {})
"""
DJANGO = """
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ["GET", "PUT"]
CORS_ALLOW_HEADERS = ["X-Token"]
{}
"""
AIOHTTP = """
import aiohttp_cors

cors = aiohttp_cors.setup(app, defaults={{{}: aiohttp_cors.ResourceOptions(
    allow_credentials=True, allow_headers=("X-Token",), allow_methods=["GET", "PUT"])}})
for route in list(app.router.routes()):
    cors.add(route)
"""
SANIC_CORS = (
    "CORS(app, methods=['GET', 'PUT'], allow_headers=['X-Token'], automatic_options=True, {})"
)
EXPRESS = """
const cors = require("cors");
app.use(cors({{ methods: ["GET", "PUT"], allowedHeaders: ["X-Token"], credentials: true, {} }}));
"""
BELOW_FLASK = r"origins=[r'https://.*\.app\.example{}'], supports_credentials=True"
BELOW_EXPRESS = r"origin: /https:\/\/[a-z0-9.-]+\.app\.example{}/"
ONE_EXPRESS = f"origin: ['{APP}']"

CASES: list[tuple[str, Setup, StatedPolicy, set[str]]] = [
    (name, Setup(name, kind, program, frame.format(wrong), ""), policy, expected)
    for name, kind, program, frame, wrong, policy, expected in [
        ("flask-cors, regex without an end", "flask", setups.FLASK, FLASK,
         BELOW_FLASK.format(""), BELOW, PREFIX),
        ("flask-cors, defaults with credentials", "flask", setups.FLASK, FLASK,
         "supports_credentials=True", ONE, REFLECTS),
        ("flask-cors, a list", "flask", setups.FLASK, FLASK,
         f"origins=['{APP}'], supports_credentials=True", ONE, NO_VARY),
        ("starlette, * with credentials", "fastapi", setups.STARLETTE, STARLETTE,
         "allow_origins=['*']", ONE, REFLECTS),
        ("starlette, regex", "fastapi", setups.STARLETTE, STARLETTE,
         r"allow_origin_regex=r'https://.*\.app\.example'", BELOW, set()),
        ("starlette, a list", "fastapi", setups.STARLETTE, STARLETTE,
         f"allow_origins=['{APP}']", ONE, set()),
        ("django-cors-headers, regex without an end", "django", setups.DJANGO_SETTINGS, DJANGO,
         r"CORS_ALLOWED_ORIGIN_REGEXES = [r'^https://\w+\.app\.example']", BELOW, PREFIX),
        ("django-cors-headers, all with credentials", "django", setups.DJANGO_SETTINGS, DJANGO,
         "CORS_ALLOW_ALL_ORIGINS = True", ONE, REFLECTS),
        ("django-cors-headers, a list", "django", setups.DJANGO_SETTINGS, DJANGO,
         f"CORS_ALLOWED_ORIGINS = ['{APP}']", ONE, set()),
        ("aiohttp-cors, * with credentials", "aiohttp", setups.AIOHTTP, AIOHTTP, "'*'", ONE,
         REFLECTS),
        ("aiohttp-cors, a list", "aiohttp", setups.AIOHTTP, AIOHTTP, f"'{APP}'", ONE, NO_VARY),
        ("sanic-cors, regex without an end", "sanic", SANIC, SANIC_CORS,
         BELOW_FLASK.format(""), BELOW, PREFIX),
        ("sanic-cors, defaults with credentials", "sanic", SANIC, SANIC_CORS,
         "supports_credentials=True", ONE, REFLECTS),
        ("sanic-cors, a list", "sanic", SANIC, SANIC_CORS,
         f"origins=['{APP}'], supports_credentials=True", ONE, NO_VARY),
        ("express cors, regex without an end", "express", setups.EXPRESS, EXPRESS,
         BELOW_EXPRESS.format(""), BELOW, PREFIX),
        ("express cors, true with credentials", "express", setups.EXPRESS, EXPRESS,
         "origin: true", ONE, REFLECTS),
        ("express cors, a list", "express", setups.EXPRESS, EXPRESS, ONE_EXPRESS, ONE, set()),
    ]
]  # fmt: skip


def audited(setup: Setup, policy: StatedPolicy, folder: Path) -> set[str]:
    """The ids that an audit of the running set-up finds, notes left out."""
    with running(setup, folder) as at:
        subject = Subject(live(timeout=10, at=at), policy, live=True)
        found = audit(subject).violations
    return {one.id for one in found if one.finding.severity != "note"}


@pytest.mark.parametrize(
    ("name", "setup", "policy", "expected"),
    CASES,
    ids=[case[0].replace(" ", "-") for case in CASES],
)
def test_known_weaknesses(
    name: str, setup: Setup, policy: StatedPolicy, expected: set[str], tmp_path: Path
) -> None:
    found = audited(setup, policy, tmp_path)
    assert expected <= found, name
    if not expected & (REFLECTS | PREFIX):
        assert found == expected, name
