"""The arguments of a page's calls: their types, and one clear error for a wrong one.

Law: this is where a keyword of ``page.fetch`` and its like is declared, once for type checkers and
once for the run. A value of the right type that browsers refuse (``credentials="includ"``) is no
error here: a script may write it, and what comes of it is an outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

import attrs

from .errors import UsageError, nearest
from .headers import Headers
from .request import (
    Blob,
    BodyInit,
    Cache,
    Credentials,
    FormData,
    Mode,
    Redirect,
    ReferrerPolicy,
    Stream,
    URLSearchParams,
)

ElementKind = Literal["img", "script", "module", "stylesheet", "font"]
CrossOrigin = Literal["", "anonymous", "use-credentials"]


class FetchOptions(TypedDict, total=False):
    """The members of ``init`` in ``fetch(url, init)``."""

    method: str
    headers: Headers | None
    """A mapping, or (name, value) pairs."""
    body: BodyInit
    mode: Mode
    credentials: Credentials
    redirect: Redirect
    cache: Cache
    referrer_policy: ReferrerPolicy
    keepalive: bool
    abort_after: float | None
    """Seconds after the call at which the script aborts it; 0: before."""
    timeout: float | None
    """The seconds of an ``AbortSignal.timeout``."""


class XHROptions(TypedDict, total=False):
    """What a script sets on an XMLHttpRequest."""

    headers: Headers | None
    with_credentials: bool
    upload_listener: bool
    """Whether ``xhr.upload`` has a listener, which makes a preflight necessary."""
    body: BodyInit
    synchronous: bool
    abort_after: float | None
    """Seconds after ``send()`` at which the script calls ``abort()``."""
    timeout: float | None
    """The seconds of ``xhr.timeout``."""


class ElementOptions(TypedDict, total=False):
    """The attributes of an element that loads a URL."""

    crossorigin: CrossOrigin | None
    referrer_policy: ReferrerPolicy


class EventSourceOptions(TypedDict, total=False):
    """The members of ``eventSourceInitDict``."""

    with_credentials: bool


class BeaconOptions(TypedDict, total=False):
    """The second argument of ``sendBeacon``."""

    body: BodyInit


_BODY = (str, bytes, URLSearchParams, FormData, Blob, Stream, type(None))
_SECONDS = (int, float, type(None))
_ANYTHING = (object,)
_WORDS = {
    (str,): "text",
    (bool,): "True or False",
    _SECONDS: "seconds or None",
    (str, type(None)): "text or None",
    _BODY: (
        "text, bytes, URLSearchParams, FormData, Blob, Stream or None (for JSON give "
        "json.dumps(...) and a Content-Type)"
    ),
}  # fmt: skip


@attrs.frozen(eq=False)
class Signature:
    """What a call takes: its leading arguments, all text, and its keywords with their types."""

    leading: tuple[str, ...]
    keywords: Mapping[str, tuple[type, ...]]


SIGNATURES: dict[str, Signature] = {
    "fetch": Signature(
        ("url",),
        {
            "method": (str,), "headers": _ANYTHING, "body": _BODY, "mode": (str,),
            "credentials": (str,), "redirect": (str,), "cache": (str,), "referrer_policy": (str,),
            "keepalive": (bool,), "abort_after": _SECONDS, "timeout": _SECONDS,
        },
    ),
    "xhr": Signature(
        ("method", "url"),
        {
            "headers": _ANYTHING, "with_credentials": (bool,), "upload_listener": (bool,),
            "body": _BODY, "synchronous": (bool,), "abort_after": _SECONDS, "timeout": _SECONDS,
        },
    ),
    "element": Signature(
        ("kind", "url"), {"crossorigin": (str, type(None)), "referrer_policy": (str,)}
    ),
    "event_source": Signature(("url",), {"with_credentials": (bool,)}),
    "send_beacon": Signature(("url",), {"body": _BODY}),
}  # fmt: skip


def check(call: str, leading: tuple[object, ...], keywords: Mapping[str, object]) -> None:
    """Raises ``UsageError`` for the first argument that *call* does not take, or whose type is
    wrong. (Headers are checked where they are read.)
    """
    for value in leading:
        if not isinstance(value, str):
            name = SIGNATURES[call].leading[leading.index(value)]
            raise UsageError(f"{call}(): {name} is text, not {value!r}")
    if keywords:
        types = SIGNATURES[call].keywords
        for name, value in keywords.items():
            if name not in types:
                raise UsageError(f"{call}() takes no {name!r}{nearest(name, types)}")
            if not isinstance(value, types[name]):
                raise UsageError(f"{call}(): {name} is {_WORDS[types[name]]}, not {value!r}")


def arguments_of(
    call: str, given: tuple[object, ...], keywords: dict[str, object]
) -> tuple[object, ...]:
    """The leading arguments of *call*, those given by name taken out of *keywords*; raises
    ``UsageError`` where one is missing or too many are given.
    """
    if call not in SIGNATURES:
        raise UsageError(f"a page has no call {call!r}{nearest(call, SIGNATURES)}")
    leading = SIGNATURES[call].leading
    if len(given) > len(leading):
        raise UsageError(
            f"{call}() takes {' and '.join(leading)} and then keywords, not {len(given)} arguments"
        )
    missing = leading[len(given) :]
    for name in missing:
        if name not in keywords:
            raise UsageError(f"{call}() needs the argument {name}")
    return (*given, *(keywords.pop(name) for name in missing))
