"""What Safari's console says of an element's load.

Law: the details are those of any other load, the last line is the element's own.
"""

from __future__ import annotations

from ... import failures as f
from ...environment import Client
from ...events import Blocked
from ...request import Request
from ..console import Message
from .targets import strange_target
from .texts import (
    FTP,
    IMAGE,
    LOCAL,
    MIXED,
    NO_MODULE,
    NO_SCRIPT,
    NO_STYLE,
    NOSNIFF_SCRIPT,
    NOT_UPGRADED,
    SCRIPT,
    UPGRADED,
    WRONG_STREAM_TYPE,
)


def of_element(said: list[Message], event: Blocked, initiator: str) -> list[Message]:
    """The lines of an element whose load failed; *said*: those of any other call."""
    if not said or said[-1].source != "JS" or isinstance(event.failure, f.MIMETypeRefused):
        return said
    if isinstance(event.failure, f.ConnectionFailed) and not event.preflight:
        return []
    *details, _ = said
    if initiator == "img":
        return [*details, Message("SECURITY", "error", IMAGE.format(url=event.initial))]
    return [*details, Message("JS", "error", SCRIPT)] if initiator == "script" else details


def element_scheme(url: str, initiator: str, client: Client) -> list[Message]:
    """What an element is told of a URL that no network knows. w5-282 to w5-285, w5-581, w5-641."""
    scheme = url.partition(":")[0]
    if client.top.scheme == "https" and initiator == "img":
        return _unfit_image(url, client)
    if scheme in ("file", "blob"):
        return [Message("SECURITY", "error", LOCAL.format(target=url))]
    if client.top.scheme == "https":
        return [Message("SECURITY", "warn", MIXED.format(page=client.document, url=url))]
    if scheme != "ftp":
        return []
    last = Message("JS", "error", "")  # the element's own line takes its place
    return [Message("SECURITY", "error", FTP), last]


def image_redirected(event: Blocked, client: Client, request: Request) -> list[Message]:
    """What is said ahead of a redirect of an image that no network knows. w5-587, w5-593,
    y6s-609, y6s-611.
    """
    target = strange_target(event.failure)
    if not target or not event.sent or event.cross_origin:
        return []
    if request.initiator != "img" or client.top.scheme != "https":
        return []
    if target.startswith(("about:", "data:", "ftp:", "wss:")) or _is_secure_blob(target):
        return []  # nothing about these is insecure, or they are not looked at
    return _unfit_image(target, client)[:1]


def _is_secure_blob(url: str) -> bool:
    """Whether *url* is a blob: that is no insecure content: its origin is secure, or opaque, which
    all are but those of http: and file:. z1-0 to z1-51.
    """
    return url.startswith("blob:") and not url.startswith(("blob:http:", "blob:file:"))


def _unfit_image(url: str, client: Client) -> list[Message]:
    """An image of a secure page is "upgraded" whatever its scheme, and blocked then. w5-581 to
    w5-584, w5-587, w5-593.
    """
    if _is_secure_blob(url):
        return [Message("SECURITY", "error", LOCAL.format(target=url))]
    text = NOT_UPGRADED if url.startswith("file:") else UPGRADED
    lines = [Message("SECURITY", "warn", text.format(page=client.document, url=url))]
    if url.startswith(("file:", "blob:")):
        return [*lines, Message("SECURITY", "error", LOCAL.format(target=url))]
    return [*lines, Message("SECURITY", "warn", MIXED.format(page=client.document, url=url))]


def wrong_type(failure: f.MIMETypeRefused, initial: str) -> Message:
    """What is said of a wrong MIME type; *initial*: the URL that was asked for."""
    kind = failure.initiator
    if kind == "stylesheet":  # named as it was asked for: hunt-300005-347
        return Message("SECURITY", "error", NO_STYLE.format(url=initial))
    url = initial if kind == "script" else failure.url  # y56-450
    if kind == "script":
        text = NOSNIFF_SCRIPT if failure.nosniff else NO_SCRIPT
    else:
        text = NO_MODULE if kind == "module" else WRONG_STREAM_TYPE
    # the network library sniffs where the server names no type: w5-118
    shown = failure.type or ("text/plain" if kind == "module" else "")
    source = "JS" if kind in ("module", "eventsource") else "SECURITY"
    return Message(source, "error", text.format(type=shown, url=url))
