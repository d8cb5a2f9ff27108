"""Violations as SARIF 2.1.0, which code hosts and editors show.

Law: a rule an id, a result a violation; a path of the server stands as the artifact.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ..doctor.catalogue import ENTRIES, Entry
from .text import commands
from .violation import Violation

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"blocks": "error", "danger": "error", "warning": "warning", "note": "note"}


def sarif(violations: Sequence[Violation], version: str) -> dict[str, Any]:
    """The log of one run of corssim *version*."""
    ids = sorted({violation.id for violation in violations})
    driver = {
        "name": "corssim", "version": version,
        "informationUri": "https://pypi.org/project/corssim/",
        "rules": [_rule(ENTRIES[name]) for name in ids],
    }  # fmt: skip
    results = [_result(violation, ids.index(violation.id)) for violation in violations]
    return {
        "$schema": SCHEMA, "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results, "columnKind": "utf16CodeUnits"}],
    }  # fmt: skip


def _rule(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "shortDescription": {"text": _general(entry.title)},
        "fullDescription": {"text": _general(entry.explanation)},
        "help": {"text": _general(entry.advice)},
        "helpUri": entry.step,
    }


def _general(template: str) -> str:
    """A template with its places named, for a rule has no values."""
    return template.replace("{value!r}", "a value").replace("{", "the ").replace("}", "")


def _result(violation: Violation, index: int) -> dict[str, Any]:
    finding, attempt = violation.finding, violation.attempt
    where = f"{attempt.method} {attempt.path}"
    print_ = hashlib.sha256(f"{violation.id} {where} {attempt.origin}".encode()).hexdigest()
    return {
        "ruleId": violation.id,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.title}. {finding.explanation} {finding.advice}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": attempt.path.lstrip("/") or "."}},
                "logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"corssim/v1": print_},
        "properties": {
            "origin": attempt.origin, "browsers": list(violation.browsers),
            "credentials": attempt.credentials, "curl": commands(violation),
        },
    }  # fmt: skip
