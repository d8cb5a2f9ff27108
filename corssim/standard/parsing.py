"""How a browser reads URLs and header values: the ground of all other sections.

Law: questions about text; nothing of a fetch.
"""

from __future__ import annotations

import attrs

from ..headers import HTTP_TAB_OR_SPACE, HeaderList, get
from ..url import URL, parse_url


@attrs.frozen(eq=False)
class ParsingRules:
    """The standard's reading."""

    list_whitespace: str = HTTP_TAB_OR_SPACE
    """What may stand around the elements of Access-Control-Allow-Methods and -Headers."""
    forbidden_host_characters: str = ""
    """Characters, beyond the URL standard's, that a host may not have."""

    def parse_url(self, text: str, base: URL | None) -> URL | None:
        """The URL that *text* denotes; ``None`` where it does not parse."""
        url = parse_url(text, base)
        refused = self.forbidden_host_characters
        if url is not None and refused and any(c in url.host for c in refused):
            return None
        return url

    def get(self, headers: HeaderList, name: str) -> str | None:
        """The combined value of a response header.

        https://fetch.spec.whatwg.org/#concept-header-list-get
        """
        return get(headers, name)

    def location(self, headers: HeaderList) -> str | None:
        """The Location that makes a redirect; ``None`` where there is none.

        https://fetch.spec.whatwg.org/#concept-response-location-url
        """
        return get(headers, "location")
