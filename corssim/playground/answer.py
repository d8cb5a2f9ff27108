"""From a state to all that the page shows.

Law: every word and picture is a view's; here they are only gathered.
"""

from __future__ import annotations

from typing import Any

from ..browsers import BROWSERS, PROFILES
from ..doctor import KINDS, Finding, diagnose, fix
from ..errors import UsageError
from ..events import Blocked, PreflightSucceeded, Thrown
from ..outcome import Outcome
from ..request import WireRequest
from ..response import WireResponse
from ..servers import live
from ..url import parse_url
from ..views.explain import event_lines
from ..views.svg import svg
from .state import PolicyForm, State, answer_of

Json = dict[str, Any]
SHOWN = (*BROWSERS, "standard")
TIMEOUT = 5.0  # seconds for a live server


class Playground:
    """Answers states; *live_hosts* are those that may be asked on the network."""

    def __init__(self, live_hosts: tuple[str, ...] = ()) -> None:
        self.live_hosts = live_hosts

    def server(self, state: State) -> Any:
        """What answers in *state*; raises ``UsageError``."""
        if state.server == "policy":
            return state.policy.server()
        if state.server == "answers":
            preflight, actual = answer_of(state.preflight), answer_of(state.actual)

            def answers(request: WireRequest) -> WireResponse:
                return preflight if request.preflight else actual

            return answers
        url = parse_url(state.url.strip())
        if url is None or url.host not in self.live_hosts:
            allowed = ", ".join(self.live_hosts) or "none"
            raise UsageError(
                "live servers are asked only where corssim serve was started with --allow-live "
                f"and the host's name (now: {allowed})"
            )
        return live(timeout=TIMEOUT)

    def answer(self, state: State) -> Json:
        """Verdicts, consoles, pictures, steps, findings; raises ``UsageError``."""
        outcomes: dict[str, Outcome] = {}
        shown = []
        server = self.server(state)
        for name in SHOWN:
            first, again = state.run(name, server)
            outcomes[name] = first
            shown.append(_browser(first, again, state.clock))
        real: dict[str, Outcome] = {name: outcomes[name] for name in BROWSERS}
        findings = diagnose(real)
        return {
            "browsers": shown,
            "findings": [_finding(finding, state.fix) for finding in findings],
            "fixable": bool(fixing(findings)),
        }

    def fixed(self, state: State) -> State:
        """*state* with a server that allows its call; raises ``UsageError`` where none can."""
        import attrs

        outcomes: dict[str, Outcome] = {
            name: state.run(name, self.server(state))[0] for name in BROWSERS
        }
        finding = fixing(diagnose(outcomes))
        if finding is None:
            raise UsageError("no header of a server can mend this")
        needs = finding.needs
        known = state.policy if state.server == "policy" else PolicyForm(origins="", methods="")
        form = PolicyForm(
            origins=needs.origin if needs.credentials or known.origins.strip() == "*"
            else _joined(known.origins, (needs.origin,)),
            methods=_joined(known.methods, needs.methods),
            headers=_joined("" if needs.credentials and "*" in known.headers else known.headers,
                            needs.headers),
            credentials=needs.credentials,
            expose=_joined(known.expose, needs.expose),
            max_age=known.max_age,
        )  # fmt: skip
        return attrs.evolve(state, server="policy", policy=form)


def fixing(findings: list[Finding]) -> Finding | None:
    """The first blocking finding that a server's set-up mends."""
    return next((f for f in findings if f.severity == "blocks" and f.entry.recipe), None)


def _joined(text: str, names: tuple[str, ...]) -> str:
    listed = [name.strip() for name in text.split(",") if name.strip() and name.strip() != "*"]
    known = {name.lower() for name in listed}
    return ", ".join([*listed, *(name for name in names if name.lower() not in known)])


def _browser(first: Outcome, again: Outcome | None, clock: float) -> Json:
    response = first.response
    return {
        "name": first.browser,
        "title": PROFILES[first.browser].title,
        "ok": first.ok,
        "error": first.error,
        "console": [{"level": m.level, "text": m.text.rstrip()} for m in first.console],
        "svg": svg(first, standalone=False),
        "steps": _steps(first),
        "reads": None if response is None else {
            "type": response.type, "status": response.status, "headers": list(response.headers),
            "body": response.body[:2000].decode("utf-8", "replace"),
        },
        "kept": _kept(first, clock),
        "again": None if again is None else _again(again),
    }  # fmt: skip


def _steps(outcome: Outcome) -> list[Json]:
    steps: list[Json] = []
    for event in outcome.events:
        failed = isinstance(event, Blocked | Thrown)
        link = event.failure.step if isinstance(event, Blocked | Thrown) else None
        steps += [{"text": text, "failed": failed, "link": link} for text in event_lines(event)]
    return steps


def _kept(outcome: Outcome, clock: float) -> list[Json]:
    """The preflights that the browser remembers, and for how long still."""
    return [
        {"url": event.url, "seconds": event.max_age, "left": max(0.0, event.max_age - clock)}
        for event in outcome.events
        if isinstance(event, PreflightSucceeded)
    ]


def _again(outcome: Outcome) -> Json:
    sent = [exchange.request.method for exchange in outcome.exchanges]
    return {
        "ok": outcome.ok, "sent": sent, "preflights": outcome.preflights,
        "remembered": outcome.preflight_cache_hits,
    }  # fmt: skip


def _finding(finding: Finding, kind: str) -> Json:
    chosen = kind if kind in KINDS else "headers"
    return {
        "id": finding.id, "severity": finding.severity, "title": finding.title,
        "explanation": finding.explanation, "advice": finding.advice, "step": finding.step,
        "browsers": [PROFILES[name].title for name in finding.browsers],
        "code": fix(chosen, finding.needs) if finding.entry.recipe else "",
    }  # fmt: skip
