"""A cookie jar good enough for credentials modes and SameSite.

https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html

Law: preflights never come here. Third-party restrictions beyond SameSite are the profile's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from ..events import CookieJudged
from ..headers import HeaderList, get_all
from ..url import URL, is_ip_address, registrable_domain
from .http_cache import http_date

if TYPE_CHECKING:
    from .fetching import Fetch

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


class CookieJar:
    """The cookies of one browser."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str], Cookie] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._cookies)

    def header_for(self, fetch: Fetch) -> str:
        """The value of the Cookie header for the current hop; empty: none is sent."""
        if not self._cookies:
            return ""
        url, now = fetch.url, fetch.now
        cross_site = not fetch.profile.same_site_for_cookies(fetch)
        sent = [
            cookie
            for cookie in self._cookies.values()
            if (cookie.expires is None or cookie.expires > now)
            and _domain_matches(cookie, url.host)
            and _path_matches(cookie.path, url.path)
            and (not cookie.secure or url.origin.potentially_trustworthy)
            and not (cross_site and not fetch.profile.sends_cookie_cross_site(cookie))
        ]
        sent.sort(key=lambda cookie: (-len(cookie.path), cookie.created))
        return "; ".join(f"{c.name}={c.value}" if c.name else c.value for c in sent)

    def take(self, fetch: Fetch, headers: HeaderList) -> None:
        """Keep the cookies that a response sets."""
        for line in get_all(headers, "set-cookie"):
            cookie = self._parse(line, fetch)
            refusal = self._refusal(cookie, fetch)
            if cookie.same_site not in _SAME_SITE:
                fetch.events.append(CookieJudged(fetch.url.href, cookie.name, "same-site", True))
            if refusal:
                fetch.events.append(CookieJudged(fetch.url.href, cookie.name, refusal, False))
            else:
                if not (cookie.partitioned or fetch.profile.same_site_for_cookies(fetch)):
                    fetch.events.append(CookieJudged(fetch.url.href, cookie.name, "foreign", True))
                key = (cookie.domain, cookie.path, cookie.name)
                known = self._cookies.pop(key, None)
                if known is not None:
                    cookie.created = known.created
                if cookie.expires is None or cookie.expires > fetch.now:
                    self._cookies[key] = cookie

    def _parse(self, line: str, fetch: Fetch) -> Cookie:
        url = fetch.url
        pair, *attributes = fetch.profile.cookie_text(line).split(";")
        name, equals, value = pair.partition("=")
        if not equals and fetch.profile.nameless_cookies:
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

    @staticmethod
    def _refusal(cookie: Cookie, fetch: Fetch) -> str:
        """Why a cookie is not taken; empty: it is."""
        profile = fetch.profile
        host, trusted = fetch.url.host, fetch.url.origin.potentially_trustworthy
        if not cookie.name and not profile.nameless_cookies:
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
        if profile.none_needs_secure and cookie.same_site == "none" and not cookie.secure:
            return "none-insecure"
        if cookie.secure and not trusted:
            return "insecure"
        sent = profile.same_site_for_cookies(fetch) or profile.sends_cookie_cross_site(cookie)
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
