"""What a call becomes in Firefox.

Law: differences from ``standard/request_constructor.py`` alone, each with its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ...environment import Client
from ...failures import Failure
from ...request import Cache, Request
from ...standard.parsing import ParsingRules
from ...standard.request_constructor import RequestRules
from ...standard.request_headers import Test
from .parsing import FirefoxParsing
from .preflight import FIREFOX_SAFELIST


@attrs.frozen(eq=False)
class FirefoxRequest(RequestRules):
    """Gecko's dom/fetch and dom/xhr."""

    parsing: ParsingRules = FirefoxParsing()
    boundary: str = "----geckoformboundary0123456789abcdef0123456789abcdef"
    no_cors_safelist: Mapping[str, Test] = attrs.Factory(lambda: FIREFOX_SAFELIST)
    """y59-151"""
    never_combined_in_no_cors: frozenset[str] = frozenset(("content-type",))
    """The standard judges the combined value; Firefox keeps the first. e8-52, hunt-240003-1119."""
    stringifies_streams: bool = True
    """The standard streams a ReadableStream; Firefox sends its string form. b-stream."""
    worker_text_type: str = "text/plain;charset=utf-8"
    """A worker hands its text to the page's thread, which spells it so. hunt-300003-80."""

    def cache_mode(self, request: Request, client: Client) -> Cache:
        """The standard's step is in ``fetch()`` only (FetchDriver.cpp). Recording dev-222."""
        return (
            super().cache_mode(request, client) if request.initiator == "fetch" else request.cache
        )

    def xhr_content_type(self, value: str, client: Client) -> str:
        """In a worker the script's value stays as it is. hunt-320001-1654."""
        return value if client.worker else super().xhr_content_type(value, client)

    def reconnects(self, failure: Failure | None) -> bool:
        """The standard connects again after any network error; Firefox not where CORS was asked
        for, whose failure it is then. w1-218.
        """
        return failure is None
