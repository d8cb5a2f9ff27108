"""The stated policy: its file, its rules by path, what is no policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from corssim import UsageError
from corssim.security import Rule, StatedPolicy, policy_of, read_policy
from corssim.security.stated import fits

POLICY = """
url = "https://api.example:8443"

[[allow]]
origins = ["https://app.example", "https://*.example.com"]
paths = ["/api/*"]
methods = ["GET", "PUT"]
headers = "Content-Type"
credentials = true
expose = ["X-Total"]
ask = ["/api/items/7"]

[[allow]]
origins = "*"
paths = ["/api/public/*", "/health"]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "policy.toml"
    file.write_text(text)
    return file


def test_a_file(tmp_path: Path) -> None:
    policy = read_policy(written(tmp_path, POLICY))
    assert policy.url == "https://api.example:8443"
    assert policy.paths == ("/api/items/7", "/api/public/", "/health")
    assert policy.examples == (
        "https://app.example", "https://www.example.com", "https://anyone.example",
    )  # fmt: skip
    private, public = policy.rule("/api/x"), policy.rule("/api/public/x?y")
    assert private is not None
    assert public is not None
    assert private.credentials
    assert public.origins == ("*",)
    assert policy.rule("/other") is None
    assert read_policy(written(tmp_path, POLICY), "https://other.example").url.endswith(
        "other.example"
    )


def test_one_rule_at_the_top(tmp_path: Path) -> None:
    policy = read_policy(written(tmp_path, 'origins = "https://app.example"\n'))
    assert policy.rules == (Rule("https://app.example"),)


def test_who_is_admitted() -> None:
    rule = Rule(["https://app.example", "https://*.example.com:8443", "null"], methods=["PUT"],
                headers=["X-Token"])  # fmt: skip
    assert rule.admits("https://app.example")
    assert rule.admits("https://a.b.example.com:8443")
    assert rule.admits("null")
    for other in ("https://.example.com:8443", "https://example.com:8443", "http://app.example",
                  "https://a.example.com"):  # fmt: skip
        assert not rule.admits(other)
    assert [rule.admits_method(name) for name in ("GET", "PUT", "put", "DELETE")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [rule.admits_header(name) for name in ("x-token", "X-Other")] == [True, False]
    assert Rule("*", methods="*", headers="*").admits_method("X")
    assert Rule("*", methods="*", headers="*").admits_header("X")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/a", "/a", True), ("/a", "/ab", False), ("/a*", "/ab", True), ("*", "/", True),
        ("/a/*/c", "/a/b/c", True), ("/a/*/c", "/a/b/d", False), ("/a/*b*/c", "/a/xbx/c", True),
        ("/a/*b*/c", "/a/x/c", False), ("/a*a", "/a", False), ("/a*a", "/aa", True),
    ],
)  # fmt: skip
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert fits(pattern, path) is expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("origins = [", "is not TOML"),
        ("", "a rule needs origins"),
        ('origins = "app.example"', "is no origin"),
        ('origins = "https://app.example/"', "is no origin"),
        ("origins = 3", "list of strings"),
        ('origins = "*"\ncredentials = "yes"', "true or false"),
        ('origins = "*"\nmethods = ["A B"]', "not a method or header name"),
        ('origins = "*"\npaths = ["api"]', "begins with /"),
        ('origins = "*"\norigin = "x"', "unknown key origin"),
        ('x = 1\n[[allow]]\norigins = "*"', "unknown key x"),
        ("allow = 1", "[[allow]]"),
        ("allow = []", "at least one rule"),
        ('url = "ftp://x"\norigins = "*"', "http or https"),
    ],
)
def test_what_is_no_policy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_policy(written(tmp_path, text))
    assert message in str(caught.value)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_policy(tmp_path / "none.toml")


def test_a_policy_in_code() -> None:
    policy = policy_of("https://app.example", methods=["PUT"])
    assert policy == StatedPolicy((Rule("https://app.example", methods=["PUT"]),))
    assert policy.paths == ("/",)
