"""How Chrome reads header values.

Law: differences from ``standard/parsing.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList
from ...standard.parsing import ParsingRules
from ..answers import escaped_bytes


@attrs.frozen(eq=False)
class ChromeParsing(ParsingRules):
    """Chrome's network stack."""

    def location(self, headers: HeaderList) -> str | None:
        """The standard follows an empty Location; Chrome takes it for no redirect. Bytes beyond
        ASCII are percent-encoded as they are (HttpResponseHeaders::IsRedirect). e16-205.
        """
        found = next((v for n, v in headers if n.lower() == "location" and v), None)
        return found if found is None else escaped_bytes(found)
