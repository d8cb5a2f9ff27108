"""How Firefox reads URLs and header values.

Law: differences from ``standard/parsing.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...headers import HTTP_WHITESPACE, HeaderList, first, get_all
from ...standard.parsing import ParsingRules
from ..answers import escaped_bytes


@attrs.frozen(eq=False)
class FirefoxParsing(ParsingRules):
    """Gecko's netwerk."""

    list_whitespace: str = HTTP_WHITESPACE
    forbidden_host_characters: str = '"*'
    """The standard allows both in a host. e16-5, e16-33."""

    def get(self, headers: HeaderList, name: str) -> str | None:
        """The standard joins all values; Firefox leaves empty ones out (nsHttpHeaderArray)."""
        values = get_all(headers, name)
        if not values:
            return None
        return ", ".join(filter(None, values))

    def location(self, headers: HeaderList) -> str | None:
        """The standard combines lines and reads them as Latin-1; Firefox keeps the first and
        percent-encodes bytes beyond ASCII, and a tab, as they are. e14-368, e16-205, e16-265.
        """
        found = first(headers, "location")
        return found if found is None else escaped_bytes(found).replace("\t", "%09")
