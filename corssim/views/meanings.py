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
        "The preflight was answered with status {status}; only 200 to 299 will do."
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
    f.ConnectionFailed: "No answer came from {url} ({how}).",
    f.ContentDecodingFailed: "The body is not what Content-Encoding ({coding}) says.",
    f.HeadersConflict: "Two different {name} lines contradict each other.",
    f.LoadStatusNotOk: "The status {status} makes the answer useless for what asked.",
    f.MIMETypeRefused: "The MIME type {type!r} is not one that a load for {initiator} takes.",
    f.NotDecodable: "What came is no image or font that the browser can decode.",
    f.OpaqueResponseBlocked: (
        "Opaque response blocking keeps an answer without CORS from the page ({reason})."
    ),
    f.ResourcePolicyBlocked: (
        "Cross-Origin-Resource-Policy is {policy!r}, which keeps the response from this page."
    ),
}


def meaning(failure: f.Failure) -> str:
    """What happened, in a sentence."""
    text = MEANINGS.get(type(failure))
    if text is None:
        evidence = ", ".join(f"{name}={value!r}" for name, value in failure.evidence.items())
        return f"{(type(failure).__doc__ or '').splitlines()[0]} ({evidence})"
    values = {
        name: ", ".join(value) or "(nothing)" if isinstance(value, tuple) else value
        for name, value in failure.evidence.items()
    }
    return text.format(**values)
