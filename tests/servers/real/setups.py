"""Real servers, each set up wrong and right: the programs, with a place for their CORS lines.

Law: a setup's program is complete but for ``@CORS@``, into which a wrong set of lines goes or
the text of the fix that corssim prints; the servers are the real ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ORIGIN = "http://app.test"
PUT = {"method": "PUT", "headers": {"Content-Type": "application/json"}, "body": "{}"}
WITH_COOKIES = {"credentials": "include"}


@dataclass(frozen=True)
class Setup:
    """A server with a mistake: what page calls it and which finding it must give.

    ``kind`` is the recipe's name, ``program`` one of the templates, ``wrong`` the mistaken lines.
    """

    name: str
    kind: str
    program: str
    wrong: str
    finding: str
    call: dict[str, Any] = field(default_factory=dict)
    path: str = "/items"
    ok_status: int = 200


EXPRESS = """
const express = require("express");
const app = express();
app.disable("x-powered-by");
@CORS@
app.use((req, res, next) =>
  req.path === "/private" && !req.get("Authorization") ? res.sendStatus(401) : next());
app.get("/items", (req, res) => res.set("X-Total", "3").json({ items: 3 }));
app.put("/items", (req, res) => res.json({ items: 3 }));
app.get("/private", (req, res) => res.json({}));
app.get("/crash", () => { throw new Error("boom"); });
app.listen(Number(process.env.PORT), "127.0.0.1");
"""
FLASK = """
from flask import Flask, abort, request

app = Flask(__name__)

@CORS@


@app.before_request
def authenticate():
    if request.path == "/private" and "Authorization" not in request.headers:
        abort(401)


@app.get("/items")
def items():
    return {"items": 3}, {"X-Total": "3"}


@app.put("/items")
def replace():
    return {"items": 3}


@app.get("/private")
def private():
    return {}


@app.get("/crash")
def crash():
    raise RuntimeError("boom")
"""
DJANGO_URLS = """
from django.http import HttpResponse, JsonResponse
from django.urls import path


def items(request):
    if request.method not in ("GET", "PUT"):
        return HttpResponse(status=405)
    return JsonResponse({"items": 3}, headers={"X-Total": "3"})


def private(request):
    return JsonResponse({}, status=200 if "Authorization" in request.headers else 401)


def crash(request):
    raise RuntimeError("boom")


urlpatterns = [path("items", items), path("private", private), path("crash", crash)]
"""
DJANGO_SETTINGS = """
SECRET_KEY = "only for tests"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
LOGGING_CONFIG = None
@CORS@
"""
STARLETTE = """
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


async def items(request):
    return JSONResponse({"items": 3}, headers={"X-Total": "3"})


async def private(request):
    return JSONResponse({}, status_code=200 if "authorization" in request.headers else 401)


async def crash(request):
    raise RuntimeError("boom")


app = Starlette(
    routes=[
        Route("/items", items, methods=["GET", "PUT"]),
        Route("/private", private),
        Route("/crash", crash),
    ]
)
@CORS@
"""
FASTAPI = """
from fastapi import FastAPI, HTTPException, Request, Response

app = FastAPI()


@app.get("/items")
def items(response: Response):
    response.headers["X-Total"] = "3"
    return {"items": 3}


@app.put("/items")
def replace():
    return {"items": 3}


@app.get("/private")
def private(request: Request):
    if "authorization" not in request.headers:
        raise HTTPException(401)
    return {}


@app.get("/crash")
def crash():
    raise RuntimeError("boom")


@CORS@
"""
AIOHTTP = """
from aiohttp import web


async def items(request):
    return web.json_response({"items": 3}, headers={"X-Total": "3"})


async def private(request):
    return web.json_response({}, status=200 if "Authorization" in request.headers else 401)


app = web.Application()
app.router.add_get("/items", items)
app.router.add_put("/items", items)
app.router.add_get("/private", private)
@CORS@
"""
LAMBDA = """
def handler(event, context):
    path = event.get("path") or event.get("rawPath")
    if path == "/crash":
        raise RuntimeError("boom")
    headers = {key.lower() for key in event["headers"]}
    if path == "/private" and "authorization" not in headers:
        return {"statusCode": 401, "body": ""}
    @RETURN@


@CORS@
"""
NGINX = """
daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
  fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  @HTTP@
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{backend};
      @CORS@
    }}
    location /dead {{
      proxy_pass http://127.0.0.1:{closed};
      @CORS@
    }}
  }}
}}
"""
APACHE = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule setenvif_module {modules}/mod_setenvif.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
<VirtualHost 127.0.0.1:{port}>
  ProxyPass /missing !
  ProxyPass /dead http://127.0.0.1:{closed}/
  ProxyPass / http://127.0.0.1:{backend}/
  @CORS@
</VirtualHost>
"""

NO_CORS = ""
EXPRESS_SLASH = 'app.use(require("cors")({ origin: "http://app.test/", methods: ["GET", "PUT"] }));'
EXPRESS_STAR = 'app.use(require("cors")({ credentials: true, origin: "*" }));'
FLASK_LIST = """
@app.after_request
def allow(response):
    response.headers["Access-Control-Allow-Origin"] = "http://app.test, http://b.test"
    return response
"""
FLASK_AFTER = """
from flask_cors import CORS
CORS(app, origins=["http://app.test"])
"""
DJANGO_OTHER = """
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]
CORS_ALLOWED_ORIGINS = ["https://app.test"]
"""
STARLETTE_GET_ONLY = """
from starlette.middleware.cors import CORSMiddleware
app.add_middleware(CORSMiddleware, allow_origins=["http://app.test"])
"""
AIOHTTP_STAR = """
import aiohttp_cors
cors = aiohttp_cors.setup(app, defaults={"http://app.test": aiohttp_cors.ResourceOptions(
    allow_credentials=False, allow_methods=["PUT"])})
for route in list(app.router.routes()):
    cors.add(route)
"""
RETURN_BARE = 'return {"statusCode": 200, "body": "{}", "headers": {"X-Total": "3"}}'
RETURN_TRUE = (
    'return {"statusCode": 200, "body": "{}", "headers": {"Access-Control-Allow-Origin": '
    '"http://app.test", "Access-Control-Allow-Credentials": "True"}}'
)
NGINX_PLAIN = 'add_header Access-Control-Allow-Origin "http://app.test";'
APACHE_PLAIN = 'Header set Access-Control-Allow-Origin "http://app.test"'
APACHE_PLAIN_ALWAYS = 'Header always set Access-Control-Allow-Origin "http://app.test"'

SETUPS = (
    Setup("express, none", "express-by-hand", EXPRESS, NO_CORS, "CORS-PREFLIGHT-WITHOUT-HEADERS",
          PUT),
    Setup("express, trailing slash", "express", EXPRESS, EXPRESS_SLASH, "CORS-ORIGIN-SLASH"),
    Setup("express, star with cookies", "express", EXPRESS, EXPRESS_STAR,
          "CORS-WILDCARD-CREDENTIALS", WITH_COOKIES),
    Setup("express, login first", "express-by-hand", EXPRESS, NO_CORS, "CORS-PREFLIGHT-AUTH",
          {"headers": {"Authorization": "Bearer t"}}, "/private"),
    Setup("express, crash", "express", EXPRESS, NO_CORS, "CORS-CRASH", {}, "/crash", 500),
    Setup("flask, none", "flask-by-hand", FLASK, NO_CORS, "CORS-PREFLIGHT-WITHOUT-HEADERS", PUT),
    Setup("flask, list of origins", "flask-by-hand", FLASK, FLASK_LIST, "CORS-ORIGIN-LIST"),
    Setup("flask-cors behind login", "flask", FLASK, FLASK_AFTER, "CORS-PREFLIGHT-AUTH",
          {"headers": {"Authorization": "Bearer t"}}, "/private"),
    Setup("flask-cors without credentials", "flask", FLASK, FLASK_AFTER,
          "CORS-CREDENTIALS-MISSING", WITH_COOKIES),
    Setup("django, none", "django-by-hand", DJANGO_SETTINGS, NO_CORS,
          "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("django-cors-headers, other scheme", "django", DJANGO_SETTINGS, DJANGO_OTHER,
          "CORS-ORIGIN-NOT-LISTED"),
    Setup("django, crash", "django", DJANGO_SETTINGS, NO_CORS, "CORS-CRASH", {}, "/crash", 500),
    Setup("starlette, none", "fastapi", STARLETTE, NO_CORS, "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("starlette, methods left out", "fastapi", STARLETTE, STARLETTE_GET_ONLY,
          "CORS-PREFLIGHT-REJECTED", PUT),
    Setup("starlette, crash outside", "fastapi", STARLETTE, STARLETTE_GET_ONLY, "CORS-CRASH", {},
          "/crash", 500),
    Setup("fastapi, none", "fastapi", FASTAPI, NO_CORS, "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("fastapi, error answer", "fastapi", FASTAPI, NO_CORS, "CORS-AUTH-RESPONSE", {},
          "/private", 401),
    Setup("aiohttp, none", "aiohttp", AIOHTTP, NO_CORS, "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("aiohttp-cors, header left out", "aiohttp", AIOHTTP, AIOHTTP_STAR,
          "CORS-PREFLIGHT-REJECTED", PUT),
    Setup("nginx, error without always", "nginx", NGINX, NGINX_PLAIN, "CORS-NGINX-ALWAYS", {},
          "/missing", 404),
    Setup("nginx, doubled", "nginx", NGINX, NGINX_PLAIN, "CORS-ORIGIN-DOUBLED", {}, "/cors"),
    Setup("nginx, dead backend", "nginx", NGINX, NGINX_PLAIN, "CORS-GATEWAY-ERROR", {}, "/dead",
          502),
    Setup("nginx, none", "nginx", NGINX, NO_CORS, "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("apache, error without always", "apache", APACHE, APACHE_PLAIN, "CORS-APACHE-ALWAYS",
          {}, "/missing", 404),
    Setup("apache, doubled", "apache", APACHE, APACHE_PLAIN_ALWAYS,
          "CORS-ORIGIN-DOUBLED", {}, "/cors"),
    Setup("apache, dead backend", "apache", APACHE, APACHE_PLAIN, "CORS-GATEWAY-ERROR", {},
          "/dead", 503),
    Setup("apache, none", "apache", APACHE, NO_CORS, "CORS-PREFLIGHT-NOT-HANDLED", PUT),
    Setup("lambda rest, none", "apigw-rest", LAMBDA.replace("@RETURN@", RETURN_BARE), NO_CORS,
          "CORS-PREFLIGHT-WITHOUT-HEADERS", PUT),
    Setup("lambda rest, True", "apigw-rest", LAMBDA.replace("@RETURN@", RETURN_TRUE), NO_CORS,
          "CORS-CREDENTIALS-NOT-TRUE", WITH_COOKIES),
    Setup("lambda rest, crash", "apigw-rest", LAMBDA.replace("@RETURN@", RETURN_BARE), NO_CORS,
          "CORS-GATEWAY-ERROR", {}, "/crash", 500),
    Setup("lambda http, none", "apigw-http", LAMBDA.replace("@RETURN@", RETURN_BARE), NO_CORS,
          "CORS-ORIGIN-MISSING"),
    Setup("lambda http, crash", "apigw-http", LAMBDA.replace("@RETURN@", RETURN_BARE), NO_CORS,
          "CORS-GATEWAY-ERROR", {}, "/crash", 500),
)  # fmt: skip
