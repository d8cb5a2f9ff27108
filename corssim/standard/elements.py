"""Elements that load a URL: img, script, link rel=stylesheet, module scripts and fonts.

https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request

Law: without ``crossorigin`` an element asks in mode no-cors with credentials and sees nothing of
what came; with it, and always for modules and fonts, CORS decides. What the load is good for
(status, MIME type) is judged when CORS has passed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..errors import UsageError
from ..failures import Failure, InvalidURL, LoadStatusNotOk, MIMETypeRefused, NotDecodable
from ..headers import nosniff
from ..mime import essence_of, is_javascript
from ..request import Client, Request
from ..response import WireResponse
from . import opaque_response_blocking

if TYPE_CHECKING:
    from ..browsers.profile import Profile
    from .fetching import Fetch


@attrs.frozen
class Element:
    """A kind of element: its destination, and whether it always asks with CORS."""

    destination: str
    always_cors: bool = False


ELEMENTS: dict[str, Element] = {
    "img": Element("image"),
    "script": Element("script"),
    "module": Element("script", always_cors=True),
    "stylesheet": Element("style"),
    "font": Element("font", always_cors=True),
}
CROSSORIGIN = (None, "", "anonymous", "use-credentials")
# how fonts begin: https://mimesniff.spec.whatwg.org/#matching-a-font-type-pattern
FONT_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")


def create_element_request(
    kind: str,
    url: str,
    client: Client,
    profile: Profile,
    *,
    crossorigin: str | None = None,
    referrer_policy: str = "",
) -> Request | InvalidURL:
    """The Request that an element makes; raises ``UsageError`` for an unknown kind or value."""
    if kind not in ELEMENTS:
        raise UsageError(f"an element is one of {', '.join(ELEMENTS)}, not {kind!r}")
    if crossorigin not in CROSSORIGIN:
        raise UsageError(f"crossorigin is anonymous, use-credentials or None, not {crossorigin!r}")
    parsed = profile.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url, kind)
    element = ELEMENTS[kind]
    cors = crossorigin is not None or profile.asks_with_cors(kind, element.always_cors)
    include = crossorigin == "use-credentials" or not cors
    return Request(
        url=parsed,
        mode="cors" if cors else "no-cors",
        credentials="include" if include else "same-origin",
        referrer_policy=referrer_policy,
        initiator=kind,  # type: ignore[arg-type]
        destination=element.destination,
    )


def usable(fetch: Fetch, wire: WireResponse, body: bytes) -> Failure | None:
    """Why an element cannot use what came; ``None`` where it can."""
    kind = fetch.request.initiator
    profile = fetch.profile
    away = fetch.cross_origin if profile.opaque_by_last_url else fetch.left_home
    if fetch.request.mode == "no-cors" and away and profile.blocks_opaque_responses:
        opaque = opaque_response_blocking.blocked(fetch, wire, body)
        if opaque is not None:
            return opaque
    undecodable = kind == "font" and not body.startswith(FONT_SIGNATURES)
    any_status = kind == "img"
    if kind == "img":
        image = profile.decoder.format_of(body, essence_of(wire.headers))
        undecodable = not image
        any_status = image != "svg" or profile.decoder.svg_of_any_status
    if undecodable and kind == "font" and wire.status < profile.fonts_decoded_below:
        return NotDecodable(fetch.url.href)
    refused = mime_type_refused(fetch, wire)
    if refused is not None and kind in profile.types_judged_first:
        return refused
    if not any_status and not profile.takes_status(kind, wire.status):
        return LoadStatusNotOk(fetch.url.href, wire.status)
    return refused or (NotDecodable(fetch.url.href) if undecodable else None)


def mime_type_refused(fetch: Fetch, wire: WireResponse) -> MIMETypeRefused | None:
    """What the MIME type forbids: a module needs JavaScript's, a stylesheet CSS's, a script none
    of some; ``nosniff`` makes scripts as strict as modules.

    https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
    """
    kind = fetch.request.initiator
    essence = essence_of(wire.headers)
    strict = nosniff(wire.headers)
    if kind == "module" or (kind == "script" and strict):
        refused = not is_javascript(essence)
    elif kind == "script":
        refused = never_script(essence)
    elif kind == "stylesheet":
        refused = fetch.profile.stylesheet_type_refused(essence, strict)
    else:
        refused = False
    return MIMETypeRefused(fetch.url.href, essence, kind, strict) if refused else None


def never_script(essence: str) -> bool:
    """https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?"""
    return essence.startswith(opaque_response_blocking.MEDIA) or essence == "text/csv"
