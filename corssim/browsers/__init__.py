"""The browsers, and the standard as a fourth: ``PROFILES`` by name.

Law: a browser's folder is imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .console import Message
from .profile import Profile

BROWSERS = ("chrome", "firefox", "safari")
_CLASSES = {
    "chrome": ("chrome", "Chrome"),
    "firefox": ("firefox", "Firefox"),
    "safari": ("safari", "Safari"),
    "standard": ("profile", "Profile"),
}


class _Profiles(Mapping[str, Profile]):
    """The profiles by name, each made once."""

    def __init__(self) -> None:
        self._made: dict[str, Profile] = {}

    def __getitem__(self, name: str) -> Profile:
        made = self._made.get(name)
        if made is None:
            module, cls = _CLASSES[name]
            made = getattr(import_module(f".{module}", __package__), cls)()
            self._made[name] = made
        return made

    def __contains__(self, name: object) -> bool:
        return name in _CLASSES

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


PROFILES: Mapping[str, Profile] = _Profiles()

__all__ = ["BROWSERS", "PROFILES", "Message", "Profile"]
