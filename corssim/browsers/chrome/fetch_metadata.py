"""Origin and Sec-Fetch-*, in the order in which they come to stand over the hops of a fetch.

Law: what a hop adds stands behind what the hop before had, also where the cache answers a hop;
a redirect that turns the method into GET takes Origin out before it is set again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...standard.origin_header import is_potentially_trustworthy
from ...url import same_site

if TYPE_CHECKING:
    from ...standard.fetching import Fetch


def fetch_metadata(fetch: Fetch) -> list[tuple[str, str]]:
    """The lines of the current hop. services/network/url_loader.cc, sec_header_helpers.cc."""
    profile = fetch.profile
    values: dict[str, str] = {}
    origin = profile.origin_header(fetch)
    if origin is not None:
        values["Origin"] = origin
    if is_potentially_trustworthy(fetch.url):
        values["Sec-Fetch-Site"] = profile.fetch_site(fetch)
        values["Sec-Fetch-Mode"] = fetch.request.mode
        values["Sec-Fetch-Dest"] = fetch.request.destination or "empty"
        if fetch.include and not same_site(fetch.client.top, fetch.url.origin):
            values["Sec-Fetch-Storage-Access"] = "none"
    names = list(values)
    if "metadata" in fetch.scratch:
        before, method = fetch.scratch["metadata"]
        names = [n for n in before if n in values and (n != "Origin" or method == fetch.method)]
        added = [name for name in values if name not in names]
        if "Origin" in added:
            added = [name for name in added if name != "Origin"] + ["Origin"]
        names += added
    fetch.scratch["metadata"] = (tuple(names), fetch.method)
    return [(name, values[name]) for name in names]
