"""The load that Firefox's console reports: who asked for what, and in which words.

Law: values only, and the frame that all CORS errors share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ...environment import Client
from ...request import Request
from ...standard.rules import Rules
from ..console import Message
from .texts import BLOCKED, BLOCKED_QUOTED, as_utf8


@attrs.frozen(eq=False)
class Load:
    """A request with its page, the browser's rules, and the reasons by message key."""

    request: Request
    client: Client
    rules: Rules
    reasons: Mapping[str, str]

    def error(self, key: str, url: str, **values: Any) -> Message:
        """The line of a CORS error: its key's reason, filled with *values*."""
        frame = BLOCKED_QUOTED if key == "CORSNotSupportingCredentials" else BLOCKED
        shown = {name: as_utf8(v) if isinstance(v, str) else v for name, v in values.items()}
        text = frame.format(url=url) + self.reasons[key].format(**shown)
        return Message(key, "error", text)
