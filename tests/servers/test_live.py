"""Real servers on loopback: a small one, and nginx with the mistake that everybody makes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corssim import Browser, NetworkFailure, Outcome
from corssim.browsers import BrowserName
from corssim.cli.demo import Misconfigured
from corssim.servers import live

from ..support import PAGE

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
CONFIGURATION = """
daemon off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    add_header Access-Control-Allow-Origin http://app.example;
    location /ok {{ return 200 "hi"; }}
    location /missing {{ return 404; }}
    location /always {{
      add_header Access-Control-Allow-Origin http://app.example always;
      return 404;
    }}
    location /twice {{
      add_header Access-Control-Allow-Origin http://app.example;
      add_header Access-Control-Allow-Origin http://app.example;
      return 200 "hi";
    }}
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if NGINX is None:
        if "CORSSIM_CI" in os.environ:
            pytest.fail("nginx must be here in CI")
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port))
    command = [NGINX, "-p", str(folder), "-c", str(file), "-e", "stderr"]
    with (Path(folder) / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def ask(url: str, browser: BrowserName = "chrome") -> Outcome:
    return Browser(browser).open("http://app.example/", live(timeout=5)).fetch(url)


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
def test_nginx_leaves_the_header_off_errors(nginx: str, browser: BrowserName) -> None:
    assert ask(f"{nginx}/ok", browser).ok
    missing = ask(f"{nginx}/missing", browser).failure
    assert missing is not None
    assert missing.kind == "OriginMissing"
    assert ask(f"{nginx}/always", browser).ok


def test_nginx_twice(nginx: str) -> None:
    outcome = ask(f"{nginx}/twice")
    assert outcome.failure is not None
    assert outcome.failure.kind == "OriginMultiple"


def test_the_bytes_on_the_wire() -> None:
    """What the engine says goes over the wire goes over it, but for two hop-by-hop headers."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                received.append(connection.recv(65536))
                connection.sendall(
                    b"HTTP/1.1 200 Fine\r\nA: 1\r\nA:  2 \r\nContent-Length: 2\r\n\r\nhi"
                )

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = ask(f"http://127.0.0.1:{server.getsockname()[1]}/p?q")
        thread.join()
    head, *lines = received[0].decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    assert head == "GET /p?q HTTP/1.1"
    changed = {"accept-encoding": "identity", "connection": "close"}
    assert lines == [
        f"{name}: {changed.get(name.lower(), value)}"
        for name, value in outcome.exchanges[0].request.headers
    ]
    answer = outcome.exchanges[0].response
    assert getattr(answer, "headers", None) == (("A", "1"), ("A", "2"), ("Content-Length", "2"))
    assert getattr(answer, "reason", None) == "Fine"


def test_what_cannot_be_reached() -> None:
    port = free_port()
    refused = ask(f"http://127.0.0.1:{port}/").exchanges[-1].response
    assert refused == NetworkFailure("refused")
    unknown = ask("https://nowhere.invalid/").exchanges[-1].response
    assert unknown == NetworkFailure("dns")


def test_a_server_that_speaks_no_tls() -> None:
    with Misconfigured() as url:
        answer = ask(url.replace("http:", "https:")).exchanges[-1].response
    assert answer == NetworkFailure("tls")


def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        outcome = Browser("firefox").open(PAGE, live(timeout=0.2)).fetch(url)
    assert outcome.exchanges[-1].response == NetworkFailure("timeout")


def test_the_name_live_stays_a_function() -> None:
    """A module of that name would take its place once it is imported."""
    import corssim.servers

    live()
    assert corssim.servers.live is live
