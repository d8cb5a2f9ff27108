"""Firefox: where it differs from the standard, and its words.

Each file has the name of the standard's section that it differs from: ``parsing``,
``request_constructor``, ``element_rules``, ``network``, ``cors_check``, ``preflight``,
``preflight_cache``, ``redirect``, ``wire``, ``cookies``, ``filtering``, ``http_cache``.
``notes.py`` is what it remembers from hop to hop; ``texts.py`` the console's words, ``console.py``,
``console_blocked.py`` and ``console_elements.py`` when they are printed, ``thrown.py`` what scripts
catch; ``sites.py`` and ``targets.py`` are questions about pages and URLs that several of these ask.

Evidence: recordings of Firefox 153, and Gecko's sources by file.
"""

from ...standard.rules import Rules
from ..profile import Profile
from .console import FirefoxWords
from .cookies import FirefoxCookies
from .cors_check import FirefoxCORSCheck
from .element_rules import FirefoxElements
from .filtering import FirefoxFiltering
from .http_cache import FirefoxHTTPCache
from .network import FirefoxNetwork
from .notes import FirefoxNotes
from .parsing import FirefoxParsing
from .preflight import FirefoxPreflight
from .preflight_cache import FirefoxPreflightCache
from .redirect import FirefoxRedirect
from .request_constructor import FirefoxRequest
from .wire import FirefoxWire

FIREFOX_153 = Profile(
    name="firefox",
    title="Firefox",
    version="153",
    rules=Rules(
        parsing=FirefoxParsing(),
        request=FirefoxRequest(),
        elements=FirefoxElements(),
        network=FirefoxNetwork(),
        cors_check=FirefoxCORSCheck(),
        preflight=FirefoxPreflight(),
        redirect=FirefoxRedirect(),
        wire=FirefoxWire(),
        cookies=FirefoxCookies(),
        filtering=FirefoxFiltering(),
        preflight_cache=FirefoxPreflightCache,
        http_cache=FirefoxHTTPCache,
        notes=FirefoxNotes,
    ),
    words=FirefoxWords(),
)
VERSIONS = (FIREFOX_153,)
