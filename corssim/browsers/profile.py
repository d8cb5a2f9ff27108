"""Every place where browsers may differ, with the standard's answer as the default.

Law: a browser changes behaviour only by overriding what is declared here; each override says
what the standard does, what the browser does, and its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from ..events import Blocked, Event, RequestSent
from ..failures import (
    Aborted,
    BadPort,
    BlobNotFound,
    ConnectionFailed,
    CORSCheckFailed,
    CrossOriginNotAllowedByMode,
    Failure,
    LocalNetworkDenied,
    MixedContent,
    NoCorsNeedsFollow,
    ResourcePolicyBlocked,
    SchemeNotSupported,
)
from ..headers import (
    HTTP_TAB_OR_SPACE,
    HeaderList,
    combine,
    extract_delta_seconds,
    get,
    sort_and_combine,
)
from ..mime import essence_of
from ..request import Body, BodyInit, Cache, Call, Client, Request, WireRequest
from ..response import NULL_BODY_STATUSES, WireResponse
from ..standard import opaque_response_blocking as orb
from ..standard import preflight, redirect
from ..standard.cookies import Cookie
from ..standard.cors_check import cors_check, cross_origin_resource_policy_check
from ..standard.element_memory import ElementMemory, Remembered
from ..standard.fetching import Fetch
from ..standard.filtering import basic_filtered, cors_filtered, exposed_header_names
from ..standard.http_cache import HTTPCache, Varied, is_conditional
from ..standard.images import Decoder
from ..standard.local_network import is_less_public, target_space
from ..standard.methods import CORS_SAFELISTED_METHODS
from ..standard.origin_header import is_potentially_trustworthy, origin_header, sec_fetch_site
from ..standard.ports import BAD_PORTS
from ..standard.preflight import Preflight
from ..standard.preflight_cache import DEFAULT_MAX_AGE, PreflightCache
from ..standard.redirect import REQUEST_BODY_HEADERS, Redirected, rewrites_to_get
from ..standard.referrer import determine_referrer
from ..standard.request_headers import (
    SAFELIST,
    Test,
    cors_unsafe_request_header_names,
    is_forbidden_request_header,
    is_no_cors_safelisted,
)
from ..standard.xhr import with_utf8
from ..url import URL, origin_of, parse_url, same_site
from .console import Message
from .thrown import STANDARD, Thrown

PreflightCheck = Callable[[Preflight], Failure | None]
RedirectCheck = Callable[[Redirected], Failure | None]


MOST_REMEMBERED = 64  # header lines of a response whose filtered list is kept for the next one


def _exposed(profile: Profile, headers: HeaderList, include: bool) -> HeaderList:
    value = get(headers, "access-control-expose-headers")
    exposed, everything = profile.exposed_header_names(value, include)
    return profile.listed(cors_filtered(headers, exposed, everything))


_remembered = lru_cache(maxsize=1024)(_exposed)


class Profile:
    """The Fetch standard itself. Browsers derive from it."""

    name: ClassVar[str] = "standard"
    title: ClassVar[str] = "Fetch standard"
    version: ClassVar[str] = "2026"
    document: ClassVar[str] = "page.html"
    """The path of the document in the scenarios of FORMAT.md."""
    user_agent: ClassVar[str] = "corssim"
    accept_language: ClassVar[str] = "en-US,en;q=0.5"
    boundary: ClassVar[str] = "----FormBoundary0123456789abcdef"
    max_age_cap: ClassVar[int | None] = None
    """Seconds; ``None``: no cap."""
    default_max_age: ClassVar[int] = DEFAULT_MAX_AGE

    # --- what a script may ask ------------------------------------------------------------------

    uploads_streams: ClassVar[bool] = True

    def is_forbidden_request_header(self, name: str, value: str) -> bool:
        """Whether scripts cannot set this request header."""
        return is_forbidden_request_header(name, value)

    def body_init(self, body: BodyInit) -> BodyInit:
        """The body as this browser takes it up."""
        return body

    no_cors_safelist: ClassVar[dict[str, Test]] = SAFELIST
    """What mode no-cors asks of a header's value."""
    never_combined_in_no_cors: ClassVar[frozenset[str]] = frozenset()
    """Header names of which mode no-cors keeps the first line alone."""

    def body_type_fits_no_cors(self, content_type: str) -> bool:
        """Whether a body's own Content-Type passes the request-no-cors guard."""
        return is_no_cors_safelisted("content-type", content_type)

    def xhr_text_type(self, client: Client) -> str:
        """The Content-Type of an XMLHttpRequest's text where the script gives none."""
        return "text/plain;charset=UTF-8"

    def xhr_content_type(self, value: str, client: Client) -> str:
        """The Content-Type that goes with a text body where the script set *value*."""
        return with_utf8(value)

    def parse_url(self, text: str, base: URL | None) -> URL | None:
        """The URL that *text* denotes; ``None`` where it does not parse."""
        return parse_url(text, base)

    def resolves(self, host: str) -> bool:
        """Whether the network stack looks for the address of *host*."""
        return True

    def xhr_url(self, url: URL, client: Client) -> URL:
        """The URL that an XMLHttpRequest opens. Unlike ``fetch()`` it may carry userinfo."""
        return url

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """Whether an upload listener sets the use-CORS-preflight flag."""
        return True

    no_cookies_with: ClassVar[frozenset[int]] = frozenset()
    """Statuses whose answers set no cookies."""
    background_cache_mode: ClassVar[Cache] = "no-cache"
    """The cache mode of a request that only keeps a stale response's successor ready."""
    uploads_empty: ClassVar[bool] = True
    """Whether an empty body is one while its upload is listened to."""

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The cache mode, after what the script's own headers ask for.

        https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.15
        """
        mode = request.cache
        if mode == "default" and request.headers and is_conditional(request.headers):
            return self.conditional_cache_mode
        return mode

    # --- what elements, event sources and beacons ask ---------------------------------------------

    accepts: ClassVar[dict[str, str]] = {
        "image": "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "style": "text/css,*/*;q=0.1",
    }
    """Accept by destination; else ``*/*``. https://fetch.spec.whatwg.org/#document-accept-header-value"""

    def asks_with_cors(self, kind: str, always: bool) -> bool:
        """Whether an element without ``crossorigin`` asks with CORS."""
        return always

    elements_tell_origin: ClassVar[bool] = False
    """Whether an element's CORS request has Origin at home, too."""

    def stylesheet_type_refused(self, essence: str, strict: bool) -> bool:
        """Whether a stylesheet of this MIME type is refused; *strict*: ``nosniff`` was sent. One
        without a type passes the element's own check in all browsers: w5-166.

        https://html.spec.whatwg.org/multipage/links.html#link-type-stylesheet
        """
        return essence != "text/css" and (strict or essence != "")

    memory_kinds: ClassVar[frozenset[str]] = frozenset(("img",))
    """The elements whose loads a document remembers, modules beside them."""
    memory_by_url: ClassVar[bool] = False
    """Whether the memory holds one load a URL, whoever asked for it."""
    remembers_failed_modules: ClassVar[bool] = True

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """What opaque response blocking has against an answer, here its type."""
        return orb.by_type(wire)

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """Whether a document may use this answer again without asking, or that *failure*, for
        which the element had no use for it.
        """
        return failure is None

    def is_fresh_in_memory(self, fetch: Fetch, known: Remembered) -> bool:
        """Whether a document uses again what is no image, while it is fresh."""
        return False

    def varied_in_memory(self, fetch: Fetch, wire: WireResponse) -> Varied:
        """What of an element's load another must share to be answered from a document's memory."""
        return ()

    workers_share_memory: ClassVar[bool] = False
    """Whether what a worker loads ends what its page remembers."""

    def leaves_memory_alone(self, fetch: Fetch) -> bool:
        """Whether the load ends nothing that the document remembers of its URL."""
        last = fetch.events[-1]
        aborted = isinstance(last, Blocked) and isinstance(last.failure, Aborted)
        return aborted and not any(isinstance(event, RequestSent) for event in fetch.events)

    def new_element_memory(self) -> ElementMemory:
        """An empty memory of this browser's documents."""
        return ElementMemory(self.memory_kinds, self.memory_by_url, self.remembers_failed_modules)

    def takes_status(self, kind: str, status: int) -> bool:
        """Whether an element of this kind has a use for a final answer of this status."""
        return 200 <= status <= 299

    blocks_opaque_responses: ClassVar[bool] = True
    """Whether opaque response blocking is in this browser."""
    decoder: ClassVar[Decoder] = Decoder()
    """What it takes to show an image."""
    opaque_by_last_url: ClassVar[bool] = False
    """Whether what redirects lead home is not opaque to it."""
    types_judged_first: ClassVar[frozenset[str]] = frozenset()
    """The elements to which a wrong MIME type says more than a bad status."""
    types_before_status: ClassVar[bool] = False
    """Whether what Fetch says of a MIME type is heeded before status and CORS."""
    fonts_decoded_below: ClassVar[int] = 300
    """The status from which a font is not even decoded."""

    def pass_insecure(self, fetch: Fetch, insecure: URL) -> None:
        """Take note that a redirect leads to *insecure*, which is upgraded. The standard
        upgrades before it looks at anything; so nothing is to note.
        """

    def upgraded(self, fetch: Fetch, url: URL) -> URL | None:
        """The https URL that an image of a secure page is asked for by instead of *url*.

        https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
        """
        if not (self.is_upgradeable(fetch, url) and self.is_insecure(fetch.client, url)):
            return None
        return parse_url("https" + url.href.removeprefix("http"))

    event_source_headers: ClassVar[HeaderList] = ()
    """What an EventSource sets beside Accept."""

    def stream_type(self, wire: WireResponse) -> str:
        """The MIME type of what an EventSource got."""
        return essence_of(wire.headers) or self.untyped

    untyped: ClassVar[str] = ""
    """The MIME type that stands for a missing Content-Type."""

    def reconnects(self, failure: Failure | None) -> bool:
        """Whether an EventSource connects again: unless it was given up for good.

        https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
        """
        return failure is None or isinstance(failure, ConnectionFailed)

    beacon_cache_mode: ClassVar[Cache] = "default"

    def beacon_queued(self, failure: Failure | None) -> bool:
        """What ``sendBeacon`` returns where nothing was thrown."""
        return True

    conditional_cache_mode: ClassVar[Cache] = "no-store"
    """What mode ``default`` becomes where the script sets If-None-Match and the like."""

    # --- before the network ---------------------------------------------------------------------

    def block_before_network(self, fetch: Fetch) -> Failure | None:
        """What of main fetch refuses a request before anything is sent."""
        request, url, client = fetch.request, fetch.url, fetch.client
        if fetch.cross_origin:
            if request.mode == "same-origin":
                return CrossOriginNotAllowedByMode(url.href, client.origin.serialized)
            if request.mode == "no-cors" and request.redirect != "follow":
                return NoCorsNeedsFollow(url.href)
            if not url.is_http and url.scheme not in ("blob", "data"):
                return SchemeNotSupported(url.href)
        if url.scheme == "blob":
            home = origin_of(url.href.removeprefix("blob:")) == client.origin
            return BlobNotFound(url.href) if home else SchemeNotSupported(url.href)
        return self.block_url(fetch)

    def block_url(self, fetch: Fetch) -> Failure | None:
        """Mixed content, bad port and Local Network Access for the current URL.

        The standard leaves the order of the first two open; the three browsers have this: e14-35.
        """
        url = fetch.url
        if self.is_mixed_content(fetch, url):
            return MixedContent(url.href)
        if url.port is not None and url.port in BAD_PORTS:
            return BadPort(url.href, url.port)
        return self.local_network_denial(fetch) if self.guards_local_network else None

    def is_mixed_content(self, fetch: Fetch, url: URL) -> bool:
        """https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"""
        return self.is_insecure(fetch.client, url) and not self.is_upgradeable(fetch, url)

    def is_upgradeable(self, fetch: Fetch, url: URL) -> bool:
        """https://w3c.github.io/webappsec-mixed-content/#category-upgradeable"""
        return fetch.request.destination == "image" and url.scheme == "http"

    def is_insecure(self, client: Client, url: URL) -> bool:
        """Whether *url* would be insecure content of a secure page."""
        return (
            url.scheme == "http"
            and client.top.scheme == "https"
            and not is_potentially_trustworthy(url)
        )

    guards_local_network: ClassVar[bool] = False
    """Whether Local Network Access, which is not part of Fetch, is in this browser."""

    def local_network_denial(self, fetch: Fetch) -> Failure | None:
        """The Local Network Access gate: from a public page to a local or loopback address.

        A page of unknown address space is not gated: its space must be given or literal.
        """
        client, url = fetch.client, fetch.url
        if client.address_space == "unknown":
            return None
        space = target_space(client, url.host)
        secure = client.origin.potentially_trustworthy
        if not is_less_public(space, client.address_space) or (secure and not fetch.cross_origin):
            return None
        if secure and client.local_network == "granted":
            return None
        return LocalNetworkDenied(url.href, space, secure)

    def block_after_redirect(self, fetch: Fetch) -> Failure | None:
        """The same for a redirect's target."""
        return self.block_url(fetch)

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """A reason for which the network stack refuses the actual request."""
        return None

    def data_response(self, fetch: Fetch, response: WireResponse) -> WireResponse:
        """What a data: URL answers."""
        return response

    # --- the preflight --------------------------------------------------------------------------

    list_whitespace: ClassVar[str] = HTTP_TAB_OR_SPACE
    wildcard_covers_authorization: ClassVar[bool] = False
    flag_allows_own_method: ClassVar[bool] = True
    """With the use-CORS-preflight flag an empty Allow-Methods allows the request's method."""

    preflight_checks: ClassVar[Sequence[PreflightCheck]] = (
        preflight.cors_check,
        preflight.ok_status,
        preflight.parse_methods,
        preflight.parse_headers,
        preflight.method_allowed,
        preflight.headers_allowed,
    )

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """The CORS-unsafe request-header names, lower-case, sorted and unique."""
        if not fetch.headers:
            return []
        return sorted(set(cors_unsafe_request_header_names(combine(fetch.headers))))

    def preflight_reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """Why the current request needs a preflight: flag, method or headers; ``None``: not."""
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method not in CORS_SAFELISTED_METHODS:
            return "method"
        return "headers" if unsafe else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """The unsafe names in the order, and spelling, in which the browser checks them."""
        return unsafe

    def after_failed_preflight(self, preflight: Preflight, failure: Failure) -> None:
        """What a browser still does with a preflight that failed."""

    def after_unawaited_preflight(self, fetch: Fetch, answer: WireResponse, arrival: float) -> None:
        """What becomes of a preflight whose call was given up before its answer at *arrival*."""

    def after_failed_check(self, fetch: Fetch, failure: Failure, preflight: bool) -> None:
        """What a browser forgets when a fetch fails (the standard: the URL's preflights)."""
        if preflight or fetch.preflighted:
            fetch.agent.preflight_cache.purge(fetch)

    # --- the preflight cache --------------------------------------------------------------------

    def new_preflight_cache(self) -> PreflightCache:
        """An empty preflight cache."""
        return PreflightCache()

    def new_http_cache(self) -> HTTPCache:
        """An empty HTTP cache."""
        return HTTPCache()

    def consults_preflight_cache(self, fetch: Fetch) -> bool:
        """Whether the cache is asked for this request."""
        return True

    def stores_preflight(self, fetch: Fetch) -> bool:
        """Whether an accepted preflight is remembered."""
        return True

    def max_age(self, value: str | None) -> float | None:
        """The seconds a preflight is remembered; ``None``: it is not stored at all."""
        seconds = extract_delta_seconds(value)
        if seconds is None:
            return self.default_max_age
        return seconds if self.max_age_cap is None else min(seconds, self.max_age_cap)

    # --- checks ---------------------------------------------------------------------------------

    def get(self, headers: HeaderList, name: str) -> str | None:
        """The combined value of a response header, as this browser combines."""
        return get(headers, name)

    def cors_check(
        self, fetch: Fetch, response: WireResponse, preflight: bool
    ) -> CORSCheckFailed | None:
        """The CORS check of a response."""
        return cors_check(
            self.get(response.headers, "access-control-allow-origin"),
            self.get(response.headers, "access-control-allow-credentials"),
            fetch.origin,
            fetch.include,
            response.status,
        )

    knows_credentialless: ClassVar[bool] = True
    """Whether the embedder policy ``credentialless`` is heeded."""

    def resource_policy_check(
        self, fetch: Fetch, response: WireResponse
    ) -> ResourcePolicyBlocked | None:
        """The cross-origin resource policy check of a no-cors response."""
        policy = get(response.headers, "cross-origin-resource-policy")
        if self.resource_policy_allows(fetch, policy):
            return None
        return ResourcePolicyBlocked(fetch.url.href, policy or "", fetch.client.embedder_policy)

    def resource_policy_allows(self, fetch: Fetch, policy: str | None) -> bool:
        """Whether a Cross-Origin-Resource-Policy lets the page have a no-cors response."""
        return cross_origin_resource_policy_check(
            policy, fetch.client.origin, fetch.url, fetch.client.embedder_policy == "require-corp"
        )

    null_body_statuses: ClassVar[frozenset[int]] = NULL_BODY_STATUSES
    """Statuses whose body no script sees."""

    def wire_url(self, url: URL) -> str:
        """The URL as the request line and Host name it."""
        return url.wire

    def undecodable_body(self, body: bytes) -> bytes | None:
        """What is read of a body that Content-Encoding does not describe; ``None``: it fails."""
        return None

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """A reason for which this browser's network stack cannot take an answer."""
        return None

    # --- redirects ------------------------------------------------------------------------------

    redirect_checks: ClassVar[Sequence[RedirectCheck]] = (
        redirect.cors_check,
        redirect.error_mode,
        redirect.manual_mode,
        redirect.parsable,
        redirect.http_scheme,
        redirect.count,
        redirect.credentials,
        redirect.stream_body,
        redirect.same_origin_mode,
    )

    def location(self, headers: HeaderList) -> str | None:
        """The Location that makes a redirect; ``None`` where there is none."""
        return get(headers, "location")

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The Location to assume where a redirect status has none and the mode is not follow.

        The standard judges modes ``error`` and ``manual`` by the status alone.
        """
        return ""

    dropped_across_origins: ClassVar[frozenset[str]] = frozenset(("authorization",))
    """Request headers that do not go along to another origin."""

    def redirect_rewrites_to_get(self, status: int, method: str, moved: bool) -> bool:
        """Whether a redirect (*moved*: to another origin) turns the method into GET."""
        return rewrites_to_get(status, method)

    def reads_redirect(self, redirected: Redirected) -> bool:
        """Whether the redirect is taken for the answer itself. The standard: never."""
        return False

    def opaque_redirect_body(self, response: WireResponse, location: str) -> bytes:
        """The body that a script reads of an opaque-redirect filtered response."""
        return b""

    def dropped_on_redirect(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """The headers that a redirect takes away; *method* is that of the hop before."""
        return REQUEST_BODY_HEADERS if rewritten else frozenset()

    def headers_before_redirect(
        self, fetch: Fetch, target: URL, status: int
    ) -> list[tuple[str, str]]:
        """The script's headers from which a redirect takes what must not go along."""
        return fetch.headers

    def inherit_fragment(self, target: URL, fragment: str) -> URL:
        """The target of a redirect with the fragment of the URL that redirected."""
        return parse_url(f"{target.href}#{fragment}") or target

    def sends_credentials(self, fetch: Fetch) -> bool:
        """Whether credentials mode ``same-origin`` sends credentials on this hop: not once the load
        has left the origin. https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
        """
        return not fetch.cors and not fetch.left_home

    def retries(self, request: WireRequest) -> int:
        """How often a request is sent again whose connection was closed without an answer."""
        return 0

    # --- the wire -------------------------------------------------------------------------------

    def first_referrer(self, fetch: Fetch) -> str:
        """The value of Referer for the first hop; empty: none."""
        if fetch.client.origin.opaque:
            return ""
        return self.referrer(fetch, fetch.client.document, fetch.url)

    def next_referrer(self, fetch: Fetch, target: URL) -> str:
        """The value of Referer after a redirect to *target*: what was cut stays cut."""
        return self.referrer(fetch, parse_url(fetch.referrer), target) if fetch.referrer else ""

    def referrer(self, fetch: Fetch, source: URL | None, url: URL) -> str:
        """The value of Referer for a request to *url*, *source* being the referrer so far."""
        return determine_referrer(source, fetch.referrer_policy, url)

    def origin_header(self, fetch: Fetch) -> str | None:
        """The value of Origin for this hop; ``None``: not sent."""
        if (
            self.elements_tell_origin
            and fetch.request.from_element
            and fetch.request.mode == "cors"
        ):
            return fetch.origin
        return origin_header(
            fetch.client.origin, fetch.tainted, fetch.cors, fetch.method, fetch.url,
            fetch.request.mode, fetch.referrer_policy,
        )  # fmt: skip

    def accept(self, fetch: Fetch) -> str:
        """The value of Accept where the script gave none."""
        return self.accepts.get(fetch.request.destination, "*/*")

    def fetch_site(self, fetch: Fetch) -> str:
        """The value of Sec-Fetch-Site for this hop."""
        return sec_fetch_site(fetch.client.origin, fetch.urls)

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        """The header lines of the OPTIONS request, in wire order."""
        lines = [
            ("Host", host(fetch.url)),
            ("Accept", "*/*"),
            ("Access-Control-Request-Method", fetch.method),
        ]
        if unsafe:
            lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
        lines.append(("Origin", fetch.origin))
        return (*lines, *self._common(fetch))

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        """The header lines of the request itself, in wire order."""
        lines = [("Host", host(fetch.url)), *combine(fetch.headers)]
        names = {name.lower() for name, _ in lines}
        if "accept" not in names:
            lines.append(("Accept", self.accept(fetch)))
        origin = self.origin_header(fetch)
        if origin is not None:
            lines.append(("Origin", origin))
        lines.extend(validators)
        lines.extend(cache_lines(fetch, names))
        if sends_length(fetch):
            lines.append(("Content-Length", length(fetch)))
        if cookie:
            lines.append(("Cookie", cookie))
        return (*lines, *(pair for pair in self._common(fetch) if pair[0].lower() not in names))

    def _common(self, fetch: Fetch) -> list[tuple[str, str]]:
        lines = [("User-Agent", self.user_agent)]
        if fetch.referrer:
            lines.append(("Referer", fetch.referrer))
        if is_potentially_trustworthy(fetch.url):
            lines += [
                ("Sec-Fetch-Dest", fetch.request.destination or "empty"),
                ("Sec-Fetch-Mode", fetch.request.mode),
                ("Sec-Fetch-Site", self.fetch_site(fetch)),
            ]
        lines += [("Accept-Encoding", "gzip, deflate"), ("Accept-Language", self.accept_language)]
        return lines

    def sends_cookie_cross_site(self, cookie: Cookie) -> bool:
        """Whether a cookie goes with (and is taken from) cross-site requests."""
        return cookie.same_site == "none" and cookie.secure

    none_needs_secure: ClassVar[bool] = True
    """Whether SameSite=None without Secure is refused."""
    nameless_cookies: ClassVar[bool] = True
    """Whether what stands without ``=`` is a value without a name."""

    def same_site_for_cookies(self, fetch: Fetch) -> bool:
        """Whether the request counts as one of the page's own site."""
        client = fetch.client
        return same_site(client.top, fetch.url.origin) and not client.origin.opaque

    def cookie_text(self, line: str) -> str:
        """A Set-Cookie line as it is read: each character one byte."""
        return line

    # --- what a script may read -----------------------------------------------------------------

    def exposed_header_names(self, value: str | None, include: bool) -> tuple[frozenset[str], bool]:
        """The names that Access-Control-Expose-Headers exposes, and whether it exposes all."""
        return exposed_header_names(value, include)

    def cors_filtered(self, fetch: Fetch, response: WireResponse) -> HeaderList:
        """The headers of a CORS response that scripts see, as they iterate."""
        headers = response.headers
        if len(headers) <= MOST_REMEMBERED:
            return _remembered(self, headers, fetch.include)
        return _exposed(self, headers, fetch.include)

    def basic_filtered(self, response: WireResponse) -> HeaderList:
        """The headers of a basic response that scripts see, as they iterate."""
        return self.listed(basic_filtered(response.headers))

    def listed(self, headers: HeaderList) -> HeaderList:
        """Headers in the order and form in which a script iterates them."""
        return sort_and_combine(headers)

    def response_url(self, fetch: Fetch) -> str:
        """``response.url``."""
        return fetch.url.without_fragment

    # --- the words ------------------------------------------------------------------------------

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """Whether a synchronous call that fails throws. https://xhr.spec.whatwg.org/#the-send()-method"""
        return True

    thrown: ClassVar[Thrown] = STANDARD
    """What scripts catch."""

    def error_text(self, failure: Failure, call: Call) -> str:
        """What ``String(error)`` gives to the script for *failure*."""
        return self.thrown.text(failure, call)

    def console(self, events: Sequence[Event], client: Client) -> list[Message]:
        """The messages that the browser's console shows for a fetch, in order."""
        return []


def host(url: URL) -> str:
    """The value of the Host header."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


def sends_length(fetch: Fetch) -> bool:
    """Whether Content-Length goes with the request: a body, or a POST or PUT without one."""
    if fetch.body is None:
        return fetch.method in ("POST", "PUT")
    return not fetch.body.stream


def length(fetch: Fetch) -> str:
    """The value of Content-Length."""
    return "0" if fetch.body is None else str(len(fetch.body.source))


def cache_lines(fetch: Fetch, names: Any) -> list[tuple[str, str]]:
    """Cache-Control and Pragma as the cache modes add them.

    https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, steps 8.16 and 8.17
    """
    mode = fetch.cache_mode
    if mode == "no-cache" and "cache-control" not in names:
        return [("Cache-Control", "max-age=0")]
    if mode in ("no-store", "reload"):
        lines = [("Pragma", "no-cache")] if "pragma" not in names else []
        return lines + ([("Cache-Control", "no-cache")] if "cache-control" not in names else [])
    return []
