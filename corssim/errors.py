"""The errors this library raises for what its user got wrong.

Law: everything that corssim raises on purpose is a :class:`CorssimError`; what a browser
would report to a page is never raised, it is an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable


class CorssimError(Exception):
    """Base of every error that corssim raises on purpose."""


class UsageError(CorssimError, ValueError):
    """A value given by the caller cannot be used; the message says which and what to do."""


class NotModelled(CorssimError):
    """The browser would do something that this engine does not model; it never guesses."""


class ServerError(CorssimError):
    """The server under test could not be asked, or answered what is not HTTP."""


def nearest(name: object, known: Iterable[str], *, listed: bool = True) -> str:
    """How a message about an unknown word goes on: the near one, or all that are known."""
    from difflib import get_close_matches

    words = list(known)
    near = get_close_matches(name, words, 1) if isinstance(name, str) else []
    if near:
        return f": did you mean {near[0]!r}?"
    return f": known are {', '.join(words)}" if listed else ""
