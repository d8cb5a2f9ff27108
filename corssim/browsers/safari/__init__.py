"""Safari: where it differs from the standard, and its words.

``profile.py`` the decisions, ``cache.py`` its caches, ``wire.py`` the header lines in order,
``console.py`` what is printed.
"""

from .profile import Safari

__all__ = ["Safari"]
