"""What scripts catch in Firefox.

Law: words alone; which of them is ``browsers/thrown.py``'s to say.
"""

from __future__ import annotations

from ... import failures as f
from ...call import Call
from ..thrown import Thrown

FETCH_ERROR = "TypeError: NetworkError when attempting to fetch resource."
THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "{input} is not a valid URL.",
    f.URLIncludesCredentials: "{input} is an url with embedded credentials.",
    f.InvalidMethod: "Invalid request method {method}.",
    f.ForbiddenMethod: "Invalid request method {method}.",
    f.MethodNotAllowedInNoCors: "Invalid request method {method}.",
    f.BodyNotAllowed: "HEAD or GET Request cannot have a body.",
    f.ModeNavigate: "Invalid request mode navigate.",
    f.OnlyIfCachedNeedsSameOrigin: "Request mode '{mode}' was used, but request cache mode "
    "'only-if-cached' can only be used with request mode 'same-origin'.",
    f.InvalidEnumValue: "'{value}' (value of '{property}' member of RequestInit) is not a valid "
    "value for enumeration {enumeration}.",
    f.InvalidHeaderName: "{name} is an invalid header name.",
    f.InvalidHeaderValue: "{value} is an invalid header value.",
}
XHR_THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "SyntaxError: XMLHttpRequest.open: '{input}' is not a valid URL.",
    f.InvalidMethod: "SyntaxError: An invalid or illegal string was specified",
    f.ForbiddenMethod: "SecurityError: The operation is insecure.",
    f.InvalidHeaderName: "SyntaxError: Invalid header name.",
    f.InvalidHeaderValue: "SyntaxError: Invalid header name.",
}
OTHERS_THROWN: dict[str, dict[type[f.Failure], str]] = {
    "eventsource": {f.InvalidURL: "SyntaxError: An invalid or illegal string was specified"},
    "beacon": {
        f.InvalidURL: "TypeError: Navigator.sendBeacon: {input} is not a valid URL.",
        f.BeaconSchemeNotSupported: "TypeError: Navigator.sendBeacon: Beacon URL {input} must be "
        "either http:// or https://.",
    },
}
GIVEN_UP = {
    "abort": "AbortError: The operation was aborted. ",
    "timeout": "TimeoutError: The operation timed out.",
}
NOT_OPENED = (
    "InvalidStateError: An attempt was made to use an object that is not, or is no longer, usable"
)
"""In a worker ``open`` lets a bad URL pass and ``send`` complains. w2-113."""
SYNCHRONOUS = "NetworkError: A network error occurred."


def _failed(failure: f.Failure) -> str:
    undecoded = isinstance(failure, f.ContentDecodingFailed)
    return "TypeError: Decoding failed." if undecoded else FETCH_ERROR


def _xhr(failure: f.Failure, call: Call) -> str:
    if call.worker and isinstance(failure, f.InvalidURL):
        return NOT_OPENED
    return XHR_THROWN[type(failure)]


def _prefix(call: Call) -> str:
    where = "WorkerGlobalScope" if call.worker else "Window"
    return f"TypeError: {where}.fetch: "


FIREFOX = Thrown(
    given_up=lambda failure, how: GIVEN_UP[how],
    font="NetworkError: A network error occurred.",
    synchronous=lambda failure, call: SYNCHRONOUS,
    failed=_failed,
    others=OTHERS_THROWN,
    xhr=_xhr,
    fetch=THROWN,
    prefix=_prefix,
)
