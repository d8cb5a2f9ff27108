"""Safari's decisions, where they are not the standard's.

Evidence: recordings of WebKitGTK 2.50, and WebKit's sources by file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

import attrs

from ...events import Blocked, Event, UpgradedToSecure
from ...failures import (
    BadPort,
    CORSCheckFailed,
    Failure,
    HeaderNotAllowed,
    LoadStatusNotOk,
    MethodNotAllowed,
    MIMETypeRefused,
    MixedContent,
    NotDecodable,
    OriginMismatch,
    OriginMultiple,
    RedirectIncludesCredentials,
    RedirectLostInCache,
    RedirectSchemeNotSupported,
    RedirectUnparsable,
)
from ...headers import HTTP_WHITESPACE, HeaderList, combine, get
from ...mime import essence_of
from ...request import Body, Cache, Call, Client, Request, WireRequest
from ...response import NULL_BODY_STATUSES, WireResponse
from ...standard import preflight, redirect
from ...standard.content_codings import GZIP_MAGIC
from ...standard.cookies import Cookie
from ...standard.element_memory import Remembered
from ...standard.fetching import Fetch
from ...standard.http_cache import Varied, varying
from ...standard.images import Decoder
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.preflight import Preflight
from ...standard.preflight_cache import Permission
from ...standard.redirect import REQUEST_BODY_HEADERS, Redirected, rewrites_to_get
from ...standard.request_headers import (
    SAFELIST,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from ...url import URL, schemelessly_same_site
from ..console import Message
from ..profile import PreflightCheck, Profile, RedirectCheck
from . import console, wire
from .cache import SafariHTTPCache
from .encoding import as_webkit_reads
from .memory import Memory
from .preflight_cache import SafariPreflightCache
from .thrown import SAFARI
from .trail import trail

_INTEGER = re.compile(r"[\t\n\v\f\r ]*([+-]?[0-9]+)[\t\n\v\f\r ]*\Z")
LOCAL_SCHEMES = frozenset(("about", "blob", "data", "file", "wss"))
"""Schemes of redirect targets that are no insecure content; nor is wss."""
_INT64 = 1 << 63
UINT64_MAX = 2 * _INT64 - 1
_RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)\Z", re.IGNORECASE)
SAFARI_SAFELIST = {**SAFELIST, "range": lambda value: is_simple_range(value, _RANGE, UINT64_MAX)}


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(set(cors_unsafe_request_header_names(combine(headers), SAFARI_SAFELIST, None)))


def credentialed_cors_check(redirected: Redirected) -> Failure | None:
    """Credentials mode ``same-origin`` still counts as credentialed for the redirects of a load
    that began in the page's own origin, until its last response. Hunted: x2-0, x2-2.

    The page's process judges so, after the network process has sent the preflight of the next
    hop; so a target that can be followed is judged in ``refuse_to_send``. Hunted: g5-112. A
    document's synchronous load goes past the page's process. y30-688.
    """
    fetch = redirected.fetch
    if wire.asks_network_alone(fetch):
        return None
    began_at_home = fetch.urls[0].origin == fetch.client.origin
    if not (fetch.cors and began_at_home and fetch.request.credentials == "same-origin"):
        return None
    fetch.include = True
    failure = redirect.cors_check(redirected)
    fetch.include = False
    target = redirected.target
    if target is None or not target.is_http:
        return redirect.parsable(redirected) or redirect.http_scheme(redirected)
    if target.includes_credentials:
        return credentials(redirected)
    if fetch.profile.is_mixed_content(fetch, target):
        return failure
    fetch.scratch["refused"] = failure
    return None


def mixed_content(redirected: Redirected) -> Failure | None:
    """A simple request's redirect to insecure content ends at the redirect. Hunted: g4-137,
    e10-7.
    """
    fetch, target = redirected.fetch, redirected.target
    if target is None or fetch.preflighted or not fetch.profile.is_mixed_content(fetch, target):
        return None
    if wire.asks_network_alone(fetch):
        return None
    profile = fetch.profile
    if profile.preflight_reason(fetch, profile.unsafe_header_names(fetch)) is not None:
        return None
    return MixedContent(redirected.to)


def local_resource(redirected: Redirected) -> Failure | None:
    """blob: and file: are refused before mode same-origin is looked at. e20-19, e20-22."""
    target = redirected.target
    local = target is not None and target.scheme in ("blob", "file")
    return redirect.http_scheme(redirected) if local else None


def insecure_scheme(redirected: Redirected) -> Failure | None:
    """At home on a secure page a redirect to mailto: and the like is insecure content, too.

    Hunted: e7-163, hunt-240003-1242.
    """
    fetch, target = redirected.fetch, redirected.target
    if target is None or target.is_http or target.scheme in LOCAL_SCHEMES or fetch.cors:
        return None
    if wire.asks_network_alone(fetch):
        return None  # y1-122
    secure, image = fetch.client.top.scheme == "https", fetch.request.initiator == "img"
    if secure and image and target.scheme == "ws":
        fetch.events.append(UpgradedToSecure(target.href))
        return RedirectSchemeNotSupported(redirected.url, "wss" + target.href[2:])  # y6s-777
    return MixedContent(redirected.to) if secure else None


def empty_location(redirected: Redirected) -> Failure | None:
    """An empty Location ends the load, and nothing is printed. Recordings dev-73, dev-129."""
    if redirected.location or redirected.fetch.request.redirect == "manual":
        return None
    return RedirectUnparsable(redirected.url, "")


def leads_to_data(redirected: Redirected) -> bool:
    """Elements without CORS follow a redirect to a data: URL. w5-290, w5-368, w5-485."""
    request, target = redirected.fetch.request, redirected.target
    plain = request.from_element and request.mode == "no-cors"
    return plain and target is not None and target.scheme == "data"


def http_scheme(redirected: Redirected) -> Failure | None:
    """The standard's step, but for what leads to data."""
    return None if leads_to_data(redirected) else redirect.http_scheme(redirected)


def credentials(redirected: Redirected) -> Failure | None:
    """Only once the request is cross-origin; the first step out is judged later (dev-344)."""
    return redirect.credentials(redirected) if redirected.fetch.cors else None


def lost_between_caches(redirected: Redirected) -> Failure | None:
    """Where a stored redirect led a load out of its home, another redirect to what is stored, too,
    ends it, and nothing is printed. y47-3, y47-43.
    """
    fetch, target = redirected.fetch, redirected.target
    cache = fetch.agent.http_cache
    assert isinstance(cache, SafariHTTPCache)
    if target is None or not trail(fetch).left_home or fetch.scratch.get("refused"):
        return None
    if not cache.holds(fetch, target):
        return None
    return RedirectLostInCache(redirected.url, redirected.to)


def ftp(redirected: Redirected) -> Failure | None:
    """FTP is switched off: refused before CORS is looked at."""
    target = redirected.target
    if target is not None and target.scheme == "ftp":
        return RedirectSchemeNotSupported(redirected.url, redirected.to)
    return None


_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("-._~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _normalized(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


class Safari(Profile):
    """Safari 26 (WebKit 2.50)."""

    name = "safari"
    title = "Safari"
    version = "26"
    document = "runner.html"
    user_agent = wire.USER_AGENT
    accept_language = wire.LANGUAGE
    boundary = "----WebKitFormBoundary0123456789abcdef"
    max_age_cap = 600

    uploads_streams = False
    """The standard uploads a ReadableStream; Safari throws. Recording b-stream."""
    list_whitespace = HTTP_WHITESPACE
    wildcard_covers_authorization = True
    """The standard excludes Authorization from ``*``; Safari does not. b-pf-star-auth."""
    flag_allows_own_method = False

    preflight_checks: ClassVar[Sequence[PreflightCheck]] = (
        preflight.redirected,
        preflight.ok_status,
        preflight.cors_check,
        preflight.parse_methods,
        preflight.parse_headers,
        preflight.method_allowed,
        preflight.headers_allowed,
    )
    """The status comes before the CORS check (CrossOriginAccessControl.cpp)."""

    redirect_checks: ClassVar[Sequence[RedirectCheck]] = (
        ftp,
        redirect.cors_check,
        empty_location,
        credentialed_cors_check,
        redirect.error_mode,
        redirect.manual_mode,
        redirect.parsable,
        local_resource,
        redirect.same_origin_mode,
        insecure_scheme,
        http_scheme,
        credentials,
        redirect.count,
        redirect.stream_body,
        mixed_content,
        lost_between_caches,
    )

    accepts: ClassVar[dict[str, str]] = {
        "image": "image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,"
        "*/*;q=0.5",
        "style": "text/css,*/*;q=0.1",
    }
    elements_tell_origin = True
    """The standard sends Origin abroad only; Safari always with ``crossorigin``. w1-17, w1-67."""
    event_source_headers = (("Cache-Control", "no-cache"),)
    untyped = "application/octet-stream"

    def stream_type(self, wire: WireResponse) -> str:
        """What parses as no MIME type is one all the same. y56-293."""
        given = (get(wire.headers, "content-type") or "").partition(";")[0].strip()
        return essence_of(wire.headers) or given or self.untyped

    beacon_cache_mode = "no-cache"

    knows_credentialless = False
    """Not in WebKit (loader/CrossOriginEmbedderPolicy.cpp)."""

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """The standard throws for all; Safari not for mixed content. w2-49."""
        return not isinstance(blocked.failure, MixedContent)

    def asks_with_cors(self, kind: str, always: bool) -> bool:
        """The standard has CORS decide on fonts; Safari does not ask. w1-121."""
        return always and kind != "font"

    def body_type_fits_no_cors(self, content_type: str) -> bool:
        """The standard guards a body's own type too; Safari does not. Hunted: g5-477."""
        return True

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """No 1024-byte sum; Range's unit without case.

        The standard judges the headers that will be sent; Safari those the script set, also
        after a redirect took some away (recordings dev-114, dev-243).
        """
        if not fetch.request.headers:
            return []
        return _unsafe_names(fetch.request.headers)

    def preflight_reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard decides anew at each hop; once preflighted, Safari stays with it. What the
        page's memory answers needs none.
        """
        cache = fetch.agent.http_cache
        if isinstance(cache, SafariHTTPCache) and cache.memory.answers(fetch):
            return None
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method not in CORS_SAFELISTED_METHODS:
            return "method"
        if unsafe:
            return "headers"
        return "earlier" if fetch.preflighted else None

    def header_check_order(self, fetch: Fetch, unsafe: list[str]) -> Sequence[str]:
        """WebKit's header map: names it knows first, in canonical spelling."""
        known, others = wire.author_headers(fetch.request.headers)
        wanted = set(unsafe)
        return [name for name, _ in (*known, *others) if name.lower() in wanted]

    def after_failed_preflight(self, preflight: Preflight, failure: Failure) -> None:
        """The standard remembers accepted preflights; Safari any whose lists parse."""
        if isinstance(failure, MethodNotAllowed | HeaderNotAllowed):
            fetch = preflight.fetch
            age = self.max_age(preflight.get("access-control-max-age"))
            permission = Permission(preflight.methods, preflight.headers, age)
            fetch.agent.preflight_cache.store(fetch, permission, fetch.now)

    def after_failed_check(self, fetch: Fetch, failure: Failure, preflight: bool) -> None:
        """Failures purge nothing."""

    def new_preflight_cache(self) -> SafariPreflightCache:
        return SafariPreflightCache()

    def new_http_cache(self) -> SafariHTTPCache:
        return SafariHTTPCache()

    def max_age(self, value: str | None) -> float:
        """The standard takes digits only; Safari parses a signed 64-bit integer."""
        found = _INTEGER.match(value) if value and len(value) < 100 else None
        if found is None:
            return self.default_max_age
        seconds = int(found[1])
        if not -_INT64 <= seconds < _INT64:
            return self.default_max_age
        return min(seconds, 600)

    def cors_check(
        self, fetch: Fetch, response: WireResponse, preflight: bool
    ) -> CORSCheckFailed | None:
        """The standard's verdict; any comma means more than one origin."""
        failure = super().cors_check(fetch, response, preflight)
        if isinstance(failure, OriginMismatch) and "," in failure.value:
            return OriginMultiple(failure.status, failure.value, failure.origin)
        return failure

    def first_referrer(self, fetch: Fetch) -> str:
        """The standard sends none from an opaque origin; Safari does. b-opaque-star."""
        return self.referrer(fetch, fetch.client.document, fetch.url)

    def redirect_rewrites_to_get(self, status: int, method: str, moved: bool) -> bool:
        """The standard keeps DELETE; the network library here makes it GET where the redirect
        leaves the origin (NetworkDataTaskSoup.cpp, shouldRedirectAsGET). Recording dev-146.
        """
        return (moved and method == "DELETE") or rewrites_to_get(status, method)

    def dropped_on_redirect(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """Where the network library made GET of DELETE the headers stay, recording dev-111, and
        where it follows a document's synchronous load past home, hunt-300001-347, y30-1063.
        """
        away = fetch.cors or target.origin != fetch.client.origin
        if away and wire.asks_network_alone(fetch):
            return frozenset()
        stay = not rewritten or (method == "DELETE" and status != 303)
        return frozenset() if stay else REQUEST_BODY_HEADERS

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """Nobody listens to a synchronous upload. hunt-300004-247."""
        return not synchronous

    uploads_empty = False  # y74-10, y74-64

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The script's headers do not change it for a document's synchronous load.
        hunt-300001-218.
        """
        alone = request.synchronous and not client.worker
        return request.cache if alone else super().cache_mode(request, client)

    def exposed_header_names(self, value: str | None, include: bool) -> tuple[frozenset[str], bool]:
        """With credentials ``*`` is the name of a header, and WebKit, which numbers the names it
        knows, takes it for the first: Accept. Hunted: g4-368, g808-155.
        """
        exposed, everything = super().exposed_header_names(value, include)
        return (exposed | {"accept"} if include and "*" in exposed else exposed), everything

    def listed(self, headers: HeaderList) -> HeaderList:
        """Values pass through the network library's UTF-8."""
        return tuple((name, as_webkit_reads(value)) for name, value in super().listed(headers))

    def location_of_mode(self, fetch: Fetch) -> str | None:
        """The standard judges the status alone, Safari only for ``manual``. dev-173, dev-216."""
        return "" if fetch.request.redirect == "manual" else None

    def headers_before_redirect(
        self, fetch: Fetch, target: URL, status: int
    ) -> list[tuple[str, str]]:
        """The standard goes on with what is left; Safari applies the script's headers anew at
        each redirect (NetworkLoadChecker.cpp). In mode no-cors, and as long as the load stays at
        home, the network library goes on by itself, and for 307 and 308 from the request that the
        page's process last saw: the script's, or what was left of it when the load left home.
        dev-518; hunted: g707-412, e3-23; e17-16, e17-118, e18-374, e19-196.
        """
        if not wire.follows_by_itself(fetch, target):
            gone = fetch.dropped & self.dropped_across_origins  # e18-1, e18-15
            return [pair for pair in fetch.request.headers if pair[0].lower() not in gone]
        *before, at = (url.origin == fetch.client.origin for url in fetch.urls)
        if before and all(before) and not at:
            fetch.scratch["seen"] = fetch.headers
        if status not in (307, 308):
            return fetch.headers
        seen: list[tuple[str, str]] = fetch.scratch.get("seen", list(fetch.request.headers))
        gone = fetch.dropped - {"content-type"}  # e18-123
        return [pair for pair in seen if pair[0].lower() not in gone]

    def location(self, headers: HeaderList) -> str | None:
        """The standard reads bytes as Latin-1, and so does WebKit, after libsoup has put U+FFFD,
        in UTF-8, for what is no UTF-8. e14-346, e16-205, e16-209.
        """
        found = get(headers, "location")
        if found is None or found.isascii():
            return found
        text = found.encode("latin-1").decode("utf-8", "replace")
        return text.encode("utf-8").decode("latin-1")

    def wire_url(self, url: URL) -> str:
        """The standard sends the URL as it is; libsoup (g_uri_to_string) decodes escapes of
        unreserved characters and writes the others in upper case. e14-30, e16-269, e16-275.
        """
        return _ESCAPE.sub(_normalized, url.wire) if "%" in url.wire else url.wire

    def xhr_url(self, url: URL, client: Client) -> URL:
        """A cross-origin load goes without userinfo (DocumentThreadableLoader.cpp). e16-80."""
        foreign = url.includes_credentials and url.origin != client.origin
        return url.without_userinfo if foreign else url

    def undecodable_body(self, body: bytes) -> bytes:
        """The standard fails; libsoup hands on as it is what does not begin as gzip does, once
        it has seen the two bytes that tell. e14-280, e16-145.
        """
        return body if len(body) >= len(GZIP_MAGIC) else b""

    def is_insecure(self, client: Client, url: URL) -> bool:
        """The standard trusts loopback addresses and localhost; Safari does not. e16-336,
        e16-342, e16-354.
        """
        return url.scheme == "http" and client.top.scheme == "https"

    def block_after_redirect(self, fetch: Fetch) -> Failure | None:
        """The standard blocks mixed content at once; Safari after the preflight. g3-174."""
        if self.is_mixed_content(fetch, fetch.url):
            return None
        failure = self.block_url(fetch)
        if isinstance(failure, BadPort) and fetch.request.mode == "cors":
            because = self.preflight_reason(fetch, self.unsafe_header_names(fetch))
            return attrs.evolve(failure, of_preflight=because is not None)
        return failure

    def refuse_to_send(self, fetch: Fetch) -> Failure | None:
        """What the page's own process refuses, only now that the network process would send.

        A redirect without credentials allowed, mixed content, and userinfo in the redirect that
        first left the origin (dev-344).
        """
        refused: Failure | None = fetch.scratch.get("refused")
        if refused is not None:
            return refused
        alone = wire.asks_network_alone(fetch)  # hunt-310001-1047
        if fetch.redirects and self.is_mixed_content(fetch, fetch.url) and not alone:
            return MixedContent(fetch.url.href)
        checked = fetch.cors and not alone
        if checked and fetch.url.includes_credentials and len(fetch.urls) > 1:
            before = fetch.urls[-2]
            return RedirectIncludesCredentials(before.href, fetch.url.href)
        return None

    null_body_statuses = NULL_BODY_STATUSES - {205}
    """The standard keeps the body of a 205 from scripts; Safari shows it. Hunted: e9-36."""

    def next_referrer(self, fetch: Fetch, target: URL) -> str:
        """The standard cuts the referrer at each redirect; Safari not for a synchronous load,
        which the network library follows by itself. w2-21, hunt-320001-1038.
        """
        if wire.asks_network_alone(fetch):
            return fetch.referrer
        cut = trail(fetch).cut_referrer  # by redirects taken already: y42-73
        return super().next_referrer(fetch, target) if cut is None else cut

    def pass_insecure(self, fetch: Fetch, insecure: URL) -> None:
        """The upgrade is a redirect of its own, from another origin and site. y17-111, y17-266."""
        fetch.scratch["passed insecure"] = True
        fetch.tainted |= fetch.cors

    def fetch_site(self, fetch: Fetch) -> str:
        """A tainted origin is a new opaque one, to which every site is foreign. h240002-491."""
        foreign = fetch.tainted and fetch.request.mode != "no-cors"  # e18-140
        foreign |= fetch.scratch.get("passed insecure", False)
        return "cross-site" if foreign else super().fetch_site(fetch)

    none_needs_secure = False
    """w6-70."""

    def sends_cookie_cross_site(self, cookie: Cookie) -> bool:
        """Cookies of other sites are blocked. w6-91, w6-94."""
        return False

    def same_site_for_cookies(self, fetch: Fetch) -> bool:
        """The host alone counts, for a sandboxed frame's requests, too. w6-133. WebKitGTK's
        library wants the very host of the page (w6-11), Apple's its registrable domain.
        """
        return schemelessly_same_site(fetch.client.top, fetch.url.origin)

    decoder = Decoder(frame=0, lossless=30, svg_by_type=True)
    blocks_opaque_responses = False
    types_judged_first = frozenset(("script",))
    """LoadableClassicScript.cpp, notifyFinished. y55-11, y55-17."""

    memory_by_url = True
    """WebCore's MemoryCache: w7-7, w7-15."""
    remembers_failed_modules = False
    """w7-128."""

    workers_share_memory = True
    """y21-11."""

    def leaves_memory_alone(self, fetch: Fetch) -> bool:
        """Synchronous loads and EventSources do not ask WebKit's MemoryCache. y21-1, y21-9."""
        past = wire.asks_network_alone(fetch) or fetch.request.initiator == "eventsource"
        return past or super().leaves_memory_alone(fetch)

    def is_fresh_in_memory(self, fetch: Fetch, known: Remembered) -> bool:
        """WebCore's MemoryCache of elements' loads. y30-19, y33-190."""
        cache = fetch.agent.http_cache
        assert isinstance(cache, SafariHTTPCache)
        wire = known.wire
        if wire is None or known.until <= fetch.now:
            return False
        if fetch.url.fragment is not None and known.url != fetch.url.without_fragment:
            return False  # y33-230
        return cache.memory.is_fresh(wire, known.at, fetch.now)

    def varied_in_memory(self, fetch: Fetch, wire: WireResponse) -> Varied:
        """CachedResource.cpp, varyHeaderValuesMatch. y65-51, y65-59."""
        return Memory.varied(fetch, wire)

    def remembers(self, fetch: Fetch, wire: WireResponse, failure: Failure | None) -> bool:
        """What varies by everything matches no other request, nor does the target of a redirect
        that has a fragment. hunt-300004-357, y26-3, y27-4, y63-3. A module asks no cache: y30-313.
        """
        if fetch.request.initiator == "module":
            return super().remembers(fetch, wire, failure)
        elsewhere = fetch.redirects > 0 and fetch.url.fragment is not None
        lasts = "*" not in varying(wire) and not elsewhere
        # what the element had no use for is remembered all the same: y33-190, y58-369, y58-415
        kept = isinstance(failure, LoadStatusNotOk | MIMETypeRefused | NotDecodable)
        useless = kept and fetch.request.initiator != "img" and wire.status < 400
        return lasts and (useless or super().remembers(fetch, wire, failure))

    def response_url(self, fetch: Fetch) -> str:
        """Userinfo shows at home only, but always to a document's synchronous load with
        credentials. hunt-300004-597, y18-1.
        """
        shows = wire.asks_network_alone(fetch) and fetch.request.credentials == "include"
        url = fetch.url.without_userinfo if fetch.cors and not shows else fetch.url
        return url.without_fragment

    def takes_status(self, kind: str, status: int) -> bool:
        """Scripts and fonts take what is no error. w5-348, w5-426, w5-543."""
        return status < 400 and (kind != "stylesheet" or super().takes_status(kind, status))

    def origin_header(self, fetch: Fetch) -> str | None:
        """The standard sends none with GET; Safari keeps the one of the hop before where the
        redirect stays in its origin: NetworkDataTaskSoup.cpp clears it on others only. Hunted:
        g707-457, g707-476, e8-70, e17-13, e17-102.
        """
        value = super().origin_header(fetch)
        simple = fetch.request.initiator == "beacon" and fetch.request.mode == "no-cors"
        framed = simple and value == "null" and fetch.client.origin.opaque
        if framed and not fetch.redirects:
            value = fetch.client.top.serialized  # w5-859
        sent: dict[int, str | None] = fetch.scratch.setdefault("origins", {})
        stays = fetch.redirects > 0 and fetch.urls[-2].origin == fetch.url.origin
        if stays and (value is None or framed):  # y60-3
            value = sent.get(fetch.redirects - 1)
        sent[fetch.redirects] = value
        return value

    def retries(self, request: WireRequest) -> int:
        """One more try, for preflights none. b-simple-drop, b-pf-drop."""
        return 0 if request.preflight else 1

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        return wire.preflight_headers(self, fetch, unsafe)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        conditional = trail(fetch).conditional
        if conditional is not None:
            validators = conditional.stored.validators if conditional.carried else ()
        return wire.request_headers(self, fetch, validators, cookie)

    def reads_redirect(self, redirected: Redirected) -> bool:
        """A document's synchronous load reads a redirect with an empty Location. y1-1, y1-46."""
        return not redirected.location and wire.asks_network_alone(redirected.fetch)

    def opaque_redirect_body(self, response: WireResponse, location: str) -> bytes:
        """The standard shows nothing; Safari the body where there was no Location to follow."""
        return b"" if location else response.body

    thrown = SAFARI

    def console(self, events: Sequence[Event], client: Client) -> list[Message]:
        return console.messages(events, client)
