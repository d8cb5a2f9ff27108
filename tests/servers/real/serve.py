"""``python serve.py KIND FOLDER PORT``: a program of :mod:`setups` behind its own real server."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from wsgiref.simple_server import make_server

from corssim.request import WireRequest
from corssim.servers.aws_lambda import LambdaHTTP, LambdaREST


def _app(folder: Path, name: str) -> Any:
    return runpy.run_path(str(folder / "app.py"))[name]


def flask(folder: Path, port: int) -> None:
    """Flask behind Werkzeug's server."""
    from werkzeug.serving import run_simple

    run_simple("127.0.0.1", port, _app(folder, "app"))


def django(folder: Path, port: int) -> None:
    """Django behind the standard library's WSGI server."""
    import os

    sys.path.insert(0, str(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


def asgi(folder: Path, port: int) -> None:
    """Starlette or FastAPI behind uvicorn."""
    import uvicorn

    uvicorn.run(_app(folder, "app"), host="127.0.0.1", port=port, log_level="critical")


def sanic(folder: Path, port: int) -> None:
    """Sanic as an ASGI application behind uvicorn."""
    asgi(folder, port)


def aiohttp(folder: Path, port: int) -> None:
    """aiohttp's own server."""
    from aiohttp import web

    web.run_app(_app(folder, "app"), host="127.0.0.1", port=port, print=None)


def _served(answer: Callable[[WireRequest], Any], port: int) -> None:
    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = f"http://{self.headers['Host']}{self.path}"
            got = answer(WireRequest(self.command, url, tuple(self.headers.items()), body))
            self.send_response_only(got.status, got.reason)
            for name, value in got.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(got.body)

    HTTPServer(("127.0.0.1", port), Handler).serve_forever()


def lambda_rest(folder: Path, port: int) -> None:
    """A handler behind a local REST API."""
    _served(LambdaREST(_app(folder, "handler")), port)


def lambda_http(folder: Path, port: int) -> None:
    """A handler behind a local HTTP API."""
    _served(LambdaHTTP(_app(folder, "handler")), port)


def backend(folder: Path, port: int) -> None:
    """What stands behind nginx and Apache: one path with CORS headers, one missing."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == "/missing":
            status = "404 Not Found"
        else:
            status = (
                "405 Method Not Allowed" if environ["REQUEST_METHOD"] == "OPTIONS" else "200 OK"
            )
        headers = [("Content-Type", "application/json")]
        if path == "/cors":
            headers.append(("Access-Control-Allow-Origin", "http://app.test"))
        start_response(status, headers)
        return [b"{}"]

    make_server("127.0.0.1", port, answer).serve_forever()


KINDS = {
    "flask": flask, "flask-by-hand": flask, "django": django, "django-by-hand": django,
    "fastapi": asgi, "aiohttp": aiohttp, "apigw-rest": lambda_rest, "apigw-http": lambda_http,
    "sanic": sanic, "backend": backend,
}  # fmt: skip

if __name__ == "__main__":
    KINDS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
