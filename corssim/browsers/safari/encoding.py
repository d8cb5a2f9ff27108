"""How header bytes reach WebKit.

Law: the network library (libsoup) makes them valid UTF-8, and WebKit reads that as Latin-1;
what a script sets goes the other way as UTF-8. Recordings dev-58, dev-75.
"""

from __future__ import annotations


def as_webkit_reads(value: str) -> str:
    """A response header's value as WebKit has it."""
    if value.isascii() or max(value) > "\xff":
        return value
    return value.encode("latin-1").decode("utf-8", "replace").encode().decode("latin-1")


def as_libsoup_writes(value: str) -> str:
    """A request header's value as it goes over the wire."""
    return value if value.isascii() else value.encode().decode("latin-1")
