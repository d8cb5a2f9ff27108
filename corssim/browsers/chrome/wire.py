"""Chrome's header lines, in wire order (HTTP/1.1).

Law: what stands on each line is the standard's; where it stands is Chrome's: first the
network stack's own, then Blink's header map in its iteration order, then the rest.
Evidence: all request lines in the recordings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ...headers import HeaderList, combine
from ...standard.fetching import Fetch
from ...standard.origin_header import is_potentially_trustworthy
from ..profile import host, length, sends_length
from .hash_order import iteration_order

if TYPE_CHECKING:
    from .profile import Chrome

USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "HeadlessChrome/156.0.0.0 Safari/537.36"
)
CLIENT_HINTS = {
    "sec-ch-ua-platform": '"Linux"',
    "sec-ch-ua": '"Not:A-Brand";v="8", "Chromium";v="156", "HeadlessChrome";v="156"',
    "sec-ch-ua-mobile": "?0",
}
_KEEP_ALIVE = ("Connection", "keep-alive")
_USER_AGENT = ("User-Agent", USER_AGENT)
_LANGUAGE = ("Accept-Language", "en-US,en;q=0.9")
_ENCODINGS = {
    False: ("Accept-Encoding", "gzip, deflate"),
    True: ("Accept-Encoding", "gzip, deflate, br, zstd"),
}
# A range that net's HTTP cache takes over, to write it again at the end of the request.
_BLANKS = re.compile(r"\s+")
_CACHED_RANGE = re.compile(r"bytes\s*=\s*(?:(\d+)\s*-\s*(\d*)|-\s*\d+)\s*\Z", re.IGNORECASE)


def _is_cached_range(value: str) -> bool:
    """Whether net's HTTP cache understands the range: 64-bit numbers, the last not first."""
    found = _CACHED_RANGE.match(value)
    if found is None:
        return False
    if found[1] is None:
        return True
    return int(found[1]) <= int(found[2] or found[1]) < 1 << 63


def load_flags(fetch: Fetch, names: frozenset[str] | set[str]) -> list[tuple[str, str]]:
    """Pragma and Cache-Control as Chrome's load flags add them for the ``cache`` mode."""
    mode = fetch.cache_mode
    if mode in ("no-store", "reload"):
        return [
            pair
            for pair in (("Pragma", "no-cache"), ("Cache-Control", "no-cache"))
            if pair[0].lower() not in names
        ]
    if mode == "no-cache" and "cache-control" not in names:
        return [("Cache-Control", "max-age=0")]
    return []


def preflight_headers(profile: Chrome, fetch: Fetch, unsafe: list[str]) -> HeaderList:
    """The lines of the OPTIONS request (preflight_controller.cc, CreatePreflightRequest)."""
    url = fetch.url
    lines = [("Host", host(url)), _KEEP_ALIVE]
    if fetch.cache_mode != "default":
        lines += load_flags(fetch, frozenset())
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
def header_map(headers: HeaderList, initiator: str, trusted: bool) -> HeaderList:
    """Blink's header map as it iterates: the author's headers, client hints, User-Agent.

    ``fetch()`` fills the map from a list sorted by name, ``XMLHttpRequest`` as it was called.
    """
    author = dict((name, value) for name, value in combine(headers))
    names = sorted(author, key=str.lower) if initiator == "fetch" else list(author)
    values = dict(author)
    if trusted:
        names.extend(CLIENT_HINTS)
        values.update(CLIENT_HINTS)
    names.append("User-Agent")
    values["User-Agent"] = USER_AGENT
    return tuple((name, values[name]) for name in iteration_order(tuple(names)))


def request_headers(
    profile: Chrome, fetch: Fetch, validators: HeaderList, cookie: str
) -> HeaderList:
    """The lines of the request itself."""
    url = fetch.url
    trusted = is_potentially_trustworthy(url)
    author = header_map(tuple(fetch.headers), fetch.request.initiator, trusted)
    lines = [("Host", host(url)), _KEEP_ALIVE]
    if sends_length(fetch):
        lines.append(("Content-Length", length(fetch)))
    names = {name.lower() for name, _ in author} if fetch.headers else frozenset(("user-agent",))
    if fetch.cache_mode != "default":
        lines += load_flags(fetch, names)
    lines += author
    last: list[tuple[str, str]] = []
    if "range" in names and fetch.method == "GET" and fetch.cache_mode != "no-store":
        moved = [p for p in lines if p[0].lower() == "range" and _is_cached_range(p[1])]
        lines = [pair for pair in lines if pair not in moved]
        last = [(name, _BLANKS.sub("", value).lower()) for name, value in moved]
    if "accept" not in names:
        lines.append(("Accept", "*/*"))
    origin = profile.origin_header(fetch)
    if origin is not None and not fetch.rewritten:
        lines.append(("Origin", origin))
    if trusted:
        site = profile.fetch_site(fetch)
        lines += [
            ("Sec-Fetch-Site", site),
            ("Sec-Fetch-Mode", fetch.request.mode),
            ("Sec-Fetch-Dest", "empty"),
        ]
        if site == "cross-site" and fetch.include:
            lines.append(("Sec-Fetch-Storage-Access", "none"))
    if origin is not None and fetch.rewritten:
        lines.append(("Origin", origin))
    if fetch.referrer:
        lines.append(("Referer", fetch.referrer))
    lines.append(_ENCODINGS[trusted])
    if "accept-language" not in names:
        lines.append(_LANGUAGE)
    if cookie:
        lines.append(("Cookie", cookie))
    lines += validators
    lines += last
    return tuple(lines)
