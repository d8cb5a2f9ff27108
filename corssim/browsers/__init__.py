"""The browsers, and the standard as a fourth: ``profile_of`` by name and version.

Law: a browser's folder is imported when it is first asked for. (Internal: use ``corssim.Browser``.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Literal, get_args

from ..errors import NotModelled, UsageError, nearest
from .console import Message
from .profile import STANDARD, Profile

BrowserName = Literal["chrome", "firefox", "safari", "standard"]
BROWSERS: tuple[BrowserName, ...] = ("chrome", "firefox", "safari")
NAMES: tuple[BrowserName, ...] = get_args(BrowserName)


def versions_of(name: str) -> tuple[Profile, ...]:
    """The known versions of a browser, the newest first; raises ``UsageError`` for no browser."""
    if browser_name(name) == "standard":
        return (STANDARD,)
    versions: tuple[Profile, ...] = import_module(f".{name}", __package__).VERSIONS
    return versions


def browser_name(text: str) -> BrowserName:
    """The name of a browser, as its type; raises ``UsageError`` for any other text."""
    for name in NAMES:
        if name == text:
            return name
    raise UsageError(f"no browser is called {text!r}{nearest(text, NAMES)}")


def profile_of(name: str, version: str | int | None = None) -> Profile:
    """The browser *name*, its newest version unless *version* names another; raises
    ``UsageError`` for no browser, ``NotModelled`` for a version that is not known.
    """
    known = versions_of(name)
    if version is None:
        return known[0]
    for profile in known:
        if profile.version == str(version):
            return profile
    listed = ", ".join(profile.version for profile in known)
    raise NotModelled(f"{known[0].title} {version} is not modelled: known versions are {listed}")


class _Profiles(Mapping[str, Profile]):
    """The newest profiles by name."""

    def __getitem__(self, name: str) -> Profile:
        if name not in NAMES:
            raise KeyError(name)
        return profile_of(name)

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


PROFILES: Mapping[str, Profile] = _Profiles()

__all__ = [
    "BROWSERS",
    "NAMES",
    "PROFILES",
    "BrowserName",
    "Message",
    "Profile",
    "browser_name",
    "profile_of",
    "versions_of",
]
