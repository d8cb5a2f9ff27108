"""The lines of a fetch that Firefox blocks.

Law: a failed preflight, or a redirect that fails, is reported twice: once by its own channel and
once by the channel that was waiting for it, which knows no status.
"""

from __future__ import annotations

from ... import failures as f
from ...environment import Client
from ...events import (
    Blocked,
)
from ...request import Request
from ...response import REDIRECT_STATUSES, WireResponse
from ...standard.redirect import inherit_fragment
from ...url import URL, parse_url
from ..console import Message
from .console_elements import (
    type_of_redirect,
    wrong_type,
)
from .load import Load
from .sites import (
    blocking_principal,
    refusing_principal,
    source_of,
)
from .targets import OWN_SCHEMES, is_given_up
from .texts import (
    CORP,
    DATA_REDIRECT,
    DID_NOT_SUCCEED,
    EXTERNAL_REDIRECT,
    KEYS,
    LIST_KEYS,
    MIXED,
    NOT_HTTP,
    OPAQUE_SEE,
    PREFLIGHT_DID_NOT_SUCCEED,
    SOP,
    SOP_TEXTS,
)


def blocked(event: Blocked, last: object, load: Load) -> list[Message]:
    """The lines of a fetch that ended in a failure; *last* is the last answer."""
    client, request, rules = load.client, load.request, load.rules
    failure = event.failure
    url = event.url
    match failure:
        case f.CrossOriginNotAllowedByMode():
            return [Message("SOP", "error", SOP.format(source=source_of(client), url=failure.url))]
        case f.RedirectCrossOriginNotAllowedByMode():
            text = SOP.format(source=source_of(client), url=failure.target)
            return [Message("SOP", "error", text)]
        case f.Aborted() | f.ContentDecodingFailed() | f.LoadStatusNotOk() | f.NotDecodable():
            return []
        case f.MIMETypeRefused():
            return wrong_type(failure, event, load)
        case f.OpaqueResponseBlocked():
            moved = event.url != request.url.href  # w5-585, hunt-320001-1210
            return [] if moved else [Message("ORB", "warning", OPAQUE_SEE)]
        case f.ResourcePolicyBlocked():
            line = Message("CORP", "error", CORP.format(url=failure.url))
            return [line] if in_window(request, client) else []
        case f.MixedContent():
            lines = mixed(failure.url, request, client)
            lines += type_of_redirect(url, last, request)
            return [*lines, load.error(DID_NOT_SUCCEED, url)] if event.cross_origin else lines
        case f.LocalNetworkDenied():
            foreign = request.mode == "cors" and request.url.origin != client.origin
            return [load.error(DID_NOT_SUCCEED, url)] if foreign else []
        case f.BlobNotFound():
            return []
        case f.BadPort() if event.sent and request.mode == "cors":
            return [load.error(DID_NOT_SUCCEED, url)]  # y6-9
        case f.SchemeNotSupported():
            return _scheme(failure.url, load)
        case f.RedirectSchemeNotSupported():
            lines = _redirect_scheme(failure, event, load)
            external = not failure.target.startswith(("data:", "file:", "blob:"))
            return _before_last(lines, type_of_redirect(url, last, request) if external else [])
    if isinstance(failure, f.RedirectIncludesCredentials) and failure.url != event.url:
        return [load.error(DID_NOT_SUCCEED, failure.url)]  # y17-226
    if not event.cross_origin and not isinstance(failure, f.RedirectIncludesCredentials):
        return []
    nothing = load.error(DID_NOT_SUCCEED, url)
    if isinstance(failure, f.PreflightRedirected):
        return _preflight_redirected(failure, event, last, load)
    key = KEYS.get(type(failure))
    if isinstance(failure, f.ListUnparsable):
        key = LIST_KEYS[failure.header]
    if key is None:
        if isinstance(failure, f.RedirectNotAllowed):
            return []
        if event.preflight:
            return (
                [nothing] if is_own_origin(url, client) else [nothing, nothing]
            )  # hunt-320001-1848
        refused = isinstance(failure, f.RedirectIncludesCredentials)
        return [*(type_of_redirect(url, last, request) if refused else []), nothing]
    lines = [load.error(key, url, **failure.evidence)]
    redirected = isinstance(last, WireResponse) and (
        last.status in REDIRECT_STATUSES
        and rules.parsing.location(last.headers) is not None
        and request.redirect == "follow"
    )
    if redirected:
        lines += type_of_redirect(url, last, request)
    if event.preflight and redirected:
        return [*lines, nothing, nothing]
    return [*lines, nothing] if event.preflight or redirected else lines


def _before_last(lines: list[Message], more: list[Message]) -> list[Message]:
    return [*lines[:-1], *more, *lines[-1:]] if more else lines


def in_window(request: Request | None, client: Client) -> bool:
    """Whether checks of a redirect or an answer have a window to print in: a load with
    ``keepalive`` is the parent process's, a worker has none. e15-2, e15-62, e15-67, e16-425,
    e16-482, w2-194.
    """
    return request is not None and not request.keepalive and not client.worker


def mixed(url: str, request: Request, client: Client) -> list[Message]:
    """The line of blocked mixed content."""
    line = Message("Mixed Content Blocker", "error", MIXED.format(url=url))
    return [line] if in_window(request, client) else []


def is_own_origin(url: str, client: Client) -> bool:
    """Whether *url* is of the page's own origin."""
    parsed = parse_url(url)
    return parsed is not None and parsed.origin == client.origin


def inheriting(target: URL | None, url: str) -> URL | None:
    """*target* with the fragment of the URL that redirects to it, where it has none."""
    _, mark, fragment = url.partition("#")
    if target is None or not mark or target.fragment is not None:
        return target
    return inherit_fragment(target, fragment)


def _scheme(url: str, load: Load) -> list[Message]:
    """A first URL that is no http(s) one. e14-9, e14-10, e14-8, e14-40."""
    scheme = url.partition(":")[0]
    if scheme in SOP_TEXTS:
        text = SOP_TEXTS[scheme].format(source=source_of(load.client), url=url)
        return [Message("SOP", "error", text)]
    request = load.request
    asked_with_cors = request.mode == "cors" and request.initiator != "stylesheet"  # w5-516
    reported = asked_with_cors and scheme not in ("ws", "wss")
    return [load.error(NOT_HTTP, url)] if reported else []


def _redirect_scheme(
    failure: f.RedirectSchemeNotSupported, event: Blocked, load: Load
) -> list[Message]:
    client, request = load.client, load.request
    url = event.url
    lines = _data_warning(failure.url, failure.target)
    target = parse_url(failure.target)
    assert target is not None
    source = blocking_principal(failure, url, client, request)
    if source:
        text = SOP_TEXTS[target.scheme].format(source=source, url=failure.target)
        lines.append(Message("SOP", "error", text))
    elif (
        request.mode == "cors"
        and not is_given_up(target)
        and (target.scheme != "blob" or event.cross_origin)
    ):
        lines.append(load.error(NOT_HTTP, failure.target))
    return [*lines, load.error(DID_NOT_SUCCEED, url)] if event.cross_origin else lines


def _data_warning(url: str, target: str) -> list[Message]:
    """The line names the target before it inherits the fragment. Hunted: hunt-240002-1521."""
    if not target.startswith("data:"):
        return []
    fragment = url.partition("#")[2]
    if fragment:
        target = target.removesuffix("#" + fragment)
    return [Message("DATA_URI_BLOCKED", "warning", DATA_REDIRECT.format(url=target))]


def _preflight_redirected(
    failure: f.PreflightRedirected, event: Blocked, last: object, load: Load
) -> list[Message]:
    """The preflight's own channel is asked again after it refused the redirect."""
    client, request, rules = load.client, load.request, load.rules
    url = event.url
    nothing = load.error(DID_NOT_SUCCEED, url)
    status = load.error(PREFLIGHT_DID_NOT_SUCCEED, url, status=failure.status)
    if request.redirect != "follow":
        return [status, nothing]
    at_home = is_own_origin(url, client)
    lost = [nothing] if at_home else [nothing, nothing]  # hunt-310001-380, y16-1
    target = inheriting(parse_url(failure.location, parse_url(url)), url)
    if target is None:
        return lost
    if rules.network.is_insecure(client, target):
        return [*mixed(target.href, request, client), nothing, nothing]
    if target.includes_credentials:
        return [nothing, nothing]
    if not target.is_http:
        if at_home and target.scheme == "blob" and target.origin == client.origin:
            return [load.error(EXTERNAL_REDIRECT, url), nothing]  # hunt-360001-907
        if target.scheme not in OWN_SCHEMES or target.scheme == "about":
            lost = [nothing, nothing]  # another channel was made: y16-9
        at = parse_url(url)
        assert at is not None
        source = refusing_principal(target, at, client, request)
        if source:
            text = SOP_TEXTS[target.scheme].format(source=source, url=target.href)
            return [Message("SOP", "error", text), *lost]
        return [*_data_warning(url, target.href), *lost]
    lines = [load.error(EXTERNAL_REDIRECT, url)]
    assert isinstance(last, WireResponse)
    allowed = rules.parsing.get(last.headers, "access-control-allow-origin")
    moved, known = failure.cross_origin, client.origin.serialized if at_home else "null"
    if moved and at_home and allowed is None:
        lines.append(load.error("CORSMissingAllowOrigin2", url, status=failure.status))
    elif moved and allowed not in ("*", known):
        lines.append(load.error("CORSAllowOriginNotMatchingOrigin", url, value=allowed))
    else:
        lines.append(status)
    return [*lines, nothing]
