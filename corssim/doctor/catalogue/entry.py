"""What a catalogue entry holds.

Law: an entry is text with places for values; it decides nothing.
"""

from __future__ import annotations

import attrs

FETCH = "https://fetch.spec.whatwg.org/#"
PREFLIGHT_STEP = FETCH + "cors-preflight-fetch"
CHECK_STEP = FETCH + "cors-check"
HTTP_STEP = FETCH + "concept-http-fetch"
CACHE_STEP = FETCH + "cors-protocol-and-http-caches"
MAX_AGE_STEP = FETCH + "http-access-control-max-age"
EXPOSE_STEP = FETCH + "http-access-control-expose-headers"


@attrs.frozen
class Entry:
    """One known situation.

    ``title``, ``explanation`` and ``advice`` are templates over the finding's values; ``step``
    is the place in a standard; ``recipe`` says whether a server's complete CORS set-up is a fix;
    ``silences`` are the ids of findings that this one explains.
    """

    id: str
    title: str
    explanation: str
    advice: str
    step: str = CHECK_STEP
    recipe: bool = True
    silences: tuple[str, ...] = ()
