"""What a script asks, and what goes over the wire for it.

Law: values only, frozen; no algorithm. Bodies are bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args
from urllib.parse import quote_plus

import attrs

from .errors import UsageError
from .given import as_bytes
from .headers import HeaderList, first
from .url import URL, scalar_values

Mode = Literal["cors", "no-cors", "same-origin"]
Credentials = Literal["omit", "same-origin", "include"]
Redirect = Literal["follow", "error", "manual"]
Cache = Literal["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"]
ReferrerPolicy = Literal[
    "", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
    "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
]  # fmt: skip
Initiator = Literal[
    "fetch", "xmlhttprequest", "eventsource", "beacon",
    "img", "script", "module", "stylesheet", "font",
]  # fmt: skip

MODES: tuple[str, ...] = (*get_args(Mode), "navigate")
CREDENTIALS: tuple[Credentials, ...] = get_args(Credentials)
REDIRECTS: tuple[Redirect, ...] = get_args(Redirect)
CACHES: tuple[Cache, ...] = get_args(Cache)
REFERRER_POLICIES: tuple[ReferrerPolicy, ...] = get_args(ReferrerPolicy)


def _pairs(pairs: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    listed = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple((name, value) for name, value in listed)


def _chunks(chunks: Iterable[str | bytes]) -> tuple[bytes, ...]:
    return tuple(map(as_bytes, chunks))


@attrs.frozen
class URLSearchParams:
    """A form body: application/x-www-form-urlencoded."""

    pairs: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)

    def __str__(self) -> str:
        return "&".join(f"{_form(name)}={_form(value)}" for name, value in self.pairs)


def _form(text: str) -> str:
    return quote_plus(scalar_values(text), safe="*-._").replace("~", "%7E")


@attrs.frozen
class Blob:
    """Bytes with a MIME type, which may be empty."""

    data: bytes = attrs.field(converter=as_bytes)
    type: str = ""


@attrs.frozen
class FormData:
    """A form body: multipart/form-data; a value is text or a Blob, sent as a file."""

    pairs: tuple[tuple[str, str | Blob], ...] = attrs.field(converter=_pairs)


@attrs.frozen
class Stream:
    """A ReadableStream of chunks."""

    chunks: tuple[bytes, ...] = attrs.field(converter=_chunks)


BodyInit = str | bytes | URLSearchParams | FormData | Blob | Stream | None


@attrs.frozen(slots=True)
class Body:
    """An extracted body: bytes and the Content-Type it brings (``None``: none)."""

    source: bytes
    type: str | None = None
    stream: bool = False


@attrs.frozen(slots=True)
class Signal:
    """An AbortSignal: it fires *after* seconds from the start of the call (0: already aborted);
    *timeout*: whether a timeout fires it, not the script.
    """

    after: float
    timeout: bool = False


@attrs.frozen(slots=True, eq=False)
class Request:
    """A request as a script or an element hands it to the engine.

    ``destination`` is what it is for: image, script, style, font, or empty for scripts' calls.
    ``author_content_type`` is the Content-Type that the script set, before ``send()`` changed it.
    """

    url: URL
    method: str = "GET"
    headers: HeaderList = ()
    body: Body | None = None
    mode: Mode = "cors"
    credentials: Credentials = "same-origin"
    redirect: Redirect = "follow"
    cache: Cache = "default"
    referrer_policy: str = ""
    keepalive: bool = False
    initiator: Initiator = "fetch"
    destination: str = ""
    synchronous: bool = False
    signal: Signal | None = None
    author_content_type: str = ""
    use_cors_preflight: bool = False
    refused: tuple[str, ...] = ()
    """Header names that the script tried to set and the browser refused, in order."""

    @property
    def from_element(self) -> bool:
        """Whether an element asks, not a script."""
        return bool(self.destination)


@attrs.frozen(slots=True)
class WireRequest:
    """A request on the wire: method, URL, header lines in order, body."""

    method: str
    url: str
    headers: HeaderList
    body: bytes = b""
    preflight: bool = False

    def header(self, name: str) -> str | None:
        """The first value of the header *name*."""
        return first(self.headers, name.lower())


def extract(body: BodyInit, boundary: str) -> Body | None:
    """https://fetch.spec.whatwg.org/#concept-bodyinit-extract; text is UTF-8.

    Raises ``UsageError`` for what is no body.
    """
    match body:
        case None:
            return None
        case str():
            return Body(as_bytes(body), "text/plain;charset=UTF-8")
        case bytes():
            return Body(body)
        case URLSearchParams():
            kind = "application/x-www-form-urlencoded;charset=UTF-8"
            return Body(str(body).encode(), kind)
        case FormData():
            return Body(
                _multipart(body.pairs, boundary), f"multipart/form-data; boundary={boundary}"
            )
        case Blob():
            return Body(body.data, body.type.lower() or None)
        case Stream():
            return Body(b"".join(body.chunks), None, stream=True)
        case _:
            raise UsageError(
                "a body is text, bytes, URLSearchParams, FormData, Blob or Stream, not "
                f"{body!r}: for JSON give json.dumps(...) and a Content-Type"
            )


def _multipart(fields: Iterable[tuple[str, str | Blob]], boundary: str) -> bytes:
    """https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data"""
    parts = bytearray()
    for name, value in fields:
        escaped = name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{escaped}"'
        if isinstance(value, Blob):
            kind = value.type or "application/octet-stream"
            head += f'; filename="blob"\r\nContent-Type: {kind}'
            content = value.data
        else:
            text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
            content = as_bytes(text)
        parts += as_bytes(head) + b"\r\n\r\n" + content + b"\r\n"
    return bytes(parts) + f"--{boundary}--\r\n".encode()
