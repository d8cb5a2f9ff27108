"""``corssim serve``: the playground on loopback."""

from __future__ import annotations

import argparse
import socket
from typing import Any

from ..errors import UsageError

PORT = 8747
HOST = "127.0.0.1"


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "serve", help="a local web page that shows what the browsers do",
        description="Opens the playground on loopback. Needs the extra playground.",
    )  # fmt: skip
    parser.add_argument(
        "--port", type=int, default=PORT, help="the port on loopback (default %(default)s)"
    )
    parser.add_argument(
        "--allow-live", action="append", default=[], metavar="HOST",
        help="a host that the page may ask on the network; may be repeated (default: none)",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if not 1 <= options.port <= 65535:
        raise UsageError(f"a port goes from 1 to 65535, not {options.port}")
    try:
        import uvicorn

        from ..playground.app import application
    except ImportError:
        raise UsageError(
            "the playground needs Starlette and uvicorn: pip install 'corssim[playground]'"
        ) from None
    _free(options.port)
    names = (HOST, "localhost")
    hosts = frozenset(f"{name}:{options.port}" for name in names)
    app = application(tuple(options.allow_live), hosts)
    config = uvicorn.Config(app, host=HOST, port=options.port, log_level="warning")
    print(f"corssim: http://{HOST}:{options.port}/ (stop with Ctrl-C)", flush=True)
    uvicorn.Server(config).run()
    return 0


def _free(port: int) -> None:
    """Raise ``UsageError`` where nobody can listen on *port*."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise UsageError(
                f"cannot listen on port {port} ({problem.strerror}): choose another with --port"
            ) from None
