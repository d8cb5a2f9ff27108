"""The story of a fetch, step by step, in words, with links to the standard."""

from __future__ import annotations

from collections.abc import Iterator

from ..doctor import diagnose
from ..events import (
    AnsweredFromCache,
    AnsweredFromMemory,
    AuthorizationByWildcard,
    Blocked,
    CookieAccepted,
    CookieRejected,
    CORSCheckPassed,
    Event,
    FetchStarted,
    HeadersRefused,
    PreflightCacheHit,
    PreflightRequired,
    PreflightSucceeded,
    RedirectFollowed,
    RequestSent,
    ResponseExposed,
    ResponseReceived,
    ResponseUnusable,
    RevalidatedInBackground,
    SynchronousCall,
    Thrown,
    UpgradedToSecure,
)
from ..response import NetworkFailure
from ..story import Story
from .meanings import meaning

BECAUSE = {
    "flag": "a streamed body or an upload listener asks for it",
    "method": "the method is not GET, HEAD or POST",
    "headers": "of the request headers",
    "earlier": "an earlier hop needed one",
}


def explain(outcome: Story) -> str:
    """One line an event, numbered, and at the end what to change."""
    lines = [line for event in outcome.events for line in event_lines(event)]
    numbered = [f"{number:2}. {line}" for number, line in enumerate(lines, 1)]
    if outcome.failure is not None:
        numbered.append(f"    see {outcome.failure.step}")
        numbered += [
            f"    to change: {f.advice}" for f in diagnose(outcome) if f.severity == "blocks"
        ]
    return "\n".join(numbered)


def event_lines(event: Event) -> Iterator[str]:
    """What an event says, in words; some say nothing."""
    match event:
        case HeadersRefused():
            yield f"the browser refuses to set {', '.join(event.names)}"
        case FetchStarted():
            where = "cross-origin" if event.cross_origin else "same-origin"
            yield f"{event.request.method} {event.request.url} is {where}"
        case PreflightRequired():
            names = ", ".join(event.unsafe_headers)
            why = BECAUSE[event.because] + (f" ({names})" if event.because == "headers" else "")
            yield f"a preflight must allow it: {why}"
        case PreflightCacheHit():
            yield "an earlier preflight, still remembered, allows it"
        case RequestSent():
            yield f"{event.request.method} {event.request.url} goes over the wire"
        case ResponseReceived():
            answer = event.response
            if isinstance(answer, NetworkFailure):
                yield f"no answer comes ({answer.how})"
            else:
                yield f"the answer is {answer.status} {answer.reason}".rstrip()
        case PreflightSucceeded():
            yield f"the preflight allows it, remembered for {event.max_age:g} s"
        case AuthorizationByWildcard():
            yield "Authorization passes under * (the standard would refuse it)"
        case RevalidatedInBackground():
            yield "that was for the next call: the stale response is used this time"
        case AnsweredFromCache():
            yield f"the HTTP cache answers {event.response.status}; nothing is sent"
        case AnsweredFromMemory():
            outcome = "has it" if event.failure is None else "knows that it failed"
            yield f"the document already {outcome}; nothing is sent"
        case UpgradedToSecure():
            yield f"{event.url} is insecure content of a secure page: asked for by https"
        case CookieAccepted():
            yield f"the cookie {event.name!r} is accepted ({event.why})"
        case CookieRejected():
            yield f"the cookie {event.name!r} is rejected ({event.why})"
        case ResponseUnusable():
            yield f"the answer (status {event.wire.status}) cannot be used by its initiator"
        case SynchronousCall():
            yield "the call is synchronous: the page stands still until it is answered"
        case RedirectFollowed():
            tainted = "; the origin is sent as null from here on" if event.tainted else ""
            yield f"redirected ({event.status}) to {event.target} as {event.method}{tainted}"
        case CORSCheckPassed():
            yield f"the CORS check of the response (status {event.status}) passes"
        case ResponseExposed():
            names = ", ".join(name for name, _ in event.response.headers) or "no headers"
            if event.response.type == "opaque":
                yield "it is opaque: no script may read of it"
            else:
                yield f"the script may read a {event.response.type} response: {names}"
        case Blocked():
            what = "the preflight fails" if event.preflight else "blocked"
            yield f"{what}: {meaning(event.failure)}"
        case Thrown():
            yield f"the call throws: {meaning(event.failure)}"
