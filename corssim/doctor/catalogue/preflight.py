"""The preflight was answered in a way that allows nothing."""

from .entry import PREFLIGHT_STEP, Entry

ENTRIES = (
    Entry(
        "CORS-PREFLIGHT-NOT-HANDLED",
        "Nothing answers OPTIONS: status {status}",
        "Before this call the browser asks with an OPTIONS request whether it may, and only a "
        "status from 200 to 299 counts as an answer. The server has a route for {method} at this "
        "URL but none for OPTIONS, so its router says {status}. The call itself was never sent.",
        "Answer OPTIONS for every URL that pages call, in a layer in front of the router.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-AUTH",
        "Authentication stands in front of CORS: the preflight gets {status}",
        "A preflight never carries cookies or an Authorization header, so a server that asks for "
        "them before it answers OPTIONS refuses every preflight with {status}. The browser then "
        "does not send the call, however good its credentials are.",
        "Let the CORS layer answer preflights before authentication sees them; the calls "
        "themselves stay protected.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-REDIRECT-HTTPS",
        "The preflight is redirected from http to https",
        "The page calls {url} and the server sends it to {value}. A preflight must be answered "
        "where it is asked: browsers do not follow its redirects.",
        "Call the https URL from the page.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PREFLIGHT-REDIRECT-SLASH",
        "The preflight is redirected because of a trailing slash",
        "The page calls {url} and the router sends it to {value}, which differs by one slash. A "
        "preflight must be answered where it is asked: browsers do not follow its redirects.",
        "Call the URL exactly as the route is declared, slash included.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PREFLIGHT-REDIRECT",
        "The preflight is redirected to {value}",
        "The answer to the preflight is a redirect (status {status}), often to a login page or "
        "to a canonical host. Browsers do not follow redirects of a preflight.",
        "Call the final URL, or let the CORS layer answer OPTIONS before the redirect.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-SERVER-ERROR",
        "The server fails at the preflight: status {status}",
        "The OPTIONS request made the server, or a proxy in front of it, fail with {status}. "
        "Only a status from 200 to 299 lets the browser go on, so the console speaks of CORS "
        "although the cause is the failure.",
        "Look in the server's log for the OPTIONS request, and let the CORS layer answer it "
        "before any other code runs.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-REJECTED",
        "The CORS layer itself rejects the preflight: {value}",
        "The server understood that this is a preflight and refused it with {status}: the "
        "origin {origin}, the method {method} or one of the request headers is not in its "
        "configuration.",
        "Add what is missing to the configuration: origin {origin}, method {method}, headers "
        "{names}.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-STATUS",
        "The preflight is answered with status {status}",
        "Only a status from 200 to 299 lets the browser go on after a preflight; the server "
        "answered {status}.",
        "Answer the preflight with 204, or with 200.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-FIREWALL",
        "Something in front of the server refuses OPTIONS ({value})",
        "The request with method OPTIONS did not reach the application: {value}. Firewalls, load "
        "balancers and content networks often allow only the methods that they were told of, and "
        "some strip headers that they do not know.",
        "Allow the method OPTIONS, and the Access-Control-* headers, in the firewall or content "
        "network, and compare with an answer taken behind it.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PREFLIGHT-HTML",
        "The preflight is answered with a web page",
        "The answer to the preflight is an HTML page with status {status} and no Access-Control "
        "headers: a single-page application's fallback, a login page or a default page answers "
        "instead of the API. The URL is probably not the one of the API.",
        "Check host and path of the URL; the API must answer there, and OPTIONS too.",
        PREFLIGHT_STEP,
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-PREFLIGHT-WITHOUT-HEADERS",
        "The preflight is answered with {status}, but without CORS headers",
        "Something answers OPTIONS with an ok status, such as a framework's automatic OPTIONS "
        "answer, but no Access-Control-Allow-Origin stands on it: the CORS layer is missing on "
        "this route, or sits behind what answered.",
        "Put the CORS layer in front of the routes, so that it answers OPTIONS.",
        PREFLIGHT_STEP,
        silences=("CORS-ORIGIN-MISSING",),
    ),
    Entry(
        "CORS-METHOD-MISSING",
        "Method {method} is not in Access-Control-Allow-Methods",
        "The preflight's answer allows {value}. GET, HEAD and POST need no entry; every other "
        "method must be listed, and names are compared exactly.",
        "Add {method} to the allowed methods.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-METHOD-CASE",
        "Method {method} is written in another case than Access-Control-Allow-Methods",
        "The script asks for {method} and the server allows {value}. Browsers turn only delete, "
        "get, head, options, post and put into upper case; every other method, patch above all, "
        "goes out as written and is compared exactly.",
        "Write the method in upper case in the script: {upper}.",
        PREFLIGHT_STEP,
        recipe=False,
        silences=("CORS-METHOD-MISSING",),
    ),
    Entry(
        "CORS-METHOD-WILDCARD-CREDENTIALS",
        "Access-Control-Allow-Methods: * is taken literally, for the call has credentials",
        "With credentials the value * means a method called *, not every method; so {method} is "
        "not allowed.",
        "Name the methods: {method} and the others.",
        PREFLIGHT_STEP,
        silences=("CORS-METHOD-MISSING",),
    ),
    Entry(
        "CORS-HEADER-MISSING",
        "Request header {name} is not in Access-Control-Allow-Headers",
        "The call carries the header {name}, which pages may send to another origin only where "
        "the preflight's answer lists it; it lists {value}.",
        "Add {name} to the allowed headers.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-HEADER-CONTENT-TYPE",
        "Content-Type {sent} needs an entry in Access-Control-Allow-Headers",
        "Only text/plain, multipart/form-data and application/x-www-form-urlencoded go without "
        "permission. The call sends {sent}, so Content-Type must be in the preflight's "
        "Access-Control-Allow-Headers, which is {value}.",
        "Add Content-Type to the allowed headers.",
        PREFLIGHT_STEP,
        silences=("CORS-HEADER-MISSING",),
    ),
    Entry(
        "CORS-HEADER-TRACING",
        "Header {name}, added by a monitoring library, is not allowed",
        "The page's own code probably does not set {name}: monitoring and tracing libraries add "
        "it to calls of other origins. The preflight's answer lists {value}.",
        "Add {name} to the allowed headers, or tell the library to leave this host alone.",
        PREFLIGHT_STEP,
        silences=("CORS-HEADER-MISSING",),
    ),
    Entry(
        "CORS-HEADER-WILDCARD-CREDENTIALS",
        "Access-Control-Allow-Headers: * is taken literally, for the call has credentials",
        "With credentials the value * means a header called *, not every header; so {name} is "
        "not allowed.",
        "Name the headers: {names}.",
        PREFLIGHT_STEP,
        silences=("CORS-HEADER-MISSING",),
    ),
    Entry(
        "CORS-HEADER-REQUEST-SIDE",
        "The script sends {name}, which is a response header",
        "Access-Control-Allow-* headers belong on the server's answer. Set on the request they "
        "do nothing but force a preflight, which must then allow them.",
        "Remove {name} from the call.",
        PREFLIGHT_STEP,
        recipe=False,
        silences=("CORS-HEADER-MISSING",),
    ),
    Entry(
        "CORS-LIST-UNPARSABLE",
        "{header} does not parse: {value}",
        "The value must be names separated by commas. {element} is no name, and one bad element "
        "spoils the whole list.",
        "Send names separated by commas: no quotes, brackets, semicolons or spaces inside.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-HEADER-AUTHORIZATION-WILDCARD",
        "Authorization passes only because browsers read * generously",
        "The standard says that Access-Control-Allow-Headers: * does not cover Authorization. "
        "Chrome, Firefox and Safari let it pass today, Firefox with a warning in the console.",
        "Name Authorization in the allowed headers.",
        PREFLIGHT_STEP,
    ),
)
