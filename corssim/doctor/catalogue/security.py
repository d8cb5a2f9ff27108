"""Who gets in though the stated policy keeps them out, and what else a policy should not do."""

from .entry import CACHE_STEP, CHECK_STEP, PREFLIGHT_STEP, Entry

COMPARE = "Compare the whole origin, character by character, with a list of allowed ones."


def _trusts(name: str, title: str, explanation: str, advice: str = COMPARE) -> Entry:
    return Entry(f"CORS-TRUSTS-{name}", title, explanation, advice, CHECK_STEP)


ENTRIES = (
    _trusts(
        "ANY-ORIGIN",
        "{value}, which no rule names, is let in",
        "A page of an origin that has nothing to do with any stated one reads the answer.",
    ),
    _trusts(
        "NULL",
        "The opaque origin null is let in",
        "Anyone can make a page whose origin is null: a sandboxed frame, a data: URL, some "
        "redirects. Allowing null allows every site.",
        "Never answer Access-Control-Allow-Origin: null.",
    ),
    _trusts(
        "SUFFIX",
        "{value} is let in, for it ends like an allowed origin",
        "The server looks only at the end of the origin. Anyone can register a name that ends "
        "so.",
    ),
    _trusts(
        "PREFIX",
        "{value} is let in, for it begins like an allowed origin",
        "The server looks only at the beginning: startswith, a regular expression without an "
        "end, or a pattern cut at its first *. Anyone can put more behind it.",
        COMPARE + " With a regular expression match the whole (fullmatch, or \\Z at its end).",
    ),
    _trusts(
        "SUBSTRING",
        "{value} is let in, for an allowed origin stands within it",
        "The server searches for the allowed origin anywhere in the given one.",
    ),
    _trusts(
        "TRUNCATED",
        "{value} is let in, for it is a part of an allowed origin",
        "The server searches for the given origin within its configuration, the wrong way round.",
        "Split the configuration into a list, then compare whole origins.",
    ),
    _trusts(
        "UNESCAPED-DOT",
        "{value} is let in: a dot of a regular expression stands for any character",
        "In a regular expression an unescaped dot matches anything, so that a name with another "
        "character in its place passes.",
        "Escape every dot (re.escape), or compare without regular expressions.",
    ),
    _trusts(
        "SPECIAL-CHARACTER",
        "{value} is let in: the check stops at a character that a host may hold",
        "Browsers allow more characters in a host than letters, digits and hyphens; the underscore "
        "in all of them. A check that stops at one sees only what stands before it.",
    ),
    _trusts(
        "HTTP",
        "{value} is let in: the scheme is not compared",
        "Whoever can change traffic on the way can put a page at the http origin, and then reads "
        "what the https server answers.",
        "Allow https origins alone, scheme included.",
    ),
    _trusts(
        "ANY-PORT",
        "{value} is let in: the port is not compared",
        "Another port of the host may be another service with other owners.",
    ),
    _trusts(
        "SUBDOMAINS",
        "{value} is let in: subdomains of an allowed origin are trusted",
        "A page on any subdomain gets in; one of them taken over, or open to script injection, "
        "is enough.",
        "Name the subdomains that need access.",
    ),
    _trusts(
        "SIBLINGS",
        "{value} is let in: the whole registrable domain is trusted",
        "Hosts beside the allowed one get in.",
        "Name the hosts that need access.",
    ),
    _trusts(
        "PUBLIC-SUFFIX",
        "{value} is let in: everything under a public suffix is trusted",
        "Under a public suffix (com, co.uk, github.io) anyone can have a name of their own.",
        "Name the hosts that need access.",
    ),
    _trusts(
        "TOP-LEVEL",
        "{value} is let in: the last label is not compared",
        "The same name under another top-level domain belongs to whoever registers it.",
    ),
    _trusts(
        "TRAILING-DOT",
        "{value} is let in: a dot at the end is not compared",
        "A host with a dot at its end is another origin, though it is mostly the same server.",
    ),
    _trusts(
        "IDNA",
        "{value} is let in, a name that only looks like an allowed one",
        "The server compares how names look, not how they are written on the wire.",
    ),
    _trusts(
        "CONCATENATION",
        "{value} is let in, which is two allowed hosts run together",
        "A matching tree of the allowed hosts accepts a path that none of them is "
        "(GHSA-vhxv-fg4m-p2w8).",
    ),
    _trusts(
        "SHARED-HOSTING",
        "{value} is let in, a place where anyone may publish",
        "On shared hosting the neighbours are strangers.",
    ),
    Entry(
        "CORS-PATH-OPEN",
        "{value} is open to {origin}, though no rule says so",
        "The policy is by path and this path is not covered, yet the answer lets the page read.",
        "Set the headers on the paths that are meant, and on no others.",
        CHECK_STEP,
    ),
    Entry(
        "CORS-UNSTATED-CREDENTIALS",
        "Answers to calls with cookies are readable, though the policy has no credentials",
        "Access-Control-Allow-Credentials: true lets the page read what the person's cookies open.",
        "Leave Access-Control-Allow-Credentials out.",
        CHECK_STEP,
    ),
    Entry(
        "CORS-UNSTATED-METHOD",
        "The method {value} is allowed, though it is not stated",
        "The preflight grants what is asked for, or more than the policy says.",
        "Answer Access-Control-Allow-Methods with the stated methods.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-UNSTATED-HEADER",
        "The request header {value} is allowed, though it is not stated",
        "The preflight grants what is asked for, or more than the policy says.",
        "Answer Access-Control-Allow-Headers with the stated names.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-PREFLIGHT-DISAGREES",
        "Preflight and answer disagree about {origin}: {what}",
        "Two places decide, and not in the same way. What a preflight grants is sent, whatever "
        "the answer says then.",
        "Decide in one place for both.",
        PREFLIGHT_STEP,
    ),
    Entry(
        "CORS-UNSTABLE",
        "The answer changes with what should not matter: {what}",
        "The verdict depends on something that browsers are free to change, or on what was asked "
        "before.",
        "Decide by Origin and the Access-Control-Request lines alone, read without regard to "
        "order and case, and keep nothing between requests.",
        CHECK_STEP,
    ),
    Entry(
        "CORS-SHARED-CACHE",
        "A shared cache that keeps the answer for {value} {what} {origin} wrongly",
        "The answer depends on Origin, may be stored, and does not say so in Vary.",
        "Send Vary: Origin with every answer of the resource.",
        CACHE_STEP,
    ),
    Entry(
        "CORS-BUDGET",
        "A preflight costs too much: {what}",
        "A list of request headers made of {value!r} over and over costs far more than its size. "
        "Anyone can send it.",
        "Bound the length of Access-Control-Request-Headers, and parse it in one pass.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PATH-SPELLING",
        "Spelled {value}, the path is open to {origin}",
        "The rule is chosen by another reading of the path than the resource: {meant} is what "
        "is served, and it is not meant for that origin.",
        "Match rules on the path as the router has normalised it, and by case.",
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-RULE-ORDER",
        "The order of the rules decides about {value}",
        "The same rules in another order give another answer.",
        "Make the most specific rule win, or say in the configuration that order counts.",
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PRIVATE-NETWORK",
        "Access-Control-Allow-Private-Network: true, though it is not stated",
        "The server offers itself to pages of the public network (CVE-2024-6221).",
        "Leave Access-Control-Allow-Private-Network out.",
        "https://wicg.github.io/private-network-access/",
        recipe=False,
    ),
    Entry(
        "CORS-PUBLIC",
        "{url} is readable by every site, without cookies",
        "Access-Control-Allow-Origin: * is right for public data, and only for that.",
        "Leave it if the data is public; otherwise name the origins.",
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PUBLIC-PRIVATE-ADDRESS",
        "{url} is at a private address and readable by every site",
        "A server that is guarded only by where it stands gives its answers to every page that "
        "someone on its network opens.",
        "Name the origins that need access.",
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-WILDCARD-AND-CREDENTIALS",
        "Access-Control-Allow-Origin: * stands beside Access-Control-Allow-Credentials: true",
        "Browsers refuse the pair for calls with cookies, so it lets nobody in; it shows that "
        "more was meant than is stated.",
        "Leave Access-Control-Allow-Credentials out, or name the origins.",
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-ANY-METHOD",
        "Every method is granted, {value} too",
        "The preflight grants whatever method is asked for.",
        "Name the methods that the resource has.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-ANY-HEADER",
        "Every request header is granted, {value} too",
        "The preflight grants whatever request header is asked for.",
        "Name the headers that the resource reads.",
        PREFLIGHT_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-RAW-ORIGIN",
        "Bytes that no origin holds come back in Access-Control-Allow-Origin",
        "The server copies Origin unread. What cannot be an origin should not be answered.",
        COMPARE,
        CHECK_STEP,
        recipe=False,
    ),
    Entry(
        "CORS-PATHS-DIFFER",
        "Paths differ in who is let in: {value}",
        "Some paths let {origin} in and others do not. That may be meant.",
        "See that each path has the policy that it should have.",
        CHECK_STEP,
        recipe=False,
    ),
)  # fmt: skip
