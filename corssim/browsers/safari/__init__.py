"""Safari: where it differs from the standard, and its words.

Each file has the name of the standard's section that it differs from: ``parsing``,
``request_constructor``, ``element_rules``, ``network``, ``cors_check``, ``preflight``,
``preflight_cache``, ``redirect``, ``wire``, ``cookies``, ``filtering``, ``http_cache``.
``notes.py`` is what it remembers from hop to hop; ``texts.py`` the console's words, ``console.py``,
``console_elements.py`` and ``beacons.py`` when they are printed, ``thrown.py`` what scripts catch;
``memory.py`` is WebCore's MemoryCache; ``loads.py``, ``targets.py`` and ``encoding.py`` are
questions that several of these ask.

Evidence: recordings of WebKitGTK 2.50, and WebKit's sources by file.
"""

from ...standard.rules import Rules
from ..profile import Profile
from .console import SafariWords
from .cookies import SafariCookies
from .cors_check import SafariCORSCheck
from .element_rules import SafariElements
from .filtering import SafariFiltering
from .http_cache import SafariHTTPCache
from .network import SafariNetwork
from .notes import SafariNotes
from .parsing import SafariParsing
from .preflight import SafariPreflight
from .preflight_cache import SafariPreflightCache
from .redirect import SafariRedirect
from .request_constructor import SafariRequest
from .wire import SafariWire

SAFARI_26 = Profile(
    name="safari",
    title="Safari",
    version="26",
    rules=Rules(
        parsing=SafariParsing(),
        request=SafariRequest(),
        elements=SafariElements(),
        network=SafariNetwork(),
        cors_check=SafariCORSCheck(),
        preflight=SafariPreflight(),
        redirect=SafariRedirect(),
        wire=SafariWire(),
        cookies=SafariCookies(),
        filtering=SafariFiltering(),
        preflight_cache=SafariPreflightCache,
        http_cache=SafariHTTPCache,
        notes=SafariNotes,
    ),
    words=SafariWords(),
)
VERSIONS = (SAFARI_26,)
