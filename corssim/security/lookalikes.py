"""Origins that resemble a trusted one, by the mistake that would let them in.

Law: fixed, in order of simplicity, and only what at least one browser can produce: its URL
parser takes the host and its network stack looks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

import attrs

from ..browsers import BROWSERS, PROFILES
from ..doctor.probe import STRANGER
from ..url import parse_url, registrable_domain

EVIL = "evil.example.org"
SPECIAL = "_-!~;&'(),$=+{}`\"*"
"""Of the characters that scanners try in a host, those that a URL parser takes. e16-1 to e16-40."""

HOSTING = (
    "https://evil.github.io", "https://evil.gitlab.io", "https://evil.netlify.app",
    "https://evil.vercel.app", "https://evil.pages.dev", "https://evil.herokuapp.com",
    "https://evil.web.app", "https://jsbin.com", "https://codepen.io", "https://jsfiddle.net",
    "https://evil.repl.co", "https://evil.s3.amazonaws.com",
)  # fmt: skip
"""Where anyone may publish pages."""

# kind -> the finding's id
FINDINGS = {
    "stranger": "CORS-TRUSTS-ANY-ORIGIN",
    "null": "CORS-TRUSTS-NULL",
    "suffix": "CORS-TRUSTS-SUFFIX",
    "prefix": "CORS-TRUSTS-PREFIX",
    "substring": "CORS-TRUSTS-SUBSTRING",
    "truncated": "CORS-TRUSTS-TRUNCATED",
    "dot": "CORS-TRUSTS-UNESCAPED-DOT",
    "special": "CORS-TRUSTS-SPECIAL-CHARACTER",
    "insecure": "CORS-TRUSTS-HTTP",
    "port": "CORS-TRUSTS-ANY-PORT",
    "subdomain": "CORS-TRUSTS-SUBDOMAINS",
    "sibling": "CORS-TRUSTS-SIBLINGS",
    "public suffix": "CORS-TRUSTS-PUBLIC-SUFFIX",
    "top level": "CORS-TRUSTS-TOP-LEVEL",
    "trailing dot": "CORS-TRUSTS-TRAILING-DOT",
    "idna": "CORS-TRUSTS-IDNA",
    "concatenated": "CORS-TRUSTS-CONCATENATION",
    "hosting": "CORS-TRUSTS-SHARED-HOSTING",
}
HARMLESS = frozenset(("insecure", "port", "subdomain", "sibling", "trailing dot"))
"""Kinds whose origin belongs to the trusted one's owner or network: a warning, not a danger."""


@attrs.frozen
class Lookalike:
    """An origin and the ``kind`` of likeness, a key of ``FINDINGS``."""

    kind: str
    origin: str


@lru_cache(maxsize=4096)
def browsers_that_can_have(origin: str) -> tuple[str, ...]:
    """The browsers that can have a page of *origin*; empty for what is no origin at all."""
    if origin == "null":
        return BROWSERS
    url = parse_url(origin)
    if url is None or not url.is_http or url.origin.serialized != origin:
        return ()
    return tuple(
        name
        for name in BROWSERS
        if (parsed := PROFILES[name].rules.parsing.parse_url(origin, None)) is not None
        and PROFILES[name].rules.network.resolves(parsed.host)
    )


def lookalikes(origins: Iterable[str]) -> list[Lookalike]:
    """Look-alikes of all *origins*, each once, the simplest first; none of *origins* itself."""
    trusted = [origin for origin in dict.fromkeys(origins) if origin not in ("*", "null")]
    found: dict[str, Lookalike] = {}
    made = [Lookalike("stranger", STRANGER), Lookalike("stranger", f"https://{EVIL}"),
            Lookalike("stranger", f"http://{EVIL}"), Lookalike("null", "null")]  # fmt: skip
    for origin in trusted:
        made += list(_of(origin))
    made += _concatenations(trusted)
    made += [Lookalike("hosting", origin) for origin in HOSTING]
    for candidate in made:
        if candidate.origin not in trusted and browsers_that_can_have(candidate.origin):
            found.setdefault(candidate.origin, candidate)
    return list(found.values())


def _of(origin: str) -> Iterator[Lookalike]:
    """The look-alikes of one origin; some of them may be no origins."""
    url = parse_url(origin)
    if url is None or not url.is_http:
        return
    scheme, host = url.scheme, url.host
    port = f":{url.port}" if url.port is not None else ""

    def like(kind: str, name: str, ported: bool = True, of: str = scheme) -> Lookalike:
        return Lookalike(kind, f"{of}://{name}{port if ported else ''}")

    if scheme == "https":
        yield like("insecure", host, of="http")
    yield like("suffix", f"evil{host}")
    yield like("suffix", f"evil-{host}")
    yield like("prefix", f"{host}.{EVIL}")
    yield like("prefix", f"{host}{EVIL}")
    yield like("prefix", f"{host}.{EVIL}", ported=False)
    yield like("substring", f"evil.{host}.{EVIL}")
    yield like("substring", f"evil{host}{EVIL}")
    yield like("truncated", host[:-1])
    yield like("truncated", host[1:])
    for at, character in enumerate(host):
        if character == ".":
            yield like("dot", f"{host[:at]}x{host[at + 1 :]}")
    yield like("port", f"{host}:1337", ported=False)
    if port and url.port is not None and url.port * 10 < 65536:
        yield Lookalike("port", f"{origin}1")
    yield like("subdomain", f"evil.{host}")
    yield from _neighbours(host, like)
    yield like("trailing dot", f"{host}.")
    for character in SPECIAL:
        yield like("special", f"{host}{character}.{EVIL}")
    confusable = parse_url(f"{scheme}://{host.replace('a', chr(0x430), 1)}{port}")
    if confusable is not None:
        yield Lookalike("idna", confusable.origin.serialized)


def _neighbours(host: str, make: Callable[[str, str], Lookalike]) -> Iterator[Lookalike]:
    """The hosts beside *host*: of the same owner, or of the same public suffix."""
    _, dot, rest = host.partition(".")
    if not dot or host.replace(".", "").isdigit():
        return
    owner = registrable_domain(host)
    if owner is None or owner == host:
        yield make("public suffix", f"evil.{rest}")
    else:
        yield make("sibling", f"evil.{rest}")
        yield make("sibling", rest)
        suffix = owner.partition(".")[2]
        yield make("public suffix", f"evil.{suffix}")
    yield make("top level", f"{host.rpartition('.')[0]}.evil")


def _concatenations(trusted: list[str]) -> list[Lookalike]:
    """Two trusted hosts run together: what a tree of their common parts may let in."""
    made = []
    for one in trusted:
        for other in trusted:
            first, second = parse_url(one), parse_url(other)
            if one == other or first is None or second is None:
                continue
            port = f":{second.port}" if second.port is not None else ""
            for left in (first.host.partition(".")[0], first.host):
                made.append(
                    Lookalike("concatenated", f"{second.scheme}://{left}{second.host}{port}")
                )
    return made


def kind_of(origin: str, trusted: Iterable[str]) -> str:
    """The kind of likeness that *origin* has to the *trusted* ones; ``stranger`` for none."""
    listed = tuple(trusted)
    for candidate in _remembered(listed):
        if candidate.origin == origin:
            return candidate.kind
    return _judged(origin, listed)


@lru_cache(maxsize=256)
def _remembered(trusted: tuple[str, ...]) -> list[Lookalike]:
    return lookalikes(trusted)


def _judged(origin: str, trusted: tuple[str, ...]) -> str:
    """The same for an origin that is not among the fixed look-alikes."""
    url = parse_url(origin)
    if origin == "null" or url is None:
        return "null"
    for one in trusted:
        known = parse_url(one)
        if known is None or known.origin.opaque:
            continue
        if url.host == known.host:
            return "port" if url.scheme == known.scheme else "insecure"
        if url.host.endswith("." + known.host):
            return "subdomain"
        if url.host.endswith(known.host):
            return "suffix"
        if url.host.startswith(known.host):
            return "prefix"
        if known.host in url.host:
            return "substring"
        if known.host.startswith(url.host):
            return "truncated"
    return "stranger"
