"""Which of WebKit's processes a load goes through.

Law: questions about a fetch and a URL; nothing is changed.
"""

from __future__ import annotations

from ...standard.fetch import Fetch
from ...url import URL


def bypasses_page_process(fetch: Fetch) -> bool:
    """Whether the load is a document's synchronous one, which asks the network process past the
    loaders that know of Sec-Fetch-* and Accept. w2-1, w2-25, w2-31.
    """
    return fetch.request.synchronous and not fetch.client.worker


def network_library_follows(fetch: Fetch, target: URL) -> bool:
    """Whether the network library follows a redirect by itself, from the request it knows."""
    same_origin = not fetch.cors and target.origin == fetch.client.origin
    return fetch.request.mode == "no-cors" or same_origin
