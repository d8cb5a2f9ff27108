"""A console message, and the reading of a story that all consoles need.

Law: texts are the browsers' own and stand in the browsers' folders; here is only what they
share.
"""

from __future__ import annotations

import attrs

from ..url import parse_url


@attrs.frozen(slots=True)
class Message:
    """One line of a console: the browser's own category, its level, its text."""

    source: str
    level: str
    text: str


def bare(text: str) -> str:
    """A URL without its userinfo."""
    url = parse_url(text)
    return url.without_userinfo.href if url is not None and url.includes_credentials else text
