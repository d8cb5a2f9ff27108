"""What a call will need of a server, before any server answers.

Law: the engine's own rules are asked; nothing is sent.
"""

from __future__ import annotations

import attrs

from .browsers import BrowserName
from .environment import client_of, page_of
from .page import Browser
from .request import Request
from .views.meanings import meaning


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
