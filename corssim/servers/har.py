"""The answers of a HAR file as a server: what was captured for a call answers it again.

Law: an answer that was not captured is a dropped connection to the engine; who asks should know
by :attr:`devtools.har.Captured.response` that it is unknown.
"""

from __future__ import annotations

from ..devtools.har import Captured
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse


class HARServer:
    """Answers one captured call, the redirects on its way, and its preflight.

    Where the preflight is not in the file, *preflight* stands in for it; where the answer is not,
    *response* does.
    """

    is_corssim_server = True

    def __init__(
        self, captured: Captured, preflight: WireResponse | None = None,
        response: WireResponse | None = None,
    ) -> None:  # fmt: skip
        self._captured = captured
        self._preflight = captured.preflight or preflight
        self._response = captured.response or response

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        if request.preflight:
            answer = self._preflight
        else:
            answer = self._captured.redirects.get(request.url.partition("#")[0], self._response)
        return answer or NetworkFailure("dropped")
