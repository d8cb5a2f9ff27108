"""Middlewares that err in anything but the comparison of origins, one mistake each."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus

from corssim import WireRequest, WireResponse

from .base import APP, ByPath, Lines, Middleware, Public


class GrantsAnyMethod(Middleware):
    """The asked method comes back."""

    finds = ("CORS-UNSTATED-METHOD",)

    def methods(self, request: WireRequest) -> str:
        return request.header("Access-Control-Request-Method") or ""


class GrantsAnyHeader(Middleware):
    """The asked headers come back."""

    finds = ("CORS-UNSTATED-HEADER",)

    def headers(self, request: WireRequest) -> str:
        return request.header("Access-Control-Request-Headers") or ""


class ForgetsAMethod(Middleware):
    """PUT is stated and not granted."""

    finds = ("CORS-METHOD-MISSING",)

    def methods(self, request: WireRequest) -> str:
        return "GET, POST"


class MethodsInLowerCase(Middleware):
    """Methods are compared by case; these are in the wrong one."""

    finds = ("CORS-METHOD-CASE", "CORS-METHOD-MISSING")

    def methods(self, request: WireRequest) -> str:
        return super().methods(request).lower()


class StarWithCredentials(Middleware):
    """With credentials * is a header called *."""

    finds = ("CORS-HEADER-WILDCARD-CREDENTIALS", "CORS-HEADER-MISSING")

    def headers(self, request: WireRequest) -> str:
        return "*"


class StarMethods(Middleware):
    """With credentials * is a method called *."""

    finds = ("CORS-METHOD-WILDCARD-CREDENTIALS", "CORS-METHOD-MISSING")

    def methods(self, request: WireRequest) -> str:
        return "*"


class CapitalTrue(Middleware):
    """The value is true, and not True."""

    finds = ("CORS-CREDENTIALS-NOT-TRUE",)

    def credentials(self) -> Lines:
        return [("Access-Control-Allow-Credentials", "True")]


class PreflightNotFound(Middleware):
    """The router knows no OPTIONS."""

    finds = ("CORS-PREFLIGHT-NOT-HANDLED",)

    def preflight_status(self, let_in: bool) -> int:
        return 404


class PreflightRedirected(Middleware):
    """A slash is added, by a redirect that no preflight follows."""

    finds = ("CORS-PREFLIGHT-REDIRECT", "CORS-PREFLIGHT-REDIRECT-SLASH")

    def preflight(self, origin: str, request: WireRequest) -> Lines:
        return [*super().preflight(origin, request), ("Location", "/items/")]

    def preflight_status(self, let_in: bool) -> int:
        return 308


class OriginTwice(Middleware):
    """Application and proxy both add the line."""

    finds = ("CORS-ORIGIN-DOUBLED",)

    def actual(self, origin: str, request: WireRequest) -> Lines:
        return [("Access-Control-Allow-Origin", origin), *super().actual(origin, request)]


class OriginWithSlash(Middleware):
    """An origin has no path, not even a slash."""

    finds = ("CORS-ORIGIN-SLASH",)

    def allow_origin(self, origin: str) -> str:
        return origin + "/"


class SecondNeverMatches(Middleware):
    """The configured text is split at commas and not stripped."""

    finds = ("CORS-ORIGIN-NOT-LISTED",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin in ", ".join(self.allowed).split(",")


class PreflightForStrangers(Middleware):
    """Preflights are granted to everyone: what they allow is sent."""

    finds = ("CORS-PREFLIGHT-DISAGREES",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return request.method == "OPTIONS" or super().lets_in(origin, request)


class PreflightWithoutCredentials(Middleware):
    """The preflight forgets what the answer says."""

    finds = ("CORS-PREFLIGHT-DISAGREES", "CORS-CREDENTIALS-MISSING")

    def preflight(self, origin: str, request: WireRequest) -> Lines:
        lines = super().preflight(origin, request)
        return [pair for pair in lines if pair[0] != "Access-Control-Allow-Credentials"]


class ExposesNothing(Middleware):
    """A stated response header cannot be read."""

    finds = ("CORS-EXPOSE-MISSING",)

    def actual(self, origin: str, request: WireRequest) -> Lines:
        return super().actual(origin, request)[:-1]


class NoVary(Middleware):
    """The answer depends on Origin and does not say so."""

    finds = ("CORS-VARY-MISSING",)

    def vary(self, request: WireRequest) -> Lines:
        return []


class VaryForPagesOnly(Middleware):
    """Without Origin there is no Vary: that answer is kept and given to pages."""

    finds = ("CORS-VARY-MISSING",)

    def vary(self, request: WireRequest) -> Lines:
        return super().vary(request) if request.header("Origin") else []


class KeepsTheFirstAnswer(Middleware):
    """A cache of its own that forgets Origin in its key."""

    finds = ("CORS-UNSTABLE", "CORS-ORIGIN-MISSING", "CORS-ORIGIN-HOST", "CORS-VARY-MISSING")

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], WireResponse] = {}

    def vary(self, request: WireRequest) -> Lines:
        return []

    def __call__(self, request: WireRequest) -> WireResponse:
        return self.kept.setdefault((request.method, request.url), super().__call__(request))


class RemembersOrigin(Middleware):
    """A global holds whether the one before was let in."""

    finds = ("CORS-REFLECTS-ANY-ORIGIN", "CORS-UNSTABLE")

    def __init__(self) -> None:
        self.before = False

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        let_in = super().lets_in(origin, request) or self.before
        self.before = super().lets_in(origin, request)
        return let_in


class NamesByCase(Middleware):
    """Origin is found only where it is written so."""

    finds = ("CORS-UNSTABLE",)

    def __call__(self, request: WireRequest) -> WireResponse:
        kept = tuple(p for p in request.headers if p[0] == "Origin" or p[0].lower() != "origin")
        return super().__call__(WireRequest(request.method, request.url, kept, request.body))


class LinesByOrder(Middleware):
    """Origin is found only before the accepted encodings."""

    finds = ("CORS-UNSTABLE",)

    def __call__(self, request: WireRequest) -> WireResponse:
        names = [name.lower() for name, _ in request.headers]
        at = names.index("accept-encoding") if "accept-encoding" in names else len(names)
        kept = tuple(p for n, p in enumerate(request.headers) if n < at or names[n] != "origin")
        return super().__call__(WireRequest(request.method, request.url, kept, request.body))


class CopiesVary(Middleware):
    """GHSA-q7jf-gf43-6x6p: the request's Vary is copied into the answer."""

    finds = ("CORS-UNSTABLE",)

    def vary(self, request: WireRequest) -> Lines:
        given = request.header("Vary")
        return [("Vary", f"Origin, {given}" if given else "Origin")]


class QuadraticList(Middleware):
    """GHSA-8j4g-w8fx-2239: an expression that starts again at every blank."""

    finds = ("CORS-BUDGET",)

    def headers(self, request: WireRequest) -> str:
        asked = request.header("Access-Control-Request-Headers") or ""
        re.sub(r"\s+$", "", asked + "x")
        return super().headers(request)


class AllocatesByComma(Middleware):
    """CVE-2025-47908: something is allocated for every comma."""

    finds = ("CORS-BUDGET",)

    def headers(self, request: WireRequest) -> str:
        asked = request.header("Access-Control-Request-Headers") or ""
        self.parts = [[name, bytearray(64)] for name in asked.split(",")]
        return super().headers(request)


class AnswersAtLength(Middleware):
    """Each asked name comes back as a line with all of them."""

    finds = ("CORS-BUDGET",)

    def preflight(self, origin: str, request: WireRequest) -> Lines:
        asked = request.header("Access-Control-Request-Headers") or ""
        many = asked.split(",")[:16]
        return [*super().preflight(origin, request), *(("X-Asked", asked) for _ in many)]


class DotsEscape(ByPath):
    """CVE-2020-25032: the rule is chosen before dots are resolved."""

    finds = ("CORS-PATH-SPELLING",)

    def ruled(self, request: WireRequest) -> str:
        return unquote("/" + request.url.split("/", 3)[3].partition("?")[0])


class PlusIsBlank(ByPath):
    """CVE-2024-6844: a plus in the path is read as a blank, and the rule for it is not found."""

    finds = ("CORS-REFLECTS-ANY-ORIGIN", "CORS-ORIGIN-MISSING", "CORS-TRUSTS-ANY-ORIGIN")

    def ruled(self, request: WireRequest) -> str:
        return unquote_plus("/" + request.url.split("/", 3)[3].partition("?")[0])

    def is_public(self, path: str) -> bool:
        return path.startswith("/public/") or "/a b" in path


class CaseInsensitivePaths(ByPath):
    """CVE-2024-6866: rules match paths whatever their case."""

    finds = ("CORS-PATH-SPELLING",)

    def ruled(self, request: WireRequest) -> str:
        return super().ruled(request).lower()


class DoubledSlashes(ByPath):
    """The rule is chosen with slashes run together, the resource without."""

    finds = ("CORS-PATH-SPELLING",)

    def ruled(self, request: WireRequest) -> str:
        return re.sub("/+", "/", super().ruled(request))


class LongestRuleWins(ByPath):
    """CVE-2024-6839: the longer expression wins over the more specific path."""

    finds = ("CORS-TRUSTS-ANY-ORIGIN", "CORS-REFLECTS-ANY-ORIGIN")

    def is_public(self, path: str) -> bool:
        rules = [(r"/(public|private)/(news|item|.*)", True), (r"/private/.*", False)]
        fitting = [(len(rule), public) for rule, public in rules if re.fullmatch(rule, path)]
        return max(fitting)[1] if fitting else False


class GrantsPrivateNetwork(Middleware):
    """CVE-2024-6221: private network access is granted unasked."""

    finds = ("CORS-PRIVATE-NETWORK",)

    def preflight(self, origin: str, request: WireRequest) -> Lines:
        lines = super().preflight(origin, request)
        if request.header("Access-Control-Request-Private-Network") == "true":
            lines.append(("Access-Control-Allow-Private-Network", "true"))
        return lines


class OpenBeyondPaths(ByPath):
    """What no rule covers is open to the private rule's origin."""

    finds = ("CORS-PATH-OPEN",)

    def is_private(self, path: str) -> bool:
        return not self.is_public(path)


class CredentialsUnasked(Public):
    """Named back with cookies where only public data was meant, for one origin."""

    finds = ("CORS-UNSTATED-CREDENTIALS",)

    def actual(self, origin: str, request: WireRequest) -> Lines:
        if origin != "null":
            return super().actual(origin, request)
        return [
            ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true"),
            ("Vary", "Origin"),
        ]  # fmt: skip


class StaticForOthers(Middleware):
    """Strangers get the first origin's lines, and a cache gives them to the second."""

    finds = ("CORS-VARY-MISSING", "CORS-SHARED-CACHE")

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True

    def allow_origin(self, origin: str) -> str:
        return origin if origin in self.allowed else APP

    def vary(self, request: WireRequest) -> Lines:
        return []


FAULTY: tuple[type[Middleware], ...] = (
    GrantsAnyMethod, GrantsAnyHeader, ForgetsAMethod, MethodsInLowerCase, StarWithCredentials,
    StarMethods, CapitalTrue, PreflightNotFound, PreflightRedirected, OriginTwice,
    OriginWithSlash, SecondNeverMatches, PreflightForStrangers, PreflightWithoutCredentials,
    ExposesNothing, NoVary, VaryForPagesOnly, KeepsTheFirstAnswer, RemembersOrigin, NamesByCase,
    LinesByOrder, CopiesVary, QuadraticList, AllocatesByComma, AnswersAtLength, DotsEscape,
    PlusIsBlank, CaseInsensitivePaths, DoubledSlashes, LongestRuleWins, GrantsPrivateNetwork,
    OpenBeyondPaths, CredentialsUnasked, StaticForOthers,
)  # fmt: skip
