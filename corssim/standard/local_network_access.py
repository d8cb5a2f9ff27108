"""Local Network Access: https://wicg.github.io/local-network-access/

Law: which address space is less public than which; where a page or a name lies is the
environment's.
"""

from __future__ import annotations


def is_less_public(target: str, client: str) -> bool:
    """Whether *target* is local or loopback and *client* is neither (unknown counts as public)."""
    return target in ("local", "loopback") and client not in ("local", "loopback")
