"""https://fetch.spec.whatwg.org/#append-a-request-origin-header"""

from __future__ import annotations

from ..url import URL, Origin, same_site


def origin_header(
    origin: Origin, tainted: bool, cors: bool, method: str, url: URL, mode: str, policy: str
) -> str | None:
    """The value of the Origin header, ``None`` where none is sent.

    *cors* is whether the response tainting is ``cors``; *tainted* whether redirects tainted
    the origin.
    """
    serialized = "null" if tainted else origin.serialized
    if cors:
        return serialized
    if method in ("GET", "HEAD"):
        return None
    if mode != "cors" and (
        policy == "no-referrer"
        or (
            policy in ("", "strict-origin", "strict-origin-when-cross-origin",
                       "no-referrer-when-downgrade")
            and origin.scheme == "https"
            and url.scheme != "https"
        )
        or (policy == "same-origin" and origin != url.origin)
    ):  # fmt: skip
        return "null"
    return serialized


def sec_fetch_site(origin: Origin, urls: list[URL]) -> str:
    """https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site"""
    value = "same-origin"
    for url in urls:
        if url.origin == origin:
            continue
        if not same_site(url.origin, origin):
            return "cross-site"
        value = "same-site"
    return value


def is_potentially_trustworthy(url: URL) -> bool:
    """https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy"""
    return url.origin.potentially_trustworthy
