"""XMLHttpRequest: https://xhr.spec.whatwg.org/

Law: ``open``, ``setRequestHeader`` and ``send`` in one call: a Request, or what one of them
throws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..failures import (
    ForbiddenMethod,
    InvalidHeaderName,
    InvalidHeaderValue,
    InvalidMethod,
    InvalidURL,
    ScriptFailure,
)
from ..headers import is_token, normalize
from ..mime import parse_mime_type
from ..request import Body, BodyInit, Client, Request, extract
from .methods import is_forbidden_method, normalize_method
from .request_constructor import signal_of, string_pairs

if TYPE_CHECKING:
    from ..browsers.profile import Profile


def create_xhr_request(
    method: str,
    url: str,
    client: Client,
    profile: Profile,
    *,
    headers: Any = None,
    with_credentials: bool = False,
    upload_listener: bool = False,
    body: BodyInit = None,
    synchronous: bool = False,
    abort_after: float | None = None,
    timeout: float | None = None,
) -> Request | ScriptFailure:
    """The Request that an XMLHttpRequest sends, or what one of its calls throws.

    *abort_after* and *timeout* are seconds after ``send()``.
    """
    if not is_token(method):
        return InvalidMethod(method)
    if is_forbidden_method(method):
        return ForbiddenMethod(method)
    method = normalize_method(method)
    parsed = profile.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    author: dict[str, tuple[str, str]] = {}
    refused: list[str] = []
    for name, raw in string_pairs(headers or ()):
        value = normalize(raw)
        if not is_token(name):
            return InvalidHeaderName(name)
        if any(c in value for c in "\0\r\n"):
            return InvalidHeaderValue(name, raw)
        if profile.is_forbidden_request_header(name, value):
            refused.append(name)
            continue
        known = author.get(name.lower())
        author[name.lower()] = (known[0], f"{known[1]}, {value}") if known else (name, value)
    author = {key: (name, value.rstrip()) for key, (name, value) in author.items()}
    content_type = author.get("content-type", ("", ""))[1]
    extracted: Body | None = None
    if method not in ("GET", "HEAD"):
        extracted = extract(body, profile.boundary)
    if extracted is not None:
        if isinstance(body, str):
            extracted = attrs.evolve(extracted, type=profile.xhr_text_type(client))
        _content_type(author, extracted, isinstance(body, str), profile, client)
        if upload_listener and not extracted.source and not profile.uploads_empty:
            extracted = None
    return Request(
        url=profile.xhr_url(parsed, client),
        method=method,
        headers=tuple(author.values()),
        body=extracted,
        credentials="include" if with_credentials else "same-origin",
        initiator="xmlhttprequest",
        synchronous=synchronous,
        signal=signal_of(abort_after, timeout),
        author_content_type=content_type,
        use_cors_preflight=upload_listener
        and profile.upload_listener_counts(extracted, synchronous),
        refused=tuple(refused),
    )


def _content_type(
    author: dict[str, tuple[str, str]], body: Body, text: bool, profile: Profile, client: Client
) -> None:
    """The Content-Type of a body: https://xhr.spec.whatwg.org/#the-send()-method, step 4"""
    known = author.get("content-type")
    if known is None:
        if body.type is not None:
            author["content-type"] = ("Content-Type", body.type)
        return
    if text:
        author["content-type"] = (known[0], profile.xhr_content_type(known[1], client))


def with_utf8(value: str) -> str:
    """A script's Content-Type for a text body: its charset, if it has one, becomes UTF-8.

    https://xhr.spec.whatwg.org/#the-send()-method, step 4.4
    """
    mime = parse_mime_type(value)
    if mime is None or mime.parameters.get("charset", "utf-8").lower() == "utf-8":
        return value
    mime.parameters["charset"] = "UTF-8"
    return str(mime)
