"""What a call becomes in Safari.

Law: differences from ``standard/request_constructor.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...environment import Client
from ...headers import HeaderList
from ...request import Body, Cache, Request
from ...standard.request_constructor import RequestRules


@attrs.frozen(eq=False)
class SafariRequest(RequestRules):
    """WebCore's Modules/fetch and xml/XMLHttpRequest.cpp."""

    boundary: str = "----WebKitFormBoundary0123456789abcdef"
    guards_body_type_in_no_cors: bool = False
    """Hunted: g5-477."""
    uploads_streams: bool = False
    """The standard uploads a ReadableStream; Safari throws. Recording b-stream."""
    uploads_empty: bool = False
    """y74-10, y74-64"""
    xhr_drops_foreign_userinfo: bool = True
    """DocumentThreadableLoader.cpp. e16-80."""
    elements_always_cors: frozenset[str] = frozenset(("module",))
    """The standard has CORS decide on fonts; Safari does not ask. w1-121."""
    event_source_headers: HeaderList = (("Cache-Control", "no-cache"),)
    beacon_cache_mode: Cache = "no-cache"

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The script's headers do not change it for a document's synchronous load.
        hunt-300001-218.
        """
        alone = request.synchronous and not client.worker
        return request.cache if alone else super().cache_mode(request, client)

    def upload_listener_counts(self, body: Body | None, synchronous: bool) -> bool:
        """Nobody listens to a synchronous upload. hunt-300004-247."""
        return not synchronous
