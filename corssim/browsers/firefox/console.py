"""Which lines Firefox's console shows for a fetch.

Law: a failed preflight, or a redirect that fails, is reported twice: once by its own channel and
once by the channel that was waiting for it, which knows no status. The words are in ``texts.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

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
from ...request import Client, Request
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.referrer import policy_of
from ...url import URL, Origin, parse_url
from ..console import Message, bare
from .elements import (
    OPAQUE,
    OPAQUE_REASONS,
    OPAQUE_SEE,
    SCRIPTS,
    of_element,
    opaque_redirect,
    tolerated,
    type_of_redirect,
    wrong_type,
)
from .redirects import OWN_SCHEMES, is_given_up
from .sites import (
    LESS_RESTRICTED,
    is_another_site,
    is_cross_site,
    refuser,
    refusing_principal,
    source_of,
)
from .texts import (
    AUTHORIZATION_WARNING,
    COOKIES,
    CORP,
    DATA_REDIRECT,
    DID_NOT_SUCCEED,
    EXTERNAL_REDIRECT,
    KEYS,
    LIST_KEYS,
    MIXED,
    NO_URL,
    NOT_HTTP,
    PREFLIGHT_DID_NOT_SUCCEED,
    REFERRER,
    REFUSED,
    SOP,
    SOP_TEXTS,
    SYNCHRONOUS_DEPRECATED,
    UPGRADED,
    error_line,
)

if TYPE_CHECKING:
    from .profile import Firefox


def messages(events: Sequence[Event], client: Client, profile: Firefox) -> list[Message]:
    """The console lines of a fetch."""
    lines: list[Message] = []
    last: object = None
    policy = ""
    gone = False  # no referrer is left that a policy could cut
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
                policy = request.referrer_policy
                gone = _cuts_all(policy, request.url.href, client)
                lines += _referrer(policy, request.url.href, client, is_cross_site)
            case RedirectFollowed() if _tells_policy(request, client):
                before = "" if _policy_of(last) else policy
                policy = event.referrer_policy
                line = _referrer(policy, event.target, client, is_cross_site)
                lines += line * (0 if gone else _times(event.url, before, client))
                gone |= _cuts_all(policy, event.target, client)
            case RedirectFollowed() if request is not None and not client.origin.opaque:
                # in the background once, where the load first gets to another site: e19-181, -182
                policy = event.referrer_policy
                if not any(line.source == "Security" for line in lines):
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
                lines += tolerated(event.url, event.wire, request)
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
                    own = _policy_of(last)
                    before = "" if own else policy
                    policy = own or policy
                    line = _referrer(policy, target, client, is_another_site)
                    moved = isinstance(failure, f.RedirectCrossOriginNotAllowedByMode)
                    times = 0 if gone else _times(event.url, before, client)
                    lines += line if moved else line * times  # y17-337
                if isinstance(failure, f.OpaqueResponseBlocked):
                    url = bare(failure.url)
                    text = OPAQUE.format(url=url, reason=OPAQUE_REASONS[failure.reason])
                    lines.append(Message("ORB", "warning", text))
                if useless is not None and isinstance(failure, f.OpaqueResponseBlocked):
                    lines += tolerated(event.url, useless, request)
                unread = isinstance(failure, f.CORSCheckFailed | f.ContentDecodingFailed)
                if unread and isinstance(last, WireResponse):
                    lines += tolerated(event.url, last, request)  # y55-180, y74-597
                lines += _blocked(event, client, last, request, profile)
                lines += opaque_redirect(event, request, last, profile)
                lines += of_element(event, client, request, events)
            case _:
                pass
    return lines


def _referrer(
    policy: str, url: str, client: Client, foreign: Callable[[Client, Origin], bool]
) -> list[Message]:
    target = parse_url(url)
    if policy not in LESS_RESTRICTED or target is None or not foreign(client, target.origin):
        return []
    return [Message("Security", "error", REFERRER.format(policy=policy, url=url))]


def _policy_of(answer: object) -> str:
    """The policy that the last answer sets."""
    return policy_of(answer.headers) if isinstance(answer, WireResponse) else ""


def _cuts_all(policy: str, url: str, client: Client) -> bool:
    """Whether nothing is left of the referrer. y73-166, y73-212."""
    return policy == "no-referrer" or (policy == "same-origin" and not _at_home(url, client))


def _times(url: str, policy: str, client: Client) -> int:
    """How often a redirect of *url*, asked for under *policy*, prints the line: twice where that
    policy was not ignored, or the redirect has set a new one. y73-182.
    """
    before = parse_url(url)
    assert before is not None
    return 1 if policy in LESS_RESTRICTED and is_cross_site(client, before.origin) else 2


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
            return wrong_type(failure, event)
        case f.OpaqueResponseBlocked():
            moved = event.url != request.url.href  # w5-585, hunt-320001-1210
            return [] if moved else [Message("ORB", "warning", OPAQUE_SEE)]
        case f.ResourcePolicyBlocked():
            line = Message("CORP", "error", CORP.format(url=failure.url))
            return [line] if _in_window(request, client) else []
        case f.MixedContent():
            lines = _mixed(failure.url, request, client)
            lines += type_of_redirect(url, last, request)
            return [*lines, error_line(DID_NOT_SUCCEED, url)] if event.cross_origin else lines
        case f.LocalNetworkDenied():
            foreign = request.mode == "cors" and request.url.origin != client.origin
            return [error_line(DID_NOT_SUCCEED, url)] if foreign else []
        case f.BlobNotFound():
            return []
        case f.BadPort() if event.sent and request.mode == "cors":
            return [error_line(DID_NOT_SUCCEED, url)]  # y6-9
        case f.SchemeNotSupported():
            return _scheme(failure.url, client, request)
        case f.RedirectSchemeNotSupported():
            lines = _redirect_scheme(failure, event, client, request)
            external = not failure.target.startswith(("data:", "file:", "blob:"))
            return _before_last(lines, type_of_redirect(url, last, request) if external else [])
    if isinstance(failure, f.RedirectIncludesCredentials) and failure.url != event.url:
        return [error_line(DID_NOT_SUCCEED, failure.url)]  # y17-226
    if not event.cross_origin and not isinstance(failure, f.RedirectIncludesCredentials):
        return []
    nothing = error_line(DID_NOT_SUCCEED, url)
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
        return [*(type_of_redirect(url, last, request) if refused else []), nothing]
    lines = [error_line(key, url, **failure.evidence)]
    redirected = isinstance(last, WireResponse) and (
        last.status in REDIRECT_STATUSES
        and profile.location(last.headers) is not None
        and request.redirect == "follow"
    )
    if redirected:
        lines += type_of_redirect(url, last, request)
    if event.preflight and redirected:
        return [*lines, nothing, nothing]
    return [*lines, nothing] if event.preflight or redirected else lines


def _before_last(lines: list[Message], more: list[Message]) -> list[Message]:
    return [*lines[:-1], *more, *lines[-1:]] if more else lines


def _in_window(request: Request | None, client: Client) -> bool:
    """Whether checks of a redirect or an answer have a window to print in: a load with
    ``keepalive`` is the parent process's, a worker has none. e15-2, e15-62, e15-67, e16-425,
    e16-482, w2-194.
    """
    return request is not None and not request.keepalive and not client.worker


def _tells_policy(request: Request | None, client: Client) -> bool:
    """Whether a redirect prints that its referrer policy is ignored: in a sandboxed frame only
    an element's does, in a worker XMLHttpRequest's. e4-1, hunt-320001-537, y73-293.
    """
    if request is None or (client.origin.opaque and not request.from_element):
        return False
    return _in_window(request, client) or request.initiator == "xmlhttprequest"


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
    return [error_line(NOT_HTTP, url)] if told else []


def _redirect_scheme(
    failure: f.RedirectSchemeNotSupported, event: Blocked, client: Client, request: Request
) -> list[Message]:
    url = event.url
    lines = _data_warning(failure.url, failure.target)
    target = parse_url(failure.target)
    assert target is not None
    source = refuser(failure, url, client, request)
    if source:
        text = SOP_TEXTS[target.scheme].format(source=source, url=failure.target)
        lines.append(Message("SOP", "error", text))
    elif (
        request.mode == "cors"
        and not is_given_up(target)
        and (target.scheme != "blob" or event.cross_origin)
    ):
        lines.append(error_line(NOT_HTTP, failure.target))
    return [*lines, error_line(DID_NOT_SUCCEED, url)] if event.cross_origin else lines


def _data_warning(url: str, target: str) -> list[Message]:
    """The line names the target before it inherits the fragment. Hunted: hunt-240002-1521."""
    if not target.startswith("data:"):
        return []
    fragment = url.partition("#")[2]
    if fragment:
        target = target.removesuffix("#" + fragment)
    return [Message("DATA_URI_BLOCKED", "warning", DATA_REDIRECT.format(url=target))]


def _preflight_redirected(
    failure: f.PreflightRedirected, event: Blocked, client: Client, last: object,
    request: Request, profile: Firefox,
) -> list[Message]:  # fmt: skip
    """The preflight's own channel is asked again after it refused the redirect."""
    url = event.url
    nothing = error_line(DID_NOT_SUCCEED, url)
    status = error_line(PREFLIGHT_DID_NOT_SUCCEED, url, status=failure.status)
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
            return [error_line(EXTERNAL_REDIRECT, url), nothing]  # hunt-360001-907
        if target.scheme not in OWN_SCHEMES or target.scheme == "about":
            lost = [nothing, nothing]  # another channel was made: y16-9
        at = parse_url(url)
        assert at is not None
        source = refusing_principal(target, at, client, request)
        if source:
            text = SOP_TEXTS[target.scheme].format(source=source, url=target.href)
            return [Message("SOP", "error", text), *lost]
        return [*_data_warning(url, target.href), *lost]
    lines = [error_line(EXTERNAL_REDIRECT, url)]
    assert isinstance(last, WireResponse)
    allowed = profile.get(last.headers, "access-control-allow-origin")
    moved, known = failure.cross_origin, client.origin.serialized if at_home else "null"
    if moved and at_home and allowed is None:
        lines.append(error_line("CORSMissingAllowOrigin2", url, status=failure.status))
    elif moved and allowed not in ("*", known):
        lines.append(error_line("CORSAllowOriginNotMatchingOrigin", url, value=allowed))
    else:
        lines.append(status)
    return [*lines, nothing]
