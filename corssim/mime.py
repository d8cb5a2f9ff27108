"""MIME types: https://mimesniff.spec.whatwg.org/#parsing-a-mime-type

Law: parse and serialise, nothing else.
"""

from __future__ import annotations

import re

import attrs

from .headers import HTTP_WHITESPACE, HeaderList, get_decode_and_split, is_token

# HTTP quoted-string token code points: TAB, U+0020 to U+007E, U+0080 to U+00FF
_QUOTED_STRING_VALUE = re.compile(r"[\t -~\x80-\xff]*\Z")


@attrs.frozen
class MIMEType:
    """A MIME type: type and subtype in lower case, parameters in order."""

    type: str
    subtype: str
    parameters: dict[str, str]

    @property
    def essence(self) -> str:
        """``type/subtype``."""
        return f"{self.type}/{self.subtype}"

    def __str__(self) -> str:
        text = self.essence
        for name, value in self.parameters.items():
            if not is_token(value):
                value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
            text += f";{name}={value}"
        return text


def parse_mime_type(text: str) -> MIMEType | None:
    """The MIME type that *text* denotes; ``None`` for a failure."""
    text = text.strip(HTTP_WHITESPACE)
    kind, slash, rest = text.partition("/")
    subtype, _, tail = rest.partition(";")
    subtype = subtype.rstrip(HTTP_WHITESPACE)
    if not slash or not is_token(kind) or not is_token(subtype):
        return None
    return MIMEType(kind.lower(), subtype.lower(), _parameters(tail))


def _parameters(text: str) -> dict[str, str]:
    parameters: dict[str, str] = {}
    position = 0
    while position < len(text):
        while position < len(text) and text[position] in HTTP_WHITESPACE:
            position += 1
        start = position
        while position < len(text) and text[position] not in ";=":
            position += 1
        name = text[start:position].lower()
        if position == len(text) or text[position] == ";":
            position += 1
            continue
        position += 1
        if position < len(text) and text[position] == '"':
            value, position = _quoted_string(text, position + 1)
            position = _behind(text, position)
        else:
            end = _behind(text, position)
            value = text[position : end - 1].rstrip(HTTP_WHITESPACE)
            position = end
            if not value:
                continue
        if is_token(name) and _QUOTED_STRING_VALUE.match(value):
            parameters.setdefault(name, value)
    return parameters


def _behind(text: str, position: int) -> int:
    """The position behind the next ``;``, one past the end where there is none."""
    found = text.find(";", position)
    return (found if found >= 0 else len(text)) + 1


def _quoted_string(text: str, position: int) -> tuple[str, int]:
    value = ""
    while position < len(text):
        character = text[position]
        position += 1
        if character == '"':
            break
        if character == "\\" and position < len(text):
            character = text[position]
            position += 1
        value += character
    return value, position


# https://mimesniff.spec.whatwg.org/#javascript-mime-type
_JAVASCRIPT = frozenset((
    "application/ecmascript", "application/javascript", "application/x-ecmascript",
    "application/x-javascript", "text/ecmascript", "text/javascript", "text/javascript1.0",
    "text/javascript1.1", "text/javascript1.2", "text/javascript1.3", "text/javascript1.4",
    "text/javascript1.5", "text/jscript", "text/livescript", "text/x-ecmascript",
    "text/x-javascript",
))  # fmt: skip


def is_javascript(essence: str) -> bool:
    """Whether a MIME type's essence is one of JavaScript's."""
    return essence in _JAVASCRIPT


def extract_mime_type(headers: HeaderList) -> MIMEType | None:
    """The last Content-Type that parses and is not ``*/*``.

    https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
    """
    found = None
    for value in get_decode_and_split(headers, "content-type") or ():
        mime = parse_mime_type(value)
        if mime is not None and mime.essence != "*/*":
            found = mime
    return found


def essence_of(headers: HeaderList) -> str:
    """The essence of the MIME type, empty where there is none."""
    mime = extract_mime_type(headers)
    return "" if mime is None else mime.essence


def with_utf8(value: str) -> str:
    """A script's Content-Type for a text body: its charset, if it has one, becomes UTF-8.

    https://xhr.spec.whatwg.org/#the-send()-method, step 4.4
    """
    mime = parse_mime_type(value)
    if mime is None or mime.parameters.get("charset", "utf-8").lower() == "utf-8":
        return value
    mime.parameters["charset"] = "UTF-8"
    return str(mime)
