"""``corssim check`` and ``corssim explain``, as people and machines use them."""

from __future__ import annotations

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from corssim import Browser
from corssim.browsers import BrowserName
from corssim.cli import main
from corssim.cli.demo import Misconfigured
from corssim.doctor import nearest, read
from corssim.doctor.console_text import bare

from ..support import ORIGIN, PAGE, URL, acao, rule

APP = """
from corssim import Policy
app = Policy("https://app.example", ("GET", "PUT"), "content-type", max_age=600)
open_app = Policy("*")
def crash(request):
    raise RuntimeError("boom")
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "checked.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "checked:app"


Out = pytest.CaptureFixture[str]


def test_an_allowed_call(app: str, capsys: Out) -> None:
    assert main(["check", app, "--origin", ORIGIN, "-X", "PUT"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("allowed") == 3
    assert "CORS-" not in shown


def test_a_blocked_call_with_its_fix(app: str, capsys: Out) -> None:
    arguments = ["check", app, "--origin", ORIGIN, "-X", "DELETE", "--server-kind", "apache"]
    assert main(arguments) == 1
    shown = capsys.readouterr().out
    assert "CORS-METHOD-MISSING" in shown
    assert "Header always set Access-Control-Allow-Methods" in shown
    assert main([*arguments, "--markdown"]) == 1
    assert "## Method DELETE is not in" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["allowed"]
    assert [finding["id"] for finding in found["findings"]] == ["CORS-METHOD-MISSING"]
    assert set(found["browsers"]) == {"chrome", "firefox", "safari"}


def test_a_live_server(capsys: Out) -> None:
    origin = ORIGIN.replace("https:", "http:")  # what the demo's server means to allow
    with Misconfigured() as server:
        assert main(["check", server + "/items", "--origin", origin]) == 1
        assert "CORS-ORIGIN-SLASH" in capsys.readouterr().out
        elsewhere = ["check", "https://api.example/items", "--origin", origin, "--at", server]
        assert main([*elsewhere, "--no-probe"]) == 1
        assert "CORS-ORIGIN-SLASH" in capsys.readouterr().out


def test_nothing_listens(capsys: Out) -> None:
    assert main(["check", "http://127.0.0.1:2/", "--origin", ORIGIN]) == 1
    assert "CORS-SERVER-DOWN" in capsys.readouterr().out


def test_the_preflight_caches_at_work(app: str, capsys: Out) -> None:
    repeat = ["--repeat", "3", "--every", "400", "--json"]
    assert main(["check", app, "--origin", ORIGIN, "-X", "PUT", *repeat]) == 0
    rows = json.loads(capsys.readouterr().out)["repeats"]
    assert [row[1] for row in rows] == ["OPTIONS PUT", "PUT", "OPTIONS PUT"]
    assert main(["check", app, "--origin", ORIGIN, "--xhr", "--repeat", "2"]) == 0
    assert "seconds" in capsys.readouterr().out


def test_copied_calls(app: str, capsys: Out) -> None:
    curl = (
        f"curl '{URL}' -X PUT -H 'origin: {ORIGIN}' -H 'content-type: application/json' -d '{{}}'"
    )
    assert main(["check", app, "--curl", curl]) == 0
    fetched = f'fetch("{URL}", {{"method": "PUT", "headers": {{"X-A": "1"}}}})'
    assert main(["check", app, "--fetch", fetched, "--origin", ORIGIN, "-H", "X-B: 2"]) == 1
    assert "CORS-HEADER-MISSING" in capsys.readouterr().out
    plain = ["--data", "x", "--credentials", "include", "--mode", "no-cors"]
    assert main(["check", app, "--origin", ORIGIN, *plain]) == 0


def test_pasted_calls_come_from_files_and_standard_input(
    app: str, capsys: Out, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"curl '{URL}' -X PUT -H 'origin: {ORIGIN}'\ncurl '{URL}/2'"
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["check", app, "--curl", "-"]) == 0
    assert f"2 calls: PUT {URL} is checked, GET {URL}/2 not" in capsys.readouterr().err
    (tmp_path / "call.js").write_text(f"axios.put('{URL}', null)")
    assert main(["check", app, "--fetch", f"@{tmp_path / 'call.js'}", "--origin", ORIGIN]) == 0
    (tmp_path / "body").write_bytes(b"\xff")
    curl = f"curl '{URL}' --data-binary @{tmp_path / 'body'} -e {ORIGIN}/"
    assert main(["check", app, "--curl", curl]) == 0


def test_the_cookies_of_a_pasted_call_are_sent_to_a_live_server(capsys: Out) -> None:
    seen: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.command, self.headers["Cookie"]))
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "http://app.example")
            self.send_header("Access-Control-Allow-Credentials", "true")
            self.send_header("Access-Control-Allow-Methods", "PUT")
            self.end_headers()

        do_PUT = do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/"
        curl = f"curl {url} -X PUT -b 'sid=1' -H 'Origin: http://app.example'"
        assert main(["check", "--curl", curl, "--browser", "standard", "--no-probe"]) == 0
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert seen == [("OPTIONS", None), ("PUT", "sid=1")]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "give a URL"),
        (["api.example/x", "--origin", ORIGIN], "for a live server write https://api.example/x"),
        (["--curl", "@absent", "--origin", ORIGIN], "cannot read absent"),
        (["--curl", "hello", "--origin", ORIGIN], "the text is no call"),
        (["https://api.example/"], "--origin is missing"),
        (["https://api.example/", "--origin", "app.example"], "page must be"),
        (["https://api.example/", "--origin", ORIGIN, "--repeat", "0"], "--repeat"),
        (["https://[", "--origin", ORIGIN], "is no URL"),
        (["nothing:app", "--origin", ORIGIN], "cannot load nothing:app"),
        (["--curl", "curl x", "--fetch", "fetch('x')"], "exclude each other"),
        (["https://a.example/", "--curl", "curl https://b.example/"], "names its URL"),
        (["https://a.example/", "--origin", ORIGIN, "--ca", "absent.pem"], "certificates"),
        (["https://a.example/", "--origin", ORIGIN, "--at", "x"], "at must be"),
        (["https://a.example/", "--origin", ORIGIN, "--timeout", "-1"], "timeout must be above 0"),
        (["https://a.example/", "--origin", ORIGIN, "--timeout", "nan"], "timeout must be above 0"),
    ],
)
def test_wrong_input_ends_in_one_line(arguments: list[str], problem: str, capsys: Out) -> None:
    assert main(["check", *arguments]) == 2
    shown = capsys.readouterr().err
    assert problem in shown
    assert shown.count("\n") == 1


# --- explain ------------------------------------------------------------------------------------

RULES = [rule(acao("https://b.example"))]


@pytest.mark.parametrize("browser", ["chrome", "firefox", "safari"])
@pytest.mark.parametrize("call", ["fetch", "xhr"])
def test_what_a_console_prints_is_read_back(browser: BrowserName, call: str) -> None:
    page = Browser(browser).open(PAGE, RULES)
    outcome = page.fetch(URL) if call == "fetch" else page.xhr("GET", URL)
    pasted = "\n".join(f"app.js:7 {message.text}" for message in outcome.console)
    reading = read(pasted)[0]
    assert reading.browser == browser
    assert outcome.failure is not None
    # Safari says the same of a missing and of another origin
    assert reading.failure in (outcome.failure.kind, "OriginMissing")
    if browser != "safari":
        assert reading.values["url"] == URL


OLD = [
    (
        "Access to XMLHttpRequest at 'https://a.example/' from origin 'null' has been blocked by "
        "CORS policy: Response to preflight request doesn't pass access control check: No "
        "'Access-Control-Allow-Origin' header is present on the requested resource.",
        "chrome", "", "OriginMissing",
    ),
    (
        "Access to fetch at 'https://a.example/' from origin 'https://b.example' has been blocked "
        "by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
        "resource. If an opaque response serves your needs, set the request's mode to 'no-cors' "
        "to fetch the resource with CORS disabled.",
        "chrome", "132", "OriginMissing",
    ),
    (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
        "resource at https://a.example/. (Reason: CORS preflight channel did not succeed).",
        "firefox", "99", "PreflightStatusNotOk",
    ),
    (
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote "
        "resource at https://a.example/. (Reason: CORS header 'Access-Control-Allow-Origin' "
        "missing). Status code: 403.",
        "firefox", "", "OriginMissing",
    ),
    (
        "Origin https://b.example is not allowed by Access-Control-Allow-Origin.",
        "safari", "15", "OriginMissing",
    ),
    ("GET https://a.example/ net::ERR_NAME_NOT_RESOLVED", "chrome", "", "ConnectionFailed"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "browser", "version", "failure"), OLD)
def test_old_and_pasted_wordings(
    text: str, browser: BrowserName, version: str, failure: str
) -> None:
    reading = read(text)[0]
    assert (reading.browser, reading.version, reading.failure) == (browser, version, failure)


def test_the_explanation_orders_causes(capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["explain", OLD[3][0], "--server-kind", "express"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("CORS-AUTH-RESPONSE") < shown.index("CORS-ORIGIN-NOT-LISTED")
    assert 'app.use(require("cors")' in shown
    monkeypatch.setattr("sys.stdin", io.StringIO(OLD[5][0]))
    assert main(["explain", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [cause["id"] for cause in found["causes"]] == ["CORS-SERVER-DNS"]
    assert main(["explain", "--markdown", OLD[1][0]]) == 0
    assert "wording up to version 132" in capsys.readouterr().out


def test_unknown_texts(capsys: Out) -> None:
    assert main(["explain", "TypeError: Failed to fetch"]) == 1
    assert "whatever the reason" in capsys.readouterr().out
    assert bare("TypeError: Load failed") == ["safari"]
    text = "header field x-a is not allowed by the preflight"
    assert main(["explain", text]) == 1
    assert "not known. The nearest known message" in capsys.readouterr().out
    assert "is not allowed by Access-Control-Allow-Headers" in nearest(text)[1]
    assert main(["explain", text, "--json"]) == 1
    assert not json.loads(capsys.readouterr().out)["known"]
    assert main(["explain", " "]) == 2
    assert "no text" in capsys.readouterr().err
