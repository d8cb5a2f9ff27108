"""Middlewares that let the wrong origins in, one mistake each."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from corssim import WireRequest

from .base import ADMIN, ByPath, Lines, Middleware, Public

ANY = ("CORS-REFLECTS-ANY-ORIGIN",)


def host(origin: str) -> str:
    return urlsplit(origin).hostname or ""


class ReflectsAny(Middleware):
    """CVE-2024-25124, echo#2400, CVE-2026-54290: any origin comes back, with credentials."""

    finds = ANY

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True


class WildcardReflected(Public):
    """CVE-2018-20744: with credentials a * becomes the origin that asked."""

    finds = ("CORS-UNSTATED-CREDENTIALS",)

    def allow_origin(self, origin: str) -> str:
        return origin

    def credentials(self) -> Lines:
        return [("Access-Control-Allow-Credentials", "true")]


class TrustsNull(Middleware):
    """rack-cors#134: null is taken for a local file."""

    finds = ("CORS-TRUSTS-NULL",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin == "null" or super().lets_in(origin, request)


class NullForOthers(Middleware):
    """Whoever is not allowed gets the word null, which a sandboxed frame matches."""

    finds = ("CORS-TRUSTS-NULL",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True

    def allow_origin(self, origin: str) -> str:
        return origin if origin in self.allowed else "null"


class EndsWith(Middleware):
    """The end of the origin is compared."""

    finds = ("CORS-TRUSTS-SUFFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin.endswith(tuple(host(one) for one in self.allowed))


class StartsWith(Middleware):
    """The beginning of the origin is compared."""

    finds = ("CORS-TRUSTS-PREFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin.startswith(self.allowed)


class MatchNotFullmatch(Middleware):
    """starlette#800: the expression is matched at the beginning only."""

    finds = ("CORS-TRUSTS-PREFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return any(re.match(re.escape(one), origin) for one in self.allowed)


class OriginsAsExpressions(Middleware):
    """CVE-2022-1996: names are taken for expressions and searched for."""

    finds = ("CORS-TRUSTS-PREFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return any(re.search(one, origin) for one in self.allowed)


class UnanchoredWildcard(Middleware):
    """CVE-2026-37737, flask-cors: an expression for subdomains without an end."""

    finds = ("CORS-TRUSTS-PREFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return re.match(r"https://(app\.example|admin\.example\.com)", origin) is not None


class UnescapedDot(Middleware):
    """A dot of an expression stands for any character."""

    finds = ("CORS-TRUSTS-UNESCAPED-DOT",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return any(re.fullmatch(one, origin) for one in self.allowed)


class Contains(Middleware):
    """The allowed host anywhere in the origin."""

    finds = ("CORS-TRUSTS-SUBSTRING", "CORS-TRUSTS-SUFFIX")

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return any(host(one) in origin for one in self.allowed)


class ContainedInList(Middleware):
    """The origin anywhere in the configured text."""

    finds = ("CORS-TRUSTS-TRUNCATED",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin in ",".join(self.allowed)


class IgnoresScheme(Middleware):
    """Only hosts are compared: http gets in."""

    finds = ("CORS-TRUSTS-HTTP",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        parts = urlsplit(origin)
        return parts.netloc in [urlsplit(one).netloc for one in self.allowed]


class IgnoresPort(Middleware):
    """Only scheme and host name are compared."""

    finds = ("CORS-TRUSTS-ANY-PORT",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        parts = urlsplit(origin)
        return f"{parts.scheme}://{parts.hostname}" in self.allowed


class AnySubdomain(Middleware):
    """Subdomains of an allowed host get in unasked."""

    finds = ("CORS-TRUSTS-SUBDOMAINS",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        below = tuple("." + host(one) for one in self.allowed)
        return origin in self.allowed or (origin.startswith("https://") and origin.endswith(below))


class SameDomain(Middleware):
    """The last two labels are compared: siblings get in."""

    finds = ("CORS-TRUSTS-SIBLINGS",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        two = [".".join(host(one).split(".")[-2:]) for one in self.allowed]
        return origin.startswith("https://") and ".".join(host(origin).split(".")[-2:]) in two


class SameSuffix(Middleware):
    """Everything under the last label: strangers under a public suffix get in."""

    finds = ("CORS-TRUSTS-PUBLIC-SUFFIX",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin == ADMIN or host(origin).endswith(".example")


class NearWildcard(Middleware):
    """rs/cors#197: a pattern h* lets everything in."""

    finds = ANY

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin.startswith("h")


class AnyTopLevel(Middleware):
    """The pattern https://app.* lets in any top-level domain."""

    finds = ("CORS-TRUSTS-TOP-LEVEL",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin == ADMIN or re.fullmatch(r"https://app\.[a-z]+", origin) is not None


class CutAtStar(Middleware):
    """CVE-2019-25211: https://app.example/* is cut at its star."""

    finds = ("CORS-TRUSTS-PREFIX", "CORS-TRUSTS-TRUNCATED")

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        patterns = [f"{one}/*" for one in self.allowed]
        return any(origin.startswith(pattern.rstrip("/*")) for pattern in patterns)


class Tree(Middleware):
    """GHSA-vhxv-fg4m-p2w8: a tree of labels joins the first of one to the rest of another."""

    finds = ("CORS-TRUSTS-CONCATENATION",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        firsts = [host(one).partition(".")[0] for one in self.allowed]
        joined = [f"https://{first}{host(one)}" for first in firsts for one in self.allowed]
        return origin in self.allowed or origin in joined


class StopsAtUnderscore(Middleware):
    """The host is read up to the first character that a host name does not have."""

    finds = ("CORS-TRUSTS-SPECIAL-CHARACTER",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        read = re.match(r"https://[a-z0-9.-]*", origin)
        whole = read is not None and read[0] in self.allowed
        return whole and re.match(r"https://[a-z0-9.-]*\.(?:evil|test)", origin) is None


class StripsDots(Middleware):
    """A dot at the end is taken off before the comparison."""

    finds = ("CORS-TRUSTS-TRAILING-DOT",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin.rstrip(".") in self.allowed


class DecodesIDNA(Middleware):
    """Names are compared by how they look."""

    finds = ("CORS-TRUSTS-IDNA",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        try:
            shown = host(origin).encode().decode("idna")
        except UnicodeError:
            shown = host(origin)
        return f"https://{shown}".replace("\u0430", "a") in self.allowed


class SharedHosting(Middleware):
    """A place where anyone may publish is trusted beside the listed ones."""

    finds = ("CORS-TRUSTS-SHARED-HOSTING",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return origin.endswith(".github.io") or super().lets_in(origin, request)


class OpenWithoutCookies(Middleware):
    """Everyone else gets a *: what needs no cookies is readable by all."""

    finds = ("CORS-TRUSTS-ANY-ORIGIN",)

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return True

    def allow_origin(self, origin: str) -> str:
        return origin if origin in self.allowed else "*"


class ChecksPreflightOnly(Middleware):
    """The list is looked at for preflights; the answer itself is open."""

    finds = ANY

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return request.method != "OPTIONS" or super().lets_in(origin, request)


class OnePathOpen(ByPath):
    """One route of several reflects."""

    finds = ANY

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return self.ruled(request) == "/private/item" or super().lets_in(origin, request)


class DevelopmentLeft(Middleware):
    """localhost was let in for development, on any port, by a search."""

    finds = ("CORS-TRUSTS-PREFIX", "CORS-TRUSTS-SUFFIX", "CORS-TRUSTS-ANY-PORT")

    def lets_in(self, origin: str, request: WireRequest) -> bool:
        return super().lets_in(re.sub(r":\d+$", "", origin), request)


FAULTY: tuple[type[Middleware], ...] = (
    ReflectsAny, WildcardReflected, TrustsNull, NullForOthers, EndsWith, StartsWith,
    MatchNotFullmatch, OriginsAsExpressions, UnanchoredWildcard, UnescapedDot, Contains,
    ContainedInList, IgnoresScheme, IgnoresPort, AnySubdomain, SameDomain, SameSuffix,
    NearWildcard, AnyTopLevel, CutAtStar, Tree, StopsAtUnderscore, StripsDots, DecodesIDNA,
    SharedHosting, OpenWithoutCookies, ChecksPreflightOnly, OnePathOpen, DevelopmentLeft,
)  # fmt: skip
