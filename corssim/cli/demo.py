"""``corssim demo``: starts a small misconfigured server on loopback and reports on it."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from ..report import ask
from ..servers import live

ORIGIN = "https://app.example"


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


def run(options: argparse.Namespace) -> int:
    """Ask; the server blocks the call, and that is what it is for: status 0."""
    with make_server("127.0.0.1", 0, misconfigured, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/items/7"
        print(f"PUT {url} from {ORIGIN}\n")
        report = ask(url, origin=ORIGIN, server=live(timeout=5), method="PUT", body="{}")
        print(report)
        server.shutdown()
        thread.join()
    return 0
