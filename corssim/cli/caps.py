"""``corssim caps``: how long each browser remembers a preflight, and how that is known."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tabulate import tabulate

from ..browsers import PROFILES

# browser: (what Access-Control-Max-Age it takes, most entries, evidence)
FACTS = {
    "chrome": (
        "a signed integer; else the default; negative: not kept", "1024",
        "services/network/cors/preflight_result.cc (kMaxTimeout), preflight_cache.cc; measured "
        "with a clock 60 times as fast: none 7127 s after a preflight with Max-Age 604800, a new "
        "one after 7234 s; without Max-Age none after 4.7 s, a new one after 5.6 s",
    ),
    "firefox": (
        "digits only; else not kept at all", "100",
        "netwerk/protocol/http/nsCORSListenerProxy.cpp (PREFLIGHT_CACHE_SIZE); the cap is not "
        "measured; without Max-Age none after 4.7 s, a new preflight after 5.6 s",
    ),
    "safari": (
        "a signed integer; else the default; negative: not kept", "no limit",
        "CrossOriginPreflightResultCache.cpp (maxPreflightCacheTimeout); measured: a new preflight "
        "604 s after one with Max-Age 604800, none at 597 s",
    ),
    "standard": (
        "digits only; else the default", "no limit",
        "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    ),
}  # fmt: skip
REFUTED = (
    "Refuted: many articles give 604800 s (seven days) as Safari's cap. No version of WebKit has "
    "it; the constant has been 600 s since 2009."
)


def add_to(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("caps", help="how long browsers remember a preflight")
    parser.add_argument("--json", action="store_true", help="JSON for machines")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    rows = []
    for name, profile in PROFILES.items():
        takes, entries, evidence = FACTS[name]
        rows.append({
            "browser": name,
            "cap_seconds": profile.max_age_cap,
            "default_seconds": profile.default_max_age,
            "entries": entries,
            "max_age": takes,
            "evidence": evidence,
        })  # fmt: skip
    if options.json:
        print(json.dumps({"caps": rows, "refuted": REFUTED}, indent=2))
        return 0
    shown = [
        (r["browser"], r["cap_seconds"] or "none", r["default_seconds"], r["entries"], r["max_age"])
        for r in rows
    ]
    print(tabulate(shown, headers=("browser", "cap (s)", "default (s)", "entries", "Max-Age")))
    print("\nevidence")
    print("\n".join(f"  {r['browser']}: {r['evidence']}" for r in rows))
    print("\n" + REFUTED)
    return 0
