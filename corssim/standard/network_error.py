"""A network error: https://fetch.spec.whatwg.org/#concept-network-error

Law: raised wherever a fetch ends without a response, caught once, where the fetch began.
"""

from __future__ import annotations

from ..failures import Failure


class NetworkError(Exception):
    """*failure* ends the fetch. *preflight*: the preflight's answer decided; *sent*: whether
    anything could have been sent before.
    """

    def __init__(self, failure: Failure, *, preflight: bool = False, sent: bool = True) -> None:
        super().__init__(failure.kind)
        self.failure = failure
        self.preflight = preflight
        self.sent = sent
