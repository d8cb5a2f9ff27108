"""Chrome's words: console lines and exception texts, to the character.

Law: texts stand in the tables; the functions fill them in. Sources: blink's
platform/loader/cors/cors_error_string.cc, core/frame/frame_console.cc,
core/fetch/{request,fetch_manager}.cc.
"""

from __future__ import annotations

from collections.abc import Sequence

from ... import failures as f
from ...events import (
    AnsweredFromCache,
    AnsweredFromMemory,
    Blocked,
    BodyUndecodable,
    Event,
    FetchStarted,
    HeadersRefused,
    LoadUseless,
    RedirectFollowed,
    ResponseExposed,
    ResponseReceived,
    RevalidatedBehind,
    UpgradedToSecure,
)
from ...request import Client
from ...response import WireResponse
from ...standard.elements import FONT_SIGNATURES
from ..console import Message, bare
from .cache import UNSAFE_REDIRECT_SCHEMES

SCHEMES = (
    "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, "
    "http, https, isolated-app"
)
FRAME = "Access to {kind} at '{url}' {via}from origin '{origin}' has been blocked by CORS policy: "
VIA = "(redirected from '{initial}') "
PREFLIGHT = "Response to preflight request doesn't pass access control check: "
FETCH_SUFFIX = " Have the server send the header with a valid value."
XHR_SUFFIX = (
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the "
    "withCredentials attribute."
)
KINDS = {
    "fetch": "fetch", "xmlhttprequest": "XMLHttpRequest", "img": "image", "script": "script",
    "module": "script", "stylesheet": "CSS stylesheet", "font": "font",
}  # fmt: skip
"""What is accessed; else ``resource`` (blink's Resource::ResourceTypeToString)."""
SILENT = (f.CredentialedSubresource, f.LoadStatusNotOk, f.Aborted, f.OpaqueResponseBlocked)
WRONG_TYPES = {
    "eventsource": (
        'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream". '
        "Aborting the connection."
    ),
    "script": (
        "Refused to execute script from '{url}' because its MIME type ('{type}') is not executable"
    ),
    "module": (
        "Failed to load module script: Expected a JavaScript-or-Wasm module script but the server "
        'responded with a MIME type of "{type}". Strict MIME type checking is enforced for module '
        "scripts per HTML spec."
    ),
    "stylesheet": (
        "Refused to apply style from '{url}' because its MIME type ('{type}') is not a supported "
        "stylesheet MIME type, and strict MIME checking is enabled."
    ),
}
STRICTLY = ", and strict MIME type checking is enabled."
SFNT_VERSIONS = (*FONT_SIGNATURES, b"true")
FONT_UNDECODED = "Failed to decode downloaded font: {url}"
UPGRADED = (
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure element "
    "'{url}'. This request was automatically upgraded to HTTPS, For more information see "
    "https://blog.chromium.org/2019/10/no-more-mixed-messages-about-https.html"
)

# class: (text, suffix for fetch, suffix for XMLHttpRequest, prefixed in a preflight)
TEXTS: dict[type[f.Failure], tuple[str, str, str, bool]] = {
    f.WildcardWithCredentials: (
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        "wildcard '*' when the request's credentials mode is 'include'.",
        "", XHR_SUFFIX, True,
    ),
    f.OriginMissing: (
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "", "", True,
    ),
    f.OriginMultiple: (
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only "
        "one is allowed.",
        FETCH_SUFFIX, "", True,
    ),
    f.OriginInvalid: (
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        FETCH_SUFFIX, "", True,
    ),
    f.OriginMismatch: (
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the "
        "supplied origin.",
        FETCH_SUFFIX, "", True,
    ),
    f.CredentialsNotTrue: (
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' "
        "which must be 'true' when the request's credentials mode is 'include'.",
        "", XHR_SUFFIX, True,
    ),
    f.PreflightStatusNotOk: ("It does not have HTTP ok status.", "", "", True),
    f.PreflightRedirected: ("Redirect is not allowed for a preflight request.", "", "", True),
    f.ListUnparsable: (
        "Cannot parse {header} response header field in preflight response.", "", "", False,
    ),
    f.MethodNotAllowed: (
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
        "", "", False,
    ),
    f.HeaderNotAllowed: (
        "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight "
        "response.",
        "", "", False,
    ),
    f.RedirectIncludesCredentials: (
        "Redirect location '' contains a username and password, which is disallowed for "
        "cross-origin requests.",
        "", "", False,
    ),
    f.RedirectSchemeNotSupported: (
        f"Cross origin requests are only supported for protocol schemes: {SCHEMES}.",
        "", "", False,
    ),
    f.SchemeNotSupported: (
        f"Cross origin requests are only supported for protocol schemes: {SCHEMES}.",
        "", "", False,
    ),
    f.LocalNetworkDenied: (
        "Permission was denied for this request to access the `{space}` address space.",
        "", "", False,
    ),
}  # fmt: skip
INSECURE_LOCAL_NETWORK = (
    "The request client is not a secure context and the resource is in more-private address "
    "space `{space}`."
)
_OPAQUE_HINT = (
    "if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the "
    "resource with CORS disabled."
)
_OLD_FETCH_SUFFIX = f" Have the server send the header with a valid value, or, {_OPAQUE_HINT}"
OLDER: dict[str, dict[type[f.Failure], str]] = {
    "132": {
        f.OriginMissing: TEXTS[f.OriginMissing][0] + " I" + _OPAQUE_HINT[1:],
        f.OriginMultiple: TEXTS[f.OriginMultiple][0] + _OLD_FETCH_SUFFIX,
        f.OriginInvalid: TEXTS[f.OriginInvalid][0] + _OLD_FETCH_SUFFIX,
        f.OriginMismatch: TEXTS[f.OriginMismatch][0] + _OLD_FETCH_SUFFIX,
    },
}
"""Texts for fetch() up to and including this version, to recognise; never spoken."""
LOAD_FAILED = "Failed to load resource: net::{error}"
STATUS = "Failed to load resource: the server responded with a status of {status} ({reason})"
REFUSED = 'Refused to set unsafe header "{name}"'
CANNOT_LOAD = "Fetch API cannot load {url}. {reason}"
LOCAL = "Not allowed to load local resource: {url}"
FTP = "FTP is not supported."
CANNOT_LOAD_REASONS: dict[type[f.Failure], str] = {
    f.CrossOriginNotAllowedByMode: (
        'Request mode is "same-origin" but the URL\'s origin is not same as the request origin '
        "{origin}."
    ),
    f.NoCorsNeedsFollow: 'Request mode is "no-cors" but the redirect mode is not "follow".',
    f.SchemeNotSupported: 'URL scheme "{scheme}" is not supported.',
}
UNSAFE_ATTEMPT = (
    "Unsafe attempt to load URL {url} from frame with URL {document}. Domains, protocols and "
    "ports must match.\n"
)
MIXED = (
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} "
    "'{url}'. This request has been blocked; the content must be served over HTTPS."
)
MIXED_WHAT = {
    "xmlhttprequest": "XMLHttpRequest endpoint", "script": "script", "module": "script",
    "stylesheet": "stylesheet", "font": "font", "eventsource": "EventSource endpoint",
    "beacon": "Beacon endpoint",
}  # fmt: skip

NET_ERRORS: dict[str, str] = {
    "refused": "ERR_CONNECTION_REFUSED",
    "dropped": "ERR_EMPTY_RESPONSE",
    "dns": "ERR_NAME_NOT_RESOLVED",
    "tls": "ERR_CERT_AUTHORITY_INVALID",
    "timeout": "ERR_TIMED_OUT",
    "stream": "ERR_ALPN_NEGOTIATION_FAILED",
    "data": "ERR_INVALID_URL",
}
FAILURE_ERRORS: dict[type[f.Failure], str] = {
    f.RedirectUnparsable: "ERR_INVALID_REDIRECT",
    f.TooManyRedirects: "ERR_TOO_MANY_REDIRECTS",
    f.RedirectStreamBody: "ERR_INVALID_ARGUMENT",
    f.BadPort: "ERR_UNSAFE_PORT",
    f.BlobNotFound: "ERR_FILE_NOT_FOUND",
    f.NotInCache: "ERR_CACHE_MISS",
    f.ContentDecodingFailed: "ERR_CONTENT_DECODING_FAILED",
    f.RedirectNotAllowed: "ERR_FAILED",
}

BY_EMBEDDER = "ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep"
POLICY_ERRORS = {
    "same-origin": "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
    "same-site": "ERR_BLOCKED_BY_RESPONSE.NotSameSite",
}
"""By Cross-Origin-Resource-Policy; else the page's embedder policy stood for it."""


def encode_hint(value: str | None) -> str:
    r"""A header value as the console shows it: all but printable ASCII as ``\\uXXXX``."""
    return "".join(c if " " <= c <= "~" else f"\\u{ord(c):04X}" for c in value or "")


def messages(events: Sequence[Event], client: Client) -> list[Message]:
    """The console lines of a fetch. What the network says goes to the page, not to a worker."""
    lines = _messages(events, client)
    return [line for line in lines if line.source != "network"] if client.worker else lines


def _messages(events: Sequence[Event], client: Client) -> list[Message]:
    lines: list[Message] = []
    read: WireResponse | None = None
    last: object = None
    initiator, cors, redirected = "fetch", True, False
    synchronous = False
    behind: list[Message] = []
    for event in events:
        match event:
            case FetchStarted():
                initiator = event.request.initiator
                cors = event.request.mode == "cors"
                synchronous = event.request.synchronous
            case HeadersRefused():
                lines += [
                    Message("javascript", "error", REFUSED.format(name=name))
                    for name in event.names
                ]
            case RevalidatedBehind():
                behind = _status(event.response)  # told last: y76-2, y76-33
            case ResponseReceived() | AnsweredFromCache():
                last = event.response
            case ResponseExposed() | LoadUseless():
                told = read is not None
                read = event.wire
                if not told and not _refused_first(events[-1]):
                    lines += _status(read)
            case RedirectFollowed():
                redirected = True
                if initiator == "beacon" and bare(event.target) != event.target:
                    return lines  # Blink lets go of a beacon with userinfo: hunt-300002-367
            case UpgradedToSecure() if not redirected:
                text = UPGRADED.format(page=client.document, url=event.url)
                lines.append(Message("security", "warning", text))
            case BodyUndecodable():
                assert isinstance(last, WireResponse)
                read = last
                lines += _status(read)
                error = FAILURE_ERRORS[f.ContentDecodingFailed]
                lines.append(Message("network", "error", LOAD_FAILED.format(error=error)))
            case AnsweredFromMemory(failure=f.MIMETypeRefused() as failure):
                lines += _useless(failure, event.url, initiator)
            case Blocked():
                why = event.failure
                undecoded = isinstance(why, f.ContentDecodingFailed) and not why.unaccepted
                if undecoded and not synchronous and isinstance(last, WireResponse):
                    lines += _status(last)  # y74-643, y74-646
                lines += _blocked(event, client, initiator, cors)
                if isinstance(event.failure, f.NotDecodable) and initiator == "font" and read:
                    lines += _sanitizer(read.body)
            case _:
                pass
    return lines + behind


def _status(response: WireResponse) -> list[Message]:
    if response.status < 400:
        return []
    text = STATUS.format(status=response.status, reason=response.reason)
    return [Message("network", "error", text)]


def _refused_first(last: Event) -> bool:
    """Whether nobody is told the status, for what the element may not have or cannot apply."""
    failure = last.failure if isinstance(last, Blocked) else None
    style = isinstance(failure, f.MIMETypeRefused) and failure.initiator == "stylesheet"
    return style or isinstance(failure, f.OpaqueResponseBlocked)  # y55-91, y55-349


def _blocked(event: Blocked, client: Client, initiator: str, cors: bool) -> list[Message]:
    failure = event.failure
    kind = type(failure)
    if isinstance(failure, SILENT):
        return []
    if isinstance(failure, f.MIMETypeRefused | f.NotDecodable):
        return _useless(failure, event.initial, initiator)
    if isinstance(failure, f.SchemeNotSupported):
        scheme = failure.url.partition(":")[0]
        if scheme == "file" or (scheme == "blob" and initiator != "fetch"):
            return [Message("security", "error", LOCAL.format(url=failure.url))]
        if scheme == "ftp" and initiator == "xmlhttprequest":
            return [Message("security", "error", FTP)]
    if isinstance(failure, f.MixedContent):
        text = MIXED.format(
            page=client.document,
            what=MIXED_WHAT.get(initiator, "resource"),
            url=event.shown(failure.url),
        )
        return [Message("security", "error", text)]
    if isinstance(failure, f.RedirectCrossOriginNotAllowedByMode):
        text = UNSAFE_ATTEMPT.format(url=failure.target, document=client.document)
        return [Message("security", "error", text)]
    if kind in CANNOT_LOAD_REASONS and initiator == "fetch" and not event.sent:
        scheme = event.url.partition(":")[0]
        reason = CANNOT_LOAD_REASONS[kind].format(scheme=scheme, **failure.evidence)
        text = CANNOT_LOAD.format(url=event.url, reason=reason)
        return [Message("javascript", "error", text)]
    lines: list[Message] = []
    error = net_error(event, cors)
    if error == "ERR_FAILED" and kind in TEXTS:
        lines.append(Message("javascript", "error", cors_line(event, client, initiator)))
    lines.append(Message("network", "error", LOAD_FAILED.format(error=error)))
    return lines


def _useless(
    failure: f.MIMETypeRefused | f.NotDecodable, url: str, initiator: str
) -> list[Message]:
    """What is said of a load whose answer nobody can use."""
    if isinstance(failure, f.NotDecodable):
        text = FONT_UNDECODED.format(url=url)
        return [Message("other", "warning", text)] if initiator == "font" else []
    text = WRONG_TYPES[failure.initiator].format(**failure.evidence)
    if failure.initiator == "script":
        text += STRICTLY if failure.nosniff else "."
    source = "security" if failure.initiator in ("script", "stylesheet") else "javascript"
    return [Message(source, "error", text)]


def _sanitizer(body: bytes) -> list[Message]:
    """What the OpenType sanitizer says of a font's first bytes. y15-1, y15-2."""
    if not body or body.startswith(SFNT_VERSIONS):
        return []  # w5-541
    if len(body) < 4:
        return [Message("other", "warning", "OTS parsing error: file less than 4 bytes")]
    version = int.from_bytes(body[:4])
    return [Message("other", "warning", f"OTS parsing error: invalid sfntVersion: {version}")]


def net_error(event: Blocked, cors: bool) -> str:
    """The network stack's error code for a failure."""
    failure = event.failure
    if isinstance(failure, f.ConnectionFailed):
        return NET_ERRORS[failure.how]
    if isinstance(failure, f.SchemeNotSupported) and not cors:
        return "ERR_UNKNOWN_URL_SCHEME"
    if isinstance(failure, f.InvalidResponse):
        return "ERR_UNEXPECTED_PROXY_AUTH"
    if isinstance(failure, f.HeadersConflict):
        return "ERR_RESPONSE_HEADERS_MULTIPLE_" + failure.name.upper().replace("-", "_")
    if isinstance(failure, f.RedirectSchemeNotSupported):
        scheme = failure.target.partition(":")[0]
        if scheme in UNSAFE_REDIRECT_SCHEMES:
            return "ERR_UNSAFE_REDIRECT"
        return "ERR_FAILED" if cors else "ERR_UNKNOWN_URL_SCHEME"
    if isinstance(failure, f.ResourcePolicyBlocked):
        return POLICY_ERRORS.get(failure.policy, BY_EMBEDDER)
    return FAILURE_ERRORS.get(type(failure), "ERR_FAILED")


def cors_line(event: Blocked, client: Client, initiator: str) -> str:
    """The line that begins ``Access to fetch at ...``."""
    failure = event.failure
    text, for_fetch, for_xhr, prefixed = TEXTS[type(failure)]
    if isinstance(failure, f.LocalNetworkDenied) and not failure.secure_context:
        text = INSECURE_LOCAL_NETWORK
    values = failure.evidence
    if "value" in values:
        values["value"] = encode_hint(values["value"])
    url = event.url
    if isinstance(failure, f.RedirectSchemeNotSupported):
        url = failure.target
    via = VIA.format(initial=event.initial) if url != event.initial else ""
    frame = FRAME.format(
        kind=KINDS.get(initiator, "resource"), url=url, via=via, origin=client.origin
    )
    prefix = PREFLIGHT if prefixed and event.preflight else ""
    suffix = {"fetch": for_fetch, "xmlhttprequest": for_xhr}.get(initiator, "")
    return frame + prefix + text.format(**values) + suffix
