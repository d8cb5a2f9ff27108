"""One call in several browsers, and the assertions that tests make of it.

Law: an assertion that fails says what DevTools would show in each browser, what went over the
wire, the step that failed, the cause and the fix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from .. import failures
from ..browsers import BROWSERS, BrowserName
from ..errors import UsageError
from ..outcome import Outcome
from ..page import Browser, Page, page_of
from ..servers import server_for

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

    @property
    def ok(self) -> bool:
        """Whether every browser allows the call."""
        return all(outcome.ok for outcome in self._outcomes.values())

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
        from ..doctor import diagnose
        from ..views.findings import findings_text

        parts = []
        for name, outcome in self._outcomes.items():
            parts.append(f"{name}: {'allowed' if outcome.ok else 'BLOCKED'}")
            parts += [f"  console [{m.level}] {m.text.rstrip()}" for m in outcome.console]
            parts += [f"  {line}" for line in outcome.explain().splitlines()]
        found = findings_text(diagnose(self._outcomes), self._kind)
        return "\n".join([*parts, "", found])


def _reason(reason: Reason | None) -> str | None:
    if reason is None:
        return None
    if isinstance(reason, type):
        return reason.__name__
    from ..doctor.catalogue import ENTRIES

    known = reason in ENTRIES or isinstance(getattr(failures, reason, None), type)
    if not known:
        raise UsageError(
            f"no failure and no finding is called {reason!r}: see corssim.failures and the ids "
            "that begin with CORS-"
        )
    return reason


def _reasons_of(outcome: Outcome) -> list[str]:
    from ..doctor import diagnose

    ids = [finding.id for finding in diagnose(outcome) if finding.severity == "blocks"]
    kinds = [
        kind.__name__
        for kind in type(outcome.failure).__mro__
        if issubclass(kind, failures.Failure) and kind is not failures.Failure
    ]
    return ids + kinds


@attrs.frozen
class Pages:
    """The same page open in several browsers; each call is made in all of them."""

    pages: dict[str, Page]
    server: Any
    server_kind: str = "headers"

    def fetch(self, url: str, **init: Any) -> Outcomes:
        """``fetch(url, init)`` in every browser; see :meth:`corssim.Page.fetch`."""
        run = self._runner
        if run is not None:
            outcomes: Outcomes = run(self.afetch(url, **init))
            return outcomes
        return self._all(lambda page: page.fetch(url, **init))

    def xhr(self, method: str, url: str, **options: Any) -> Outcomes:
        """An XMLHttpRequest in every browser; see :meth:`corssim.Page.xhr`."""
        run = self._runner
        if run is not None:
            outcomes: Outcomes = run(self.axhr(method, url, **options))
            return outcomes
        return self._all(lambda page: page.xhr(method, url, **options))

    async def afetch(self, url: str, **init: Any) -> Outcomes:
        """The same as :meth:`fetch`, in an async test."""
        outcomes = {name: await page.afetch(url, **init) for name, page in self.pages.items()}
        return Outcomes(outcomes, self.server_kind)

    async def axhr(self, method: str, url: str, **options: Any) -> Outcomes:
        """The same as :meth:`xhr`, in an async test."""
        outcomes = {n: await page.axhr(method, url, **options) for n, page in self.pages.items()}
        return Outcomes(outcomes, self.server_kind)

    def advance(self, seconds: float) -> None:
        """Let time pass in every browser: preflights grow old."""
        for page in self.pages.values():
            page.browser.clock.advance(seconds)

    @property
    def _runner(self) -> Callable[..., Any] | None:
        """What runs the calls of all browsers in one go of an event loop, for async servers."""
        return getattr(self.server, "run", None)

    def _all(self, call: Callable[[Page], Outcome]) -> Outcomes:
        return Outcomes({name: call(page) for name, page in self.pages.items()}, self.server_kind)


def open_pages(
    app: Any,
    origin: str,
    *,
    browsers: Sequence[BrowserName] = BROWSERS,
    server_kind: str = "headers",
    **page: Any,
) -> Pages:
    """A page of *origin* in each of *browsers*, its requests answered by *app*.

    *server_kind* is the kind of server whose fix a failing assertion shows
    (``corssim.doctor.KINDS``); other arguments are those of :meth:`corssim.Browser.open`.
    """
    url = page_of(origin)
    server = server_for(app) or app
    opened: dict[str, Page] = {name: Browser(name).open(url, server, **page) for name in browsers}
    return Pages(opened, server, server_kind)
