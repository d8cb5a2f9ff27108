"""corssim: what Chrome, Firefox and Safari do with a cross-origin request, exactly.

Public are the names in ``__all__`` here and in these modules, and what their docstrings say:

- ``corssim``: Browser, Page, Outcome, Outcomes, ask, and the values of a call and its answer
- ``corssim.servers``: the kinds of server; ``live()`` for real ones
- ``corssim.failures``, ``corssim.events``: why a call fails, and what happened in it, with evidence
- ``corssim.doctor``: findings, causes and fixes
- ``corssim.security``: properties of a stated policy, fuzzing, audits
- ``corssim.testing``: the pages of a test; ``corssim.testing.strategies`` for hypothesis
- ``corssim.replay``: scenarios and recordings

Everything else is internal and may change: ``standard``, ``browsers``, ``views``, ``devtools``,
``playground``, ``cli``, ``strategies``, and the modules beneath the names above.

Law: the public names and nothing else; each is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .browsers import BrowserName
    from .browsers.console import Message
    from .errors import CorssimError, NotModelled, ServerError, UsageError
    from .outcome import Outcome
    from .outcomes import Outcomes, Report, ask
    from .page import Browser, Page
    from .request import Blob, FormData, Stream, URLSearchParams, WireRequest
    from .response import NetworkFailure, Response, WireResponse
    from .servers.policy import Policy
    from .story import Exchange

__version__ = "0.1.0"

_HOMES = {
    "browsers": ("BrowserName",),
    "browsers.console": ("Message",),
    "errors": ("CorssimError", "NotModelled", "ServerError", "UsageError"),
    "outcome": ("Exchange", "Outcome"),
    "outcomes": ("Outcomes", "Report", "ask"),
    "page": ("Browser", "Page"),
    "request": ("Blob", "FormData", "Stream", "URLSearchParams", "WireRequest"),
    "response": ("NetworkFailure", "Response", "WireResponse"),
    "servers.policy": ("Policy",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Blob", "Browser", "BrowserName", "CorssimError", "Exchange", "FormData", "Message",
    "NetworkFailure", "NotModelled", "Outcome", "Outcomes", "Page", "Policy", "Report", "Response",
    "ServerError", "Stream", "URLSearchParams", "UsageError", "WireRequest", "WireResponse", "ask",
]  # fmt: skip


if not TYPE_CHECKING:  # to a type checker every name would exist

    def __getattr__(name: str) -> Any:
        """Load a public name."""
        if name not in _HOME_OF:
            raise AttributeError(f"module 'corssim' has no attribute {name!r}")
        value = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
