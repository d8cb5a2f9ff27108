"""What DevTools copies and exports, and the code that people write: calls, dumps, HAR files.

Law: a reader gives calls as a script made them: what the browser adds by itself is left out.

Internal: use ``corssim check`` and ``corssim har``.
"""

from .call import Call
from .curl import from_curl
from .har import from_har
from .pasted import from_pasted
from .scripts import from_fetch

__all__ = ["Call", "from_curl", "from_fetch", "from_har", "from_pasted"]
