"""The README's examples do what it says."""

from __future__ import annotations

import inspect
import re
import shlex
from collections.abc import Callable

import pytest

from corssim import Browser, Policy
from corssim.cli import main
from corssim.testing import Pages

from .support import ROOT

TEXT = (ROOT / "README.md").read_text()
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
SHELL = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.replace("\\\n", "").splitlines()
    if line.startswith("corssim ")
]


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_python(number: int, cors: Callable[..., Pages]) -> None:
    code = PYTHON[number]
    names: dict[str, object] = {"__name__": "readme"}
    exec(compile(code, f"README.md, example {number + 1}", "exec"), names)
    for name, value in names.items():
        if name.startswith("test_") and callable(value):
            wanted = inspect.signature(value).parameters
            value(**({"cors": cors} if "cors" in wanted else {}))


NOT_RUN = ("--server live", "myproject", "corssim serve", "--diagram")
RUN = [line for line in SHELL if not any(mark in line for mark in NOT_RUN)]


@pytest.mark.parametrize("line", RUN)
def test_shell(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(line)[1:]) in (0, 1)
    shown = capsys.readouterr().out
    unreachable = "corssim check" in line  # example hosts do not resolve
    assert ("CORS-SERVER" if unreachable else "Access-Control-Allow-Origin") in shown


def test_the_picture_is_the_programs_own() -> None:
    policy = Policy("https://app.example", methods=("GET", "POST"))
    page = Browser("chrome").open("https://app.example/", policy)
    outcome = page.fetch("https://api.example/items/7", method="PUT")
    drawn = ROOT / "corssim" / "playground" / "static" / "example.svg"
    assert drawn.read_text() == outcome.diagram("svg") + "\n"


def test_there_are_examples() -> None:
    assert len(PYTHON) >= 6
    assert len(SHELL) >= 3
