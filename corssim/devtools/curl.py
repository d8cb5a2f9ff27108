"""``Copy as cURL (bash)``: the options that DevTools writes, and their usual relatives.

Law: an option that changes what a page would send is understood or refused, never ignored.
"""

from __future__ import annotations

import re
import shlex

from ..errors import UsageError
from ..headers import first
from .call import Call, authors_own, origin_of_page

WITH_VALUE = {
    "-X": "method", "--request": "method", "-H": "header", "--header": "header",
    "-d": "data", "--data": "data", "--data-raw": "data", "--data-binary": "data",
    "--data-ascii": "data", "--data-urlencode": "data", "--json": "json", "-b": "cookie",
    "--cookie": "cookie", "-A": "agent", "--user-agent": "agent", "-e": "referer",
    "--referer": "referer", "--url": "url", "-o": "ignored", "--output": "ignored",
    "-m": "ignored", "--max-time": "ignored", "--connect-timeout": "ignored",
}  # fmt: skip
FLAGS = frozenset((
    "--compressed", "--insecure", "-k", "-s", "--silent", "-S", "--show-error", "-i", "--include",
    "-v", "--verbose", "-L", "--location", "--globoff", "-g", "--http1.1", "--http2", "-f",
    "--fail",
))  # fmt: skip
_ANSI = re.compile(r"\$'((?:[^'\\]|\\.)*)'")


def _ansi(match: re.Match[str]) -> str:
    text = match[1].replace("\\'", "'")
    return shlex.quote(
        re.sub(
            r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt\\\"])",
            lambda m: (
                {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", '"': '"'}.get(m[1])
                or chr(int(m[1][1:], 16))
            ),
            text,
        )
    )


def from_curl(command: str) -> Call:
    """The call that a curl command describes; raises ``UsageError`` for what is none."""
    joined = command.strip().replace("\\\r\n", " ").replace("\\\n", " ")
    try:
        words = shlex.split(_ANSI.sub(_ansi, joined))
    except ValueError as problem:
        raise UsageError(f"the curl command does not parse: {problem}") from None
    if not words or words[0] not in ("curl", "curl.exe"):
        raise UsageError("a curl command begins with curl (copy it as 'cURL (bash)')")
    found: dict[str, list[str]] = {}
    rest = words[1:]
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in FLAGS or (word in ("-I", "--head", "-G", "--get")):
            found.setdefault(word, [])
        elif word in WITH_VALUE or (word.startswith("--") and equals and name in WITH_VALUE):
            if not equals or word in WITH_VALUE:
                if not rest:
                    raise UsageError(f"curl option {word} lacks its value")
                name, value = word, rest.pop(0)
            found.setdefault(WITH_VALUE[name], []).append(value)
        elif len(word) > 2 and word[:2] in WITH_VALUE and not word.startswith("--"):
            found.setdefault(WITH_VALUE[word[:2]], []).append(word[2:])
        elif word.startswith("-"):
            raise UsageError(f"curl option {word} is not understood")
        else:
            found.setdefault("url", []).append(word)
    return _call(found)


def _call(found: dict[str, list[str]]) -> Call:
    urls = found.get("url", [])
    if len(urls) != 1:
        raise UsageError(f"a curl command names one URL, this one {len(urls)}")
    headers = [_header(text) for text in found.get("header", ())]
    data = found.get("data", []) + found.get("json", [])
    body = "&".join(data) if data else None
    if found.get("referer"):
        headers.append(("Referer", found["referer"][0]))
    in_query = "-G" in found or "--get" in found
    if found.get("json"):
        headers += [("Content-Type", "application/json"), ("Accept", "application/json")]
    elif body is not None and first(headers, "content-type") is None and not in_query:
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    default = "HEAD" if "-I" in found or "--head" in found else "POST" if data else "GET"
    if body is not None and in_query:
        urls, body, default = [f"{urls[0]}?{body}"], None, "GET"
    cookies = bool(found.get("cookie")) or first(headers, "cookie") is not None
    return Call(
        urls[0], (found.get("method") or [default])[-1], authors_own(headers), body,
        "include" if cookies else "same-origin", origin=origin_of_page(headers),
    )  # fmt: skip


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon:
        name, _, value = text.partition(";")
    return name.strip(), value.strip()
