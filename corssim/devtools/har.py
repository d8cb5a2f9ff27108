"""The cross-origin calls of a HAR file, as browsers and their drivers export it.

Law: what the file does not hold is unknown: an answer that was not captured is not made up. An
entry that is not in HAR form is counted and named, and the others are read.

Firefox 153 writes a refused call with its answer and headers, its preflight behind it, and no
types. No file tells the credentials mode: a call without cookies is taken for one without.
What real Chromium 156 writes (recorded through its DevTools protocol and through Playwright): a
preflight is an entry of its own or is left out; a call that CORS refused has status 0 or -1 and
only its provisional headers, without Origin and Sec-Fetch-Mode; Sec-Fetch-Mode is sent to
trustworthy URLs alone; each redirect is an entry.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import attrs

from ..errors import UsageError
from ..response import WireResponse
from .call import Call
from .har_entry import Entry, entry_of
from .har_file import entries_of, opened

MOST_HOPS = 20
END: Any = object()


@attrs.frozen
class Captured:
    """A captured call: its answer and its preflight's, ``None`` where they are not in the file.

    ``index`` is the place of its last entry in the file, from 0; ``error`` the capture's own error
    text; ``redirects`` the answers before, by URL, where the call was redirected.
    """

    index: int
    call: Call
    response: WireResponse | None
    preflight: WireResponse | None
    error: str = ""
    redirects: Mapping[str, WireResponse] = attrs.Factory(dict)
    url: str = ""
    """Where the answer comes from: the call's URL, or the last redirect's target."""


@attrs.frozen
class HARFile:
    """A file's calls, how many entries it has, and what is wrong with those that were not read."""

    calls: list[Captured]
    entries: int
    bad: list[str]


def from_har(path: str | Path) -> list[Captured]:
    """Every cross-origin call in the file, in order, each with its preflight if captured.

    Raises ``UsageError`` for a file that is no HAR file, or of which no entry can be read.
    """
    return read_har(path).calls


def read_har(path: str | Path) -> HARFile:
    """The calls of a file, packed by gzip or not, and what could not be read of it."""
    with opened(path) as stream:
        return _read(stream, str(path))


def read_har_text(text: str) -> HARFile:
    """The same for a HAR file's text."""
    return _read(io.StringIO(text.lstrip("\ufeff")), "the HAR file")


def _read(stream: TextIO, name: str) -> HARFile:
    entries: list[Entry] = []
    bad: list[str] = []
    number = 0
    reading = entries_of(stream, name)
    shared: dict[Any, Any] = {}
    while True:
        try:
            given = next(reading, END)
        except UsageError as problem:
            if not number:
                raise
            bad.append(f"{problem}; what comes after it is not read")
            number += 1
            break
        if given is END:
            break
        try:
            entry = entry_of(number, given, shared)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
            said = f"{type(problem).__name__}: {problem}"
            bad.append(f"entry {number} is not in HAR form ({said[:120]})")
        else:
            if entry is not None:
                entries.append(entry)
        number += 1
    if bad and len(bad) == number:
        raise UsageError(f"{name}: {bad[0]}")
    return HARFile(list(_captured(entries)), number, bad)


def _captured(entries: Sequence[Entry]) -> Iterator[Captured]:
    """The calls, redirects joined; *entries* are in the file's order."""
    preflights: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.asks_for is not None and entry.answer is not None:
            preflights.setdefault((entry.url, entry.asks_for), []).append(entry)
    used: set[int] = set()
    redirected: dict[str, Entry] = {}
    chains: dict[int, list[Entry]] = {}
    joined: set[int] = set()
    for entry in entries:
        if entry.asks_for is None:
            before = redirected.pop(entry.url, None) if entry.can_be_redirected else None
            if before is not None:
                chains[entry.index] = [*chains.get(before.index, []), before][-MOST_HOPS:]
                joined.add(before.index)
            if entry.location:
                redirected[entry.location] = entry
    for entry in entries:
        chain = chains.get(entry.index, [])
        first = chain[0] if chain else entry
        origin = first.origin if first.origin is not None else entry.origin
        if (
            entry.asks_for is not None
            or entry.index in joined
            or not entry.mode_is_cors
            or origin is None
            or all(hop.url_origin == origin for hop in (*chain, entry))
        ):
            continue
        yield Captured(
            entry.index,
            Call(first.url, first.method, first.headers, first.body, first.credentials,
                 origin=origin),
            entry.answer,
            _nearest(preflights.get((first.url, first.method), ()), first.index, used),
            entry.error,
            {hop.url: hop.answer for hop in chain if hop.answer is not None},
            entry.url,
        )  # fmt: skip


def _nearest(preflights: Sequence[Entry], index: int, used: set[int]) -> WireResponse | None:
    """The preflight of the call at *index*: the nearest that no other call has had.

    Chromium lists it before its call or behind, Firefox behind; a later call may share it, by the
    preflight cache.
    """
    fresh = [entry for entry in preflights if entry.index not in used]
    shared = [entry for entry in preflights if entry.index in used and entry.index < index]
    nearest = min((*fresh, *shared), key=lambda entry: abs(entry.index - index), default=None)
    if nearest is None:
        return None
    used.add(nearest.index)
    return nearest.answer
