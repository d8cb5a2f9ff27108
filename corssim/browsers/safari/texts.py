"""The words of Safari's console.

WebCore's loader/CrossOriginAccessControl.cpp, loader/MixedContentChecker.cpp,
Modules/beacon/NavigatorBeacon.cpp, WebKit's NetworkProcess/NetworkLoadChecker.cpp.

Law: words alone; ``console.py`` says when they are printed. ``doctor/console_text.py`` recognises
them.
"""

from __future__ import annotations

from ... import failures as f

_NOT_ALLOWED_ORIGIN = (
    "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}"
)
DETAILS: dict[type[f.Failure], str] = {
    f.OriginMissing: _NOT_ALLOWED_ORIGIN,
    f.OriginMismatch: _NOT_ALLOWED_ORIGIN,
    f.OriginMultiple: "Access-Control-Allow-Origin cannot contain more than one origin.",
    f.WildcardWithCredentials: (
        "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
    ),
    f.CredentialsNotTrue: (
        'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
    ),
    f.PreflightStatusNotOk: "Preflight response is not successful. Status code: {status}",
    f.PreflightRedirected: "Preflight response is not successful. Status code: {status}",
    f.ListUnparsable: "Header {header} has an invalid value: {value}",
    f.MethodNotAllowed: "Method {method} is not allowed by Access-Control-Allow-Methods.",
    f.HeaderNotAllowed: (
        "Request header field {name} is not allowed by Access-Control-Allow-Headers."
    ),
    f.RedirectNotAllowed: "Not allowed to follow a redirection while loading {url}",
    f.TooManyRedirects: "Load cannot follow more than 20 redirections",
    f.RedirectCrossOriginNotAllowedByMode: (
        "Unsafe attempt to load URL {target} from origin {origin}. Domains, protocols and ports "
        "must match.\n"
    ),
    f.ResourcePolicyBlocked: (
        "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy "
        "response header."
    ),
    f.SchemeNotSupported: "Cross origin requests are only supported for HTTP.",
    f.BadPort: "Not allowed to use restricted network port {port}: {url}",
}
OLDER: dict[str, dict[type[f.Failure], str]] = {
    "15": {
        f.OriginMissing: "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
        f.OriginMismatch: "Origin {origin} is not allowed by Access-Control-Allow-Origin.",
        f.PreflightStatusNotOk: "Preflight response is not successful",
    },
}
"""Texts up to and including this version, to recognise; never spoken."""
DENIED = (
    "Cross-origin redirection to {target} denied by Cross-Origin Resource Sharing policy: {reason}"
)
NON_CORS_SCHEME = "not allowed to follow a cross-origin CORS redirection with non CORS scheme"
HAS_CREDENTIALS = "redirection URL {target} has credentials"
FTP = "FTP URLs are disabled"
LOCAL = "Not allowed to load local resource: {target}"
NOT_HTTP = "Redirection to URL with a scheme that is not HTTP(S)."
CONNECTION = {
    "refused": "Could not connect to {address}: Connection refused",
    "dropped": "Connection terminated unexpectedly",
    "dns": "Error resolving “{address}”: Name or service not known",
    "tls": "Unacceptable TLS certificate",
    "timeout": "Socket I/O timed out",
}
MIXED = (
    "[blocked] The page at {page} requested insecure content from {url}. This content was "
    "blocked and must be served over HTTPS.\n"
)
NOT_ALLOWED = "Not allowed to request resource"
NO_CORS_FOLLOW = "No-Cors mode requires follow redirect mode"
KINDS = {"fetch": "Fetch API", "xmlhttprequest": "XMLHttpRequest", "eventsource": "EventSource"}
WRONG_STREAM_TYPE = (
    'EventSource\'s response has a MIME type ("{type}") that is not "text/event-stream". '
    "Aborting the connection."
)
NOSNIFF_SCRIPT = (
    'Refused to execute {url} as script because "X-Content-Type-Options: nosniff" was given and '
    "its Content-Type is not a script MIME type."
)
NO_SCRIPT = "Refused to execute {url} as script because {type} is not a script MIME type."
NO_MODULE = "TypeError: '{type}' is not a valid JavaScript MIME type."
NO_STYLE = (
    "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed in strict mode."
)
SECURE_OR_LOCAL = ("about:", "blob:", "data:", "file:", "wss:")
UPGRADED = (
    "The page at {page} requested insecure content from {url}. This content was automatically "
    "upgraded and should be served over HTTPS.\n"
)
IMAGE = "Cannot load image {url} due to access control checks."
SCRIPT = "Cross-origin script load denied by Cross-Origin Resource Sharing policy."
KEPT_DETAILS = (FTP, LOCAL.partition("{")[0], "[blocked]")  # y24-81
NOT_UPGRADED = (
    "The page at {page} requested insecure content from {url}. This content was not upgraded to "
    "HTTPS and must be served from the local host.\n"
)
NOT_SHOWN = "The URL can’t be shown"
BEACON_REDIRECT = "Redirect was not allowed"
BEACON_CANCELLED = "Load request cancelled"
BEACON_PORT = "Not allowed to use restricted network port"
PREFLIGHT_BLOCKED = "CORS-preflight request was blocked"
BEACON = "Beacon API cannot load {url}. {detail}"
CANNOT_LOAD = "{kind} cannot load {url} due to access control checks."
CANNOT_LOAD_BARE = "{kind} cannot load {url}."
REFUSED = 'Refused to set unsafe header "{name}"'
