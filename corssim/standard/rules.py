"""A browser's rules, composed: one field a section of the standard.

Law: each section's rules stand beside its algorithm; nothing is decided here. A browser is a value
of this class, an older version of it ``attrs.evolve`` of a newer one.
"""

from __future__ import annotations

import attrs

from .cookies import CookieRules
from .cors_check import CORSCheckRules
from .elements import ElementRules
from .fetch import Notes
from .filtering import FilteringRules
from .http_cache import HTTPCache
from .network import NetworkRules
from .parsing import ParsingRules
from .preflight import PreflightRules
from .preflight_cache import PreflightCache
from .redirect import RedirectRules
from .request_constructor import RequestRules
from .wire import WireRules


@attrs.frozen(eq=False)
class Rules:
    """The standard's rules by default."""

    parsing: ParsingRules = ParsingRules()
    request: RequestRules = RequestRules()
    elements: ElementRules = ElementRules()
    network: NetworkRules = NetworkRules()
    cors_check: CORSCheckRules = CORSCheckRules()
    preflight: PreflightRules = PreflightRules()
    redirect: RedirectRules = RedirectRules()
    wire: WireRules = WireRules()
    cookies: CookieRules = CookieRules()
    filtering: FilteringRules = FilteringRules()
    preflight_cache: type[PreflightCache] = PreflightCache
    http_cache: type[HTTPCache] = HTTPCache
    notes: type[Notes] = Notes
