"""What a script gets where its call fails: one walk through the cases for all browsers.

Law: which case it is does not depend on the browser; the words of each case are the browser's, and
``String(error)`` is what is compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ..call import Call
from ..failures import Aborted, Failure, ScriptFailure
from ..standard.elements import ELEMENTS

Texts = Mapping[type[Failure], str]


def evidence(failure: Failure) -> dict[str, Any]:
    """What a text may name of *failure*; a member of RequestInit as scripts spell it, too."""
    values = failure.evidence
    if "member" in values:
        first, *others = values["member"].split("_")
        values["property"] = first + "".join(word.capitalize() for word in others)
    return values


@attrs.frozen(slots=True)
class Thrown:
    """The words of a browser."""

    given_up: Callable[[Aborted, str], str]
    """A call that the script gave up, by why: timeout or abort."""
    font: str
    synchronous: Callable[[Failure, Call], str]
    failed: Callable[[Failure], str]
    """A network error of ``fetch()``."""
    others: Mapping[str, Texts]
    """What other initiators throw before they ask: EventSource, sendBeacon."""
    xhr: Callable[[Failure, Call], str]
    fetch: Texts
    prefix: Callable[[Call], str] = lambda call: ""
    """What ``fetch()`` puts before its texts."""
    values: Callable[[Failure], dict[str, Any]] = evidence

    def text(self, failure: Failure, call: Call) -> str:
        """``String(error)`` for what the script gets."""
        initiator = call.initiator
        scripted = isinstance(failure, ScriptFailure)
        if isinstance(failure, Aborted):
            how = "timeout" if failure.how == "timeout" else "abort"
            return how if initiator == "xmlhttprequest" else self.given_up(failure, how)
        if initiator == "font":
            return self.font
        if initiator in ELEMENTS:
            return "error"
        if call.synchronous and not scripted:
            return self.synchronous(failure, call)
        if not scripted:
            return self.failed(failure) if initiator == "fetch" else "error"
        texts = self.others.get(initiator)
        if texts is not None:
            return texts[type(failure)].format(**self.values(failure))
        if initiator == "xmlhttprequest":
            return self.xhr(failure, call).format(**self.values(failure))
        return self.prefix(call) + self.fetch[type(failure)].format(**self.values(failure))


STANDARD = Thrown(
    given_up=lambda failure, how: "TimeoutError" if how == "timeout" else "AbortError",
    font="NetworkError",
    synchronous=lambda failure, call: "NetworkError",
    failed=lambda failure: "TypeError",
    others={"eventsource": defaultdict(lambda: "SyntaxError")},
    xhr=lambda failure, call: "TypeError",
    fetch=defaultdict(lambda: "TypeError"),
)
"""The names of what the standards throw."""
