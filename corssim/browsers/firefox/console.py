"""Firefox's words: console lines and exception texts, to the character.

Law: texts stand in the tables; the functions fill them in. Sources:
dom/locales/en-US/chrome/security/security.properties, dom/bindings/Errors.msg. A failed
preflight, or a redirect that fails, is reported twice: once by its own channel and once by the
channel that was waiting for it, which knows no status.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ... import failures as f
from ...events import (
    AnsweredFromCache,
    AuthorizationByWildcard,
    Blocked,
    CookieJudged,
    Event,
    FetchStarted,
    HeadersRefused,
    LoadUseless,
    RedirectFollowed,
    ResponseExposed,
    ResponseReceived,
    SynchronousCall,
    Thrown,
    UpgradedToSecure,
)
from ...headers import nosniff
from ...mime import essence_of, is_javascript
from ...request import Client, Request
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard import opaque_response_blocking as orb
from ...standard.elements import never_script
from ...url import URL, Origin, parse_url
from ..console import Message, bare
from .redirects import OWN_SCHEMES, is_given_up
from .sites import (
    LESS_RESTRICTED,
    is_another_site,
    is_cross_site,
    refusing_principal,
    source_of,
)

if TYPE_CHECKING:
    from .profile import Firefox

BLOCKED = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource "
    "at {url}. (Reason: "
)
BLOCKED_QUOTED = BLOCKED.replace("{url}", "‘{url}’")
DID_NOT_SUCCEED = "CORSDidNotSucceed2"
EXTERNAL_REDIRECT = "CORSExternalRedirectNotAllowed"
NOT_HTTP = "CORSRequestNotHttp"
PREFLIGHT_DID_NOT_SUCCEED = "CORSPreflightDidNotSucceed3"

# message key: text behind the frame
REASONS: dict[str, str] = {
    "CORSDisabled": "CORS disabled).",
    DID_NOT_SUCCEED: "CORS request did not succeed). Status code: (null).",
    "CORSOriginHeaderNotAdded": "CORS header ‘Origin’ cannot be added).",
    EXTERNAL_REDIRECT: "CORS request external redirect not allowed).",
    NOT_HTTP: "CORS request not http).",
    "CORSMissingAllowOrigin2": (
        "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}."
    ),
    "CORSMultipleAllowOriginNotAllowed": (
        "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
    ),
    "CORSAllowOriginNotMatchingOrigin": (
        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’)."
    ),
    "CORSNotSupportingCredentials": (
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."
    ),
    "CORSMethodNotFound": ("Did not find method in CORS header ‘Access-Control-Allow-Methods’)."),
    "CORSMissingAllowCredentials": (
        "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)."
    ),
    PREFLIGHT_DID_NOT_SUCCEED: ("CORS preflight response did not succeed). Status code: {status}."),
    "CORSInvalidAllowMethod": (
        "invalid token ‘{element}’ in CORS header ‘Access-Control-Allow-Methods’)."
    ),
    "CORSInvalidAllowHeader": (
        "invalid token ‘{element}’ in CORS header ‘Access-Control-Allow-Headers’)."
    ),
    "CORSMissingAllowHeaderFromPreflight2": (
        "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from "
        "CORS preflight response)."
    ),
}
KEYS: dict[type[f.Failure], str] = {
    f.OriginMissing: "CORSMissingAllowOrigin2",
    f.OriginMultiple: "CORSMultipleAllowOriginNotAllowed",
    f.OriginMismatch: "CORSAllowOriginNotMatchingOrigin",
    f.WildcardWithCredentials: "CORSNotSupportingCredentials",
    f.CredentialsNotTrue: "CORSMissingAllowCredentials",
    f.PreflightStatusNotOk: PREFLIGHT_DID_NOT_SUCCEED,
    f.MethodNotAllowed: "CORSMethodNotFound",
    f.HeaderNotAllowed: "CORSMissingAllowHeaderFromPreflight2",
}
LIST_KEYS = {
    "Access-Control-Allow-Methods": "CORSInvalidAllowMethod",
    "Access-Control-Allow-Headers": "CORSInvalidAllowHeader",
}
OLDER: dict[str, dict[str, str]] = {
    "99": {
        DID_NOT_SUCCEED: "CORS request did not succeed).",
        "CORSMissingAllowOrigin2": "CORS header ‘Access-Control-Allow-Origin’ missing).",
        PREFLIGHT_DID_NOT_SUCCEED: "CORS preflight channel did not succeed).",
        "CORSMissingAllowHeaderFromPreflight2": (
            "missing token ‘{name}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS "
            "preflight channel)."
        ),
    },
}
"""Reasons up to and including this version, to recognise; never spoken."""
AUTHORIZATION_WARNING = (
    "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote "
    "resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the "
    "`Authorization` header is not covered. To include the `Authorization` header, it must be "
    "explicitly listed in CORS header `Access-Control-Allow-Headers`)."
)
REFUSED = "Attempt to set a forbidden header was denied: {name}"
SOP = "Security Error: Content at {source} may not load data from {url}."
SOP_TEXTS = {
    "blob": SOP,
    "file": "Security Error: Content at {source} may not load or link to {url}.",
}
CORP = (
    "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack "
    "thereof). See https://developer.mozilla.org/docs/Web/HTTP/"
    "Cross-Origin_Resource_Policy_(CORP)#"
)
MIXED = "Blocked loading mixed active content “{url}”"
DATA_REDIRECT = "Redirecting to data: URI not allowed (Blocked loading of: “{url}”)"
REFERRER = (
    "Referrer Policy: Ignoring the less restricted referrer policy “{policy}” for the "
    "cross-site request: {url}"
)

NO_CONNECTION = "Firefox can’t establish a connection to the server at {url}."
FONT = (
    'downloadable font: {what} (font-family: "font" style:normal weight:400 stretch:100 '
    "src index:0){reason} source: {url}"
)
CONTENT_BLOCKED = "content blocked"
PORT_REFUSED = "status=2152398867"  # NS_ERROR_PORT_ACCESS_NOT_ALLOWED
FONT_REFUSED = "bad URI or cross-site access not allowed"
NOT_AVAILABLE = "status=2147746065"  # NS_ERROR_NOT_AVAILABLE
BAD_REDIRECT = "status=2152398877"  # y1-331
SCRIPTS = {"script": "<script>", "module": "module"}
NOT_ALLOWED = "{what} source URI is not allowed in this document: “{url}”."
LOADING_FAILED = "Loading failed for the {what} with source “{url}”."
MODULE_TYPE = (
    "Loading module from “{url}” was blocked because of a disallowed MIME type (“{type}”)."
)
SCRIPT_TYPE = "Script from “{url}” was blocked because of a disallowed MIME type (“{type}”)."
SNIFFED_TYPE = (
    "The resource from “{url}” was blocked due to MIME type (“{type}”) mismatch "
    "(X-Content-Type-Options: nosniff)."
)
STYLE_TYPE = (
    "The stylesheet {url} was not loaded because its MIME type, “{type}”, is not “text/css”."
)
TOLERATED_TYPE = (
    "The script from “{url}” was loaded even though its MIME type (“{type}”) is not a valid "
    "JavaScript MIME type."
)
OPAQUE = "The resource at “{url}” was blocked by OpaqueResponseBlocking. Reason: “{reason}”."
OPAQUE_REASONS: dict[str, str] = {
    orb.NEVER: "mimeType is an opaque-blocklisted-never-sniffed MIME type",
    orb.NOSNIFF: (
        "nosniff is true and mimeType is an opaque-blocklisted MIME type or its essence is "
        "'text/plain'"
    ),
    orb.PARTIAL: "response's status is 206 and mimeType is an opaque-blocklisted MIME type",
    orb.NOT_FIRST: "response status is 206 and not first partial response",
    orb.STAYS_UNKNOWN: "after sniff: nosniff is true",
    orb.STATUS: "after sniff: status code is not in allowed range",
    orb.NOT_MEDIA: "after sniff: content-type declares image/video/audio, but sniffing fails",
    orb.NOT_SCRIPT: "Javascript validation failed",
}
OPAQUE_SEE = (
    "A resource is blocked by OpaqueResponseBlocking, please check browser console for details."
)
_REJECTED = "Cookie “{name}” has been rejected "
# why: message key, level, text
COOKIES: dict[str, tuple[str, str, str]] = {
    "name": ("cookiesRejection", "error", _REJECTED + "for invalid characters in the name."),
    "domain": ("cookiesRejection", "error", _REJECTED + "for invalid domain."),
    "prefix": ("cookiesRejection", "error", _REJECTED + "for invalid prefix."),
    "insecure": (
        "cookiesRejection", "error",
        _REJECTED + "because a non-HTTPS cookie can’t be set as “secure”.",
    ),
    "none-insecure": (
        "cookieSameSite", "error",
        "Cookie “{name}” rejected because it has the “SameSite=None” attribute but is missing the "
        "“secure” attribute.",
    ),
    "cross-site": (
        "cookieSameSite", "error",
        _REJECTED + "because it is in a cross-site context and its “SameSite” is “Lax” or "
        "“Strict”.",
    ),
    "same-site": (
        "cookieSameSite", "error",
        "Invalid “SameSite“ value for cookie “{name}”. The supported values are: “Lax“, “Strict“, "
        "“None“.",
    ),
    "foreign": (
        "cookiesCHIPS", "warning",
        "Cookie “{name}” will soon be rejected because it is foreign and does not have the "
        "“Partitioned“ attribute.",
    ),
}  # fmt: skip
NO_URL = "‘src’ attribute of <script> element is not a valid URI: “{url}”"
UPGRADED = "Mixed Content: Upgrading insecure display request ‘{url}’ to use ‘https’"
SYNCHRONOUS_DEPRECATED = (
    "Synchronous XMLHttpRequest on the main thread is deprecated because of its detrimental "
    "effects to the end user’s experience. For more help https://xhr.spec.whatwg.org/#sync-warning"
)


def messages(events: Sequence[Event], client: Client, profile: Firefox) -> list[Message]:
    """The console lines of a fetch."""
    lines: list[Message] = []
    last: object = None
    request: Request | None = None
    useless: WireResponse | None = None
    for event in events:
        match event:
            case SynchronousCall():
                lines.append(Message("DOM Core", "warning", SYNCHRONOUS_DEPRECATED))
            case HeadersRefused():
                lines += [
                    Message("DOM", "warning", REFUSED.format(name=name)) for name in event.names
                ]
            case FetchStarted():
                request = event.request
                lines += _referrer(request.referrer_policy, request.url.href, client, is_cross_site)
            case RedirectFollowed() if _tells_policy(request, client):
                assert request is not None
                line = _referrer(request.referrer_policy, event.target, client, is_cross_site)
                lines += line * _times(event.url, client)
            case RedirectFollowed() if request is not None and not client.origin.opaque:
                # in the background once, where the load first gets to another site: e19-181, -182
                if not any(line.source == "Security" for line in lines):
                    policy = request.referrer_policy
                    lines += _referrer(policy, event.target, client, is_cross_site)
            case ResponseReceived() | AnsweredFromCache():
                last = event.response
            case AuthorizationByWildcard():
                text = AUTHORIZATION_WARNING.format(url=event.url)
                lines.append(Message("CORSAllowHeaderFromPreflightDeprecation", "warning", text))
            case CookieJudged():
                key, level, text = COOKIES[event.why]
                lines.append(Message(key, level, text.format(name=event.name)))
            case UpgradedToSecure():
                text = UPGRADED.format(url=event.url)
                lines.append(Message("Mixed Content Message", "warning", text))
            case ResponseExposed() if request is not None:
                lines += _tolerated(event.url, event.wire, request)
            case LoadUseless():
                useless = event.wire
            case Thrown(failure=f.InvalidURL() as invalid) if invalid.element in SCRIPTS:
                lines.append(Message("HTML", "warning", NO_URL.format(url=invalid.input)))
            case Blocked() if request is not None:
                failure = event.failure
                if isinstance(failure, f.BadPort):  # refused before it is upgraded: w5-578
                    lines = [line for line in lines if line.source != "Mixed Content Message"]
                refused = isinstance(failure, f.RedirectFailure | f.CORSCheckFailed)
                manual = request.redirect == "manual"  # hunt-270001-482
                asked = not manual and not isinstance(failure, f.RedirectNotAllowed)
                if refused and asked and _tells_policy(request, client):
                    target = _redirect_target(event, last, profile)
                    line = _referrer(request.referrer_policy, target, client, is_another_site)
                    moved = isinstance(failure, f.RedirectCrossOriginNotAllowedByMode)
                    lines += line if moved else line * _times(event.url, client)  # y17-337
                if isinstance(failure, f.OpaqueResponseBlocked):
                    url = bare(failure.url)
                    text = OPAQUE.format(url=url, reason=OPAQUE_REASONS[failure.reason])
                    lines.append(Message("ORB", "warning", text))
                if useless is not None and isinstance(failure, f.OpaqueResponseBlocked):
                    lines += _tolerated(event.url, useless, request)
                lines += _blocked(event, client, last, request, profile)
                lines += _opaque_redirect(event, request, last, profile)
                lines += _of_element(event, client, request, events)
            case _:
                pass
    return lines


def _of_element(
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


def _tolerated(url: str, wire: WireResponse, request: Request) -> list[Message]:
    """A classic script may have any type but some; what is not JavaScript's is told."""
    essence = essence_of(wire.headers)
    usable = 200 <= wire.status <= 299  # hunt-300005-326
    if request.initiator != "script" or is_javascript(essence) or not usable:
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
        target = _target(failure)
        local = target.scheme in ("file", "blob")
        if request.mode == "cors":
            return not local and not is_given_up(target)  # y1-308, y1-309
        # else it is refused as a redirect: y29-345
        return local and _refuser(target, event, client, request) == source_of(client)
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


def _opaque_redirect(
    event: Blocked, request: Request, last: object, profile: Firefox
) -> list[Message]:
    """Opaque response blocking gets to see a redirect that the channel then refused. w5-646."""
    plain = request.from_element and request.mode == "no-cors"
    mixed = isinstance(event.failure, f.MixedContent)
    if not (plain and mixed and isinstance(last, WireResponse)):
        return []
    reason = profile.reason_to_block_opaque(last, last.body)
    if reason is None:
        return []  # y1-468
    text = OPAQUE.format(url=bare(event.url), reason=OPAQUE_REASONS[reason])
    return [Message("ORB", "warning", text), Message("ORB", "warning", OPAQUE_SEE)]


def _wrong_type(failure: f.MIMETypeRefused, event: Blocked) -> list[Message]:
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
    said = [Message("MIMEMISMATCH", "error", text.format(**values))]
    return [*said, _line(DID_NOT_SUCCEED, event.url)] if event.cross_origin else said


def _referrer(
    policy: str, url: str, client: Client, foreign: Callable[[Client, Origin], bool]
) -> list[Message]:
    target = parse_url(url)
    if policy not in LESS_RESTRICTED or target is None or not foreign(client, target.origin):
        return []
    return [Message("Security", "error", REFERRER.format(policy=policy, url=url))]


def _times(url: str, client: Client) -> int:
    """How often a redirect of *url* prints the line: twice where the policy held so far."""
    before = parse_url(url)
    assert before is not None
    return 1 if is_cross_site(client, before.origin) else 2


def _at_home(url: str, client: Client) -> bool:
    parsed = parse_url(url)
    return parsed is not None and parsed.origin == client.origin


def _redirect_target(event: Blocked, last: object, profile: Firefox) -> str:
    """Where the last answer redirects to; empty where it does not, or to no http(s) URL."""
    if event.preflight or not isinstance(last, WireResponse):
        return ""
    location = profile.location(last.headers)
    if last.status not in REDIRECT_STATUSES or location is None:
        return ""
    target = _inheriting(parse_url(location, parse_url(event.url)), event.url, profile)
    return target.href if target is not None and target.is_http else ""


def _inheriting(target: URL | None, url: str, profile: Firefox) -> URL | None:
    """*target* with the fragment of the URL that redirects to it, where it has none."""
    _, mark, fragment = url.partition("#")
    if target is None or not mark or target.fragment is not None:
        return target
    return profile.inherit_fragment(target, fragment)


def _line(key: str, url: str, **values: Any) -> Message:
    frame = BLOCKED_QUOTED if key == "CORSNotSupportingCredentials" else BLOCKED
    values = {name: as_utf8(v) if isinstance(v, str) else v for name, v in values.items()}
    return Message(key, "error", frame.format(url=url) + REASONS[key].format(**values))


def as_utf8(value: str) -> str:
    """Header bytes as Gecko shows them: read as UTF-8, what is none as U+FFFD."""
    if value.isascii() or max(value) > "\xff":
        return value
    return value.encode("latin-1").decode("utf-8", "replace")


def _blocked(
    event: Blocked, client: Client, last: object, request: Request, profile: Firefox
) -> list[Message]:
    failure = event.failure
    url = event.url
    match failure:
        case f.CrossOriginNotAllowedByMode():
            return [Message("SOP", "error", SOP.format(source=source_of(client), url=failure.url))]
        case f.RedirectCrossOriginNotAllowedByMode():
            text = SOP.format(source=source_of(client), url=failure.target)
            return [Message("SOP", "error", text)]
        case f.Aborted() | f.ContentDecodingFailed() | f.LoadStatusNotOk() | f.NotDecodable():
            return []
        case f.MIMETypeRefused():
            return _wrong_type(failure, event)
        case f.OpaqueResponseBlocked():
            moved = event.url != request.url.href  # w5-585, hunt-320001-1210
            return [] if moved else [Message("ORB", "warning", OPAQUE_SEE)]
        case f.ResourcePolicyBlocked():
            line = Message("CORP", "error", CORP.format(url=failure.url))
            return [line] if _in_window(request, client) else []
        case f.MixedContent():
            lines = _mixed(failure.url, request, client)
            lines += _type_of_redirect(url, last, request)
            return [*lines, _line(DID_NOT_SUCCEED, url)] if event.cross_origin else lines
        case f.LocalNetworkDenied():
            foreign = request.mode == "cors" and request.url.origin != client.origin
            return [_line(DID_NOT_SUCCEED, url)] if foreign else []
        case f.BlobNotFound():
            return []
        case f.BadPort() if event.sent and request.mode == "cors":
            return [_line(DID_NOT_SUCCEED, url)]  # y6-9
        case f.SchemeNotSupported():
            return _scheme(failure.url, client, request)
        case f.RedirectSchemeNotSupported():
            lines = _redirect_scheme(failure, event, client, request)
            external = not failure.target.startswith(("data:", "file:", "blob:"))
            return _before_last(lines, _type_of_redirect(url, last, request) if external else [])
    if isinstance(failure, f.RedirectIncludesCredentials) and failure.url != event.url:
        return [_line(DID_NOT_SUCCEED, failure.url)]  # y17-226
    if not event.cross_origin and not isinstance(failure, f.RedirectIncludesCredentials):
        return []
    nothing = _line(DID_NOT_SUCCEED, url)
    if isinstance(failure, f.PreflightRedirected):
        return _preflight_redirected(failure, event, client, last, request, profile)
    key = KEYS.get(type(failure))
    if isinstance(failure, f.ListUnparsable):
        key = LIST_KEYS[failure.header]
    if key is None:
        if isinstance(failure, f.RedirectNotAllowed):
            return []
        if event.preflight:
            return [nothing] if _at_home(url, client) else [nothing, nothing]  # hunt-320001-1848
        refused = isinstance(failure, f.RedirectIncludesCredentials)
        return [*(_type_of_redirect(url, last, request) if refused else []), nothing]
    lines = [_line(key, url, **failure.evidence)]
    redirected = isinstance(last, WireResponse) and (
        last.status in REDIRECT_STATUSES
        and profile.location(last.headers) is not None
        and request.redirect == "follow"
    )
    if redirected:
        lines += _type_of_redirect(url, last, request)
    if event.preflight and redirected:
        return [*lines, nothing, nothing]
    return [*lines, nothing] if event.preflight or redirected else lines


def _before_last(lines: list[Message], more: list[Message]) -> list[Message]:
    return [*lines[:-1], *more, *lines[-1:]] if more else lines


def _type_of_redirect(url: str, answer: object, request: Request) -> list[Message]:
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


def _in_window(request: Request | None, client: Client) -> bool:
    """Whether checks of a redirect or an answer have a window to print in: a load with
    ``keepalive`` is the parent process's, a worker has none. e15-2, e15-62, e15-67, e16-425,
    e16-482, w2-194.
    """
    return request is not None and not request.keepalive and not client.worker


def _tells_policy(request: Request | None, client: Client) -> bool:
    """Whether a redirect prints that its referrer policy is ignored: in a sandboxed frame only
    an element's does. e4-1, hunt-320001-537.
    """
    own = request is not None and request.from_element
    return _in_window(request, client) and (own or not client.origin.opaque)


def _mixed(url: str, request: Request, client: Client) -> list[Message]:
    line = Message("Mixed Content Blocker", "error", MIXED.format(url=url))
    return [line] if _in_window(request, client) else []


def _scheme(url: str, client: Client, request: Request) -> list[Message]:
    """A first URL that is no http(s) one. e14-9, e14-10, e14-8, e14-40."""
    scheme = url.partition(":")[0]
    if scheme in SOP_TEXTS:
        text = SOP_TEXTS[scheme].format(source=source_of(client), url=url)
        return [Message("SOP", "error", text)]
    asked_with_cors = request.mode == "cors" and request.initiator != "stylesheet"  # w5-516
    told = asked_with_cors and scheme not in ("ws", "wss")
    return [_line(NOT_HTTP, url)] if told else []


def _redirect_scheme(
    failure: f.RedirectSchemeNotSupported, event: Blocked, client: Client, request: Request
) -> list[Message]:
    url = event.url
    lines = _data_warning(failure.url, failure.target)
    target = _target(failure)
    source = _refuser(target, event, client, request)
    if source:
        text = SOP_TEXTS[target.scheme].format(source=source, url=failure.target)
        lines.append(Message("SOP", "error", text))
    elif (
        request.mode == "cors"
        and not is_given_up(target)
        and (target.scheme != "blob" or event.cross_origin)
    ):
        lines.append(_line(NOT_HTTP, failure.target))
    return [*lines, _line(DID_NOT_SUCCEED, url)] if event.cross_origin else lines


def _data_warning(url: str, target: str) -> list[Message]:
    """The line names the target before it inherits the fragment. Hunted: hunt-240002-1521."""
    if not target.startswith("data:"):
        return []
    fragment = url.partition("#")[2]
    if fragment:
        target = target.removesuffix("#" + fragment)
    return [Message("DATA_URI_BLOCKED", "warning", DATA_REDIRECT.format(url=target))]


def _target(failure: f.RedirectSchemeNotSupported) -> URL:
    target = parse_url(failure.target)
    assert target is not None
    return target


def _refuser(target: URL, event: Blocked, client: Client, request: Request) -> str:
    url = parse_url(event.url)
    assert url is not None
    return refusing_principal(target, url, client, request)


def _preflight_redirected(
    failure: f.PreflightRedirected, event: Blocked, client: Client, last: object,
    request: Request, profile: Firefox,
) -> list[Message]:  # fmt: skip
    """The preflight's own channel is asked again after it refused the redirect."""
    url = event.url
    nothing = _line(DID_NOT_SUCCEED, url)
    status = _line(PREFLIGHT_DID_NOT_SUCCEED, url, status=failure.status)
    if request.redirect != "follow":
        return [status, nothing]
    at_home = _at_home(url, client)
    lost = [nothing] if at_home else [nothing, nothing]  # hunt-310001-380, y16-1
    target = _inheriting(parse_url(failure.location, parse_url(url)), url, profile)
    if target is None:
        return lost
    if profile.is_insecure(client, target):
        return [*_mixed(target.href, request, client), nothing, nothing]
    if target.includes_credentials:
        return [nothing, nothing]
    if not target.is_http:
        if at_home and target.scheme == "blob" and target.origin == client.origin:
            return [_line(EXTERNAL_REDIRECT, url), nothing]  # hunt-360001-907
        if target.scheme not in OWN_SCHEMES or target.scheme == "about":
            lost = [nothing, nothing]  # another channel was made: y16-9
        refuser = _refuser(target, event, client, request)
        if refuser:
            text = SOP_TEXTS[target.scheme].format(source=refuser, url=target.href)
            return [Message("SOP", "error", text), *lost]
        return [*_data_warning(url, target.href), *lost]
    lines = [_line(EXTERNAL_REDIRECT, url)]
    assert isinstance(last, WireResponse)
    allowed = profile.get(last.headers, "access-control-allow-origin")
    moved, known = failure.cross_origin, client.origin.serialized if at_home else "null"
    if moved and at_home and allowed is None:
        lines.append(_line("CORSMissingAllowOrigin2", url, status=failure.status))
    elif moved and allowed not in ("*", known):
        lines.append(_line("CORSAllowOriginNotMatchingOrigin", url, value=allowed))
    else:
        lines.append(status)
    return [*lines, nothing]
