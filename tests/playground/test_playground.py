"""The playground without a browser: states, answers, fixes, imports, exports, and its guard."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corssim import UsageError
from corssim.cli import main
from corssim.playground.answer import Playground
from corssim.playground.app import STOPS, application, told_time
from corssim.playground.exporting import EXPORTS, exported, pytest_test
from corssim.playground.guard import MOST_BYTES
from corssim.playground.importing import imported
from corssim.playground.lessons import LESSONS, told
from corssim.playground.presets import PRESETS
from corssim.playground.state import MOST_TEXT, answer_of, header_lines, state_of
from corssim.replay.replay import replay

HOST = "127.0.0.1:8747"
PUT = {"method": "PUT", "headers": "Content-Type: application/json", "body": "{}"}
BLOCKED = {**PUT, "policy": {"origins": "https://app.example", "methods": "GET"}}


pytest_plugins = ["pytester"]


class Client:
    """Asks the application as a page would, without a network."""

    def __init__(self) -> None:
        self._app: Any = application((), frozenset({HOST, "localhost:8747"}))

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("POST", path, **more)


@pytest.fixture
def client() -> Client:
    return Client()


def ask(client: Client, path: str, data: Any, **headers: str) -> Any:
    return client.post(path, json=data, headers={"Origin": f"http://{HOST}", **headers})


def test_an_answer(client: Client) -> None:
    told_ = ask(client, "/api/answer", BLOCKED).json()
    assert [one["name"] for one in told_["browsers"]] == ["chrome", "firefox", "safari", "standard"]
    assert not any(one["ok"] for one in told_["browsers"])
    chrome = told_["browsers"][0]
    assert (
        "Method PUT is not allowed by Access-Control-Allow-Methods" in chrome["console"][0]["text"]
    )
    assert chrome["steps"][-1]["failed"]
    assert chrome["steps"][-1]["link"].startswith("https://fetch.spec.whatwg.org/")
    assert chrome["svg"].startswith("<svg")
    assert told_["fixable"]
    assert "Access-Control-Allow-Methods" in told_["findings"][0]["code"]


def test_the_fix_turns_the_verdict(client: Client) -> None:
    state = ask(client, "/api/fix", BLOCKED).json()["state"]
    assert state["policy"]["methods"] == "GET, POST, PUT"
    assert all(one["ok"] for one in ask(client, "/api/answer", state).json()["browsers"])


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.title)
def test_every_wrong_set_up_is_blocked_and_mended(preset: Any) -> None:
    playground = Playground()
    state = state_of(preset.state)
    answer = playground.answer(state)
    assert not any(one["ok"] for one in answer["browsers"][:3])
    assert answer["fixable"]
    assert all(one["ok"] for one in playground.answer(playground.fixed(state))["browsers"])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.title)
def test_every_lesson_has_its_answer(lesson: Any) -> None:
    lines = told(Playground(), lesson)
    assert len(lines) == 4
    assert lines[-1] == lesson.look
    assert lesson.question.endswith("?")


def test_what_the_lessons_claim() -> None:
    """The claims of the lessons, by the engine."""
    by_title = {lesson.title: told(Playground(), lesson) for lesson in LESSONS}
    assert len(by_title) >= 12
    remembered = by_title["How long a preflight is remembered"]
    assert [line.split("After 700 s: ")[1] for line in remembered[:3]] == [
        "PUT.", "PUT.", "OPTIONS, PUT.",
    ]  # fmt: skip
    local = by_title["Not CORS at all"]
    assert ["allows" in line for line in local[:3]] == [True, True, False]
    assert "sent: GET" in by_title["Nobody said you may"][0]


def test_the_clock(client: Client) -> None:
    state = {**PUT, "clock": 700, "policy": {"origins": "https://app.example", "methods": "PUT",
             "headers": "Content-Type", "max_age": "604800"}}  # fmt: skip
    browsers = {one["name"]: one for one in ask(client, "/api/answer", state).json()["browsers"]}
    assert browsers["chrome"]["kept"][0] == {
        "url": "https://api.example/items/7", "seconds": 7200, "left": 6500,
    }  # fmt: skip
    assert browsers["safari"]["kept"][0]["left"] == 0
    assert browsers["chrome"]["again"]["sent"] == ["PUT"]
    assert browsers["safari"]["again"]["sent"] == ["OPTIONS", "PUT"]
    assert [told_time(seconds) for seconds in (0, 1, 601, 86401)] == [
        "no time: once only", "1 second", "10 minutes 1 second", "1 day 1 second",
    ]  # fmt: skip
    assert list(STOPS) == sorted(STOPS)


def test_the_beginning(client: Client) -> None:
    told_ = client.get("/api/begin").json()
    assert told_["state"]["origin"] == "https://app.example"
    assert len(told_["lessons"]) == len(LESSONS)
    assert client.get("/api/lessons/0").json()["told"]
    assert client.get("/api/lessons/99").status_code == 404
    page = client.get("/")
    assert "What would the browser do?" in page.text
    assert client.get("/static/app.js").status_code == 200
    assert client.get("/static/../app.py").status_code == 404


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("curl 'https://api.example/x' -X PUT -H 'origin: https://a.example' -H 'x-a: 1'",
         {"url": "https://api.example/x", "method": "PUT", "headers": "x-a: 1",
          "origin": "https://a.example"}),
        ('fetch("https://api.example/x", {"method": "DELETE", "credentials": "include"})',
         {"method": "DELETE", "credentials": "include"}),
    ],
)  # fmt: skip
def test_pasted_calls(text: str, fields: dict[str, str]) -> None:
    assert fields.items() <= imported(text)["state"].items()


def test_a_pasted_message() -> None:
    found = imported(
        "Access to fetch at 'https://api.example/x' from origin 'https://a.example' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the "
        "requested resource."
    )
    assert found["state"] == {"url": "https://api.example/x", "origin": "https://a.example"}
    assert found["causes"]


def test_a_har_goes_out_and_comes_in(client: Client) -> None:
    carried = ask(client, "/api/export", {"state": BLOCKED, "form": "har", "browser": "chrome"})
    har = json.loads(carried.json()["text"])
    assert [entry["request"]["method"] for entry in har["log"]["entries"]] == ["OPTIONS"]
    allowed = {"policy": {"origins": "https://app.example"}}
    text = ask(client, "/api/export", {"state": allowed, "form": "har", "browser": "firefox"})
    again = imported(text.json()["text"])
    assert again["state"]["url"] == "https://api.example/items/7"
    assert again["state"]["actual"].startswith("200 OK\nVary: Origin")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing to read"), ("{", "no JSON"), ('{"log": {"entries": []}}', "no cross-origin"),
        ("{}", "no HAR file"), ("hello", "neither a call nor a message"), ("curl", "names a URL"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        imported(text)


@pytest.mark.parametrize("form", EXPORTS)
def test_exports(form: str, client: Client) -> None:
    told_ = ask(client, "/api/export", {"state": BLOCKED, "form": form, "browser": "safari"}).json()
    assert told_["name"] == EXPORTS[form][0]
    assert told_["text"]
    if form == "scenario":
        record = replay(json.loads(told_["text"]), "safari")
        assert record["steps"][0]["result"]["ok"] is False


@pytest.mark.parametrize(
    "state",
    [
        BLOCKED, {"policy": {"origins": "https://app.example"}}, {**PUT, "kind": "xhr"},
        {"url": "http://localhost:8000/", "mode": "cors"},
        {"server": "answers", "actual": "200\nAccess-Control-Allow-Origin: *\n\nhi", "body": ""},
        {"mode": "no-cors"},
    ],
)  # fmt: skip
def test_the_exported_test_passes(state: dict[str, Any], pytester: Any) -> None:
    pytester.makepyfile(pytest_test(Playground(), state_of(state)))
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"method": 1}, "method is text"), ({"clock": -1}, "clock is a number"),
        ({"clock": True}, "clock is a number"), ({"kind": "x"}, "kind"), ({"policy": 1}, "policy"),
        ({"body": "x" * (MOST_TEXT + 1)}, "longer than"), ({"server": "live"}, "--allow-live"),
        ({"policy": {"origins": "app"}}, "is no origin"), ({"origin": "x y"}, "URL"),
        ({"policy": {"max_age": "soon"}}, "Max-Age"), ({"headers": "x"}, "Name: value"),
        ({"server": "answers", "actual": "OK"}, "begins with a status"),
        ({"server": "answers", "actual": "200\na b: c"}, "is not a header name"),
    ],
)  # fmt: skip
def test_what_is_no_state(data: dict[str, Any], message: str, client: Client) -> None:
    answer = ask(client, "/api/answer", data)
    assert answer.status_code == 400
    assert message in answer.json()["error"]


def test_what_no_header_mends(client: Client) -> None:
    answer = ask(client, "/api/fix", {"url": "http://localhost:1/", "mode": "same-origin"})
    assert answer.status_code == 400
    assert "no header of a server" in answer.json()["error"]


@pytest.mark.parametrize("data", [[], "x"])
def test_what_is_no_question(data: Any, client: Client) -> None:
    for path in ("/api/answer", "/api/import", "/api/export", "/api/fix"):
        assert ask(client, path, data).status_code == 400
    assert ask(client, "/api/import", {}).status_code == 400
    assert ask(client, "/api/export", {"form": "exe", "browser": "chrome"}).status_code == 400
    headers = {"Origin": f"http://{HOST}", "Content-Type": "application/json"}
    raw = client.post("/api/answer", content=b"[" * 100_000, headers=headers)
    assert raw.status_code == 400


def test_a_foreign_host_is_refused(client: Client) -> None:
    """DNS rebinding: a page of evil.example whose name has come to point here."""
    answer = client.get("/", headers={"Host": "evil.example:8747"})
    assert answer.status_code == 421
    assert "corssim playground" in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", None])
def test_a_foreign_page_is_refused(origin: str | None, client: Client) -> None:
    headers = {} if origin is None else {"Origin": origin}
    assert client.post("/api/answer", json={}, headers=headers).status_code == 403


def test_a_form_is_refused(client: Client) -> None:
    answer = client.post("/api/answer", data={"a": "b"}, headers={"Origin": f"http://{HOST}"})
    assert answer.status_code == 415


def test_a_large_body_is_refused(client: Client) -> None:
    headers = {"Origin": f"http://{HOST}", "Content-Type": "application/json"}
    large = b'{"body": "' + b"x" * 10_000_000 + b'"}'
    assert client.post("/api/answer", content=large, headers=headers).status_code == 413

    async def pieces() -> Any:
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b"x" * 1000

    assert client.post("/api/answer", content=pieces(), headers=headers).status_code == 413


def test_script_in_a_header_is_text(client: Client) -> None:
    evil = "</text><script>alert(1)</script>"
    state = {"headers": f"X-A: {evil}", "server": "answers",
             "actual": f"200 {evil}\nAccess-Control-Allow-Origin: *\nLocation: {evil}"}  # fmt: skip
    answer = ask(client, "/api/answer", state)
    for one in answer.json()["browsers"]:
        assert "<script" not in one["svg"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([
    "origin", "url", "method", "headers", "body", "kind", "credentials", "mode", "server",
    "preflight", "actual", "fix", "clock", "policy",
]), st.one_of(st.text(max_size=40), st.integers(-5, 10**9), st.none(), st.dictionaries(
    st.sampled_from(["origins", "methods", "headers", "expose", "max_age", "credentials"]),
    st.one_of(st.text(max_size=20), st.booleans()), max_size=6))))  # fmt: skip
def test_whatever_is_typed_is_answered_or_told(data: dict[str, Any]) -> None:
    playground = Playground()
    with contextlib.suppress(UsageError):
        assert len(playground.answer(state_of(data))["browsers"]) == 4


def test_texts_of_answers() -> None:
    answer = answer_of("418 I am\nA: b\n\nthe body")
    assert (answer.status, answer.reason, answer.body) == (418, "I am", b"the body")
    assert header_lines("\nA: b\n") == [("A", "b")]


def test_live_only_where_allowed() -> None:
    playground = Playground(("127.0.0.1",))
    told_ = playground.answer(state_of({"server": "live", "url": "http://127.0.0.1:59999/"}))
    assert told_["findings"][0]["id"] in ("CORS-SERVER-DOWN", "CORS-NOT-MIXED-CONTENT")
    test = exported(playground, state_of({"server": "live", "url": "http://127.0.0.1:1/"}),
                    "pytest", "chrome")  # fmt: skip
    assert "app = live()" in test


def test_serve_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0"]) == 2
    assert "a port goes from 1" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "choose another with --port" in capsys.readouterr().err


def test_diagrams(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask_ = ["ask", "https://api.example/", "--origin", "https://app.example"]
    answers = ["--response", "200; Access-Control-Allow-Origin: *"]
    for name, begins in (("a.svg", "<svg"), ("a.mmd", "sequenceDiagram")):
        assert main([*ask_, *answers, "--diagram", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text().startswith(begins)
    assert main([*ask_, *answers, "--diagram", "a.png"]) == 2
    assert main([*ask_, "--diagram", "a.svg"]) == 2
    assert main([*ask_, *answers, "--diagram", str(tmp_path / "no" / "a.svg")]) == 2
    assert "cannot write" in capsys.readouterr().err
