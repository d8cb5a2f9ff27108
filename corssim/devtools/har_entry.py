"""One entry of a HAR file: what of it matters to CORS, and whether it is a CORS request at all.

https://fetch.spec.whatwg.org/#cors-request

Law: a GET or HEAD without Origin is none (unless only provisional headers of a failed call were
captured); where the browser says the mode (Sec-Fetch-Mode) it is believed; frames, navigations and
reports never are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ..headers import first
from ..response import REDIRECT_STATUSES, WireResponse
from ..url import parse_url
from .call import Pairs, authors_own, origin_of_page

Json = Mapping[str, Any]
MOST_BODY = 2000  # characters of an error's body: what servers say of themselves stands there
NEVER = frozenset((
    "document", "websocket", "ping", "beacon", "cspviolationreport", "preflight", "subdocument",
    "sub_frame", "main_frame", "csp_report",
))  # fmt: skip
CALLS = frozenset(("fetch", "xhr", "xmlhttprequest", "eventsource", "font"))
BEACON = "u=6"  # the Priority that Firefox gives a beacon, and no call (recorded)
REPORTS = ("application/csp-report", "application/reports+json", "application/expect-ct-report")


@attrs.frozen(slots=True)
class Entry:
    """An entry in short.

    ``asks_for`` is the method that a preflight asks for, else ``None``; ``location`` where a
    redirect leads, empty for none; ``can_be_redirected`` whether a script's call may have come
    here, or gone on from here, by a redirect.
    """

    index: int
    url: str
    url_origin: str
    method: str
    headers: Pairs
    body: str | None
    credentials: str
    origin: str | None
    mode_is_cors: bool
    can_be_redirected: bool
    asks_for: str | None
    answer: WireResponse | None
    location: str
    error: str


def entry_of(index: int, entry: Json, shared: dict[Any, Any]) -> Entry | None:
    """The entry; ``None`` where it matters to no CORS call.

    *shared* makes equal parts of many entries one. Raises what a wrong form gives: ``KeyError``,
    ``TypeError``, ``ValueError``, ``AttributeError``.
    """
    request = entry["request"]
    url = parse_url(_text(request["url"]))
    headers = _pairs(request["headers"])
    if url is None or not url.is_http:
        return None
    method = _text(request["method"])
    answer = _response(entry.get("response") or {}, shared)
    asked = first(headers, "access-control-request-method")
    asks_for = asked if method == "OPTIONS" and asked else None
    kind = str(entry.get("_resourceType") or "").lower()
    is_cors = asks_for is None and _is_cors(method, headers, kind, answer)
    of_script = kind not in NEVER and first(headers, "sec-fetch-mode") in (
        None, "cors", "same-origin",
    )  # fmt: skip
    redirects = answer is not None and answer.status in REDIRECT_STATUSES
    if not (is_cors or asks_for or redirects):
        return None
    location = first(answer.headers, "location") if answer is not None and redirects else None
    target = parse_url(location, url) if location and of_script else None
    cookies = bool(request.get("cookies")) or first(headers, "cookie") is not None
    response = entry.get("response") or {}
    error = response.get("_error") or response.get("_failureText") or entry.get("_error") or ""
    body = (request.get("postData") or {}).get("text")
    return Entry(
        index=index,
        url=url.href.partition("#")[0],
        url_origin=url.origin.serialized,
        method=method,
        headers=_shared(authors_own(headers), shared),
        body=body[:MOST_BODY] if isinstance(body, str) else None,
        credentials="include" if cookies else "same-origin",
        origin=origin_of_page(headers),
        mode_is_cors=is_cors,
        can_be_redirected=of_script,
        asks_for=asks_for,
        answer=answer,
        location=target.href.partition("#")[0] if target is not None else "",
        error=str(error)[:200],
    )


def _is_cors(method: str, headers: Sequence[tuple[str, str]], kind: str, answer: Any) -> bool:
    mode = first(headers, "sec-fetch-mode")
    if mode is not None:
        return mode == "cors"
    if kind in NEVER or first(headers, "upgrade") is not None:
        return False
    if first(headers, "origin") is None:
        # provisional headers: what the network layer adds, Accept-Encoding too, is missing
        provisional = answer is None and first(headers, "accept-encoding") is None
        return provisional and kind in CALLS
    if method in ("GET", "HEAD"):
        return True
    if first(headers, "priority") == BEACON:
        return False
    accepts = first(headers, "accept") or ""
    sent = (first(headers, "content-type") or "").lower()
    return not accepts.startswith("text/html") and not sent.startswith(REPORTS)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a string is missing, not {str(value)[:40]!r}")
    return value


def _pairs(listed: Sequence[Json]) -> list[tuple[str, str]]:
    return [(item["name"], str(item["value"])) for item in listed]


def _shared(value: Any, shared: dict[Any, Any]) -> Any:
    return shared.setdefault(value, value) if len(shared) < 200_000 else value


def _response(captured: Json, shared: dict[Any, Any]) -> WireResponse | None:
    status = int(captured.get("status") or 0)
    if not 100 <= status <= 999:
        return None
    headers = tuple(
        _shared((name, part.strip()), shared)
        for name, value in _pairs(captured.get("headers") or ())
        if not name.startswith(":")
        for part in (value.split("\n") if name.lower() != "set-cookie" else [value])
    )
    if any(max(value, default="\0") > "\xff" for _, value in headers):
        raise ValueError("a header's value goes beyond U+00FF")
    text = str((captured.get("content") or {}).get("text") or "") if status >= 400 else ""
    body = text[:MOST_BODY].encode("utf-8", "replace")
    reason = str(captured.get("statusText") or "")
    return WireResponse(status, headers, _shared(body, shared), _shared(reason, shared))
