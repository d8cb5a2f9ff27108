"""Chrome's HTTP cache.

Law: differences from ``standard/http_cache.py`` alone, each with its evidence
(net/http/http_cache_transaction.cc).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ...failures import Failure, OpaqueResponseBlocked
from ...headers import HeaderList, first, get, nosniff, split
from ...mime import essence_of
from ...response import REDIRECT_STATUSES, WireResponse, reason_phrase
from ...standard.cache_control import Directive, is_conditional
from ...standard.content_codings import decode
from ...standard.fetch import Fetch
from ...standard.http_cache import HOP_BY_HOP, OF_THE_MESSAGE, HTTPCache, from_network
from ...standard.stored import Stored
from .notes import in_memory, notes
from .ranges import is_cached_range, part_of

VALIDATED = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
BYTES_TO_SNIFF = 1024
PASSED_THROUGH = frozenset(("if-match", "if-range", "if-unmodified-since"))
_NAMED = re.compile(r'no-cache="([^"]*)"', re.IGNORECASE)
_SECONDS = re.compile(r"(max-age|stale-while-revalidate)= *(\d+)")
SNIFFED = frozenset((
    "*/*", "application/octet-stream", "application/unknown", "application/xml", "text/plain",
    "text/xml", "unknown/unknown",
))  # fmt: skip


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

    ignored_304_names = OF_THE_MESSAGE | {
        "proxy-authorization", "te", "www-authenticate", "x-frame-options", "x-xss-protection",
    }  # fmt: skip
    """HttpResponseHeaders::Update. y79-1 to y79-202."""
    ignored_304_prefixes = ("x-content-", "x-webkit-")
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

    def stored_form(self, response: WireResponse) -> WireResponse:
        """Without what is between two neighbours, challenges, what HSTS says, and what no-cache
        names (HttpResponseInfo::Persist). y80-43, y80-57, y80-71, y80-107.
        """
        control = get(response.headers, "cache-control") or ""
        named = {n.strip().lower() for found in _NAMED.findall(control) for n in found.split(",")}
        out = HOP_BY_HOP | named | {"strict-transport-security", "www-authenticate"}
        kept = tuple(pair for pair in response.headers if pair[0].lower() not in out)
        return attrs.evolve(response, headers=kept)

    def age_header(self, headers: HeaderList) -> float:
        """The first of several. y81-31, y81-202."""
        age = (first(headers, "age") or "").partition(",")[0].strip()
        return float(age) if age.isdecimal() else 0.0

    def invalidates(self, fetch: Fetch, answer: WireResponse) -> bool:
        """The standard: any unsafe method. Chrome: only those it knows, PUT only with a body;
        and a HEAD that does not confirm the stored response. Hunted: e2-13, e2-49, e2-61.
        """
        if fetch.method == "HEAD":
            return answer.status != 304
        known = fetch.method == "POST" or _is_cacheable_write(fetch)
        return known and answer.status < 400

    def is_consulted(self, fetch: Fetch) -> bool:
        """A sandboxed frame has a partition of its own that keeps nothing. Hunted: g5-267."""
        if in_memory(fetch) is not None:
            return True
        if fetch.client.origin.opaque or not super().is_consulted(fetch):
            return False
        if any(name.lower() in PASSED_THROUGH for name, _ in fetch.headers):
            return False  # kPassThroughHeaders; hunt-400001-1657
        control = get(fetch.headers, "cache-control") or ""
        pragma = get(fetch.headers, "pragma") or ""
        return "no-cache" not in (control.lower(), pragma.lower())

    def method_may_be_served(self, fetch: Fetch) -> bool:
        """Who skips validation is answered before Chrome looks whether the method changes
        something (HttpCache::Transaction::RequiresValidation). y19-1, y19-8.
        """
        skips = fetch.cache_mode == "force-cache"
        return super().method_may_be_served(fetch) or (skips and _is_cacheable_write(fetch))

    def lookup(self, fetch: Fetch, lines: HeaderList) -> Stored | None:
        """What a script asks for in Cache-Control, and ranges, keep stored responses out.

        net/http/http_cache_transaction.cc, kForceFetchHeaders, kForceValidateHeaders
        """
        stored = super().lookup(fetch, lines)
        if stored is None or not stored.usable or stored.response.status != 200:
            stored = self._in_memory(fetch) or stored
        if stored is None:
            return None
        if is_conditional(fetch.headers):
            stored.validators = ()  # the script's own alone: y25-37
            stored.usable = False  # y82-247
            return stored
        names = {name.lower(): value for name, value in fetch.headers}
        if "range" in names and stored.response.status not in REDIRECT_STATUSES:
            if stored.response.status != 200:
                return None
            notes(fetch).whole = len(stored.response.body)
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

    def response_unusable(self, fetch: Fetch, failure: Failure) -> None:
        """What opaque response blocking refuses is not kept. y14-9."""
        if isinstance(failure, OpaqueResponseBlocked):
            self.policy_refused(fetch)

    def storable(self, fetch: Fetch, answer: WireResponse) -> bool:
        if answer.status == 401 or (answer.status == 205 and answer.body):
            return False  # hunted: e9-38, e9-115; the body of a 205 never comes: y71-133
        if fetch.client.origin.opaque or is_conditional(fetch.headers):
            return False
        return super().storable(fetch, answer)

    def has_range(self, fetch: Fetch) -> bool:
        """Chrome keeps redirects also for a range that it understands (recording dev-43)."""
        found = [value for name, value in fetch.headers if name.lower() == "range"]
        return bool(found) and not is_cached_range(", ".join(found))
