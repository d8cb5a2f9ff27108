"""URLs, origins and sites, as the URL and HTML standards define them.

Law: this is the one module that imports the URL library. Parsed URLs and origins are cached,
so equal inputs give the identical object and comparison is cheap.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Any

import attrs

_SPECIAL_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
NETWORK_SCHEMES = ("http", "https")

# What the fast path takes: http(s), a lower-case host of plain labels whose last is not
# numeric, and a path and query of characters that no percent-encode set touches. A path with
# a segment that starts with "." or "%2e" goes to the full parser.
_FAST = re.compile(
    r"(https?)://"
    r"((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z](?:[a-z0-9_-]*[a-z0-9_])?)"
    r"(?::([1-9][0-9]{0,4}))?"
    r"((?:/(?!\.|%2[eE])[A-Za-z0-9._~!$&()*+,;=:@%-]*)*)"
    r"(?:\?([A-Za-z0-9._~!$&()*+,;=:@%/?-]*))?\Z"
)
_nonces = itertools.count(1)


@attrs.frozen(slots=True, eq=True, cache_hash=True)
class Origin:
    """An origin: a tuple origin, or an opaque one that equals only itself.

    https://html.spec.whatwg.org/multipage/browsers.html#concept-origin
    """

    scheme: str = ""
    host: str = ""
    port: int | None = None
    nonce: int = 0
    serialized: str = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        port = "" if self.port is None else f":{self.port}"
        text = "null" if self.nonce else f"{self.scheme}://{self.host}{port}"
        object.__setattr__(self, "serialized", text)

    @property
    def opaque(self) -> bool:
        """Whether the origin is opaque: it serialises as ``null``."""
        return bool(self.nonce)

    @property
    def potentially_trustworthy(self) -> bool:
        """Whether the origin is potentially trustworthy (https, or a loopback host)."""
        return self.scheme in ("https", "wss") or (
            bool(self.scheme) and not self.nonce and is_loopback_host(self.host)
        )

    def __str__(self) -> str:
        return self.serialized


def opaque_origin() -> Origin:
    """A new opaque origin."""
    return Origin(nonce=next(_nonces))


@attrs.frozen(slots=True, eq=False)
class URL:
    """A parsed URL. ``href`` is its serialisation; components are serialised too."""

    href: str
    scheme: str
    username: str
    password: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None
    origin: Origin
    wire: str
    """The serialisation without fragment and userinfo: what a server sees as its URL."""

    @property
    def includes_credentials(self) -> bool:
        """Whether a user name or password is present."""
        return bool(self.username or self.password)

    @property
    def is_http(self) -> bool:
        """Whether the scheme is an HTTP(S) scheme."""
        return self.scheme in NETWORK_SCHEMES

    @property
    def effective_port(self) -> int | None:
        """The port, or the scheme's default one."""
        return self.port if self.port is not None else _SPECIAL_PORTS.get(self.scheme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, URL) and self.href == other.href

    def __hash__(self) -> int:
        return hash(self.href)

    def __str__(self) -> str:
        return self.href

    @property
    def without_userinfo(self) -> URL:
        """The same URL with user name and password removed."""
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        stripped = parse_url(self.wire + fragment)
        assert stripped is not None
        return stripped

    @property
    def without_fragment(self) -> str:
        """The serialisation with the fragment excluded."""
        return self.href.partition("#")[0] if self.fragment is not None else self.href


@lru_cache(maxsize=4096)
def _tuple_origin(scheme: str, host: str, port: int | None) -> Origin:
    return Origin(scheme, host, port)


@lru_cache(maxsize=16384)
def parse_url(text: str, base: URL | None = None) -> URL | None:
    """The URL that *text* denotes, relative to *base*; ``None`` for a failure.

    https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    return parse_fast(text) or parse_fully(scalar_values(text), base)


def scalar_values(text: str) -> str:
    """*text* with U+FFFD for lone surrogates: https://infra.spec.whatwg.org/#scalar-value-string"""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def parse_fast(text: str) -> URL | None:
    """The URL for a plain ASCII http(s) URL; ``None`` says that the full parser must decide."""
    found = _FAST.match(text)
    if found is None:
        return None
    scheme, host, port_text, path, query = found.groups()
    if "xn--" in host or len(host) > 253:
        return None
    port = int(port_text) if port_text else None
    if port is not None and port > 65535:
        return None
    if port == _SPECIAL_PORTS[scheme]:
        port = None
    origin = _tuple_origin(scheme, host, port)
    path = path or "/"
    href = origin.serialized + path + ("" if query is None else "?" + query)
    return URL(href, scheme, "", "", host, port, path, query, None, origin, href)


def parse_fully(text: str, base: URL | None = None) -> URL | None:
    """The same by the complete parser."""
    import pywhatwgurl

    try:
        parsed: Any = pywhatwgurl.URL(text, base.href if base is not None else None)
    except ValueError:
        return None
    scheme = parsed.protocol[:-1]
    href = parsed.href
    port = int(parsed.port) if parsed.port else None
    rest, mark, fragment = href.partition("#")
    _, question, query = rest.partition("?")
    userinfo = ""
    if parsed.username or parsed.password:
        password = f":{parsed.password}" if parsed.password else ""
        userinfo = f"{parsed.username}{password}@"
    if scheme in NETWORK_SCHEMES:
        origin = _tuple_origin(scheme, parsed.hostname, port)
    else:
        origin = _other_origin(scheme, parsed)
    return URL(
        href, scheme, parsed.username, parsed.password, parsed.hostname, port, parsed.pathname,
        query if question else None, fragment if mark else None, origin,
        rest.replace(userinfo, "", 1) if userinfo else rest,
    )  # fmt: skip


def _other_origin(scheme: str, parsed: Any) -> Origin:
    """The origin of a URL that is not http(s): https://url.spec.whatwg.org/#origin"""
    if scheme in _SPECIAL_PORTS:
        return _tuple_origin(scheme, parsed.hostname, int(parsed.port) if parsed.port else None)
    if scheme == "blob":
        inner = parse_url(parsed.pathname)
        if inner is not None and inner.is_http:
            return inner.origin
    return opaque_origin()


def origin_of(text: str) -> Origin | None:
    """The origin that a serialised origin (or a URL) denotes; ``null`` gives a new opaque one."""
    if text == "null":
        return opaque_origin()
    url = parse_url(text)
    return url.origin if url is not None and not url.origin.opaque else None


def is_loopback_host(host: str) -> bool:
    """Whether a serialised host is ``localhost`` or a loopback address."""
    return (
        host == "localhost"
        or host.endswith(".localhost")
        or host == "[::1]"
        or (host.startswith("127.") and host.replace(".", "").isdigit())
    )


def is_ip_address(host: str) -> bool:
    """Whether a serialised host is an IP address."""
    return host.startswith("[") or host.replace(".", "").isdigit()


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str | None:
    """The registrable domain of *host*; ``None`` where it has none.

    Uses the public suffix list where the extra ``corssim[psl]`` is installed; otherwise every
    top-level label counts as a public suffix, the list's own default rule.
    https://url.spec.whatwg.org/#host-registrable-domain
    """
    if is_ip_address(host):
        return None
    suffixes = _public_suffix_list()
    if suffixes is not None:
        answer: str | None = suffixes.privatesuffix(host)
        return answer
    labels = host.rstrip(".").split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 else None


@lru_cache(maxsize=1)
def _public_suffix_list() -> Any:
    try:
        from publicsuffixlist import PublicSuffixList
    except ImportError:
        return None
    return PublicSuffixList(accept_unknown=True)


@lru_cache(maxsize=4096)
def schemelessly_same_site(a: Origin, b: Origin) -> bool:
    """https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site"""
    if a.opaque or b.opaque:
        return a == b
    if a.host == b.host:
        return True
    domain = registrable_domain(a.host)
    return domain is not None and domain == registrable_domain(b.host)


def same_site(a: Origin, b: Origin) -> bool:
    """https://html.spec.whatwg.org/multipage/browsers.html#same-site"""
    return schemelessly_same_site(a, b) and (a.opaque or a.scheme == b.scheme)


def is_potentially_trustworthy(url: URL) -> bool:
    """https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy"""
    return url.origin.potentially_trustworthy
