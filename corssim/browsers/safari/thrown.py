"""What scripts catch in Safari.

Law: words alone; which of them is ``browsers/thrown.py``'s to say.
"""

from __future__ import annotations

from typing import Any

from ... import failures as f
from ..thrown import Thrown
from .encoding import as_webkit_reads

FETCH_ERROR = "TypeError: Load failed"
THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "TypeError: URL is not valid or contains user credentials.",
    f.URLIncludesCredentials: "TypeError: URL is not valid or contains user credentials.",
    f.InvalidMethod: "TypeError: Method is not a valid HTTP token.",
    f.ForbiddenMethod: "TypeError: Method is forbidden.",
    f.MethodNotAllowedInNoCors: "TypeError: Method must be GET, POST or HEAD in no-cors mode.",
    f.BodyNotAllowed: "TypeError: Request has method '{method}' and cannot have a body",
    f.ModeNavigate: "TypeError: Request constructor does not accept navigate fetch mode.",
    f.OnlyIfCachedNeedsSameOrigin: (
        "TypeError: only-if-cached cache option requires fetch mode to be same-origin."
    ),
    f.InvalidEnumValue: "TypeError: Type error",
    f.InvalidHeaderName: "TypeError: Invalid header name: '{name}'",
    f.InvalidHeaderValue: "TypeError: Header '{name}' has invalid value: '{value}'",
    f.StreamNotSupported: "NotSupportedError: ReadableStream uploading is not supported",
}
XHR_THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "SyntaxError: The string did not match the expected pattern.",
    f.InvalidMethod: "SyntaxError: The string did not match the expected pattern.",
    f.ForbiddenMethod: "SecurityError: The operation is insecure.",
    f.InvalidHeaderName: "SyntaxError: The string did not match the expected pattern.",
    f.InvalidHeaderValue: "SyntaxError: The string did not match the expected pattern.",
}
GIVEN_UP_BEFORE = "AbortError: The operation was aborted."
GIVEN_UP = "AbortError: Fetch is aborted"
SYNCHRONOUS = "NetworkError:  A network error occurred."
OTHERS_THROWN: dict[str, dict[type[f.Failure], str]] = {
    "eventsource": {f.InvalidURL: "SyntaxError: The string did not match the expected pattern."},
    "beacon": {
        f.InvalidURL: "TypeError: This URL is invalid",
        f.BeaconSchemeNotSupported: "TypeError: Beacons can only be sent over HTTP(S)",
    },
}


def as_shown(failure: f.Failure) -> dict[str, Any]:
    """The evidence of a failure, to fill a text with."""
    return {
        name: as_webkit_reads(value) if isinstance(value, str) else value
        for name, value in failure.evidence.items()
    }


SAFARI = Thrown(
    given_up=lambda failure, how: GIVEN_UP_BEFORE if failure.how == "before" else GIVEN_UP,
    font="NetworkError:  A network error occurred.",
    synchronous=lambda failure, call: SYNCHRONOUS,
    failed=lambda failure: FETCH_ERROR,
    others=OTHERS_THROWN,
    xhr=lambda failure, call: XHR_THROWN[type(failure)],
    fetch=THROWN,
    values=as_shown,
)
