"""What JavaScript's values are while code is read: the objects that a call is made of.

Law: a value that the text does not give is an ``Unknown`` with its name, never a guess. Nothing
grows beyond fixed bounds, whatever the code says.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

import attrs

from ..errors import UsageError
from ..request import URLSearchParams

MOST_CHARACTERS = 10_000_000  # of a text that the code puts together
MOST_VALUES = 200_000  # in one list, object or JSON text


class Undefined:
    """JavaScript's ``undefined``."""


UNDEFINED = Undefined()


@attrs.frozen
class Unknown:
    """A value that only running the code could give; ``name`` is how the code calls it."""

    name: str


@attrs.define(eq=False)
class Pairs:
    """Headers, URLSearchParams or FormData: pairs in order."""

    kind: str
    pairs: list[tuple[str, Any]] = attrs.Factory(list)

    def delete(self, name: Any) -> None:
        key = self.key(name)
        self.pairs = [pair for pair in self.pairs if self.key(pair[0]) != key]

    def append(self, name: Any, value: Any) -> None:
        if len(self.pairs) < MOST_VALUES:
            self.pairs.append((text_of(name), value))

    def set(self, name: Any, value: Any) -> None:
        key, given = self.key(name), text_of(name)
        places = [i for i, pair in enumerate(self.pairs) if self.key(pair[0]) == key]
        if not places:
            self.append(given, value)
            return
        self.pairs[places[0]] = (self.pairs[places[0]][0], value)
        self.pairs = [p for i, p in enumerate(self.pairs) if i not in places[1:]]

    def key(self, name: Any) -> str:
        text = text_of(name)
        return text.lower() if self.kind == "Headers" else text

    def texts(self) -> list[tuple[str, str]]:
        return [(name, text_of(value)) for name, value in self.pairs]


@attrs.define(eq=False)
class URLValue:
    """A URL object, whose query grows by ``searchParams``."""

    base: str
    parameters: Pairs
    hash: str = ""

    @classmethod
    def parse(cls, text: str, base: str | None) -> URLValue:
        joined = urljoin(base, text) if base else text
        joined, mark, fragment = joined.partition("#")
        before, _, query = joined.partition("?")
        _, separator, rest = before.partition("://")
        if separator and "/" not in rest:
            before += "/"
        return cls(before, Pairs("URLSearchParams", query_pairs(query)), mark + fragment)

    def __str__(self) -> str:
        query = str(URLSearchParams(tuple(self.parameters.texts())))
        return self.base + ("?" + query if query else "") + self.hash


@attrs.frozen(eq=False)
class RequestValue:
    """``new Request(url, init)``."""

    url: str
    init: dict[str, Any]


@attrs.frozen(eq=False)
class BlobValue:
    """``new Blob([...], {type})``; a file picked by a user is unknown."""

    text: str
    type: str


@attrs.frozen(eq=False)
class Library:
    """A client made by ``axios.create`` or ``ky.create``: its name and defaults."""

    name: str
    defaults: dict[str, Any]


@attrs.define(eq=False)
class XHRValue:
    """An XMLHttpRequest between ``open`` and ``send``."""

    method: str = "GET"
    url: Any = UNDEFINED
    headers: list[tuple[str, Any]] = attrs.Factory(list)
    with_credentials: Any = False


def known(value: Any) -> Any:
    """*value*, where the text gives it; raises ``UsageError`` with its name otherwise."""
    if isinstance(value, Unknown):
        raise UsageError(
            f"the value of {value.name} is not in the text: write it out, or declare it above"
        )
    return value


def text_of(value: Any) -> str:
    """``String(value)``."""
    value = known(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is UNDEFINED:
        return "null" if value is None else "undefined"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, Pairs) and value.kind == "URLSearchParams":
        return str(URLSearchParams(tuple(value.texts())))
    if isinstance(value, URLValue):
        return str(value)
    if isinstance(value, list):
        return bounded(
            ",".join("" if item in (None, UNDEFINED) else text_of(item) for item in value)
        )
    return "[object Object]"


def number_text(value: float) -> str:
    """A number as JavaScript writes it, for those that people write."""
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    mantissa, e, exponent = repr(value).partition("e")
    if not e:
        return mantissa
    if -7 <= int(exponent) < 0:
        return f"{value:.20f}".rstrip("0") if float(f"{value:.20f}") == value else repr(value)
    return f"{mantissa.removesuffix('.0')}e{'-' if exponent[0] == '-' else '+'}{abs(int(exponent))}"


def in_order(made: dict[str, Any]) -> dict[str, Any]:
    """An object with its names as JavaScript lists them: array indices first, by number.

    https://tc39.es/ecma262/#sec-ordinaryownpropertykeys
    """
    indices = [
        name for name in made
        if name.isascii() and name.isdecimal() and len(name) < 10 and str(int(name)) == name
    ]  # fmt: skip
    if not indices:
        return made
    return {name: made[name] for name in sorted(indices, key=int)} | made


def bounded(text: str) -> str:
    """*text*; raises ``UsageError`` where it is too long to be a call's."""
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"a text in the code is longer than {MOST_CHARACTERS} characters")
    return text


def json_text(value: Any, indent: Any = None) -> str:
    """``JSON.stringify(value, null, indent)``."""
    left = [MOST_VALUES]
    plain = _plain(value, left)
    if plain is UNDEFINED:
        return "undefined"
    space = min(indent, 10) if isinstance(indent, int) and indent > 0 else None
    separators = (",", ": ") if space else (",", ":")
    return bounded(json.dumps(plain, ensure_ascii=False, separators=separators, indent=space))


def _plain(value: Any, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise UsageError(f"JSON.stringify is given more than {MOST_VALUES} values")
    value = known(value)
    if isinstance(value, dict):
        made = {name: _plain(item, left) for name, item in value.items()}
        return {name: item for name, item in made.items() if item is not UNDEFINED}
    if isinstance(value, list):
        return [None if item is UNDEFINED else _plain(item, left) for item in value]
    if isinstance(value, URLValue):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e21 else _finite(value)
    if isinstance(value, str | int | Undefined) or value is None:
        return value
    return {}


def _finite(value: float) -> float | None:
    return value if value == value and abs(value) != float("inf") else None


def truth(value: Any) -> bool | None:
    """Whether *value* counts as true; ``None`` where it is not known."""
    if isinstance(value, Unknown):
        return None
    if value is UNDEFINED or value is None or value is False:
        return False
    return not (isinstance(value, str | int | float) and (not value or value != value))


def query_pairs(query: str) -> list[tuple[str, Any]]:
    """https://url.spec.whatwg.org/#concept-urlencoded-parser"""
    from urllib.parse import unquote_plus

    parts = [part.partition("=") for part in query.split("&") if part]
    return [(unquote_plus(name), unquote_plus(value)) for name, _, value in parts]


def pairs_of(kind: str, value: Any) -> Pairs:
    """What ``new Headers(value)`` and its like make of *value*."""
    made = Pairs(kind)
    value = known(value)
    if value is UNDEFINED or value is None:
        return made
    if isinstance(value, str) and kind == "URLSearchParams":
        made.pairs = query_pairs(value.removeprefix("?"))
    elif isinstance(value, Pairs):
        made.pairs = list(value.pairs)
    elif isinstance(value, dict):
        made.pairs = list(value.items())
    elif isinstance(value, list) and all(isinstance(p, list) and len(p) == 2 for p in value):
        made.pairs = [(text_of(name), item) for name, item in value]
    else:
        raise UsageError("headers must be an object or a list of pairs")
    return made


def whole(text: str) -> str:
    """*text* with surrogate pairs, as escapes write them, made whole characters."""
    if not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") if (
        _well_paired(text)
    ) else text  # fmt: skip


def _well_paired(text: str) -> bool:
    try:
        text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return False
    return True
