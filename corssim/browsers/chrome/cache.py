"""Chrome's preflight cache and HTTP cache.

Law: one entry an (origin, URL), replaced by each accepted preflight, erased by a lookup that
it does not satisfy (services/network/cors/preflight_cache.cc, preflight_result.cc).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ...failures import Failure, OpaqueResponseBlocked
from ...headers import HeaderList, first, get, nosniff, split
from ...mime import essence_of
from ...response import REDIRECT_STATUSES, WireResponse, reason_phrase
from ...standard.content_codings import decode
from ...standard.element_memory import Remembered
from ...standard.fetching import Fetch
from ...standard.http_cache import (
    HOP_BY_HOP,
    OF_THE_MESSAGE,
    Directive,
    HTTPCache,
    Stored,
    from_network,
    is_conditional,
)
from ...standard.methods import CORS_SAFELISTED_METHODS
from ...standard.preflight_cache import Permission, PreflightCache
from ...url import URL, Origin
from .fetch_metadata import fetch_metadata
from .ranges import is_cached_range, part_of

# content/public: IsSafeRedirectTarget refuses these after CORS was looked at.
UNSAFE_REDIRECT_SCHEMES = frozenset(("about", "blob", "data", "file", "filesystem"))
VALIDATED = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
CAPACITY = 1024
BYTES_TO_SNIFF = 1024
PASSED_THROUGH = frozenset(("if-match", "if-range", "if-unmodified-since"))
_NAMED = re.compile(r'no-cache="([^"]*)"', re.IGNORECASE)
_SECONDS = re.compile(r"(max-age|stale-while-revalidate)= *(\d+)")
SNIFFED = frozenset((
    "*/*", "application/octet-stream", "application/unknown", "application/xml", "text/plain",
    "text/xml", "unknown/unknown",
))  # fmt: skip
ERASED_WHEN_FULL = 10
"""Which ten that stand side by side is chance in Chrome, as measured; here the oldest go."""
LONGEST_URL = 1023


@attrs.frozen(slots=True)
class Result:
    """What one accepted preflight granted."""

    expires: float
    include: bool
    methods: frozenset[str]
    headers: frozenset[str]


class ChromePreflightCache(PreflightCache):
    """The standard keeps a method and a header name an entry; Chrome replaces a whole result."""

    def __init__(self) -> None:
        self._results: dict[tuple[Origin, Origin, URL], Result] = {}

    def __len__(self) -> int:
        return len(self._results)

    def clear(self) -> None:
        self._results.clear()

    def allows(self, fetch: Fetch, unsafe: list[str], now: float) -> bool:
        key = (fetch.client.top, fetch.client.origin, fetch.url)
        result = self._results.get(key)
        if result is None:
            return False
        if result.expires > now and self._sufficient(result, fetch, unsafe):
            return True
        del self._results[key]
        return False

    @staticmethod
    def _sufficient(result: Result, fetch: Fetch, unsafe: list[str]) -> bool:
        if fetch.include and not result.include:
            return False
        method = fetch.method
        if not (
            method in CORS_SAFELISTED_METHODS
            or method in result.methods
            or ("*" in result.methods and not result.include)
        ):
            return False
        headers = result.headers
        if "*" in headers and not result.include:
            return "authorization" not in unsafe or "authorization" in headers
        return all(name in headers for name in unsafe)

    def store(self, fetch: Fetch, permission: Permission, now: float) -> None:
        if len(fetch.url.href) > LONGEST_URL:
            return
        key = (fetch.client.top, fetch.client.origin, fetch.url)
        if key not in self._results and len(self._results) >= CAPACITY:
            for old in list(self._results)[:ERASED_WHEN_FULL]:
                del self._results[old]
        self._results[key] = Result(
            now + permission.max_age,
            fetch.include,
            frozenset(permission.methods),
            frozenset(name.lower() for name in permission.headers),
        )

    def purge(self, fetch: Fetch) -> None:
        """Failures purge nothing."""


def _partial(stored: Stored, wanted: str) -> Stored:
    """The part of a whole stored response that a range asks for, as PartialData makes it a 206.

    A range outside the response gets the whole. Hunted: e11-2, e11-44, e11-86.
    """
    body = stored.response.body
    part = part_of(wanted, len(body))
    if part is None or not stored.usable:
        return stored
    first, last = part
    headers = tuple(p for p in stored.response.headers if p[0].lower() != "content-length")
    length = ("Content-Length", str(last - first + 1))
    which = ("Content-Range", f"bytes {first}-{last}/{len(body)}")
    return attrs.evolve(
        stored,
        response=WireResponse(
            206, (*headers, length, which), body[first : last + 1], reason_phrase(206)
        ),
    )


def _is_cacheable_write(fetch: Fetch) -> bool:
    """The methods beside GET and HEAD that the cache takes note of."""
    put = fetch.method == "PUT" and fetch.body is not None
    return put or fetch.method in ("DELETE", "PATCH")


def varies_by_all(wire: WireResponse) -> bool:
    """Whether Blink's memory cache never takes it up again: ``*`` alone says so. y63-1, y63-3."""
    return get(wire.headers, "vary") == "*"


def in_memory(fetch: Fetch) -> Remembered | None:
    """What Blink's memory cache may validate: what came for the element's URL itself. y37-446,
    y63-2.
    """
    known: Remembered | None = fetch.scratch.get("in memory")
    if known is None or known.wire is None or varies_by_all(known.wire):
        return None
    return known if known.url == fetch.request.url.without_fragment else None


def _read_to_sniff(fetch: Fetch, response: WireResponse) -> bool:
    """Whether the whole body was read to find out its type (net/base/mime_sniffer.cc)."""
    if fetch.request.initiator in ("fetch", "eventsource") or nosniff(response.headers):
        return False
    essence = essence_of(response.headers)
    if essence and essence not in SNIFFED:
        return False
    body = decode(response.body, response.headers)
    return body is not None and len(body) < BYTES_TO_SNIFF


class ChromeHTTPCache(HTTPCache):
    """net/http/http_cache_transaction.cc and HttpResponseHeaders::GetFreshnessLifetimes."""

    heeds_pragma = True  # hunted: g707-426
    heuristic_statuses = frozenset((200, 203, 206))
    permanent_statuses = frozenset((300, 301, 308, 410))
    validated_statuses = frozenset((200, 206))
    unstored_statuses = frozenset((206,))  # not 304: y71-199

    ignored_names = OF_THE_MESSAGE | {
        "proxy-authorization", "te", "www-authenticate", "x-frame-options", "x-xss-protection",
    }  # fmt: skip
    """HttpResponseHeaders::Update. y79-1 to y79-202."""
    ignored_beginnings = ("x-content-", "x-webkit-")
    keeps_stale_redirects = True  # hunt-300001-292
    shares = True  # HttpCache::ActiveEntry; w3-55, w3-57
    revalidates_varying = True  # Transaction::ConditionalizeRequest, vary_mismatch_; e1-92

    def validator(self, headers: HeaderList, name: str) -> str | None:
        """The first line alone: HttpResponseHeaders::EnumerateHeader. Hunted: e1-41, e1-45."""
        return first(headers, name)

    def each_directive(self, value: str) -> Iterator[Directive]:
        """A directive is what stands between commas, as it stands there, and one of seconds has a
        number (HttpResponseHeaders::GetCacheControlDirective). y23-11, y74-423, y74-459.
        """
        for part in split(value):
            counted = _SECONDS.fullmatch(part.lower())
            yield (counted[1], counted[2]) if counted else (part.lower(), None)

    def as_kept(self, response: WireResponse) -> WireResponse:
        """Without what is between two neighbours, challenges, what HSTS says, and what no-cache
        names (HttpResponseInfo::Persist). y80-43, y80-57, y80-71, y80-107.
        """
        control = get(response.headers, "cache-control") or ""
        named = {n.strip().lower() for found in _NAMED.findall(control) for n in found.split(",")}
        out = HOP_BY_HOP | named | {"strict-transport-security", "www-authenticate"}
        kept = tuple(pair for pair in response.headers if pair[0].lower() not in out)
        return attrs.evolve(response, headers=kept)

    def age_told(self, headers: HeaderList) -> float:
        """The first of several. y81-31, y81-202."""
        told = (first(headers, "age") or "").partition(",")[0].strip()
        return float(told) if told.isdecimal() else 0.0

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """The standard: any unsafe method. Chrome: only those it knows, PUT only with a body;
        and a HEAD that does not confirm the stored response. Hunted: e2-13, e2-49, e2-61.
        """
        if fetch.method == "HEAD":
            return answer.status != 304
        known = fetch.method == "POST" or _is_cacheable_write(fetch)
        return known and answer.status < 400

    certificates_trusted = True
    """Chrome caches nothing that came over TLS with an error it was told to ignore."""

    def serves(self, fetch: Fetch) -> bool:
        """A sandboxed frame has a partition of its own that keeps nothing. Hunted: g5-267."""
        if in_memory(fetch) is not None:
            return True
        if fetch.client.origin.opaque or not super().serves(fetch):
            return False
        if any(name.lower() in PASSED_THROUGH for name, _ in fetch.headers):
            return False  # kPassThroughHeaders; hunt-400001-1657
        control = get(fetch.headers, "cache-control") or ""
        pragma = get(fetch.headers, "pragma") or ""
        return "no-cache" not in (control.lower(), pragma.lower())

    def reads(self, fetch: Fetch) -> bool:
        """Who skips validation is answered before Chrome looks whether the method changes
        something (HttpCache::Transaction::RequiresValidation). y19-1, y19-8.
        """
        skips = fetch.cache_mode == "force-cache"
        return super().reads(fetch) or (skips and _is_cacheable_write(fetch))

    def lookup(self, fetch: Fetch) -> Stored | None:
        """What a script asks for in Cache-Control, and ranges, keep stored responses out.

        net/http/http_cache_transaction.cc, kForceFetchHeaders, kForceValidateHeaders. The request
        has its lines before the cache is asked (URLLoader). Hunted: hunt-15209-16.
        """
        fetch_metadata(fetch)
        stored = super().lookup(fetch)
        if stored is None or not stored.usable or stored.response.status != 200:
            stored = self._in_memory(fetch) or stored
        if stored is None:
            return None
        if is_conditional(tuple(fetch.headers)):
            stored.validators = ()  # the script's own alone: y25-37
            stored.usable = False  # y82-247
            return stored
        names = {name.lower(): value for name, value in fetch.headers}
        if "range" in names and stored.response.status not in REDIRECT_STATUSES:
            if stored.response.status != 200:
                return None
            fetch.scratch["whole"] = len(stored.response.body)
            return _partial(stored, names["range"])
        if names.get("cache-control", "").lower() == "max-age=0":
            stored.usable = False
            stored.validators = self.validators(stored.response)
        return stored

    def _in_memory(self, fetch: Fetch) -> Stored | None:
        """What Blink's memory cache validates by itself, whatever this cache holds: by the
        combined values of any status. What it asks this cache answers with a 200 only.
        hunt-300003-407, hunt-350001-1396, y10-1, y14-73.
        """
        known = in_memory(fetch)
        if known is None or fetch.redirects:
            return None
        wire = known.wire
        assert wire is not None
        if wire.status == 304 or "no-store" in self.directives(wire.headers):
            return None  # y71-212
        found = tuple((n, get(wire.headers, name)) for n, name in VALIDATED.items())
        validators = tuple((name, value) for name, value in found if value)
        return Stored((), wire, known.at, (), validators=validators) if validators else None

    def response_refused(self, fetch: Fetch) -> None:
        """A response refused by CORS is never read, and so not kept, if it came from the network
        (HttpCache::Transaction::~Transaction), unless its type was sniffed, for which its
        beginning is read before anybody judges it. Hunted: e12-1, e12-19; y13-1, y13-11.
        """
        response = from_network(fetch)
        if response is not None and not _read_to_sniff(fetch, response):
            self._stored.pop(self.key(fetch), None)

    def policy_refused(self, fetch: Fetch) -> None:
        """As where CORS refuses it; but a redirect is kept, for it has no body. y8-16."""
        response = from_network(fetch)
        if response is not None and response.status not in REDIRECT_STATUSES:
            self._stored.pop(self.key(fetch), None)

    def response_useless(self, fetch: Fetch, failure: Failure) -> None:
        """What opaque response blocking refuses is not kept. y14-9."""
        if isinstance(failure, OpaqueResponseBlocked):
            self.policy_refused(fetch)

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        if answer.status == 401 or (answer.status == 205 and answer.body):
            return False  # hunted: e9-38, e9-115; the body of a 205 never comes: y71-133
        if fetch.client.origin.opaque or is_conditional(tuple(fetch.headers)):
            return False
        if not self.certificates_trusted and fetch.url.scheme == "https":
            return False
        return super().storable(fetch, answer)

    def has_range(self, fetch: Fetch) -> bool:
        """Chrome keeps redirects also for a range that it understands (recording dev-43)."""
        found = [value for name, value in fetch.headers if name.lower() == "range"]
        return bool(found) and not is_cached_range(", ".join(found))
