"""A state, carried away: a pytest test, a scenario line, a HAR file, Mermaid, SVG.

Law: what is exported repeats what the page shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from .. import __version__
from ..outcome import Outcome
from ..replay.scenario import scenario_of
from ..views.har import har
from .answer import Playground
from .state import State, answer_of

EXPORTS: dict[str, tuple[str, str]] = {
    "pytest": ("test_cors.py", "text/x-python"),
    "scenario": ("scenario.jsonl", "application/json"),
    "har": ("corssim.har", "application/json"),
    "mermaid": ("corssim.mmd", "text/plain"),
    "svg": ("corssim.svg", "image/svg+xml"),
}
"""What can be exported: the file's name and its type."""


def exported(playground: Playground, state: State, form: str, browser: str) -> str:
    """The text of an export in *browser*; *form* is a key of ``EXPORTS``."""
    if form == "pytest":
        return pytest_test(playground, state)
    outcome, _ = state.run(browser, playground.server(state))
    made: dict[str, Callable[[], str]] = {
        "scenario": lambda: json.dumps(scenario_of(outcome), ensure_ascii=False) + "\n",
        "har": lambda: json.dumps(har(outcome, _now(outcome), __version__), indent=2) + "\n",
        "mermaid": lambda: outcome.diagram() + "\n",
        "svg": lambda: outcome.diagram("svg") + "\n",
    }
    return made[form]()


def _now(outcome: Outcome) -> float:
    from ..browsers import browser_name
    from ..page import Browser

    return Browser(browser_name(outcome.browser)).clock.now


def pytest_test(playground: Playground, state: State) -> str:
    """A test that asserts what the browsers do now."""
    outcomes = {name: state.run(name, playground.server(state))[0]
                for name in ("chrome", "firefox", "safari")}  # fmt: skip
    made = state.call
    named = [f"{name}={value!r}" for name, value in made.keywords.items()]
    call = ", ".join([*map(repr, made.arguments), *named])
    lines = ['"""What the browsers do with a call, as the playground showed it."""', "",
             *_server(state), "", "", "def test_the_call(cors):",
             f"    page = cors(app, origin={state.origin.strip()!r})",
             f"    outcomes = page.{made.name}({call})"]  # fmt: skip
    if all(outcome.ok for outcome in outcomes.values()):
        lines.append("    outcomes.assert_allowed()")
    elif not any(outcome.ok for outcome in outcomes.values()):
        lines.append("    outcomes.assert_blocked()")
    else:
        lines += [
            f"    assert outcomes[{name!r}].ok is {outcome.ok}"
            for name, outcome in outcomes.items()
        ]
    return "\n".join(lines) + "\n"


def _server(state: State) -> list[str]:
    if state.server == "live":
        return ["from corssim.servers import live", "", "app = live()"]
    if state.server == "policy":
        policy = state.policy.server()
        return [
            "from corssim import Policy", "", "app = Policy(",
            f"    origins={policy.origins!r},", f"    methods={policy.methods!r},",
            f"    headers={policy.headers!r},", f"    credentials={policy.credentials!r},",
            f"    expose={policy.expose!r},", f"    max_age={policy.max_age!r},",
            f"    response_headers={policy.response_headers!r},", ")",
        ]  # fmt: skip
    preflight, actual = answer_of(state.preflight), answer_of(state.actual)
    url = state.url.strip()
    rules = [
        {"url": url, "method": "OPTIONS", "when_acrm": True, "status": preflight.status,
         "headers": [list(pair) for pair in preflight.headers]},
        {"url": url, "status": actual.status, "headers": [list(pair) for pair in actual.headers],
         "body": actual.body.decode("latin-1")},
    ]  # fmt: skip
    return ["app = [", *(f"    {rule!r}," for rule in rules), "]"]
