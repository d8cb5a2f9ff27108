"""What each failure means, in a sentence.

Law: one entry a failure, its values filled in; the browsers' own words are in ``browsers/``, what
to change in ``doctor/``.
"""

from __future__ import annotations

from .. import failures as f

MEANINGS: dict[type[f.Failure], str] = {
    f.OriginMissing: ("The response (status {status}) has no Access-Control-Allow-Origin header."),
    f.OriginMismatch: (
        "Access-Control-Allow-Origin is {value!r}; the request's origin is {origin!r}. "
        "The two must be equal byte for byte."
    ),
    f.OriginMultiple: "Access-Control-Allow-Origin holds more than one value: {value!r}.",
    f.OriginInvalid: "Access-Control-Allow-Origin is {value!r}, which is no origin.",
    f.WildcardWithCredentials: (
        "Access-Control-Allow-Origin is *, which does not count for a request with credentials."
    ),
    f.CredentialsNotTrue: (
        "Access-Control-Allow-Credentials is {value!r}; it must be exactly 'true'."
    ),
    f.PreflightStatusNotOk: (
        "The preflight was answered with status {status}; it must be 200 to 299."
    ),
    f.PreflightRedirected: (
        "The preflight was redirected (status {status} to {location!r}); browsers do not follow."
    ),
    f.ListUnparsable: "{header} does not parse: {element!r} is no token.",
    f.MethodNotAllowed: "Method {method} is not in Access-Control-Allow-Methods {allowed}.",
    f.HeaderNotAllowed: ("Request header {name} is not in Access-Control-Allow-Headers {allowed}."),
    f.RedirectIncludesCredentials: "The redirect's target {target} carries userinfo.",
    f.RedirectSchemeNotSupported: "The redirect's target {target} is not http or https.",
    f.RedirectUnparsable: "The Location {target!r} is not a URL.",
    f.RedirectAbandonedByCache: (
        "Safari abandons the call: a cached redirect left the origin and {target} is cached, too."
    ),
    f.TooManyRedirects: "More than 20 redirects.",
    f.RedirectNotAllowed: "The server redirects and the script asked for redirect: 'error'.",
    f.CrossOriginNotAllowedByMode: "The mode is 'same-origin' and {url} is another origin.",
    f.NoCorsNeedsFollow: "Mode 'no-cors' allows no redirect mode but 'follow'.",
    f.MixedContent: "A secure page may not load {url}.",
    f.SchemeNotSupported: "Pages can fetch http and https URLs, and {url} is neither.",
    f.BlobNotFound: "No object of this page is known for {url}.",
    f.BadPort: "Browsers do not connect to port {port}.",
    f.LocalNetworkDenied: (
        "The page may not reach the {space} address space without the person's permission."
    ),
    f.ConnectionFailed: "No response came from {url} ({how}).",
    f.ContentDecodingFailed: "The body is not what Content-Encoding ({coding}) says.",
    f.HeadersConflict: "Two different {name} lines contradict each other.",
    f.LoadStatusNotOk: "The initiator cannot use a response with the status {status}.",
    f.MIMETypeRefused: "The MIME type {type!r} is not accepted for {initiator}.",
    f.NotDecodable: "The response is not an image or font that the browser can decode.",
    f.OpaqueResponseBlocked: (
        "Opaque response blocking keeps an answer without CORS from the page ({reason})."
    ),
    f.ResourcePolicyBlocked: (
        "Cross-Origin-Resource-Policy is {policy!r}, which keeps the response from this page."
    ),
    f.NotInCache: "Cache mode 'only-if-cached' sends no request, and {url} is not cached.",
    f.Aborted: "The script aborted the call of {url} ({how}).",
    f.CredentialedSubresource: (
        "Chrome does not load {target}: the URL carries a user name or password."
    ),
    f.RedirectStreamBody: "{url} redirects, and a streamed body cannot be sent a second time.",
    f.RedirectCrossOriginNotAllowedByMode: (
        "The mode is 'same-origin' and the redirect's target {target} is another origin."
    ),
    f.InvalidResponse: "This browser cannot read the response of {url} as HTTP.",
    f.InvalidURL: "{input!r} is not a valid URL.",
    f.URLIncludesCredentials: "fetch() refuses {input}: the URL carries a user name or password.",
    f.InvalidMethod: "{method!r} is not an HTTP method: it is not a token.",
    f.ForbiddenMethod: "Scripts cannot send the method {method}.",
    f.MethodNotAllowedInNoCors: (
        "Mode 'no-cors' allows the methods GET, HEAD and POST, not {method}."
    ),
    f.BodyNotAllowed: "A {method} request cannot have a body.",
    f.ModeNavigate: "Scripts cannot use the mode 'navigate'.",
    f.OnlyIfCachedNeedsSameOrigin: (
        "Cache mode 'only-if-cached' needs the mode 'same-origin', not {mode!r}."
    ),
    f.InvalidEnumValue: "{value!r} is not a value of {member} ({enumeration}).",
    f.InvalidHeaderName: "{name!r} is not a header name: it is not a token.",
    f.InvalidHeaderValue: "{value!r} is not a header value: {name} cannot be set to it.",
    f.StreamNotSupported: "This browser does not upload a ReadableStream.",
    f.StreamNeedsCORS: (
        "A ReadableStream body needs the mode 'cors' or 'same-origin', not {mode!r}."
    ),
    f.BeaconSchemeNotSupported: "sendBeacon() takes http and https URLs, and {input} is neither.",
}


def meaning(failure: f.Failure) -> str:
    """What happened, in a sentence."""
    values = {
        name: ", ".join(value) or "(nothing)" if isinstance(value, tuple) else value
        for name, value in failure.evidence.items()
    }
    return MEANINGS[type(failure)].format(**values)
