"""Browser, Page, Outcome and Report: the public names."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import corssim
from corssim import Browser, Outcome, Policy, UsageError, ask, servers

from .support import ORIGIN, PAGE, URL


def put() -> Outcome:
    policy = Policy(ORIGIN, ("PUT",), max_age=9, expose="X-A", response_headers=(("X-A", "1"),))
    return Browser("chrome").open(PAGE, policy).fetch(URL, method="PUT")


def test_the_public_names() -> None:
    for name in corssim.__all__:
        assert getattr(corssim, name) is not None
    assert set(corssim.__all__) <= set(dir(corssim))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = corssim.nonsense  # type: ignore[attr-defined]


def test_the_kinds_of_server_are_public() -> None:
    for name in servers.__all__:
        assert getattr(servers, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = servers.nonsense  # type: ignore[attr-defined]


def test_importing_corssim_loads_no_engine() -> None:
    code = "import sys, corssim; print(sum(n.startswith('corssim.') for n in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "0"


def test_an_outcome_and_its_views() -> None:
    outcome = put()
    assert outcome.ok
    assert outcome.error is None
    assert outcome.failure is None
    assert [exchange.preflight for exchange in outcome.exchanges] == [True, False]
    assert outcome.preflights == 1
    assert outcome.preflight_cache_hits == 0
    assert outcome.response is not None
    assert outcome.response.ok
    assert outcome.response.header("x-a") == "1"
    assert "remembered for 9 s" in outcome.explain()
    assert outcome.diagram().startswith("sequenceDiagram")
    assert outcome.record()["result"]["status"] == 200
    assert repr(outcome) == "<Outcome chrome allowed>"
    blocked = Browser("safari").open("https://b.example/", Policy(ORIGIN)).fetch(URL)
    assert "blocked: OriginMissing" in repr(blocked)
    assert "to change: " in blocked.explain()


def test_a_report() -> None:
    report = ask(URL, origin=ORIGIN, server=Policy(ORIGIN), method="PUT")
    assert not report.ok
    assert report["firefox"].failure == report["chrome"].failure
    assert "MethodNotAllowed" in str(report)
    assert (
        json.loads(json.dumps(report.as_json()))["chrome"]["failure"]["kind"] == "MethodNotAllowed"
    )
    assert ask(URL, origin="null", server=Policy("*"), xhr=True).ok


@pytest.mark.parametrize("page", ["app.example", "ftp://a.test/", "", "data:x"])
def test_pages_that_are_none(page: str) -> None:
    with pytest.raises(UsageError, match=r"must be an http\(s\) URL"):
        Browser().open(page, [])


def test_unknown_browsers() -> None:
    with pytest.raises(UsageError, match="chrome, firefox, safari, standard"):
        Browser("opera")  # type: ignore[arg-type]


def test_a_sandboxed_page_has_a_null_origin() -> None:
    outcome = Browser("chrome").open("null", Policy("*"), embedder=PAGE).fetch(URL)
    assert outcome.exchanges[0].request.header("Origin") == "null"
    assert (
        Browser()
        .open(PAGE, Policy("*"), document=PAGE + "deep?x")
        .fetch(URL, referrer_policy="unsafe-url")
        .exchanges[0]
        .request.header("Referer")
        == PAGE + "deep?x"
    )
