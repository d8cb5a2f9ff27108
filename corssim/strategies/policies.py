"""Policies: as a correct server answers them, as one may state them, and single answers.

Law: shrinks to one origin, GET and POST, no headers, no credentials.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ..response import WireResponse, reason_phrase
from ..servers.policy import Policy
from .origins import origins
from .scenarios import access_control
from .tables import RESPONSE_HEADERS

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HEADERS = ("Content-Type", "Authorization", "X-Api-Key", "X-Requested-With")
EXPOSED = ("X-Total", "ETag", "Link")
STATUSES = (200, 201, 204, 304, 401, 404, 500)


@st.composite
def policy_parts(draw: DrawFn) -> dict[str, object]:
    """The arguments that a Policy and a stated rule share."""
    named = draw(st.lists(origins(), min_size=1, max_size=3, unique=True))
    public = draw(st.integers(0, 4)) == 4
    return {
        "origins": ("*",) if public else tuple(named),
        "methods": tuple(draw(st.lists(st.sampled_from(METHODS), min_size=1, unique=True))),
        "headers": tuple(draw(st.lists(st.sampled_from(HEADERS), unique=True))),
        "credentials": not public and draw(st.booleans()),
        "expose": tuple(draw(st.lists(st.sampled_from(EXPOSED), unique=True))),
    }


@st.composite
def policies(draw: DrawFn) -> Policy:
    """Servers that answer as a correct middleware would."""
    age = draw(st.sampled_from((None, 0, 5, 600, 7200, 86400)))
    status = draw(st.sampled_from((204, 200)))
    return Policy(**draw(policy_parts()), max_age=age, preflight_status=status)  # type: ignore[arg-type]


@st.composite
def responses(draw: DrawFn, origin: str = "https://app.example", good: int = 50) -> WireResponse:
    """Answers to a call from *origin*; in about *good* percent the CORS lines are right."""
    status = draw(st.sampled_from(STATUSES))
    credentials = draw(st.booleans())
    lines = draw(access_control(origin, credentials, good))
    lines += [list(pair) for pair in draw(st.lists(st.sampled_from(RESPONSE_HEADERS), max_size=3))]
    headers = tuple((name, value) for name, value in lines)
    return WireResponse(
        status, headers, b"" if status in (204, 304) else b"hi", reason_phrase(status)
    )
