"""The order in which Blink iterates a header map.

Blink keeps request headers in a hash table keyed by the case-folded name, and what is sent,
and which missing header the console names, follows the table's order. So the order is
computable: a 64-bit hash of the lower-case name as UTF-16, its low 24 bits, triangular
probing, growth when half full. (blink/renderer/platform/wtf: hash_table.h, case_folding_hash.h,
text/string_hasher.h; third_party/rapidhash.) All 639 requests in the recordings agree.

Law: names in, names out; what the headers mean is of no concern here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_MASK = (1 << 64) - 1
_SEED = 0xBDD89AA982704029
_SECRET = (0x2D358DCCAA6C78A5, 0x8BB84B93962EACC9, 0x4B33A62ED433D4A3)
_SMALLEST_TABLE = 8


def _mix(a: int, b: int) -> int:
    """The two halves of the 128-bit product, folded together."""
    product = a * b
    return (product & _MASK) ^ (product >> 64)


def rapidhash(data: bytes) -> int:
    """The 64-bit rapidhash of an even number of bytes (UTF-16 text)."""
    size = len(data)

    def word(at: int, width: int = 8) -> int:
        return int.from_bytes(data[at : at + width], "little")

    seed = _SEED ^ _mix(_SEED ^ _SECRET[0], _SECRET[1]) ^ size
    if size <= 16:
        if size >= 4:
            last = size - 4
            delta = 4 if size >= 8 else 0
            a = word(0, 4) << 32 | word(last, 4)
            b = word(delta, 4) << 32 | word(last - delta, 4)
        else:
            a, b = word(0, 2), 0
    else:
        at, left = 0, size
        if left > 48:
            first = second = seed
            while left >= 48:
                seed = _mix(word(at) ^ _SECRET[0], word(at + 8) ^ seed)
                first = _mix(word(at + 16) ^ _SECRET[1], word(at + 24) ^ first)
                second = _mix(word(at + 32) ^ _SECRET[2], word(at + 40) ^ second)
                at, left = at + 48, left - 48
            seed ^= first ^ second
        if left > 16:
            seed = _mix(word(at) ^ _SECRET[2], word(at + 8) ^ seed ^ _SECRET[1])
            if left > 32:
                seed = _mix(word(at + 16) ^ _SECRET[2], word(at + 24) ^ seed)
        a, b = word(at + left - 16), word(at + left - 8)
    product = (a ^ _SECRET[1]) * (b ^ seed)
    return _mix((product & _MASK) ^ _SECRET[0] ^ size, (product >> 64) ^ _SECRET[1])


@lru_cache(maxsize=4096)
def name_hash(name: str) -> int:
    """The hash of a header name: 24 bits, never 0."""
    return rapidhash(name.lower().encode("utf-16-le")) & 0xFFFFFF or 0x800000


@lru_cache(maxsize=4096)
def iteration_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """*names*, distinct and in the order they were inserted, as the table iterates them."""
    table: list[str | None] = [None] * _SMALLEST_TABLE
    for count, name in enumerate(names, 1):
        _insert(table, name)
        if count * 2 >= len(table):
            table = _grown(table)
    return tuple(name for name in table if name is not None)


def _insert(table: list[str | None], name: str) -> None:
    mask = len(table) - 1
    slot, probes = name_hash(name) & mask, 0
    while table[slot] is not None:
        probes += 1
        slot = (slot + probes) & mask
    table[slot] = name


def _grown(table: Iterable[str | None]) -> list[str | None]:
    old = list(table)
    new: list[str | None] = [None] * (2 * len(old))
    for name in old:
        if name is not None:
            _insert(new, name)
    return new
