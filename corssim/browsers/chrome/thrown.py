"""What scripts catch in Chrome.

Law: words alone; which of them is ``browsers/thrown.py``'s to say.
"""

from __future__ import annotations

from ... import failures as f
from ...call import Call
from ..thrown import Thrown

FETCH_PREFIX = "TypeError: Failed to execute 'fetch' on '{where}': "
THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "Failed to parse URL from {input}",
    f.URLIncludesCredentials: (
        "Request cannot be constructed from a URL that includes credentials: {input}"
    ),
    f.InvalidMethod: "'{method}' is not a valid HTTP method.",
    f.ForbiddenMethod: "'{method}' HTTP method is unsupported.",
    f.MethodNotAllowedInNoCors: "'{method}' is unsupported in no-cors mode.",
    f.BodyNotAllowed: "Request with GET/HEAD method cannot have body.",
    f.ModeNavigate: "Cannot construct a Request with a RequestInit whose mode member is set as "
    "'navigate'.",
    f.OnlyIfCachedNeedsSameOrigin: "'only-if-cached' can be set only with 'same-origin' mode",
    f.InvalidEnumValue: "Failed to read the '{property}' property from 'RequestInit': The "
    "provided value '{value}' is not a valid enum value of type {enumeration}.",
    f.InvalidHeaderName: "Invalid name",
    f.InvalidHeaderValue: "Invalid value",
    f.StreamNeedsCORS: (
        'If request is made from ReadableStream, mode should be"same-origin" or "cors"'
    ),
}
XHR_THROWN: dict[type[f.Failure], str] = {
    f.InvalidURL: "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': Invalid URL",
    f.InvalidMethod: "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': '{method}' is "
    "not a valid HTTP method.",
    f.ForbiddenMethod: "SecurityError: Failed to execute 'open' on 'XMLHttpRequest': '{method}' "
    "HTTP method is unsupported.",
    f.InvalidHeaderName: "SyntaxError: Failed to execute 'setRequestHeader' on "
    "'XMLHttpRequest': '{name}' is not a valid HTTP header field name.",
    f.InvalidHeaderValue: "SyntaxError: Failed to execute 'setRequestHeader' on "
    "'XMLHttpRequest': '{value}' is not a valid HTTP header field value.",
}
OTHERS_THROWN: dict[str, dict[type[f.Failure], str]] = {
    "eventsource": {
        f.InvalidURL: "SyntaxError: Failed to construct 'EventSource': Cannot open an "
        "EventSource to '{input}'. The URL is invalid.",
    },
    "beacon": {
        f.InvalidURL: "TypeError: Failed to execute 'sendBeacon' on 'Navigator': The URL argument "
        "is ill-formed or unsupported.",
        f.BeaconSchemeNotSupported: "TypeError: Failed to execute 'sendBeacon' on 'Navigator': "
        "Beacons are only supported over HTTP(S).",
    },
}
GIVEN_UP = {
    "abort": "AbortError: signal is aborted without reason",
    "timeout": "TimeoutError: signal timed out",
}
SYNCHRONOUS = (
    "NetworkError: Failed to execute 'send' on 'XMLHttpRequest': Failed to load '{url}'{why}."
)
FTP_THROWN = ": Making a request to a FTP URL is not supported"


def _synchronous(failure: f.Failure, call: Call) -> str:
    ftp = isinstance(failure, f.SchemeNotSupported) and call.url.startswith("ftp:")
    return SYNCHRONOUS.format(url=call.url, why=FTP_THROWN if ftp else "")


def _prefix(call: Call) -> str:
    return FETCH_PREFIX.format(where="WorkerGlobalScope" if call.worker else "Window")


CHROME = Thrown(
    given_up=lambda failure, how: GIVEN_UP[how],
    font="NetworkError: A network error occurred.",
    synchronous=_synchronous,
    failed=lambda failure: "TypeError: Failed to fetch",
    others=OTHERS_THROWN,
    xhr=lambda failure, call: XHR_THROWN[type(failure)],
    fetch=THROWN,
    prefix=_prefix,
)
