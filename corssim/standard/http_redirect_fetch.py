"""HTTP-redirect fetch: https://fetch.spec.whatwg.org/#concept-http-redirect-fetch

Law: a redirect is judged by its browser's checks, in their order, and then changes the fetch for
its next hop; nothing is sent here. The checks themselves are in ``redirect.py``.
"""

from __future__ import annotations

from ..events import RedirectFollowed, ResponseExposed, UpgradedToSecure
from ..failures import RedirectAbandonedByCache, RedirectFailure
from ..response import REDIRECT_STATUSES, Response, WireResponse
from ..url import URL
from .agent import Agent
from .fetch import Fetch
from .network_error import refuse
from .redirect import Manual, Redirected, inheriting
from .referrer import policy_of


def redirect_of(fetch: Fetch, agent: Agent, response: WireResponse) -> Redirected | None:
    """The redirect that a response is; ``None``: it is none."""
    rules = agent.rules
    if response.status not in REDIRECT_STATUSES:
        return None
    location = rules.parsing.location(response.headers)
    if location is None and fetch.request.redirect != "follow":
        location = rules.redirect.location_of_mode(fetch)
    if location is None:
        return None
    target = rules.parsing.parse_url(location, fetch.url)
    return Redirected(
        fetch, response, location, target, rules.cors_check, rules.network, rules.preflight
    )


def http_redirect_fetch(redirected: Redirected, agent: Agent) -> Response | None:
    """https://fetch.spec.whatwg.org/#concept-http-redirect-fetch

    Gives what a script reads of a redirect that is not followed; else the fetch is made ready for
    its next hop.
    """
    fetch, rules = redirected.fetch, agent.rules
    # 3. to 9. The checks, in the browser's order.
    try:
        failed = (failure for check in rules.redirect.checks if (failure := check(redirected)))
        failure = next(failed, None)
    except Manual:
        return _opaque_redirect(redirected, agent)
    target = redirected.target
    if failure is None and target is not None:
        fetch.notes.deferred = rules.redirect.deferred_failure(redirected)
        if agent.http_cache.abandons_redirect(fetch, target):
            failure = RedirectAbandonedByCache(redirected.url, redirected.to)
    if failure is not None:
        if isinstance(failure, RedirectFailure) and failure.upgraded:
            fetch.events.append(UpgradedToSecure(failure.upgraded))
        agent.http_cache.redirect_failed(fetch, failure)
        refuse(fetch, agent, failure)
    assert target is not None
    before, to = fetch.url.href, redirected.to
    secure = rules.network.upgraded(fetch, target)
    if secure is not None:
        fetch.notes.on_upgraded_redirect(fetch, target)
        fetch.tainted |= fetch.cors and rules.network.upgrade_taints
        fetch.cors |= fetch.request.mode == "cors" and rules.network.upgrade_is_cors
    _follow(redirected, agent, secure or target)
    fetch.events.append(
        RedirectFollowed(
            before, fetch.url.href, redirected.response.status, fetch.method, fetch.tainted,
            fetch.referrer_policy,
        )
    )  # fmt: skip
    if secure is not None:
        fetch.events.append(UpgradedToSecure(to))
    return None


def _follow(redirected: Redirected, agent: Agent, target: URL) -> None:
    """Steps 10 to 20: the request of the next hop."""
    fetch, response, rules = redirected.fetch, redirected.response, agent.rules.redirect
    status, method, url = response.status, fetch.method, fetch.url
    agent.http_cache.redirect_followed(fetch, target)
    fetch.notes.on_redirect(fetch, response, target)
    moved = target.origin != url.origin
    # 12. The method may become GET, without a body.
    rewritten = rules.rewrites_to_get(status, method, moved)
    if rewritten:
        fetch.method = "GET"
        fetch.body = None
        fetch.rewritten = True
    # 13. Authorization, and what a browser takes away beside it.
    dropped = rules.dropped(fetch, target, status, method, rewritten)
    if moved:
        dropped |= rules.dropped_across_origins
    fetch.dropped |= dropped
    kept = rules.headers_before(fetch, target, status)
    fetch.headers = tuple(pair for pair in kept if pair[0].lower() not in dropped)
    # 10. The origin is tainted by a redirect that leaves another origin than the page's.
    abroad = url.origin != fetch.client.origin
    if moved and abroad and (fetch.cors or fetch.request.mode != "cors"):
        fetch.tainted = True
    # 19. The referrer policy of the redirect holds for what follows.
    policy = fetch.referrer_policy
    fetch.referrer_policy = policy_of(response.headers) or policy
    fetch.referrer = agent.rules.wire.next_referrer(fetch, target, policy)
    # 18. The target, with the fragment of the URL that redirected.
    target = inheriting(fetch, target)
    fetch.redirects += 1
    fetch.url = target
    fetch.urls.append(target)


def _opaque_redirect(redirected: Redirected, agent: Agent) -> Response:
    fetch, wire = redirected.fetch, redirected.response
    body = agent.rules.filtering.opaque_redirect_body(wire, redirected.location)
    response = Response("opaqueredirect", 0, fetch.url.without_fragment, False, (), body)
    fetch.events.append(ResponseExposed(response, wire, fetch.url.href))
    return response
