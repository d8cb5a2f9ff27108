"""Firefox: where it differs from the standard, and its words.

``profile.py`` the decisions, ``cache.py`` its caches, ``wire.py`` the header lines in order,
``redirects.py`` and ``sites.py`` what it checks of redirects and sites, ``console.py`` the texts.
"""

from .profile import Firefox

__all__ = ["Firefox"]
