"""The cross-origin calls of a HAR file (HTTP Archive 1.2, as DevTools exports it).

Law: what the file does not hold is unknown: an answer that was not captured is not made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from ..errors import UsageError
from ..headers import first, get
from ..response import WireResponse
from ..url import parse_url
from .call import Call, authors_own, origin_of_page

Json = Mapping[str, Any]
NOT_CALLS = frozenset(
    ("document", "image", "stylesheet", "media", "preflight", "websocket", "ping")
)


@attrs.frozen
class Captured:
    """A captured call: its answer and its preflight's, ``None`` where they are not in the file.

    ``index`` is the entry's place in the file, from 0; ``error`` the capture's own error text.
    """

    index: int
    call: Call
    response: WireResponse | None
    preflight: WireResponse | None
    error: str = ""


def read_har(path: str | Path) -> list[Json]:
    """The entries of a HAR file; raises ``UsageError`` for a file that is none."""
    try:
        data = json.loads(Path(path).read_text("utf-8-sig"))
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror}") from None
    except ValueError as problem:
        raise UsageError(f"{path} is no JSON: {problem}") from None
    try:
        entries = data["log"]["entries"]
    except (KeyError, TypeError):
        raise UsageError(f"{path} is no HAR file: it has no log.entries") from None
    if not isinstance(entries, list):
        raise UsageError(f"{path} is no HAR file: log.entries is no list")
    return entries


def from_har(path: str | Path) -> list[Captured]:
    """Every cross-origin call in the file, in order, each with its preflight if captured."""
    entries = read_har(path)
    try:
        return list(_captured(entries))
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UsageError(
            f"{path}: an entry is not in HAR form ({type(problem).__name__}: {problem})"
        ) from None


def _captured(entries: Sequence[Json]) -> list[Captured]:
    preflights: dict[tuple[str, str], WireResponse] = {}
    calls = []
    for entry in entries:
        request = entry["request"]
        headers = _pairs(request["headers"])
        wanted = first(headers, "access-control-request-method")
        answer = _response(entry.get("response") or {})
        if request["method"] == "OPTIONS" and wanted and answer is not None:
            preflights[request["url"], wanted] = answer
    for index, entry in enumerate(entries):
        request = entry["request"]
        headers = _pairs(request["headers"])
        origin, url = origin_of_page(headers), parse_url(request["url"])
        if (
            url is None
            or not url.is_http
            or origin is None
            or origin == url.origin.serialized
            or entry.get("_resourceType") in NOT_CALLS
            or first(headers, "access-control-request-method")
            or first(headers, "sec-fetch-mode") not in (None, "cors")
        ):
            continue
        cookies = bool(request.get("cookies")) or first(headers, "cookie") is not None
        answer = _response(entry.get("response") or {})
        allowed = answer is not None and get(answer.headers, "access-control-allow-credentials")
        call = Call(
            request["url"], request["method"], authors_own(headers),
            (request.get("postData") or {}).get("text"),
            "include" if cookies or allowed else "same-origin", origin=origin,
        )  # fmt: skip
        calls.append(
            Captured(
                index, call, answer, preflights.get((request["url"], request["method"])),
                str((entry.get("response") or {}).get("_error") or ""),
            )
        )  # fmt: skip
    return calls


def _pairs(listed: Sequence[Json]) -> list[tuple[str, str]]:
    return [(str(item["name"]), str(item["value"])) for item in listed]


def _response(captured: Json) -> WireResponse | None:
    status = int(captured.get("status") or 0)
    if not 100 <= status <= 999:
        return None
    headers = tuple(
        (name, part.strip())
        for name, value in _pairs(captured.get("headers") or ())
        if not name.startswith(":")
        for part in (value.split("\n") if name.lower() != "set-cookie" else [value])
    )
    text = str((captured.get("content") or {}).get("text") or "")
    return WireResponse(status, headers, text.encode(), str(captured.get("statusText") or ""))
