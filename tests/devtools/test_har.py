"""HAR files: every cross-origin call with its answers, and nothing made up."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corssim import UsageError
from corssim.cli import main
from corssim.devtools import from_har

from ..support import ROOT


def entry(
    method: str, url: str, status: int, headers: dict[str, str], sent: dict[str, str], **more: Any
) -> dict[str, Any]:
    def listed(pairs: dict[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in pairs.items()]

    return {
        "request": {"method": method, "url": url, "headers": listed(sent), "cookies": []},
        "response": {
            "status": status,
            "statusText": "",
            "headers": listed(headers),
            "content": {"text": "{}"},
        },
        **more,
    }


PAGE = {"origin": "https://app.example", "accept": "*/*", "user-agent": "Mozilla/5.0"}
API = "https://api.example/items"
ENTRIES = [
    entry("GET", "https://app.example/", 200, {}, {}, _resourceType="document"),
    entry(
        "OPTIONS", API, 204,
        {"access-control-allow-origin": "https://app.example",
         "access-control-allow-methods": "GET"},
        {**PAGE, "access-control-request-method": "PUT"},
    ),
    entry("PUT", API, 0, {}, PAGE),
    entry("GET", API, 200, {"access-control-allow-origin": "https://app.example/"}, PAGE),
    entry("GET", API + "/ok", 200, {"access-control-allow-origin": "*"}, PAGE),
    entry("PUT", API + "/other", 200, {"access-control-allow-origin": "*"}, PAGE),
    entry("GET", API + "/lost", 0, {}, PAGE),
    entry("GET", "https://cdn.example/i.png", 200, {}, PAGE, _resourceType="image"),
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": ENTRIES}}))
    return path


def test_calls_and_their_preflights(file: Path) -> None:
    captured = from_har(file)
    assert [c.index for c in captured] == [2, 3, 4, 5, 6, 7]
    put = captured[0]
    assert put.call.origin == "https://app.example"
    assert put.call.headers == ()
    assert put.response is None
    assert put.preflight is not None


def test_the_command_judges_each(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["har", str(file), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    verdicts = {row["index"]: row["verdicts"]["chrome"] for row in rows}
    assert verdicts == {2: "blocked", 3: "blocked", 4: "allowed", 5: "allowed", 6: "unknown",
                        7: "blocked"}  # fmt: skip
    ids = {row["index"]: [finding["id"] for finding in row["findings"]] for row in rows}
    assert ids[2] == ["CORS-METHOD-MISSING"]
    assert ids[3] == ["CORS-ORIGIN-SLASH"]
    assert ids[6] == []
    assert not rows[3]["preflight_captured"]
    assert main(["har", str(file)]) == 1
    shown = capsys.readouterr().out
    assert "allowed*" in shown
    assert "the preflight is not in the file" in shown
    assert "the answer is not in the file" in shown


def test_a_file_without_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.har"
    path.write_text('{"log": {"entries": []}}')
    assert main(["har", str(path)]) == 0
    assert "no cross-origin call" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no JSON"),
        ("[]", "no HAR"),
        ('{"log": {"entries": 7}}', "no HAR"),
        ('{"log": {"entries": [{}]}}', "not in HAR form"),
    ],
)
def test_files_that_are_none(
    text: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.har"
    path.write_text(text)
    assert main(["har", str(path)]) == 2
    assert problem in capsys.readouterr().err
    with pytest.raises(UsageError, match="cannot read"):
        from_har(tmp_path / "absent.har")


def test_a_blocked_preflight_gets_its_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the preflight is refused the call itself has no answer in the file."""
    asked = {**PAGE, "access-control-request-method": "PUT"}
    entries = [entry("OPTIONS", API, 404, {}, asked), entry("PUT", API, 0, {}, PAGE)]
    path = tmp_path / "blocked.har"
    path.write_text(json.dumps({"log": {"entries": entries}}))
    assert main(["har", str(path)]) == 1
    table, _, fixes = capsys.readouterr().out.partition("\n\n")
    assert "CORS-PREFLIGHT-NOT-HANDLED" in table
    assert "CORS-PREFLIGHT-NOT-HANDLED" in fixes
    assert "Access-Control-Allow-Methods: GET, POST, PUT" in fixes


def judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *entries: dict[str, Any]
) -> dict[int, dict[str, Any]]:
    path = tmp_path / "page.har"
    path.write_text(json.dumps({"log": {"entries": list(entries)}}))
    main(["har", str(path), "--json"])
    return {row["index"]: row for row in json.loads(capsys.readouterr().out)}


FROM_HTTP = {"referer": "http://intranet.example/page", "accept-encoding": "gzip"}
NO_CORS: list[tuple[str, str, dict[str, str], str]] = [
    ("GET", "plain http: a script element has no Origin", FROM_HTTP, "script"),
    ("GET", "plain http: a frame", FROM_HTTP, "other"),
    ("GET", "plain http, Firefox names no types", FROM_HTTP, ""),
    ("HEAD", "no Origin", FROM_HTTP, "fetch"),
    ("POST", "a form", {**PAGE, "accept": "text/html,*/*"}, ""),
    ("POST", "a form in Chrome", PAGE, "document"),
    ("POST", "a beacon", PAGE, "ping"),
    ("POST", "a report", {**PAGE, "content-type": "application/reports+json"}, ""),
    ("GET", "a WebSocket", {**PAGE, "upgrade": "websocket"}, ""),
    ("GET", "no-cors", {**PAGE, "sec-fetch-mode": "no-cors"}, "fetch"),
    ("GET", "a navigation", {**PAGE, "sec-fetch-mode": "navigate"}, "document"),
    ("GET", "same-origin", {**PAGE, "origin": "https://api.example"}, "fetch"),
]
CORS: list[tuple[str, str, dict[str, str], str]] = [
    ("GET", "an image with crossorigin", PAGE, "image"),
    ("GET", "the same with its mode", {**PAGE, "sec-fetch-mode": "cors"}, "image"),
    ("GET", "a font", PAGE, "font"),
    ("GET", "media", PAGE, "media"),
    ("GET", "a style sheet", PAGE, "stylesheet"),
    ("GET", "a call over plain http", {**PAGE, "origin": "http://app.example"}, "xhr"),
    ("POST", "a call where nothing names the mode", PAGE, ""),
]


def test_which_entries_are_cors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        entry(method, API, 200, {}, sent, _resourceType=kind)
        for method, _, sent, kind in [*NO_CORS, *CORS]
    ]
    rows = judged(tmp_path, capsys, *entries)
    wrong = [NO_CORS[i][1] for i in rows if i < len(NO_CORS)]
    missing = [CORS[i][1] for i in range(len(CORS)) if i + len(NO_CORS) not in rows]
    assert (wrong, missing) == ([], [])
    assert {row["verdicts"]["firefox"] for row in rows.values()} == {"blocked"}


def test_provisional_headers_of_a_refused_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chromium writes no Origin where CORS refused the call; Referer tells the page."""
    sent = {"referer": "https://app.example/", "user-agent": "Mozilla/5.0"}
    rows = judged(tmp_path, capsys, entry("GET", API, -1, {}, sent, _resourceType="fetch"))
    assert rows[0]["origin"] == "https://app.example"
    assert rows[0]["verdicts"]["chrome"] == "unknown"


def test_a_redirect_to_a_login(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page's own entry tells the cause; what the login answered is not in the file."""
    own, login = "https://app.example/api/me", "https://login.example/auth"
    sent = {"referer": "https://app.example/", "accept-encoding": "gzip"}
    rows = judged(
        tmp_path, capsys,
        entry("GET", own, 302, {"location": login}, sent, _resourceType="fetch"),
        entry("GET", login, 0, {}, {"referer": sent["referer"]}, _resourceType="fetch"),
        entry("GET", API, 200, {}, PAGE),
    )  # fmt: skip
    assert list(rows) == [1, 2]
    assert (rows[1]["url"], rows[1]["verdicts"]["safari"]) == (own, "blocked")
    assert [finding["id"] for finding in rows[1]["findings"]] == ["CORS-REDIRECT-LOGIN"]
    assert "gave the page no answer" in rows[1]["notes"][0]


def test_a_redirect_between_origins_is_one_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cors = {"access-control-allow-origin": "https://app.example"}
    rows = judged(
        tmp_path, capsys,
        entry("GET", API, 302, {"location": "https://cdn.example/i", **cors}, PAGE),
        entry("GET", "https://cdn.example/i", 200, cors, {**PAGE, "origin": "null"}),
    )  # fmt: skip
    assert list(rows) == [1]
    assert rows[1]["url"] == API
    assert [finding["id"] for finding in rows[1]["findings"]] == ["CORS-REDIRECT-NULL-ORIGIN"]


def test_preflights_before_and_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chromium may list a preflight behind its call; the nearest before it counts otherwise."""
    asked = {**PAGE, "access-control-request-method": "PUT"}
    bad = entry("OPTIONS", API, 404, {}, asked, _resourceType="preflight")
    good = entry("OPTIONS", API, 204, {"access-control-allow-origin": "*",
                                       "access-control-allow-methods": "PUT"}, asked)  # fmt: skip
    put = entry("PUT", API, 200, {"access-control-allow-origin": "*"}, PAGE)
    rows = judged(tmp_path, capsys, bad, put, good, put)
    assert [row["verdicts"]["chrome"] for row in rows.values()] == ["blocked", "allowed"]
    rows = judged(tmp_path, capsys, put, good)
    assert rows[0]["preflight_captured"]


def test_one_bad_entry_is_named_and_the_others_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = entry("GET", API, 200, {"access-control-allow-origin": "*"}, PAGE)
    bad: list[Any] = [
        {}, None, 7, {**good, "request": {**good["request"], "url": 5}},
        {**good, "response": {"status": "x"}}, entry("GET", API, 200, {"x": "\u20ac"}, PAGE),
        entry("GET", API, 200, {"x": "\ud800"}, PAGE),
    ]  # fmt: skip
    path = tmp_path / "page.har"
    path.write_text(json.dumps({"log": {"entries": [good, *bad, good]}}))
    assert main(["har", str(path)]) == 1
    shown = capsys.readouterr()
    assert f"{len(bad) + 2} entries, 2 cross-origin calls" in shown.out
    assert "entry 1 is not in HAR form (KeyError: 'request')" in shown.err
    assert f"{len(bad)} of {len(bad) + 2} entries were not read" in shown.err
    path.write_text(path.read_text()[:-40])
    assert main(["har", str(path)]) == 1
    assert "2 of 8 entries" not in capsys.readouterr().err


@pytest.mark.parametrize("rest", ['{"a": ', "[" * 100_000, '{"a": tru}', '"' + "x" * 99])
def test_a_file_that_breaks_off(
    rest: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = entry("GET", API, 200, {"access-control-allow-origin": "*"}, PAGE)
    path = tmp_path / "page.har"
    path.write_text('{"log": {"entries": [' + json.dumps(good) + ", " + rest)
    assert main(["har", str(path)]) == 1
    shown = capsys.readouterr()
    assert "2 entries, 1 cross-origin call" in shown.out
    assert "entry 1" in shown.err
    assert "Traceback" not in shown.err


def test_summary_and_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.har.gz"
    calls = [entry("GET", f"{API}/{i}", 200, {"etag": str(i)}, PAGE) for i in range(30)]
    path.write_bytes(gzip.compress(json.dumps({"log": {"entries": calls}}).encode()))
    assert main(["har", str(path)]) == 1
    summary = capsys.readouterr().out
    assert "30 entries, 30 cross-origin calls to 1 service: 0 allowed, 30 blocked" in summary
    assert summary.count("BLOCKED") == 3
    assert summary.count("CORS-ORIGIN-MISSING (chrome") == 1
    assert main(["har", str(path), "--rows"]) == 1
    assert capsys.readouterr().out.count("BLOCKED") == 90
    path.write_bytes(path.read_bytes()[:-9])
    assert main(["har", str(path)]) in (1, 2)
    assert "cannot be unpacked" in capsys.readouterr().err


def test_control_characters_of_a_file_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.har"
    calls = [entry("G\x1b[2J", f"{API}/\x9b", 200, {}, PAGE), {"request": {"\x1b": 1}}]
    path.write_text(json.dumps({"log": {"entries": calls}}))
    main(["har", str(path), "--rows"])
    shown = capsys.readouterr()
    assert not {"\x1b", "\x9b"} & set(shown.out + shown.err)


RECORDED = Path(__file__).parent / "recorded"


@pytest.mark.parametrize("name", sorted(path.name for path in RECORDED.glob("*.har.gz")))
def test_files_that_real_browsers_wrote(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The page called each path once; the paths' names say what the browser allowed."""
    main(["har", str(RECORDED / name), "--json"])
    rows = {row["url"].rpartition("/")[2]: row for row in json.loads(capsys.readouterr().out)}
    not_cors = {"plain.png", "plain.js", "frame.html", "nocors", "beacon"}
    assert not not_cors & rows.keys()
    for path in ("open", "xhr", "put-good", "texture.png"):
        assert rows[path]["verdicts"]["chrome"] == "allowed", path
    refused = ("bare", "put-refused", "put-404", "texture-bare.png", "font.woff2", "post-bare")
    for path in refused:
        assert path not in rows or rows[path]["verdicts"]["chrome"] != "allowed", path
    if "login" in rows:
        assert [f["id"] for f in rows["login"]["findings"]] == ["CORS-REDIRECT-LOGIN"]


def test_ten_thousand_entries_are_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    sent = {**PAGE, "sec-fetch-mode": "cors", "content-type": "application/json"}
    calls = [
        entry(("GET", "PUT")[i % 2], f"https://api{i % 7}.example/{i}", 200,
              {"etag": str(i), "x-request-id": str(i), "access-control-allow-origin": "*"},
              {**sent, "sentry-trace": str(i)})
        for i in range(10_000)
    ]  # fmt: skip
    for call in calls:
        call["response"]["content"]["text"] = "x" * 1500
    path = tmp_path / "page.har"
    path.write_text(json.dumps({"log": {"entries": calls}}))
    code = (
        "import resource, sys; from corssim.cli import main; main(['har', sys.argv[1]]);"
        "u = resource.getrusage(resource.RUSAGE_SELF);"
        "status = open('/proc/self/status').read();"
        "print(u.ru_utime + u.ru_stime, int(status.split('VmHWM:')[1].split()[0]) / 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    seconds, megabytes = map(float, run.stdout.splitlines()[-1].split())
    assert seconds < 4, f"{seconds} s; 1.5 s on an idle machine"
    assert megabytes < 100, f"{megabytes} MB"
