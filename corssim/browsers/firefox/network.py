"""What Firefox's network stack refuses, and how it upgrades.

Law: differences from ``standard/network.py`` alone, each with its evidence.
"""

from __future__ import annotations

import attrs

from ...failures import Failure
from ...request import WireRequest
from ...response import WireResponse
from ...standard.fetch import Fetch
from ...standard.http_cache import SAFE_METHODS
from ...standard.network import NetworkRules
from ..answers import conflict


@attrs.frozen(eq=False)
class FirefoxNetwork(NetworkRules):
    """Gecko's netwerk/protocol/http."""

    guards_local_network: bool = True
    """network.lna.enabled and network.lna.blocking (StaticPrefList.yaml)."""
    upgrade_taints: bool = True
    """The upgrade is a redirect of its own, from another origin. y17-114, y17-266."""
    upgrade_is_cors: bool = True
    data_has_length: bool = True
    """The standard gives Content-Type alone. e14-4."""

    def refuse_answer(self, fetch: Fetch, response: WireResponse) -> Failure | None:
        """Lines that contradict each other corrupt an answer (nsHttpHeaderArray.h). e16-189."""
        return conflict(fetch, response)

    def retries(self, request: WireRequest) -> int:
        """Ten tries in all of safe methods (nsHttpRequestHead.cpp, IsSafeMethod), two of others,
        whose first may have met a connection that had been closed. b-simple-drop, y54-12.
        """
        return 9 if request.method in SAFE_METHODS else 1
