"""What every failure is: a class a reason, with the evidence that decided.

Law: a failure carries values, never sentences.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

FETCH = "https://fetch.spec.whatwg.org/#"


@attrs.frozen
class Failure:
    """Base of all reasons."""

    step: ClassVar[str] = FETCH + "concept-network-error"

    @property
    def kind(self) -> str:
        """The reason's name."""
        return type(self).__name__

    @property
    def evidence(self) -> dict[str, Any]:
        """The values that decided, by name."""
        fields = attrs.fields(type(self))
        return {f.name: getattr(self, f.name) for f in fields if "aside" not in f.metadata}
