"""``Copy as fetch``: a call of ``fetch()`` whose arguments are literals.

Law: JSON is read as it is; a JavaScript literal (bare keys, single quotes, trailing commas) by
the library json5, where it is installed. Expressions are refused, never guessed.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import UsageError
from .call import Call, authors_own, origin_of_page

_CALL = re.compile(r"\bfetch\s*\(", re.DOTALL)
_STRINGIFY = re.compile(r"JSON\.stringify\s*\(", re.DOTALL)
KNOWN = frozenset((
    "method", "headers", "body", "credentials", "mode", "referrer", "referrerPolicy", "redirect",
    "cache", "keepalive", "signal", "integrity", "priority", "window", "duplex",
))  # fmt: skip


def from_fetch(code: str) -> Call:
    """The call in *code*, such as ``await fetch("https://...", {...});``.

    Raises ``UsageError`` where there is none or an argument is no literal.
    """
    found = _CALL.search(code)
    if found is None:
        raise UsageError("no call of fetch( is in the text")
    inside = _inside(code, found.end())
    arguments = _literal(f"[{_with_stringified(inside)}]")
    if not arguments or not isinstance(arguments[0], str):
        raise UsageError("the first argument of fetch() must be a URL in quotes")
    init = arguments[1] if len(arguments) > 1 else {}
    if not isinstance(init, dict):
        raise UsageError("the second argument of fetch() must be an object literal")
    unknown = set(init) - KNOWN
    if unknown:
        raise UsageError(f"fetch() has no option {', '.join(sorted(unknown))}")
    headers = _headers(init.get("headers") or {})
    referrer = init.get("referrer")
    seen = [*headers, ("Referer", referrer)] if isinstance(referrer, str) else headers
    body = init.get("body")
    return Call(
        arguments[0], init.get("method", "GET"), authors_own(headers),
        body if body is None or isinstance(body, str) else json.dumps(body),
        init.get("credentials", "same-origin"), init.get("mode", "cors"), origin_of_page(seen),
    )  # fmt: skip


def _headers(given: Any) -> list[tuple[str, str]]:
    pairs = given.items() if isinstance(given, dict) else given
    try:
        return [(str(name), str(value)) for name, value in pairs]
    except (TypeError, ValueError):
        raise UsageError("headers must be an object or a list of pairs") from None


def _inside(code: str, start: int) -> str:
    """The text between the parenthesis before *start* and its partner."""
    depth, quote, position = 1, "", start
    while position < len(code):
        letter = code[position]
        if quote:
            if letter == "\\":
                position += 1
            elif letter == quote:
                quote = ""
        elif letter in "'\"`":
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
            if depth == 0:
                return code[start:position]
        position += 1
    raise UsageError("the call of fetch( has no end")


def _with_stringified(text: str) -> str:
    """*text* with ``JSON.stringify(x)`` replaced by x, which is dumped again later."""
    while found := _STRINGIFY.search(text):
        inside = _inside(text, found.end())
        text = text[: found.start()] + inside + text[found.end() + len(inside) + 1 :]
    return text


def _literal(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        import json5
    except ImportError:
        raise UsageError(
            "the arguments of fetch() are no JSON; to read JavaScript literals install "
            "corssim[devtools]"
        ) from None
    try:
        return json5.loads(text)
    except ValueError as problem:
        raise UsageError(f"the arguments of fetch() are no literals: {problem}") from None
