"""Hypothesis strategies of what is tried on a stated policy: calls, look-alikes, policies.

Law: a drawn :class:`Attempt` shrinks to a GET without headers and credentials.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ..strategies.origins import LABEL, TOPS, origins
from ..strategies.policies import policy_parts
from ..strategies.tables import METHODS, SIMPLE_HEADERS, UNSAFE_HEADERS
from ..url import parse_url
from .cases import UNITS, UNSTATED_HEADER, headers_of, paths_of
from .lookalikes import HOSTING, SPECIAL, browsers_that_can_have, lookalikes
from .stated import Rule, StatedPolicy
from .subject import Attempt, Pairs

SIMPLE_METHODS = ("GET", "HEAD", "POST")
LATIN = 0x7F


def request_headers(most: int = 3) -> SearchStrategy[Pairs]:
    """Request header lines that a script may set, safelisted or not."""
    ascii_only = [p for p in SIMPLE_HEADERS + UNSAFE_HEADERS if max(map(ord, p[1] + "a")) < LATIN]
    return st.lists(st.sampled_from(ascii_only), max_size=most).map(tuple)


@st.composite
def simple_calls(
    draw: DrawFn, origin: SearchStrategy[str] | None = None, path: str = "/"
) -> Attempt:
    """Calls that need no preflight."""
    return Attempt(
        draw(origin if origin is not None else origins()), path,
        draw(st.sampled_from(SIMPLE_METHODS)), (), draw(st.booleans()),
    )  # fmt: skip


@st.composite
def preflighted_calls(
    draw: DrawFn, origin: SearchStrategy[str] | None = None, path: str = "/"
) -> Attempt:
    """Calls that need a preflight, by their method, a header, or both."""
    unsafe = [name for name in METHODS if name.upper() not in (*SIMPLE_METHODS, "OPTIONS")]
    by_method = draw(st.booleans())
    headers: Pairs = () if by_method else (("X-A", "1"),)
    return Attempt(
        draw(origin if origin is not None else origins()), path,
        draw(st.sampled_from(unsafe)) if by_method else "GET",
        (*headers, *draw(request_headers(2))), draw(st.booleans()),
    )  # fmt: skip


@st.composite
def hostile_request_headers(draw: DrawFn, most: int = 32768) -> str:
    """Values of Access-Control-Request-Headers that no browser sends and anyone may: long lists
    of nothing, of white space, of one name.
    """
    unit = draw(st.one_of(st.sampled_from(UNITS), st.text("a, \t-", min_size=1, max_size=4)))
    size = draw(st.sampled_from((64, 1024, 8192, most)))
    return (unit * (size // len(unit) + 1))[:size]


def units() -> SearchStrategy[str]:
    """What hostile lists are made of."""
    return st.one_of(st.sampled_from(UNITS), st.text("a, \t-", min_size=1, max_size=3))


def attempts(policy: StatedPolicy, strangers: bool = True) -> SearchStrategy[Attempt]:
    """Calls around a stated policy: what it allows, and what is beside it by one thing or more.

    With *strangers* also from origins that it does not name.
    """
    return st.one_of([_on(policy, path, strangers) for path in paths_of(policy)])


def _on(policy: StatedPolicy, path: str, strangers: bool) -> SearchStrategy[Attempt]:
    rule = policy.rule(path)
    known = rule.examples if rule is not None and rule.examples else policy.examples
    stated = st.sampled_from(known) if known else origins()
    methods = ("GET",) if rule is None else rule.methods
    named = ["PUT" if name == "*" else name for name in methods]
    pool = (*(headers_of(rule) if rule is not None else ()), *UNSTATED_HEADER)
    return st.builds(
        Attempt,
        st.one_of(stated, lookalikes_of(*known)) if strangers else stated,
        st.just(path),
        st.sampled_from(tuple(dict.fromkeys(("GET", *named, "DELETE", "PATCH")))),
        st.lists(st.sampled_from(pool), max_size=3, unique=True).map(tuple),
        st.booleans(),
    )


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


@st.composite
def stated_policies(draw: DrawFn) -> StatedPolicy:
    """Stated policies of one rule for all paths."""
    return StatedPolicy((Rule(**draw(policy_parts())),))  # type: ignore[arg-type]
