"""Responses as ``curl -i`` and ``curl -v`` print them, or in one line: ``200; Name: value``.

https://www.rfc-editor.org/rfc/rfc9112#name-status-line

Law: bytes as they stand in the text; responses with status 1xx are left out, for no browser shows
them to a page.
"""

from __future__ import annotations

import re

from ..errors import UsageError
from ..headers import is_token
from ..response import WireResponse, reason_phrase

MOST_CHARACTERS = 20_000_000
# status-line = HTTP-version SP status-code SP [ reason-phrase ]; the version may be left out
_STATUS_LINE = re.compile(r"(?:HTTP/\d(?:\.\d)?[ \t]+)?(\d{3})(?:[ \t]+([^\r\n]*))?[ \t]*\Z")
_FULL_STATUS_LINE = re.compile(r"HTTP/\d(?:\.\d)?[ \t]+\d{3}(?![0-9])")
# what parts the one-line form: a semicolon before something that looks like "Name:"
_PART = re.compile(r";[ \t]*(?=[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*:(?!//))")
_VERBOSE = re.compile(r"^< HTTP/", re.MULTILINE)


def read_dump(text: str) -> list[WireResponse]:
    """The responses in *text*, in order: of a chain of redirects each; at least one.

    Raises ``UsageError`` for a text that holds none.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"a response longer than {MOST_CHARACTERS} characters is not read")
    text = text.lstrip("\ufeff \t\r\n")
    if _VERBOSE.search(text):
        text = _received(text)
    if "\n" not in text.rstrip() and not text.startswith("HTTP/"):
        return [_one_line(text.strip())]
    responses = []
    rest = text
    while True:
        response, rest = _first(rest)
        responses.append(response)
        if not _FULL_STATUS_LINE.match(rest):
            break
    last = responses.pop()
    body = b"" if last.status in (204, 304) else rest.encode("utf-8", "surrogatepass")
    responses.append(WireResponse(last.status, last.headers, body, last.reason))
    final = [response for response in responses if response.status >= 200]
    if not final:
        raise UsageError(f"after {responses[-1].status} {responses[-1].reason} no response comes")
    return final


def _one_line(text: str) -> WireResponse:
    status, _, rest = text.partition(";")
    return _response(status.strip(" \t"), [part.strip(" \t;") for part in _PART.split(rest)])


def _first(text: str) -> tuple[WireResponse, str]:
    """The head of the first response, and what comes after its empty line."""
    end = re.compile(r"\r?\n[ \t]*\r?\n|\Z").search(text)
    assert end is not None
    status, *lines = re.split(r"\r?\n", text[: end.start()].rstrip("\r\n"))
    return _response(status, _unfolded(lines)), text[end.end() :]


def _unfolded(lines: list[str]) -> list[str]:
    """Header lines with obsolete folds joined.

    https://www.rfc-editor.org/rfc/rfc9112#name-obsolete-line-folding
    """
    joined: list[list[str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and joined:
            joined[-1].append(line.strip())
        else:
            joined.append([line])
    return [" ".join(parts) for parts in joined]


def _response(status_line: str, lines: list[str]) -> WireResponse:
    found = _STATUS_LINE.match(status_line)
    if found is None or not found[1].isascii() or not 100 <= int(found[1]) <= 999:
        first = status_line if len(status_line) <= 60 else status_line[:57] + "..."
        raise UsageError(
            f"a response begins with a status from 100 to 999, not {first!r}: write "
            "'200; Name: value', or paste what curl -i prints"
        )
    status = int(found[1])
    headers = tuple(header_line(line) for line in lines if line.strip())
    return WireResponse(status, headers, b"", found[2] or reason_phrase(status))


def header_line(text: str) -> tuple[str, str]:
    """A ``Name: value`` line of a response; raises ``UsageError`` for anything else."""
    name, colon, value = text.partition(":")
    shown = text if len(text) <= 80 else text[:77] + "..."
    if not colon or not name.strip():
        raise UsageError(f"a header is written 'Name: value', not {shown!r}")
    if not is_token(name.strip()):
        raise UsageError(f"{name.strip()!r} is not a header name")
    if "\0" in value or max(value, default="\0") > "\xff":
        raise UsageError(f"a header's value holds bytes, U+0001 to U+00FF, not {shown!r}")
    return name.strip(), value.strip(" \t\r")


def _received(text: str) -> str:
    """Of ``curl -v`` what the server sent; the body stands between lines that are curl's own."""
    received, in_body = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith("< "):
            received.append(line[2:])
            in_body = False
        elif line.rstrip("\r\n") == "<":
            received.append("\n")
            in_body = True
        elif in_body and not line.startswith(("* ", "> ", "{ ", "} ")):
            received.append(line)
    return "".join(received)
