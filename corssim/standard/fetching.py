"""Fetching: https://fetch.spec.whatwg.org/#fetching

Law: a fetch is a generator that yields a wire request and is sent its answer; it does no I/O
and reads no clock. It reports what happens as events and asks the browser's rules wherever
browsers may differ. Steps are numbered as in the standard; a redirect, with which the standard
begins main fetch anew, is the next turn of the loop in ``main_fetch``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import attrs

from ..events import (
    AnsweredFromMemory,
    Blocked,
    BodyUndecodable,
    CORSCheckPassed,
    FetchStarted,
    HeadersRefused,
    PreflightCacheHit,
    PreflightRequired,
    ResponseExposed,
    ResponseUnusable,
    UpgradedToSecure,
)
from ..failures import (
    Aborted,
    BadPort,
    ConnectionFailed,
    ContentDecodingFailed,
    Failure,
    LoadStatusNotOk,
    OpaqueResponseBlocked,
)
from ..headers import get
from ..request import WireRequest
from ..response import Response, WireResponse
from . import event_source
from .agent import Agent
from .content_codings import decode
from .element_memory import ElementMemory
from .fetch import Fetch, WaitForOther, Wire
from .http_network_or_cache_fetch import cors_preflight_fetch, http_network_or_cache_fetch
from .http_redirect_fetch import http_redirect_fetch, redirect_of
from .network_error import NetworkError, refuse
from .scheme_fetch import LOCAL_SCHEMES, data_response, local_response

Step = Generator[WireRequest | WaitForOther, Any, "Response | WireResponse | None"]


def run(fetch: Fetch, agent: Agent, memory: ElementMemory) -> Wire:
    """The whole of a fetch, behind what a document remembers of its elements: gives what a script
    may read, ``None`` for a network error, which the last event names.
    """
    concerned = fetch.request.from_element or memory.in_use
    return _remembering(fetch, agent, memory) if concerned else _main_fetch(fetch, agent)


def _remembering(fetch: Fetch, agent: Agent, memory: ElementMemory) -> Wire:
    known = memory.recall(fetch)
    if known is not None:
        fetch.events.append(AnsweredFromMemory(fetch.url.href, known.failure))
        return known.response
    response: Response | None = yield from _main_fetch(fetch, agent)
    memory.keep(fetch, response)
    return response


def _main_fetch(fetch: Fetch, agent: Agent) -> Wire:
    try:
        return (yield from main_fetch(fetch, agent))
    except NetworkError as error:
        fetch.events.append(
            Blocked(
                error.failure, fetch.url.href, fetch.urls[0].href, error.preflight, error.sent,
                fetch.cors,
            )
        )  # fmt: skip
        return None


def main_fetch(fetch: Fetch, agent: Agent) -> Wire:
    """https://fetch.spec.whatwg.org/#concept-main-fetch"""
    request, network = fetch.request, agent.rules.network
    if request.signal is not None and request.signal.after <= 0:
        raise NetworkError(Aborted(fetch.url.href, "before"), sent=False)
    if request.refused:
        fetch.events.append(HeadersRefused(request.refused))
    fetch.events.append(FetchStarted(request, fetch.cross_origin))
    # 6. Upgrade a mixed content request to a potentially trustworthy URL.
    secure = network.upgraded(fetch, fetch.url)
    if secure is not None:
        fetch.events.append(UpgradedToSecure(fetch.url.href))
        fetch.url = fetch.urls[0] = secure
        # 9. Determine the referrer, for the URL that is asked for.
        fetch.first_referrer = fetch.referrer = agent.rules.wire.first_referrer(fetch)
    # 7. Bad port, mixed content; and of 12. what no HTTP fetch is made for.
    failure = network.block_before_network(fetch)
    if failure is not None:
        raise NetworkError(failure, sent=False)
    # 12. The response: of a data: URL by scheme fetch, else by HTTP fetch.
    if fetch.url.scheme == "data":
        return _scheme_fetch(fetch, agent)
    while True:
        if request.mode == "cors" and not fetch.cors and fetch.cross_origin:
            fetch.cors = True  # the response tainting
        response = yield from http_fetch(fetch, agent)
        if isinstance(response, Response):
            return response
        if response is not None:
            return _response_of(fetch, agent, response)
        if fetch.url.scheme in LOCAL_SCHEMES:
            made = local_response(fetch.url.href)
            if made is None:
                raise NetworkError(ConnectionFailed(fetch.url.href, "data"), sent=False)
            return _response_of(fetch, agent, made)
        # 7. once more, for the redirect's target
        failure = network.block_after_redirect(fetch)
        if failure is not None:
            raise NetworkError(_of_preflight(fetch, agent, failure))


def _of_preflight(fetch: Fetch, agent: Agent, failure: Failure) -> Failure:
    """A redirect's failure, which notes whether its target would have got a preflight."""
    if not isinstance(failure, BadPort) or fetch.request.mode != "cors":
        return failure
    rules = agent.rules.preflight
    because = rules.reason(fetch, rules.unsafe_header_names(fetch))
    return attrs.evolve(failure, of_preflight=because is not None)


def _scheme_fetch(fetch: Fetch, agent: Agent) -> Response:
    """https://fetch.spec.whatwg.org/#concept-scheme-fetch, of a data: URL"""
    made = data_response(fetch.url.href)
    if made is None:
        raise NetworkError(ConnectionFailed(fetch.url.href, "data"), sent=False)
    if agent.rules.network.data_has_length and fetch.request.initiator == "fetch":
        length = ("Content-Length", str(len(made.body)))
        made = attrs.evolve(made, headers=(*made.headers, length))
    return _filtered(fetch, agent, made, made.body)


def http_fetch(fetch: Fetch, agent: Agent) -> Step:
    """https://fetch.spec.whatwg.org/#concept-http-fetch

    Gives the response of the current hop; an opaque-redirect filtered response; or ``None``
    where HTTP-redirect fetch has made the fetch ready for its next hop.
    """
    rules, cache = agent.rules, agent.http_cache
    # 4. A service worker would answer here: none is modelled.
    # 5.1. makeCORSPreflight
    if fetch.cors:
        failure = yield from _ensure_preflight(fetch, agent)
        if failure is not None:
            refuse(fetch, agent, failure, preflight=True)
    # 5.3. HTTP-network-or-cache fetch
    response = yield from http_network_or_cache_fetch(fetch, agent)
    if isinstance(response, Failure):
        refuse(fetch, agent, response)
    # 6. The cross-origin resource policy check of an opaque response.
    if fetch.request.mode == "no-cors" and fetch.cross_origin:
        policy = rules.cors_check.resource_policy_check(fetch, response)
        if policy is not None:
            cache.policy_refused(fetch)
            raise NetworkError(policy)
    # 8. A redirect status.
    redirected = redirect_of(fetch, agent, response)
    if redirected is not None and not rules.redirect.treats_redirect_as_response(redirected):
        return http_redirect_fetch(redirected, agent)
    # 5.4. The CORS check; of redirects it is one of ``RedirectRules.checks``.
    if rules.elements.mime_type_blocks_before_cors and fetch.request.from_element:
        refused = rules.elements.mime_type_refused(fetch, response)
        if refused is not None and refused.by_fetch:
            cache.policy_refused(fetch)
            raise NetworkError(refused)
    if fetch.cors:
        failure = rules.cors_check.check(fetch, response, fetch.include)
        if failure is not None:
            cache.response_refused(fetch)
            refuse(fetch, agent, failure)
        fetch.events.append(CORSCheckPassed(fetch.url.href, response.status))
    return response


def _ensure_preflight(
    fetch: Fetch, agent: Agent
) -> Generator[WireRequest | WaitForOther, Any, Failure | None]:
    """Step 5.1 of HTTP fetch: a preflight, remembered or new, must have allowed the request."""
    rules, cache = agent.rules.preflight, agent.preflight_cache
    if fetch.request.initiator == "eventsource":
        return None  # its Accept is safelisted, and all else is the browser's own
    unsafe = rules.unsafe_header_names(fetch)
    because = rules.reason(fetch, unsafe)
    if because is None or agent.http_cache.answers_before_preflight(fetch):
        return None
    fetch.preflighted = True
    fetch.events.append(PreflightRequired(fetch.url.href, fetch.method, tuple(unsafe), because))
    if rules.consults_cache(fetch) and cache.allows(fetch, unsafe, fetch.now):
        fetch.events.append(PreflightCacheHit(fetch.url.href))
        return None
    return (yield from cors_preflight_fetch(fetch, agent, unsafe))


def _response_of(fetch: Fetch, agent: Agent, wire: WireResponse) -> Response:
    """What the script reads of the last response, its body decoded."""
    filtering = agent.rules.filtering
    no_body = wire.status in filtering.null_body_statuses or fetch.method == "HEAD"
    body = b"" if no_body else decode(wire.body, wire.headers)
    if body is None:
        body = agent.rules.network.undecodable_body(wire.body)
    unusable = _reason_unusable(fetch, agent, wire, body or b"")
    reported_first = isinstance(unusable, LoadStatusNotOk | OpaqueResponseBlocked)
    if body is None and not reported_first:
        opaque = fetch.request.mode == "no-cors" and fetch.left_origin
        if not opaque or fetch.request.from_element:
            coding = get(wire.headers, "content-encoding") or ""
            raise NetworkError(ContentDecodingFailed(fetch.url.href, coding))
        fetch.events.append(BodyUndecodable(fetch.url.href))
    if unusable is not None:
        agent.http_cache.response_unusable(fetch, unusable)
        fetch.events.append(ResponseUnusable(fetch.url.href, wire))
        raise NetworkError(unusable)
    return _filtered(fetch, agent, wire, body or b"")


def _reason_unusable(fetch: Fetch, agent: Agent, wire: WireResponse, body: bytes) -> Failure | None:
    """Why the initiator cannot use the response; None for script-initiated fetches, which accept
    any.
    """
    if fetch.request.initiator == "eventsource":
        return event_source.usable(fetch, wire, agent.rules.elements)
    return agent.rules.elements.usable(fetch, wire, body) if fetch.request.from_element else None


def _filtered(fetch: Fetch, agent: Agent, wire: WireResponse, body: bytes) -> Response:
    """Step 14 of main fetch: the filtered response that the response tainting asks for."""
    filtering = agent.rules.filtering
    if fetch.cors:
        url = filtering.response_url(fetch)
        headers = filtering.cors_filtered(fetch, wire)
        response = Response("cors", wire.status, url, fetch.redirects > 0, headers, body)
    elif fetch.request.mode == "no-cors" and fetch.url.scheme != "data" and fetch.left_origin:
        response = Response("opaque", 0, "", False, (), b"")
    else:
        url = filtering.response_url(fetch)
        headers = filtering.basic_filtered(wire)
        response = Response("basic", wire.status, url, fetch.redirects > 0, headers, body)
    fetch.events.append(ResponseExposed(response, wire, fetch.url.href))
    return response
