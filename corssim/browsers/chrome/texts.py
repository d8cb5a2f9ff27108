"""The words of Chrome's console, to the character.

Sources: blink's platform/loader/cors/cors_error_string.cc, core/frame/frame_console.cc.

Law: words alone; ``console.py`` says when they are printed. ``doctor`` recognises them.
"""

from __future__ import annotations

from ... import failures as f

SCHEMES = (
    "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, "
    "http, https, isolated-app"
)
FRAME = "Access to {kind} at '{url}' {via}from origin '{origin}' has been blocked by CORS policy: "
VIA = "(redirected from '{initial}') "
PREFLIGHT = "Response to preflight request doesn't pass access control check: "
FETCH_SUFFIX = " Have the server send the header with a valid value."
XHR_SUFFIX = (
    " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the "
    "withCredentials attribute."
)
KINDS = {
    "fetch": "fetch", "xmlhttprequest": "XMLHttpRequest", "img": "image", "script": "script",
    "module": "script", "stylesheet": "CSS stylesheet", "font": "font",
}  # fmt: skip
"""What is accessed; else ``resource`` (blink's Resource::ResourceTypeToString)."""
WRONG_TYPES = {
    "eventsource": (
        'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream". '
        "Aborting the connection."
    ),
    "script": (
        "Refused to execute script from '{url}' because its MIME type ('{type}') is not executable"
    ),
    "module": (
        "Failed to load module script: Expected a JavaScript-or-Wasm module script but the server "
        'responded with a MIME type of "{type}". Strict MIME type checking is enforced for module '
        "scripts per HTML spec."
    ),
    "stylesheet": (
        "Refused to apply style from '{url}' because its MIME type ('{type}') is not a supported "
        "stylesheet MIME type, and strict MIME checking is enabled."
    ),
}
STRICTLY = ", and strict MIME type checking is enabled."
FONT_UNDECODED = "Failed to decode downloaded font: {url}"
UPGRADED = (
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure element "
    "'{url}'. This request was automatically upgraded to HTTPS, For more information see "
    "https://blog.chromium.org/2019/10/no-more-mixed-messages-about-https.html"
)
# class: (text, suffix for fetch, suffix for XMLHttpRequest, prefixed in a preflight)
TEXTS: dict[type[f.Failure], tuple[str, str, str, bool]] = {
    f.WildcardWithCredentials: (
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the "
        "wildcard '*' when the request's credentials mode is 'include'.",
        "", XHR_SUFFIX, True,
    ),
    f.OriginMissing: (
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "", "", True,
    ),
    f.OriginMultiple: (
        "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only "
        "one is allowed.",
        FETCH_SUFFIX, "", True,
    ),
    f.OriginInvalid: (
        "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.",
        FETCH_SUFFIX, "", True,
    ),
    f.OriginMismatch: (
        "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the "
        "supplied origin.",
        FETCH_SUFFIX, "", True,
    ),
    f.CredentialsNotTrue: (
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' "
        "which must be 'true' when the request's credentials mode is 'include'.",
        "", XHR_SUFFIX, True,
    ),
    f.PreflightStatusNotOk: ("It does not have HTTP ok status.", "", "", True),
    f.PreflightRedirected: ("Redirect is not allowed for a preflight request.", "", "", True),
    f.ListUnparsable: (
        "Cannot parse {header} response header field in preflight response.", "", "", False,
    ),
    f.MethodNotAllowed: (
        "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.",
        "", "", False,
    ),
    f.HeaderNotAllowed: (
        "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight "
        "response.",
        "", "", False,
    ),
    f.RedirectIncludesCredentials: (
        "Redirect location '' contains a username and password, which is disallowed for "
        "cross-origin requests.",
        "", "", False,
    ),
    f.RedirectSchemeNotSupported: (
        f"Cross origin requests are only supported for protocol schemes: {SCHEMES}.",
        "", "", False,
    ),
    f.SchemeNotSupported: (
        f"Cross origin requests are only supported for protocol schemes: {SCHEMES}.",
        "", "", False,
    ),
    f.LocalNetworkDenied: (
        "Permission was denied for this request to access the `{space}` address space.",
        "", "", False,
    ),
}  # fmt: skip
INSECURE_LOCAL_NETWORK = (
    "The request client is not a secure context and the resource is in more-private address "
    "space `{space}`."
)
_OPAQUE_HINT = (
    "if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the "
    "resource with CORS disabled."
)
_OLD_FETCH_SUFFIX = f" Have the server send the header with a valid value, or, {_OPAQUE_HINT}"
OLDER: dict[str, dict[type[f.Failure], str]] = {
    "132": {
        f.OriginMissing: TEXTS[f.OriginMissing][0] + " I" + _OPAQUE_HINT[1:],
        f.OriginMultiple: TEXTS[f.OriginMultiple][0] + _OLD_FETCH_SUFFIX,
        f.OriginInvalid: TEXTS[f.OriginInvalid][0] + _OLD_FETCH_SUFFIX,
        f.OriginMismatch: TEXTS[f.OriginMismatch][0] + _OLD_FETCH_SUFFIX,
    },
}
"""Texts for fetch() up to and including this version, to recognise; never spoken."""
LOAD_FAILED = "Failed to load resource: net::{error}"
STATUS = "Failed to load resource: the server responded with a status of {status} ({reason})"
REFUSED = 'Refused to set unsafe header "{name}"'
CANNOT_LOAD = "Fetch API cannot load {url}. {reason}"
LOCAL = "Not allowed to load local resource: {url}"
FTP = "FTP is not supported."
CANNOT_LOAD_REASONS: dict[type[f.Failure], str] = {
    f.CrossOriginNotAllowedByMode: (
        'Request mode is "same-origin" but the URL\'s origin is not same as the request origin '
        "{origin}."
    ),
    f.NoCorsNeedsFollow: 'Request mode is "no-cors" but the redirect mode is not "follow".',
    f.SchemeNotSupported: 'URL scheme "{scheme}" is not supported.',
}
UNSAFE_ATTEMPT = (
    "Unsafe attempt to load URL {url} from frame with URL {document}. Domains, protocols and "
    "ports must match.\n"
)
MIXED = (
    "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} "
    "'{url}'. This request has been blocked; the content must be served over HTTPS."
)
MIXED_WHAT = {
    "xmlhttprequest": "XMLHttpRequest endpoint", "script": "script", "module": "script",
    "stylesheet": "stylesheet", "font": "font", "eventsource": "EventSource endpoint",
    "beacon": "Beacon endpoint",
}  # fmt: skip
NET_ERRORS: dict[str, str] = {
    "refused": "ERR_CONNECTION_REFUSED",
    "dropped": "ERR_EMPTY_RESPONSE",
    "dns": "ERR_NAME_NOT_RESOLVED",
    "tls": "ERR_CERT_AUTHORITY_INVALID",
    "timeout": "ERR_TIMED_OUT",
    "stream": "ERR_ALPN_NEGOTIATION_FAILED",
    "data": "ERR_INVALID_URL",
}
FAILURE_ERRORS: dict[type[f.Failure], str] = {
    f.RedirectUnparsable: "ERR_INVALID_REDIRECT",
    f.TooManyRedirects: "ERR_TOO_MANY_REDIRECTS",
    f.RedirectStreamBody: "ERR_INVALID_ARGUMENT",
    f.BadPort: "ERR_UNSAFE_PORT",
    f.BlobNotFound: "ERR_FILE_NOT_FOUND",
    f.NotInCache: "ERR_CACHE_MISS",
    f.ContentDecodingFailed: "ERR_CONTENT_DECODING_FAILED",
    f.RedirectNotAllowed: "ERR_FAILED",
}
BY_EMBEDDER = "ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep"
POLICY_ERRORS = {
    "same-origin": "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
    "same-site": "ERR_BLOCKED_BY_RESPONSE.NotSameSite",
}
"""By Cross-Origin-Resource-Policy; else the page's embedder policy stood for it."""
