"""The environment of a page: who sends its requests, and from where.

Law: an address space is given by the caller or read off a literal address; names are not resolved.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

import attrs

from .errors import UsageError
from .url import URL, Origin, is_loopback_host, opaque_origin, parse_url

AddressSpace = Literal["unknown", "public", "local", "loopback"]
Permission = Literal["prompt", "granted", "denied"]
EmbedderPolicy = Literal["unsafe-none", "require-corp", "credentialless"]
SPACES: tuple[AddressSpace, ...] = get_args(AddressSpace)
ANSWERS: tuple[Permission, ...] = get_args(Permission)
EMBEDDER_POLICIES: tuple[EmbedderPolicy, ...] = get_args(EmbedderPolicy)
_LOOPBACK = tuple(
    ipaddress.ip_network(n) for n in ("127.0.0.0/8", "::1/128", "0.0.0.0/32", "::/128")
)
_LOCAL = tuple(
    ipaddress.ip_network(n)
    for n in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
        "0.0.0.0/8", "fc00::/7", "fe80::/10", "fec0::/10", "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip


@attrs.frozen(slots=True, eq=False)
class Client:
    """The page's environment: who asks.

    ``document`` is the URL of the document, as it shows in Referer and in messages;
    ``top`` is the origin of the page on top, which embeds an opaque one; ``address_space``
    (unknown, public, local, loopback) is where the page came from, ``spaces`` the same for
    names that it calls; ``local_network`` is what the person answers: prompt, granted, denied;
    ``embedder_policy`` is its Cross-Origin-Embedder-Policy. In a dedicated worker ``document`` is
    the worker's script and ``owner`` the document that started it.
    """

    origin: Origin
    document: URL
    top: Origin
    address_space: str = "unknown"
    local_network: str = "prompt"
    spaces: tuple[tuple[str, str], ...] = ()
    embedder_policy: str = "unsafe-none"
    owner: URL | None = None

    @property
    def worker(self) -> bool:
        """Whether a dedicated worker asks, not the document itself."""
        return self.owner is not None


def page_of(origin: str) -> str:
    """The URL of the start page of *origin*; ``null`` stays ``null``, a sandboxed frame."""
    return origin if origin == "null" else origin.rstrip("/") + "/"


def client_of(
    page: str,
    document: str | None = None,
    embedder: str | None = None,
    address_space: str | None = None,
    local_network: str = "prompt",
    spaces: Mapping[str, str] | None = None,
    embedder_policy: str = "unsafe-none",
) -> Client:
    """The environment of a page; see :meth:`Browser.open`. The same page has the same, frozen, one,
    but for sandboxed frames, each of which has an origin of its own.
    """
    make = _client if page == "null" else _remembered_client
    given = tuple((spaces or {}).items())
    return make(page, document, embedder, address_space, local_network, given, embedder_policy)


def _client(
    page: str, document: str | None, embedder: str | None, address_space: str | None,
    local_network: str, given: tuple[tuple[str, str], ...], embedder_policy: str,
) -> Client:  # fmt: skip
    if embedder_policy not in EMBEDDER_POLICIES:
        known = ", ".join(EMBEDDER_POLICIES)
        raise UsageError(f"embedder_policy is one of {known}, not {embedder_policy!r}")
    for space in (address_space, *(space for _, space in given)):
        if space is not None and space not in SPACES:
            raise UsageError(f"an address space is one of {', '.join(SPACES)}, not {space!r}")
    if local_network not in ANSWERS:
        raise UsageError(f"local_network is one of {', '.join(ANSWERS)}, not {local_network!r}")
    if page == "null":
        url = _url(embedder or "http://app.test/", "embedder")
        origin = opaque_origin()
    else:
        url = _url(page, "page")
        origin = url.origin
    shown = url if document is None else _url(document, "document")
    space = address_space or address_space_of(url.host)
    secure = url.origin.potentially_trustworthy  # elsewhere the header is not heeded
    policy = embedder_policy if secure else "unsafe-none"
    return Client(origin, shown, url.origin, space, local_network, given, policy)


_remembered_client = lru_cache(maxsize=256)(_client)


def _url(text: str, what: str) -> URL:
    url = parse_url(text)
    if url is None or not url.is_http:
        raise UsageError(
            f"{what} must be an http(s) URL such as https://app.example/, not {text!r}"
        )
    return url


@lru_cache(maxsize=4096)
def address_space_of(host: str) -> str:
    """The space of a serialised host; ``unknown`` for a name other than ``localhost``."""
    if is_loopback_host(host) and not host[0].isdigit() and host[0] != "[":
        return "loopback"
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address.version == net.version and address in net for net in _LOOPBACK):
        return "loopback"
    if any(address.version == net.version and address in net for net in _LOCAL):
        return "local"
    return "public"


def target_space(client: Client, host: str) -> str:
    """The space of *host* for *client*: as given for the name, or read off the address."""
    return dict(client.spaces).get(host) or address_space_of(host)
