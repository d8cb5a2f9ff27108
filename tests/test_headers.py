"""Header lists and their grammars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corssim.headers import (
    Malformed,
    combine,
    extract_delta_seconds,
    extract_tokens,
    get,
    get_all,
    get_decode_and_split,
    is_header_value,
    is_token,
    normalize,
    sort_and_combine,
)

NAMES = st.sampled_from(["a", "A", "b", "B", "Set-Cookie", "set-cookie", "X-Long-Name"])
VALUES = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=6)
LISTS = st.lists(st.tuples(NAMES, VALUES), max_size=8)


def test_names_compare_without_case_and_repeats_are_kept() -> None:
    headers = (("A", "1"), ("b", "2"), ("a", "3"))
    assert get(headers, "a") == "1, 3"
    assert get_all(headers, "A".lower()) == ["1", "3"]
    assert get(headers, "c") is None
    assert combine(headers) == [("A", "1, 3"), ("b", "2")]


@given(LISTS)
def test_sorting_keeps_every_value(headers: list[tuple[str, str]]) -> None:
    listed = sort_and_combine(headers)
    names = [name for name, _ in listed]
    assert names == sorted(names)
    for name in {name.lower() for name, _ in headers} - {"set-cookie"}:
        assert get(listed, name) == get(headers, name)
    assert len([n for n in names if n == "set-cookie"]) == len(get_all(headers, "set-cookie"))


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("a, b", ["a", "b"]),
        ("", [""]),
        (",", ["", ""]),
        ('"a, b", c', ['"a, b"', "c"]),
        ('"a\\", b", c', ['"a\\", b"', "c"]),
        ('"open, c', ['"open, c']),
        ("\t a \t", ["a"]),
        ('x="1,2", y', ['x="1,2"', "y"]),
    ],
)
def test_get_decode_and_split(value: str, parts: list[str]) -> None:
    assert get_decode_and_split((("h", value),), "h") == parts


def test_split_of_what_is_absent() -> None:
    assert get_decode_and_split((), "h") is None


def test_lists_of_tokens() -> None:
    assert extract_tokens(None) == []
    assert extract_tokens("") == []
    assert extract_tokens(" , GET ,, PUT\t") == ["GET", "PUT"]
    with pytest.raises(Malformed) as caught:
        extract_tokens("GET, a b")
    assert caught.value.element == "a b"


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_tokens_parse_or_name_the_culprit(value: str) -> None:
    culprit = None
    try:
        found = extract_tokens(value)
    except Malformed as problem:
        found, culprit = [], problem.element
    assert all(map(is_token, found))
    assert culprit is None or not is_token(culprit)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("600", 600), ("0", 0), ("007", 7), (None, None), ("-1", None), ("1.5", None), ("", None),
     ("600, 600", None), ("9" * 400, 2**31)],
)  # fmt: skip
def test_delta_seconds(value: str | None, seconds: int | None) -> None:
    found = extract_delta_seconds(value)
    assert found == seconds or (seconds == 2**31 and found is not None and found >= seconds)


def test_values() -> None:
    assert normalize("\t a\r\n") == "a"
    assert is_header_value("a b")
    assert not is_header_value(" a")
    assert not is_header_value("a\nb")
    assert not is_token("")
    assert is_token("x-~!#$%&'*+-.^_`|")
