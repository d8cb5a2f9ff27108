"""What DevTools copies and exports: curl commands, ``fetch()`` calls, HAR files.

Law: a reader gives calls as a script made them: what the browser adds by itself is left out.
"""

from .call import Call
from .curl import from_curl
from .fetch import from_fetch
from .har import from_har

__all__ = ["Call", "from_curl", "from_fetch", "from_har"]
