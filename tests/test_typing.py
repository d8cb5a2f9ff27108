"""A type checker finds wrong calls and passes right ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mypy import api

HERE = Path(__file__).parent
CALLS = HERE / "typing_of_calls"


def reported(file: Path) -> dict[int, str]:
    """mypy's complaints about *file*, by line."""
    out, problem, _ = api.run(["--config-file", str(HERE.parent / "pyproject.toml"), str(file)])
    assert not problem
    errors = re.findall(rf"{re.escape(file.name)}:(\d+): error: (.*)", out)
    return {int(line): text for line, text in errors}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parent)


def test_right_calls_pass() -> None:
    assert reported(CALLS / "right.py") == {}


def test_each_wrong_call_is_reported_on_its_line() -> None:
    file = CALLS / "wrong.py"
    lines = file.read_text().splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    found = reported(file)
    passed = [f"{number}: {lines[number - 1]}" for number in sorted(wrong - set(found))]
    assert not passed, "a type checker passes\n" + "\n".join(passed)
    assert set(found) == wrong
