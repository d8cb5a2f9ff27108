"""What scripts read of a response in Safari.

Law: differences from ``standard/filtering.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList
from ...response import NULL_BODY_STATUSES, WireResponse
from ...standard.fetch import Fetch
from ...standard.filtering import FilteringRules
from .encoding import as_webkit_reads
from .loads import bypasses_page_process


@attrs.frozen(eq=False)
class SafariFiltering(FilteringRules):
    """WebCore's platform/network/ResourceResponseBase.cpp."""

    null_body_statuses: frozenset[int] = NULL_BODY_STATUSES - {205}
    """The standard keeps the body of a 205 from scripts; Safari shows it. Hunted: e9-36."""

    def exposed_header_names(self, value: str | None, include: bool) -> tuple[frozenset[str], bool]:
        """With credentials ``*`` is the name of a header, and WebKit, which numbers the names it
        knows, takes it for the first: Accept. Hunted: g4-368, g808-155.
        """
        exposed, everything = super().exposed_header_names(value, include)
        return (exposed | {"accept"} if include and "*" in exposed else exposed), everything

    def as_iterated(self, headers: HeaderList) -> HeaderList:
        """Values pass through the network library's UTF-8."""
        return tuple((name, as_webkit_reads(value)) for name, value in super().as_iterated(headers))

    def response_url(self, fetch: Fetch) -> str:
        """Userinfo shows in the page's own origin only, but always to a document's synchronous
        load with credentials. hunt-300004-597, y18-1.
        """
        shows = bypasses_page_process(fetch) and fetch.request.credentials == "include"
        url = fetch.url.without_userinfo if fetch.cors and not shows else fetch.url
        return url.without_fragment

    def opaque_redirect_body(self, response: WireResponse, location: str) -> bytes:
        """The standard shows nothing; Safari the body where there was no Location to follow."""
        return b"" if location else response.body
