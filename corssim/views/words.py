"""What each failure means, in a sentence, and what to change.

Law: one entry a failure, its values filled in; the browsers' own words are elsewhere.
"""

from __future__ import annotations

from .. import failures as f

# failure: (what happened, what to change)
MEANINGS: dict[type[f.Failure], tuple[str, str]] = {
    f.OriginMissing: (
        "The response (status {status}) has no Access-Control-Allow-Origin header.",
        "Send Access-Control-Allow-Origin with the page's origin on every response, errors and "
        "preflights included.",
    ),
    f.OriginMismatch: (
        "Access-Control-Allow-Origin is {value!r}; the request's origin is {origin!r}. The two "
        "must be equal byte for byte.",
        "Answer with exactly {origin!r}: no trailing slash, no other scheme, host or port.",
    ),
    f.OriginMultiple: (
        "Access-Control-Allow-Origin holds more than one value: {value!r}.",
        "Send one value. If proxy and application both add the header, let only one of them.",
    ),
    f.OriginInvalid: (
        "Access-Control-Allow-Origin is {value!r}, which is no origin.",
        "Answer with exactly {origin!r}.",
    ),
    f.WildcardWithCredentials: (
        "Access-Control-Allow-Origin is *, which does not count for a request with credentials.",
        "Name the origin, add Vary: Origin, or send the request without credentials.",
    ),
    f.CredentialsNotTrue: (
        "Access-Control-Allow-Credentials is {value!r}; it must be exactly 'true'.",
        "Send Access-Control-Allow-Credentials: true, in lower case and once.",
    ),
    f.PreflightStatusNotOk: (
        "The preflight was answered with status {status}; only 200 to 299 will do.",
        "Answer OPTIONS requests with 204 before authentication and routing refuse them.",
    ),
    f.PreflightRedirected: (
        "The preflight was redirected (status {status} to {location!r}); browsers do not follow.",
        "Call the final URL: mind http or https and the trailing slash.",
    ),
    f.ListUnparsable: (
        "{header} does not parse: {element!r} is no token.",
        "Send names separated by commas, without quotes or spaces inside.",
    ),
    f.MethodNotAllowed: (
        "Method {method} is not in Access-Control-Allow-Methods {allowed}.",
        "Add {method} to Access-Control-Allow-Methods; case matters.",
    ),
    f.HeaderNotAllowed: (
        "Request header {name} is not in Access-Control-Allow-Headers {allowed}.",
        "Add {name} to Access-Control-Allow-Headers; with credentials * is taken literally.",
    ),
    f.RedirectIncludesCredentials: (
        "The redirect's target {target} carries a user name or password.",
        "Redirect to a URL without userinfo.",
    ),
    f.RedirectSchemeNotSupported: (
        "The redirect's target {target} is not http or https.",
        "Redirect to an http(s) URL.",
    ),
    f.RedirectUnparsable: (
        "The Location {target!r} is not a URL.",
        "Send a valid Location.",
    ),
    f.TooManyRedirects: ("More than 20 redirects.", "Break the redirect loop."),
    f.RedirectNotAllowed: (
        "The server redirects and the script asked for redirect: 'error'.",
        "Call the final URL, or allow redirects.",
    ),
    f.CrossOriginNotAllowedByMode: (
        "The request's mode is 'same-origin' and {url} is another origin.",
        "Use mode 'cors'.",
    ),
    f.NoCorsNeedsFollow: (
        "Mode 'no-cors' allows no redirect mode but 'follow'.",
        "Use mode 'cors'; 'no-cors' only hides the response.",
    ),
    f.MixedContent: (
        "A secure page may not load {url}.",
        "Serve the resource over https. This is not CORS: no response header helps.",
    ),
    f.BadPort: ("Browsers do not connect to port {port}.", "Use another port."),
    f.LocalNetworkDenied: (
        "The page may not reach the {space} address space without the person's permission.",
        "No response header can grant it: serve the page from a secure context and let the "
        "person allow local network access.",
    ),
    f.ConnectionFailed: (
        "No answer came from {url} ({how}).",
        "See that the server listens there. This is not CORS.",
    ),
    f.ResourcePolicyBlocked: (
        "Cross-Origin-Resource-Policy is {policy!r}, which keeps the response from this page.",
        "Send Cross-Origin-Resource-Policy: cross-origin, or use mode 'cors'.",
    ),
}


def meaning(failure: f.Failure) -> str:
    """What happened, in a sentence."""
    text = MEANINGS.get(type(failure))
    if text is None:
        evidence = ", ".join(f"{name}={value!r}" for name, value in failure.evidence.items())
        return f"{(type(failure).__doc__ or '').splitlines()[0]} ({evidence})"
    return text[0].format(**failure.evidence)


def remedy(failure: f.Failure) -> str:
    """What to change; empty where nothing general can be said."""
    text = MEANINGS.get(type(failure))
    return "" if text is None else text[1].format(**failure.evidence)
