"""Every known situation, by its stable id.

Law: a module a field, an entry a situation; ids are never changed or used again.
"""

from __future__ import annotations

from . import advice, check, elsewhere, preflight, redirects, security
from .entry import Entry

ENTRIES: dict[str, Entry] = {
    entry.id: entry
    for field in (preflight, check, redirects, elsewhere, advice, security)
    for entry in field.ENTRIES
}

__all__ = ["ENTRIES", "Entry"]
