"""Elements that load a URL: img, script, link rel=stylesheet, module scripts and fonts.

https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request

Law: without ``crossorigin`` an element asks in mode no-cors with credentials and sees nothing of
what came; with it, and always for modules and fonts, CORS decides. What the load is good for
(status, MIME type) is judged when CORS has passed it.
"""

from __future__ import annotations

import attrs

from ..environment import Client
from ..errors import UsageError
from ..failures import (
    Failure,
    InvalidURL,
    LoadStatusNotOk,
    MIMETypeRefused,
    NotDecodable,
    OpaqueResponseBlocked,
)
from ..headers import nosniff
from ..mime import essence_of, is_javascript
from ..request import Request
from ..response import WireResponse
from . import opaque_response_blocking as orb
from .element_memory import MemoryRules
from .fetch import Fetch
from .images import Decoder
from .request_constructor import RequestRules

# kind: destination
ELEMENTS = {
    "img": "image",
    "script": "script",
    "module": "script",
    "stylesheet": "style",
    "font": "font",
}
CROSSORIGIN = (None, "", "anonymous", "use-credentials")
# how fonts begin: https://mimesniff.spec.whatwg.org/#matching-a-font-type-pattern
FONT_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")


def create_element_request(
    kind: str,
    url: str,
    client: Client,
    rules: RequestRules,
    *,
    crossorigin: str | None = None,
    referrer_policy: str = "",
) -> Request | InvalidURL:
    """The Request that an element makes; raises ``UsageError`` for an unknown kind or value."""
    if kind not in ELEMENTS:
        raise UsageError(f"an element is one of {', '.join(ELEMENTS)}, not {kind!r}")
    if crossorigin not in CROSSORIGIN:
        raise UsageError(f"crossorigin is anonymous, use-credentials or None, not {crossorigin!r}")
    parsed = rules.parsing.parse_url(url, client.document)
    if parsed is None:
        return InvalidURL(url, kind)
    cors = crossorigin is not None or kind in rules.elements_always_cors
    include = crossorigin == "use-credentials" or not cors
    return Request(
        url=parsed,
        mode="cors" if cors else "no-cors",
        credentials="include" if include else "same-origin",
        referrer_policy=referrer_policy,
        initiator=kind,  # type: ignore[arg-type]
        destination=ELEMENTS[kind],
    )


@attrs.frozen(eq=False)
class ElementRules:
    """What elements and EventSources accept, where browsers may differ; here the standard's
    answers.
    """

    memory: MemoryRules = MemoryRules()

    blocks_opaque_responses: bool = True
    """Whether opaque response blocking is in this browser."""
    opaque_by_last_url: bool = False
    """Whether a load that redirects lead back to the page's origin is not opaque to it."""
    stylesheet_type_needs_nosniff: bool = False
    """Whether a stylesheet's MIME type is refused under ``nosniff`` alone."""
    mime_type_before_status: frozenset[str] = frozenset()
    """The elements for which a wrong MIME type is reported rather than a bad status."""
    mime_type_blocks_before_cors: bool = False
    """Whether Fetch's checks of the MIME type come before status and CORS."""
    decoder: Decoder = Decoder()
    """What it takes to show an image."""
    font_decode_status_limit: int = 300
    """Fonts with this status or above are not decoded."""
    missing_type: str = ""
    """The MIME type that stands for a missing Content-Type of an event stream."""

    def accepts_status(self, kind: str, status: int) -> bool:
        """Whether an element of this kind can use a final answer of this status."""
        return 200 <= status <= 299

    def reason_to_block_opaque(self, wire: WireResponse, body: bytes) -> str | None:
        """Why opaque response blocking keeps an answer from the page; here by its type."""
        return orb.by_type(wire)

    def stream_type(self, wire: WireResponse) -> str:
        """The MIME type of what an EventSource got."""
        return essence_of(wire.headers) or self.missing_type

    def refuses_stylesheet_type(self, essence: str, strict: bool) -> bool:
        """Whether a stylesheet of this MIME type is refused; *strict*: ``nosniff`` was sent. One
        without a type passes the element's own check in all browsers: w5-166.

        https://html.spec.whatwg.org/multipage/links.html#link-type-stylesheet
        """
        if essence == "text/css":
            return False
        return strict or (essence != "" and not self.stylesheet_type_needs_nosniff)

    def usable(self, fetch: Fetch, wire: WireResponse, body: bytes) -> Failure | None:
        """Why an element cannot use what came; ``None`` where it can."""
        kind = fetch.request.initiator
        away = fetch.cross_origin if self.opaque_by_last_url else fetch.left_origin
        if fetch.request.mode == "no-cors" and away and self.blocks_opaque_responses:
            reason = self.reason_to_block_opaque(wire, body)
            if reason is not None:
                return OpaqueResponseBlocked(fetch.url.href, reason)
        undecodable = kind == "font" and not body.startswith(FONT_SIGNATURES)
        any_status = kind == "img"
        if kind == "img":
            image = self.decoder.format_of(body, essence_of(wire.headers))
            undecodable = not image
            any_status = image != "svg" or self.decoder.svg_of_any_status
        if undecodable and kind == "font" and wire.status < self.font_decode_status_limit:
            return NotDecodable(fetch.url.href)
        refused = self.mime_type_refused(fetch, wire)
        if refused is not None and kind in self.mime_type_before_status:
            return refused
        if not any_status and not self.accepts_status(kind, wire.status):
            return LoadStatusNotOk(fetch.url.href, wire.status)
        return refused or (NotDecodable(fetch.url.href) if undecodable else None)

    def mime_type_refused(self, fetch: Fetch, wire: WireResponse) -> MIMETypeRefused | None:
        """What the MIME type forbids: a module needs JavaScript's, a stylesheet CSS's, a script
        none of some; ``nosniff`` makes scripts as strict as modules.

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
            refused = self.refuses_stylesheet_type(essence, strict)
        else:
            refused = False
        return MIMETypeRefused(fetch.url.href, essence, kind, strict) if refused else None


def never_script(essence: str) -> bool:
    """https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?"""
    return essence.startswith(orb.MEDIA) or essence == "text/csv"
