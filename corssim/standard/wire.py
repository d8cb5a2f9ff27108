"""The header lines of a request: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch

Law: lines are made from the fetch's state alone, the same each time. The standard says which
lines there are; their order is each browser's.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

import attrs

from ..headers import HeaderList, combine
from ..url import URL, is_potentially_trustworthy, parse_url
from .fetch import Fetch
from .fetch_metadata import sec_fetch_site
from .origin_header import origin_header
from .referrer import determine_referrer


@attrs.frozen(eq=False)
class WireRules:
    """What stands on each header line; here the standard's answers."""

    user_agent: str = "corssim"
    accept_language: str = "en-US,en;q=0.5"
    accepts: Mapping[str, str] = attrs.Factory(
        lambda: {
            "image": "image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
            "style": "text/css,*/*;q=0.1",
        }
    )
    """Accept by destination; else ``*/*``. https://fetch.spec.whatwg.org/#document-accept-header-value"""
    elements_send_same_origin_origin: bool = False
    """Whether an element's CORS request has Origin even in the page's own origin."""

    def first_referrer(self, fetch: Fetch) -> str:
        """The value of Referer for the first hop; empty: none."""
        if fetch.client.origin.opaque:
            return ""
        return self.referrer(fetch, fetch.client.document, fetch.url)

    def next_referrer(self, fetch: Fetch, target: URL, before: str) -> str:
        """The value of Referer after a redirect to *target*: what was cut stays cut. *before*: the
        referrer policy of the hop that redirects; ``fetch.referrer_policy`` is the next hop's.
        """
        return self.referrer(fetch, parse_url(fetch.referrer), target) if fetch.referrer else ""

    def referrer(self, fetch: Fetch, source: URL | None, url: URL) -> str:
        """The value of Referer for a request to *url*, *source* being the referrer so far."""
        return determine_referrer(source, fetch.referrer_policy, url)

    def origin_header(self, fetch: Fetch) -> str | None:
        """The value of Origin for this hop; ``None``: not sent."""
        if (
            self.elements_send_same_origin_origin
            and fetch.request.from_element
            and fetch.request.mode == "cors"
        ):
            return fetch.origin
        return origin_header(
            fetch.client.origin, fetch.tainted, fetch.cors, fetch.method, fetch.url,
            fetch.request.mode, fetch.referrer_policy,
        )  # fmt: skip

    def accept(self, fetch: Fetch) -> str:
        """The value of Accept where the script gave none."""
        return self.accepts.get(fetch.request.destination, "*/*")

    def fetch_site(self, fetch: Fetch) -> str:
        """The value of Sec-Fetch-Site for this hop."""
        return sec_fetch_site(fetch.client.origin, fetch.urls)

    def preflight_headers(self, fetch: Fetch, unsafe: list[str]) -> HeaderList:
        """The header lines of the OPTIONS request, in wire order."""
        lines = [
            ("Host", host(fetch.url)),
            ("Accept", "*/*"),
            ("Access-Control-Request-Method", fetch.method),
        ]
        if unsafe:
            lines.append(("Access-Control-Request-Headers", ",".join(unsafe)))
        lines.append(("Origin", fetch.origin))
        return (*lines, *self._common(fetch))

    def request_headers(self, fetch: Fetch, validators: HeaderList, cookie: str) -> HeaderList:
        """The header lines of the request itself, in wire order."""
        lines = [("Host", host(fetch.url)), *combine(fetch.headers)]
        names = {name.lower() for name, _ in lines}
        if "accept" not in names:
            lines.append(("Accept", self.accept(fetch)))
        origin = self.origin_header(fetch)
        if origin is not None:
            lines.append(("Origin", origin))
        lines.extend(validators)
        lines.extend(cache_lines(fetch, names))
        if sends_length(fetch):
            lines.append(("Content-Length", length(fetch)))
        if cookie:
            lines.append(("Cookie", cookie))
        return (*lines, *(pair for pair in self._common(fetch) if pair[0].lower() not in names))

    def _common(self, fetch: Fetch) -> list[tuple[str, str]]:
        lines = [("User-Agent", self.user_agent)]
        if fetch.referrer:
            lines.append(("Referer", fetch.referrer))
        if is_potentially_trustworthy(fetch.url):
            lines += [
                ("Sec-Fetch-Dest", fetch.request.destination or "empty"),
                ("Sec-Fetch-Mode", fetch.request.mode),
                ("Sec-Fetch-Site", self.fetch_site(fetch)),
            ]
        lines += [("Accept-Encoding", "gzip, deflate"), ("Accept-Language", self.accept_language)]
        return lines


def host(url: URL) -> str:
    """The value of the Host header."""
    return url.host if url.port is None else f"{url.host}:{url.port}"


def sends_length(fetch: Fetch) -> bool:
    """Whether Content-Length goes with the request: a body, or a POST or PUT without one."""
    if fetch.body is None:
        return fetch.method in ("POST", "PUT")
    return not fetch.body.stream


def length(fetch: Fetch) -> str:
    """The value of Content-Length."""
    return "0" if fetch.body is None else str(len(fetch.body.source))


def mode_lines(mode: str) -> list[tuple[str, str]]:
    """Pragma and Cache-Control as all browsers write them for a ``cache`` mode.

    https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, steps 8.16 and 8.17
    """
    if mode in ("no-store", "reload"):
        return [("Pragma", "no-cache"), ("Cache-Control", "no-cache")]
    return [("Cache-Control", "max-age=0")] if mode == "no-cache" else []


def cache_lines(fetch: Fetch, names: Container[str]) -> list[tuple[str, str]]:
    """The same lines, less those whose *names*, in lower case, the script gave."""
    return [pair for pair in mode_lines(fetch.cache_mode) if pair[0].lower() not in names]
