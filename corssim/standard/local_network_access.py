"""IP address spaces of Local Network Access: https://wicg.github.io/local-network-access/

Law: an address space is given by the caller or read off a literal address; names are not
resolved here.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from ..request import Client
from ..url import is_loopback_host

SPACES = ("unknown", "public", "local", "loopback")
ANSWERS = ("prompt", "granted", "denied")
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


def is_less_public(target: str, client: str) -> bool:
    """Whether *target* is local or loopback and *client* is neither (unknown counts as public)."""
    return target in ("local", "loopback") and client not in ("local", "loopback")
