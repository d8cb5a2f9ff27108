"""Safari's words: console lines and exception texts, to the character.

Law: texts stand in the tables; the functions fill them in. Sources: WebCore's
loader/CrossOriginAccessControl.cpp, loader/ThreadableLoader.cpp,
Modules/fetch/FetchRequest.cpp, WebKit's NetworkProcess/NetworkLoadChecker.cpp. One failure is
a detail (SECURITY) and the line that the load failed (JS).
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import failures as f
from ...events import (
    AnsweredFromCache,
    AnsweredFromMemory,
    Blocked,
    Event,
    FetchStarted,
    HeadersRefused,
    PreflightRequired,
    RedirectFollowed,
    RequestSent,
    ResponseReceived,
    UpgradedToSecure,
)
from ...headers import get
from ...request import Client, Request
from ...response import REDIRECT_STATUSES, WireResponse
from ...url import parse_url
from ..console import Message, bare
from .thrown import as_shown

_NOT_ALLOWED_ORIGIN = (
    "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
)
DETAILS: dict[type[f.Failure], str] = {
    f.OriginMissing: _NOT_ALLOWED_ORIGIN,
    f.OriginMismatch: _NOT_ALLOWED_ORIGIN,
    f.OriginMultiple: "Access-Control-Allow-Origin cannot contain more than one origin.",
    f.WildcardWithCredentials: (
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
    ),
    f.CredentialsNotTrue: (
        'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
    ),
    f.PreflightStatusNotOk: "Preflight response is not successful. Status code: {status}",
    f.PreflightRedirected: "Preflight response is not successful. Status code: {status}",
    f.ListUnparsable: "Header {header} has an invalid value: {value}",
    f.MethodNotAllowed: "Method {method} is not allowed by Access-Control-Allow-Methods.",
    f.HeaderNotAllowed: (
        "Request header field {name} is not allowed by Access-Control-Allow-Headers."
    ),
    f.RedirectNotAllowed: "Not allowed to follow a redirection while loading {url}",
    f.TooManyRedirects: "Load cannot follow more than 20 redirections",
    f.RedirectCrossOriginNotAllowedByMode: (
        "Unsafe attempt to load URL {target} from origin {origin}. Domains, protocols and ports "
        "must match.\n"
    ),
    f.ResourcePolicyBlocked: (
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy "
        "response header."
    ),
    f.SchemeNotSupported: "Cross origin requests are only supported for HTTP.",
    f.BadPort: "Not allowed to use restricted network port {port}: {url}",
}
OLDER: dict[str, dict[type[f.Failure], str]] = {
    "15": {
        f.OriginMissing: "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
        f.OriginMismatch: "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
        f.PreflightStatusNotOk: "Preflight response is not successful",
    },
}
"""Texts up to and including this version, to recognise; never spoken."""
DENIED = (
    "Cross-origin redirection to {target} denied by Cross-Origin Resource Sharing policy: {reason}"
)
NON_CORS_SCHEME = "not allowed to follow a cross-origin CORS redirection with non CORS scheme"
HAS_CREDENTIALS = "redirection URL {target} has credentials"
FTP = "FTP URLs are disabled"
LOCAL = "Not allowed to load local resource: {target}"
NOT_HTTP = "Redirection to URL with a scheme that is not HTTP(S)."
CONNECTION = {
    "refused": "Could not connect to {address}: Connection refused",
    "dropped": "Connection terminated unexpectedly",
    "dns": "Error resolving “{address}”: Name or service not known",
    "tls": "Unacceptable TLS certificate",
    "timeout": "Socket I/O timed out",
}
MIXED = (
    "[blocked] The page at {page} requested insecure content from {url}. This content was "
    "blocked and must be served over HTTPS.\n"
)
NOT_ALLOWED = "Not allowed to request resource"
NO_CORS_FOLLOW = "No-Cors mode requires follow redirect mode"
KINDS = {"fetch": "Fetch API", "xmlhttprequest": "XMLHttpRequest", "eventsource": "EventSource"}
WRONG_STREAM_TYPE = (
    'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream". '
    "Aborting the connection."
)
NOSNIFF_SCRIPT = (
    'Refused to execute {url} as script because "X-Content-Type-Options: nosniff" was given and '
    "its Content-Type is not a script MIME type."
)
NO_SCRIPT = "Refused to execute {url} as script because {type} is not a script MIME type."
NO_MODULE = "TypeError: '{type}' is not a valid JavaScript MIME type."
NO_STYLE = (
    "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed in strict mode."
)
SECURE_OR_LOCAL = ("about:", "blob:", "data:", "file:", "wss:")
UPGRADED = (
    "The page at {page} requested insecure content from {url}. This content was automatically "
    "upgraded and should be served over HTTPS.\n"
)
IMAGE = "Cannot load image {url} due to access control checks."
SCRIPT = "Cross-origin script load denied by Cross-Origin Resource Sharing policy."
KEPT_DETAILS = (FTP, LOCAL.partition("{")[0], "[blocked]")  # y24-81
NOT_UPGRADED = (
    "The page at {page} requested insecure content from {url}. This content was not upgraded to "
    "HTTPS and must be served from the local host.\n"
)
NOT_SHOWN = "The URL can’t be shown"
BEACON_REDIRECT = "Redirect was not allowed"
BEACON = "Beacon API cannot load {url}. {detail}"
CANNOT_LOAD = "{kind} cannot load {url} due to access control checks."
CANNOT_LOAD_BARE = "{kind} cannot load {url}."
REFUSED = 'Refused to set unsafe header "{name}"'


def messages(events: Sequence[Event], client: Client) -> list[Message]:
    """The console lines of a fetch. A worker's own, of source JS, stay with the worker."""
    lines = _messages(events, client)
    if not client.worker:
        return lines
    last = events[-1]
    if isinstance(last, Blocked) and isinstance(last.failure, f.SchemeNotSupported):
        return []
    said = (NOT_ALLOWED, NOT_HTTP, NOT_HTTP.rstrip("."))  # hunt-310001-1048
    return [line for line in lines if line.source != "JS" and line.text not in said]


def _messages(events: Sequence[Event], client: Client) -> list[Message]:
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
                lines.append(_wrong_type(failure, event.url))  # y58-415
            case UpgradedToSecure():
                text = UPGRADED.format(page=client.document, url=bare(event.url))
                lines.append(Message("SECURITY", "warn", text))
            case Blocked() if request is not None and (unshown := _unshown(event, request)):
                text = BEACON.format(url=bare(unshown), detail=NOT_SHOWN)
                lines.append(Message("NETWORK", "error", text))
            case Blocked() if request is not None:
                lines += _image_redirected(event, client, request)
                said = _blocked(event, events, client, kind, request)
                alone = _beacon(event, request, said) if request.initiator == "beacon" else None
                lines += alone or (said if kind else _by_others(said, event, request))
            case _:
                pass
    return lines


def _element_scheme(url: str, initiator: str, client: Client) -> list[Message]:
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


def _image_redirected(event: Blocked, client: Client, request: Request) -> list[Message]:
    """What is said ahead of a redirect of an image that no network knows. w5-587, w5-593,
    y6s-609, y6s-611.
    """
    target = _strange_target(event.failure)
    if not target or not event.sent or event.cross_origin:
        return []
    if request.initiator != "img" or client.top.scheme != "https":
        return []
    if target.startswith(("about:", "blob:https:", "data:", "ftp:", "wss:")):
        return []  # nothing about these is insecure, or they are not looked at
    return _unfit_image(target, client)[:1]


def _unfit_image(url: str, client: Client) -> list[Message]:
    """An image of a secure page is "upgraded" whatever its scheme, and blocked then. w5-581 to
    w5-584, w5-587, w5-593.
    """
    text = NOT_UPGRADED if url.startswith("file:") else UPGRADED
    lines = [Message("SECURITY", "warn", text.format(page=client.document, url=url))]
    if url.startswith(("file:", "blob:")):
        return [*lines, Message("SECURITY", "error", LOCAL.format(target=url))]
    return [*lines, Message("SECURITY", "warn", MIXED.format(page=client.document, url=url))]


def _wrong_type(failure: f.MIMETypeRefused, initial: str) -> Message:
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


def _unshown(event: Blocked, request: Request) -> str:
    """The URL of a beacon's redirect that has nothing to show; empty: there is none.
    hunt-300004-606, hunt-300004-677.
    """
    failure = event.failure
    cors = request.mode == "cors"  # then it is told as of any other call: y61-26, y61-31
    if request.initiator != "beacon":
        return ""
    if isinstance(failure, f.RedirectUnparsable) and failure.target:
        return "" if cors and event.cross_origin else event.url
    if not isinstance(failure, f.RedirectSchemeNotSupported) or cors:
        return ""
    return failure.target if failure.target.startswith("about:") else ""


def _beacon(event: Blocked, request: Request, said: list[Message]) -> list[Message] | None:
    """What is said of a beacon alone; ``None``: the same as of other calls."""
    failure = event.failure
    if isinstance(failure, f.RedirectUnparsable) and not failure.target:
        text = BEACON.format(url=bare(event.url), detail="Load request cancelled")  # y61-5
        return [Message("NETWORK", "error", text)]
    if not isinstance(failure, f.BadPort) or not event.sent:
        return None
    detail, lines = "Not allowed to use restricted network port", said
    if request.mode == "cors":
        detail = "CORS-preflight request was blocked"
        lines = [Message("SECURITY", "error", detail)]
    text = BEACON.format(url=bare(failure.url), detail=detail)  # y61-21, y61-22
    return [*lines, Message("NETWORK", "error", text)]


def _by_others(said: list[Message], event: Blocked, request: Request) -> list[Message]:
    """The same for elements and beacons: the detail as it is, the last line their own."""
    if not said or said[-1].source != "JS" or isinstance(event.failure, f.MIMETypeRefused):
        return said
    *details, _ = said
    url, initiator = event.initial, request.initiator
    if isinstance(event.failure, f.ConnectionFailed) and not event.preflight:
        if initiator != "beacon":
            return []
        return [
            Message("NETWORK", "error", BEACON.format(url=bare(event.url), detail=details[0].text))
        ]
    if initiator == "img":
        last = [Message("SECURITY", "error", IMAGE.format(url=url))]
    elif initiator == "script":
        last = [Message("JS", "error", SCRIPT)]
    elif initiator == "beacon":
        detail = details[-1].text if details else ""
        url = event.url
        simple = request.mode == "no-cors"  # hunt-330001-660
        target = _strange_target(event.failure)
        if detail == FTP:
            url = event.initial  # y24-43, y61-62
        elif not simple and not event.cross_origin and target.startswith("blob:"):
            url = target  # y61-126
        if target and simple:
            if target.startswith("data:"):
                return []  # y24-3
            if detail == NOT_HTTP.rstrip("."):
                url = target  # y24-1
            else:
                details = details if detail.startswith(KEPT_DETAILS) else []
                url = event.initial if detail == FTP else url  # y24-43
                detail = FTP if detail == FTP else BEACON_REDIRECT
        elif simple and isinstance(event.failure, f.MixedContent) and event.sent:
            detail = BEACON_REDIRECT  # y57-1
        last = [Message("NETWORK", "error", BEACON.format(url=bare(url), detail=detail))]
    else:
        last = []
    return [*details, *last]


def _strange_target(failure: f.Failure) -> str:
    """The target of a redirect that no network knows; empty where it is none."""
    match failure:
        case f.RedirectSchemeNotSupported(target=target):
            return target
        case f.MixedContent(url=target) if not _is_http(target):
            return target  # y24-81
    return ""


def _blocked(
    event: Blocked, events: Sequence[Event], client: Client, kind: str, request: Request
) -> list[Message]:
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
            return [_wrong_type(failure, event.initial)]
        case (
            f.Aborted()
            | f.BlobNotFound()
            | f.LoadStatusNotOk()
            | f.NotDecodable()
            | f.OpaqueResponseBlocked()
        ):
            return []
        case f.SchemeNotSupported() if not kind:
            return _element_scheme(failure.url, request.initiator, client)
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
        case f.BadPort():
            return [Message("SECURITY", "error", DETAILS[f.BadPort].format(**as_shown(failure)))]
        case f.RedirectUnparsable() if not event.cross_origin or not failure.target:
            return []
        case f.RedirectLostInCache():
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
    text = _detail(event, events, client, mode)
    late = _late_redirect(event, events)
    if late is not None:
        url = late.url
    preflighted = any(isinstance(e, PreflightRequired) and e.url == event.url for e in events)
    initial = parse_url(event.initial)
    left_home = preflighted and initial is not None and initial.origin == client.origin
    if isinstance(failure, f.RedirectSchemeNotSupported) and text == FTP and not left_home:
        url = event.initial  # a load that left home with a preflight began anew: hunt-270001-830
    if isinstance(failure, f.RedirectCrossOriginNotAllowedByMode) and _is_http(failure.target):
        url = failure.target
    if isinstance(failure, f.RedirectFailure) and text == NOT_HTTP:
        url = failure.target
        text = text if kind == KINDS["fetch"] else text[:-1]
    lines = [Message("SECURITY", "error", text)] if text else []
    shown = bare(url)
    if isinstance(failure, f.RedirectIncludesCredentials):
        first = failure.url == event.initial  # y18-307, y18-157
        shown = failure.url.partition("#")[0] if first else bare(failure.url)
    return [*lines, Message("JS", "error", CANNOT_LOAD.format(kind=kind, url=shown))]


def _late_redirect(event: Blocked, events: Sequence[Event]) -> RedirectFollowed | None:
    """The redirect that the page's process refused when its target had been preflighted."""
    if event.preflight or not isinstance(event.failure, f.CORSCheckFailed):
        return None
    hops = (
        past
        for past in reversed(events)
        if isinstance(past, RedirectFollowed | AnsweredFromCache)
        or (isinstance(past, RequestSent) and not past.request.preflight)
    )
    last = next(hops, None)
    return last if isinstance(last, RedirectFollowed) else None


def _detail(event: Blocked, events: Sequence[Event], client: Client, mode: str) -> str:
    failure = event.failure
    values = as_shown(failure)
    match failure:
        case f.ConnectionFailed():
            return CONNECTION[failure.how].format(**values)
        case f.RedirectSchemeNotSupported() | f.RedirectUnparsable():
            if failure.target.startswith("ftp:"):
                return FTP
            if not event.cross_origin and _is_local(failure.target, client):
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
    text = DETAILS.get(type(failure), "").format(**values)
    late = _late_redirect(event, events)
    target = late.target if late is not None else _redirect_target(event, events)
    denied = isinstance(failure, f.CORSCheckFailed | f.ResourcePolicyBlocked)
    if denied and target and not event.preflight:
        return DENIED.format(target=target, reason=text)
    return text


def _is_local(target: str, client: Client) -> bool:
    """Whether WebKit calls *target* local: file:, and blob: of another origin."""
    if target.startswith("file:"):
        return True
    url = parse_url(target)
    return target.startswith("blob:") and (url is None or url.origin != client.origin)


def _redirect_target(event: Blocked, events: Sequence[Event]) -> str:
    """The target of the redirect whose response failed the CORS check; empty: it was none."""
    answers = (e for e in reversed(events) if isinstance(e, ResponseReceived | AnsweredFromCache))
    last = next(answers, None)
    if last is None or not isinstance(last.response, WireResponse):
        return ""
    location = get(last.response.headers, "location")
    if last.response.status not in REDIRECT_STATUSES or location is None:
        return ""
    if not location:
        return ""
    base = parse_url(event.url)
    target = parse_url(location, base)
    if target is None or base is None:
        return location
    inherited = target.fragment is None and base.fragment is not None
    return bare(target.href) + (f"#{base.fragment}" if inherited else "")


def _is_http(text: str) -> bool:
    url = parse_url(text)
    return url is not None and url.is_http
