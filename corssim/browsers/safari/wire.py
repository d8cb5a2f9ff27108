"""Safari's header lines, in wire order (HTTP/1.1).

Law: WebKit keeps headers it has a name for before all others, each kind in the order it was
set; the network library (libsoup here, CFNetwork on Apple's systems) sorts once more by the
names *it* knows and adds its own. Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import attrs

from ...headers import HeaderList, combine, get
from ...standard.fetch import Fetch
from ...standard.wire import WireRules, cache_lines, host, length
from ...url import URL, is_potentially_trustworthy
from .encoding import as_libsoup_writes
from .loads import bypasses_page_process, network_library_follows
from .notes import asks_with_cors, notes

USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/60.5 Safari/605.1.15"
)
# WebCore/platform/network/HTTPHeaderNames.in, those a script can set, in canonical spelling
KNOWN_TO_WEBKIT = {
    name.lower(): name
    for name in (
        "Accept", "Accept-Charset", "Accept-Language", "Accept-Encoding", "Accept-Ranges",
        "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods", "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers", "Access-Control-Max-Age",
        "Access-Control-Request-Headers", "Access-Control-Request-Method", "Age",
        "Authorization", "Cache-Control", "Clear-Site-Data", "Connection",
        "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
        "Content-Location", "Content-Security-Policy", "Content-Security-Policy-Report-Only",
        "Content-Type", "Content-Range", "Cookie", "Cookie2", "Cross-Origin-Embedder-Policy",
        "Cross-Origin-Embedder-Policy-Report-Only", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Opener-Policy-Report-Only", "Cross-Origin-Resource-Policy", "Date", "DNT",
        "Default-Style", "ETag", "Expect", "Expires", "Host", "If-Match", "If-Modified-Since",
        "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Last-Event-ID",
        "Last-Modified", "Link", "Location", "Origin", "Ping-From", "Ping-To", "Pragma",
        "Proxy-Authorization", "Range", "Referer", "Referrer-Policy", "Refresh", "Report-To",
        "Reporting-Endpoints", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site",
        "Server-Timing", "Service-Worker", "Service-Worker-Allowed",
        "Service-Worker-Navigation-Preload", "Set-Cookie", "Set-Cookie2", "SourceMap", "TE",
        "Timing-Allow-Origin", "Trailer", "Transfer-Encoding", "Upgrade",
        "Upgrade-Insecure-Requests", "User-Agent", "Vary", "Via", "X-Content-Type-Options",
        "X-DNS-Prefetch-Control", "X-Frame-Options", "X-SourceMap", "X-XSS-Protection",
        "X-Temp-Tablet", "Icy-MetaInt", "Icy-Metadata",
    )
}  # fmt: skip
# libsoup/soup-header-names.in: what WebKit knows, less these, and more
UNKNOWN_TO_LIBSOUP = frozenset((
    "clear-site-data", "cross-origin-embedder-policy",
    "cross-origin-embedder-policy-report-only", "cross-origin-opener-policy",
    "cross-origin-opener-policy-report-only", "report-to", "reporting-endpoints",
    "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "service-worker-navigation-preload",
    "icy-metaint", "icy-metadata",
))  # fmt: skip
KNOWN_TO_LIBSOUP_ONLY = frozenset((
    "authentication-info", "proxy-authenticate", "proxy-authentication-info", "purpose",
    "server", "www-authenticate",
))  # fmt: skip
_ENCODINGS = {False: "gzip, deflate", True: "gzip, deflate, br"}
_KEEP_ALIVE = ("Connection", "Keep-Alive")


@lru_cache(maxsize=4096)
def author_headers(headers: HeaderList) -> tuple[HeaderList, HeaderList]:
    """The author's headers: those WebKit knows, in canonical spelling, and the others."""
    known, others = [], []
    for name, value in combine(headers):
        value = as_libsoup_writes(value)
        canonical = KNOWN_TO_WEBKIT.get(name.lower())
        if canonical is None:
            others.append((name, value))
        else:
            known.append((canonical, value))
    return tuple(known), tuple(others)


def by_libsoup(
    fetch: Fetch,
    lines: list[tuple[str, str]],
    given: set[str],
    trusted: bool,
    cookie: str,
    language: str,
) -> HeaderList:
    """The lines as the network library writes them, with its own added."""
    first: list[tuple[str, str]] = []
    last: list[tuple[str, str]] = []
    for pair in lines:
        lower = pair[0].lower()
        known = lower in KNOWN_TO_LIBSOUP_ONLY or (
            lower in KNOWN_TO_WEBKIT and lower not in UNKNOWN_TO_LIBSOUP
        )
        (first if known else last).append(pair)
    if fetch.body is not None:
        first.append(("Content-Length", length(fetch)))
    if not any(name.lower() == "accept" for name, _ in first):
        first.append(("Accept", "*/*"))  # a synchronous load brings none: w2-1
    first.append(("Accept-Encoding", _ENCODINGS[trusted]))
    if "accept-language" not in given:
        first.append(("Accept-Language", language))
    first += [_KEEP_ALIVE, ("Host", host(fetch.url))]
    if fetch.body is None and fetch.method in ("POST", "PUT"):
        first.append(("Content-Length", "0"))
    jar = [("Cookie", cookie)] if cookie else []  # w6-67
    return (*first, *jar, *last)


@attrs.frozen(eq=False)
class SafariWire(WireRules):
    """WebCore's platform/network, and libsoup."""

    user_agent: str = USER_AGENT
    accept_language: str = "en-US,en;q=0.9"
    accepts: Mapping[str, str] = attrs.Factory(
        lambda: {
            "image": "image/webp,image/avif,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,"
            "*/*;q=0.5",
            "style": "text/css,*/*;q=0.1",
        }
    )
    elements_send_same_origin_origin: bool = True
    """The standard sends Origin across origins only; Safari always with ``crossorigin``. w1-17,
    w1-67."""

    def first_referrer(self, fetch: Fetch) -> str:
        """The standard sends none from an opaque origin; Safari does. b-opaque-star."""
        return self.referrer(fetch, fetch.client.document, fetch.url)

    def next_referrer(self, fetch: Fetch, target: URL, before: str) -> str:
        """The standard cuts the referrer at each redirect; Safari not for a synchronous load,
        which the network library follows by itself. w2-21, hunt-320001-1038.
        """
        if bypasses_page_process(fetch):
            return fetch.referrer
        cut = notes(fetch).cut_referrer  # by redirects taken already: y42-73
        return super().next_referrer(fetch, target, before) if cut is None else cut

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
        stays = fetch.redirects > 0 and fetch.urls[-2].origin == fetch.url.origin
        if stays and (value is None or framed):  # y60-3
            value = notes(fetch).origins.get(fetch.redirects - 1)
        return value

    def fetch_site(self, fetch: Fetch) -> str:
        """A tainted origin is a new opaque one, to which every site is foreign. h240002-491."""
        foreign = fetch.tainted and fetch.request.mode != "no-cors"  # e18-140
        foreign |= fetch.notes.upgraded
        return "cross-site" if foreign else super().fetch_site(fetch)

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        """The lines of the OPTIONS request (CrossOriginAccessControl.cpp)."""
        url = fetch.url
        lines = [("Origin", fetch.origin), ("Access-Control-Request-Method", fetch.method)]
        if fetch.first_referrer:
            lines.append(("Referer", fetch.first_referrer))
        if unsafe:
            lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
        trusted = is_potentially_trustworthy(url)
        lines += [
            ("User-Agent", self.user_agent),
            ("Accept", "*/*"),
            ("Accept-Encoding", _ENCODINGS[trusted]),
            ("Accept-Language", self.accept_language),
            _KEEP_ALIVE,
            ("Host", host(url)),
        ]
        if (
            trusted
            and is_potentially_trustworthy(fetch.urls[0])
            and not bypasses_page_process(fetch)
        ):
            lines += [
                ("Sec-Fetch-Mode", "cors"),
                ("Sec-Fetch-Dest", "empty"),
                ("Sec-Fetch-Site", self.fetch_site(fetch)),
            ]
        return tuple(lines)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        """The lines of the request itself."""
        url = fetch.url
        trail = notes(fetch)
        conditional = trail.conditional
        if conditional is not None:
            validators = conditional.stored.validators if conditional.carried else ()
        trusted = is_potentially_trustworthy(url)
        known, others = author_headers(fetch.headers) if fetch.headers else ((), ())
        given = {name.lower() for name, _ in known}
        alone = bypasses_page_process(fetch)
        # the network library goes on from a stored redirect's request: y42-73, y44-77, y58-68
        before = trail.asked_by
        wanted = self.accept(fetch) if before is None else get(before.request, "accept") or "*/*"
        accept = [] if "accept" in given or alone else [("Accept", wanted)]
        referrer = [("Referer", fetch.referrer)] if fetch.referrer else []
        value = self.origin_header(fetch) if before is None else get(before.request, "origin")
        origin = [("Origin", value)] if value is not None else []
        same_origin_hop = fetch.redirects > 0 and not fetch.cors
        own_agent = [pair for pair in known if pair[0] == "User-Agent"]
        agent = own_agent if same_origin_hop or not own_agent else []
        agent = agent or ([] if own_agent else [("User-Agent", self.user_agent)])
        if alone and trail.omits_user_agent:
            agent = []  # right behind a stored redirect: y35-722
        typed = "content-type" in given
        untyped = trail.untyped or not typed
        # a Content-Type that comes back after a hop without it stands behind: e17-1, e17-107
        anew = untyped and bool(fetch.redirects) and network_library_follows(fetch, url)
        back = [pair for pair in known if anew and pair[0] == "Content-Type"]
        lines = [pair for pair in known if pair not in back and pair not in agent]
        caching = cache_lines(fetch, given)
        ahead = [*validators, *caching] if same_origin_hop else []
        moved = (
            fetch.redirects > 0
            and fetch.urls[-2].origin != url.origin
            and fetch.request.mode != "no-cors"
            and not (conditional is not None and conditional.asked_at_first)
        )
        initiator = fetch.request.initiator if before is None else before.initiator
        is_fetch = initiator == "fetch" or fetch.client.worker
        if not fetch.redirects:
            first_cors, first_origin = asks_with_cors(fetch), bool(origin)
        elif trail.first is not None:
            first_cors, first_origin = trail.first
        else:  # what a stored redirect was asked with: y46-66
            first_cors = first_origin = (
                fetch.request.mode == "cors" and fetch.urls[0].origin != fetch.client.origin
            )
        staying = same_origin_hop and not moved and fetch.request.initiator == "beacon"
        if moved and alone and not first_cors:
            last = [*origin, *agent] if first_origin else [*agent, *origin]  # hunt-300004-599
            lines += [*referrer, *ahead, *back, *last]
        elif moved and validators:  # the page's process gave them: y37-121
            lines += [*accept, *validators, *origin, *referrer, *back, *agent]
        elif moved:
            lines += [*accept, *origin, *referrer, *ahead, *back, *agent]
        elif staying:
            # it stays ahead until a hop to another origin: hunt-300003-88, hunt-300005-13
            stays = trail.stays and fetch.urls[-2].origin == url.origin
            next_lines = [*origin, *ahead] if stays else [*ahead, *origin]
            lines += [*accept, *referrer, *next_lines, *back, *agent]
        elif first_cors:
            rest = [*referrer, *accept] if is_fetch else [*accept, *referrer]
            lines += [*origin, *rest, *ahead, *back, *agent]
        else:
            rest = [*referrer, *accept] if is_fetch else [*accept, *referrer]
            lines += [*rest, *origin] if first_origin else rest
            lines += [*ahead, *back, *agent]
        if not moved and not same_origin_hop:
            lines += caching
        if not moved and not first_cors and not first_origin and not staying:
            lines += origin  # behind all that the first request had: y7-1
        if not same_origin_hop and not moved:
            lines += validators
        if trusted and not moved and not alone:
            lines += [
                ("Sec-Fetch-Dest", fetch.request.destination or "empty"),
                ("Sec-Fetch-Mode", fetch.request.mode),
                ("Sec-Fetch-Site", self.fetch_site(fetch)),
            ]
        lines += others
        return by_libsoup(fetch, lines, given, trusted, cookie, self.accept_language)
