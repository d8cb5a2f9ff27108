"""Origins: any that a browser can produce, opaque ones, and look-alikes of given ones.

Law: shrinks to the simplest: ``https://a.test``; of look-alikes to the plainest stranger.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..url import parse_url

TOPS = ("test", "example", "com", "org", "co.uk", "github.io", "xn--p1ai")
PORTS = (None, None, None, 8080, 1, 65535)
LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)


@st.composite
def origins(draw: DrawFn, schemes: tuple[str, ...] = ("https", "http")) -> str:
    """Origins as browsers serialise them: a scheme, a host, sometimes a port."""
    scheme = draw(st.sampled_from(schemes))
    labels = draw(st.lists(LABEL, min_size=1, max_size=3))
    port = draw(st.sampled_from(PORTS))
    host = ".".join((*labels, draw(st.sampled_from(TOPS))))
    parsed = parse_url(f"{scheme}://{host}" + (f":{port}" if port is not None else ""))
    return parsed.origin.serialized if parsed is not None else f"{scheme}://a.test"


def opaque_origins() -> SearchStrategy[str]:
    """The origin of a sandboxed frame, ``null``."""
    return st.just("null")
