"""Which lines Safari's console shows for a fetch.

WebCore's loader/ThreadableLoader.cpp, WebKit's NetworkProcess/NetworkLoadChecker.cpp.

Law: one failure is a detail (SECURITY) and the line that the load failed (JS). The words are in
``texts.py``; elements and beacons have a last line of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ... import failures as f
from ...call import Call
from ...environment import Client
from ...events import (
    AnsweredFromMemory,
    Blocked,
    Event,
    FetchStarted,
    HeadersRefused,
    PreflightRequired,
    RedirectFollowed,
    UpgradedToSecure,
)
from ...request import Request
from ...standard.rules import Rules
from ...url import parse_url
from ..console import Message, bare
from ..thrown import Thrown
from ..words import Words
from .beacons import of_beacon
from .console_elements import element_scheme, image_redirected, of_element, wrong_type
from .targets import is_http, is_local, late_redirect, redirect_target
from .texts import (
    CANNOT_LOAD,
    CANNOT_LOAD_BARE,
    CONNECTION,
    DENIED,
    DETAILS,
    FTP,
    HAS_CREDENTIALS,
    KINDS,
    LOCAL,
    MIXED,
    NO_CORS_FOLLOW,
    NON_CORS_SCHEME,
    NOT_ALLOWED,
    NOT_HTTP,
    PREFLIGHT_BLOCKED,
    REFUSED,
    SECURE_OR_LOCAL,
    UPGRADED,
)
from .thrown import SAFARI, as_shown


@attrs.frozen(eq=False)
class SafariWords(Words):
    """Safari's."""

    thrown: Thrown = SAFARI
    details: Mapping[type[f.Failure], str] = attrs.Factory(lambda: DETAILS)
    """Why a load failed, in the line before the last."""

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """The standard throws for all; Safari not for mixed content. w2-49."""
        return not isinstance(blocked.failure, f.MixedContent)

    def console(self, events: Sequence[Event], client: Client, rules: Rules) -> list[Message]:
        return messages(events, client, self.details)


Details = Mapping[type[f.Failure], str]


def messages(events: Sequence[Event], client: Client, details: Details) -> list[Message]:
    """The console lines of a fetch. A worker's own, of source JS, stay with the worker."""
    lines = _messages(events, client, details)
    if not client.worker:
        return lines
    last = events[-1]
    if isinstance(last, Blocked) and isinstance(last.failure, f.SchemeNotSupported):
        return []
    said = (NOT_ALLOWED, NOT_HTTP, NOT_HTTP.rstrip("."))  # hunt-310001-1048
    return [line for line in lines if line.source != "JS" and line.text not in said]


def _messages(events: Sequence[Event], client: Client, details: Details) -> list[Message]:
    lines: list[Message] = []
    request: Request | None = None
    kind = ""
    for event in events:
        match event:
            case FetchStarted():
                request = event.request
                kind = KINDS.get(request.initiator, "")
            case HeadersRefused():
                lines += [Message("JS", "error", REFUSED.format(name=name)) for name in event.names]
            case AnsweredFromMemory(failure=f.MIMETypeRefused() as failure):
                lines.append(wrong_type(failure, event.url))  # y58-415
            case UpgradedToSecure():
                text = UPGRADED.format(page=client.document, url=bare(event.url))
                lines.append(Message("SECURITY", "warn", text))
            case Blocked() if request is not None:
                lines += image_redirected(event, client, request)
                said = _blocked(event, events, client, kind, request, details)
                if request.initiator == "beacon":
                    said = of_beacon(said, event, request)
                elif not kind:
                    said = of_element(said, event, request.initiator)
                lines += said
            case _:
                pass
    return lines


def _blocked(
    event: Blocked, events: Sequence[Event], client: Client, kind: str, request: Request,
    details: Details,
) -> list[Message]:  # fmt: skip
    mode, synchronous = request.mode, request.synchronous
    failure = event.failure
    url = event.url
    match failure:
        case f.CrossOriginNotAllowedByMode():
            return [Message("JS", "error", CANNOT_LOAD_BARE.format(kind=kind, url=url))]
        case f.NoCorsNeedsFollow():
            return [
                Message("SECURITY", "error", NO_CORS_FOLLOW),
                Message("SECURITY", "error", NOT_ALLOWED),
                Message("JS", "error", CANNOT_LOAD.format(kind=kind, url=url)),
            ]
        case f.MixedContent():
            text = MIXED.format(
                page=client.owner or client.document, url=bare(event.shown(failure.url))
            )
            if event.sent:
                before = [e.url for e in events if isinstance(e, RedirectFollowed)]
                at = before[-1] if url == failure.url and before else url
                line = CANNOT_LOAD.format(kind=kind, url=bare(at))
                return [Message("SECURITY", "warn", text), Message("JS", "error", line)]
            if not kind:
                return [Message("SECURITY", "warn", text)]  # w5-638, w5-705
            line = CANNOT_LOAD.format(kind=kind, url=bare(event.shown(url)))
            refused = [Message("SECURITY", "error", NOT_ALLOWED), Message("JS", "error", line)]
            return [Message("SECURITY", "warn", text), *(() if synchronous else refused)]
        case f.ConnectionFailed() if not event.preflight and kind:
            return []
        case f.MIMETypeRefused():
            return [wrong_type(failure, event.initial)]
        case (
            f.Aborted()
            | f.BlobNotFound()
            | f.LoadStatusNotOk()
            | f.NotDecodable()
            | f.OpaqueResponseBlocked()
        ):
            return []
        case f.SchemeNotSupported() if not kind:
            return element_scheme(failure.url, request.initiator, client)
        case f.RedirectSchemeNotSupported(target=target) if (
            not kind and mode == "no-cors" and target.startswith("about:")
        ):
            return []  # hunt-300005-277
        case f.RedirectSchemeNotSupported() if synchronous and not event.cross_origin:
            to = parse_url(failure.target)  # hunt-310001-587, y1-50, y1-59
            assert to is not None
            if to.scheme != "ftp" and (to.scheme != "blob" or to.origin != client.origin):
                return []
        case f.BadPort() if synchronous:
            return []
        case f.BadPort(of_preflight=True):  # y74-334, y74-379
            line = CANNOT_LOAD.format(kind=kind, url=bare(failure.url))
            blocked = Message("SECURITY", "error", PREFLIGHT_BLOCKED)
            return [blocked, Message("JS", "error", line)]
        case f.BadPort():
            return [Message("SECURITY", "error", details[f.BadPort].format(**as_shown(failure)))]
        case f.RedirectUnparsable() if not event.cross_origin or not failure.target:
            return []
        case f.RedirectAbandonedByCache():
            return []
    if (
        mode == "no-cors"
        and isinstance(failure, f.RedirectSchemeNotSupported)
        and not failure.target.startswith("ftp:")
        and not failure.target.startswith(SECURE_OR_LOCAL)  # w5-653, w5-743, y6s-663
        and client.top.scheme == "https"
    ):
        text = MIXED.format(page=client.document, url=failure.target)
        line = CANNOT_LOAD.format(kind=kind, url=bare(url))
        return [Message("SECURITY", "warn", text), Message("JS", "error", line)]
    text = _detail(event, events, client, mode, details)
    late = late_redirect(event, events)
    if late is not None:
        url = late.url
    preflighted = any(isinstance(e, PreflightRequired) and e.url == event.url for e in events)
    initial = parse_url(event.initial)
    left_home = preflighted and initial is not None and initial.origin == client.origin
    if isinstance(failure, f.RedirectSchemeNotSupported) and text == FTP and not left_home:
        url = event.initial  # a load that left home with a preflight began anew: hunt-270001-830
    if isinstance(failure, f.RedirectCrossOriginNotAllowedByMode) and is_http(failure.target):
        url = failure.target
    if isinstance(failure, f.RedirectFailure) and text == NOT_HTTP:
        url = failure.target
        text = text if kind == KINDS["fetch"] else text[:-1]
    lines = [Message("SECURITY", "error", text)] if text else []
    shown = bare(url)
    if isinstance(failure, f.RedirectIncludesCredentials):
        first = failure.url == event.initial  # y18-307, y18-157, y78-602
        shown = failure.url if first else bare(failure.url)
    return [*lines, Message("JS", "error", CANNOT_LOAD.format(kind=kind, url=shown))]


def _detail(
    event: Blocked, events: Sequence[Event], client: Client, mode: str, details: Details
) -> str:
    failure = event.failure
    values = as_shown(failure)
    match failure:
        case f.ConnectionFailed():
            return CONNECTION[failure.how].format(**values)
        case f.RedirectSchemeNotSupported() | f.RedirectUnparsable():
            if failure.target.startswith("ftp:"):
                return FTP
            if not event.cross_origin and is_local(failure.target, client):
                return LOCAL.format(target=failure.target)
            if mode == "no-cors" or (failure.target.startswith("blob:") and not event.cross_origin):
                return NOT_HTTP
            return DENIED.format(target=failure.target, reason=NON_CORS_SCHEME)
        case f.RedirectIncludesCredentials():
            own, mark, fragment = failure.target.partition("#")
            inherited = mark and failure.url.endswith(mark + fragment)
            given = own if inherited else failure.target
            if any(isinstance(e, UpgradedToSecure) for e in events):
                given = "http" + given.removeprefix("https")  # y17-150
            reason = HAS_CREDENTIALS.format(target=given)
            target = bare(own) + mark + fragment
            return DENIED.format(target=target, reason=reason)
        case f.RedirectCrossOriginNotAllowedByMode():
            values["target"] = bare(failure.target)
    values.setdefault("origin", client.origin.serialized)
    text = details.get(type(failure), "").format(**values)
    late = late_redirect(event, events)
    target = late.target if late is not None else redirect_target(event, events)
    denied = isinstance(failure, f.CORSCheckFailed | f.ResourcePolicyBlocked)
    if denied and target and not event.preflight:
        return DENIED.format(target=target, reason=text)
    return text
