"""How Safari reads header values.

Law: differences from ``standard/parsing.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...headers import HTTP_WHITESPACE, HeaderList, get
from ...standard.parsing import ParsingRules
from .encoding import as_webkit_reads


@attrs.frozen(eq=False)
class SafariParsing(ParsingRules):
    """WebKit, behind the network library."""

    list_whitespace: str = HTTP_WHITESPACE

    def location(self, headers: HeaderList) -> str | None:
        """The standard reads bytes as Latin-1, and so does WebKit, after libsoup has put U+FFFD,
        in UTF-8, for what is no UTF-8. e14-346, e16-205, e16-209.
        """
        found = get(headers, "location")
        if found is None or found.isascii():
            return found
        return as_webkit_reads(found)
