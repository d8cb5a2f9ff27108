"""Origin and Sec-Fetch-*, in the order in which they come to stand over the hops of a fetch.

Law: what a hop adds stands behind what the hop before had, also where the cache answers a hop;
a redirect that turns the method into GET takes Origin out before it is set again.
"""

from __future__ import annotations

from collections.abc import Callable

from ...standard.fetch import Fetch
from ...url import is_potentially_trustworthy, same_site
from .notes import notes


def fetch_metadata(
    fetch: Fetch, origin: str | None, fetch_site: Callable[[Fetch], str]
) -> list[tuple[str, str]]:
    """The lines of the current hop, whose Origin is *origin*.

    services/network/url_loader.cc, sec_header_helpers.cc
    """
    values: dict[str, str] = {}
    if origin is not None:
        values["Origin"] = origin
    if is_potentially_trustworthy(fetch.url):
        values["Sec-Fetch-Site"] = fetch_site(fetch)
        values["Sec-Fetch-Mode"] = fetch.request.mode
        values["Sec-Fetch-Dest"] = fetch.request.destination or "empty"
        if fetch.include and not same_site(fetch.client.top, fetch.url.origin):
            values["Sec-Fetch-Storage-Access"] = "none"
    names = list(values)
    before = notes(fetch).metadata
    if before is not None:
        same_method = notes(fetch).metadata_method == fetch.method
        names = [n for n in before if n in values and (n != "Origin" or same_method)]
        added = [name for name in values if name not in names]
        if "Origin" in added:
            added = [name for name in added if name != "Origin"] + ["Origin"]
        names += added
    return [(name, values[name]) for name in names]
