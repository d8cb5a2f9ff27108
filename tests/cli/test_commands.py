"""The command line as a user has it: output, exit status, one line for what is wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from corssim import __version__
from corssim.cli import main
from corssim.devtools.dump import read_dump

from ..support import ROOT, json_lines, recordings

ASK = ["ask", "https://api.example/x", "--origin", "https://app.example"]
SCENARIO = {
    "id": "one", "page": "https://app.test/",
    "server": [{"url": "https://api.test/x", "headers": [["Access-Control-Allow-Origin", "*"]]}],
    "steps": [{"fetch": "https://api.test/x"}, {"sleep": 1}, {"xhr": "https://api.test/x"}],
}  # fmt: skip


def write(path: Path, *lines: object) -> str:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n")
    return str(path)


def test_ask_with_answers_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--response", "200; Access-Control-Allow-Origin: *"]) == 0
    shown = capsys.readouterr().out
    assert [line.split()[:2] for line in shown.splitlines()[2:5]] == [
        ["chrome", "allowed"], ["firefox", "allowed"], ["safari", "allowed"],
    ]  # fmt: skip
    assert main([*ASK, "-X", "PUT", "--response", "200; Access-Control-Allow-Origin: *"]) == 1
    printed = capsys.readouterr()
    assert "MethodNotAllowed" in printed.out
    assert "https://fetch.spec.whatwg.org/#" in printed.out
    assert "change: " in printed.out
    assert "assumed: the preflight gets the same answer as the call" in printed.err
    preflight = ["--preflight", "404; Access-Control-Allow-Origin: *", "--response", "200"]
    assert main([*ASK, "-X", "PUT", *preflight, "--server-kind", "nginx"]) == 1
    printed = capsys.readouterr()
    assert "OPTIONS 404" in printed.out
    assert "add_header Access-Control-Allow-Methods" in printed.out
    assert "assumed" not in printed.err


DUMP = """HTTP/1.1 100 Continue\r
\r
HTTP/2 302 \r
location: https://b.example/y\r
access-control-allow-origin: *\r
\r
HTTP/1.1 200 OK\r
Content-Type: text/html; charset=utf-8\r
Set-Cookie: a=b; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r
Access-Control-Allow-Origin: *\r
\r
<p>body: 1</p>
"""


def test_ask_takes_what_curl_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answer.txt"
    for text in (DUMP, DUMP.replace("\r", ""), "* Trying\n< " + DUMP.replace("\n", "\n< ", 10)):
        file.write_bytes(text.encode())
        assert main([*ASK, "--response", f"@{file}"]) == 0
        assert "GET 302, GET 200" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(DUMP))
    assert main([*ASK, "--response", "-"]) == 0
    first_alone = "HTTP/1.1 302 Found\nLocation: https://b.example/y\n"
    assert main([*ASK, "--response", first_alone]) == 1
    assert main([*ASK, "--response", first_alone + "Access-Control-Allow-Origin: *\n"]) == 0
    assert "assumed: https://b.example/y answers 200" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("200", []),
        ("200 OK", []),
        ("200; A: text/x; charset=utf-8; B: 1;", [("A", "text/x; charset=utf-8"), ("B", "1")]),
        ("200; Set-Cookie: a=b; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; X: y",
         [("Set-Cookie", "a=b; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT"), ("X", "y")]),
        ("302; Location: https://a.example/;https://b.example/",
         [("Location", "https://a.example/;https://b.example/")]),
        ("HTTP/1.1 200 OK\nA: 1\n  2\nB:\n", [("A", "1 2"), ("B", "")]),
    ],
)  # fmt: skip
def test_an_answer_in_one_line_or_as_curl_prints_it(
    text: str, headers: list[tuple[str, str]]
) -> None:
    [answer] = read_dump(text)
    assert answer.status == int(text.removeprefix("HTTP/1.1 ")[:3])
    assert list(answer.headers) == headers


def test_bodies_of_dumps() -> None:
    assert read_dump(DUMP)[-1].body == b"<p>body: 1</p>\n"
    assert read_dump("HTTP/1.1 200 OK\r\n\r\na\r\n\r\nb")[0].body == b"a\r\n\r\nb"


def test_ask_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [*ASK, "--json", "--browser", "safari,standard", "--credentials", "include"]
    assert main([*arguments, "--response", "200; Access-Control-Allow-Origin: *"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["safari", "standard"]
    assert report["safari"]["failure"]["kind"] == "WildcardWithCredentials"


def test_ask_without_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--browser", "chrome", "-H", "X-A: 1", "--credentials", "include"]) == 0
    shown = capsys.readouterr().out
    assert "chrome: preflight yes (headers)" in shown
    assert "Access-Control-Request-Headers: x-a" in shown
    assert "on the response: Access-Control-Allow-Credentials: true" in shown
    assert main([*ASK, "--browser", "chrome", "--json", "--xhr", "--upload", "--data", "x"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["preflight"] == "flag"
    assert main(["ask", "https://app.example/", "--origin", "https://app.example"]) == 0
    assert "same-origin" in capsys.readouterr().out
    assert main(["ask", "data:,x", "--origin", "https://app.example"]) == 0
    assert "no header of the answer is asked for" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://api.example/", "A secure page may not load http://api.example/."),
        ("https://api.example:25/", "Browsers do not connect to port 25."),
        ("file:///x", "Pages can fetch http and https URLs, and file:///x is neither."),
        (
            "blob:https://app.example/x",
            "No object of this page is known for blob:https://app.example/x.",
        ),
        ("blob:x", "Pages can fetch http and https URLs, and blob:x is neither."),
    ],
)
def test_ask_where_no_header_would_help(
    url: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", url, "--origin", "https://app.example"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        f"{name}: blocked before any request: {why}" for name in ("chrome", "firefox", "safari")
    ]


def test_ask_an_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shop_under_test.py").write_text(
        "def app(environ, start_response):\n"
        "    start_response('200 OK', [('Access-Control-Allow-Origin', '*')])\n"
        "    return [b'']\n"
        "def create_app(config=None): return app\n"
        "async def make_app(): return app\n"
        "def needs(config): return app\n"
    )
    (tmp_path / "ends_under_test.py").write_text("import sys; sys.exit(7)\n")
    monkeypatch.chdir(tmp_path)
    for factory in ("create_app", "create_app()", "make_app"):
        assert main([*ASK, "--server", f"shop_under_test:{factory}"]) == 0
    for wrong, said in (
        ("shop_under_test:needs()", "missing 1 required positional argument"),
        ("shop_under_test:create_app().x", "takes no arguments"),
        ("ends_under_test:app", "ends the program (status 7)"),
    ):
        assert main([*ASK, "--server", wrong]) == 2
        assert said in capsys.readouterr().err
    assert main([*ASK, "--server", "shop_under_test:app"]) == 0
    assert main([*ASK, "--server", "shop_under_test:nothing"]) == 2
    assert "cannot load shop_under_test:nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([*ASK, "--browser", "opera"], "no browser is called 'opera'"),
        ([*ASK, "--browser", ","], "--browser names no browser"),
        ([*ASK, "-H", "X-A"], "a header is written 'Name: value'"),
        ([*ASK, "-H", "X-A: b\nc"], "TypeError"),
        ([*ASK, "--response", "99"], "a status from 100 to 999, not '99'"),
        ([*ASK, "--response", "200; A b: c"], "'A b' is not a header name"),
        ([*ASK, "--server", "app"], "an application is written module:app"),
        ([*ASK, "--server", "api.example/x"], "for a live server write https://api.example/x"),
        ([*ASK, "--server", "localhost:8000"], "for a live server write http://localhost:8000"),
        ([*ASK, "--response", "@absent"], "cannot read absent"),
        ([*ASK, "--response", "-", "--preflight", "-"], "standard input holds one answer"),
        ([*ASK, "--response", "²00"], "a status from 100 to 999, not '²00'"),
        ([*ASK, "--response", "HTTP/1.1 100 Continue\n\n"], "after 100 Continue no response comes"),
        ([*ASK, "--server", "no_such_module:app"], "cannot load no_such_module:app"),
        ([*ASK, "--server", "live", "--response", "200"], "exclude each other"),
        (["ask", "http://", "--origin", "https://app.example"], "InvalidURL" "|Failed to parse"),
        (["ask", "https://a.test", "--origin", "app"], "must be an http(s) URL"),
        (["replay", "no-such-file"], "cannot read no-such-file"),
        (["replay", "x", "--jobs", "0"], "--jobs takes a number from 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert any(part in error for part in reason.split("|"))
    assert "Traceback" not in error


def test_colour_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [*ASK, "--response", "200"]
    for variables, coloured in (
        ({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ):  # fmt: skip
        with monkeypatch.context() as patch:
            for name in ("NO_COLOR", "FORCE_COLOR"):
                patch.delenv(name, raising=False)
            for name, value in variables.items():
                patch.setenv(name, value)
            assert main(command) == 1
        assert ("\x1b[31;1mBLOCKED\x1b[0m" in capsys.readouterr().out) == coloured


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"corssim {__version__}\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_an_output_that_cannot_show_a_character(encoding: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "corssim", *ASK, "--response", "404 \u20ac; X: \x1b"],
        capture_output=True, check=False, cwd=ROOT, env={"PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--help"]) == 0
    assert "ask" in capsys.readouterr().out


def test_replay_prints_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "s.jsonl", SCENARIO, "")
    assert main(["replay", file, "--browser", "firefox,chrome"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["browser"] for record in records] == ["firefox", "chrome"]
    assert records[0]["steps"][1] == {"slept": 1}
    assert records[0]["steps"][2]["result"]["status"] == 200


def test_bad_lines_are_named_and_the_others_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {**SCENARIO, "server": [{"url": "https://api.test/x", "status": 99}]}
    step = {**SCENARIO, "steps": [{"fetch": "https://api.test/x"}, {"jump": 1}]}
    init = {**SCENARIO, "steps": [{"fetch": "/", "init": {"colour": 1}}]}
    file = write(tmp_path / "s.jsonl", "{", SCENARIO, "[]", {"id": "x"}, broken, step, init)
    assert main(["replay", file]) == 2
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    errors = shown.err.splitlines()
    assert [error.split(":")[0].rpartition(" ")[2] for error in errors] == [
        "1",
        "3",
        "4",
        "5",
        "6",
        "7",
    ]
    assert "not JSON" in errors[0]
    assert "status must be a number from 100 to 999, not 99" in errors[3]
    assert "step 2: a step has one of the keys" in errors[4]
    assert "unknown keys: colour" in errors[5]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_replay_against_recordings(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = write(tmp_path / "s.jsonl", *recordings("basics")[:20])
    theirs = recordings("basics.firefox")[:20]
    records = write(tmp_path / "r.jsonl", *theirs)
    command = ["replay", scenarios, "--browser", "firefox", "--jobs", jobs, "--against"]
    assert main([*command, records]) == 0
    assert "firefox: 20 scenarios" in capsys.readouterr().out
    theirs[3]["steps"][0]["result"] = {"ok": False, "error": "another"}
    records = write(tmp_path / "r.jsonl", *theirs)
    assert main([*command, records, "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["result"] == 19
    assert "another" in report["differences"][0]
    assert main([*command, records, "--at-least", "95"]) == 0
    assert main([*command, records, "--at-least", "900"]) == 2
    assert "900 is no share between 0 and 100 percent" in capsys.readouterr().err
    assert main([*command, write(tmp_path / "e.jsonl", {"id": "x", "browser": "chrome"})]) == 2
    assert main([*command, write(tmp_path / "e.jsonl", {"id": "x"})]) == 2


def test_caps(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caps"]) == 0
    assert "604800" in capsys.readouterr().out
    assert main(["caps", "--json"]) == 0
    caps = json.loads(capsys.readouterr().out)["caps"]
    assert {row["browser"]: row["cap_seconds"] for row in caps} == {
        "chrome": 7200, "firefox": 86400, "safari": 600, "standard": None,
    }  # fmt: skip


def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("BLOCKED") == 3
    assert "Remove the slash" in shown


def test_the_module_runs_and_a_closed_pipe_is_no_traceback() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "corssim", "caps"], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert "7200" in run.stdout
    command = f"{sys.executable} -m corssim replay {{}} --browser chrome,firefox,safari | head -1"
    scenarios = ROOT / "spec_cases" / "cases"
    assert json_lines(next(scenarios.glob("*.jsonl")))
    piped = subprocess.run(
        command.format(" ".join(map(str, scenarios.glob("*.jsonl")))), shell=True,
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert "Traceback" not in piped.stderr


@pytest.mark.parametrize(("option", "value"), [("--examples", "-3"), ("--at-least", "900")])
def test_a_hunt_refuses_numbers_that_are_none(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = pytest.importorskip("spec_cases.lab.__main__", reason="install corssim[lab]")
    with pytest.raises(SystemExit) as ended:
        lab.main(["hunt", "--browser", "chrome", option, value])
    assert ended.value.code == 2
    assert f"{option}: {value} is no " in capsys.readouterr().err
