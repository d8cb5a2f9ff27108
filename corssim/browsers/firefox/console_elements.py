"""What Firefox's console says of elements and EventSources whose loads fail.

Law: the channel's own lines are ``console.py``'s; here is what the element, the script loader, the
font loader and opaque response blocking add.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import failures as f
from ...environment import Client
from ...events import Blocked, Event, RedirectFollowed
from ...headers import nosniff
from ...mime import essence_of, is_javascript
from ...request import Request
from ...response import WireResponse
from ...standard.elements import never_script
from ...url import parse_url
from ..console import Message, bare
from .load import Load
from .sites import blocking_principal, source_of
from .targets import is_given_up
from .texts import (
    BAD_REDIRECT,
    CONTENT_BLOCKED,
    DID_NOT_SUCCEED,
    FONT,
    FONT_REFUSED,
    LOADING_FAILED,
    MODULE_TYPE,
    NO_CONNECTION,
    NOT_ALLOWED,
    NOT_AVAILABLE,
    OPAQUE,
    OPAQUE_REASONS,
    OPAQUE_SEE,
    PORT_REFUSED,
    SCRIPT_TYPE,
    SCRIPTS,
    SNIFFED_TYPE,
    STYLE_TYPE,
    TOLERATED_TYPE,
)


def of_element(
    event: Blocked, client: Client, request: Request, events: Sequence[Event]
) -> list[Message]:
    """What the element or EventSource itself says when its load failed."""
    url = request.url.href
    if request.initiator == "eventsource":
        # where it would connect the next time, behind permanent redirects: hunt-300003-419
        moved = (e for e in events if isinstance(e, RedirectFollowed) and e.status in (301, 308))
        source = [url, *(e.target for e in moved)][-1]
        return [Message("Event Source", "error", NO_CONNECTION.format(url=source))]
    if request.initiator == "font":
        return [Message("CSS Loader", "error", _font(event, client, request))]
    what = SCRIPTS.get(request.initiator)
    if what is None:
        return []
    refused = _refused(event, client, request)
    text = NOT_ALLOWED if refused else LOADING_FAILED
    what = what.capitalize() if refused else what
    return [Message("Script Loader", "warning", text.format(what=what, url=url))]


def tolerated(url: str, wire: WireResponse, request: Request) -> list[Message]:
    """A classic script accepts most MIME types; a non-JavaScript one is reported."""
    essence = essence_of(wire.headers)
    usable = 200 <= wire.status <= 299  # hunt-300005-326
    fits = is_javascript(essence) or never_script(essence)
    if request.initiator != "script" or fits or not usable:
        return []
    return [Message("MIMEMISMATCH", "warning", TOLERATED_TYPE.format(url=url, type=essence))]


def _refused(event: Blocked, client: Client, request: Request) -> bool:
    """Whether a security check refused the load, and not the network or the answer: with CORS
    whatever fails before there is an answer. w5-362, w5-367, w5-395, w5-399, w5-638, w5-646.
    """
    failure = event.failure
    if isinstance(failure, f.LoadStatusNotOk | f.NotDecodable | f.ContentDecodingFailed):
        return False
    if isinstance(failure, f.MixedContent):
        return event.sent
    if event.cross_origin or isinstance(failure, f.CORSCheckFailed):
        return True
    if isinstance(failure, f.BadPort) and event.sent and request.mode == "cors":
        return True
    if isinstance(failure, f.SchemeNotSupported):
        return request.mode == "cors" or failure.url.startswith(("file:", "blob:"))
    if isinstance(failure, f.RedirectSchemeNotSupported):
        target = parse_url(failure.target)
        assert target is not None
        local = target.scheme in ("file", "blob")
        if request.mode == "cors":
            return not local and not is_given_up(target)  # y1-308, y1-309
        # else it is refused as a redirect: y29-345
        return local and blocking_principal(failure, event.url, client, request) == source_of(
            client
        )
    lost = isinstance(failure, f.RedirectUnparsable | f.TooManyRedirects)
    return isinstance(failure, f.RedirectFailure) and not lost


def _font(event: Blocked, client: Client, request: Request) -> str:
    failure, url = event.failure, request.url.href
    if isinstance(failure, f.NotDecodable):
        return FONT.format(what="rejected by sanitizer", reason="", url=url)
    reason = FONT_REFUSED
    if isinstance(failure, f.BadPort) and not event.sent:
        reason = PORT_REFUSED
    elif isinstance(failure, f.MixedContent) and not event.sent:
        reason = CONTENT_BLOCKED
    elif not _refused(event, client, request):
        moved = isinstance(failure, f.RedirectSchemeNotSupported)
        reason = BAD_REDIRECT if moved else NOT_AVAILABLE
    what = "download failed" if event.sent else "failed to start download"
    return FONT.format(what=what, reason=": " + reason, url=url)


def opaque_redirect(event: Blocked, last: object, load: Load) -> list[Message]:
    """Opaque response blocking gets to see a redirect that the channel then refused. w5-646."""
    request = load.request
    plain = request.from_element and request.mode == "no-cors"
    mixed = isinstance(event.failure, f.MixedContent)
    if not (plain and mixed and isinstance(last, WireResponse)):
        return []
    reason = load.rules.elements.reason_to_block_opaque(last, last.body)
    if reason is None:
        return []  # y1-468
    text = OPAQUE.format(url=bare(event.url), reason=OPAQUE_REASONS[reason])
    return [Message("ORB", "warning", text), Message("ORB", "warning", OPAQUE_SEE)]


def wrong_type(failure: f.MIMETypeRefused, event: Blocked, load: Load) -> list[Message]:
    """What the channel says of a MIME type, then the listener that waited for its answer."""
    kind, values = failure.initiator, failure.evidence
    if kind == "eventsource":
        return []
    if not failure.by_fetch:
        return [
            Message("CSS Loader", "error", STYLE_TYPE.format(**{**values, "url": event.initial}))
        ]
    if kind != "stylesheet" and never_script(failure.type):
        text = SCRIPT_TYPE
    else:
        text = MODULE_TYPE if kind == "module" else SNIFFED_TYPE
    lines = [Message("MIMEMISMATCH", "error", text.format(**values))]
    return [*lines, load.error(DID_NOT_SUCCEED, event.url)] if event.cross_origin else lines


def type_of_redirect(url: str, answer: object, request: Request) -> list[Message]:
    """The MIME type of a redirect that was refused is judged, too. w1-69, w5-443,
    hunt-300004-133.
    """
    if request.initiator not in SCRIPTS or not isinstance(answer, WireResponse):
        return []
    essence, strict = essence_of(answer.headers), nosniff(answer.headers)
    if never_script(essence):
        text = SCRIPT_TYPE
    elif is_javascript(essence) or (request.initiator == "script" and not strict):
        return []
    else:
        text = MODULE_TYPE if request.initiator == "module" else SNIFFED_TYPE
    return [Message("MIMEMISMATCH", "error", text.format(url=url, type=essence))]
