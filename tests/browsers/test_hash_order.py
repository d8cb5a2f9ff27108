"""Blink's iteration order, against what Chrome sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corssim.browsers.chrome.hash_order import iteration_order, name_hash, rapidhash

NAMES = st.lists(st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True), unique=True, max_size=24)


@pytest.mark.parametrize(
    "sent",
    [  # as recorded: g707-237, g707-418, g5-280
        ["sec-ch-ua-platform", "ECT", "User-Agent", "sec-ch-ua", "sec-ch-ua-mobile", "X-A"],
        ["Viewport-Width", "sec-ch-ua-platform", "User-Agent", "sec-ch-ua", "Content-Language",
         "Content-Type", "sec-ch-ua-mobile"],
        ["Viewport-Width", "sec-ch-ua-platform", "User-Agent", "sec-ch-ua", "Content-Type",
         "sec-ch-ua-mobile", "x-~!#$%&'*+-.^_`|"],
    ],
)  # fmt: skip
def test_the_order_on_the_wire(sent: list[str]) -> None:
    own = ("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "User-Agent")
    author = sorted((name for name in sent if name not in own), key=str.lower)
    if "x-~!#$%&'*+-.^_`|" in sent:  # an XMLHttpRequest: from a map of its own
        author = list(iteration_order(tuple(author)))
    assert list(iteration_order((*author, *own))) == sent


@given(NAMES)
def test_nothing_is_lost(names: list[str]) -> None:
    assert sorted(iteration_order(tuple(names))) == sorted(names)


@given(st.text(max_size=60))
def test_hashes(text: str) -> None:
    assert 0 <= rapidhash(text.encode("utf-16-le", "surrogatepass")) < 1 << 64
    assert name_hash("X-Foo") == name_hash("x-foo")
    assert 0 < name_hash("a") < 1 << 24
