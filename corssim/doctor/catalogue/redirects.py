"""Redirects of the call itself."""

from .entry import FETCH, Entry

_STEP = FETCH + "concept-http-redirect-fetch"

ENTRIES = (
    Entry(
        "CORS-REDIRECT-WITHOUT-HEADERS",
        "A redirect ({status}) has no CORS headers",
        "Every answer on the way is checked, redirects included. The redirect at {url} has no "
        "Access-Control-Allow-Origin; often it leads to a login page or to a canonical URL.",
        "Call the final URL, or send the CORS headers on redirects too.",
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-REDIRECT-LOGIN",
        "The page's own server redirects the call to another origin",
        "The redirect leads to {value}. A script may follow it only where that answer allows the "
        "page's origin, which a login page does not: most often a session has ended.",
        "Answer a script's calls with 401 instead of a redirect, and let the page itself go to the "
        "login.",
        _STEP,
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-NULL-ORIGIN",
        "After a redirect across origins the request's origin is null",
        "The call went from one foreign origin to another, so the browser sends Origin: null to "
        "hide where it came from; {value} does not match it.",
        "Call the final URL directly, or redirect within one origin.",
        silences=(
            "CORS-ORIGIN-MISMATCH",
            "CORS-ORIGIN-MISSING",
            "CORS-ORIGIN-NOT-LISTED",
            "CORS-ORIGIN-NULL-PAGE",
        ),
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-CREDENTIALS",
        "The redirect's target carries a user name or password",
        "{value} holds credentials in the URL, which a cross-origin call may not follow.",
        "Redirect to a URL without them.",
        _STEP,
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-TARGET",
        "The redirect's target is no http(s) URL",
        "Location is {value}; calls follow redirects to http and https URLs only.",
        "Send a valid Location.",
        _STEP,
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-LOOP",
        "The redirects do not end",
        "After 20 redirects the browser gives up.",
        "Break the loop; mind http and https and the trailing slash behind a proxy.",
        _STEP,
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-CACHED",
        "Safari loses a call between cached redirects",
        "Safari took the redirect out of the page's origin from its cache. The next redirect leads "
        "to {value}, which is cached, too, and there the call fails without a word in the console.",
        "Call the final URL, or send Cache-Control: no-store with the first redirect.",
        _STEP,
        recipe=False,
    ),
    Entry(
        "CORS-REDIRECT-REFUSED",
        "The script refuses redirects, and the server redirects to {value}",
        "The call says redirect: 'error' or a mode that does not allow this redirect.",
        "Call the final URL, or allow redirects.",
        _STEP,
        recipe=False,
    ),
)
