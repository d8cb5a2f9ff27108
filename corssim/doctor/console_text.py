"""From console text to failure: which browser printed it, and what it says.

Law: the patterns are made from the browsers' own tables of texts, current and older; nothing is
recognised that no browser prints. Longer patterns are tried first, so the most specific wins.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import attrs

from .. import failures as f
from ..browsers.chrome import texts as chrome
from ..browsers.firefox import texts as firefox
from ..browsers.firefox import thrown as firefox_thrown
from ..browsers.safari import texts as safari
from ..browsers.safari import thrown as safari_thrown


@attrs.frozen
class Reading:
    """What a console text says: ``failure`` is its class's name, ``values`` what it names.

    ``version`` is the last version that spoke so, empty for the current wording.
    """

    browser: str
    failure: str
    values: dict[str, str]
    template: str
    version: str = ""


@attrs.frozen
class _Text:
    browser: str
    failure: type[f.Failure]
    template: str
    version: str = ""


# What a console or a promise says without a reason: the reason stands in another line.
BARE: dict[str, tuple[str, ...]] = {
    "chrome": ("TypeError: Failed to fetch", "Failed to load resource: net::ERR_FAILED",
               "net::ERR_FAILED"),
    "firefox": (firefox_thrown.FETCH_ERROR,),
    "safari": (safari_thrown.FETCH_ERROR, safari.CANNOT_LOAD, safari.CANNOT_LOAD_BARE),
}  # fmt: skip
_NET_FAILURES: dict[str, type[f.Failure]] = {
    "ERR_CONNECTION_REFUSED": f.ConnectionFailed, "ERR_EMPTY_RESPONSE": f.ConnectionFailed,
    "ERR_NAME_NOT_RESOLVED": f.ConnectionFailed, "ERR_TIMED_OUT": f.ConnectionFailed,
    "ERR_CERT_AUTHORITY_INVALID": f.ConnectionFailed,
    **{error: kind for kind, error in chrome.FAILURE_ERRORS.items() if error != "ERR_FAILED"},
}  # fmt: skip
HOW = {error: how for how, error in chrome.NET_ERRORS.items()}
CONNECTION_HOW = {text: how for how, text in safari.CONNECTION.items()}


def _texts() -> Iterator[_Text]:
    yield from _chrome()
    yield from _firefox()
    yield from _safari()


def _chrome() -> Iterator[_Text]:
    for via in ("", chrome.VIA):
        frame = chrome.FRAME.replace("{via}", via)
        for kind, (text, for_fetch, for_xhr, prefixed) in chrome.TEXTS.items():
            for prefix in ("", chrome.PREFLIGHT) if prefixed else ("",):
                for suffix in {for_fetch, for_xhr}:
                    yield _Text("chrome", kind, frame + prefix + text + suffix)
        yield _Text("chrome", f.LocalNetworkDenied, frame + chrome.INSECURE_LOCAL_NETWORK)
        for version, older in chrome.OLDER.items():
            for kind, text in older.items():
                for prefix in ("", chrome.PREFLIGHT):
                    yield _Text("chrome", kind, frame + prefix + text, version)
    for kind, text in chrome.CANNOT_LOAD_REASONS.items():
        yield _Text("chrome", kind, chrome.CANNOT_LOAD.replace("{reason}", text))
    yield _Text("chrome", f.MixedContent, chrome.MIXED)
    for error, kind in _NET_FAILURES.items():
        yield _Text("chrome", kind, f"net::{error}")


def _firefox() -> Iterator[_Text]:
    kinds = {key: kind for kind, key in firefox.KEYS.items()}
    kinds.update(dict.fromkeys(firefox.LIST_KEYS.values(), f.ListUnparsable))
    kinds[firefox.EXTERNAL_REDIRECT] = f.RedirectFailure
    kinds[firefox.NOT_HTTP] = f.SchemeNotSupported
    kinds[firefox.DID_NOT_SUCCEED] = f.ConnectionFailed
    for version, reasons in (("", firefox.REASONS), *firefox.OLDER.items()):
        for key, reason in reasons.items():
            for frame in (firefox.BLOCKED, firefox.BLOCKED_QUOTED):
                if key in kinds:
                    yield _Text("firefox", kinds[key], frame + reason, version)
    yield _Text("firefox", f.MixedContent, firefox.MIXED)
    yield _Text("firefox", f.ResourcePolicyBlocked, firefox.CORP)
    yield _Text("firefox", f.CrossOriginNotAllowedByMode, firefox.SOP)


def _safari() -> Iterator[_Text]:
    for version, details in (("", safari.DETAILS), *safari.OLDER.items()):
        for kind, text in details.items():
            yield _Text("safari", kind, text.strip(), version)
            yield _Text("safari", kind, safari.DENIED.replace("{reason}", text.strip()), version)
    denied = safari.DENIED.replace("{reason}", safari.NON_CORS_SCHEME)
    yield _Text("safari", f.RedirectSchemeNotSupported, denied)
    denied = safari.DENIED.replace("{reason}", safari.HAS_CREDENTIALS)
    yield _Text("safari", f.RedirectIncludesCredentials, denied)
    for text in safari.CONNECTION.values():
        yield _Text("safari", f.ConnectionFailed, text)
    yield _Text("safari", f.MixedContent, safari.MIXED.strip())


def _pattern(template: str) -> re.Pattern[str]:
    """A regular expression for *template*; typographic quotes and plain ones are the same."""
    seen: set[str] = set()
    parts = []
    for literal, name, _, _ in Formatter().parse(template):
        escaped = re.sub(r"(?:\\ |\s)+", r"\\s+", re.escape(literal))
        parts.append(re.sub("[‘’“”'\"`]", "[‘’“”'\"`]", escaped))
        if name is not None:
            parts.append(".*?" if name in seen else f"(?P<{name}>.*?)")
            seen.add(name)
    return re.compile("".join(parts) + r"(?=\s*$|\s)", re.DOTALL)


@cache
def _patterns() -> tuple[tuple[_Text, re.Pattern[str]], ...]:
    texts = {(t.browser, t.template): t for t in reversed(list(_texts()))}.values()
    ordered = sorted(texts, key=lambda text: (-len(_literal(text.template)), bool(text.version)))
    return tuple((text, _pattern(text.template)) for text in ordered)


def _literal(template: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(template))


def read(text: str) -> list[Reading]:
    """Every known message in *text*, in the order of the text; empty where none is known."""
    found: list[tuple[int, int, Reading]] = []
    for known, pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(s <= start < e or s < end <= e for s, e, _ in found):
                continue
            values = {name: value for name, value in match.groupdict().items() if value}
            reading = Reading(known.browser, known.failure.__name__, values, known.template,
                              known.version)  # fmt: skip
            found.append((start, end, reading))
    return [reading for *_, reading in sorted(found, key=lambda row: row[0])]


def bare(text: str) -> list[str]:
    """The browsers whose message without a reason *text* holds."""
    return [
        browser
        for browser, texts in BARE.items()
        if any(_pattern(template).search(text) for template in texts)
    ]


def nearest(text: str) -> tuple[str, str]:
    """The browser and the wording of the known message most like *text*: by words, then letters."""
    wanted = _words(text)

    def likeness(known: _Text) -> tuple[float, float]:
        words = _words(_literal(known.template))
        shared = 2 * len(wanted & words) / (len(wanted) + len(words) or 1)
        letters = difflib.SequenceMatcher(None, text[:300], known.template[:300]).quick_ratio()
        return shared, letters

    sentences = (known for known, _ in _patterns() if " " in known.template)
    best = max(sentences, key=likeness)
    return best.browser, best.template


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z*]+", text.lower()))
