"""A cookie jar good enough for credentials modes and SameSite.

https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html

Law: preflights never come here. What a browser restricts beyond SameSite is in its ``CookieRules``.
"""

from __future__ import annotations

import re

import attrs

from ..events import CookieAccepted, CookieRejected
from ..headers import get_all
from ..response import WireResponse
from ..url import URL, is_ip_address, registrable_domain, same_site
from .cache_control import http_date
from .fetch import Fetch

_SAME_SITE = ("", "lax", "strict", "none")
_NUMBER = re.compile(r"-?[0-9]+\Z")


@attrs.define(slots=True)
class Cookie:
    """One cookie."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    secure: bool
    same_site: str
    expires: float | None
    created: int
    partitioned: bool = False


@attrs.frozen(eq=False)
class CookieRules:
    """Which cookies are read, taken and sent; here the standard's answers."""

    none_needs_secure: bool = True
    """Whether SameSite=None without Secure is refused."""
    nameless: bool = True
    """Whether what stands without ``=`` is a value without a name."""
    ignored_statuses: frozenset[int] = frozenset()
    """Statuses whose answers set no cookies."""

    def sends_cross_site(self, cookie: Cookie) -> bool:
        """Whether a cookie goes with (and is taken from) cross-site requests."""
        return cookie.same_site == "none" and cookie.secure

    def is_same_site(self, fetch: Fetch) -> bool:
        """Whether the request counts as one of the page's own site."""
        client = fetch.client
        return same_site(client.top, fetch.url.origin) and not client.origin.opaque

    def text(self, line: str) -> str:
        """A Set-Cookie line as it is read: each character one byte."""
        return line


class CookieJar:
    """The cookies of one browser."""

    def __init__(self, rules: CookieRules) -> None:
        self._rules = rules
        self._cookies: dict[tuple[str, str, str], Cookie] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._cookies)

    def header_for(self, fetch: Fetch) -> str:
        """The value of the Cookie header for the current hop; empty: none is sent."""
        if not self._cookies:
            return ""
        url, now = fetch.url, fetch.now
        cross_site = not self._rules.is_same_site(fetch)
        sent = [
            cookie
            for cookie in self._cookies.values()
            if (cookie.expires is None or cookie.expires > now)
            and _domain_matches(cookie, url.host)
            and _path_matches(cookie.path, url.path)
            and (not cookie.secure or url.origin.potentially_trustworthy)
            and not (cross_site and not self._rules.sends_cross_site(cookie))
        ]
        sent.sort(key=lambda cookie: (-len(cookie.path), cookie.created))
        return "; ".join(f"{c.name}={c.value}" if c.name else c.value for c in sent)

    def take(self, fetch: Fetch, answer: WireResponse) -> None:
        """Keep the cookies that the answer to a request with credentials sets."""
        if not fetch.credentialed or answer.status in self._rules.ignored_statuses:
            return
        for line in get_all(answer.headers, "set-cookie"):
            cookie = self._parse(line, fetch)
            refusal = self._refusal(cookie, fetch)
            if cookie.same_site not in _SAME_SITE:
                fetch.events.append(CookieAccepted(fetch.url.href, cookie.name, "same-site"))
            if refusal:
                fetch.events.append(CookieRejected(fetch.url.href, cookie.name, refusal))
            else:
                if not (cookie.partitioned or self._rules.is_same_site(fetch)):
                    fetch.events.append(CookieAccepted(fetch.url.href, cookie.name, "foreign"))
                key = (cookie.domain, cookie.path, cookie.name)
                known = self._cookies.pop(key, None)
                if known is not None:
                    cookie.created = known.created
                if cookie.expires is None or cookie.expires > fetch.now:
                    self._cookies[key] = cookie

    def _parse(self, line: str, fetch: Fetch) -> Cookie:
        url = fetch.url
        pair, *attributes = self._rules.text(line).split(";")
        name, equals, value = pair.partition("=")
        if not equals and self._rules.nameless:
            name, value = "", pair
        self._count += 1
        cookie = Cookie(
            name.strip(), value.strip(), url.host, True, _default_path(url), False, "", None,
            self._count,
        )  # fmt: skip
        age = None
        for attribute in attributes:
            key, _, argument = attribute.partition("=")
            argument = argument.strip()
            match key.strip().lower():
                case "domain" if argument.strip("."):
                    cookie.domain, cookie.host_only = argument.lstrip(".").lower(), False
                case "path":
                    cookie.path = argument if argument.startswith("/") else _default_path(url)
                case "secure":
                    cookie.secure = True
                case "partitioned":
                    cookie.partitioned = True
                case "samesite":
                    cookie.same_site = argument.lower()
                case "max-age" if _NUMBER.match(argument):
                    age = fetch.now + int(argument) if int(argument) > 0 else 0.0
                case "expires":
                    cookie.expires = http_date(argument)
        cookie.expires = cookie.expires if age is None else age
        return cookie

    def _refusal(self, cookie: Cookie, fetch: Fetch) -> str:
        """Why a cookie is not taken; empty: it is."""
        rules = self._rules
        host, trusted = fetch.url.host, fetch.url.origin.potentially_trustworthy
        if not cookie.name and not rules.nameless:
            return "name"
        if not cookie.host_only:
            if cookie.domain == host:
                cookie.host_only = is_ip_address(host)
            elif (
                not host.endswith("." + cookie.domain) or registrable_domain(cookie.domain) is None
            ):
                return "domain"
        if cookie.name.startswith(("__Secure-", "__Host-")) and not (cookie.secure and trusted):
            return "prefix"
        if cookie.name.startswith("__Host-") and not (cookie.host_only and cookie.path == "/"):
            return "prefix"
        if rules.none_needs_secure and cookie.same_site == "none" and not cookie.secure:
            return "none-insecure"
        if cookie.secure and not trusted:
            return "insecure"
        sent = rules.is_same_site(fetch) or rules.sends_cross_site(cookie)
        return "" if sent else "cross-site"


def _default_path(url: URL) -> str:
    return url.path[: url.path.rfind("/")] or "/"


def _domain_matches(cookie: Cookie, host: str) -> bool:
    if cookie.host_only or cookie.domain == host:
        return cookie.domain == host
    return host.endswith("." + cookie.domain)


def _path_matches(cookie_path: str, path: str) -> bool:
    return path == cookie_path or (
        path.startswith(cookie_path)
        and (cookie_path.endswith("/") or path[len(cookie_path)] == "/")
    )
