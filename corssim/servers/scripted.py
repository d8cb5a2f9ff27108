"""A list of rules in FORMAT.md's form as a server.

Law: the first rule that matches wins; no rule: 404 with no headers and no body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ..errors import UsageError
from ..headers import get, is_token
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse, reason_phrase

KEYS = frozenset(
    ("url", "method", "when_acrm", "times", "status", "headers", "body", "drop", "refuse", "delay")
)
_NO_CONTENT = frozenset((204, 304))
_LINE_BREAK = re.compile(r"[\0\r\n]")


@attrs.define(slots=True)
class Rule:
    """One rule, checked and with its answer made ready."""

    method: str | None
    when_acrm: bool
    left: float
    answer: WireResponse | NetworkFailure
    head: WireResponse | NetworkFailure


class Scripted:
    """The server that a list of rules (dictionaries) describes.

    Raises ``UsageError`` for a rule that is not one.
    """

    is_corssim_server = True

    def __init__(self, rules: Sequence[Mapping[str, Any]]) -> None:
        self._by_url: dict[str, list[Rule]] = {}
        for number, rule in enumerate(rules, 1):
            try:
                made = _rule(rule)
            except UsageError as problem:
                raise UsageError(f"rule {number}: {problem}") from None
            self._by_url.setdefault(rule["url"], []).append(made)

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        method = request.method
        for rule in self._by_url.get(request.url, ()):
            if (
                (rule.method is None or rule.method == method)
                and rule.left > 0
                and not (rule.when_acrm and request.header("Access-Control-Request-Method") is None)
            ):
                rule.left -= 1
                return rule.head if method == "HEAD" else rule.answer
        if request.url not in self._by_url and ":" in request.url.split("/")[2].rpartition("]")[2]:
            return NetworkFailure("refused")
        return _NOT_FOUND_HEAD if method == "HEAD" else _NOT_FOUND


def _rule(rule: Mapping[str, Any]) -> Rule:
    if not isinstance(rule, Mapping):
        raise UsageError(f"a rule is an object, not {rule!r}")
    unknown = set(rule) - KEYS
    if unknown:
        raise UsageError(
            f"unknown key {', '.join(sorted(unknown))}: known are {', '.join(sorted(KEYS))}"
        )
    if not isinstance(rule.get("url"), str):
        raise UsageError("a rule needs a url")
    answer: WireResponse | NetworkFailure
    head: WireResponse | NetworkFailure
    if rule.get("drop") or rule.get("refuse"):
        answer = head = NetworkFailure("dropped" if rule.get("drop") else "refused")
    else:
        answer, head = _answers(rule)
    return Rule(
        rule.get("method"),
        bool(rule.get("when_acrm")),
        rule.get("times", float("inf")),
        answer,
        head,
    )


def _answers(rule: Mapping[str, Any]) -> tuple[WireResponse, WireResponse]:
    status = rule.get("status", 200)
    if not isinstance(status, int) or not 100 <= status <= 999:
        raise UsageError(f"status must be a number from 100 to 999, not {status!r}")
    headers = checked_headers(rule.get("headers", ()))
    body = rule.get("body") or ""
    try:
        content = body.encode("latin-1")
    except (AttributeError, UnicodeEncodeError):
        raise UsageError(
            "a body is a string whose characters are bytes, U+0000 to U+00FF"
        ) from None
    bodiless = status in _NO_CONTENT or status < 200
    if bodiless:
        content = b""
    elif (length := get(headers, "content-length")) is None:
        headers = (*headers, ("Content-Length", str(len(content))))
    elif length.isdigit():
        content = content[: int(length)]  # what lies beyond is not read as the body
    delay = rule.get("delay", 0)
    if not isinstance(delay, int | float) or delay < 0:
        raise UsageError(f"delay takes seconds, 0 or more, not {delay!r}")
    reason = reason_phrase(status)
    return (
        WireResponse(status, headers, content, reason, delay),
        WireResponse(status, headers, b"", reason, delay),
    )


def checked_headers(headers: Any) -> tuple[tuple[str, str], ...]:
    """Header pairs as a server may send them, outer white space trimmed as browsers read it."""
    listed = []
    for pair in headers:
        if isinstance(pair, str) or len(pair) != 2 or not all(isinstance(x, str) for x in pair):
            raise UsageError(f"a header is a [name, value] pair of strings, not {pair!r}")
        name, value = pair
        if not is_token(name.rstrip(" \t")):
            raise UsageError(f"{name!r} is not a header name")
        if _LINE_BREAK.search(value):
            raise UsageError(f"the value of {name} holds a line break or NUL: {value!r}")
        if value and max(map(ord, value)) > 0xFF:
            raise UsageError(f"the value of {name} goes beyond U+00FF: {value!r}")
        listed.append((name, value.strip(" \t")))
    return tuple(listed)


_NOT_FOUND, _NOT_FOUND_HEAD = _answers({"status": 404})
