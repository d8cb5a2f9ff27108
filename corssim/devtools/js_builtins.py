"""JavaScript's own functions, constructors and methods that calls are put together with.

https://tc39.es/ecma262/ and https://fetch.spec.whatwg.org/#headers-class

Law: each is a pure function of known values; one that is not here, or whose arguments are not
known, is ``NOT_MINE`` or ``Unknown``.
"""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from ..errors import UsageError
from .js_values import (
    UNDEFINED,
    BlobValue,
    Pairs,
    RequestValue,
    Unknown,
    URLValue,
    XHRValue,
    bounded,
    json_text,
    pairs_of,
    text_of,
)

NOT_MINE = object()


def constructed(name: str, values: list[Any]) -> Any:
    """``new name(...values)``; *values* are known, and at least two."""
    match name:
        case "Headers" | "HttpHeaders":
            return pairs_of("Headers", values[0])
        case "URLSearchParams" | "HttpParams":
            return pairs_of("URLSearchParams", values[0])
        case "FormData":
            return Pairs("FormData") if values[0] is UNDEFINED else Unknown("the form's data")
        case "URL":
            base = None if values[1] is UNDEFINED else text_of(values[1])
            return URLValue.parse(text_of(values[0]), base)
        case "Request":
            return RequestValue(text_of(values[0]), values[1] if isinstance(values[1], dict)
                                    else {})  # fmt: skip
        case "XMLHttpRequest":
            return XHRValue()
        case "Blob" if isinstance(values[0], list):
            options = values[1] if isinstance(values[1], dict) else {}
            return BlobValue("".join(map(text_of, values[0])), text_of(options.get("type", "")))
    return NOT_MINE


def called(name: str, values: list[Any]) -> Any:
    """``name(...values)``."""
    values = [*values, UNDEFINED]
    first = values[0]
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    match name:
        case "Object.assign" if unknown is None:
            return {k: v for value in values if isinstance(value, dict) for k, v in value.items()}
        case "JSON.stringify":
            return unknown or json_text(first, values[2] if len(values) > 3 else None)
        case "encodeURIComponent":
            return unknown or quote(text_of(first), safe="-_.!~*'()")
        case "encodeURI":
            return unknown or quote(text_of(first), safe="-_.!~*'();/?:@&=+$,#")
        case "btoa" | "String":
            if unknown or name == "String":
                return unknown or text_of(first)
            try:
                return base64.b64encode(text_of(first).encode("latin-1")).decode()
            except UnicodeEncodeError:
                raise UsageError("btoa() takes characters up to U+00FF only") from None
    return NOT_MINE


def method_called(target: Any, method: Any, values: list[Any]) -> Any:
    """A method of a value that is known."""
    if isinstance(target, Pairs) and method in ("append", "set", "delete") and values:
        if method == "delete":
            target.delete(values[0])
        else:
            getattr(target, method)(values[0], values[1] if len(values) > 1 else UNDEFINED)
        return target  # HttpHeaders and HttpParams are chained
    if method == "toString" and not values and not isinstance(target, Unknown | dict):
        return text_of(target)
    if isinstance(target, str) and not values:
        simple = {"toUpperCase": target.upper, "toLowerCase": target.lower, "trim": target.strip}
        return simple[method]() if method in simple else NOT_MINE
    if isinstance(target, list) and method == "join":
        if any(isinstance(item, Unknown) for item in target):
            return next(item for item in target if isinstance(item, Unknown))
        return bounded((text_of(values[0]) if values else ",").join(map(text_of, target)))
    return NOT_MINE
