"""The answers of a HAR file as a server: what was captured for a call answers it again.

Law: an answer that was not captured is a dropped connection to the engine; who asks should know
by :attr:`devtools.har.Captured.response` that it is unknown.
"""

from __future__ import annotations

from ..devtools.har import Captured
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse


class HARServer:
    """Answers one captured call, and its preflight.

    Where the preflight is not in the file, *assumed* stands in for it.
    """

    is_corssim_server = True

    def __init__(self, captured: Captured, assumed: WireResponse | None = None) -> None:
        self._captured = captured
        self._assumed = assumed

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        captured = self._captured
        answer = (captured.preflight or self._assumed) if request.preflight else captured.response
        return answer or NetworkFailure("dropped")
