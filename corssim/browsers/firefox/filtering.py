"""What scripts read of a response in Firefox.

Law: differences from ``standard/filtering.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...headers import HeaderList
from ...standard.filtering import FilteringRules


@attrs.frozen(eq=False)
class FirefoxFiltering(FilteringRules):
    """Gecko's nsHttpHeaderArray."""

    def as_iterated(self, headers: HeaderList) -> HeaderList:
        """Empty later lines are dropped when lines are joined; Content-Type without a space."""
        values: dict[str, list[str]] = {}
        for name, value in headers:
            values.setdefault(name.lower(), []).append(value)
        return tuple(
            (name, ("," if name == "content-type" else ", ").join(filter(None, values[name])))
            for name in sorted(values)
        )
