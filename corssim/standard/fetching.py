"""Fetching: https://fetch.spec.whatwg.org/#fetching

Law: a fetch is a generator that yields a wire request and is sent its answer; it does no I/O
and reads no clock. It tells its story as events and asks the profile wherever browsers may
differ. ``main_fetch`` is the story; the functions below it are its scenes.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ..events import (
    AnsweredFromCache,
    AnsweredFromMemory,
    AuthorizationByWildcard,
    Blocked,
    BodyUndecodable,
    CORSCheckPassed,
    Event,
    FetchStarted,
    HeadersRefused,
    LoadUseless,
    PreflightCacheHit,
    PreflightRequired,
    PreflightSucceeded,
    RedirectFollowed,
    RequestSent,
    ResponseExposed,
    ResponseReceived,
    RevalidatedBehind,
    UpgradedToSecure,
)
from ..failures import (
    Aborted,
    ConnectionFailed,
    ContentDecodingFailed,
    Failure,
    LoadStatusNotOk,
    NotInCache,
    OpaqueResponseBlocked,
)
from ..headers import get
from ..request import Body, Client, Request, WireRequest
from ..response import (
    REDIRECT_STATUSES,
    NetworkFailure,
    Response,
    WireResponse,
)
from ..url import URL
from . import elements, event_source
from .content_codings import decode
from .preflight import Preflight
from .preflight_cache import Permission
from .redirect import Manual, Redirected, follow
from .scheme_fetch import LOCAL_SCHEMES, data_response, local_response

if TYPE_CHECKING:
    from ..browsers.profile import Profile
    from .agent import Agent
    from .element_memory import ElementMemory
    from .http_cache import Stored

Answer = WireResponse | NetworkFailure


class Turn:
    """Yielded by a fetch that waits for another one's response, which it may share."""


TURN = Turn()
Wire = Generator[WireRequest | Turn, Any, Any]


class Fetch:
    """The state of one fetch, from the script's request to its last hop."""

    __slots__ = (
        "accompanied",
        "agent",
        "background",
        "body",
        "cache_mode",
        "client",
        "cors",
        "dropped",
        "events",
        "first_referrer",
        "headers",
        "include",
        "memory",
        "method",
        "now",
        "preflighted",
        "profile",
        "redirects",
        "redirects_taken",
        "referrer",
        "referrer_policy",
        "request",
        "rewritten",
        "scratch",
        "started",
        "tainted",
        "url",
        "urls",
        "use_cors_preflight",
    )  # fmt: skip

    def __init__(
        self, request: Request, client: Client, agent: Agent, memory: ElementMemory
    ) -> None:
        self.request = request
        self.client = client
        self.agent = agent
        self.memory = memory
        self.profile: Profile = agent.profile
        self.events: list[Event] = []
        self.url: URL = request.url
        self.urls: list[URL] = [request.url]
        self.method = request.method
        self.headers: list[tuple[str, str]] = list(request.headers)
        self.body: Body | None = request.body
        self.include = request.credentials == "include"
        self.use_cors_preflight = request.use_cors_preflight
        self.cors = False  # response tainting is "cors"; once set it stays
        self.tainted = False  # redirects tainted the origin
        self.preflighted = False  # a hop needed a preflight
        self.dropped: frozenset[str] = frozenset()  # header names that redirects took away
        self.rewritten = False  # a redirect turned the method into GET
        self.redirects = 0
        self.scratch: dict[str, Any] = {}  # what a profile remembers from hop to hop
        self.background = False  # what is sent only keeps the cache fresh
        self.accompanied = False  # other fetches of the browser are under way
        self.started = self.now = agent.clock.now
        self.cache_mode = self.profile.cache_mode(request, client)
        self.referrer_policy = request.referrer_policy
        self.referrer: str = self.profile.first_referrer(self)
        self.first_referrer: str = self.referrer
        self.redirects_taken: list[tuple[WireResponse, float]] = []
        """The redirects, each with the time it came."""

    @property
    def origin(self) -> str:
        """https://fetch.spec.whatwg.org/#serializing-a-request-origin"""
        return "null" if self.tainted else self.client.origin.serialized

    @property
    def cross_origin(self) -> bool:
        """Whether the current URL is cross-origin to the client."""
        return self.url.origin != self.client.origin

    @property
    def left_home(self) -> bool:
        """Whether any URL so far was cross-origin to the client."""
        return any(url.origin != self.client.origin for url in self.urls)

    @property
    def answered(self) -> AnsweredFromCache | ResponseReceived:
        """How the answer at hand came."""
        found = (AnsweredFromCache, ResponseReceived)
        return next(event for event in reversed(self.events) if isinstance(event, found))

    @property
    def credentialed(self) -> bool:
        """Whether this hop carries cookies: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"""
        mode = self.request.credentials
        if self.credentialless:
            return False
        return mode == "include" or (mode == "same-origin" and self.profile.sends_credentials(self))

    @property
    def cookie(self) -> str:
        """What stands in this hop's Cookie header; empty: it has none."""
        return self.agent.cookies.header_for(self) if self.credentialed else ""

    @property
    def credentialless(self) -> bool:
        """Whether the page's embedder policy takes the credentials from this no-cors request.

        https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials
        """
        return (
            self.client.embedder_policy == "credentialless"
            and self.profile.knows_credentialless
            and self.request.mode == "no-cors"
            and self.cross_origin
        )


def main_fetch(fetch: Fetch) -> Wire:
    """Main fetch, behind what a document remembers of its elements."""
    memory = fetch.memory
    concerned = fetch.request.from_element or memory.in_use
    return _remembering(fetch, memory) if concerned else _main_fetch(fetch)


def _remembering(fetch: Fetch, memory: ElementMemory) -> Wire:
    known = memory.recall(fetch)
    if known is not None:
        fetch.events.append(AnsweredFromMemory(fetch.url.href, known.failure))
        return known.response
    response: Response | None = yield from _main_fetch(fetch)
    memory.keep(fetch, response)
    return response


def _main_fetch(fetch: Fetch) -> Wire:
    """https://fetch.spec.whatwg.org/#concept-main-fetch, hop after hop."""
    profile = fetch.profile
    events = fetch.events
    request = fetch.request
    if request.signal is not None and request.signal.after <= 0:
        return _blocked(fetch, Aborted(fetch.url.href, "before"), sent=False)
    if request.refused:
        events.append(HeadersRefused(request.refused))
    events.append(FetchStarted(request, fetch.cross_origin))
    secure = profile.upgraded(fetch, fetch.url)
    if secure is not None:
        events.append(UpgradedToSecure(fetch.url.href))
        fetch.url = fetch.urls[0] = secure
        fetch.first_referrer = fetch.referrer = profile.first_referrer(fetch)
    failure = profile.block_before_network(fetch)
    if failure is not None:
        return _blocked(fetch, failure, sent=False)
    if fetch.url.scheme == "data":
        made = data_response(fetch.url.href)
        if made is None:
            return _lost_data(fetch)
        return _exposed(fetch, profile.data_response(fetch, made), made.body)
    while True:
        if request.mode == "cors" and not fetch.cors and fetch.cross_origin:
            fetch.cors = True
        if fetch.cors:
            failure = yield from _ensure_preflight(fetch)
            if failure is not None:
                profile.after_failed_check(fetch, failure, preflight=True)
                return _blocked(fetch, failure, preflight=True)
        response = yield from http_network_or_cache_fetch(fetch)
        if isinstance(response, Failure):
            profile.after_failed_check(fetch, response, preflight=False)
            return _blocked(fetch, response)
        if request.mode == "no-cors" and fetch.cross_origin:
            failure = profile.resource_policy_check(fetch, response)
            if failure is not None:
                fetch.agent.http_cache.policy_refused(fetch)
                return _blocked(fetch, failure)
        location = None
        if response.status in REDIRECT_STATUSES:
            location = profile.location(response.headers)
            if location is None and request.redirect != "follow":
                location = profile.location_of_mode(fetch)
        if location is None:
            break
        redirect = Redirected(fetch, response, location, profile.parse_url(location, fetch.url))
        if profile.reads_redirect(redirect):
            break
        try:
            failure = next(
                filter(None, (check(redirect) for check in profile.redirect_checks)), None
            )
        except Manual:
            return _opaque_redirect(fetch, response, location)
        if failure is not None:
            profile.after_failed_check(fetch, failure, preflight=False)
            fetch.agent.http_cache.redirect_failed(fetch, failure)
            return _blocked(fetch, failure)
        assert redirect.target is not None
        before, to = fetch.url.href, redirect.to
        secure = profile.upgraded(fetch, redirect.target)
        if secure is not None:
            profile.pass_insecure(fetch, redirect.target)
        follow(fetch, response, secure or redirect.target)
        events.append(
            RedirectFollowed(
                before, fetch.url.href, response.status, fetch.method, fetch.tainted,
                fetch.referrer_policy,
            )
        )  # fmt: skip
        if secure is not None:
            events.append(UpgradedToSecure(to))
        if fetch.url.scheme in LOCAL_SCHEMES:
            made = local_response(fetch.url.href)
            return _read(fetch, made) if made is not None else _lost_data(fetch)
        failure = profile.block_after_redirect(fetch)
        if failure is not None:
            return _blocked(fetch, failure)
    if profile.types_before_status and request.from_element:
        refused = elements.mime_type_refused(fetch, response)
        if refused is not None and refused.by_fetch:
            fetch.agent.http_cache.policy_refused(fetch)
            return _blocked(fetch, refused)
    if fetch.cors:
        failure = profile.cors_check(fetch, response, False)
        if failure is not None:
            profile.after_failed_check(fetch, failure, preflight=False)
            fetch.agent.http_cache.response_refused(fetch)
            return _blocked(fetch, failure)
        events.append(CORSCheckPassed(fetch.url.href, response.status))
    return _read(fetch, response)


def _lost_data(fetch: Fetch) -> None:
    """A data: URL that does not parse."""
    return _blocked(fetch, ConnectionFailed(fetch.url.href, "data"), sent=False)


def _read(fetch: Fetch, wire: WireResponse) -> Response | None:
    """What the script reads of the last answer, its body decoded."""
    no_body = wire.status in fetch.profile.null_body_statuses or fetch.method == "HEAD"
    body = b"" if no_body else decode(wire.body, wire.headers)
    if body is None:
        body = fetch.profile.undecodable_body(wire.body)
    useless = _use(fetch, wire, body or b"")
    told = isinstance(useless, LoadStatusNotOk | OpaqueResponseBlocked)
    if body is None and not told:
        opaque = fetch.request.mode == "no-cors" and fetch.left_home
        if not opaque or fetch.request.from_element:
            coding = get(wire.headers, "content-encoding") or ""
            _blocked(fetch, ContentDecodingFailed(fetch.url.href, coding))
            return None
        fetch.events.append(BodyUndecodable(fetch.url.href))
    if useless is not None:
        fetch.agent.http_cache.response_useless(fetch, useless)
        fetch.events.append(LoadUseless(fetch.url.href, wire))
        _blocked(fetch, useless)
        return None
    return _exposed(fetch, wire, body or b"")


def _use(fetch: Fetch, wire: WireResponse, body: bytes) -> Failure | None:
    """Why what asked has no use for the answer; a script's own calls have for any."""
    if fetch.request.initiator == "eventsource":
        return event_source.usable(fetch, wire)
    return elements.usable(fetch, wire, body) if fetch.request.from_element else None


def _ensure_preflight(fetch: Fetch) -> Generator[WireRequest | Turn, Any, Failure | None]:
    """The branch of HTTP fetch that makes sure a preflight has allowed the request."""
    profile = fetch.profile
    if fetch.request.initiator == "eventsource":
        return None  # its Accept is safelisted, and all else is the browser's own
    unsafe = profile.unsafe_header_names(fetch)
    because = profile.preflight_reason(fetch, unsafe)
    if because is None:
        return None
    fetch.preflighted = True
    fetch.events.append(PreflightRequired(fetch.url.href, fetch.method, tuple(unsafe), because))
    cache = fetch.agent.preflight_cache
    if profile.consults_preflight_cache(fetch) and cache.allows(fetch, unsafe, fetch.now):
        fetch.events.append(PreflightCacheHit(fetch.url.href))
        return None
    return (yield from cors_preflight_fetch(fetch, unsafe))


def cors_preflight_fetch(
    fetch: Fetch, unsafe: list[str]
) -> Generator[WireRequest | Turn, Any, Failure | None]:
    """https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"""
    profile = fetch.profile
    headers = profile.preflight_headers(fetch, unsafe)
    wire = WireRequest("OPTIONS", profile.wire_url(fetch.url), headers, b"", preflight=True)
    response = yield from _exchange(fetch, wire)
    if isinstance(response, NetworkFailure):
        return _lost(fetch, response)
    refused = profile.refuse_answer(fetch, response)
    if refused is not None:
        return refused
    preflight = Preflight(fetch, response, unsafe)
    for check in profile.preflight_checks:
        failure = check(preflight)
        if failure is not None:
            profile.after_failed_preflight(preflight, failure)
            return failure
    max_age = profile.max_age(profile.get(response.headers, "access-control-max-age"))
    if max_age is not None and profile.stores_preflight(fetch):
        permission = Permission(preflight.methods, preflight.headers, max_age)
        fetch.agent.preflight_cache.store(fetch, permission, fetch.now)
    if preflight.authorization_by_wildcard:
        fetch.events.append(AuthorizationByWildcard(fetch.url.href))
    fetch.events.append(PreflightSucceeded(fetch.url.href, max_age or 0))
    return None


def _exchange(fetch: Fetch, wire: WireRequest) -> Generator[WireRequest | Turn, Any, Answer]:
    """A request and its answer; a connection that drops is tried again as the browser does.

    A 421 is tried once more on a new connection (step 15 of HTTP-network-or-cache fetch).
    """
    tries = 0
    misdirected = False
    while True:
        fetch.events.append(RequestSent(wire, fetch.now))
        answer = _in_time(fetch, wire, (yield wire))
        fetch.events.append(ResponseReceived(answer))
        tries += 1
        if isinstance(answer, WireResponse):
            if answer.status != 421 or misdirected or (fetch.body and fetch.body.stream):
                return answer
            misdirected = True
            continue
        if answer.how != "dropped":
            return answer
        if tries > fetch.profile.retries(wire):
            return answer


def _in_time(fetch: Fetch, wire: WireRequest, answer: Answer) -> Answer:
    """The answer, with the time gone by; or that the script did not wait for it."""
    if not isinstance(answer, WireResponse) or not answer.delay:
        return answer
    arrival = fetch.now + answer.delay
    signal = fetch.request.signal
    end = float("inf") if signal is None else fetch.started + signal.after
    fetch.now = min(arrival, end)
    if arrival <= end:
        return answer
    if wire.preflight:
        fetch.profile.after_unawaited_preflight(fetch, answer, arrival)
    return NetworkFailure("aborted")


def _lost(fetch: Fetch, answer: NetworkFailure) -> Failure:
    """Why nothing came."""
    signal = fetch.request.signal
    if answer.how == "aborted" and signal is not None:
        return Aborted(fetch.url.href, "timeout" if signal.timeout else "abort")
    return ConnectionFailed(fetch.url.href, answer.how, fetch.url.host)


def http_network_or_cache_fetch(
    fetch: Fetch,
) -> Generator[WireRequest | Turn, Any, WireResponse | Failure]:
    """https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch"""
    profile = fetch.profile
    cache = fetch.agent.http_cache
    stored = None
    while fetch.accompanied and cache.busy(fetch):
        yield TURN
    if cache.serves(fetch):
        stored = cache.lookup(fetch)
        if stored is not None and stored.usable:
            response = stored.response
            if stored.stale:
                yield from _revalidate_behind(fetch, stored)
            fetch.events.append(AnsweredFromCache(fetch.url.href, response))
            return response
    if fetch.cache_mode == "only-if-cached":
        return NotInCache(fetch.url.href)
    refusal = profile.refuse_to_send(fetch)
    if refusal is not None:
        return refusal
    validators = stored.validators if stored is not None else ()
    headers = profile.request_headers(fetch, validators, fetch.cookie)
    body = b"" if fetch.body is None else fetch.body.source
    wire = WireRequest(fetch.method, profile.wire_url(fetch.url), headers, body)
    if fetch.accompanied:
        cache.ask(fetch)
    answer = yield from _exchange(fetch, wire)
    if fetch.accompanied:
        cache.answered(fetch)
    if isinstance(answer, NetworkFailure):
        return _lost(fetch, answer)
    _take_cookies(fetch, answer)
    refused = profile.refuse_answer(fetch, answer)
    if refused is not None:
        return refused
    received: WireResponse = cache.receive(fetch, wire, answer, stored)
    return received


def _take_cookies(fetch: Fetch, answer: WireResponse) -> None:
    if fetch.credentialed and answer.status not in fetch.profile.no_cookies_with:
        fetch.agent.cookies.take(fetch, answer.headers)


def _revalidate_behind(fetch: Fetch, stored: Stored) -> Generator[WireRequest | Turn, Any, None]:
    """Ask for a stale response that is used all the same (RFC 5861, 3). Nobody waits for it."""
    profile, cache, now, mode = fetch.profile, fetch.agent.http_cache, fetch.now, fetch.cache_mode
    fetch.background, fetch.cache_mode = True, profile.background_cache_mode
    stored.validators = cache.validators(stored.response)
    headers = profile.request_headers(fetch, stored.validators, fetch.cookie)
    wire = WireRequest(fetch.method, profile.wire_url(fetch.url), headers)
    answer = yield from _exchange(fetch, wire)
    if not isinstance(answer, NetworkFailure):
        _take_cookies(fetch, answer)
        fetch.events.append(RevalidatedBehind(fetch.url.href, answer))
        cache.receive(fetch, wire, answer, stored)
    fetch.background, fetch.cache_mode = False, mode
    fetch.now = now


def _exposed(fetch: Fetch, wire: WireResponse, body: bytes) -> Response:
    """The filtered response that the response tainting asks for."""
    request = fetch.request
    profile = fetch.profile
    if fetch.cors:
        kind, headers = "cors", profile.cors_filtered(fetch, wire)
    elif request.mode == "no-cors" and fetch.url.scheme != "data" and fetch.left_home:
        response = Response("opaque", 0, "", False, (), b"")
        fetch.events.append(ResponseExposed(response, wire, fetch.url.href))
        return response
    else:
        kind, headers = "basic", profile.basic_filtered(wire)
    response = Response(
        kind,  # type: ignore[arg-type]
        wire.status,
        profile.response_url(fetch),
        fetch.redirects > 0,
        headers,
        body,
    )
    fetch.events.append(ResponseExposed(response, wire, fetch.url.href))
    return response


def _opaque_redirect(fetch: Fetch, wire: WireResponse, location: str) -> Response:
    body = fetch.profile.opaque_redirect_body(wire, location)
    response = Response("opaqueredirect", 0, fetch.url.without_fragment, False, (), body)
    fetch.events.append(ResponseExposed(response, wire, fetch.url.href))
    return response


def _blocked(fetch: Fetch, failure: Failure, preflight: bool = False, sent: bool = True) -> None:
    fetch.events.append(
        Blocked(failure, fetch.url.href, fetch.urls[0].href, preflight, sent, fetch.cors)
    )
