"""Answers that a person gives as a server: one call's, a chain of redirects, the preflight's.

Law: what is not given is taken from what is given, never made up, and ``assumed`` says so: a
server that was described by one answer gives it to the preflight, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..request import WireRequest
from ..response import REDIRECT_STATUSES, WireResponse, reason_phrase
from ..url import parse_url

SAME_FOR_PREFLIGHT = "the preflight gets the same answer as the call: --preflight gives its own"
SAME_FOR_CALL = "the call gets the same answer as the preflight: --response gives its own"


class GivenAnswers:
    """Answers a call of *url* with *responses*, its preflights with *preflight*.

    One of both must be given. ``assumed`` are sentences on what had to be assumed to answer.
    """

    is_corssim_server = True

    def __init__(
        self, url: str, responses: Sequence[WireResponse], preflight: WireResponse | None
    ) -> None:
        self.assumed: dict[str, None] = {}
        self._preflight = preflight
        self._responses = list(responses)
        self._by_url: dict[str, WireResponse] = {}
        at = parse_url(url)
        for response in responses:
            if at is None:
                break
            self._by_url[_key(at.href)] = response
            target = next((v for n, v in response.headers if n.lower() == "location"), None)
            at = parse_url(target, at) if target is not None else None

    def __call__(self, request: WireRequest) -> WireResponse:
        if request.preflight and self._preflight is not None:
            return self._preflight
        if not self._responses:
            assert self._preflight is not None
            self.assumed[SAME_FOR_CALL] = None
            return self._preflight
        if request.preflight:
            self.assumed[SAME_FOR_PREFLIGHT] = None
        response = self._by_url.get(_key(request.url))
        if response is not None:
            return response
        last = self._responses[-1]
        if last.status not in REDIRECT_STATUSES:
            return last
        self.assumed[
            f"{request.url} answers 200 with the redirect's own CORS headers: its answer is not "
            "given"
        ] = None
        kept = tuple(pair for pair in last.headers if pair[0].lower().startswith("access-control-"))
        return WireResponse(200, kept, b"", reason_phrase(200))


def _key(url: str) -> str:
    return url.partition("#")[0]
