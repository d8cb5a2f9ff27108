"""Tests that ask browsers: the pytest plugin, assertions, hypothesis strategies.

Law: the names below are loaded when they are first used, for pytest imports this package.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..outcomes import Outcomes
    from .pages import Cors, Pages, open_pages

__all__ = ["Cors", "Outcomes", "Pages", "open_pages"]


if not TYPE_CHECKING:  # to a type checker every name would exist

    def __getattr__(name: str) -> Any:
        """Load a public name."""
        if name not in __all__:
            raise AttributeError(f"module 'corssim.testing' has no attribute {name!r}")
        home = "corssim.outcomes" if name == "Outcomes" else "corssim.testing.pages"
        return getattr(import_module(home), name)
