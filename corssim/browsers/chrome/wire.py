"""Chrome's header lines, in wire order (HTTP/1.1).

Law: what stands on each line is the standard's; where it stands is Chrome's: first the
network stack's own, then Blink's header map in its iteration order, then the rest.
Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import attrs

from ...headers import HeaderList, combine
from ...standard.cache_control import is_conditional
from ...standard.fetch import Fetch
from ...standard.fetch_metadata import sec_fetch_site
from ...standard.wire import WireRules, host, length, mode_lines, sends_length
from ...url import is_potentially_trustworthy, same_site
from .fetch_metadata import fetch_metadata
from .hash_order import iteration_order
from .notes import in_memory, notes
from .ranges import is_cached_range, rewritten

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
    return mode_lines(mode)


@lru_cache(maxsize=4096)
def author_names(headers: HeaderList, initiator: str) -> tuple[str, ...]:
    """The author's header names as Blink puts them into its map: ``fetch()`` from a list sorted by
    name, ``XMLHttpRequest`` from a map of its own.
    """
    author = dict(combine(headers))
    if initiator == "fetch":
        return tuple(sorted(author, key=str.lower))
    return tuple(iteration_order(tuple(author)))


@lru_cache(maxsize=4096)
def header_map(
    headers: HeaderList, initiator: str, own: HeaderList, with_origin: bool = False
) -> HeaderList:
    """Blink's header map as it iterates: the author's headers, then those of the browser's *own*,
    which are client hints and User-Agent.
    """
    names = list(author_names(headers, initiator))
    values = dict(combine(headers))
    if with_origin:
        names.append("Origin")
        values["Origin"] = ""
    names.extend(name for name, _ in own)
    values.update(own)
    return tuple((name, values[name]) for name in iteration_order(tuple(names)))


def header_names(fetch: Fetch) -> list[str]:
    """The names of the author's headers in Blink's iteration order."""
    own = (*CLIENT_HINTS, "User-Agent") if has_hints(fetch) else ("User-Agent",)
    request = fetch.request
    ordered = header_map(request.headers, request.initiator, tuple((name, "") for name in own))
    return [name for name, _ in ordered]


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


@attrs.frozen(eq=False)
class ChromeWire(WireRules):
    """services/network and blink's platform/loader/fetch."""

    user_agent: str = USER_AGENT
    accept_language: str = "en-US,en;q=0.9"
    client_hints: Mapping[str, str] = attrs.Factory(lambda: CLIENT_HINTS)
    """What every secure request of a document has."""
    accepts: Mapping[str, str] = attrs.Factory(
        lambda: {
            "image": "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
            "style": "text/css,*/*;q=0.1",
        }
    )
    elements_send_same_origin_origin: bool = True
    """The standard sends Origin across origins only; Blink sets it for all CORS requests of
    elements (FetchParameters::SetCrossOriginAccessControl). w1-17, w1-67, w1-127."""
    _own: tuple[HeaderList, HeaderList] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        agent = (("User-Agent", self.user_agent),)
        object.__setattr__(self, "_own", (agent, (*self.client_hints.items(), *agent)))

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

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        """The lines of the OPTIONS request (preflight_controller.cc, CreatePreflightRequest). It is
        a request of its own: for Sec-Fetch-Site only its own URL counts.
        """
        url = fetch.url
        lines = [("Host", host(url)), _KEEP_ALIVE]
        if fetch.cache_mode != "default":
            lines += load_flags(fetch)
        lines += [("Accept", "*/*"), ("Access-Control-Request-Method", fetch.method)]
        if unsafe:
            lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
        lines += [
            ("Origin", fetch.origin),
            ("User-Agent", self.user_agent),
            ("Sec-Fetch-Mode", "cors"),
        ]
        trusted = is_potentially_trustworthy(url)
        if trusted:
            lines += [
                ("Sec-Fetch-Site", sec_fetch_site(fetch.client.origin, [url])),
                ("Sec-Fetch-Dest", "empty"),
            ]
        if fetch.referrer:
            lines.append(("Referer", fetch.referrer))
        lines += [_ENCODINGS[trusted], ("Accept-Language", self.accept_language)]
        return tuple(lines)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        """The lines of the request itself."""
        url = fetch.url
        trusted = is_potentially_trustworthy(url)
        request = fetch.request
        with_origin = request.from_element and request.mode == "cors"
        own = self._own[has_hints(fetch)]
        author = header_map(request.headers, request.initiator, own, with_origin)
        if fetch.dropped:
            author = tuple(pair for pair in author if pair[0].lower() not in fetch.dropped)
        lines = [("Host", host(url)), _KEEP_ALIVE]
        if sends_length(fetch):
            lines.append(("Content-Length", length(fetch)))
        names = (
            {name.lower() for name, _ in author} if fetch.headers else frozenset(("user-agent",))
        )
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
        if "range" in names and cached and not is_conditional(fetch.headers):
            moved = [p for p in lines if p[0].lower() == "range" and is_cached_range(p[1])]
            lines = [pair for pair in lines if pair not in moved]
            whole = notes(fetch).whole if validators else 0
            last = [(name, rewritten(value, whole)) for name, value in moved]
        if "accept" not in names:
            lines.append(("Accept", self.accept(fetch)))
        if in_memory(fetch) is not None and not fetch.redirects and not fetch.background:
            lines += validators  # Blink's memory cache validates by itself: w7-94
            validators = ()
        metadata = fetch_metadata(fetch, self.origin_header(fetch), self.fetch_site)
        if with_origin:
            origin = next(pair for pair in metadata if pair[0] == "Origin")
            metadata.remove(origin)
            lines = [origin if pair[0] == "Origin" else pair for pair in lines]
        lines += metadata
        if fetch.referrer:
            lines.append(("Referer", fetch.referrer))
        lines.append(_ENCODINGS[trusted])
        if "accept-language" not in names:
            lines.append(("Accept-Language", self.accept_language))
        if cookie:
            lines.append(("Cookie", cookie))
        lines += last
        lines += validators
        return tuple(lines)
