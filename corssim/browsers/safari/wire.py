"""Safari's header lines, in wire order (HTTP/1.1).

Law: WebKit keeps headers it has a name for before all others, each kind in the order it was
set; the network library (libsoup here, CFNetwork on Apple's systems) sorts once more by the
names *it* knows and adds its own. Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ...headers import HeaderList, combine, get
from ...standard.fetching import Fetch
from ...standard.origin_header import is_potentially_trustworthy
from ...url import URL
from ..profile import host, length
from .encoding import as_libsoup_writes
from .trail import trail

if TYPE_CHECKING:
    from .profile import Safari

USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/60.5 Safari/605.1.15"
)
LANGUAGE = "en-US,en;q=0.9"
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
_USER_AGENT = ("User-Agent", USER_AGENT)


def preflight_headers(profile: Safari, fetch: Fetch, unsafe: list[str]) -> HeaderList:
    """The lines of the OPTIONS request (CrossOriginAccessControl.cpp)."""
    url = fetch.url
    lines = [("Origin", fetch.origin), ("Access-Control-Request-Method", fetch.method)]
    if fetch.first_referrer:
        lines.append(("Referer", fetch.first_referrer))
    if unsafe:
        lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
    trusted = is_potentially_trustworthy(url)
    lines += [
        _USER_AGENT,
        ("Accept", "*/*"),
        ("Accept-Encoding", _ENCODINGS[trusted]),
        ("Accept-Language", LANGUAGE),
        _KEEP_ALIVE,
        ("Host", host(url)),
    ]
    if trusted and is_potentially_trustworthy(fetch.urls[0]) and not asks_network_alone(fetch):
        lines += [
            ("Sec-Fetch-Mode", "cors"),
            ("Sec-Fetch-Dest", "empty"),
            ("Sec-Fetch-Site", profile.fetch_site(fetch)),
        ]
    return tuple(lines)


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


def request_headers(
    profile: Safari, fetch: Fetch, validators: HeaderList, cookie: str
) -> HeaderList:
    """The lines of the request itself."""
    url = fetch.url
    trusted = is_potentially_trustworthy(url)
    known, others = author_headers(tuple(fetch.headers)) if fetch.headers else ((), ())
    given = {name.lower() for name, _ in known}
    alone = asks_network_alone(fetch)
    # the network library goes on from a stored redirect's request: y42-73, y44-77, y58-68
    notes = trail(fetch)
    before = notes.asked_by
    wanted = profile.accept(fetch) if before is None else get(before.request, "accept") or "*/*"
    accept = [] if "accept" in given or alone else [("Accept", wanted)]
    referrer = [("Referer", fetch.referrer)] if fetch.referrer else []
    value = profile.origin_header(fetch) if before is None else get(before.request, "origin")
    origin = [("Origin", value)] if value is not None else []
    at_home = fetch.redirects > 0 and not fetch.cors
    own_agent = [pair for pair in known if pair[0] == "User-Agent"]
    agent = own_agent if at_home or not own_agent else []
    agent = agent or ([] if own_agent else [_USER_AGENT])
    if alone and notes.nameless:
        agent = []  # right behind a stored redirect: y35-722
    typed = "content-type" in given
    fetch.scratch["untyped"] = untyped = fetch.scratch.get("untyped", False) or not typed
    # a Content-Type that comes back after a hop without it stands behind: e17-1, e17-107
    anew = untyped and bool(fetch.redirects) and follows_by_itself(fetch, url)
    back = [pair for pair in known if anew and pair[0] == "Content-Type"]
    lines = [pair for pair in known if pair not in back and pair not in agent]
    caching = cache_lines(fetch, given)
    ahead = [*validators, *caching] if at_home else []
    conditional = notes.conditional
    moved = (
        fetch.redirects > 0
        and fetch.urls[-2].origin != url.origin
        and fetch.request.mode != "no-cors"
        and not (conditional is not None and conditional.asked_at_first)
    )
    initiator = fetch.request.initiator if before is None else before.initiator
    is_fetch = initiator == "fetch" or fetch.client.worker
    if not fetch.redirects:
        asked = fetch.cors or (fetch.request.from_element and fetch.request.mode == "cors")
        asked = asked and fetch.request.initiator != "beacon"  # its Origin comes late: w1-267
        fetch.scratch["first"] = (asked, bool(origin))
    # what a stored redirect was asked with: y46-66
    with_cors = fetch.request.mode == "cors" and fetch.urls[0].origin != fetch.client.origin
    first_cors, first_origin = fetch.scratch.get("first", (with_cors, with_cors))
    staying = at_home and not moved and fetch.request.initiator == "beacon"
    if moved and alone and not first_cors:
        told = [*origin, *agent] if first_origin else [*agent, *origin]  # hunt-300004-599
        lines += [*referrer, *ahead, *back, *told]
    elif moved and validators:  # the page's process gave them: y37-121
        lines += [*accept, *validators, *origin, *referrer, *back, *agent]
    elif moved:
        lines += [*accept, *origin, *referrer, *ahead, *back, *agent]
    elif staying:
        # it stays ahead until a hop to another origin: hunt-300003-88, hunt-300005-13
        stays = fetch.scratch.get("stays", True) and fetch.urls[-2].origin == url.origin
        fetch.scratch["stays"] = stays
        told = [*origin, *ahead] if stays else [*ahead, *origin]
        lines += [*accept, *referrer, *told, *back, *agent]
    elif first_cors:
        rest = [*referrer, *accept] if is_fetch else [*accept, *referrer]
        lines += [*origin, *rest, *ahead, *back, *agent]
    else:
        rest = [*referrer, *accept] if is_fetch else [*accept, *referrer]
        lines += [*rest, *origin] if first_origin else rest
        lines += [*ahead, *back, *agent]
    if not moved and not at_home:
        lines += caching
    if not moved and not first_cors and not first_origin and not staying:
        lines += origin  # behind all that the first request had: y7-1
    if not at_home and not moved:
        lines += validators
    if trusted and not moved and not alone:
        lines += [
            ("Sec-Fetch-Dest", fetch.request.destination or "empty"),
            ("Sec-Fetch-Mode", fetch.request.mode),
            ("Sec-Fetch-Site", profile.fetch_site(fetch)),
        ]
    lines += others
    return by_libsoup(fetch, lines, given, trusted, cookie)


def asks_network_alone(fetch: Fetch) -> bool:
    """Whether the load is a document's synchronous one, which asks the network process past the
    loaders that know of Sec-Fetch-* and Accept. w2-1, w2-25, w2-31.
    """
    return fetch.request.synchronous and not fetch.client.worker


def follows_by_itself(fetch: Fetch, target: URL) -> bool:
    """Whether the network library follows a redirect by itself, from the request it knows."""
    at_home = not fetch.cors and target.origin == fetch.client.origin
    return fetch.request.mode == "no-cors" or at_home


def by_libsoup(
    fetch: Fetch,
    lines: list[tuple[str, str]],
    given: set[str],
    trusted: bool,
    cookie: str = "",
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
        first.append(("Accept-Language", LANGUAGE))
    first += [_KEEP_ALIVE, ("Host", host(fetch.url))]
    if fetch.body is None and fetch.method in ("POST", "PUT"):
        first.append(("Content-Length", "0"))
    jar = [("Cookie", cookie)] if cookie else []  # w6-67
    return (*first, *jar, *last)


def cache_lines(fetch: Fetch, given: set[str]) -> list[tuple[str, str]]:
    """Pragma and Cache-Control for the ``cache`` mode."""
    mode = fetch.cache_mode
    if mode in ("no-store", "reload"):
        lines = [("Pragma", "no-cache"), ("Cache-Control", "no-cache")]
    elif mode == "no-cache":
        lines = [("Cache-Control", "max-age=0")]
    else:
        return []
    return [pair for pair in lines if pair[0].lower() not in given]
