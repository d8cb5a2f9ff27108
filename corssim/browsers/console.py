"""A console message, and the reading of a story that all consoles need.

Law: texts are the browsers' own and stand in the browsers' folders; here is only what they
share.
"""

from __future__ import annotations

import attrs


@attrs.frozen(slots=True)
class Message:
    """One line of a console: the browser's own category, its level, its text."""

    source: str
    level: str
    text: str
