"""The standard profile follows the Fetch standard, step by step (spec_cases/cases)."""

from __future__ import annotations

from typing import Any

import pytest

from corssim import Browser, Outcome
from corssim.replay.replay import init_of, options_of
from corssim.response import Response

from ..support import ROOT, Json, json_lines

CASES = [
    case
    for path in sorted((ROOT / "spec_cases" / "cases").glob("*.jsonl"))
    for case in json_lines(path)
]


def run(case: Json) -> list[Outcome | None]:
    browser = Browser("standard")
    page = browser.open(case["page"], case["server"], embedder="https://app.example/")
    outcomes: list[Outcome | None] = []
    for step in case["steps"]:
        if "sleep" in step:
            browser.clock.advance(step["sleep"])
            outcomes.append(None)
        elif "xhr" in step:
            outcomes.append(page.xhr(step["method"], step["xhr"], **options_of(step)))
        else:
            outcomes.append(page.fetch(step["fetch"], **init_of(step["init"])))
    return outcomes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: Json) -> None:
    for outcome, expected in zip(run(case), case["expect"], strict=True):
        if outcome is None:
            continue
        told = f"{case['step']}\n{outcome.explain()}"
        assert outcome.ok == expected["ok"], told
        wire = [exchange.request for exchange in outcome.exchanges]
        assert [request.method for request in wire] == expected["wire"], told
        if not expected["ok"]:
            assert outcome.failure is not None
            assert outcome.failure.kind == expected["failure"], told
            continue
        assert isinstance(outcome.response, Response)
        _details(outcome.response, wire, expected, told)


def _details(response: Response, wire: list[Any], expected: Json, told: str) -> None:
    if "type" in expected:
        assert response.type == expected["type"], told
    if "url" in expected:
        assert response.url == expected["url"], told
    if "headers" in expected:
        assert [name for name, _ in response.headers] == expected["headers"], told
    if "origin" in expected:
        assert wire[-1].header("Origin") == expected["origin"], told
    if "acrh" in expected:
        assert wire[0].header("Access-Control-Request-Headers") == expected["acrh"], told


def test_ids_are_unique_and_steps_cited() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["step"].startswith("https://fetch.spec.whatwg.org/#") for case in CASES)
