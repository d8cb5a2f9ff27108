"""From failure to cause to fix, from console text to failure.

Law: the doctor reads stories that the engine told; it decides nothing of CORS. The catalogue
holds the words, ``diagnose`` recognises situations, ``recipes`` writes what to change for each
kind of server, ``console_text`` reads what a console printed.
"""

from .console_text import Reading, bare, nearest, read
from .diagnose import diagnose
from .finding import Finding
from .likely import likely
from .needs import Needs
from .probe import probe
from .recipes import KINDS, fix

__all__ = [
    "KINDS", "Finding", "Needs", "Reading", "bare", "diagnose", "fix", "likely", "nearest",
    "probe", "read",
]  # fmt: skip
