"""Chrome's header lines, in wire order (HTTP/1.1).

Law: what stands on each line is the standard's; where it stands is Chrome's: first the
network stack's own, then Blink's header map in its iteration order, then the rest.
Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ...headers import HeaderList, combine
from ...standard.fetching import Fetch
from ...standard.http_cache import is_conditional
from ...standard.origin_header import is_potentially_trustworthy
from ..profile import host, length, sends_length
from .cache import in_memory
from .fetch_metadata import fetch_metadata
from .hash_order import iteration_order
from .ranges import is_cached_range, rewritten

if TYPE_CHECKING:
    from .profile import Chrome

USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "HeadlessChrome/156.0.0.0 Safari/537.36"
)
CLIENT_HINTS = {
    "sec-ch-ua": '"Not:A-Brand";v="8", "Chromium";v="156", "HeadlessChrome";v="156"',
    "sec-ch-ua-mobile": "?0",
    "sec-ch-ua-platform": '"Linux"',
}
_KEEP_ALIVE = ("Connection", "keep-alive")
_USER_AGENT = ("User-Agent", USER_AGENT)
_LANGUAGE = ("Accept-Language", "en-US,en;q=0.9")
_ENCODINGS = {
    False: ("Accept-Encoding", "gzip, deflate"),
    True: ("Accept-Encoding", "gzip, deflate, br, zstd"),
}


def load_flags(fetch: Fetch) -> list[tuple[str, str]]:
    """Pragma and Cache-Control as Chrome's load flags write them for the ``cache`` mode.

    Values that the script gave take their places. Without credentials by the page's embedder
    policy the cache is bypassed: w4-238.
    """
    mode = "reload" if fetch.credentialless else fetch.cache_mode
    if mode in ("no-store", "reload"):
        return [("Pragma", "no-cache"), ("Cache-Control", "no-cache")]
    return [("Cache-Control", "max-age=0")] if mode == "no-cache" else []


def preflight_headers(profile: Chrome, fetch: Fetch, unsafe: list[str]) -> HeaderList:
    """The lines of the OPTIONS request (preflight_controller.cc, CreatePreflightRequest)."""
    url = fetch.url
    lines = [("Host", host(url)), _KEEP_ALIVE]
    if fetch.cache_mode != "default":
        lines += load_flags(fetch)
    lines += [("Accept", "*/*"), ("Access-Control-Request-Method", fetch.method)]
    if unsafe:
        lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
    lines += [("Origin", fetch.origin), _USER_AGENT, ("Sec-Fetch-Mode", "cors")]
    trusted = is_potentially_trustworthy(url)
    if trusted:
        lines += [
            ("Sec-Fetch-Site", profile.preflight_site(fetch)),
            ("Sec-Fetch-Dest", "empty"),
        ]
    if fetch.referrer:
        lines.append(("Referer", fetch.referrer))
    lines += [_ENCODINGS[trusted], _LANGUAGE]
    return tuple(lines)


@lru_cache(maxsize=4096)
def header_map(
    headers: HeaderList, initiator: str, trusted: bool, with_origin: bool = False
) -> HeaderList:
    """Blink's header map as it iterates: the author's headers, client hints, User-Agent.

    ``fetch()`` fills the map from a list sorted by name, ``XMLHttpRequest`` from a map of its own.
    """
    author = dict(combine(headers))
    if initiator == "fetch":
        names = sorted(author, key=str.lower)
    else:
        names = list(iteration_order(tuple(author)))
    values = dict(author)
    if with_origin:
        names.append("Origin")
        values["Origin"] = ""
    if trusted:
        names.extend(CLIENT_HINTS)
        values.update(CLIENT_HINTS)
    names.append("User-Agent")
    values["User-Agent"] = USER_AGENT
    return tuple((name, values[name]) for name in iteration_order(tuple(names)))


def has_hints(fetch: Fetch) -> bool:
    """Whether client hints were set for the first hop; a redirect only takes them away. Workers
    have none: w2-135.
    """
    return not fetch.client.worker and is_potentially_trustworthy(fetch.urls[0])


def is_unaccepted(fetch: Fetch, coding: str) -> bool:
    """Whether a Content-Encoding is one that Chrome knows and had not asked for: with a range it
    asks for none (HttpNetworkTransaction::ContentEncodingsValid). y78-380, y78-1115.
    """
    if not coding:
        return False
    used = {token.strip().lower() for token in coding.split(",")}
    accepted = {"gzip", "deflate", "x-gzip"}
    if is_potentially_trustworthy(fetch.url):
        accepted |= {"br", "zstd"}
    if any(name.lower() == "range" for name, _ in fetch.headers):
        accepted = set()
    return not used.isdisjoint({"br", "deflate", "gzip", "x-gzip", "zstd"} - accepted)


def request_headers(
    profile: Chrome, fetch: Fetch, validators: HeaderList, cookie: str
) -> HeaderList:
    """The lines of the request itself."""
    url = fetch.url
    trusted = is_potentially_trustworthy(url)
    request = fetch.request
    with_origin = request.from_element and request.mode == "cors"
    author = header_map(request.headers, request.initiator, has_hints(fetch), with_origin)
    if fetch.dropped:
        author = tuple(pair for pair in author if pair[0].lower() not in fetch.dropped)
    lines = [("Host", host(url)), _KEEP_ALIVE]
    if sends_length(fetch):
        lines.append(("Content-Length", length(fetch)))
    names = {name.lower() for name, _ in author} if fetch.headers else frozenset(("user-agent",))
    flags = load_flags(fetch)
    if flags:
        given = {name.lower(): value for name, value in author}
        lines += [(name, given.get(name.lower(), value)) for name, value in flags]
        written = {name.lower() for name, _ in flags}
        lines += [pair for pair in author if pair[0].lower() not in written]
    else:
        lines += author
    last: list[tuple[str, str]] = []
    cached = fetch.method == "GET" and fetch.cache_mode != "no-store"
    if "range" in names and cached and not is_conditional(tuple(fetch.headers)):
        moved = [p for p in lines if p[0].lower() == "range" and is_cached_range(p[1])]
        lines = [pair for pair in lines if pair not in moved]
        whole = fetch.scratch.get("whole", 0) if validators else 0
        last = [(name, rewritten(value, whole)) for name, value in moved]
    if "accept" not in names:
        lines.append(("Accept", profile.accept(fetch)))
    if in_memory(fetch) is not None and not fetch.redirects and not fetch.background:
        lines += validators  # Blink's memory cache validates by itself: w7-94
        validators = ()
    metadata = fetch_metadata(fetch)
    if with_origin:
        origin = next(pair for pair in metadata if pair[0] == "Origin")
        metadata.remove(origin)
        lines = [origin if pair[0] == "Origin" else pair for pair in lines]
    lines += metadata
    if fetch.referrer:
        lines.append(("Referer", fetch.referrer))
    lines.append(_ENCODINGS[trusted])
    if "accept-language" not in names:
        lines.append(_LANGUAGE)
    if cookie:
        lines.append(("Cookie", cookie))
    lines += last
    lines += validators
    return tuple(lines)
