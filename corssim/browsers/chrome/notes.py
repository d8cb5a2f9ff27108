"""What Chrome remembers of one fetch from hop to hop.

Law: notes are written where the engine reports a step, or by the cache; the rules only read them.
"""

from __future__ import annotations

from ...headers import HeaderList, get
from ...response import WireResponse
from ...standard.fetch import Fetch, Notes
from ...standard.stored import Remembered

METADATA = frozenset((
    "Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-Storage-Access",
))  # fmt: skip


class ChromeNotes(Notes):
    """The order of Origin and Sec-Fetch-*, and the length of what a range is a part of."""

    def __init__(self) -> None:
        super().__init__()
        self.metadata: tuple[str, ...] | None = None
        """The names of the last hop's metadata, in order."""
        self.metadata_method = ""
        self.whole = 0
        """The bytes of the stored response that a range asks a part of."""

    def on_headers(self, fetch: Fetch, lines: HeaderList) -> None:
        """The request has its lines before the cache is asked (URLLoader). hunt-15209-16."""
        self.metadata = tuple(name for name, _ in lines if name in METADATA)
        self.metadata_method = fetch.method


def notes(fetch: Fetch) -> ChromeNotes:
    """The notes of *fetch*."""
    assert isinstance(fetch.notes, ChromeNotes)
    return fetch.notes


def varies_by_all(wire: WireResponse) -> bool:
    """Whether Blink's memory cache never takes it up again: ``*`` alone says so. y63-1, y63-3."""
    return get(wire.headers, "vary") == "*"


def in_memory(fetch: Fetch) -> Remembered | None:
    """What Blink's memory cache may validate: what came for the element's URL itself. y37-446,
    y63-2.
    """
    known = fetch.notes.in_memory
    if known is None or known.wire is None or varies_by_all(known.wire):
        return None
    return known if known.url == fetch.request.url.without_fragment else None
