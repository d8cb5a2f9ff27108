"""All browsers at once: ``corssim.ask`` and the Report it gives.

Law: a report holds outcomes; its text and JSON are views of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from .browsers import BROWSERS, BrowserName
from .outcome import Outcome
from .page import Browser, client_of, page_of
from .request import Request
from .views.record import result
from .views.words import meaning

if TYPE_CHECKING:
    from .doctor import Finding


@attrs.frozen
class Report:
    """What each browser does with one call."""

    outcomes: dict[str, Outcome]

    @property
    def ok(self) -> bool:
        """Whether every browser allows it."""
        return all(outcome.ok for outcome in self.outcomes.values())

    def __getitem__(self, browser: str) -> Outcome:
        return self.outcomes[browser]

    def __str__(self) -> str:
        from .views.table import report_table

        return report_table(self)

    def _repr_html_(self) -> str:
        """The report in a notebook."""
        from .views.html import report_html

        return report_html(self)

    def verdicts(self) -> str:
        """The verdicts side by side and each browser's console, without reasons."""
        from .views.table import verdicts_and_consoles

        return verdicts_and_consoles(self)

    @property
    def findings(self) -> list[Finding]:
        """What blocks the call and what is amiss besides, with causes and fixes."""
        from .doctor import diagnose

        return diagnose(self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """The report for machines: one object a browser."""
        return {name: _json(outcome) for name, outcome in self.outcomes.items()}


def _json(outcome: Outcome) -> dict[str, Any]:
    failure = outcome.failure
    record = outcome.record()
    return {
        "allowed": outcome.ok,
        "result": result(outcome),
        "requests": record["requests"],
        "console": [attrs.asdict(message) for message in outcome.console],
        "failure": None
        if failure is None
        else {
            "kind": failure.kind,
            "meaning": meaning(failure),
            "step": failure.step,
        },
    }


def ask(
    url: str,
    *,
    origin: str,
    server: Any,
    browsers: Sequence[BrowserName] = BROWSERS,
    xhr: bool = False,
    method: str = "GET",
    **options: Any,
) -> Report:
    """What the browsers do when a page of *origin* calls *url* on *server*.

    The other arguments are those of ``page.fetch`` (or, with *xhr*, of ``page.xhr``). Each
    browser starts empty. Raises ``UsageError`` for what cannot be asked.
    """
    outcomes: dict[str, Outcome] = {}
    for name in browsers:
        page = Browser(name).open(page_of(origin), server)
        if xhr:
            outcomes[name] = page.xhr(method, url, **options)
        else:
            outcomes[name] = page.fetch(url, method=method, **options)
    return Report(outcomes)


@attrs.frozen
class Requirement:
    """What can be said of a call before any server answers."""

    browser: str
    cross_origin: bool
    preflight: str | None
    options: tuple[tuple[str, str], ...]
    must_answer: tuple[str, ...]
    blocked: str | None = None
    """Why no request leaves the browser, whatever a server would answer."""


def requirement(request: Request, origin: str, browser: BrowserName) -> Requirement:
    """What *browser* will need of a server for *request* from a page of *origin*."""
    engine = Browser(browser)
    client = client_of(page_of(origin))
    fetch = engine.new_fetch(request, client)
    fetch.cors = fetch.cross_origin and request.mode == "cors"
    rules = engine.rules
    failure = rules.network.block_before_network(fetch)
    if failure is not None:
        return Requirement(browser, fetch.cross_origin, None, (), (), meaning(failure))
    if not fetch.cors or fetch.url.scheme == "data":
        return Requirement(browser, fetch.cross_origin, None, (), ())
    unsafe = rules.preflight.unsafe_header_names(fetch)
    because = rules.preflight.reason(fetch, unsafe)
    value = client.origin.serialized
    origins = value if fetch.include else f"{value} (or *)"
    every = [f"Access-Control-Allow-Origin: {origins}"]
    if fetch.include:
        every.append("Access-Control-Allow-Credentials: true")
    must = [f"on the response: {line}" for line in every]
    options: tuple[tuple[str, str], ...] = ()
    if because is not None:
        options = rules.wire.preflight_headers(fetch, unsafe)
        must = [f"on the preflight, status 200 to 299: {line}" for line in every] + must
        if fetch.method not in ("GET", "HEAD", "POST"):
            must.insert(0, f"on the preflight: Access-Control-Allow-Methods: {fetch.method}")
        if unsafe:
            must.insert(0, f"on the preflight: Access-Control-Allow-Headers: {', '.join(unsafe)}")
    return Requirement(browser, True, because, options, tuple(must))
