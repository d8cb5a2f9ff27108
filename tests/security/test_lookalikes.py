"""Look-alikes: what each kind is, and who can be such a page."""

from __future__ import annotations

import pytest
from hypothesis import given

from corssim.security import browsers_that_can_have, lookalikes
from corssim.security.lookalikes import FINDINGS, kind_of
from corssim.strategies import origins
from corssim.testing.strategies import lookalikes_of

APP = "https://www.app.example"
ADMIN = "https://admin.example.com:8443"


def of(kind: str, *trusted: str) -> list[str]:
    return [candidate.origin for candidate in lookalikes(trusted) if candidate.kind == kind]


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        ("suffix", "https://evilwww.app.example"),
        ("prefix", "https://www.app.example.evil.example.org"),
        ("substring", "https://evil.www.app.example.evil.example.org"),
        ("truncated", "https://www.app.exampl"),
        ("dot", "https://wwwxapp.example"),
        ("special", "https://www.app.example_.evil.example.org"),
        ("insecure", "http://www.app.example"),
        ("port", "https://www.app.example:1337"),
        ("subdomain", "https://evil.www.app.example"),
        ("sibling", "https://evil.app.example"),
        ("public suffix", "https://evil.example"),
        ("top level", "https://www.app.evil"),
        ("trailing dot", "https://www.app.example."),
        ("null", "null"),
    ],
)
def test_each_kind(kind: str, origin: str) -> None:
    assert origin in of(kind, APP)
    assert kind_of(origin, (APP,)) == kind


def test_pairs_and_ports() -> None:
    assert "https://wwwadmin.example.com:8443" in of("concatenated", APP, ADMIN)
    assert "https://admin.example.com:84431" not in of("port", ADMIN)
    assert "https://app.example:80801" not in of("port", "https://app.example:8080")
    assert "https://app.example:30001" in of("port", "https://app.example:3000")
    assert any("xn--" in origin for origin in of("idna", APP))


def test_every_kind_has_a_finding() -> None:
    assert {candidate.kind for candidate in lookalikes([APP, ADMIN])} == set(FINDINGS)
    assert lookalikes(["*", "null"])[0].kind == "stranger"


def test_addresses_have_few() -> None:
    kinds = {candidate.kind for candidate in lookalikes(["http://127.0.0.1:3000"])}
    assert "sibling" not in kinds
    assert {"prefix", "port"} <= kinds


@pytest.mark.parametrize(
    ("origin", "able"),
    [
        ("https://app.example_.evil.test", ("chrome", "firefox", "safari")),
        ("https://app.example+.evil.test", ("firefox", "safari")),
        ("https://app.example*.evil.test", ("safari",)),
        ("https://app.example^.evil.test", ()),
        ("https://App.example", ()), ("https://app.example/", ()), ("app.example", ()),
        ("ftp://app.example", ()), ("null", ("chrome", "firefox", "safari")),
    ],
)  # fmt: skip
def test_who_can_be_that_page(origin: str, able: tuple[str, ...]) -> None:
    """e16-1 to e16-40: Chrome asks no resolver for odd names, Firefox parses no * in a host."""
    assert browsers_that_can_have(origin) == able


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        ("https://stranger.org", "stranger"), ("https://www.app.example:2", "port"),
        ("http://www.app.example:2", "insecure"), ("https://a.www.app.example", "subdomain"),
        ("https://awww.app.example", "suffix"), ("https://www.app.example.org", "prefix"),
        ("https://a.www.app.example.org", "substring"), ("https://www.app", "truncated"),
    ],
)  # fmt: skip
def test_kinds_of_drawn_origins(origin: str, kind: str) -> None:
    assert kind_of(origin, ("null", APP)) == kind


@given(lookalikes_of(APP, ADMIN))
def test_drawn_lookalikes_are_origins_of_browsers(origin: str) -> None:
    assert browsers_that_can_have(origin)
    assert origin not in (APP, ADMIN)
    assert kind_of(origin, (APP, ADMIN)) in FINDINGS


@given(lookalikes_of())
def test_strangers_where_nothing_is_trusted(origin: str) -> None:
    assert browsers_that_can_have(origin)


@given(origins())
def test_drawn_origins(origin: str) -> None:
    assert browsers_that_can_have(origin) == ("chrome", "firefox", "safari")
