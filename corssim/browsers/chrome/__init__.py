"""Chrome: where it differs from the standard, and its words.

``profile.py`` the decisions, ``cache.py`` its caches, ``wire.py`` the header lines in order,
``hash_order.py`` why they stand in that order, ``console.py`` the texts.
"""

from .profile import Chrome

__all__ = ["Chrome"]
