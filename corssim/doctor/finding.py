"""A finding: a known situation, recognised in a story, with the values that show it.

Law: a finding holds values; its sentences come from the catalogue, its code from the recipes.
"""

from __future__ import annotations

from typing import Any, Literal

import attrs

from .catalogue import ENTRIES, Entry
from .needs import Needs

Severity = Literal["blocks", "danger", "warning", "note"]
ORDER: dict[Severity, int] = {"blocks": 0, "danger": 1, "warning": 2, "note": 3}


class _Shown(dict[str, Any]):
    """Values for a template; a missing one shows as what it stands for."""

    def __missing__(self, key: str) -> str:
        return f"the {key}"


@attrs.frozen
class Finding:
    """One situation.

    ``severity`` is ``blocks``, ``danger`` (someone gets in who should not), ``warning`` or
    ``note``; ``value`` the offending value, as it stood on the wire; ``browsers`` those in which
    it shows; ``needs`` what a fix must allow.
    """

    id: str
    severity: Severity
    value: str
    needs: Needs
    values: dict[str, Any] = attrs.field(factory=dict)
    browsers: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The id, what is wrong, and what to change."""
        return f"{self.id}: {self.title}\n  {self.advice}"

    @property
    def entry(self) -> Entry:
        """The catalogue's entry."""
        return ENTRIES[self.id]

    def _fill(self, template: str) -> str:
        return template.format_map(_Shown(value=self.value or "empty", **self.values))

    @property
    def title(self) -> str:
        """What is wrong, in a line."""
        return self._fill(self.entry.title)

    @property
    def explanation(self) -> str:
        """Why, in a paragraph."""
        return self._fill(self.entry.explanation)

    @property
    def advice(self) -> str:
        """What to change, in words."""
        return self._fill(self.entry.advice)

    @property
    def step(self) -> str:
        """The step of a standard that decides, as a URL."""
        return self.entry.step

    def fix(self, kind: str = "headers") -> str:
        """What to change on a server of that *kind* (see ``corssim.doctor.KINDS``).

        The words, then the code that allows the call. Raises ``UsageError`` for an unknown kind.
        """
        from .recipes import fix

        code = fix(kind, self.needs)
        return f"{self.advice}\n{code}" if self.entry.recipe else self.advice

    def as_json(self, kind: str = "headers") -> dict[str, Any]:
        """The finding for machines."""
        return {
            "id": self.id, "severity": self.severity, "value": self.value,
            "browsers": list(self.browsers), "title": self.title,
            "explanation": self.explanation, "advice": self.advice, "step": self.step,
            "fix": self.fix(kind),
        }  # fmt: skip
