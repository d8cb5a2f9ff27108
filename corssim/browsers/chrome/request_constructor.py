"""What a call becomes in Chrome.

Law: differences from ``standard/request_constructor.py`` alone, each with its evidence.
"""

from __future__ import annotations

import re

import attrs

from ...environment import Client
from ...failures import (
    BadPort,
    CredentialedSubresource,
    Failure,
    HeadersConflict,
    InvalidResponse,
    RedirectSchemeNotSupported,
    RedirectUnparsable,
)
from ...request import Body, Cache, Request
from ...standard.request_constructor import RequestRules
from .redirect import UNSAFE_REDIRECT_SCHEMES

# charset = value, up to white space, a quote or ";"
_CHARSET = re.compile(
    r"((?<![^\x00- ;])charset[\x00- ]*=[\x00- \"']*)[^\x00- \"';]+", re.IGNORECASE
)


@attrs.frozen(eq=False)
class ChromeRequest(RequestRules):
    """Blink's core/fetch and core/xmlhttprequest."""

    also_forbidden: frozenset[str] = frozenset(("user-agent",))
    """The standard lets scripts set User-Agent; Chrome does not (HttpUtil::IsSafeHeader)."""
    boundary: str = "----WebKitFormBoundary0123456789abcdef"
    conditional_cache_mode: Cache = "no-cache"
    """The standard bypasses its cache; Chrome validates it. Recording dev-82."""
    unqueued_beacons: tuple[type[Failure], ...] = (CredentialedSubresource,)
    """A beacon to a URL with userinfo is not queued. w1-279."""

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """What the script's headers ask for counts in documents only. hunt-300001-320."""
        return request.cache if client.worker else super().cache_mode(request, client)

    def xhr_content_type(self, value: str, client: Client) -> str:
        """The standard parses; Chrome looks for the word, whatever stands around it.

        blink's platform/network/http_parsers.cc, ReplaceCharsetInMediaType. dev-493, g5-179.
        """
        return _CHARSET.sub(r"\1UTF-8", value)

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """The standard counts any upload listener; Chrome only with a body, and not in a
        synchronous call. dev-187, hunt-310001-1287.
        """
        return body is not None and not synchronous

    def reconnects(self, failure: Failure | None) -> bool:
        """What the network stack takes for an error is lost like a connection. hunt-300001-321,
        hunt-320001-535, hunt-330001-611, y9-1.
        """
        unsafe = (
            isinstance(failure, RedirectSchemeNotSupported)
            and failure.target.partition(":")[0] in UNSAFE_REDIRECT_SCHEMES
        )
        broken = BadPort | RedirectUnparsable | InvalidResponse | HeadersConflict
        lost = unsafe or isinstance(failure, broken)
        return lost or super().reconnects(failure)
