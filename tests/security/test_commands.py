"""``corssim fuzz`` and ``corssim audit``, on applications and on live servers."""

from __future__ import annotations

import json
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from corssim import UsageError, WireRequest, WireResponse
from corssim.cli import main
from corssim.replay.replay import replay
from corssim.servers.polite import OverHTTPS, RateLimited, RequestBudgetExceeded

APPLICATION = """
def application(environ, start_response):
    origin = environ.get("HTTP_ORIGIN", "")
    lines = [("Vary", "Origin")]
    if {test}:
        lines += [("Access-Control-Allow-Origin", origin),
                  ("Access-Control-Allow-Credentials", "true")]
        if environ["REQUEST_METHOD"] == "OPTIONS":
            lines += [("Access-Control-Allow-Methods", "GET, PUT")]
    start_response("200 OK", lines)
    return [b"hello"]
"""
POLICY = 'origins = ["https://app.example"]\nmethods = ["GET", "PUT"]\ncredentials = true\n'
RIGHT = 'origin == "https://app.example"'
PREFIX = 'origin.startswith("https://app.example")'


class Threading(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


def application(test: str) -> Any:
    space: dict[str, Any] = {}
    exec(APPLICATION.replace("{test}", test), space)
    return space["application"]


@pytest.fixture
def live() -> Iterator[str]:
    """A server on loopback that compares the beginning."""
    server = make_server("127.0.0.1", 0, application(PREFIX), Threading, Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with applications and a policy, as the current one."""
    for name, test in (("right", RIGHT), ("prefix", PREFIX), ("anyone", "origin")):
        (tmp_path / f"{name}_app.py").write_text(APPLICATION.replace("{test}", test))
    (tmp_path / "policy.toml").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("right", "prefix", "anyone"):
        sys.modules.pop(f"{name}_app", None)
    return tmp_path


def fuzzing(*arguments: str) -> list[str]:
    return ["fuzz", *arguments, "--policy", "policy.toml", "--examples", "30"]


def test_fuzz_finds_nothing_wrong(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(fuzzing("right_app:application")) == 0
    assert capsys.readouterr().out == "9 properties, seed 0: all hold\n"
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == [".corssim"]


def test_fuzz_tells_a_counterexample(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(fuzzing("prefix_app:application", "--server-kind", "nginx")) == 1
    told = capsys.readouterr().out
    assert "DANGER CORS-TRUSTS-PREFIX (safety)" in told
    assert "repeat: curl -sS -i --path-as-is -H 'Origin: https://app.example" in told
    assert "add_header Access-Control-Allow-Origin" in told
    assert told.endswith("seed 0: fails: safety\n")


def test_what_fuzz_prints_can_be_replayed(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = fuzzing("prefix_app:application", "--json", "--property", "safety")
    assert main(arguments) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is False
    for violation in told["violations"]:
        for browser in violation["browsers"]:
            record = replay(violation["scenario"], browser)
            assert record["steps"][0]["result"]["ok"] is True


def test_failures_are_kept_for_the_next_run(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake that no fixed case shows: drawn, shrunk, and found again without a draw."""
    (house / "odd_app.py").write_text(APPLICATION.replace("{test}", "'q' in origin"))
    sys.modules.pop("odd_app", None)
    drawn = ["fuzz", "odd_app:application", "--policy", "policy.toml", "--property", "safety"]
    assert main([*drawn, "--seed", "7", "--examples", "2000", "--json"]) == 1
    (violation, *_) = json.loads(capsys.readouterr().out)["violations"]
    assert len(violation["origin"]) < len("https://12345678.test")
    assert (violation["method"], violation["headers"]) == ("GET", [])
    assert any((house / ".corssim" / "failures").rglob("*"))
    assert main([*drawn, "--seed", "8", "--examples", "1"]) == 1
    assert "DANGER CORS-TRUSTS-" in capsys.readouterr().out


def test_audit_of_an_application(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "right_app:application", "--policy", "policy.toml"]) == 0
    assert "1 path(s) examined, 0 finding(s), 0 note(s)" in capsys.readouterr().out
    assert main(["audit", "anyone_app:application", "--origin", "https://app.example"]) == 1
    told = capsys.readouterr().out
    assert "DANGER      CORS-REFLECTS-ANY-ORIGIN  /" in told
    assert "CORS-TRUSTS-NULL" in told


def test_audit_without_a_policy_asks_for_nothing_unsaid(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that allows GET alone is not blamed for it."""
    text = APPLICATION.replace("{test}", RIGHT).replace("GET, PUT", "GET")
    (house / "get_app.py").write_text(text)
    sys.modules.pop("get_app", None)
    assert main(["audit", "get_app:application", "--origin", "https://app.example"]) == 0
    assert main(["audit", "get_app:application", "--origin", "https://other.example"]) == 1
    assert "CORS-ORIGIN" in capsys.readouterr().out


def test_audit_details(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", "prefix_app:application", "--policy", "policy.toml", "--details"]
    assert main(arguments) == 1
    told = capsys.readouterr().out
    assert "the CORS check of the response" in told
    assert "change: " in told


def test_audit_for_machines(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", "anyone_app:application", "--policy", "policy.toml"]
    assert main([*arguments, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["findings"][0]["id"] == "CORS-REFLECTS-ANY-ORIGIN"
    assert main([*arguments, "--sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert "{" not in json.dumps(run["tool"]["driver"]["rules"]).replace('{"', "")


def test_paths_of_a_file(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / "paths").write_text("# what there is\n/a\n\n/b?c\n")
    assert main(["audit", "right_app:application", "--origin", "https://app.example",
                 "--paths", "paths"]) == 0  # fmt: skip
    assert "2 path(s) examined" in capsys.readouterr().out
    (house / "policy.toml").write_text(POLICY + 'paths = ["/a*"]\n')
    arguments = ["audit", "right_app:application", "--policy", "policy.toml", "--paths", "paths"]
    assert main(arguments) == 1
    assert "CORS-PATH-OPEN" in capsys.readouterr().out


def test_paths_of_an_openapi_description(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described = {
        "servers": [{"url": "https://api.example/v1"}],
        "paths": {
            "/items/{item}": {
                "parameters": [{"name": "item", "in": "path", "schema": {"example": 7}}],
                "get": {"parameters": [{"name": "x", "in": "query"}]},
            },
            "/other/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "example": "z"}]}},
            "/plain/{n}": None,
        },
    }
    (house / "api.json").write_text(json.dumps(described))
    (house / "api.yaml").write_text("openapi: 3.1.0\npaths:\n  /items: {}\n")
    arguments = ["audit", "right_app:application", "--json", "--openapi"]
    assert main([*arguments, "api.json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["paths"] == ["/v1/items/7", "/v1/other/z", "/v1/plain/1"]
    assert main([*arguments, "api.yaml"]) == 0
    assert json.loads(capsys.readouterr().out)["paths"] == ["/items"]


def test_a_live_server(live: str, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Judged under https: an https page may read it, whatever mixed content says."""
    arguments = ["audit", f"{live}/items?x=1", "--origin", "https://app.example", "--rate", "9999"]
    assert main(arguments) == 1
    told = capsys.readouterr().out
    assert "CORS-TRUSTS-PREFIX" in told
    assert "/items?x=1" in told
    assert main(fuzzing(live, "--rate", "9999", "--property", "safety")) == 1
    assert "CORS-TRUSTS-PREFIX" in capsys.readouterr().out


def test_a_bound_on_requests(live: str, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was found by then is told."""
    bounded = ["--rate", "9999", "--most-requests"]
    audit = ["audit", live, "--origin", "https://app.example", *bounded]
    assert main([*audit, "30"]) == 1
    told = capsys.readouterr()
    assert "CORS-TRUSTS-PREFIX" in told.out
    assert "not examined to the end: /" in told.out
    assert "bound of 30 requests" in told.err
    assert main([*audit, "2"]) == 2
    assert "bound of 2 requests" in capsys.readouterr().err
    assert main(fuzzing(live, *bounded, "30")) == 1
    told = capsys.readouterr()
    assert "CORS-TRUSTS-PREFIX" in told.out
    assert "bound of 30 requests" in told.err
    assert main(fuzzing(live, *bounded, "2")) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["audit", "right_app:application", "--origin", "app"], "is no origin"),
        (["audit", "right_app:application", "--policy", "policy.toml", "--origin", "https://a.b"],
         "exclude each other"),
        (["audit", "right_app:application", "--json", "--sarif"], "exclude each other"),
        (["audit", "right_app:application", "--paths", "x", "--openapi", "y"], "exclude"),
        (["audit", "right_app:application", "--paths", "none"], "cannot read none"),
        (["audit", "right_app:application", "--paths", "policy.toml"], "begins with /"),
        (["audit", "right_app:application", "--paths", "empty"], "names no path"),
        (["audit", "right_app:application", "--openapi", "bad.yaml"], "neither JSON nor YAML"),
        (["audit", "right_app:application", "--openapi", "list.json"], "no OpenAPI description"),
        (["audit", "right_app:application", "--paths", "binary"], "not text in UTF-8"),
        (["audit", "ftp://a.b/"], "is no http(s) URL"),
        (["audit", "http://127.0.0.1:1/"], "gave no answer on /"),
        (["audit", "http://127.0.0.1:1/", "--rate", "0"], "above 0"),
        (["audit", "http://127.0.0.1:1/", "--most-requests", "0"], "At least one".lower()),
        (["fuzz", "right_app:application", "--policy", "none"], "cannot read none"),
        (["fuzz", "right_app:application", "--policy", "policy.toml", "--examples", "-1"],
         "--examples"),
        (["fuzz", "right_app:application", "--policy", "policy.toml", "--property", "x"],
         "no property is called 'x'"),
        (["fuzz", "none_app:application", "--policy", "policy.toml"], "cannot load"),
    ],
)  # fmt: skip
def test_what_a_user_gets_wrong(
    arguments: list[str], message: str, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "empty").write_text("# nothing\n")
    (house / "list.json").write_text("[]")
    (house / "bad.yaml").write_text("a: [b\nc: d: e")
    (house / "binary").write_bytes(b"\xff\xfe")
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1


def test_restraint() -> None:
    sent: list[WireRequest] = []
    pauses: list[float] = []
    clock = [0.0]

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        clock[0] += seconds

    def server(request: WireRequest) -> WireResponse:
        sent.append(request)
        return WireResponse(200, ())

    polite = RateLimited(OverHTTPS(server), rate=4, most=3, sleep=sleep, now=lambda: clock[0])
    for method in ("GET", "PUT", "OPTIONS"):
        polite(WireRequest(method, "https://a.b/", (("Content-Length", "1"), ("A", "b")), b"x"))
    assert pauses == [0.25, 0.25]
    assert [request.method for request in sent] == ["GET", "GET", "OPTIONS"]
    assert sent[1].headers == (("A", "b"),)
    assert sent[1].body == b""
    assert {request.url for request in sent} == {"http://a.b/"}
    with pytest.raises(RequestBudgetExceeded):
        polite(sent[0])
    changing = RateLimited(server, rate=4, most=1, unsafe_methods=True)
    changing(WireRequest("PUT", "https://a.b/", ()))
    assert sent[-1].method == "PUT"
    with pytest.raises(UsageError):
        RateLimited(server, rate=-1, most=1)
