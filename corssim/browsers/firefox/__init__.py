"""Firefox: where it differs from the standard, and its words.

``profile.py`` the decisions, ``cache.py`` its caches, ``wire.py`` the header lines in order,
``console.py`` the texts.
"""

from .profile import Firefox

__all__ = ["Firefox"]
