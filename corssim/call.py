"""A call as the words of a browser see it.

Law: values only, frozen.
"""

from __future__ import annotations

import attrs


@attrs.frozen(slots=True)
class Call:
    """Initiator, URL and flags of a call; with the failure they select the error text."""

    initiator: str
    url: str = ""
    synchronous: bool = False
    worker: bool = False
