"""The CORS check of a response: Allow-Origin and Allow-Credentials."""

from .entry import CACHE_STEP, CHECK_STEP, Entry

_EXACT = "Answer with exactly {origin}."

ENTRIES = (
    Entry(
        "CORS-ORIGIN-MISSING",
        "The response has no Access-Control-Allow-Origin",
        "The server answered {status}, but no header says that a page of {origin} may read the "
        "answer, so the browser keeps it from the script. Other clients, curl for one, never look "
        "at this header.",
        "Send Access-Control-Allow-Origin on every answer that pages should read.",
    ),
    Entry(
        "CORS-ORIGIN-NOT-LISTED",
        "The server speaks CORS, but not to {origin}",
        "The answer bears signs of a CORS layer ({value}) and no Access-Control-Allow-Origin: "
        "that is how such layers treat an origin that is not in their list. Most often the list "
        "holds another scheme, port or host, a trailing slash, or a path.",
        "Add {origin} to the list, exactly as written here.",
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-ORIGIN-HTML",
        "A web page answers instead of an API",
        "The answer is HTML with status {status} and no Access-Control headers: a login page, a "
        "single-page application's fallback or a default page. The console speaks of CORS, the "
        "URL is the likelier cause.",
        "Check host, port and path of the URL.",
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-AUTH-RESPONSE",
        "The {status} answer has no CORS headers, so the page cannot see that it must log in",
        "Authentication refused the call with {status} before the CORS layer could add its "
        "headers. The script sees a network error instead of the status.",
        "Put the CORS layer around authentication, so that refusals carry its headers too.",
        silences=("CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS"),
    ),
    Entry(
        "CORS-ERROR-WITHOUT-HEADERS",
        "The error answer ({status}) has no CORS headers",
        "The server failed or refused with {status}, and error answers lack the CORS headers "
        "that good ones have. The page reads a CORS error where the real news is the {status}.",
        "Find the cause of the {status}, and put the CORS layer outermost so that errors carry "
        "its headers.",
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-CRASH",
        "The application crashed ({status}) outside its CORS layer",
        "An exception turned into a {status} in a layer around the CORS layer, so the answer "
        "has no CORS headers, and the console hides the crash behind a CORS error.",
        "Look in the server's log for the exception, and put the CORS layer outermost so that "
        "crashes carry its headers.",
        silences=("CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS"),
    ),
    Entry(
        "CORS-NGINX-ALWAYS",
        "nginx leaves its headers off a {status} answer: add_header without always",
        "nginx adds headers set by add_header only to answers with status 200, 201, 204, 206, "
        "301, 302, 303, 304, 307 and 308. This is a {status}, so the CORS headers are missing.",
        "Write always at the end of every add_header line.",
        silences=("CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS", "CORS-CRASH"),
    ),
    Entry(
        "CORS-APACHE-ALWAYS",
        "Apache leaves its headers off a {status} answer: Header set without always",
        "Apache keeps two tables of headers; Header set fills the one for good answers only. "
        "This is a {status}, so the CORS headers are missing.",
        "Write Header always set.",
        silences=("CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS", "CORS-CRASH"),
    ),
    Entry(
        "CORS-GATEWAY-ERROR",
        "The gateway itself answered {status}, without CORS headers",
        "{value} shows that the answer comes from the API gateway or proxy, not from the "
        "application behind it: a missing route, a refused key, a time-out or a dead backend. "
        "The application's CORS set-up has no say in it.",
        "Give the gateway's own error answers CORS headers too, and mend what made it answer "
        "{status}.",
        silences=("CORS-ORIGIN-MISSING", "CORS-ERROR-WITHOUT-HEADERS", "CORS-CRASH"),
    ),
    Entry(
        "CORS-CACHED-WITHOUT-CORS",
        "The browser's HTTP cache holds a copy without CORS headers",
        "The URL was loaded before without CORS, by an image or script element for instance, and "
        "the copy in the HTTP cache has no Access-Control-Allow-Origin. It answers this call.",
        "Send the CORS headers, and Vary: Origin, on every answer, whether the request has an "
        "Origin or not.",
        CACHE_STEP,
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-ORIGIN-MISMATCH",
        "Access-Control-Allow-Origin is {value}, not {origin}",
        "The header names another origin than the page's. Browsers compare the two byte for byte.",
        _EXACT,
    ),
    Entry(
        "CORS-ORIGIN-SLASH",
        "Access-Control-Allow-Origin ends in a slash",
        "An origin is scheme, host and port, with no slash at the end: {value} and {origin} "
        "differ, and browsers compare byte for byte.",
        "Remove the slash: {origin}.",
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-PATH",
        "Access-Control-Allow-Origin holds a path",
        "An origin is scheme, host and port without a path: {value} is a URL, and never equal to "
        "{origin}.",
        _EXACT,
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-SCHEME",
        "Access-Control-Allow-Origin has another scheme",
        "{value} and {origin} differ in http and https, which are different origins; a value "
        "without a scheme is none at all.",
        _EXACT,
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-PORT",
        "Access-Control-Allow-Origin has another port",
        "{value} and {origin} differ in the port, and a default port (80 for http, 443 for "
        "https) is never written.",
        _EXACT,
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-HOST",
        "Access-Control-Allow-Origin names a neighbouring host",
        "{value} and {origin} are close relatives, but www., localhost and 127.0.0.1, and "
        "upper and lower case are different origins to the comparison.",
        _EXACT,
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-PATTERN",
        "Access-Control-Allow-Origin holds a pattern",
        "Browsers know no patterns: {value} is compared as it stands. A lone * is the only "
        "wildcard.",
        "Match the pattern on the server against the request's Origin, and answer with {origin}.",
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-LIST",
        "Access-Control-Allow-Origin lists several origins",
        "The header may hold one origin or *. {value} is one string to the browser, equal to no "
        "origin.",
        "Keep the list on the server, and answer with the one that asked: {origin}.",
        silences=("CORS-ORIGIN-MISMATCH",),
    ),
    Entry(
        "CORS-ORIGIN-DOUBLED",
        "Access-Control-Allow-Origin is sent {count} times",
        "Two layers, usually a proxy and the application behind it, each add the header. The "
        "browser joins the lines to {value}, which equals no origin, even where all are the same.",
        "Let one layer speak CORS: either the proxy removes what the application sent, or the "
        "proxy adds nothing.",
        silences=("CORS-ORIGIN-MISMATCH", "CORS-ORIGIN-LIST"),
    ),
    Entry(
        "CORS-ORIGIN-NULL-PAGE",
        "The page's origin is null",
        "The request says Origin: null, as from a file, a sandboxed frame, a data: URL or after "
        "redirects across origins. Answering null lets in every page that can sandbox itself.",
        "Serve the page over http or https, without sandboxing, so that it has an origin.",
        silences=("CORS-ORIGIN-MISMATCH", "CORS-ORIGIN-MISSING", "CORS-ORIGIN-NOT-LISTED"),
        recipe=False,
    ),
    Entry(
        "CORS-WILDCARD-CREDENTIALS",
        "Access-Control-Allow-Origin: * does not count for a call with credentials",
        "The call is made with credentials, and then the browser wants the page's origin by "
        "name. This is the standard's guard against reading private data from everywhere.",
        "Answer with {origin} by name, with Vary: Origin and Access-Control-Allow-Credentials: "
        "true; or make the call without credentials.",
    ),
    Entry(
        "CORS-CREDENTIALS-MISSING",
        "Access-Control-Allow-Credentials is missing",
        "The call is made with credentials; the answer must say Access-Control-Allow-Credentials: "
        "true, on the preflight as well.",
        "Send Access-Control-Allow-Credentials: true, or make the call without credentials.",
    ),
    Entry(
        "CORS-CREDENTIALS-NOT-TRUE",
        "Access-Control-Allow-Credentials is {value}, not true",
        "Only the four letters true, in lower case and once, count; {value} does not.",
        "Send Access-Control-Allow-Credentials: true.",
        CHECK_STEP,
    ),
)
