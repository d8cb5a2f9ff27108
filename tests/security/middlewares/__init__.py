"""CORS middlewares, right and wrong, as a measure for fuzz and audit.

Law: each is written for this project from the description of a class of mistakes; a wrong one has
one mistake and says which.
"""

from .correct import CORRECT
from .faulty_origins import FAULTY as FAULTY_ORIGINS
from .faulty_rest import FAULTY as FAULTY_REST

FAULTY = (*FAULTY_ORIGINS, *FAULTY_REST)

__all__ = ["CORRECT", "FAULTY"]
