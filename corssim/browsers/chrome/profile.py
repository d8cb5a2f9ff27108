"""Chrome's decisions, where they are not the standard's.

Evidence: recordings of Chromium 156, and Chromium's sources by file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

import attrs

from ...events import Event
from ...failures import (
    BadPort,
    ConnectionFailed,
    ContentDecodingFailed,
    CORSCheckFailed,
    CredentialedSubresource,
    Failure,
    HeadersConflict,
    InvalidResponse,
    LoadStatusNotOk,
    MIMETypeRefused,
    MixedContent,
    OriginInvalid,
    OriginMismatch,
    OriginMultiple,
    PreflightRedirected,
    RedirectSchemeNotSupported,
    RedirectUnparsable,
    ResourcePolicyBlocked,
)
from ...headers import HeaderList, combine, get
from ...request import Body, Cache, Client, Request, WireRequest
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard import opaque_response_blocking as orb
from ...standard import preflight, redirect
from ...standard.cookies import Cookie
from ...standard.element_memory import Remembered
from ...standard.fetching import Fetch
from ...standard.images import Decoder
from ...standard.local_network import target_space
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.origin_header import sec_fetch_site
from ...standard.preflight import Preflight
from ...standard.preflight_cache import Permission
from ...standard.redirect import Redirected
from ...standard.request_headers import (
    SAFELIST,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from ...url import URL, parse_url, same_site
from ..answers import conflict, escaped_bytes
from ..console import Message
from ..profile import PreflightCheck, Profile, RedirectCheck
from . import console, wire
from .cache import (
    UNSAFE_REDIRECT_SCHEMES,
    ChromeHTTPCache,
    ChromePreflightCache,
    varies_by_all,
)
from .orb_sniffers import as_document
from .thrown import CHROME

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_INTEGER = re.compile(r"[0-9]+\Z")
_MAX_AGE = re.compile(r"[+-]?[0-9]+\Z")
_INT64 = 1 << 63
# charset = value, up to white space, a quote or ";"
_CHARSET = re.compile(
    r"((?<![^\x00- ;])charset[\x00- ]*=[\x00- \"']*)[^\x00- \"';]+", re.IGNORECASE
)

# services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader: more than the standard's.
CHROME_SAFELIST = {
    **SAFELIST,
    "range": lambda value: is_simple_range(value, most=(1 << 63) - 1),
    "intervention": lambda value: True,
    "save-data": lambda value: value.lower() == "on",
    "ect": lambda value: value in ("slow-2g", "2g", "3g", "4g"),
    **{
        name: lambda value: _NUMBER.match(value) is not None
        for name in ("device-memory", "dpr", "downlink")
    },
    **{
        name: lambda value: _INTEGER.match(value) is not None
        for name in ("width", "viewport-width", "rtt")
    },
}
# A redirect to another origin takes these away (Blink: the target may not get them).
CLIENT_HINT_HEADERS = frozenset(
    ("device-memory", "dpr", "width", "viewport-width", "rtt", "downlink", "ect")
)


def unsafe_scheme(redirected: Redirected) -> Failure | None:
    """A target that the network service refuses to redirect to: no CORS line is printed."""
    target = redirected.target
    if target is not None and target.scheme in UNSAFE_REDIRECT_SCHEMES:
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


def mixed_for_workers(redirected: Redirected) -> Failure | None:
    """A worker takes whatever is not secure for mixed content, also what no network knows.
    hunt-310001-20; wss: is secure: y36-157.
    """
    client, target = redirected.fetch.client, redirected.target
    secure = client.worker and client.top.scheme == "https"
    if secure and target is not None and not target.is_http and target.scheme != "wss":
        return MixedContent(redirected.to)
    return None


def credentialed_subresource(redirected: Redirected) -> Failure | None:
    """The standard follows a redirect at home to a URL with a user name or password; Blink
    refuses it for ``fetch()``, not for XMLHttpRequest nor for keepalive loads and beacons, which
    the browser process goes on with, and prints nothing
    (BaseFetchContext::ShouldBlockFetchAsCredentialedSubresource). Hunted: e5-166, e5-176; e16-422.
    """
    target, request = redirected.target, redirected.fetch.request
    going_on = request.keepalive or request.initiator == "beacon"
    fetched = request.initiator != "xmlhttprequest" and not going_on
    if fetched and target is not None and target.includes_credentials:
        return CredentialedSubresource(redirected.url, redirected.to)
    return None


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(set(cors_unsafe_request_header_names(combine(headers), CHROME_SAFELIST)))


def is_url(value: str) -> bool:
    """Whether GURL takes a header's bytes for a URL: they must be UTF-8."""
    try:
        text = value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return parse_url(text) is not None


def parsable_location(answer: Preflight) -> Failure | None:
    """A Location that does not parse is the network stack's error, before CORS."""
    failure = preflight.redirected(answer)
    if isinstance(failure, PreflightRedirected):
        url = answer.fetch.url
        if parse_url(failure.location, url) is None:
            return RedirectUnparsable(url.href, failure.location)
    return None


_HOST_NAME = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")


class Chrome(Profile):
    """Chrome 156."""

    name = "chrome"
    title = "Chrome"
    version = "156"
    user_agent = wire.USER_AGENT
    accept_language = "en-US,en;q=0.9"
    boundary = "----WebKitFormBoundary0123456789abcdef"
    guards_local_network = True
    """Since Chrome 142 (services/network/local_network_access_checker.cc). Measured in Chrome 156
    with ``--ip-address-space-overrides``: no preflight, the same words in mode no-cors, and
    net::ERR_FAILED."""
    max_age_cap = 7200

    wildcard_covers_authorization = True
    """The standard excludes Authorization from ``*``; Chrome's flag
    CorsNonWildcardRequestHeadersSupport is off. Recording b-pf-star-auth."""
    flag_allows_own_method = False
    """The standard lets an empty Allow-Methods allow an upload's method; Chrome does not
    (preflight_result.cc)."""

    preflight_checks: ClassVar[Sequence[PreflightCheck]] = (
        parsable_location,
        preflight.redirected,
        preflight.cors_check,
        preflight.ok_status,
        preflight.parse_methods,
        preflight.parse_headers,
        preflight.method_allowed,
        preflight.headers_allowed,
    )
    """A redirect is reported before anything else (preflight_controller.cc)."""

    redirect_checks: ClassVar[Sequence[RedirectCheck]] = (
        redirect.parsable,
        redirect.cors_check,
        redirect.manual_mode,
        unsafe_scheme,
        redirect.count,
        redirect.credentials,
        redirect.stream_body,
        redirect.error_mode,
        redirect.same_origin_mode,
        mixed_for_workers,
        redirect.http_scheme,
        credentialed_subresource,
    )
    """cors_url_loader.cc, OnReceiveRedirect; ``error`` is Blink's and comes last."""

    def is_forbidden_request_header(self, name: str, value: str) -> bool:
        """The standard lets scripts set User-Agent; Chrome does not (HttpUtil::IsSafeHeader)."""
        return name.lower() == "user-agent" or super().is_forbidden_request_header(name, value)

    def is_mixed_content(self, fetch: Fetch, url: URL) -> bool:
        """A granted local network permission lets local targets off (mixed_content_checker.cc)."""
        client = fetch.client
        if client.local_network == "granted" and target_space(client, url.host) == "local":
            return False
        return super().is_mixed_content(fetch, url)

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """Chrome's safelist is longer than the standard's."""
        if not fetch.headers:
            return []
        return _unsafe_names(tuple(fetch.headers))

    def preflight_reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard compares methods as they are; Chrome in upper case."""
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method.upper() not in CORS_SAFELISTED_METHODS:
            return "method"
        return "headers" if unsafe else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """Names in Blink's iteration order: it decides which missing header is named."""
        if len(unsafe) < 2:
            return unsafe
        ordered = wire.header_map(
            fetch.request.headers, fetch.request.initiator, wire.has_hints(fetch)
        )
        wanted = set(unsafe)
        return [name.lower() for name, _ in ordered if name.lower() in wanted]

    def new_preflight_cache(self) -> ChromePreflightCache:
        return ChromePreflightCache()

    def new_http_cache(self) -> ChromeHTTPCache:
        return ChromeHTTPCache()

    accepts: ClassVar[dict[str, str]] = {
        "image": "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
        "style": "text/css,*/*;q=0.1",
    }
    elements_tell_origin = True
    """The standard sends Origin abroad only; Blink sets it for all CORS requests of elements
    (FetchParameters::SetCrossOriginAccessControl). w1-17, w1-67, w1-127."""
    untyped = "text/plain"

    def beacon_queued(self, failure: Failure | None) -> bool:
        """A beacon to a URL with userinfo is not queued. w1-279."""
        return not isinstance(failure, CredentialedSubresource)

    def block_before_network(self, fetch: Fetch) -> Failure | None:
        """The standard lets elements, EventSource and beacons have userinfo; Blink does not but
        for elements with CORS, and prints nothing
        (BaseFetchContext::ShouldBlockFetchAsCredentialedSubresource). w1-219, w5-319, w5-436.
        """
        request = fetch.request
        free = request.initiator in ("fetch", "xmlhttprequest") or (
            request.from_element and request.mode == "cors"
        )
        if fetch.url.includes_credentials and not free:
            return CredentialedSubresource(fetch.client.document.href, fetch.url.href)
        return super().block_before_network(fetch)

    decoder = Decoder(
        frame=9, frameless=True, whole_avif=False, svg_encoding="utf-8", svg_by_type=True
    )
    opaque_by_last_url = True
    """services/network/orb/orb_api.cc. y56-534, y56-653."""
    types_judged_first = frozenset(("script", "stylesheet"))
    """AllowedByNosniff, MimeTypeAsScript and CSSStyleSheetResource.cpp. y55-11, y55-349."""

    def stylesheet_type_refused(self, essence: str, strict: bool) -> bool:
        """Only ``nosniff`` makes Chrome look at the type. w5-172, w5-175."""
        return strict and essence != "text/css"

    memory_by_url = True
    """Blink's MemoryCache: w7-7, w7-15."""
    remembers_failed_modules = False
    """w7-128."""

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """What begins as a document does is none that an element may have; a part is judged as
        the whole. y15-8; y58-600, y58-436.
        """
        return orb.by_type(wire, partial=False) or as_document(wire, body)

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """Blink's MemoryCache keeps what is no error before the element looks at it, but no
        stylesheet that its type has made one. y14-58, y10-141, y14-130.
        """
        match failure:
            case MIMETypeRefused(initiator=kind):
                return kind != "stylesheet" and wire.status < 400
            case LoadStatusNotOk():
                return wire.status < 400
        return super().remembers(fetch, wire, failure)

    def is_fresh_in_memory(self, fetch: Fetch, known: Remembered) -> bool:
        """Blink's MemoryCache, which also keeps what the HTTP cache does not. hunt-310001-1504,
        hunt-320001-1996. Its freshness knows no status, but that what looks like a temporary
        redirect is not guessed to be fresh: y10-81, y33-533. Redirects must be fresh, too: y37-448.
        """
        if known.wire is None or known.until <= fetch.now:
            return False
        if varies_by_all(known.wire):
            return False
        moved = known.wire.status in (302, 303, 307)
        wire = known.wire if moved else attrs.evolve(known.wire, status=200)
        return fetch.agent.http_cache.is_fresh(wire, known.at, fetch.now)

    def takes_status(self, kind: str, status: int) -> bool:
        """All but modules take what is no error. w5-348, w5-543, w5-741."""
        return status < 400 and (kind != "module" or super().takes_status(kind, status))

    fonts_decoded_below = 400

    def sends_cookie_cross_site(self, cookie: Cookie) -> bool:
        """Cookies of other sites are blocked but for partitioned ones. w6-91, w6-94."""
        return super().sends_cookie_cross_site(cookie) and cookie.partitioned

    background_cache_mode = "default"  # y76-4
    conditional_cache_mode = "no-cache"
    """The standard bypasses its cache; Chrome validates it. Recording dev-82."""

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """What the script's headers ask for counts in documents only. hunt-300001-320."""
        return request.cache if client.worker else super().cache_mode(request, client)

    def reconnects(self, failure: Failure | None) -> bool:
        """What the network stack takes for an error is lost like a connection. hunt-300001-321,
        hunt-320001-535, hunt-330001-611, y9-1.
        """
        unsafe = (
            isinstance(failure, RedirectSchemeNotSupported)
            and failure.target.partition(":")[0] in UNSAFE_REDIRECT_SCHEMES
        )
        broken = BadPort | RedirectUnparsable | InvalidResponse | HeadersConflict
        lost = unsafe or isinstance(failure, broken)
        return lost or super().reconnects(failure)

    def dropped_on_redirect(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """Client hints, also a script's, go along to the page's own origin only; an insecure hop
        takes the three that every secure request has, and they do not come back.

        blink's ResourceFetcher adds them anew at each redirect. dev-292; hunted: g5-134, g5-420,
        e8-112.
        """
        dropped = super().dropped_on_redirect(fetch, target, status, method, rewritten)
        if not target.origin.potentially_trustworthy:
            dropped = dropped.union(wire.CLIENT_HINTS)
        at_home = target.origin == fetch.client.origin and not fetch.client.worker
        return dropped if at_home else dropped | CLIENT_HINT_HEADERS  # hunt-310001-1254

    def xhr_content_type(self, value: str, client: Client) -> str:
        """The standard parses; Chrome looks for the word, whatever stands around it.

        blink's platform/network/http_parsers.cc, ReplaceCharsetInMediaType. dev-493, g5-179.
        """
        return _CHARSET.sub(r"\1UTF-8", value)

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """The standard counts any upload listener; Chrome only with a body, and not in a
        synchronous call. dev-187, hunt-310001-1287.
        """
        return body is not None and not synchronous

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """A streamed body needs HTTP/2 or later; the servers here speak HTTP/1.1. b-stream."""
        if fetch.body is not None and fetch.body.stream:
            return ConnectionFailed(fetch.url.href, "stream")
        return None

    def resolves(self, host: str) -> bool:
        """Chrome asks no resolver for what cannot be a host's name (net/dns/dns_names_util.cc,
        IsValidDnsName with underscores let through). e16-5, e16-11, e16-44, e16-65.
        """
        return _HOST_NAME.fullmatch(host) is not None or host.startswith("[")

    def block_url(self, fetch: Fetch) -> Failure | None:
        failure = super().block_url(fetch)
        if failure is None and fetch.url.is_http and not self.resolves(fetch.url.host):
            return ConnectionFailed(fetch.url.href, "dns", fetch.url.host)
        return failure

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """407 without a proxy, and lines that contradict each other, are errors of the network
        stack's (http_stream_parser.cc). Recordings dev-326, e16-189.
        """
        if response.status == 407:
            return InvalidResponse(fetch.url.href, 407)
        if fetch.request.keepalive and any(url.includes_credentials for url in fetch.urls):
            # followed by the browser process, refused by Blink once it hears of it: e16-422
            return CredentialedSubresource(fetch.urls[-2].href, fetch.url.href)
        coding = get(response.headers, "content-encoding") or ""
        moved = response.status in REDIRECT_STATUSES and get(response.headers, "location")
        if not moved and wire.is_unaccepted(fetch, coding):
            return ContentDecodingFailed(fetch.url.href, coding, unaccepted=True)
        return conflict(fetch, response)

    def resource_policy_check(
        self, fetch: Fetch, response: WireResponse
    ) -> ResourcePolicyBlocked | None:
        """The network stack gives up a redirect that does not parse before anybody looks at it
        (net/url_request/url_request_job.cc, CanFollowRedirect). y28-1, y28-51.
        """
        moved = self.location(response.headers) if response.status in REDIRECT_STATUSES else None
        if moved is not None and self.parse_url(moved, fetch.url) is None:
            return None
        return super().resource_policy_check(fetch, response)

    def retries(self, request: WireRequest) -> int:
        """One more try on a fresh connection. b-simple-drop, b-pf-drop."""
        return 1

    def after_unawaited_preflight(self, fetch: Fetch, answer: WireResponse, arrival: float) -> None:
        """The standard drops it; Chrome's preflight goes on and is remembered
        (services/network/cors/preflight_controller.cc). w3-23.
        """
        preflight = Preflight(fetch, answer, self.unsafe_header_names(fetch))
        if all(check(preflight) is None for check in self.preflight_checks):
            age = self.max_age(preflight.get("access-control-max-age"))
            if age is not None and self.stores_preflight(fetch):
                permission = Permission(preflight.methods, preflight.headers, age)
                fetch.agent.preflight_cache.store(fetch, permission, arrival)

    def consults_preflight_cache(self, fetch: Fetch) -> bool:
        """Load flags that validate, bypass or disable the cache skip the preflight cache too.

        So does an opaque origin, the page's or after redirects (dev-209, dev-43).
        """
        if fetch.tainted or fetch.client.origin.opaque:
            return False
        return fetch.cache_mode not in ("no-cache", "reload", "no-store")

    def stores_preflight(self, fetch: Fetch) -> bool:
        """``no-store`` keeps the preflight out of its cache."""
        return fetch.cache_mode != "no-store"

    def max_age(self, value: str | None) -> float | None:
        """The standard takes digits only; Chrome parses a signed 64-bit integer."""
        if value is None or _MAX_AGE.match(value) is None:
            return self.default_max_age
        seconds = int(value[:25]) if len(value) < 25 else _INT64
        if not -_INT64 <= seconds < _INT64:
            return self.default_max_age
        return max(0, min(seconds, 7200))

    def cors_check(
        self, fetch: Fetch, response: WireResponse, preflight: bool
    ) -> CORSCheckFailed | None:
        """The standard's verdict; a mismatch is told apart as cors.cc does (CheckAccess)."""
        failure = super().cors_check(fetch, response, preflight)
        if not isinstance(failure, OriginMismatch):
            return failure
        value = failure.value
        if " " in value or "," in value:
            return OriginMultiple(failure.status, value, fetch.origin)
        if value != "null" and not is_url(value):
            return OriginInvalid(failure.status, value, fetch.origin)
        return failure

    def location(self, headers: HeaderList) -> str | None:
        """The standard follows an empty Location; Chrome takes it for no redirect. Bytes beyond
        ASCII are percent-encoded as they are (HttpResponseHeaders::IsRedirect). e16-205.
        """
        found = next((v for n, v in headers if n.lower() == "location" and v), None)
        return found if found is None else escaped_bytes(found)

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The standard judges the status alone, Chrome only for ``manual``. dev-173, dev-216."""
        return "" if fetch.request.redirect == "manual" else None

    def origin_header(self, fetch: Fetch) -> str | None:
        """The standard taints what leaves another origin than the page's; in mode no-cors the
        network stack makes it null wherever a redirect leaves an origin
        (net/url_request/redirect_util.cc). e17-102, e17-118. What a sandboxed frame asks with
        credentials of the site on top has Origin; no referrer policy hides it. e18-313, e18-250,
        e19-127, w5-815, y22-1.
        """
        value = super().origin_header(fetch)
        client, mode = fetch.client, fetch.request.mode
        if value == "null" and not fetch.tainted:
            value = fetch.client.origin.serialized
        asked = mode == "no-cors" and fetch.include and not fetch.rewritten
        if asked and client.origin.opaque and same_site(client.top, fetch.urls[0].origin):
            value = "null"
        moved = any(url.origin != fetch.url.origin for url in fetch.urls)
        no_cors = value is not None and mode == "no-cors"
        return "null" if no_cors and moved else value

    def preflight_site(self, fetch: Fetch) -> str:
        """A preflight is a request of its own: only its own URL counts."""
        return sec_fetch_site(fetch.client.origin, [fetch.url])

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        return wire.preflight_headers(self, fetch, unsafe)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        return wire.request_headers(self, fetch, validators, cookie)

    thrown = CHROME

    def console(self, events: Sequence[Event], client: Client) -> list[Message]:
        return console.messages(events, client)
