"""What is not CORS, though the console may say so."""

from .entry import FETCH, Entry

ENTRIES = (
    Entry(
        "CORS-SERVER-DOWN",
        "Nothing listens at {url}",
        "The connection was refused. Browsers report it in the same words as a CORS failure, but "
        "no header can help.",
        "Start the server, and check host and port.",
        FETCH + "concept-http-network-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-SERVER-DNS",
        "The host of {url} does not resolve",
        "No address is known for the name.",
        "Check the host name.",
        FETCH + "concept-http-network-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-SERVER-TLS",
        "The certificate of {url} is not trusted",
        "The TLS handshake failed: a self-signed, expired or foreign certificate. A page cannot "
        "ask the person to accept it.",
        "Install a certificate that browsers trust; in development trust your own authority, or "
        "open the URL once in a tab.",
        FETCH + "concept-http-network-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-SERVER-TIMEOUT",
        "{url} did not answer in time",
        "The connection or the answer took too long; a firewall that drops packets looks the same.",
        "See that the server is reachable from where you ask.",
        FETCH + "concept-http-network-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-SERVER-DROPPED",
        "{url} closed the connection without an answer",
        "The server, or a proxy before it, hung up. A crash of the process looks like this.",
        "Look in the server's log.",
        FETCH + "concept-http-network-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-MIXED-CONTENT",
        "A secure page may not call {url}",
        "The page was loaded over https and calls http. That is mixed content; it is blocked "
        "before any CORS.",
        "Serve the API over https.",
        "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-LOCAL-NETWORK",
        "The page may not reach the {space} network without permission",
        "Local Network Access keeps public pages from private addresses until the person at the "
        "browser allows it. It prints in the words of CORS.",
        "No response header can grant it: serve the page from a secure context and let "
        "the person allow access, or serve page and API from the same network.",
        "https://wicg.github.io/local-network-access/#permission-prompts",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-RESOURCE-POLICY",
        "Cross-Origin-Resource-Policy keeps the response from the page",
        "The answer says Cross-Origin-Resource-Policy: {value}. It concerns calls without CORS "
        "(mode no-cors, images, scripts); security middlewares set it by default.",
        "Send Cross-Origin-Resource-Policy: cross-origin, or call with mode cors.",
        FETCH + "cross-origin-resource-policy-header",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-SAMESITE",
        "The cookie {name} will not come along: {value}",
        "CORS decides whether the answer may be read; whether a cookie goes along is decided by "
        "its own attributes. Set by a call from another site, it comes back only with "
        "SameSite=None and Secure, over https; and browsers that block third-party cookies keep "
        "it even so.",
        "Set the cookie with SameSite=None; Secure, or serve page and API from the same site.",
        "https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html"
        "#name-the-samesite-attribute-2",
        recipe=False,
    ),
    Entry(
        "CORS-SCRIPT-THROWS",
        "The call itself is wrong: {value}",
        "The browser throws before anything is sent.",
        "Fix the call's arguments.",
        FETCH + "dom-request",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-USABLE",
        "What asked has no use for the answer: {value}",
        "CORS passed the answer, or was not asked for; then its status, its MIME type or its first "
        "bytes were not what an image, a script, a stylesheet, a font or an EventSource takes. "
        "Without crossorigin, opaque response blocking keeps data from the page, too.",
        "Answer with status 200 and the Content-Type that fits the file; for data call fetch().",
        FETCH + "should-response-to-request-be-blocked-due-to-mime-type",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-AWAITED",
        "The page gave the call up before it was answered",
        "It was aborted, or its timeout passed. A preflight counts, too: its time is the call's.",
        "Let the call wait longer, or answer faster; let the preflight be remembered "
        "(Access-Control-Max-Age).",
        "https://dom.spec.whatwg.org/#interface-abortcontroller",
        recipe=False,
    ),
    Entry(
        "CORS-NOT-FETCHABLE",
        "The browser does not fetch {url}",
        "The URL's scheme or port, or the call's mode, is refused before anything is sent: "
        "{value}.",
        "Use an http(s) URL on a usual port, and mode cors.",
        FETCH + "main-fetch",
        recipe=False,
    ),
)
