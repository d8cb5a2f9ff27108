"""What a call of ``fetch()`` becomes: a Request, or the failure that it throws.

https://fetch.spec.whatwg.org/#dom-request

Law: the steps stand in the standard's order; ``RequestRules`` are the places where browsers may
differ; the texts of what is thrown are the browsers'.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs

from ..environment import Client
from ..errors import UsageError
from ..failures import (
    BodyNotAllowed,
    ConnectionFailed,
    Failure,
    ForbiddenMethod,
    InvalidEnumValue,
    InvalidHeaderName,
    InvalidHeaderValue,
    InvalidMethod,
    InvalidURL,
    MethodNotAllowedInNoCors,
    ModeNavigate,
    OnlyIfCachedNeedsSameOrigin,
    ScriptFailure,
    StreamNeedsCORS,
    StreamNotSupported,
    URLIncludesCredentials,
)
from ..given import header_list
from ..headers import HeaderList, is_token, normalize
from ..mime import with_utf8
from ..request import (
    CACHES,
    CREDENTIALS,
    MODES,
    REDIRECTS,
    REFERRER_POLICIES,
    Body,
    BodyInit,
    Cache,
    Request,
    Signal,
    Stream,
    extract,
)
from .cache_control import is_conditional
from .methods import CORS_SAFELISTED_METHODS, is_forbidden_method, normalize_method
from .parsing import ParsingRules
from .request_headers import (
    PRIVILEGED_NO_CORS_NAMES,
    SAFELIST,
    Test,
    is_forbidden_request_header,
    is_no_cors_safelisted,
)

MOST_REMEMBERED = 4096  # bytes of a body whose request is kept for the next like call
ENUMERATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mode": ("RequestMode", MODES),
    "credentials": ("RequestCredentials", CREDENTIALS),
    "cache": ("RequestCache", CACHES),
    "redirect": ("RequestRedirect", REDIRECTS),
    "referrer_policy": ("ReferrerPolicy", REFERRER_POLICIES),
}


@attrs.frozen(eq=False)
class RequestRules:
    """What a call becomes, where browsers may differ; here the standard's answers."""

    parsing: ParsingRules = ParsingRules()
    boundary: str = "----FormBoundary0123456789abcdef"
    """The boundary of multipart bodies; browsers draw one each time."""

    also_forbidden: frozenset[str] = frozenset()
    """Request headers that scripts cannot set, beyond the standard's."""
    no_cors_safelist: Mapping[str, Test] = SAFELIST
    """What mode no-cors asks of a header's value."""
    never_combined_in_no_cors: frozenset[str] = frozenset()
    """Header names of which mode no-cors keeps the first line alone."""
    guards_body_type_in_no_cors: bool = True
    """Whether a body's own Content-Type must pass the request-no-cors guard."""
    uploads_streams: bool = True
    stringifies_streams: bool = False
    """Whether a ReadableStream is sent as the string that it converts to."""
    conditional_cache_mode: Cache = "no-store"
    """What mode ``default`` becomes where the script sets If-None-Match and the like."""

    worker_text_type: str = "text/plain;charset=UTF-8"
    """The Content-Type of a worker's XMLHttpRequest text where the script sets none."""
    xhr_drops_foreign_userinfo: bool = False
    """Whether a cross-origin XMLHttpRequest goes without the userinfo of its URL."""
    uploads_empty: bool = True
    """Whether an empty body is one while its upload is listened to."""

    elements_always_cors: frozenset[str] = frozenset(("module", "font"))
    """The elements that ask with CORS even without ``crossorigin``."""
    event_source_headers: HeaderList = ()
    """What an EventSource sets beside Accept."""
    beacon_cache_mode: Cache = "default"
    unqueued_beacons: tuple[type[Failure], ...] = ()
    """The failures for which ``sendBeacon`` returns false."""

    def is_forbidden_request_header(self, name: str, value: str) -> bool:
        """Whether scripts cannot set this request header."""
        return name.lower() in self.also_forbidden or is_forbidden_request_header(name, value)

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The cache mode, after what the script's own headers ask for.

        https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.15
        """
        mode = request.cache
        if mode == "default" and request.headers and is_conditional(request.headers):
            return self.conditional_cache_mode
        return mode

    def xhr_content_type(self, value: str, client: Client) -> str:
        """The Content-Type that goes with a text body where the script set *value*."""
        return with_utf8(value)

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """Whether an upload listener sets the use-CORS-preflight flag."""
        return True

    def reconnects(self, failure: Failure | None) -> bool:
        """Whether an EventSource connects again: unless its failure is final.

        https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
        """
        return failure is None or isinstance(failure, ConnectionFailed)


def create_request(
    url: str,
    client: Client,
    rules: RequestRules,
    *,
    method: str = "GET",
    headers: Any = None,
    body: BodyInit = None,
    mode: str = "cors",
    credentials: str = "same-origin",
    redirect: str = "follow",
    cache: str = "default",
    referrer_policy: str = "",
    keepalive: bool = False,
    abort_after: float | None = None,
    timeout: float | None = None,
) -> Request | ScriptFailure:
    """The Request that ``fetch(url, init)`` makes, or what it throws.

    *abort_after* and *timeout* (an ``AbortSignal.timeout``) are seconds after the call; 0 is a
    signal that was aborted before. The same call from the same page gives the same, frozen,
    request.
    """
    signal = signal_of(abort_after, timeout)
    listed = header_list(headers)
    init = (mode, credentials, redirect, cache, referrer_policy, keepalive)
    if body is None or (isinstance(body, str | bytes) and len(body) <= MOST_REMEMBERED):
        made = _remembered(url, client, rules, method, listed, body, *init)
    else:
        made = _created(url, client, rules, method, listed, body, *init)
    if signal is None or isinstance(made, ScriptFailure):
        return made
    return attrs.evolve(made, signal=signal)


def signal_of(abort_after: float | None, timeout: float | None) -> Signal | None:
    """The AbortSignal that fires first; raises ``UsageError`` for a negative time."""
    if abort_after is None and timeout is None:
        return None
    by_hand = float("inf") if abort_after is None else abort_after
    by_clock = float("inf") if timeout is None else timeout
    if not min(by_hand, by_clock) >= 0:
        raise UsageError("abort_after and timeout are seconds, 0 or more")
    return Signal(min(by_hand, by_clock), timeout=by_clock < by_hand)


def _created(
    url: str, client: Client, rules: RequestRules, method: str, headers: HeaderList, body: BodyInit,
    mode: str, credentials: str, redirect: str, cache: str, referrer_policy: str, keepalive: bool,
) -> Request | ScriptFailure:  # fmt: skip
    """The steps of the constructor."""
    wrong = _outside(mode, credentials, cache, redirect, referrer_policy)
    if wrong is not None:
        return wrong
    parsed = rules.parsing.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    if parsed.includes_credentials:
        return URLIncludesCredentials(url)
    if mode == "navigate":
        return ModeNavigate()
    if cache == "only-if-cached" and mode != "same-origin":
        return OnlyIfCachedNeedsSameOrigin(mode)
    if not is_token(method):
        return InvalidMethod(method)
    if is_forbidden_method(method):
        return ForbiddenMethod(method)
    method = normalize_method(method)
    if mode == "no-cors" and method not in CORS_SAFELISTED_METHODS:
        return MethodNotAllowedInNoCors(method)
    kept = guarded(headers, mode, rules)
    if isinstance(kept, ScriptFailure):
        return kept
    if body is not None and method in ("GET", "HEAD"):
        return BodyNotAllowed(method)
    if rules.stringifies_streams and isinstance(body, Stream):
        body = "[object ReadableStream]"
    extracted: Body | None = extract(body, rules.boundary)
    if extracted is not None:
        given = any(name.lower() == "content-type" for name, _ in kept)
        if (
            extracted.type is not None
            and not given
            and (mode != "no-cors" or _type_fits_no_cors(extracted.type, rules))
        ):
            kept = (*kept, ("Content-Type", extracted.type))
        if extracted.stream:
            if not rules.uploads_streams:
                return StreamNotSupported()
            if mode not in ("same-origin", "cors"):
                return StreamNeedsCORS(mode)
    return Request(
        url=parsed, method=method, headers=kept, body=extracted,
        mode=mode, credentials=credentials, redirect=redirect, cache=cache,  # type: ignore[arg-type]
        referrer_policy=referrer_policy, keepalive=keepalive,
        use_cors_preflight=extracted is not None and extracted.stream,
    )  # fmt: skip


_remembered = lru_cache(maxsize=1024)(_created)


def _outside(
    mode: str, credentials: str, cache: str, redirect: str, referrer_policy: str
) -> InvalidEnumValue | None:
    """The first member of ``init`` whose value is outside its enumeration."""
    init = {
        "mode": mode,
        "credentials": credentials,
        "cache": cache,
        "redirect": redirect,
        "referrer_policy": referrer_policy,
    }
    for member, value in init.items():
        enumeration, allowed = ENUMERATIONS[member]
        if value not in allowed:
            return InvalidEnumValue(member, enumeration, value)
    return None


def guarded(headers: HeaderList, mode: str, rules: RequestRules) -> HeaderList | ScriptFailure:
    """The headers that the guard lets through: https://fetch.spec.whatwg.org/#concept-headers-fill"""
    kept: list[tuple[str, str]] = []
    for name, raw in headers:
        value = normalize(raw)
        if not is_token(name):
            return InvalidHeaderName(name)
        if any(c in value for c in "\0\r\n"):
            return InvalidHeaderValue(name, raw)
        if rules.is_forbidden_request_header(name, value):
            continue
        if mode == "no-cors" and not _fits_no_cors(kept, name, value, rules):
            continue
        kept.append((name, value))
    if mode == "no-cors":
        kept = [pair for pair in kept if pair[0].lower() not in PRIVILEGED_NO_CORS_NAMES]
    return tuple(kept)


def _type_fits_no_cors(content_type: str, rules: RequestRules) -> bool:
    guarded_too = rules.guards_body_type_in_no_cors
    return not guarded_too or is_no_cors_safelisted("content-type", content_type)


def _fits_no_cors(kept: list[tuple[str, str]], name: str, value: str, rules: RequestRules) -> bool:
    """Whether the combined value stays no-CORS-safelisted."""
    lower = name.lower()
    so_far = [v for n, v in kept if n.lower() == lower]
    if so_far and lower in rules.never_combined_in_no_cors:
        return False
    return is_no_cors_safelisted(name, ", ".join([*so_far, value]), rules.no_cors_safelist)
