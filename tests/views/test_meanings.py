"""Every failure has its meaning, a sentence for people."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from corssim import failures
from corssim.views.meanings import meaning

EVERY = [each for each in vars(failures).values()
         if isinstance(each, type) and issubclass(each, failures.Failure)]  # fmt: skip
# the browsers report these; the others are their bases
FINAL = [each for each in EVERY
         if each is failures.OriginMismatch
         or not any(each in other.__mro__[1:] for other in EVERY)]  # fmt: skip


def shown(kind: type[failures.Failure]) -> failures.Failure:
    """A failure whose evidence is its fields' own names."""
    values: dict[str, Any] = {
        field.name: ("one", "two") if "tuple" in str(field.type) else field.name.upper()
        for field in attrs.fields(kind)
    }
    return kind(**values)


@pytest.mark.parametrize("kind", FINAL, ids=lambda kind: kind.__name__)
def test_every_failure_means_something_to_people(kind: type[failures.Failure]) -> None:
    text = meaning(shown(kind))
    assert text.endswith(".")
    assert "``" not in text
    assert "{" not in text
