"""MIME type parsing: https://mimesniff.spec.whatwg.org/#parsing-a-mime-type"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corssim.mime import parse_mime_type


@pytest.mark.parametrize(
    ("text", "serialized"),
    [
        ("text/html", "text/html"),
        (" TEXT/Html ; Charset=UTF-8 ", "text/html;charset=UTF-8"),
        ("text/html;charset=gbk;charset=utf-8", "text/html;charset=gbk"),
        ('text/html;charset="gbk"', "text/html;charset=gbk"),
        ('text/html;x="a b"', 'text/html;x="a b"'),
        ('text/html;x="a\\"b"', 'text/html;x="a\\"b"'),
        ('text/html;x="open', "text/html;x=open"),
        ('text/html;x="a"junk;y=1', "text/html;x=a;y=1"),
        ("text/html;;;a=b", "text/html;a=b"),
        ("text/html;a", "text/html"),
        ("text/html;=b;a=", "text/html"),
        ("text/html;a=é", 'text/html;a="é"'),
        ('text/html;a=""', 'text/html;a=""'),
        ("text", None),
        ("/html", None),
        ("text/", None),
        ("text/ht ml", None),
        ("t(xt/html", None),
        ("", None),
    ],
)
def test_parse(text: str, serialized: str | None) -> None:
    parsed = parse_mime_type(text)
    assert (None if parsed is None else str(parsed)) == serialized


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_what_is_serialised_parses_to_the_same(text: str) -> None:
    parsed = parse_mime_type(f"text/plain;{text}")
    if parsed is not None:
        assert parse_mime_type(str(parsed)) == parsed
        assert parsed.essence.startswith("text/plain")
