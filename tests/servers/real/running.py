"""Starts the set-ups: the program written to a folder, its server on a free port.

Law: every process that is started is ended; a server that is not installed is a reason to skip,
except in CI.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corssim.doctor import Finding
from corssim.doctor.recipes import Block, blocks

from . import setups
from .setups import Setup

SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
MODULES = Path("/usr/lib/apache2/modules")
PYTHON = ("flask", "flask-by-hand", "django", "django-by-hand", "fastapi", "aiohttp", "apigw-rest",
          "apigw-http")  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def needed(kind: str) -> None:
    """Skip where the server of *kind* is not installed; fail in CI."""
    missing = ""
    if kind.startswith("express"):
        modules = Path(os.environ.get("CORSSIM_NODE_MODULES", "node_modules"))
        if shutil.which("node") is None:
            missing = "Node is not installed"
        elif not (modules / "express").is_dir() or not (modules / "cors").is_dir():
            missing = "npm install express cors, and name the folder in CORSSIM_NODE_MODULES"
    elif kind == "nginx" and shutil.which("nginx", path=SBIN) is None:
        missing = "nginx is not installed: apt-get install nginx-light"
    elif kind == "apache" and shutil.which("apache2", path=SBIN) is None:
        missing = "Apache is not installed: apt-get install apache2"
    if missing:
        if "CORSSIM_CI" in os.environ:
            pytest.fail(f"in CI this must run: {missing}")
        pytest.skip(missing)


@contextlib.contextmanager
def running(setup: Setup, folder: Path, fix: Finding | None = None) -> Iterator[str]:
    """The set-up, wrong as it is or with the text of *fix* in place; gives its origin."""
    needed(setup.kind)
    folder.mkdir(parents=True, exist_ok=True)
    pieces = blocks(setup.kind, fix.needs) if fix is not None else [Block("", setup.wrong)]
    port = free_port()
    with contextlib.ExitStack() as stack:
        commands = _commands(setup, folder, pieces, port, fixed=fix is not None)
        for command, _ in commands:
            environment = {
                **os.environ,
                "PORT": str(port),
                "NODE_PATH": os.environ.get("CORSSIM_NODE_MODULES", "node_modules"),
                "PYTHONPATH": os.pathsep.join(sys.path),
            }
            errors = stack.enter_context((folder / "stderr").open("ab"))
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=errors
            )
            stack.callback(_end, process)
        for _, listening in commands:
            _wait(listening, folder)
        yield f"http://127.0.0.1:{port}"


def _commands(
    setup: Setup, folder: Path, pieces: list[Block], port: int, fixed: bool
) -> list[tuple[list[str], int]]:
    """The programs to start, and the port on which each will listen."""
    code = pieces[-1].code
    serve = [sys.executable, str(Path(__file__).with_name("serve.py"))]
    if setup.kind.startswith("express"):
        (folder / "app.js").write_text(setup.program.replace("@CORS@", code))
        return [(["node", str(folder / "app.js")], port)]
    if setup.kind in ("nginx", "apache"):
        back = free_port()
        text = setup.program.format(
            folder=folder, port=port, backend=back, closed=free_port(), modules=MODULES
        )
        text = text.replace("@HTTP@", pieces[0].code if fixed else "").replace("@CORS@", code)
        (folder / "conf").write_text(text)
        program = shutil.which("nginx" if setup.kind == "nginx" else "apache2", path=SBIN)
        assert program is not None
        options = ["-c"] if setup.kind == "nginx" else ["-DFOREGROUND", "-f"]
        started = [program, *options, str(folder / "conf")]
        return [([*serve, "backend", str(folder), str(back)], back), (started, port)]
    if setup.kind.startswith("django"):
        (folder / "urls.py").write_text(setups.DJANGO_URLS)
        if len(pieces) > 1:
            (folder / "cors.py").write_text(pieces[0].code)
        (folder / "settings.py").write_text(setup.program.replace("@CORS@", code))
    else:
        code = pieces[0].code if setup.kind.startswith("apigw") else code
        (folder / "app.py").write_text(setup.program.replace("@CORS@", code))
    return [([*serve, setup.kind, str(folder), str(port)], port)]


def _wait(port: int, folder: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {(folder / 'stderr').read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
