"""HAR files: every cross-origin call with its answers, and nothing made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corssim import UsageError
from corssim.cli import main
from corssim.devtools import from_har


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
    assert [c.index for c in captured] == [2, 3, 4, 5, 6]
    put = captured[0]
    assert put.call.origin == "https://app.example"
    assert put.call.headers == ()
    assert put.response is None
    assert put.preflight is not None


def test_the_command_judges_each(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["har", str(file), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    verdicts = {row["index"]: row["verdicts"]["chrome"] for row in rows}
    assert verdicts == {2: "blocked", 3: "blocked", 4: "allowed", 5: "allowed", 6: "unknown"}
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
