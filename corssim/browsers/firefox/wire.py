"""Firefox's header lines, in wire order (HTTP/1.1).

Law: what stands on each line is the standard's; where it stands is Gecko's: the defaults,
then what ``fetch()`` or ``XMLHttpRequest`` set, then what the channel adds. A redirect copies
Origin and the author's headers first. Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...headers import HeaderList
from ...standard.fetching import Fetch
from ...standard.origin_header import is_potentially_trustworthy
from ..profile import host, length

if TYPE_CHECKING:
    from .profile import Firefox

USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
_ENCODINGS = {False: "gzip, deflate", True: "gzip, deflate, br, zstd"}
_KEEP_ALIVE = ("Connection", "keep-alive")
_PRIORITY = ("Priority", "u=4")
_PRIORITIES = {
    "fetch": "u=4",
    "eventsource": "u=4",
    "beacon": "u=6",
    "img": "u=5, i",
    "stylesheet": "u=2",
}
LANGUAGE = "en-US,en;q=0.9"
SINGLETONS = frozenset((
    "content-type", "content-disposition", "content-length", "user-agent", "referer", "host",
    "authorization", "proxy-authorization", "if-modified-since", "if-unmodified-since", "from",
    "location", "max-forwards",
))  # fmt: skip
_DEFAULTS = ("user-agent", "accept", "accept-language", "accept-encoding")


def preflight_headers(profile: Firefox, fetch: Fetch, unsafe: list[str]) -> HeaderList:
    """The lines of the OPTIONS request (nsCORSListenerProxy.cpp, StartCORSPreflight)."""
    url = fetch.url
    trusted = is_potentially_trustworthy(url)
    lines = [
        ("Host", host(url)),
        ("User-Agent", USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Language", LANGUAGE),
        ("Accept-Encoding", _ENCODINGS[trusted]),
        ("Access-Control-Request-Method", fetch.method),
    ]
    if unsafe:
        lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
    if fetch.referrer:
        lines.append(("Referer", fetch.referrer))
    lines.append(("Origin", profile.preflight_origin(fetch)))
    site = profile.preflight_site(fetch) if trusted else ""
    access = profile.storage_access(fetch)
    if access:
        lines.append(("Sec-Fetch-Storage-Access", access))
    lines.append(_KEEP_ALIVE)
    if trusted:
        lines += [
            ("Sec-Fetch-Dest", "empty"),
            ("Sec-Fetch-Mode", "cors"),
            ("Sec-Fetch-Site", site),
        ]
    lines.append(_PRIORITY)
    lines += cache_lines(fetch)
    return tuple(lines)


def cache_lines(fetch: Fetch) -> list[tuple[str, str]]:
    """Pragma and Cache-Control as Gecko's load flags add them for the ``cache`` mode."""
    mode = fetch.cache_mode
    if mode in ("no-store", "reload"):
        return [("Pragma", "no-cache"), ("Cache-Control", "no-cache")]
    if mode == "no-cache":
        return [("Cache-Control", "max-age=0")]
    return []


def merge(headers: list[tuple[str, str]], has_body: bool) -> list[tuple[str, str]]:
    """One line a name, as nsHttpHeaderArray joins them; an empty value empties the line
    (FetchDriver.cpp, SetEmptyRequestHeader; hunt-240004-1521).

    Of a singleton header the last value stays, of Content-Type with a body the first
    (recordings dev-4, dev-239, dev-287, dev-400).
    """
    merged: dict[str, tuple[str, str]] = {}
    for name, value in headers:
        key = name.lower()
        known = merged.get(key)
        if known is None:
            merged[key] = (name, value)
        elif key in SINGLETONS:
            if not (key == "content-type" and has_body):
                merged[key] = (known[0], value)
        else:
            joined = f"{known[1]}, {value}" if known[1] else value
            merged[key] = (known[0], joined if value else "")
    return list(merged.values())


def _knows_referrer(fetch: Fetch) -> bool:
    """Whether the channel has its referrer when it is made: of ``fetch()`` and of an element that
    sets a policy. w5-302.
    """
    request = fetch.request
    return request.initiator == "fetch" or (request.from_element and bool(request.referrer_policy))


def request_headers(
    profile: Firefox, fetch: Fetch, validators: HeaderList, cookie: str
) -> HeaderList:
    """The lines of the request itself."""
    url = fetch.url
    trusted = is_potentially_trustworthy(url)
    author = (
        merge(fetch.headers, fetch.body is not None and not fetch.redirects)
        if fetch.headers
        else []
    )
    given = {name.lower(): value for name, value in author}
    lines = [
        ("Host", host(url)),
        ("User-Agent", given.get("user-agent", USER_AGENT)),
        ("Accept", given.get("accept", profile.accept(fetch))),
        ("Accept-Language", given.get("accept-language", LANGUAGE)),
        ("Accept-Encoding", _ENCODINGS[trusted]),
    ]
    own = [pair for pair in author if pair[0].lower() not in _DEFAULTS]
    is_fetch = fetch.request.initiator == "fetch"
    referrer = [("Referer", fetch.referrer)] if fetch.referrer else []
    value = profile.origin_header(fetch)
    origin = [("Origin", value)] if value is not None else []
    site = profile.fetch_site(fetch) if trusted else ""
    access = profile.storage_access(fetch)
    storage = [("Sec-Fetch-Storage-Access", access)] if access and not fetch.tainted else []
    size = [] if fetch.body is None else [("Content-Length", length(fetch))]
    tail = [*origin, *storage] if fetch.cors else [*storage, *origin]
    if fetch.redirects:
        if size:
            lines += [pair for pair in own if pair[0].lower() == "content-type"] + size
            own = [pair for pair in own if pair[0].lower() != "content-type"]
        if fetch.request.keepalive and not fetch.cors and fetch.request.mode != "no-cors":
            lines += [*referrer, *own, *tail, _KEEP_ALIVE]
        elif (
            fetch.request.keepalive or (fetch.client.worker and is_fetch)
        ) and not profile.leaves_site(fetch):
            behind = [*origin, *own, *storage] if fetch.cors else [*own, *tail]
            lines += [*referrer, *behind, _KEEP_ALIVE]
        elif profile.ignores_policy(fetch, url):
            lines += [*origin, *own, *storage, _KEEP_ALIVE, *referrer]
        elif fetch.cors:
            lines += [*origin, *own, *referrer, *storage, _KEEP_ALIVE]
        else:
            lines += [*own, *referrer, *tail, _KEEP_ALIVE]
    elif fetch.request.url != fetch.urls[0]:  # upgraded to https, a channel made anew: w5-585
        lines += [*own, *origin, *referrer, *storage, _KEEP_ALIVE]
    elif _knows_referrer(fetch) and not profile.ignores_policy(fetch, fetch.url):
        apart = fetch.request.keepalive or fetch.client.worker  # not the document's own
        first = [*own, *referrer] if apart else [*referrer, *own]
        lines += [*first, *size, *tail, _KEEP_ALIVE]
    else:
        lines += [*own, *size, *tail, _KEEP_ALIVE, *referrer]
    if cookie:
        lines.append(("Cookie", cookie))
    if trusted:
        lines += [
            ("Sec-Fetch-Dest", fetch.request.destination or "empty"),
            ("Sec-Fetch-Mode", fetch.request.mode),
            ("Sec-Fetch-Site", site),
        ]
    lines += validators
    urgency = "u=6" if fetch.background else _PRIORITIES.get(fetch.request.initiator)
    if urgency is not None and "priority" not in given:
        lines.append(("Priority", urgency))
    lines += [pair for pair in cache_lines(fetch) if pair[0].lower() not in given]
    if fetch.body is None and fetch.method in ("POST", "PUT"):
        lines.append(("Content-Length", "0"))
    return tuple(lines)
