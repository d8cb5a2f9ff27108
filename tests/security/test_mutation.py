"""The measure of fuzz and audit: every faulty middleware is found, no correct one is accused.

``python -m tests.security.test_mutation SEED ...`` does it with the default number of drawn
examples; here the fixed cases alone, and drawn ones for a few.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from corssim.security import Subject, audit, fuzz
from corssim.security.fuzz import EXAMPLES

from .middlewares import CORRECT, FAULTY
from .middlewares.base import Middleware

DRAWN_FOR = ("Listed", "ByPath", "Tree", "StopsAtUnderscore", "KeepsTheFirstAnswer", "DotsEscape")


def fuzzed(middleware: type[Middleware], examples: int, seed: int = 0) -> set[str]:
    """The ids that fuzzing finds."""
    subject = Subject(middleware(), middleware.policy)
    return {violation.id for violation in fuzz(subject, examples=examples, seed=seed)}


def audited(middleware: type[Middleware]) -> set[str]:
    """The ids that an audit finds, notes left out."""
    found = audit(Subject(middleware(), middleware.policy)).violations
    return {violation.id for violation in found if violation.finding.severity != "note"}


def test_there_are_enough() -> None:
    assert len(FAULTY) >= 40
    assert len(CORRECT) >= 10
    assert len({middleware.__name__ for middleware in (*FAULTY, *CORRECT)}) == 73


@pytest.mark.parametrize("middleware", FAULTY, ids=lambda one: one.__name__)
def test_a_faulty_one_is_found(middleware: type[Middleware]) -> None:
    assert audited(middleware) & set(middleware.finds)  # the fixed cases, which fuzz has too


@pytest.mark.parametrize("middleware", CORRECT, ids=lambda one: one.__name__)
def test_a_correct_one_is_not_accused(middleware: type[Middleware]) -> None:
    assert audited(middleware) == set()


@pytest.mark.parametrize("name", DRAWN_FOR)
def test_drawn_cases(name: str) -> None:
    middleware = next(one for one in (*CORRECT, *FAULTY) if one.__name__ == name)
    found = fuzzed(middleware, 60, seed=3)
    assert bool(found & set(middleware.finds)) is bool(middleware.finds)
    assert bool(found) is bool(middleware.finds)


def judged(name: str, seed: int) -> str:
    """What is wrong with one middleware's verdict; empty where it is right."""
    middleware = next(one for one in (*CORRECT, *FAULTY) if one.__name__ == name)
    for how, found in (
        ("fuzz", fuzzed(middleware, EXAMPLES, seed)),
        ("audit", audited(middleware)),
    ):
        if middleware.finds and not found & set(middleware.finds):
            return f"{name}: {how} found {sorted(found)} and not one of {middleware.finds}"
        if not middleware.finds and found:
            return f"{name}: {how} accuses it of {sorted(found)}"
    return ""


def main(seeds: list[str]) -> int:
    """Judge all by each seed; 0 where every verdict is right."""
    names = [middleware.__name__ for middleware in (*CORRECT, *FAULTY)]
    status = 0
    with ProcessPoolExecutor() as pool:
        for seed in seeds or ["0"]:
            wrong = [text for text in pool.map(judged, names, [int(seed)] * len(names)) if text]
            print(f"seed {seed}: {len(FAULTY)} faulty, {len(CORRECT)} correct, {len(wrong)} wrong")
            print("\n".join(wrong), end="\n" if wrong else "")
            status |= bool(wrong)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
