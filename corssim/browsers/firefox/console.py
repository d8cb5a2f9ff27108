"""Which lines Firefox's console shows for a fetch.

Law: a failed preflight, or a redirect that fails, is reported twice: once by its own channel and
once by the channel that was waiting for it, which knows no status. The words are in ``texts.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import attrs

from ... import failures as f
from ...call import Call
from ...environment import Client
from ...events import (
    AnsweredFromCache,
    AuthorizationByWildcard,
    Blocked,
    CookieAccepted,
    CookieRejected,
    Event,
    FetchStarted,
    HeadersRefused,
    RedirectFollowed,
    ResponseExposed,
    ResponseReceived,
    ResponseUnusable,
    SynchronousCall,
    Thrown,
    UpgradedToSecure,
)
from ...request import Request
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.redirect import inherit_fragment
from ...standard.referrer import policy_of
from ...standard.rules import Rules
from ...url import URL, Origin, parse_url
from ..console import Message, bare
from ..thrown import Thrown as Errors
from ..words import Words
from .console_elements import (
    of_element,
    opaque_redirect,
    tolerated,
    type_of_redirect,
    wrong_type,
)
from .load import Load
from .sites import (
    LESS_RESTRICTED,
    blocking_principal,
    is_another_site,
    is_cross_site,
    refusing_principal,
    source_of,
)
from .targets import OWN_SCHEMES, is_given_up, is_security_check
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
    OPAQUE,
    OPAQUE_REASONS,
    OPAQUE_SEE,
    PREFLIGHT_DID_NOT_SUCCEED,
    REASONS,
    REFERRER,
    REFUSED,
    SCRIPTS,
    SOP,
    SOP_TEXTS,
    SYNCHRONOUS_DEPRECATED,
    UPGRADED,
)
from .thrown import FIREFOX


@attrs.frozen(eq=False)
class FirefoxWords(Words):
    """Firefox's."""

    thrown: Errors = FIREFOX
    reasons: Mapping[str, str] = attrs.Factory(lambda: REASONS)
    """The reason of a CORS error by message key."""

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """The standard throws everywhere. A worker's load in Firefox has come to an end, without an
        answer, where CORS or another security check refused it. w2-86, y36-1, y38-4, y39-2.
        """
        failure = blocked.failure
        if not call.worker or isinstance(failure, f.ContentDecodingFailed):
            return True
        return not blocked.cross_origin and not is_security_check(failure)

    def console(self, events: Sequence[Event], client: Client, rules: Rules) -> list[Message]:
        return messages(events, client, rules, self.reasons)


def messages(
    events: Sequence[Event], client: Client, rules: Rules, reasons: Mapping[str, str]
) -> list[Message]:
    """The console lines of a fetch."""
    load: Load | None = None
    lines: list[Message] = []
    last: object = None
    policy = ""
    gone = False  # no referrer is left that a policy could cut
    request: Request | None = None
    unusable: WireResponse | None = None
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
                load = Load(request, client, rules, reasons)
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
            case CookieAccepted() | CookieRejected():
                key, level, text = COOKIES[event.why]
                lines.append(Message(key, level, text.format(name=event.name)))
            case UpgradedToSecure():
                text = UPGRADED.format(url=event.url)
                lines.append(Message("Mixed Content Message", "warning", text))
            case ResponseExposed() if request is not None:
                lines += tolerated(event.url, event.wire, request)
            case ResponseUnusable():
                unusable = event.wire
            case Thrown(failure=f.InvalidURL() as invalid) if invalid.element in SCRIPTS:
                lines.append(Message("HTML", "warning", NO_URL.format(url=invalid.input)))
            case Blocked() if request is not None and load is not None:
                failure = event.failure
                if isinstance(failure, f.BadPort):  # refused before it is upgraded: w5-578
                    lines = [line for line in lines if line.source != "Mixed Content Message"]
                refused = isinstance(failure, f.RedirectFailure | f.CORSCheckFailed)
                manual = request.redirect == "manual"  # hunt-270001-482
                asked = not manual and not isinstance(failure, f.RedirectNotAllowed)
                if refused and asked and _tells_policy(request, client):
                    target = _redirect_target(event, last, rules)
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
                if unusable is not None and isinstance(failure, f.OpaqueResponseBlocked):
                    lines += tolerated(event.url, unusable, request)
                unread = isinstance(failure, f.CORSCheckFailed | f.ContentDecodingFailed)
                if unread and isinstance(last, WireResponse):
                    lines += tolerated(event.url, last, request)  # y55-180, y74-597
                lines += _blocked(event, last, load)
                lines += opaque_redirect(event, last, load)
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


def _redirect_target(event: Blocked, last: object, rules: Rules) -> str:
    """Where the last answer redirects to; empty where it does not, or to no http(s) URL."""
    if event.preflight or not isinstance(last, WireResponse):
        return ""
    location = rules.parsing.location(last.headers)
    if last.status not in REDIRECT_STATUSES or location is None:
        return ""
    target = _inheriting(parse_url(location, parse_url(event.url)), event.url)
    return target.href if target is not None and target.is_http else ""


def _inheriting(target: URL | None, url: str) -> URL | None:
    """*target* with the fragment of the URL that redirects to it, where it has none."""
    _, mark, fragment = url.partition("#")
    if target is None or not mark or target.fragment is not None:
        return target
    return inherit_fragment(target, fragment)


def _blocked(event: Blocked, last: object, load: Load) -> list[Message]:
    client, request, rules = load.client, load.request, load.rules
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
            return wrong_type(failure, event, load)
        case f.OpaqueResponseBlocked():
            moved = event.url != request.url.href  # w5-585, hunt-320001-1210
            return [] if moved else [Message("ORB", "warning", OPAQUE_SEE)]
        case f.ResourcePolicyBlocked():
            line = Message("CORP", "error", CORP.format(url=failure.url))
            return [line] if _in_window(request, client) else []
        case f.MixedContent():
            lines = _mixed(failure.url, request, client)
            lines += type_of_redirect(url, last, request)
            return [*lines, load.error(DID_NOT_SUCCEED, url)] if event.cross_origin else lines
        case f.LocalNetworkDenied():
            foreign = request.mode == "cors" and request.url.origin != client.origin
            return [load.error(DID_NOT_SUCCEED, url)] if foreign else []
        case f.BlobNotFound():
            return []
        case f.BadPort() if event.sent and request.mode == "cors":
            return [load.error(DID_NOT_SUCCEED, url)]  # y6-9
        case f.SchemeNotSupported():
            return _scheme(failure.url, load)
        case f.RedirectSchemeNotSupported():
            lines = _redirect_scheme(failure, event, load)
            external = not failure.target.startswith(("data:", "file:", "blob:"))
            return _before_last(lines, type_of_redirect(url, last, request) if external else [])
    if isinstance(failure, f.RedirectIncludesCredentials) and failure.url != event.url:
        return [load.error(DID_NOT_SUCCEED, failure.url)]  # y17-226
    if not event.cross_origin and not isinstance(failure, f.RedirectIncludesCredentials):
        return []
    nothing = load.error(DID_NOT_SUCCEED, url)
    if isinstance(failure, f.PreflightRedirected):
        return _preflight_redirected(failure, event, last, load)
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
    lines = [load.error(key, url, **failure.evidence)]
    redirected = isinstance(last, WireResponse) and (
        last.status in REDIRECT_STATUSES
        and rules.parsing.location(last.headers) is not None
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


def _scheme(url: str, load: Load) -> list[Message]:
    """A first URL that is no http(s) one. e14-9, e14-10, e14-8, e14-40."""
    scheme = url.partition(":")[0]
    if scheme in SOP_TEXTS:
        text = SOP_TEXTS[scheme].format(source=source_of(load.client), url=url)
        return [Message("SOP", "error", text)]
    request = load.request
    asked_with_cors = request.mode == "cors" and request.initiator != "stylesheet"  # w5-516
    reported = asked_with_cors and scheme not in ("ws", "wss")
    return [load.error(NOT_HTTP, url)] if reported else []


def _redirect_scheme(
    failure: f.RedirectSchemeNotSupported, event: Blocked, load: Load
) -> list[Message]:
    client, request = load.client, load.request
    url = event.url
    lines = _data_warning(failure.url, failure.target)
    target = parse_url(failure.target)
    assert target is not None
    source = blocking_principal(failure, url, client, request)
    if source:
        text = SOP_TEXTS[target.scheme].format(source=source, url=failure.target)
        lines.append(Message("SOP", "error", text))
    elif (
        request.mode == "cors"
        and not is_given_up(target)
        and (target.scheme != "blob" or event.cross_origin)
    ):
        lines.append(load.error(NOT_HTTP, failure.target))
    return [*lines, load.error(DID_NOT_SUCCEED, url)] if event.cross_origin else lines


def _data_warning(url: str, target: str) -> list[Message]:
    """The line names the target before it inherits the fragment. Hunted: hunt-240002-1521."""
    if not target.startswith("data:"):
        return []
    fragment = url.partition("#")[2]
    if fragment:
        target = target.removesuffix("#" + fragment)
    return [Message("DATA_URI_BLOCKED", "warning", DATA_REDIRECT.format(url=target))]


def _preflight_redirected(
    failure: f.PreflightRedirected, event: Blocked, last: object, load: Load
) -> list[Message]:
    """The preflight's own channel is asked again after it refused the redirect."""
    client, request, rules = load.client, load.request, load.rules
    url = event.url
    nothing = load.error(DID_NOT_SUCCEED, url)
    status = load.error(PREFLIGHT_DID_NOT_SUCCEED, url, status=failure.status)
    if request.redirect != "follow":
        return [status, nothing]
    at_home = _at_home(url, client)
    lost = [nothing] if at_home else [nothing, nothing]  # hunt-310001-380, y16-1
    target = _inheriting(parse_url(failure.location, parse_url(url)), url)
    if target is None:
        return lost
    if rules.network.is_insecure(client, target):
        return [*_mixed(target.href, request, client), nothing, nothing]
    if target.includes_credentials:
        return [nothing, nothing]
    if not target.is_http:
        if at_home and target.scheme == "blob" and target.origin == client.origin:
            return [load.error(EXTERNAL_REDIRECT, url), nothing]  # hunt-360001-907
        if target.scheme not in OWN_SCHEMES or target.scheme == "about":
            lost = [nothing, nothing]  # another channel was made: y16-9
        at = parse_url(url)
        assert at is not None
        source = refusing_principal(target, at, client, request)
        if source:
            text = SOP_TEXTS[target.scheme].format(source=source, url=target.href)
            return [Message("SOP", "error", text), *lost]
        return [*_data_warning(url, target.href), *lost]
    lines = [load.error(EXTERNAL_REDIRECT, url)]
    assert isinstance(last, WireResponse)
    allowed = rules.parsing.get(last.headers, "access-control-allow-origin")
    moved, known = failure.cross_origin, client.origin.serialized if at_home else "null"
    if moved and at_home and allowed is None:
        lines.append(load.error("CORSMissingAllowOrigin2", url, status=failure.status))
    elif moved and allowed not in ("*", known):
        lines.append(load.error("CORSAllowOriginNotMatchingOrigin", url, value=allowed))
    else:
        lines.append(status)
    return [*lines, nothing]
