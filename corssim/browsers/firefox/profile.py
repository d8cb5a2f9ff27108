"""Firefox's decisions, where they are not the standard's.

Evidence: recordings of Firefox 153, and Gecko's sources by file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from ...events import Blocked, Event
from ...failures import (
    ContentDecodingFailed,
    CORSCheckFailed,
    Failure,
    OriginMultiple,
    RedirectNotAllowed,
)
from ...headers import HTTP_WHITESPACE, HeaderList, first, get_all
from ...mime import essence_of
from ...request import Body, BodyInit, Cache, Call, Client, Request, Stream, WireRequest
from ...response import WireResponse
from ...standard import opaque_response_blocking as orb
from ...standard import preflight, redirect
from ...standard.cookies import Cookie
from ...standard.cors_check import cors_check
from ...standard.element_memory import Remembered
from ...standard.fetching import Fetch
from ...standard.http_cache import SAFE_METHODS
from ...standard.images import Decoder
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.origin_header import is_potentially_trustworthy, sec_fetch_site
from ...standard.redirect import REQUEST_BODY_HEADERS, Redirected, rewrites_to_get
from ...standard.referrer import determine_referrer, policy_of
from ...standard.request_headers import (
    SAFELIST,
    SAFELISTED_ESSENCES,
    cors_unsafe_request_header_names,
    is_simple_range,
)
from ...url import URL, schemelessly_same_site
from ..answers import conflict, escaped_bytes
from ..console import Message
from ..profile import PreflightCheck, Profile, RedirectCheck
from . import console, wire
from .cache import FirefoxHTTPCache, FirefoxPreflightCache
from .redirects import (
    OWN_SCHEMES,
    bad_port,
    cors_check_unless_following,
    credentials,
    early_redirect,
    early_scheme,
    http_scheme,
    is_security_check,
    mixed_content,
    refused_load,
)
from .sites import LESS_RESTRICTED, is_cross_site
from .thrown import FIREFOX

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
# The signed-char comparison in nsContentUtils makes bytes from 0x80 up unsafe as well.
_UNSAFE_BYTES = re.compile(r'[\x00-\x08\x0a-\x1f"():<>?@\[\\\]{}\x7f-\xff]')
_DIGITS = re.compile(r"[0-9]+\Z")


def _accept(value: str) -> bool:
    return _UNSAFE_BYTES.search(value) is None


# type = what stands before white space or ";"; then only white space and parameters, and no
# comma (netwerk/base/nsNetUtil.cpp, NS_ParseRequestContentType)
_CONTENT_TYPE = re.compile(r"[ \t]*([^ \t;,]+/[^ \t;,]+)[ \t]*(?:;[^,]*)?\Z")


def _content_type(value: str) -> bool:
    found = _CONTENT_TYPE.match(value)
    return found is not None and found[1].lower() in SAFELISTED_ESSENCES


FIREFOX_SAFELIST = {
    **SAFELIST,
    "range": lambda value: is_simple_range(value, most=(1 << 64) - 1),
    "accept": _accept,
    "content-type": lambda value: _accept(value) and _content_type(value),
}


@lru_cache(maxsize=4096)
def _unsafe_names(headers: HeaderList) -> list[str]:
    return sorted(cors_unsafe_request_header_names(headers, FIREFOX_SAFELIST, None))


def _as_set(request: Request) -> HeaderList:
    """The script's headers with the Content-Type that it gave to an XMLHttpRequest."""
    given = request.author_content_type
    if not given:
        return request.headers
    return tuple(
        (name, given if name.lower() == "content-type" else value)
        for name, value in request.headers
    )


class Firefox(Profile):
    """Firefox 153."""

    name = "firefox"
    title = "Firefox"
    version = "153"
    user_agent = wire.USER_AGENT
    accept_language = wire.LANGUAGE
    boundary = "----geckoformboundary0123456789abcdef0123456789abcdef"
    guards_local_network = True
    """network.lna.enabled and network.lna.blocking (StaticPrefList.yaml)."""
    max_age_cap = 86400

    list_whitespace = HTTP_WHITESPACE
    wildcard_covers_authorization = True
    """The standard excludes Authorization from ``*``; Firefox lets it through with a warning
    (pref network.cors_preflight.authorization_covered_by_wildcard). Recording b-pf-star-auth."""
    flag_allows_own_method = False

    preflight_checks: ClassVar[Sequence[PreflightCheck]] = (
        early_redirect,
        preflight.cors_check,
        preflight.redirected,
        preflight.ok_status,
        preflight.parse_methods,
        preflight.method_allowed,
        preflight.parse_headers,
        preflight.headers_allowed,
    )
    """nsCORSListenerProxy.cpp, CheckPreflightRequestApproved: methods wholly before headers."""

    redirect_checks: ClassVar[Sequence[RedirectCheck]] = (
        cors_check_unless_following,
        redirect.manual_mode,
        redirect.error_mode,
        redirect.parsable,
        early_scheme,
        redirect.count,
        redirect.same_origin_mode,
        mixed_content,
        refused_load,
        redirect.cors_check,
        credentials,
        http_scheme,
        redirect.stream_body,
        bad_port,
    )

    accepts: ClassVar[dict[str, str]] = {
        "image": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        "style": "text/css,*/*;q=0.1",
        "font": "application/font-woff2;q=1.0,application/font-woff;q=0.9,*/*;q=0.8",
    }

    nameless_cookies = False
    """What stands without ``=`` is a name. w6-44, w6-45."""

    def sends_cookie_cross_site(self, cookie: Cookie) -> bool:
        """Only an explicit Lax or Strict keeps one at home: each site has a jar of its own for
        the others. w6-21, w6-22.
        """
        return cookie.same_site not in ("lax", "strict")

    def same_site_for_cookies(self, fetch: Fetch) -> bool:
        """Another scheme is the same site. w6-66."""
        client = fetch.client
        site = schemelessly_same_site(client.top, fetch.url.origin)
        return site and not client.origin.opaque

    def cookie_text(self, line: str) -> str:
        """Bytes that are no UTF-8 become U+FFFD. w6-54."""
        return line.encode("latin-1").decode("utf-8", "replace").encode().decode("latin-1")

    memory_kinds = frozenset(("img", "stylesheet", "font"))
    """w7-1, w7-159, w7-220."""
    types_before_status = True
    no_cookies_with = frozenset((407,))  # y78-66
    decoder = Decoder(svg_of_any_status=False)

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """Status and content count, too; text/plain is looked at, nosniff or not. y14-9."""
        reason = super().reason_to_block_opaque(wire, body)
        if reason == orb.NOSNIFF and essence_of(wire.headers) == "text/plain":
            reason = None
        return reason or orb.unless_script(wire, body)

    def is_fresh_in_memory(self, fetch: Fetch, known: Remembered) -> bool:
        """The image cache knows no fragments, but the time for which an image is fresh
        (image/ImageCacheKey.cpp). y33-398, w7-15.
        """
        if known.asked[0] != "img" or known.wire is None:
            return False
        return fetch.agent.http_cache.is_fresh(known.wire, known.at, fetch.now)

    def throws(self, blocked: Blocked, call: Call) -> bool:
        """The standard throws everywhere. A worker's load in Firefox has come to an end, without an
        answer, where CORS or another security check refused it. w2-86, y36-1, y38-4, y39-2.
        """
        failure = blocked.failure
        if not call.worker or isinstance(failure, ContentDecodingFailed):
            return True
        return not blocked.cross_origin and not is_security_check(failure)

    def resource_policy_allows(self, fetch: Fetch, policy: str | None) -> bool:
        """The standard takes an unknown value for a missing one; to Firefox it allows. w4-101."""
        return super().resource_policy_allows(fetch, policy or None) or (
            bool(policy) and policy not in ("same-origin", "same-site")
        )

    def reconnects(self, failure: Failure | None) -> bool:
        """The standard connects again after any network error; Firefox not where CORS was asked
        for, whose failure it is then. w1-218.
        """
        return failure is None

    def xhr_content_type(self, value: str, client: Client) -> str:
        """In a worker the script's value stays as it is. hunt-320001-1654."""
        return value if client.worker else super().xhr_content_type(value, client)

    def xhr_text_type(self, client: Client) -> str:
        """A worker hands its text to the page's thread, which spells it so. hunt-300003-80."""
        return "text/plain;charset=utf-8" if client.worker else super().xhr_text_type(client)

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The standard's step is in ``fetch()`` only (FetchDriver.cpp). Recording dev-222."""
        return (
            super().cache_mode(request, client) if request.initiator == "fetch" else request.cache
        )

    def dropped_on_redirect(
        self, fetch: Fetch, target: URL, status: int, method: str, rewritten: bool
    ) -> frozenset[str]:
        """The standard looks at the method of the hop before; Firefox at the script's.

        FetchDriver.cpp, AsyncOnChannelRedirect. Recordings dev-178, dev-518; hunted: g2-103.
        """
        moved = target.origin != fetch.url.origin
        gone = REQUEST_BODY_HEADERS if rewrites_to_get(status, method) else frozenset()
        if fetch.request.initiator == "beacon":
            # no FetchDriver that starts anew, nor strips a preflight's list: hunt-300005-13,
            # hunt-330001-923
            fetch.scratch["gone"] = self.dropped_across_origins if moved else frozenset()
            lost: frozenset[str] = gone | fetch.scratch.get("lost", frozenset())
            fetch.scratch["lost"] = lost
            return lost
        fetch.scratch["gone"] = gone | self.dropped_across_origins if moved else gone
        strips = rewrites_to_get(status, fetch.request.method)
        return REQUEST_BODY_HEADERS if strips else frozenset()

    def body_init(self, body: BodyInit) -> BodyInit:
        """The standard streams a ReadableStream; Firefox sends its string form. b-stream."""
        return "[object ReadableStream]" if isinstance(body, Stream) else body

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        return True

    def unsafe_header_names(self, fetch: Fetch) -> list[str]:
        """The standard combines and makes unique; Firefox judges each entry. No 1024-byte sum."""
        unsafe = self.unsafe_names_of_script(fetch.request)
        if not fetch.redirects:
            return unsafe
        gone: frozenset[str] = fetch.scratch["gone"]
        return [name for name in unsafe if name not in gone]

    def unsafe_names_of_script(self, request: Request) -> list[str]:
        """The unsafe names of the script's own headers: XMLHttpRequest judges Content-Type as it
        was set, before a charset is put right. Hunted: g5-179, g808-240.
        """
        return _unsafe_names(_as_set(request)) if request.headers else []

    def headers_before_redirect(
        self, fetch: Fetch, target: URL, status: int
    ) -> list[tuple[str, str]]:
        """The standard goes on with what is left; Firefox applies the script's headers anew at
        each redirect (FetchDriver.cpp, SetRequestHeaders), a Content-Type as it was before its
        charset was put right, but not one that ``send()`` added, once it is gone. Hunted: g2-103,
        g707-433, hunt-240004-1588; y40-1.
        """
        request = fetch.request
        added = request.initiator == "xmlhttprequest" and not request.author_content_type
        if added and "content-type" in fetch.dropped:
            return [pair for pair in request.headers if pair[0].lower() != "content-type"]
        return list(_as_set(request))

    def preflight_reason(self, fetch: Fetch, unsafe: list[str]) -> str | None:
        """The standard compares methods as they are, Firefox without case; the standard decides
        anew at each hop, Firefox stays with a preflight it once needed (HttpBaseChannel.cpp,
        SetCorsPreflightParameters). Hunted: g2-5, g2-132.
        """
        if fetch.use_cors_preflight:
            return "flag"
        if fetch.method.upper() not in CORS_SAFELISTED_METHODS:
            return "method"
        if unsafe or (fetch.redirects and self.unsafe_names_of_script(fetch.request)):
            return "headers"
        return "earlier" if fetch.preflighted else None

    def parse_url(self, text: str, base: URL | None) -> URL | None:
        """The standard allows ``"`` and ``*`` in a host; Firefox does not. e16-5, e16-33."""
        url = super().parse_url(text, base)
        return None if url is not None and any(c in url.host for c in '"*') else url

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """Lines that contradict each other corrupt an answer (nsHttpHeaderArray.h). e16-189."""
        return conflict(fetch, response)

    def location(self, headers: HeaderList) -> str | None:
        """The standard combines lines and reads them as Latin-1; Firefox keeps the first and
        percent-encodes bytes beyond ASCII, and a tab, as they are. e14-368, e16-205, e16-265.
        """
        found = first(headers, "location")
        return found if found is None else escaped_bytes(found).replace("\t", "%09")

    def reads_redirect(self, redirected: Redirected) -> bool:
        """An image reads a redirect that leads to another program. y1-215, y1-217."""
        request, target = redirected.fetch.request, redirected.target
        if request.initiator != "img" or request.mode != "no-cors" or target is None:
            return False
        return not target.is_http and target.scheme not in OWN_SCHEMES

    def retries(self, request: WireRequest) -> int:
        """Ten tries in all of safe methods (nsHttpRequestHead.cpp, IsSafeMethod), two of others,
        whose first may have met a connection that had been closed. b-simple-drop, y54-12.
        """
        return 9 if request.method in SAFE_METHODS else 1

    def data_response(self, fetch: Fetch, response: WireResponse) -> WireResponse:
        """The standard gives Content-Type alone; Firefox, for ``fetch()``, a length too. e14-4."""
        if fetch.request.initiator != "fetch":
            return response
        length = ("Content-Length", str(len(response.body)))
        return WireResponse(response.status, (*response.headers, length), response.body, "OK")

    no_cors_safelist = FIREFOX_SAFELIST  # y59-151
    never_combined_in_no_cors = frozenset(("content-type",))
    """The standard judges the combined value; Firefox keeps the first. e8-52, hunt-240003-1119."""

    def after_failed_check(self, fetch: Fetch, failure: Failure, preflight: bool) -> None:
        """The standard purges after preflighted fetches only; Firefox after any failure that its
        CORS listener sees, which redirect mode ``error`` is not. Hunted: e4-289.
        """
        if fetch.cors and not isinstance(failure, RedirectNotAllowed):
            fetch.agent.preflight_cache.purge(fetch)

    def new_preflight_cache(self) -> FirefoxPreflightCache:
        return FirefoxPreflightCache()

    def new_http_cache(self) -> FirefoxHTTPCache:
        return FirefoxHTTPCache()

    def consults_preflight_cache(self, fetch: Fetch) -> bool:
        """``no-store`` and ``reload`` bypass the preflight cache, but write it."""
        return fetch.cache_mode not in ("no-store", "reload")

    def max_age(self, value: str | None) -> float | None:
        """The standard falls back to 5 s for what does not parse; Firefox does not store it."""
        if not value:
            return self.default_max_age
        if _DIGITS.match(value) is None:
            return None
        seconds = 86400 if len(value.lstrip("0")) > 5 else min(int(value), 86400)
        return seconds or None

    def get(self, headers: HeaderList, name: str) -> str | None:
        """The standard joins all values; Firefox leaves empty ones out (nsHttpHeaderArray)."""
        values = get_all(headers, name)
        if not values:
            return None
        return ", ".join(filter(None, values))

    def cors_check(
        self, fetch: Fetch, response: WireResponse, preflight: bool
    ) -> CORSCheckFailed | None:
        """The standard's verdict. Two lines spelled exactly so are a failure of their own.

        A preflight to the page's own origin (after redirects) is not checked: dev-552.
        """
        if preflight and not fetch.cross_origin:
            return None
        origin = self.preflight_origin(fetch) if preflight else fetch.origin
        lines = [value for name, value in response.headers if name == ALLOW_ORIGIN]
        value = self.get(response.headers, "access-control-allow-origin")
        if len(lines) > 1:
            return OriginMultiple(response.status, value or "", origin)
        return cors_check(
            value,
            self.get(response.headers, "access-control-allow-credentials"),
            origin,
            fetch.include,
            response.status,
        )

    def preflight_origin(self, fetch: Fetch) -> str:
        """The standard sends ``null`` after a tainting redirect; Firefox's preflight does not
        know of it (nsCORSListenerProxy.cpp: a listener of its own). Recording dev-97.
        """
        return fetch.client.origin.serialized

    def preflight_site(self, fetch: Fetch) -> str:
        """A preflight is a request of its own: only its own URL counts."""
        return sec_fetch_site(fetch.client.origin, [fetch.url])

    def referrer(self, fetch: Fetch, source: URL | None, url: URL) -> str:
        """Policies that tell a foreign site more than the default does are not honoured."""
        policy = "" if self.ignores_policy(fetch, url) else fetch.referrer_policy
        return determine_referrer(source, policy, url)

    def first_referrer(self, fetch: Fetch) -> str:
        """The standard sends one everywhere; Firefox none for a worker's EventSource. w2-129."""
        initiator = fetch.request.initiator
        if fetch.client.worker and initiator == "eventsource":
            return ""
        if fetch.client.origin.opaque and initiator not in ("fetch", "xmlhttprequest"):
            hidden = fetch.request.referrer_policy in ("no-referrer", "same-origin")
            return "" if hidden else fetch.client.top.serialized + "/"  # w5-812, w5-856, w5-859
        return super().first_referrer(fetch)

    def pass_insecure(self, fetch: Fetch, insecure: URL) -> None:
        """The upgrade is a redirect of its own, from another origin. y17-114, y17-266."""
        fetch.scratch["passed insecure"] = True
        fetch.scratch["upgraded in place"] = insecure.host == fetch.url.host
        fetch.tainted |= fetch.cors
        fetch.cors |= fetch.request.mode == "cors"

    def next_referrer(self, fetch: Fetch, target: URL) -> str:
        """Where the script's policy was ignored, what that cut is there again: g5-105; but not
        with ``keepalive``, whose redirects the parent process follows, nor in a worker: g5-104,
        hunt-300002-123. What a policy of its own cut stays cut: y73-12, y73-386.
        """
        before = fetch.scratch.get("policy", fetch.request.referrer_policy)
        fetch.scratch["policy"] = fetch.referrer_policy
        answer = fetch.answered.response
        assert isinstance(answer, WireResponse)
        if policy_of(answer.headers):
            fetch.scratch["policy since"] = fetch.redirects + 1
        if fetch.scratch.get("passed insecure") and target.origin == fetch.client.origin:
            return self.referrer(fetch, fetch.client.document, target)  # y17-223
        apart = fetch.request.keepalive or fetch.client.worker
        ignored = before in LESS_RESTRICTED and is_cross_site(fetch.client, fetch.url.origin)
        whole = ignored and not apart
        own = fetch.request.initiator in ("fetch", "xmlhttprequest")
        if whole and fetch.first_referrer and fetch.client.origin.opaque and not own:
            return fetch.first_referrer  # hunt-320001-537
        if whole and fetch.first_referrer:
            return self.referrer(fetch, fetch.client.document, target)
        return super().next_referrer(fetch, target)

    def storage_access(self, fetch: Fetch) -> str:
        """Sec-Fetch-Storage-Access, sent with credentials to another site over TLS; else empty.

        ``inactive`` where only the sandbox makes it another site (hunted: g3-293).
        """
        if (
            not fetch.include
            or fetch.scratch.get("upgraded in place", False)  # y17-261
            or fetch.client.worker
            or fetch.request.keepalive
            or not is_potentially_trustworthy(fetch.url)
            or schemelessly_same_site(fetch.client.origin, fetch.url.origin)
        ):
            return ""
        at_home = schemelessly_same_site(fetch.client.top, fetch.url.origin)
        return "inactive" if at_home else "none"

    def leaves_site(self, fetch: Fetch) -> bool:
        """Whether this hop is the policy's first to another site, where it is ignored. e19-181,
        y73-299.
        """
        client = fetch.client
        past = fetch.urls[fetch.scratch.get("policy since", 0) : -1]
        before = any(is_cross_site(client, url.origin) for url in past)
        return not before and self.ignores_policy(fetch, fetch.url)

    def ignores_policy(self, fetch: Fetch, url: URL) -> bool:
        """Whether the referrer policy is ignored for *url*, with a console line."""
        return fetch.referrer_policy in LESS_RESTRICTED and is_cross_site(fetch.client, url.origin)

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        return wire.preflight_headers(self, fetch, unsafe)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        return wire.request_headers(self, fetch, validators, cookie)

    def listed(self, headers: HeaderList) -> HeaderList:
        """Empty later lines are dropped when lines are joined; Content-Type without a space."""
        values: dict[str, list[str]] = {}
        for name, value in headers:
            values.setdefault(name.lower(), []).append(value)
        return tuple(
            (name, ("," if name == "content-type" else ", ").join(filter(None, values[name])))
            for name in sorted(values)
        )

    thrown = FIREFOX

    def console(self, events: Sequence[Event], client: Client) -> list[Message]:
        return console.messages(events, client, self)
