"""Does a server let in exactly those whom its policy names? Properties, fuzzing, audits.

Law: the stated policy says what should be, browsers say what is, and a violation is where the two
part.
"""

from .audit import audit
from .failed import PropertyFailed
from .fuzz import fuzz
from .lookalikes import browsers_that_can_have, lookalikes
from .stated import Rule, StatedPolicy, policy_of, read_policy
from .subject import Attempt, Subject
from .violation import Violation

__all__ = [
    "Attempt",
    "PropertyFailed",
    "Rule",
    "StatedPolicy",
    "Subject",
    "Violation",
    "audit",
    "browsers_that_can_have",
    "fuzz",
    "lookalikes",
    "policy_of",
    "read_policy",
]
