"""Which lines Firefox's console shows for a fetch.

Law: one pass over the events, in their order; the lines of a failure are in ``console_blocked.py``,
the words in ``texts.py``.
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
from ...standard.referrer import policy_of
from ...standard.rules import Rules
from ...url import Origin, parse_url
from ..console import Message, bare
from ..thrown import Thrown as Errors
from ..words import Words
from .console_blocked import blocked, in_window, inheriting, is_own_origin
from .console_elements import (
    of_element,
    opaque_redirect,
    tolerated,
)
from .load import Load
from .sites import (
    LESS_RESTRICTED,
    is_another_site,
    is_cross_site,
)
from .targets import is_security_check
from .texts import (
    AUTHORIZATION_WARNING,
    COOKIES,
    NO_URL,
    OPAQUE,
    OPAQUE_REASONS,
    REASONS,
    REFERRER,
    REFUSED,
    SCRIPTS,
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
                lines += blocked(event, last, load)
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
    return policy == "no-referrer" or (policy == "same-origin" and not is_own_origin(url, client))


def _times(url: str, policy: str, client: Client) -> int:
    """How often a redirect of *url*, asked for under *policy*, prints the line: twice where that
    policy was not ignored, or the redirect has set a new one. y73-182.
    """
    before = parse_url(url)
    assert before is not None
    return 1 if policy in LESS_RESTRICTED and is_cross_site(client, before.origin) else 2


def _redirect_target(event: Blocked, last: object, rules: Rules) -> str:
    """Where the last answer redirects to; empty where it does not, or to no http(s) URL."""
    if event.preflight or not isinstance(last, WireResponse):
        return ""
    location = rules.parsing.location(last.headers)
    if last.status not in REDIRECT_STATUSES or location is None:
        return ""
    target = inheriting(parse_url(location, parse_url(event.url)), event.url)
    return target.href if target is not None and target.is_http else ""


def _tells_policy(request: Request | None, client: Client) -> bool:
    """Whether a redirect prints that its referrer policy is ignored: in a sandboxed frame only
    an element's does, in a worker XMLHttpRequest's. e4-1, hunt-320001-537, y73-293.
    """
    if request is None or (client.origin.opaque and not request.from_element):
        return False
    return in_window(request, client) or request.initiator == "xmlhttprequest"
