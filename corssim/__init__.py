"""corssim: what Chrome, Firefox and Safari do with a cross-origin request, exactly."""

from .errors import CorssimError, NotModelled, ServerError, UsageError
from .page import Browser, Exchange, Outcome, Page
from .report import Report, ask
from .request import Blob, FormData, Stream, URLSearchParams, WireRequest
from .response import NetworkFailure, Response, WireResponse
from .servers.policy import Policy

__version__ = "0.1.0"

__all__ = [
    "Blob", "Browser", "CorssimError", "Exchange", "FormData", "NetworkFailure", "NotModelled",
    "Outcome", "Page", "Policy", "Report", "Response", "ServerError", "Stream",
    "URLSearchParams", "UsageError", "WireRequest", "WireResponse", "ask",
]  # fmt: skip
