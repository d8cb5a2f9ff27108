"""The pytest plugin, run in a pytest of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import asyncio

import pytest
from corssim import Policy

URL = "https://api.example/x"
policy = Policy("https://app.example", ("GET", "PUT"), "X-A", expose="X-Total",
                response_headers=(("X-Total", "3"), ("X-Other", "1")))


def test_allowed(cors):
    page = cors(policy, origin="https://app.example")
    page.fetch(URL, method="PUT").assert_allowed().assert_preflights(1)
    page.advance(10)
    page.fetch(URL).assert_readable("X-Total")
    page.xhr("GET", URL).assert_allowed()


def test_blocked(cors):
    page = cors(policy, origin="https://evil.example")
    page.fetch(URL).assert_blocked("OriginMissing").assert_blocked("CORS-ORIGIN-NOT-LISTED")
    page.fetch(URL).assert_blocked("CORSCheckFailed")


@pytest.mark.cors(origin="https://app.example", browsers=["firefox"], server_kind="nginx")
def test_marked(cors):
    outcomes = cors(policy).fetch(URL, method="DELETE")
    assert list(outcomes) == ["firefox"]
    with pytest.raises(AssertionError) as failed:
        outcomes.assert_allowed()
    shown = str(failed.value)
    for text in ("blocked in firefox", "Did not find method", "CORS-METHOD-MISSING",
                 "https://fetch.spec.whatwg.org/", "add_header"):
        assert text in shown


def test_ini(cors):
    assert list(cors(policy).fetch(URL)) == ["safari"]


def test_wrong_expectations(cors):
    page = cors(policy, origin="https://app.example", browsers=["chrome"])
    outcomes = page.fetch(URL)
    for call, text in (
        (lambda: outcomes.assert_blocked(), "allowed in chrome"),
        (lambda: outcomes.assert_preflights(1), "sent: chrome 0"),
        (lambda: outcomes.assert_readable("X-Other"), "chrome hides X-Other"),
        (lambda: page.fetch(URL, method="DELETE").assert_blocked("OriginMissing"),
         "blocked, but not for OriginMissing: chrome: CORS-METHOD-MISSING"),
    ):
        with pytest.raises(AssertionError, match=text):
            call()
    with pytest.raises(ValueError, match="is called 'Nonsense'"):
        page.fetch(URL, method="DELETE").assert_blocked("Nonsense")


def test_async(cors):
    page = cors(policy, origin="https://app.example")

    async def calls():
        (await page.afetch(URL)).assert_allowed()
        (await page.axhr("GET", URL)).assert_allowed()

    asyncio.run(calls())
"""


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ('"https://evil.example"', "takes keywords, origin, browsers, server_kind, not"),
        ('orign="https://evil.example"', "takes no 'orign': did you mean 'origin'?"),
    ],
)
def test_a_wrong_marker_fails_its_test(
    pytester: pytest.Pytester, marker: str, message: str
) -> None:
    pytester.makepyfile(
        f"import pytest\n@pytest.mark.cors({marker})\ndef test_it(cors): cors([], origin='https://a.test')\n"
    )
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{message}*"])


def test_the_fixture_the_marker_and_the_options(pytester: pytest.Pytester) -> None:
    pytester.makeini(
        "[pytest]\ncors_origin = https://app.example\ncors_browsers = safari\n"
        "addopts = --strict-markers\n"
    )
    pytester.makepyfile(TESTS)
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(passed=6)


def test_without_an_origin_it_says_what_to_do(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(cors):\n    cors([])\n")
    result = pytester.runpytest_subprocess("-q")
    result.stdout.fnmatch_lines(["*cors() needs the page's origin*"])


def test_a_run_that_does_not_use_it_loads_no_engine() -> None:
    code = (
        "import sys, corssim.testing.plugin; "
        "print([n for n in sys.modules if n.startswith('corssim.') and 'testing' not in n])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "[]"
