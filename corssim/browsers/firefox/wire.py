"""Firefox's header lines, in wire order (HTTP/1.1).

Law: what stands on each line is the standard's; where it stands is Gecko's: the defaults,
then what ``fetch()`` or ``XMLHttpRequest`` set, then what the channel adds. A redirect copies
Origin and the author's headers first. Evidence: all request lines in the recordings.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ...headers import HeaderList
from ...standard.fetch import Fetch
from ...standard.fetch_metadata import sec_fetch_site
from ...standard.referrer import determine_referrer
from ...standard.wire import WireRules, cache_lines, host, length, mode_lines
from ...url import URL, is_potentially_trustworthy, schemelessly_same_site
from .notes import notes
from .sites import LESS_RESTRICTED, is_cross_site

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
SINGLETONS = frozenset((
    "content-type", "content-disposition", "content-length", "user-agent", "referer", "host",
    "authorization", "proxy-authorization", "if-modified-since", "if-unmodified-since", "from",
    "location", "max-forwards",
))  # fmt: skip
_DEFAULTS = ("user-agent", "accept", "accept-language", "accept-encoding")


def preflight_origin(fetch: Fetch) -> str:
    """The standard sends ``null`` after a tainting redirect; Firefox's preflight does not
    know of it (nsCORSListenerProxy.cpp: a listener of its own). Recording dev-97.
    """
    return fetch.client.origin.serialized


def storage_access(fetch: Fetch) -> str:
    """Sec-Fetch-Storage-Access, sent with credentials to another site over TLS; else empty.

    ``inactive`` where only the sandbox makes it another site (hunted: g3-293).
    """
    if (
        not fetch.include
        or fetch.notes.upgraded_in_place  # y17-261
        or fetch.client.worker
        or fetch.request.keepalive
        or not is_potentially_trustworthy(fetch.url)
        or schemelessly_same_site(fetch.client.origin, fetch.url.origin)
    ):
        return ""
    own_site = schemelessly_same_site(fetch.client.top, fetch.url.origin)
    return "inactive" if own_site else "none"


def ignores_policy(fetch: Fetch, url: URL) -> bool:
    """Whether the referrer policy is ignored for *url*, with a console line."""
    return fetch.referrer_policy in LESS_RESTRICTED and is_cross_site(fetch.client, url.origin)


def leaves_site(fetch: Fetch) -> bool:
    """Whether this hop is the policy's first to another site, where it is ignored. e19-181,
    y73-299.
    """
    client = fetch.client
    past = fetch.urls[notes(fetch).policy_since : -1]
    before = any(is_cross_site(client, url.origin) for url in past)
    return not before and ignores_policy(fetch, fetch.url)


def merge(headers: HeaderList, has_body: bool) -> list[tuple[str, str]]:
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


@attrs.frozen(eq=False)
class FirefoxWire(WireRules):
    """Gecko's netwerk and dom/security/ReferrerInfo."""

    user_agent: str = USER_AGENT
    accept_language: str = "en-US,en;q=0.9"
    accepts: Mapping[str, str] = attrs.Factory(
        lambda: {
            "image": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
            "style": "text/css,*/*;q=0.1",
            "font": "application/font-woff2;q=1.0,application/font-woff;q=0.9,*/*;q=0.8",
        }
    )

    def first_referrer(self, fetch: Fetch) -> str:
        """The standard sends one everywhere; Firefox none for a worker's EventSource. w2-129."""
        initiator = fetch.request.initiator
        if fetch.client.worker and initiator == "eventsource":
            return ""
        if fetch.client.origin.opaque and initiator not in ("fetch", "xmlhttprequest"):
            hidden = fetch.request.referrer_policy in ("no-referrer", "same-origin")
            return "" if hidden else fetch.client.top.serialized + "/"  # w5-812, w5-856, w5-859
        return super().first_referrer(fetch)

    def next_referrer(self, fetch: Fetch, target: URL, before: str) -> str:
        """Where the script's policy was ignored, what that cut is there again: g5-105; but not
        with ``keepalive``, whose redirects the parent process follows, nor in a worker: g5-104,
        hunt-300002-123. What a policy of its own cut stays cut: y73-12, y73-386.
        """
        if fetch.notes.upgraded and target.origin == fetch.client.origin:
            return self.referrer(fetch, fetch.client.document, target)  # y17-223
        apart = fetch.request.keepalive or fetch.client.worker
        ignored = before in LESS_RESTRICTED and is_cross_site(fetch.client, fetch.url.origin)
        whole = ignored and not apart
        own = fetch.request.initiator in ("fetch", "xmlhttprequest")
        if whole and fetch.first_referrer and fetch.client.origin.opaque and not own:
            return fetch.first_referrer  # hunt-320001-537
        if whole and fetch.first_referrer:
            return self.referrer(fetch, fetch.client.document, target)
        return super().next_referrer(fetch, target, before)

    def referrer(self, fetch: Fetch, source: URL | None, url: URL) -> str:
        """Policies that give a foreign site more than the default does are not honoured."""
        policy = "" if ignores_policy(fetch, url) else fetch.referrer_policy
        return determine_referrer(source, policy, url)

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        """The lines of the OPTIONS request (nsCORSListenerProxy.cpp, StartCORSPreflight). It is a
        request of its own: for Sec-Fetch-Site only its own URL counts.
        """
        url = fetch.url
        trusted = is_potentially_trustworthy(url)
        lines = [
            ("Host", host(url)),
            ("User-Agent", self.user_agent),
            ("Accept", "*/*"),
            ("Accept-Language", self.accept_language),
            ("Accept-Encoding", _ENCODINGS[trusted]),
            ("Access-Control-Request-Method", fetch.method),
        ]
        if unsafe:
            lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
        if fetch.referrer:
            lines.append(("Referer", fetch.referrer))
        lines.append(("Origin", preflight_origin(fetch)))
        site = sec_fetch_site(fetch.client.origin, [url]) if trusted else ""
        access = storage_access(fetch)
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
        lines += mode_lines(fetch.cache_mode)
        return tuple(lines)

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
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
            ("User-Agent", given.get("user-agent", self.user_agent)),
            ("Accept", given.get("accept", self.accept(fetch))),
            ("Accept-Language", given.get("accept-language", self.accept_language)),
            ("Accept-Encoding", _ENCODINGS[trusted]),
        ]
        own = [pair for pair in author if pair[0].lower() not in _DEFAULTS]
        is_fetch = fetch.request.initiator == "fetch"
        referrer = [("Referer", fetch.referrer)] if fetch.referrer else []
        value = self.origin_header(fetch)
        origin = [("Origin", value)] if value is not None else []
        site = self.fetch_site(fetch) if trusted else ""
        access = storage_access(fetch)
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
            ) and not leaves_site(fetch):
                behind = [*origin, *own, *storage] if fetch.cors else [*own, *tail]
                lines += [*referrer, *behind, _KEEP_ALIVE]
            elif ignores_policy(fetch, url):
                lines += [*origin, *own, *storage, _KEEP_ALIVE, *referrer]
            elif fetch.cors:
                lines += [*origin, *own, *referrer, *storage, _KEEP_ALIVE]
            else:
                lines += [*own, *referrer, *tail, _KEEP_ALIVE]
        elif fetch.request.url != fetch.urls[0]:  # upgraded to https, a channel made anew: w5-585
            lines += [*own, *origin, *referrer, *storage, _KEEP_ALIVE]
        elif _knows_referrer(fetch) and not ignores_policy(fetch, fetch.url):
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
        lines += cache_lines(fetch, given)
        if fetch.body is None and fetch.method in ("POST", "PUT"):
            lines.append(("Content-Length", "0"))
        return tuple(lines)
