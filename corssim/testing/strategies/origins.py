"""Origins: any that a browser can produce, opaque ones, and look-alikes of given ones.

Law: shrinks to the simplest: ``https://a.test``; of look-alikes to the plainest stranger.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ...security.lookalikes import HOSTING, SPECIAL, browsers_that_can_have, lookalikes
from ...url import parse_url

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


def lookalikes_of(*trusted: str) -> SearchStrategy[str]:
    """Origins that resemble the *trusted* ones, by every known mistake, and strangers; only
    those that a browser can produce, none of *trusted*.
    """
    fixed = [candidate.origin for candidate in lookalikes(trusted)]
    made = st.one_of(st.sampled_from(fixed), _mutated(trusted), origins())
    return made.filter(
        lambda origin: origin not in trusted and bool(browsers_that_can_have(origin))
    )


@st.composite
def _mutated(draw: DrawFn, trusted: Iterable[str]) -> str:
    """A trusted origin with something put before, behind or into its host."""
    listed = [origin for origin in trusted if origin not in ("*", "null")]
    if not listed:
        return draw(st.sampled_from(HOSTING))
    url = parse_url(draw(st.sampled_from(listed)))
    assert url is not None
    put = draw(LABEL)
    joint = draw(st.sampled_from(("", ".", "-", "_", *SPECIAL)))
    where = draw(st.sampled_from(("before", "behind", "behind and a domain", "into", "out")))
    host = url.host
    if where == "before":
        host = f"{put}{joint}{host}"
    elif where == "behind":
        host = f"{host}{joint}{put}"
    elif where == "behind and a domain":
        host = f"{host}{joint}{put}.{draw(st.sampled_from(TOPS))}"
    elif where == "into":
        at = draw(st.integers(0, len(host)))
        host = host[:at] + put + host[at:]
    else:
        at = draw(st.integers(0, max(0, len(host) - 1)))
        host = host[:at] + host[at + 1 :]
    scheme = draw(st.sampled_from((url.scheme, "http", "https")))
    port = draw(st.sampled_from((url.port, None, 8080, 1337)))
    parsed = parse_url(f"{scheme}://{host}" + (f":{port}" if port is not None else ""))
    return parsed.origin.serialized if parsed is not None else "null"
