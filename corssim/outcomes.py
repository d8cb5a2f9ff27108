"""One call in several browsers: what each made of it, and the assertions that tests make of that.

Law: outcomes hold stories; text, JSON and HTML are views of them. An assertion that fails says what
DevTools would show in each browser, what went over the wire, the step that failed, the cause and
the fix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Unpack, overload

import attrs

from . import failures
from .browsers import BROWSERS, BrowserName
from .call import ScriptCall
from .doctor import Finding, diagnose
from .environment import page_of
from .errors import UsageError, nearest
from .options import FetchOptions, XHROptions
from .outcome import Outcome
from .page import Browser
from .views.meanings import meaning
from .views.record import result

__all__ = ["Outcomes", "Reason", "Report", "ask"]

Reason = str | type[failures.Failure]


class Outcomes(Mapping[str, Outcome]):
    """What each browser did with one call, by the browser's name."""

    def __init__(self, outcomes: Mapping[str, Outcome], server_kind: str = "headers") -> None:
        self._outcomes = dict(outcomes)
        self._kind = server_kind

    def __getitem__(self, browser: str) -> Outcome:
        return self._outcomes[browser]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __str__(self) -> str:
        """The verdicts side by side, each browser's console, the reasons and what to change."""
        from .views.table import report_table

        return report_table(self)

    def __repr__(self) -> str:
        told = (f"{name} {'allowed' if o.ok else 'blocked'}" for name, o in self.items())
        return f"<Outcomes {', '.join(told)}>"

    def _repr_html_(self) -> str:
        """The outcomes in a notebook."""
        from .views.html import report_html

        return report_html(self)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcomes as a dictionary."""
        return self._outcomes

    @property
    def ok(self) -> bool:
        """Whether every browser allows the call."""
        return all(outcome.ok for outcome in self._outcomes.values())

    @property
    def findings(self) -> list[Finding]:
        """What blocks the call and what is amiss besides, with causes and fixes."""
        return diagnose(self._outcomes)

    def verdicts(self) -> str:
        """The verdicts side by side and each browser's console, without reasons."""
        from .views.table import verdicts_and_consoles

        return verdicts_and_consoles(self)

    def as_json(self) -> dict[str, Any]:
        """The outcomes for machines: one object a browser."""
        return {name: _json(outcome) for name, outcome in self.items()}

    def assert_allowed(self) -> Outcomes:
        """Every browser lets the script read the answer."""
        __tracebackhide__ = True
        blocked = [name for name, outcome in self._outcomes.items() if not outcome.ok]
        self._require(not blocked, f"blocked in {', '.join(blocked)}")
        return self

    def assert_blocked(self, reason: Reason | None = None) -> Outcomes:
        """Every browser blocks the call; with *reason*, for that one.

        *reason* is a finding's id (``CORS-METHOD-MISSING``), or a failure's name or class
        (``MethodNotAllowed``). Raises ``UsageError`` for a reason that does not exist.
        """
        __tracebackhide__ = True
        wanted = _reason(reason)
        allowed = [name for name, outcome in self._outcomes.items() if outcome.ok]
        self._require(not allowed, f"allowed in {', '.join(allowed)}")
        if wanted is not None:
            others = {
                name: found
                for name, outcome in self._outcomes.items()
                if wanted not in (found := _reasons_of(outcome))
            }
            told = "; ".join(f"{name}: {', '.join(found)}" for name, found in others.items())
            self._require(not others, f"blocked, but not for {wanted}: {told}")
        return self

    def assert_readable(self, *names: str) -> Outcomes:
        """The script can read the response headers *names* in every browser."""
        __tracebackhide__ = True
        self.assert_allowed()
        for browser, outcome in self._outcomes.items():
            assert outcome.response is not None
            hidden = [name for name in names if outcome.response.header(name) is None]
            self._require(not hidden, f"{browser} hides {', '.join(hidden)} from the script")
        return self

    def assert_preflights(self, count: int) -> Outcomes:
        """Every browser sent *count* preflights."""
        __tracebackhide__ = True
        told = {name: outcome.preflights for name, outcome in self._outcomes.items()}
        wrong = ", ".join(f"{name} {sent}" for name, sent in told.items() if sent != count)
        self._require(not wrong, f"{count} preflights expected, sent: {wrong}")
        return self

    def _require(self, holds: bool, what: str) -> None:
        __tracebackhide__ = True
        if not holds:
            raise AssertionError(f"{what}\n\n{self.story()}")

    def story(self) -> str:
        """All that a person needs to see of the call."""
        from .doctor.text import findings_text

        parts = []
        for name, outcome in self._outcomes.items():
            parts.append(f"{name}: {'allowed' if outcome.ok else 'BLOCKED'}")
            parts += [f"  console [{m.level}] {m.text.rstrip()}" for m in outcome.console]
            parts += [f"  {line}" for line in outcome.explain().splitlines()]
        found = findings_text(self.findings, self._kind)
        return "\n".join([*parts, "", found])


Report = Outcomes
"""The name that ``ask`` gave them first."""


def _json(outcome: Outcome) -> dict[str, Any]:
    failure = outcome.failure
    record = outcome.record()
    return {
        "allowed": outcome.ok,
        "result": result(outcome),
        "requests": record["requests"],
        "console": [attrs.asdict(message) for message in outcome.console],
        "failure": None
        if failure is None
        else {
            "kind": failure.kind,
            "meaning": meaning(failure),
            "step": failure.step,
        },
    }


def _reason(reason: Reason | None) -> str | None:
    if reason is None:
        return None
    if isinstance(reason, type):
        return reason.__name__
    from .doctor.catalogue import ENTRIES

    known = reason in ENTRIES or isinstance(getattr(failures, reason, None), type)
    if not known:
        names = [*ENTRIES, *(name for name in vars(failures) if name[0].isupper())]
        raise UsageError(
            f"no failure and no finding is called {reason!r}"
            f"{nearest(reason, names, listed=False)} (see corssim.failures and the ids that begin "
            "with CORS-)"
        )
    return reason


def _reasons_of(outcome: Outcome) -> list[str]:
    ids = [finding.id for finding in diagnose(outcome) if finding.severity == "blocks"]
    kinds = [
        kind.__name__
        for kind in type(outcome.failure).__mro__
        if issubclass(kind, failures.Failure) and kind is not failures.Failure
    ]
    return ids + kinds


@overload
def ask(
    url: str,
    *,
    origin: str,
    server: Any,
    browsers: Sequence[BrowserName] = ...,
    xhr: Literal[False] = ...,
    **init: Unpack[FetchOptions],
) -> Outcomes: ...
@overload
def ask(
    url: str,
    *,
    origin: str,
    server: Any,
    xhr: Literal[True],
    browsers: Sequence[BrowserName] = ...,
    method: str = ...,
    **options: Unpack[XHROptions],
) -> Outcomes: ...
@overload
def ask(
    url: ScriptCall, *, origin: str, server: Any, browsers: Sequence[BrowserName] = ...
) -> Outcomes: ...
def ask(
    url: str | ScriptCall,
    *,
    origin: str,
    server: Any,
    browsers: Sequence[BrowserName] = BROWSERS,
    xhr: bool = False,
    **options: Any,
) -> Outcomes:
    """What the browsers do when a page of *origin* calls *url* on *server*.

    In place of *url* stands a whole call that was written elsewhere.

    The other arguments are those of ``page.fetch`` (or, with *xhr*, of ``page.xhr``, and
    *method*). Each browser starts empty. Raises ``UsageError`` for what cannot be asked.
    """
    outcomes: dict[str, Outcome] = {}
    for name in browsers:
        page = Browser(name).open(page_of(origin), server)
        if isinstance(url, ScriptCall):
            outcomes[name] = page.make(url)
        elif xhr:
            more = dict(options)
            outcomes[name] = page.xhr(more.pop("method", "GET"), url, **more)
        else:
            outcomes[name] = page.fetch(url, **options)
    return Outcomes(outcomes)
