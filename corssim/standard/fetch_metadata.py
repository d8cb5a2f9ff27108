"""https://w3c.github.io/webappsec-fetch-metadata/

Law: values only; which requests have them is each browser's wire section's to say.
"""

from __future__ import annotations

from ..url import URL, Origin, same_site


def sec_fetch_site(origin: Origin, urls: list[URL]) -> str:
    """https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site"""
    value = "same-origin"
    for url in urls:
        if url.origin == origin:
            continue
        if not same_site(url.origin, origin):
            return "cross-site"
        value = "same-site"
    return value
