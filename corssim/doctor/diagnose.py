"""From the stories of a call to findings: what blocks it, and what is amiss besides.

Law: a failure leads to the most specific situation that its evidence shows, by the tables in
``causes``; a finding that another one explains stays silent. The same finding in several
browsers is one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ..story import Story
from .advice import observations
from .causes import cause, values_of
from .evidence import Evidence
from .finding import ORDER, Finding


def diagnose(outcomes: Story | Iterable[Story] | Mapping[str, Story]) -> list[Finding]:
    """The findings of a call in one browser or several, what blocks it first."""
    if isinstance(outcomes, Story):
        outcomes = (outcomes,)
    elif isinstance(outcomes, Mapping):
        outcomes = outcomes.values()
    found: list[Finding] = []
    for outcome in outcomes:
        evidence = Evidence(outcome)
        if outcome.failure is not None:
            name, value = cause(evidence, outcome.failure)
            shown = values_of(evidence, outcome.failure)
            found.append(evidence.finding(name, value, "blocks", **shown))
        found += observations(evidence)
    return merged(found)


def merged(found: Iterable[Finding]) -> list[Finding]:
    """One finding for each situation and value; what a more specific one explains left out."""
    by_key: dict[tuple[str, str], Finding] = {}
    for finding in found:
        key = (finding.id, finding.value)
        known = by_key.get(key)
        if known is None:
            by_key[key] = finding
            continue
        worse = min((known, finding), key=lambda one: ORDER[one.severity])
        browsers: dict[str, Any] = dict.fromkeys((*known.browsers, *finding.browsers))
        by_key[key] = attrs.evolve(worse, browsers=tuple(browsers))
    silent = {name for finding in by_key.values() for name in finding.entry.silences}
    kept = [finding for finding in by_key.values() if finding.id not in silent]
    return sorted(kept, key=lambda finding: ORDER[finding.severity])
