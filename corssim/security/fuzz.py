"""Fuzzing: each property over its fixed cases, then over drawn ones, shrunk to the smallest.

Law: hypothesis draws, shrinks and remembers; what counts as a failure is the property's. Every
situation is reported once, by its smallest counterexample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..servers.polite import RequestBudgetExceeded
from .cases import PROPERTIES, Case, Property, paths_of, spellings
from .failed import PropertyFailed
from .stated import StatedPolicy
from .subject import Attempt, Subject
from .violation import Violation

EXAMPLES = 500
MOST_ROUNDS = 8  # situations that one property is searched for beyond the fixed cases
Progress = Callable[[str], None]


def fuzz(
    subject: Subject, *, examples: int = EXAMPLES, seed: int = 0, only: Iterable[str] = (),
    database: str | Path | None = None, progress: Progress | None = None,
) -> list[Violation]:  # fmt: skip
    """The violations found, each situation once, in the order of the properties.

    *examples* is the number of cases drawn in all, beyond the fixed ones; each property gets its
    share. *only* names properties, *database* a directory that keeps failures for the next run;
    *progress* is called with the property's name as it begins. Where a live server may be asked no
    more, it ends with what was found, and ``subject.spent`` is true. Needs the extra ``security``;
    raises ``UsageError`` without it, and for an unknown property.
    """
    chosen = chosen_properties(only)
    shares = sum(one.share for one in chosen)
    found: dict[str, Violation] = {}
    try:
        for one in chosen:
            if progress is not None:
                progress(one.name)
            for violation in fixed(subject, one, found):
                found.setdefault(violation.id, violation)
            if examples:
                own = max(1, round(examples * one.share / shares))
                _search(subject, one, found, own, seed, database)
    except RequestBudgetExceeded:
        subject.spent = True
    return list(found.values())


def chosen_properties(only: Iterable[str]) -> list[Property]:
    """The named properties, or all; raises ``UsageError`` for an unknown one."""
    names = list(only) or list(PROPERTIES)
    for name in names:
        if name not in PROPERTIES:
            raise UsageError(f"no property is called {name!r}: known are {', '.join(PROPERTIES)}")
    return [PROPERTIES[name] for name in names]


def fixed(subject: Subject, one: Property, known: Iterable[str]) -> Iterator[Violation]:
    """The violations that the fixed cases of a property show, the first of each situation."""
    seen = set(known)
    for path in paths_of(subject.policy):
        for case in one.cases(subject.policy, path):
            violation = fixed_case(subject, one, case)
            if violation is not None and violation.id not in seen:
                seen.add(violation.id)
                yield violation


def fixed_case(subject: Subject, one: Property, case: Case) -> Violation | None:
    """The violation that one fixed case shows, if it shows one."""
    try:
        one.check(subject, *case)
    except PropertyFailed as failed:
        return failed.violation
    return None


def _search(
    subject: Subject, one: Property, found: dict[str, Violation], examples: int, seed: int,
    database: str | Path | None,
) -> None:  # fmt: skip
    """Draw cases until nothing new is found."""
    try:
        import hypothesis
        from hypothesis import HealthCheck, Phase, settings
        from hypothesis.database import DirectoryBasedExampleDatabase
        from hypothesis.errors import Flaky
    except ImportError:
        raise UsageError("fuzzing needs hypothesis: pip install 'corssim[security]'") from None

    class Kept(DirectoryBasedExampleDatabase):
        """Failures stay, though later rounds pass over what an earlier one has found."""

        def delete(self, key: bytes, value: bytes) -> None:
            pass

    kept = Kept(str(database)) if database is not None else None
    phases = (Phase.reuse, Phase.generate, Phase.shrink)
    strategy = _strategy(subject.policy, one.name)
    shown: list[Violation] = []
    for _ in range(MOST_ROUNDS):

        def check(case: Any) -> None:
            try:
                one.check(subject, *case)
            except PropertyFailed as failed:
                if failed.violation.id not in found:
                    shown.append(failed.violation)
                    raise

        # the database's key is made of the function's name and place: one for each property
        check.__qualname__ = check.__name__ = f"property_{one.name}"
        seeded: Any = hypothesis.seed(seed)
        bounded: Any = settings(
            max_examples=examples, database=kept, deadline=None, phases=phases,
            suppress_health_check=list(HealthCheck), report_multiple_bugs=False, print_blob=False,
        )  # fmt: skip
        drawn: Any = hypothesis.given(strategy)
        run = bounded(seeded(drawn(check)))
        try:
            run()
        except PropertyFailed as failed:
            found[failed.violation.id] = failed.violation
        except Flaky:  # the server remembers: what it did once, it did
            found[shown[-1].id] = shown[-1]
        else:
            return


def _strategy(policy: StatedPolicy, name: str) -> Any:
    from hypothesis import strategies as st

    from ..strategies.origins import origins
    from .strategies import attempts, lookalikes_of, units

    known = policy.examples
    stated = st.sampled_from(known) if known else origins()
    anyone = st.one_of(stated, lookalikes_of(*known))
    any_attempt = attempts(policy)
    match name:
        case "vary" | "cache_safety":
            return st.tuples(any_attempt, anyone)
        case "budget":
            return st.tuples(any_attempt, units())
        case "path_spelling":
            paths = [
                (path, spelled) for path in paths_of(policy) for spelled in spellings(policy, path)
            ]
            return st.builds(
                lambda origin, pair: (Attempt(origin, pair[0]), pair[1]),
                anyone, st.sampled_from(paths),
            )  # fmt: skip
        case "liveness":
            return st.tuples(attempts(policy, strangers=False))
        case _:
            return st.tuples(any_attempt)
