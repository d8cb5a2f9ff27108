"""XMLHttpRequest: https://xhr.spec.whatwg.org/

Law: ``open``, ``setRequestHeader`` and ``send`` in one call: a Request, or what one of them
throws.
"""

from __future__ import annotations

from typing import Any

import attrs

from ..environment import Client
from ..failures import (
    ForbiddenMethod,
    InvalidHeaderName,
    InvalidHeaderValue,
    InvalidMethod,
    InvalidURL,
    ScriptFailure,
)
from ..given import header_list
from ..headers import is_token, normalize
from ..request import Body, BodyInit, Request, extract
from .methods import is_forbidden_method, normalize_method
from .request_constructor import RequestRules, signal_of


def create_xhr_request(
    method: str,
    url: str,
    client: Client,
    rules: RequestRules,
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
    parsed = rules.parsing.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    author: dict[str, tuple[str, str]] = {}
    refused: list[str] = []
    for name, raw in header_list(headers):
        value = normalize(raw)
        if not is_token(name):
            return InvalidHeaderName(name)
        if any(c in value for c in "\0\r\n"):
            return InvalidHeaderValue(name, raw)
        if rules.is_forbidden_request_header(name, value):
            refused.append(name)
            continue
        known = author.get(name.lower())
        author[name.lower()] = (known[0], f"{known[1]}, {value}") if known else (name, value)
    author = {key: (name, value.rstrip()) for key, (name, value) in author.items()}
    content_type = author.get("content-type", ("", ""))[1]
    extracted: Body | None = None
    if method not in ("GET", "HEAD"):
        extracted = extract(body, rules.boundary)
    if extracted is not None:
        if isinstance(body, str) and client.worker:
            extracted = attrs.evolve(extracted, type=rules.worker_text_type)
        _content_type(author, extracted, isinstance(body, str), rules, client)
        if upload_listener and not extracted.source and not rules.uploads_empty:
            extracted = None
    foreign = parsed.includes_credentials and parsed.origin != client.origin
    if foreign and rules.xhr_drops_foreign_userinfo:
        parsed = parsed.without_userinfo
    return Request(
        url=parsed,
        method=method,
        headers=tuple(author.values()),
        body=extracted,
        credentials="include" if with_credentials else "same-origin",
        initiator="xmlhttprequest",
        synchronous=synchronous,
        signal=signal_of(abort_after, timeout),
        author_content_type=content_type,
        use_cors_preflight=upload_listener and rules.upload_listener_counts(extracted, synchronous),
        refused=tuple(refused),
    )


def _content_type(
    author: dict[str, tuple[str, str]], body: Body, text: bool, rules: RequestRules, client: Client
) -> None:
    """The Content-Type of a body: https://xhr.spec.whatwg.org/#the-send()-method, step 4"""
    known = author.get("content-type")
    if known is None:
        if body.type is not None:
            author["content-type"] = ("Content-Type", body.type)
        return
    if text:
        author["content-type"] = (known[0], rules.xhr_content_type(known[1], client))
