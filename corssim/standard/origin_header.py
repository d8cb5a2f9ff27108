"""https://fetch.spec.whatwg.org/#append-a-request-origin-header"""

from __future__ import annotations

from ..url import URL, Origin


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
