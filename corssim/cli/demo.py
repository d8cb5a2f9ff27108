"""``corssim demo``: starts a small misconfigured server on loopback and reports on it."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from ..outcomes import ask
from ..servers import live

ORIGIN = "http://app.example"
"""Not https: Safari would refuse a server on loopback before any CORS."""


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo", help="a misconfigured server on loopback, asked by all browsers"
    )
    parser.set_defaults(run=run)


def misconfigured(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Allows the origin with a trailing slash, and no method but GET and POST."""
    start_response(
        "200 OK",
        [
            ("Access-Control-Allow-Origin", ORIGIN + "/"),
            ("Access-Control-Allow-Methods", "GET, POST"),
            ("Content-Type", "application/json"),
        ],
    )
    return [b"{}"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Misconfigured:
    """The misconfigured server on loopback; as a context it runs, and gives its URL."""

    def __enter__(self) -> str:
        self._server = make_server("127.0.0.1", 0, misconfigured, handler_class=_Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def run(options: argparse.Namespace) -> int:
    """Ask; the server blocks the call, and that is what it is for: status 0."""
    with Misconfigured() as server:
        url = f"{server}/items/7"
        print(f"PUT {url} from {ORIGIN}\n")
        print(ask(url, origin=ORIGIN, server=live(timeout=5), method="PUT", body="{}"))
    return 0
