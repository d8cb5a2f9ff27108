"""What Safari's console lines look at in a redirect: its target, and who refused it.

Law: questions about the events alone; no words.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import failures as f
from ...environment import Client
from ...events import (
    AnsweredFromCache,
    Blocked,
    Event,
    RedirectFollowed,
    RequestSent,
    ResponseReceived,
)
from ...headers import get
from ...response import REDIRECT_STATUSES, WireResponse
from ...url import parse_url
from ..console import bare


def is_http(text: str) -> bool:
    """Whether *text* is a URL of http: or https:."""
    url = parse_url(text)
    return url is not None and url.is_http


def is_local(target: str, client: Client) -> bool:
    """Whether WebKit calls *target* local: file:, and blob: of another origin."""
    if target.startswith("file:"):
        return True
    url = parse_url(target)
    return target.startswith("blob:") and (url is None or url.origin != client.origin)


def strange_target(failure: f.Failure) -> str:
    """The target of a redirect that no network knows; empty where it is none."""
    match failure:
        case f.RedirectSchemeNotSupported(target=target):
            return target
        case f.MixedContent(url=target) if not is_http(target):
            return target  # y24-81
    return ""


def late_redirect(event: Blocked, events: Sequence[Event]) -> RedirectFollowed | None:
    """The redirect that the page's process refused when its target had been preflighted."""
    if event.preflight or not isinstance(event.failure, f.CORSCheckFailed):
        return None
    hops = (
        past
        for past in reversed(events)
        if isinstance(past, RedirectFollowed | AnsweredFromCache)
        or (isinstance(past, RequestSent) and not past.request.preflight)
    )
    last = next(hops, None)
    return last if isinstance(last, RedirectFollowed) else None


def redirect_target(event: Blocked, events: Sequence[Event]) -> str:
    """The target of the redirect whose response failed the CORS check; empty: it was none."""
    answers = (e for e in reversed(events) if isinstance(e, ResponseReceived | AnsweredFromCache))
    last = next(answers, None)
    if last is None or not isinstance(last.response, WireResponse):
        return ""
    location = get(last.response.headers, "location")
    if last.response.status not in REDIRECT_STATUSES or location is None:
        return ""
    if not location:
        return ""
    base = parse_url(event.url)
    target = parse_url(location, base)
    if target is None or base is None:
        return location
    inherited = target.fragment is None and base.fragment is not None
    return bare(target.href) + (f"#{base.fragment}" if inherited else "")
