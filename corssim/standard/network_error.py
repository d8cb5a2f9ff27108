"""A network error: https://fetch.spec.whatwg.org/#concept-network-error

Law: raised wherever a fetch ends without a response, caught once, where the fetch began.
"""

from __future__ import annotations

from typing import NoReturn

from ..failures import Failure
from .agent import Agent
from .fetch import Fetch


class NetworkError(Exception):
    """*failure* ends the fetch. *preflight*: the preflight's answer decided; *sent*: whether
    anything could have been sent before.
    """

    def __init__(self, failure: Failure, *, preflight: bool = False, sent: bool = True) -> None:
        super().__init__(failure.kind)
        self.failure = failure
        self.preflight = preflight
        self.sent = sent


def refuse(fetch: Fetch, agent: Agent, failure: Failure, preflight: bool = False) -> NoReturn:
    """End the fetch, and clear the preflight cache of the URL where the browser does so."""
    if agent.rules.preflight.purges_after(fetch, failure, preflight):
        agent.preflight_cache.purge(fetch)
    raise NetworkError(failure, preflight=preflight)
