"""What a call of ``fetch()`` becomes: a Request, or the failure that it throws.

https://fetch.spec.whatwg.org/#dom-request

Law: the steps stand in the standard's order; the texts of what is thrown are the browsers'.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import UsageError
from ..failures import (
    BodyNotAllowed,
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
from ..headers import HeaderList, is_token, normalize, pairs
from ..request import (
    CACHES,
    CREDENTIALS,
    MODES,
    REDIRECTS,
    REFERRER_POLICIES,
    Body,
    BodyInit,
    Client,
    Request,
    Signal,
    extract,
)
from .methods import CORS_SAFELISTED_METHODS, is_forbidden_method, normalize_method
from .request_headers import PRIVILEGED_NO_CORS_NAMES, is_no_cors_safelisted

if TYPE_CHECKING:
    from ..browsers.profile import Profile

MOST_REMEMBERED = 4096  # bytes of a body whose request is kept for the next like call
ENUMERATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "mode": ("RequestMode", MODES),
    "credentials": ("RequestCredentials", CREDENTIALS),
    "cache": ("RequestCache", CACHES),
    "redirect": ("RequestRedirect", REDIRECTS),
    "referrer_policy": ("ReferrerPolicy", REFERRER_POLICIES),
}


def create_request(
    url: str,
    client: Client,
    profile: Profile,
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
    listed = tuple(string_pairs(headers)) if headers else ()
    init = (mode, credentials, redirect, cache, referrer_policy, keepalive)
    if body is None or (isinstance(body, str | bytes) and len(body) <= MOST_REMEMBERED):
        made = _remembered(url, client, profile, method, listed, body, *init)
    else:
        made = _created(url, client, profile, method, listed, body, *init)
    if signal is None or isinstance(made, ScriptFailure):
        return made
    return attrs.evolve(made, signal=signal)


def signal_of(abort_after: float | None, timeout: float | None) -> Signal | None:
    """What gives a call up first; raises ``UsageError`` for a negative time."""
    if abort_after is None and timeout is None:
        return None
    by_hand = float("inf") if abort_after is None else abort_after
    by_clock = float("inf") if timeout is None else timeout
    if not min(by_hand, by_clock) >= 0:
        raise UsageError("abort_after and timeout are seconds, 0 or more")
    return Signal(min(by_hand, by_clock), timeout=by_clock < by_hand)


def _created(
    url: str, client: Client, profile: Profile, method: str, headers: HeaderList, body: BodyInit,
    mode: str, credentials: str, redirect: str, cache: str, referrer_policy: str, keepalive: bool,
) -> Request | ScriptFailure:  # fmt: skip
    """The steps of the constructor."""
    wrong = _outside(mode, credentials, cache, redirect, referrer_policy)
    if wrong is not None:
        return wrong
    parsed = profile.parse_url(url, client.document)
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
    kept = guarded(headers, mode, profile)
    if isinstance(kept, ScriptFailure):
        return kept
    if body is not None and method in ("GET", "HEAD"):
        return BodyNotAllowed(method)
    extracted: Body | None = extract(profile.body_init(body), profile.boundary)
    if extracted is not None:
        given = any(name.lower() == "content-type" for name, _ in kept)
        if (
            extracted.type is not None
            and not given
            and (mode != "no-cors" or profile.body_type_fits_no_cors(extracted.type))
        ):
            kept = (*kept, ("Content-Type", extracted.type))
        if extracted.stream:
            if not profile.uploads_streams:
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


def guarded(headers: HeaderList, mode: str, profile: Profile) -> HeaderList | ScriptFailure:
    """The headers that the guard lets through: https://fetch.spec.whatwg.org/#concept-headers-fill"""
    kept: list[tuple[str, str]] = []
    for name, raw in headers:
        value = normalize(raw)
        if not is_token(name):
            return InvalidHeaderName(name)
        if any(c in value for c in "\0\r\n"):
            return InvalidHeaderValue(name, raw)
        if profile.is_forbidden_request_header(name, value):
            continue
        if mode == "no-cors" and not _fits_no_cors(kept, name, value, profile):
            continue
        kept.append((name, value))
    if mode == "no-cors":
        kept = [pair for pair in kept if pair[0].lower() not in PRIVILEGED_NO_CORS_NAMES]
    return tuple(kept)


def string_pairs(headers: Any) -> list[tuple[str, str]]:
    """*headers* as pairs of isomorphic strings; raises ``UsageError`` for anything else."""
    try:
        listed = pairs(headers)
    except (TypeError, ValueError):
        raise UsageError(
            f"headers must be a mapping or (name, value) pairs, not {headers!r}"
        ) from None
    for name, value in listed:
        for text in (name, value):
            if not isinstance(text, str):
                raise UsageError(f"header names and values are strings, not {text!r}")
            if not text.isascii() and max(map(ord, text)) > 0xFF:
                raise UsageError(f"header text goes up to U+00FF, each character a byte: {text!r}")
    return listed


def _fits_no_cors(kept: list[tuple[str, str]], name: str, value: str, profile: Profile) -> bool:
    """Whether the combined value stays no-CORS-safelisted."""
    lower = name.lower()
    so_far = [v for n, v in kept if n.lower() == lower]
    if so_far and lower in profile.never_combined_in_no_cors:
        return False
    return is_no_cors_safelisted(name, ", ".join([*so_far, value]), profile.no_cors_safelist)
