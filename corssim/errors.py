"""The errors this library raises for what its user got wrong.

Law: everything that corssim raises on purpose is a :class:`CorssimError`; what a browser
would report to a page is never raised, it is an outcome.
"""

from __future__ import annotations


class CorssimError(Exception):
    """Base of every error that corssim raises on purpose."""


class UsageError(CorssimError, ValueError):
    """A value given by the caller cannot be used; the message says which and what to do."""


class NotModelled(CorssimError):
    """The browser would do something that this engine does not model; it never guesses."""


class ServerError(CorssimError):
    """The server under test could not be asked, or answered what is not HTTP."""
