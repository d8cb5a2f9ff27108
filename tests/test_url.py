"""URLs and origins; the fast path equals the full parser."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corssim import url as urls
from corssim.url import (
    URL,
    Origin,
    opaque_origin,
    origin_of,
    parse_fast,
    parse_fully,
    parse_url,
    registrable_domain,
    same_site,
    schemelessly_same_site,
)

FIELDS = (
    "href", "scheme", "username", "password", "host", "port", "path", "query", "fragment",
    "origin", "wire",
)  # fmt: skip
HOSTS = st.one_of(
    st.from_regex(r"[a-z0-9.-]{1,12}", fullmatch=True),
    st.sampled_from(
        ["app.test", "127.0.0.1", "1.2.3", "0x7f.1", "[::1]", "xn--a", "A.test", "a..b"]
    ),
)
TEXTS = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP", "ftp"]),
    HOSTS,
    st.sampled_from(["", ":", ":0", ":80", ":443", ":8080", ":65535", ":65536", ":080"]),
    st.from_regex(r"(/[a-zA-Z0-9._~%!$&'()*+,;=:@\\ -]{0,8}){0,3}", fullmatch=True),
    st.sampled_from(["", "?", "?a=1", "?a'b", "?a%20b&c", "#f", "?q#f"]),
)


def fields(url: URL | None) -> object:
    return None if url is None else [getattr(url, name) for name in FIELDS]


@given(TEXTS)
@example("http://app.test/./a/../b")
@example("http://app.test/%2e/a")
@example("https://app.test:443")
def test_the_fast_path_equals_the_full_parser(text: str) -> None:
    fast = parse_fast(text)
    if fast is not None:
        assert fields(fast) == fields(parse_fully(text))


def test_the_fast_path_takes_plain_urls_and_leaves_the_rest() -> None:
    assert parse_fast("https://api.example/a/b?c=d") is not None
    assert parse_fast("http://app.test:8080/") is not None
    for text in ("http://a.test/../b", "HTTP://a.test/", "http://é.test/", "http://a.test:65536/"):
        assert parse_fast(text) is None


def test_relative_urls_and_failures() -> None:
    base = parse_url("https://app.test/a/b")
    assert str(parse_url("../c?d#e", base)) == "https://app.test/c?d#e"
    assert parse_url("//x.test", base) is not None
    assert parse_url("a/b") is None
    assert parse_url("http://a b/") is None


def test_userinfo_and_fragments_stay_off_the_wire() -> None:
    url = parse_url("https://u:p@app.test/x?y#z")
    assert url is not None
    assert url.includes_credentials
    assert url.wire == "https://app.test/x?y"
    assert url.without_userinfo.href == "https://app.test/x?y#z"
    assert url.without_fragment == "https://u:p@app.test/x?y"


@pytest.mark.parametrize(
    ("text", "serialized"),
    [
        ("https://app.test:443/x", "https://app.test"),
        ("http://app.test:8080", "http://app.test:8080"),
        ("https://tést.example/", "https://xn--tst-bma.example"),
        ("blob:https://app.test/1234", "https://app.test"),
        ("ftp://f.test/x", "ftp://f.test"),
        ("data:text/plain,x", "null"),
        ("blob:data:x", "null"),
        ("file:///etc/x", "null"),
    ],
)
def test_origins_serialise(text: str, serialized: str) -> None:
    url = parse_url(text)
    assert url is not None
    assert str(url.origin) == serialized


def test_an_opaque_origin_equals_only_itself() -> None:
    one = opaque_origin()
    assert one == one
    assert one != opaque_origin()
    assert origin_of("null") != one
    assert origin_of("nonsense") is None
    assert origin_of("https://a.test") == Origin("https", "a.test")
    assert not same_site(one, opaque_origin())
    assert same_site(one, one)


def test_sites() -> None:
    app, api = Origin("https", "app.shop.example"), Origin("http", "api.shop.example")
    assert schemelessly_same_site(app, api)
    assert not same_site(app, api)
    assert not schemelessly_same_site(app, Origin("https", "other.example"))
    assert not schemelessly_same_site(Origin("https", "1.2.3.4"), Origin("https", "2.2.3.4"))
    assert registrable_domain("127.0.0.1") is None
    assert registrable_domain("com") is None
    assert registrable_domain("a.b.test") == "b.test"


def test_the_public_suffix_list_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registrable_domain("a.b.co.uk") == "b.co.uk"
    monkeypatch.setattr(urls, "_public_suffix_list", lambda: None)
    without = registrable_domain.__wrapped__
    assert without("a.b.co.uk") == "co.uk"
    assert without("localhost") is None
