"""Scenarios in, records out: FORMAT.md's exchange format on the engine.

Law: one scenario, one fresh browser. An invalid scenario raises ``UsageError`` with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..browsers import PROFILES, browser_name
from ..errors import UsageError
from ..page import Browser, Page
from ..prepared import PreparedCall
from ..request import Blob, Stream, URLSearchParams
from ..response import WireResponse
from ..servers.scripted import Scripted
from ..standard.fetch import Fetch
from ..standard.http_cache import HTTPCache
from ..views.record import record_step, record_together

Json = dict[str, Any]
DOCUMENTS = {"safari": "runner.html"}
"""The document of a scenario, by browser; else page.html."""
STEP_TIME = 0.1
"""Seconds that a step takes: what a real browser needed, about."""
_RENAMED = {"referrerPolicy": "referrer_policy"}
_MILLISECONDS = 1000
_INIT = frozenset((
    "method", "headers", "body", "credentials", "mode", "redirect", "cache", "referrerPolicy",
    "keepalive", "form", "blob", "stream", "signal",
))  # fmt: skip
_XHR = frozenset((
    "xhr", "method", "headers", "withCredentials", "upload", "body", "sync", "abort", "timeout",
))  # fmt: skip
_SIGNAL = frozenset(("aborted", "abort", "timeout"))
_ELEMENT = frozenset(("element", "url", "crossorigin", "referrerPolicy"))
_EVENT_SOURCE = frozenset(("eventsource", "withCredentials"))
_BEACON = frozenset(("beacon", "body", "form", "blob"))


def _untrusted() -> type[HTTPCache]:
    from ..browsers.chrome.http_cache import ChromeHTTPCache

    class UntrustedCertificates(ChromeHTTPCache):
        """Chrome as the recorder starts it caches nothing that came over TLS, for it was told to
        ignore the certificate's error; see FORMAT.md.
        """

        def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
            return fetch.url.scheme != "https" and super().storable(fetch, answer)

    return UntrustedCertificates


def replay(scenario: Json, browser: str) -> Json:
    """The record of *scenario* in the simulated *browser*; raises ``UsageError``."""
    if not isinstance(scenario, dict):
        raise UsageError(f"a scenario is an object, not {type(scenario).__name__}")
    for key, kind in (("id", str), ("page", str), ("server", list), ("steps", list)):
        if not isinstance(scenario.get(key), kind):
            raise UsageError(f"a scenario needs {key!r}, a {kind.__name__}")
    engine = Browser(browser_name(browser))
    if browser == "chrome":
        engine.http_cache = _untrusted()(engine.cookies)
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
    policy: Any = scenario.get("embedder_policy", "unsafe-none")
    _wanted(isinstance(policy, str), "embedder_policy is a word", policy)
    return engine.open(
        where,
        server,
        document=where + DOCUMENTS.get(engine.name, "page.html"),
        embedder_policy=policy,
    )


def _step(engine: Browser, page: Page, step: Json) -> Json:
    if not isinstance(step, dict):
        raise UsageError(f"a step is an object, not {step!r}")
    if "sleep" in step:
        seconds = step["sleep"]
        if not isinstance(seconds, int | float):
            raise UsageError(f"sleep takes seconds, not {seconds!r}")
        engine.clock.advance(seconds)
        return {"slept": seconds}
    calls = step.get("together", [step])
    if not isinstance(calls, list) or not all(isinstance(call, dict) for call in calls):
        raise UsageError("together takes a list of steps")
    worker = bool(step.get("worker"))
    asking = page.worker() if worker else page
    plain = [{key: value for key, value in call.items() if key != "worker"} for call in calls]
    outcomes = asking.together(*(_call(asking, call) for call in plain))
    engine.clock.advance(STEP_TIME)
    return record_together(outcomes) if "together" in step else record_step(outcomes[0])


def _call(page: Page, step: Json) -> PreparedCall:
    """The call of a step."""
    if "fetch" in step:
        return page.prepare("fetch", _text(step, "fetch"), **init_of(step.get("init") or {}))
    if "xhr" in step:
        method = step.get("method", "GET")
        return page.prepare("xhr", method, _text(step, "xhr"), **options_of(step))
    kind: Any
    if "element" in step:
        known(step, _ELEMENT, "an element step")
        kind = _text(step, "element", "a kind")
        policy: Any = step.get("referrerPolicy", "")
        return page.prepare(
            "element", kind, _text(step, "url"),
            crossorigin=step.get("crossorigin"), referrer_policy=policy,
        )  # fmt: skip
    if "eventsource" in step:
        known(step, _EVENT_SOURCE, "an eventsource step")
        credentials = bool(step.get("withCredentials"))
        url = _text(step, "eventsource")
        return page.prepare("event_source", url, with_credentials=credentials)
    if "beacon" in step:
        known(step, _BEACON, "a beacon step")
        body = init_of({key: value for key, value in step.items() if key != "beacon"})
        return page.prepare("send_beacon", _text(step, "beacon"), **body)
    raise UsageError(
        "a step has one of the keys fetch, xhr, element, eventsource, beacon, together, sleep"
    )


def known(step: Json, keys: frozenset[str], what: str) -> None:
    """Raise ``UsageError`` for keys of *step* that *what* does not have."""
    unknown = set(step) - keys
    if unknown:
        raise UsageError(f"{what} has unknown keys: {', '.join(sorted(unknown))}")


def _text(step: Json, key: str, what: str = "a URL") -> str:
    value = step.get(key)
    if not isinstance(value, str):
        raise UsageError(f"{key} takes {what}, not {value!r}")
    return value


def _wanted(right: bool, what: str, value: object) -> None:
    if not right:
        raise UsageError(f"{what}, not {value!r}")


def init_of(init: Json) -> dict[str, Any]:
    """The arguments of ``page.fetch`` for a step's ``init``."""
    known(init, _INIT, "init")
    made: dict[str, Any] = {}
    for key, value in init.items():
        match key:
            case "form":
                _wanted(isinstance(value, list), "form takes pairs", value)
                made["body"] = URLSearchParams(value)
            case "blob":
                texts = isinstance(value, list) and all(isinstance(part, str) for part in value)
                _wanted(texts and len(value) in (1, 2), "blob takes [text, type]", value)
                made["body"] = Blob(*value)
            case "stream":
                _wanted(isinstance(value, str), "stream takes a text", value)
                made["body"] = Stream((value.encode("latin-1"),))
            case "signal":
                _wanted(isinstance(value, dict), "signal takes an object", value)
                known(value, _SIGNAL, "signal")
                made |= times_of({"abort": 0} if value.get("aborted") else value)
            case _:
                made[_RENAMED.get(key, key)] = value
    return made


def options_of(step: Json) -> dict[str, Any]:
    """The arguments of ``page.xhr`` for an XMLHttpRequest step."""
    known(step, _XHR, "an xhr step")
    return {
        "headers": step.get("headers"),
        "with_credentials": bool(step.get("withCredentials")),
        "upload_listener": bool(step.get("upload")),
        "body": step.get("body"),
        "synchronous": bool(step.get("sync")),
        **times_of(step),
    }


def times_of(given: Json) -> dict[str, Any]:
    """When a call is given up, from milliseconds to seconds."""
    named = {"abort": "abort_after", "timeout": "timeout"}
    for key in named.keys() & given.keys():
        numeric = isinstance(given[key], int | float)
        _wanted(numeric, f"{key} takes milliseconds", given[key])
    return {name: given[key] / _MILLISECONDS for key, name in named.items() if key in given}


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
