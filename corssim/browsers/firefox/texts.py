"""The words of Firefox's console (dom/locales, en-US: security.properties and its neighbours).

Law: words alone; ``console.py`` says when they are printed. ``doctor`` recognises them.
"""

from __future__ import annotations

from ... import failures as f
from ...standard import opaque_response_blocking as orb

BLOCKED = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource "
    "at {url}. (Reason: "
)
BLOCKED_QUOTED = BLOCKED.replace("{url}", "‘{url}’")
DID_NOT_SUCCEED = "CORSDidNotSucceed2"
EXTERNAL_REDIRECT = "CORSExternalRedirectNotAllowed"
NOT_HTTP = "CORSRequestNotHttp"
PREFLIGHT_DID_NOT_SUCCEED = "CORSPreflightDidNotSucceed3"
# message key: text behind the frame
REASONS: dict[str, str] = {
    "CORSDisabled": "CORS disabled).",
    DID_NOT_SUCCEED: "CORS request did not succeed). Status code: (null).",
    "CORSOriginHeaderNotAdded": "CORS header ‘Origin’ cannot be added).",
    EXTERNAL_REDIRECT: "CORS request external redirect not allowed).",
    NOT_HTTP: "CORS request not http).",
    "CORSMissingAllowOrigin2": (
        "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}."
    ),
    "CORSMultipleAllowOriginNotAllowed": (
        "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."
    ),
    "CORSAllowOriginNotMatchingOrigin": (
        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’)."
    ),
    "CORSNotSupportingCredentials": (
        "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."
    ),
    "CORSMethodNotFound": ("Did not find method in CORS header ‘Access-Control-Allow-Methods’)."),
    "CORSMissingAllowCredentials": (
        "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)."
    ),
    PREFLIGHT_DID_NOT_SUCCEED: ("CORS preflight response did not succeed). Status code: {status}."),
    "CORSInvalidAllowMethod": (
        "invalid token ‘{element}’ in CORS header ‘Access-Control-Allow-Methods’)."
    ),
    "CORSInvalidAllowHeader": (
        "invalid token ‘{element}’ in CORS header ‘Access-Control-Allow-Headers’)."
    ),
    "CORSMissingAllowHeaderFromPreflight2": (
        "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from "
        "CORS preflight response)."
    ),
}
KEYS: dict[type[f.Failure], str] = {
    f.OriginMissing: "CORSMissingAllowOrigin2",
    f.OriginMultiple: "CORSMultipleAllowOriginNotAllowed",
    f.OriginMismatch: "CORSAllowOriginNotMatchingOrigin",
    f.WildcardWithCredentials: "CORSNotSupportingCredentials",
    f.CredentialsNotTrue: "CORSMissingAllowCredentials",
    f.PreflightStatusNotOk: PREFLIGHT_DID_NOT_SUCCEED,
    f.MethodNotAllowed: "CORSMethodNotFound",
    f.HeaderNotAllowed: "CORSMissingAllowHeaderFromPreflight2",
}
LIST_KEYS = {
    "Access-Control-Allow-Methods": "CORSInvalidAllowMethod",
    "Access-Control-Allow-Headers": "CORSInvalidAllowHeader",
}
OLDER: dict[str, dict[str, str]] = {
    "99": {
        DID_NOT_SUCCEED: "CORS request did not succeed).",
        "CORSMissingAllowOrigin2": "CORS header ‘Access-Control-Allow-Origin’ missing).",
        PREFLIGHT_DID_NOT_SUCCEED: "CORS preflight channel did not succeed).",
        "CORSMissingAllowHeaderFromPreflight2": (
            "missing token ‘{name}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS "
            "preflight channel)."
        ),
    },
}
"""Reasons up to and including this version, to recognise; never spoken."""
AUTHORIZATION_WARNING = (
    "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote "
    "resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the "
    "`Authorization` header is not covered. To include the `Authorization` header, it must be "
    "explicitly listed in CORS header `Access-Control-Allow-Headers`)."
)
REFUSED = "Attempt to set a forbidden header was denied: {name}"
SOP = "Security Error: Content at {source} may not load data from {url}."
SOP_TEXTS = {
    "blob": SOP,
    "file": "Security Error: Content at {source} may not load or link to {url}.",
}
CORP = (
    "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack "
    "thereof). See https://developer.mozilla.org/docs/Web/HTTP/"
    "Cross-Origin_Resource_Policy_(CORP)#"
)
MIXED = "Blocked loading mixed active content “{url}”"
DATA_REDIRECT = "Redirecting to data: URI not allowed (Blocked loading of: “{url}”)"
REFERRER = (
    "Referrer Policy: Ignoring the less restricted referrer policy “{policy}” for the "
    "cross-site request: {url}"
)
_REJECTED = "Cookie “{name}” has been rejected "
# why: message key, level, text
COOKIES: dict[str, tuple[str, str, str]] = {
    "name": ("cookiesRejection", "error", _REJECTED + "for invalid characters in the name."),
    "domain": ("cookiesRejection", "error", _REJECTED + "for invalid domain."),
    "prefix": ("cookiesRejection", "error", _REJECTED + "for invalid prefix."),
    "insecure": (
        "cookiesRejection", "error",
        _REJECTED + "because a non-HTTPS cookie can’t be set as “secure”.",
    ),
    "none-insecure": (
        "cookieSameSite", "error",
        "Cookie “{name}” rejected because it has the “SameSite=None” attribute but is missing the "
        "“secure” attribute.",
    ),
    "cross-site": (
        "cookieSameSite", "error",
        _REJECTED + "because it is in a cross-site context and its “SameSite” is “Lax” or "
        "“Strict”.",
    ),
    "same-site": (
        "cookieSameSite", "error",
        "Invalid “SameSite“ value for cookie “{name}”. The supported values are: “Lax“, “Strict“, "
        "“None“.",
    ),
    "foreign": (
        "cookiesCHIPS", "warning",
        "Cookie “{name}” will soon be rejected because it is foreign and does not have the "
        "“Partitioned“ attribute.",
    ),
}  # fmt: skip
NO_URL = "‘src’ attribute of <script> element is not a valid URI: “{url}”"
UPGRADED = "Mixed Content: Upgrading insecure display request ‘{url}’ to use ‘https’"
SYNCHRONOUS_DEPRECATED = (
    "Synchronous XMLHttpRequest on the main thread is deprecated because of its detrimental "
    "effects to the end user’s experience. For more help https://xhr.spec.whatwg.org/#sync-warning"
)
NO_CONNECTION = "Firefox can’t establish a connection to the server at {url}."
FONT = (
    'downloadable font: {what} (font-family: "font" style:normal weight:400 stretch:100 '
    "src index:0){reason} source: {url}"
)
CONTENT_BLOCKED = "content blocked"
PORT_REFUSED = "status=2152398867"  # NS_ERROR_PORT_ACCESS_NOT_ALLOWED
FONT_REFUSED = "bad URI or cross-site access not allowed"
NOT_AVAILABLE = "status=2147746065"  # NS_ERROR_NOT_AVAILABLE
BAD_REDIRECT = "status=2152398877"  # y1-331
SCRIPTS = {"script": "<script>", "module": "module"}
NOT_ALLOWED = "{what} source URI is not allowed in this document: “{url}”."
LOADING_FAILED = "Loading failed for the {what} with source “{url}”."
MODULE_TYPE = (
    "Loading module from “{url}” was blocked because of a disallowed MIME type (“{type}”)."
)
SCRIPT_TYPE = "Script from “{url}” was blocked because of a disallowed MIME type (“{type}”)."
SNIFFED_TYPE = (
    "The resource from “{url}” was blocked due to MIME type (“{type}”) mismatch "
    "(X-Content-Type-Options: nosniff)."
)
STYLE_TYPE = (
    "The stylesheet {url} was not loaded because its MIME type, “{type}”, is not “text/css”."
)
TOLERATED_TYPE = (
    "The script from “{url}” was loaded even though its MIME type (“{type}”) is not a valid "
    "JavaScript MIME type."
)
OPAQUE = "The resource at “{url}” was blocked by OpaqueResponseBlocking. Reason: “{reason}”."
OPAQUE_REASONS: dict[str, str] = {
    orb.NEVER: "mimeType is an opaque-blocklisted-never-sniffed MIME type",
    orb.NOSNIFF: (
        "nosniff is true and mimeType is an opaque-blocklisted MIME type or its essence is "
        "'text/plain'"
    ),
    orb.PARTIAL: "response's status is 206 and mimeType is an opaque-blocklisted MIME type",
    orb.NOT_FIRST: "response status is 206 and not first partial response",
    orb.STAYS_UNKNOWN: "after sniff: nosniff is true",
    orb.STATUS: "after sniff: status code is not in allowed range",
    orb.NOT_MEDIA: "after sniff: content-type declares image/video/audio, but sniffing fails",
    orb.NOT_SCRIPT: "Javascript validation failed",
}
OPAQUE_SEE = (
    "A resource is blocked by OpaqueResponseBlocking, please check browser console for details."
)


def as_utf8(value: str) -> str:
    """Header bytes as Gecko shows them: read as UTF-8, what is none as U+FFFD."""
    if value.isascii() or max(value) > "\xff":
        return value
    return value.encode("latin-1").decode("utf-8", "replace")
