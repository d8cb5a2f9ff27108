"""curl commands, as DevTools copies them for every shell and as people write them.

Law: an option that changes what a page would send is understood or refused, never ignored. The
command's cookies and password are kept, for its server wants them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote_plus

from ..errors import UsageError
from ..headers import first
from ..request import Blob, FormData, extract
from .call import Call, Pairs, authors_own, origin_of_page
from .options import Found, read_options
from .shells import commands

ReadFile = Callable[[str], bytes]
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "----FormBoundary0123456789abcdef"
MOST_URLS = 50
TRANSPARENT = frozenset(("sudo", "time", "command", "exec", "env", "!"))


def from_curl(command: str, read_file: ReadFile | None = None) -> Call:
    """The call of the one curl command in *command*.

    *read_file* gives the content of a file that the command names (``-d @body.json``). Raises
    ``UsageError`` for what is no curl command, or several.
    """
    calls = curl_calls(command, read_file)
    if len(calls) != 1:
        raise UsageError(f"the text holds {len(calls)} curl calls: give one of them")
    return calls[0]


def curl_calls(text: str, read_file: ReadFile | None = None) -> list[Call]:
    """Every call of the curl commands in *text*, in order; at least one."""
    calls: list[Call] = []
    for words in commands(text):
        while words and (words[0] in TRANSPARENT or _is_assignment(words[0])):
            words.pop(0)
        if not words or words[0].rpartition("/")[2].lower() not in ("curl", "curl.exe"):
            continue
        for found in read_options(words[1:]):
            calls += _calls(found, read_file or _no_files)
    if not calls:
        raise UsageError("a curl command begins with curl")
    return calls


def _is_assignment(word: str) -> bool:
    name, equals, _ = word.partition("=")
    return bool(equals) and name.isidentifier()


def _no_files(name: str) -> bytes:
    raise UsageError(f"the command sends the file {name}, which is not read here: write its text")


def _calls(found: Found, read_file: ReadFile) -> list[Call]:
    urls = [value for name, value in found if name == "url"]
    if not urls:
        raise UsageError("a curl command names a URL, this one none")
    if len(urls) > MOST_URLS:
        raise UsageError(f"a curl command names more than {MOST_URLS} URLs: give one of them")
    return [_call(_absolute(url), found, read_file) for url in urls]


def _absolute(url: str) -> str:
    """Curl takes a URL without a scheme for http."""
    return url if "://" in url or url.startswith("data:") else f"http://{url}"


def _call(url: str, found: Found, read_file: ReadFile) -> Call:
    def values(name: str) -> list[str]:
        return [value for key, value in found if key == name]

    body, kind = _body(found, read_file)
    headers = [_header(text) for text in values("header")]
    removed = {name.lower() for name, value in headers if value is None}
    lines = [(name, value) for name, value in headers if value is not None]
    default = "GET" if body is None else "POST"
    if values("upload"):
        default = "PUT"
    if values("head"):
        default = "HEAD"
    if values("get"):
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        url, body, kind = _with_query(url, text or ""), None, []
        default = "HEAD" if values("head") else "GET"
    for part in values("query"):
        url = _with_query(url, _urlencoded(part, read_file))
    for name, value in (*kind, *_credentials(values)):
        if first(lines, name.lower()) is None and name.lower() not in removed:
            lines.append((name, value))
    if values("range"):
        lines.append(("Range", f"bytes={values('range')[-1]}"))
    seen = [*lines, *(("Referer", value.partition(";")[0]) for value in values("referer")[-1:])]
    cookies = first(lines, "cookie") or "; ".join(values("cookie")) or None
    if cookies is not None and "=" not in cookies:
        cookies = None  # curl reads them from a file of this name
    call = Call(
        url, (values("method") or [default])[-1], authors_own(lines), body,
        "include" if cookies or values("cookie") else "same-origin",
        origin=origin_of_page(seen), cookies=cookies,
    )  # fmt: skip
    return as_page_makes(call, lines)


def as_page_makes(call: Call, lines: list[tuple[str, str]]) -> Call:
    """*call*, or where it is a CORS-preflight request, the call that it asks for.

    https://fetch.spec.whatwg.org/#cors-preflight-request
    """
    method = first(lines, "access-control-request-method")
    if call.method.upper() != "OPTIONS" or method is None:
        return call
    names = first(lines, "access-control-request-headers") or ""
    own: Pairs = tuple((name, _like(name)) for name in map(str.strip, names.split(",")) if name)
    return Call(
        call.url, method.strip(), own, None, call.credentials, origin=call.origin,
        cookies=call.cookies,
    )  # fmt: skip


def _like(name: str) -> str:
    """A value for a header that a preflight asked about: one that is not CORS-safelisted."""
    return "application/json" if name.lower() == "content-type" else '"1"'


def _with_query(url: str, query: str) -> str:
    if not query:
        return url
    before, hash_mark, fragment = url.partition("#")
    joint = "&" if "?" in before else "?"
    return f"{before}{joint}{query}{hash_mark}{fragment}"


def _credentials(values: Callable[[str], list[str]]) -> list[tuple[str, str]]:
    if values("bearer"):
        return [("Authorization", f"Bearer {values('bearer')[-1]}")]
    if values("user"):
        name, _, password = values("user")[-1].partition(":")
        token = base64.b64encode(f"{name}:{password}".encode("utf-8", "surrogatepass"))
        return [("Authorization", f"Basic {token.decode()}")]
    return []


def _body(found: Found, read_file: ReadFile) -> tuple[str | bytes | None, list[tuple[str, str]]]:
    """The body, and the header lines that come with it."""
    form = [(name, value) for name, value in found if name in ("form", "form-string")]
    parts = [
        (name, _part(name, value, read_file))
        for name, value in found
        if name in ("data", "raw", "binary", "urlencode", "json")
    ]
    uploads = [value for name, value in found if name == "upload"]
    if uploads:
        return read_file(uploads[-1]), []
    if form:
        fields = FormData(tuple(_field(name, value, read_file) for name, value in form))
        made = extract(fields, BOUNDARY)
        assert made is not None
        return _text(made.source), [("Content-Type", str(made.type))]
    if not parts:
        return None, []
    if any(name == "json" for name, _ in parts):
        kind = [("Content-Type", "application/json"), ("Accept", "application/json")]
        return _text(b"".join(value for _, value in parts)), kind
    return _text(b"&".join(value for _, value in parts)), [("Content-Type", FORM)]


def _text(body: bytes) -> str | bytes:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _part(name: str, value: str, read_file: ReadFile) -> bytes:
    if name == "urlencode":
        return _bytes(_urlencoded(value, read_file))
    if name == "raw" or not value.startswith("@"):
        return _bytes(value)
    content = read_file(value[1:])
    return content if name != "data" else content.translate(None, b"\r\n\0")


def _urlencoded(value: str, read_file: ReadFile) -> str:
    """``content``, ``=content``, ``name=content``, ``@file``, ``name@file``."""
    name, sign, content = value, "", ""
    for place, letter in enumerate(value):
        if letter in "=@":
            name, sign, content = value[:place], letter, value[place + 1 :]
            break
    if not sign:
        name, content = "", value
    data = read_file(content) if sign == "@" else _bytes(content)
    encoded = quote_plus(data, safe="-._~").replace("+", "%20")
    return f"{name}={encoded}" if name else encoded


def _field(name: str, value: str, read_file: ReadFile) -> tuple[str, str | Blob]:
    """A part of ``-F``: ``name=text``, ``name=@file``, ``name=<file``, with ``;type=``."""
    field, equals, content = value.partition("=")
    if not equals:
        raise UsageError(f"curl's -F takes name=content, not {value!r}")
    if name == "form-string":
        return field, content
    content, _, options = content.partition(";")
    content = content.strip('"')
    kind = next(
        (o.partition("=")[2] for o in options.split(";") if o.strip().startswith("type=")), ""
    )
    if content.startswith("@"):
        return field, Blob(read_file(content[1:]), kind or "application/octet-stream")
    if content.startswith("<"):
        content = read_file(content[1:]).decode("utf-8", "replace")
    return field, Blob(_bytes(content), kind) if kind else content


def _header(text: str) -> tuple[str, str | None]:
    """``Name: value``; ``Name;`` is an empty one, ``Name:`` takes curl's own away."""
    name, colon, value = text.partition(":")
    if not colon:
        name, semicolon, _ = text.partition(";")
        return name.strip(), "" if semicolon else None
    return name.strip(), value.strip() or None
