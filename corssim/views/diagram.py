"""The sequence diagram of a fetch in Mermaid's notation: page, browser, server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..events import (
    AnsweredFromCache,
    Blocked,
    PreflightCacheHit,
    RequestSent,
    ResponseExposed,
    ResponseReceived,
    Thrown,
)
from ..response import NetworkFailure

if TYPE_CHECKING:
    from ..page import Outcome


def mermaid(outcome: Outcome) -> str:
    """The diagram's text."""
    lines = ["sequenceDiagram", "  participant P as page", f"  participant B as {outcome.browser}"]
    lines.append("  participant S as server")
    for event in outcome.events:
        match event:
            case RequestSent():
                lines.append(f"  B->>S: {event.request.method} {event.request.url}")
            case ResponseReceived():
                answer = event.response
                if isinstance(answer, NetworkFailure):
                    lines.append(f"  S--xB: {answer.how}")
                else:
                    lines.append(f"  S-->>B: {answer.status}")
            case PreflightCacheHit():
                lines.append("  Note over B: preflight remembered")
            case AnsweredFromCache():
                lines.append("  Note over B: HTTP cache answers")
            case Blocked() | Thrown():
                lines.append(f"  B--xP: {event.failure.kind}")
            case ResponseExposed():
                lines.append(f"  B-->>P: {event.response.type} {event.response.status}")
            case _:
                pass
    return "\n".join(lines)
