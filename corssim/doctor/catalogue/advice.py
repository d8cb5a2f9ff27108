"""The call is allowed, or another finding stands, and yet something is amiss."""

from ...browsers.caps import caps
from .entry import CACHE_STEP, EXPOSE_STEP, FETCH, MAX_AGE_STEP, Entry

CAPS = caps()
ENTRIES = (
    Entry(
        "CORS-NO-CORS",
        "mode: 'no-cors' hides the answer instead of allowing it",
        "With no-cors the script gets an opaque response: status 0, no headers, no body. It "
        "silences the console and makes the answer unreadable; unsafe request headers are dropped.",
        "Use mode cors, which is the default, and let the server allow the page.",
        FETCH + "concept-request-mode",
    ),
    Entry(
        "CORS-EXPOSE-MISSING",
        "Response header {name} is sent, but the script cannot read it",
        "Without Access-Control-Expose-Headers a script reads only Cache-Control, "
        "Content-Language, Content-Length, Content-Type, Expires, Last-Modified and Pragma.",
        "Add {name} to the exposed headers.",
        EXPOSE_STEP,
    ),
    Entry(
        "CORS-EXPOSE-WILDCARD-CREDENTIALS",
        "Access-Control-Expose-Headers: * is taken literally, for the call has credentials",
        "With credentials the value * means a header called *. The script cannot read {name}.",
        "Name the headers to expose: {name}.",
        EXPOSE_STEP,
        silences=("CORS-EXPOSE-MISSING",),
    ),
    Entry(
        "CORS-VARY-MISSING",
        "The answer depends on Origin, but Vary does not say so",
        "Asked with different origins the server answers differently ({value}), and without "
        "Vary: Origin a cache between may give one origin the answer meant for another.",
        "Send Vary: Origin on every answer of this URL, also where the request has no Origin.",
        CACHE_STEP,
    ),
    Entry(
        "CORS-MAX-AGE-CAPPED",
        "Access-Control-Max-Age: {value} is more than browsers keep",
        f"Chrome remembers a preflight for at most {CAPS['chrome']} s, Firefox for "
        f"{CAPS['firefox']} s, Safari for {CAPS['safari']} s.",
        f"Nothing breaks; {CAPS['chrome']} says what Chrome does.",
        MAX_AGE_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-MAX-AGE-INVALID",
        "Access-Control-Max-Age: {value} is not a number of seconds",
        "A value that does not parse counts as absent, or as 0: browsers remember the preflight "
        "for 5 s or not at all.",
        f"Send a whole number of seconds, such as {CAPS['chrome']}.",
        MAX_AGE_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-AVOIDABLE",
        "The preflight could be avoided: {value}",
        "Each first call costs an extra round trip. Without it the server loses the protection "
        "that other sites cannot send such requests: it must then check Origin or a token itself.",
        "Keep the preflight and let it be remembered (Access-Control-Max-Age), or drop what "
        "causes it, knowing what that costs.",
        FETCH + "cors-preflight-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-REFLECTS-ANY-ORIGIN",
        "Any origin is let in with credentials",
        "Asked by a page of {value}, which nobody configured, the server allowed it by name and "
        "with credentials: every web page can read what a logged-in person may read.",
        "Compare the Origin with a list, and answer only those on it.",
    ),
)
