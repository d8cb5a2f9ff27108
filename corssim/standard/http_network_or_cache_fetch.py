"""HTTP-network-or-cache fetch, and the CORS-preflight fetch before it.

https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch

Law: the header lines of a request are made first, then the cache is asked, then the network.
Here, and nowhere else, requests are yielded and their answers taken.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from ..events import (
    AnsweredFromCache,
    AuthorizationByWildcard,
    PreflightSucceeded,
    RequestSent,
    ResponseReceived,
    RevalidatedInBackground,
)
from ..failures import Aborted, ConnectionFailed, Failure, NotInCache
from ..headers import HeaderList
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from .agent import Agent
from .fetch import WAIT, Answer, Fetch, WaitForOther
from .preflight import Preflight, remember
from .stored import Stored


def cors_preflight_fetch(
    fetch: Fetch, agent: Agent, unsafe: list[str]
) -> Generator[WireRequest | WaitForOther, Any, Failure | None]:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"""
    rules = agent.rules
    # 1. to 5. The preflight request.
    lines = rules.wire.preflight_headers(fetch, unsafe)
    url = rules.network.wire_url(fetch.url)
    wire = WireRequest("OPTIONS", url, lines, b"", preflight=True)
    # 6. HTTP-network-or-cache fetch, which for a preflight is the network.
    response = yield from _http_network_fetch(fetch, agent, wire)
    if isinstance(response, NetworkFailure):
        return network_error_reason(fetch, response)
    refused = rules.network.refuse_answer(fetch, response)
    if refused is not None:
        return refused
    # 7. The checks, in the browser's order; 7.7 to 7.10: the cache.
    preflight = Preflight(fetch, response, unsafe, rules.preflight, rules.cors_check, rules.network)
    for check in rules.preflight.checks:
        failure = check(preflight)
        if failure is not None:
            if isinstance(failure, rules.preflight.remembered_failures):
                remember(preflight, agent.preflight_cache, fetch.now)
            return failure
    max_age = remember(preflight, agent.preflight_cache, fetch.now)
    if preflight.authorization_by_wildcard:
        fetch.events.append(AuthorizationByWildcard(fetch.url.href))
    fetch.events.append(PreflightSucceeded(fetch.url.href, max_age or 0))
    return None


def http_network_or_cache_fetch(
    fetch: Fetch, agent: Agent
) -> Generator[WireRequest | WaitForOther, Any, WireResponse | Failure]:
    """https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"""
    rules, cache = agent.rules, agent.http_cache
    stored = lines = None
    while fetch.accompanied and cache.is_in_flight(fetch):
        yield WAIT
    # 8.24. The cache.
    if cache.is_consulted(fetch):
        # 8.1. to 8.23. The header lines.
        lines = _header_lines(fetch, agent, ())
        stored = cache.lookup(fetch, lines)
        if stored is not None and stored.usable:
            response = stored.response
            if stored.stale:
                yield from _revalidate_in_background(fetch, agent, stored)
            fetch.events.append(AnsweredFromCache(fetch.url.href, response))
            return response
        if stored is not None or cache.lookup_changes_request:
            lines = None
    # 10.1. Mode only-if-cached.
    if fetch.cache_mode == "only-if-cached":
        return NotInCache(fetch.url.href)
    refusal = rules.network.refuse_to_send(fetch)
    if refusal is not None:
        return refusal
    if lines is None:
        lines = _header_lines(fetch, agent, stored.validators if stored is not None else ())
    body = b"" if fetch.body is None else fetch.body.source
    wire = WireRequest(fetch.method, rules.network.wire_url(fetch.url), lines, body)
    # 10.2. HTTP-network fetch.
    if fetch.accompanied:
        cache.begin(fetch)
    fetch.notes.on_request(fetch, wire)
    answer = yield from _http_network_fetch(fetch, agent, wire)
    if fetch.accompanied:
        cache.end(fetch)
    if isinstance(answer, NetworkFailure):
        return network_error_reason(fetch, answer)
    agent.cookies.take(fetch, answer)
    refused = rules.network.refuse_answer(fetch, answer)
    if refused is not None:
        return refused
    # 10.3. to 10.5. What is stored is updated, replaced or invalidated.
    received: WireResponse = cache.receive(fetch, wire, answer, stored)
    return received


def _header_lines(fetch: Fetch, agent: Agent, validators: HeaderList) -> HeaderList:
    """The header lines of the current hop, the conditions of *validators* among them."""
    cookie = agent.cookies.header_for(fetch) if fetch.credentialed else ""
    lines = agent.rules.wire.request_headers(fetch, validators, cookie)
    fetch.notes.on_headers(fetch, lines)
    return lines


def _revalidate_in_background(
    fetch: Fetch, agent: Agent, stored: Stored
) -> Generator[WireRequest | WaitForOther, Any, None]:
    """Ask for a stale response that is used all the same (RFC 5861, 3). Nobody waits for it."""
    rules, cache = agent.rules, agent.http_cache
    now, mode = fetch.now, fetch.cache_mode
    fetch.background, fetch.cache_mode = True, rules.network.background_cache_mode
    stored.validators = cache.validators(stored.response)
    lines = _header_lines(fetch, agent, stored.validators)
    wire = WireRequest(fetch.method, rules.network.wire_url(fetch.url), lines)
    answer = yield from _http_network_fetch(fetch, agent, wire)
    if not isinstance(answer, NetworkFailure):
        agent.cookies.take(fetch, answer)
        fetch.events.append(RevalidatedInBackground(fetch.url.href, answer))
        cache.receive(fetch, wire, answer, stored)
    fetch.background, fetch.cache_mode = False, mode
    fetch.now = now


def _http_network_fetch(
    fetch: Fetch, agent: Agent, wire: WireRequest
) -> Generator[WireRequest | WaitForOther, Any, Answer]:
    """https://fetch.spec.whatwg.org/#http-network-fetch

    A connection that drops is tried again as the browser does; a 421 once more on a new
    connection (step 15 of HTTP-network-or-cache fetch).
    """
    tries = 0
    misdirected = False
    while True:
        fetch.events.append(RequestSent(wire, fetch.now))
        answer = _in_time(fetch, agent, wire, (yield wire))
        fetch.events.append(ResponseReceived(answer))
        tries += 1
        if isinstance(answer, WireResponse):
            if answer.status != 421 or misdirected or (fetch.body and fetch.body.stream):
                return answer
            misdirected = True
            continue
        if answer.how != "dropped" or tries > agent.rules.network.retries(wire):
            return answer


def _in_time(fetch: Fetch, agent: Agent, wire: WireRequest, answer: Answer) -> Answer:
    """The answer, with the time gone by; or that the script's signal aborted before it came."""
    if not isinstance(answer, WireResponse) or not answer.delay:
        return answer
    arrival = fetch.now + answer.delay
    signal = fetch.request.signal
    end = float("inf") if signal is None else fetch.started + signal.after
    fetch.now = min(arrival, end)
    if arrival <= end:
        return answer
    rules = agent.rules
    if wire.preflight and rules.preflight.remembers_aborted:
        unsafe = rules.preflight.unsafe_header_names(fetch)
        preflight = Preflight(
            fetch, answer, unsafe, rules.preflight, rules.cors_check, rules.network
        )
        if all(check(preflight) is None for check in rules.preflight.checks):
            remember(preflight, agent.preflight_cache, arrival)
    return NetworkFailure("aborted")


def network_error_reason(fetch: Fetch, answer: NetworkFailure) -> Failure:
    """The failure behind a missing response."""
    signal = fetch.request.signal
    if answer.how == "aborted" and signal is not None:
        return Aborted(fetch.url.href, "timeout" if signal.timeout else "abort")
    return ConnectionFailed(fetch.url.href, answer.how, fetch.url.host)
