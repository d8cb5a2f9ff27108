"""Which lines Chrome's console shows for a fetch.

Law: texts stand in ``texts.py``, the functions fill them in; what scripts catch is in
``thrown.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ... import failures as f
from ...environment import Client
from ...events import (
    AnsweredFromCache,
    AnsweredFromMemory,
    Blocked,
    BodyUndecodable,
    Event,
    FetchStarted,
    HeadersRefused,
    RedirectFollowed,
    ResponseExposed,
    ResponseReceived,
    ResponseUnusable,
    RevalidatedInBackground,
    UpgradedToSecure,
)
from ...response import WireResponse
from ...standard.elements import FONT_SIGNATURES
from ...standard.rules import Rules
from ..console import Message, bare
from ..thrown import Thrown
from ..words import Words
from .redirect import UNSAFE_REDIRECT_SCHEMES
from .texts import (
    BY_EMBEDDER,
    CANNOT_LOAD,
    CANNOT_LOAD_REASONS,
    FAILURE_ERRORS,
    FONT_UNDECODED,
    FRAME,
    FTP,
    INSECURE_LOCAL_NETWORK,
    KINDS,
    LOAD_FAILED,
    LOCAL,
    MIXED,
    MIXED_WHAT,
    NET_ERRORS,
    POLICY_ERRORS,
    PREFLIGHT,
    REFUSED,
    STATUS,
    STRICTLY,
    TEXTS,
    UNSAFE_ATTEMPT,
    UPGRADED,
    VIA,
    WRONG_TYPES,
)
from .thrown import CHROME

Text = tuple[str, str, str, bool]
SILENT = (f.CredentialedSubresource, f.LoadStatusNotOk, f.Aborted, f.OpaqueResponseBlocked)
SFNT_VERSIONS = (*FONT_SIGNATURES, b"true")


def encode_hint(value: str | None) -> str:
    r"""A header value as the console shows it: all but printable ASCII as ``\\uXXXX``."""
    return "".join(c if " " <= c <= "~" else f"\\u{ord(c):04X}" for c in value or "")


@attrs.frozen(eq=False)
class ChromeWords(Words):
    """Chrome's."""

    thrown: Thrown = CHROME
    frame: str = FRAME
    texts: Mapping[type[f.Failure], Text] = attrs.Factory(lambda: TEXTS)
    """What stands behind the frame."""

    def console(self, events: Sequence[Event], client: Client, rules: Rules) -> list[Message]:
        return messages(events, client, self)


def messages(events: Sequence[Event], client: Client, words: ChromeWords) -> list[Message]:
    """The console lines of a fetch. What the network says goes to the page, not to a worker."""
    lines = _messages(events, client, words)
    return [line for line in lines if line.source != "network"] if client.worker else lines


def _messages(events: Sequence[Event], client: Client, words: ChromeWords) -> list[Message]:
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
            case RevalidatedInBackground():
                behind = _status(event.response)  # printed last: y76-2, y76-33
            case ResponseReceived() | AnsweredFromCache():
                last = event.response
            case ResponseExposed() | ResponseUnusable():
                reported = read is not None
                read = event.wire
                if not reported and not _refused_first(events[-1]):
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
                lines += _blocked(event, client, initiator, cors, words)
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


def _blocked(
    event: Blocked, client: Client, initiator: str, cors: bool, words: ChromeWords
) -> list[Message]:
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
    if error == "ERR_FAILED" and kind in words.texts:
        lines.append(Message("javascript", "error", cors_line(event, client, initiator, words)))
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


def cors_line(event: Blocked, client: Client, initiator: str, words: ChromeWords) -> str:
    """The line that begins ``Access to fetch at ...``."""
    failure = event.failure
    text, for_fetch, for_xhr, prefixed = words.texts[type(failure)]
    if isinstance(failure, f.LocalNetworkDenied) and not failure.secure_context:
        text = INSECURE_LOCAL_NETWORK
    values = failure.evidence
    if "value" in values:
        values["value"] = encode_hint(values["value"])
    url = event.url
    if isinstance(failure, f.RedirectSchemeNotSupported):
        url = failure.target
    via = VIA.format(initial=event.initial) if url != event.initial else ""
    frame = words.frame.format(
        kind=KINDS.get(initiator, "resource"), url=url, via=via, origin=client.origin
    )
    prefix = PREFLIGHT if prefixed and event.preflight else ""
    suffix = {"fetch": for_fetch, "xmlhttprequest": for_xhr}.get(initiator, "")
    return frame + prefix + text.format(**values) + suffix
