"""A call made ready: its arguments checked, and its request made or the error that it throws.

Law: nothing is sent; which function makes a call's request stands in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from .call import Call
from .environment import Client
from .errors import UsageError
from .events import Event
from .failures import ScriptFailure
from .options import check
from .request import Request
from .standard.beacon import create_beacon_request
from .standard.elements import create_element_request
from .standard.event_source import create_event_source_request
from .standard.request_constructor import RequestRules, create_request
from .standard.xhr import create_xhr_request


@attrs.frozen(eq=False)
class _Kind:
    """What makes the request of a call, who its initiator is, and which argument is its URL."""

    create: Callable[..., Request | ScriptFailure]
    initiator: str
    url: int


# an element's initiator is its kind, the first argument
_KINDS = {
    "fetch": _Kind(create_request, "fetch", 0),
    "xhr": _Kind(create_xhr_request, "xmlhttprequest", 1),
    "element": _Kind(create_element_request, "", 1),
    "event_source": _Kind(create_event_source_request, "eventsource", 0),
    "send_beacon": _Kind(create_beacon_request, "beacon", 0),
}


@attrs.frozen
class PreparedCall:
    """A call ready to run: its request, or the error it throws."""

    call: Call
    request: Request | ScriptFailure
    events: tuple[Event, ...] = ()


def prepare(
    name: str,
    arguments: tuple[Any, ...],
    options: Mapping[str, Any],
    client: Client,
    rules: RequestRules,
) -> PreparedCall:
    """The call *name* of a page with its leading *arguments* and its keywords *options*.

    Raises ``UsageError``, which names the call and the argument, for what it does not take.
    """
    check(name, arguments, options)
    kind = _KINDS[name]
    try:
        request = kind.create(*arguments, client, rules, **options)
    except UsageError as problem:
        raise UsageError(f"{name}(): {problem}") from None
    url = arguments[kind.url] if isinstance(request, ScriptFailure) else request.url.href
    synchronous = bool(options.get("synchronous"))
    return PreparedCall(
        Call(kind.initiator or arguments[0], url, synchronous, client.worker), request
    )
