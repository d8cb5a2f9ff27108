"""Questions beyond the call itself: does the answer depend on Origin, and does it say so.

Law: three plain GET requests to the call's URL, with the page's origin, a stranger's, and none.
"""

from __future__ import annotations

import attrs

from ..environment import client_of, page_of
from ..headers import get, split
from ..request import WireRequest
from ..response import WireResponse
from ..servers import Server
from ..url import parse_url
from .finding import Finding
from .needs import Needs

STRANGER = "https://stranger.example.net"


@attrs.frozen
class _Answer:
    allowed: str | None
    credentials: bool
    varies: bool


def probe(server: Server, url: str, origin: str, needs: Needs) -> list[Finding]:
    """The findings about Vary and about strangers; *server* is asked three times."""
    client = client_of(page_of(origin))
    parsed = parse_url(url, client.document)
    if parsed is None or not parsed.is_http or parsed.origin == client.origin:
        return []
    own, stranger, none = (
        _asked(server, parsed.wire, parsed.origin.serialized, asked)
        for asked in (client.origin.serialized, STRANGER, None)
    )
    if own is None or stranger is None or none is None:
        return []
    found: list[Finding] = []
    values = {"origin": client.origin.serialized, "url": url}
    differing = own.allowed != stranger.allowed or own.allowed != none.allowed
    if (
        own.allowed is not None
        and differing
        and not (own.varies and stranger.varies and none.varies)
    ):
        shown = f"{own.allowed}, for a stranger {stranger.allowed}, without Origin {none.allowed}"
        found.append(Finding("CORS-VARY-MISSING", "warning", shown, needs, values))
    if stranger.allowed == STRANGER and stranger.credentials:
        found.append(Finding("CORS-REFLECTS-ANY-ORIGIN", "warning", STRANGER, needs, values))
    return found


def _asked(server: Server, url: str, host: str, origin: str | None) -> _Answer | None:
    headers = [("Host", host.partition("://")[2]), ("Accept", "*/*")]
    if origin is not None:
        headers.append(("Origin", origin))
    answer = server(WireRequest("GET", url, tuple(headers)))
    if not isinstance(answer, WireResponse):
        return None
    vary = [name.lower() for name in split(get(answer.headers, "vary") or "")]
    return _Answer(
        get(answer.headers, "access-control-allow-origin"),
        get(answer.headers, "access-control-allow-credentials") == "true",
        "origin" in vary or "*" in vary,
    )
