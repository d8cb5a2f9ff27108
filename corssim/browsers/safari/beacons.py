"""What Safari's console says of a beacon that failed.

WebCore's Modules/beacon/NavigatorBeacon.cpp, logError.

Law: the details are those of any other call, the last line is the beacon's own and tells why once
more. Redirects that the network process refuses have words of their own.
"""

from __future__ import annotations

from ... import failures as f
from ...events import Blocked
from ...request import Request
from ..console import Message, bare
from .targets import strange_target
from .texts import (
    BEACON,
    BEACON_CANCELLED,
    BEACON_PORT,
    BEACON_REDIRECT,
    FTP,
    KEPT_DETAILS,
    NOT_HTTP,
    NOT_SHOWN,
    PREFLIGHT_BLOCKED,
)


def of_beacon(said: list[Message], event: Blocked, request: Request) -> list[Message]:
    """The lines of a beacon that failed; *said*: those of any other call."""
    failure, cors = event.failure, request.mode == "cors"
    unshown = _unshown(event, cors)
    if unshown:
        return [_last(unshown, NOT_SHOWN)]
    if isinstance(failure, f.RedirectUnparsable) and not failure.target:
        return [_last(event.url, BEACON_CANCELLED)]  # y61-5
    if isinstance(failure, f.BadPort) and event.sent:  # y61-21, y61-22
        why = PREFLIGHT_BLOCKED if failure.of_preflight else BEACON_PORT
        return [said[0], _last(failure.url, why)]
    if not said or said[-1].source != "JS":
        return said
    *details, _ = said
    detail = details[-1].text if details else ""
    if isinstance(failure, f.ConnectionFailed) and not event.preflight:
        return [_last(event.url, detail)]
    return _refused(details, detail, event, cors)


def _refused(details: list[Message], detail: str, event: Blocked, cors: bool) -> list[Message]:
    target = strange_target(event.failure)
    url = event.url
    if detail == FTP:
        url = event.initial  # y24-43, y61-62
    elif cors and not event.cross_origin and target.startswith("blob:"):
        url = target  # y61-126
    if cors:  # hunt-330001-660
        return [*details, _last(url, detail)]
    if target.startswith("data:"):
        return []  # y24-3
    if target and detail == NOT_HTTP.rstrip("."):
        url = target  # y24-1
    elif target:
        details = details if detail.startswith(KEPT_DETAILS) else []
        detail = detail if detail == FTP else BEACON_REDIRECT
    elif isinstance(event.failure, f.MixedContent) and event.sent:
        detail = BEACON_REDIRECT  # y57-1
    return [*details, _last(url, detail)]


def _unshown(event: Blocked, cors: bool) -> str:
    """The URL of a redirect that has nothing to show; empty: there is none. With CORS it is told
    as of any other call: y61-26, y61-31. hunt-300004-606, hunt-300004-677.
    """
    failure = event.failure
    if isinstance(failure, f.RedirectUnparsable) and failure.target:
        return "" if cors and event.cross_origin else event.url
    if not isinstance(failure, f.RedirectSchemeNotSupported) or cors:
        return ""
    return failure.target if failure.target.startswith("about:") else ""


def _last(url: str, detail: str) -> Message:
    return Message("NETWORK", "error", BEACON.format(url=bare(url), detail=detail))
