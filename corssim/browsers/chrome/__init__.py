"""Chrome: where it differs from the standard, and its words.

Each file has the name of the standard's section that it differs from: ``parsing``,
``request_constructor``, ``element_rules``, ``network``, ``cors_check``, ``preflight``,
``preflight_cache``, ``redirect``, ``wire``, ``cookies``, ``http_cache``. ``notes.py`` is what it
remembers from hop to hop; ``texts.py`` the console's words, ``console.py`` when they are printed,
``thrown.py`` what scripts catch; ``hash_order.py`` and ``fetch_metadata.py`` why header lines stand
in that order, ``orb_sniffers.py`` and ``ranges.py`` machinery of its own.

Evidence: recordings of Chromium 156, and Chromium's sources by file.
"""

from ...standard.rules import Rules
from ..profile import Profile
from .console import ChromeWords
from .cookies import ChromeCookies
from .cors_check import ChromeCORSCheck
from .element_rules import ChromeElements
from .http_cache import ChromeHTTPCache
from .network import ChromeNetwork
from .notes import ChromeNotes
from .parsing import ChromeParsing
from .preflight import ChromePreflight
from .preflight_cache import ChromePreflightCache
from .redirect import ChromeRedirect
from .request_constructor import ChromeRequest
from .wire import ChromeWire

CHROME_156 = Profile(
    name="chrome",
    title="Chrome",
    version="156",
    rules=Rules(
        parsing=ChromeParsing(),
        request=ChromeRequest(),
        elements=ChromeElements(),
        network=ChromeNetwork(),
        cors_check=ChromeCORSCheck(),
        preflight=ChromePreflight(),
        redirect=ChromeRedirect(),
        wire=ChromeWire(),
        cookies=ChromeCookies(),
        preflight_cache=ChromePreflightCache,
        http_cache=ChromeHTTPCache,
        notes=ChromeNotes,
    ),
    words=ChromeWords(),
)
VERSIONS = (CHROME_156,)
