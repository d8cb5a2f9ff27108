"""``navigator.sendBeacon()``: https://w3c.github.io/beacon/#sendbeacon-method

Law: the script only learns that the beacon was queued; what becomes of it, and whether CORS let
it go, shows in the console and at the server.
"""

from __future__ import annotations

from ..environment import Client
from ..failures import BeaconSchemeNotSupported, InvalidURL, ScriptFailure
from ..request import BodyInit, Request, extract
from .request_constructor import RequestRules
from .request_headers import is_cors_safelisted


def create_beacon_request(
    url: str, client: Client, rules: RequestRules, *, body: BodyInit = None
) -> Request | ScriptFailure:
    """The Request of a beacon, or what ``sendBeacon`` throws."""
    parsed = rules.parsing.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url)
    if not parsed.is_http:
        return BeaconSchemeNotSupported(parsed.href)
    extracted = extract(body, rules.boundary)
    kind = None if extracted is None else extracted.type
    simple = kind is None or is_cors_safelisted("content-type", kind)
    return Request(
        url=parsed,
        method="POST",
        headers=() if kind is None else (("Content-Type", kind),),
        body=extracted,
        mode="no-cors" if simple else "cors",
        credentials="include",
        cache=rules.beacon_cache_mode,
        initiator="beacon",
    )
