"""Scenarios in, records out: FORMAT.md's exchange format on the engine.

Law: one scenario, one fresh browser. An invalid scenario raises ``UsageError`` with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .browsers import PROFILES
from .browsers.chrome.cache import ChromeHTTPCache
from .errors import UsageError
from .page import Browser, Page
from .request import Blob, Stream, URLSearchParams
from .servers.scripted import Scripted
from .views.record import record_step

Json = dict[str, Any]
STEP_TIME = 0.1
"""Seconds that a step takes: what a real browser needed, about."""
_RENAMED = {"referrerPolicy": "referrer_policy"}
_INIT = frozenset((
    "method", "headers", "body", "credentials", "mode", "redirect", "cache", "referrerPolicy",
    "keepalive", "form", "blob", "stream",
))  # fmt: skip
_XHR = frozenset(("xhr", "method", "headers", "withCredentials", "upload", "body"))


def replay(scenario: Json, browser: str) -> Json:
    """The record of *scenario* in the simulated *browser*; raises ``UsageError``."""
    if not isinstance(scenario, dict):
        raise UsageError(f"a scenario is an object, not {type(scenario).__name__}")
    for key, kind in (("id", str), ("page", str), ("server", list), ("steps", list)):
        if not isinstance(scenario.get(key), kind):
            raise UsageError(f"a scenario needs {key!r}, a {kind.__name__}")
    engine = Browser(browser)
    if isinstance(engine.http_cache, ChromeHTTPCache):
        engine.http_cache.certificates_trusted = False  # the recorder's flags, see FORMAT.md
    page = _page(engine, scenario)
    steps = []
    for number, step in enumerate(scenario["steps"], 1):
        try:
            steps.append(_step(engine, page, step))
        except UsageError as problem:
            raise UsageError(f"step {number}: {problem}") from None
    return {"id": scenario["id"], "browser": browser, "steps": steps}


def _page(engine: Browser, scenario: Json) -> Page:
    server = Scripted(scenario["server"])
    where = scenario["page"]
    if where == "null":
        return engine.open(
            "null", server, embedder="http://app.test/", document="http://app.test/inner.html"
        )
    return engine.open(where, server, document=where + engine.profile.document)


def _step(engine: Browser, page: Page, step: Json) -> Json:
    if not isinstance(step, dict):
        raise UsageError(f"a step is an object, not {step!r}")
    if "sleep" in step:
        seconds = step["sleep"]
        if not isinstance(seconds, int | float):
            raise UsageError(f"sleep takes seconds, not {seconds!r}")
        engine.clock.advance(seconds)
        return {"slept": seconds}
    if "fetch" in step:
        outcome = page.fetch(_text(step, "fetch"), **init_of(step.get("init") or {}))
    elif "xhr" in step:
        outcome = page.xhr(step.get("method", "GET"), _text(step, "xhr"), **options_of(step))
    else:
        raise UsageError("a step has one of the keys fetch, xhr, sleep")
    engine.clock.advance(STEP_TIME)
    return record_step(outcome)


def _text(step: Json, key: str) -> str:
    value = step[key]
    if not isinstance(value, str):
        raise UsageError(f"{key} takes a URL, not {value!r}")
    return value


def init_of(init: Json) -> dict[str, Any]:
    """The arguments of ``page.fetch`` for a step's ``init``."""
    unknown = set(init) - _INIT
    if unknown:
        raise UsageError(f"init has unknown keys: {', '.join(sorted(unknown))}")
    made: dict[str, Any] = {}
    for key, value in init.items():
        match key:
            case "form":
                made["body"] = URLSearchParams(value)
            case "blob":
                made["body"] = Blob(*value)
            case "stream":
                made["body"] = Stream((value.encode("latin-1"),))
            case _:
                made[_RENAMED.get(key, key)] = value
    return made


def options_of(step: Json) -> dict[str, Any]:
    """The arguments of ``page.xhr`` for an XMLHttpRequest step."""
    unknown = set(step) - _XHR
    if unknown:
        raise UsageError(f"an xhr step has unknown keys: {', '.join(sorted(unknown))}")
    return {
        "headers": step.get("headers"),
        "with_credentials": bool(step.get("withCredentials")),
        "upload_listener": bool(step.get("upload")),
        "body": step.get("body"),
    }


def parse_lines(lines: Iterable[str]) -> Iterator[tuple[int, Json | str]]:
    """(line number, object) for each line; for one that is no JSON object, the reason."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as problem:
            yield number, f"not JSON: {problem}"
            continue
        yield number, value if isinstance(value, dict) else "not a JSON object"


__all__ = ["PROFILES", "replay"]
