"""The fixed cases of every property: each known mistake once, the simplest first.

Law: they follow from the stated policy alone; nothing is drawn at random here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from ..doctor.probe import STRANGER
from . import answers, properties
from .lookalikes import lookalikes
from .stated import Rule, StatedPolicy
from .subject import Attempt

UNSTATED_HEADER = (("X-Corssim-Unstated", "1"),)
UNSTATED_METHODS = ("DELETE", "PUT", "PATCH", "CORSSIM")
OUTSIDE = "/corssim-outside"
UNITS = (",", "a,", " ", "\t", " ,", "a", "x-a, ", ", \t")
"""What hostile lists of request headers are made of."""

Case = tuple[Any, ...]


@attrs.frozen
class Property:
    """A property by its name: the ``check`` and its fixed ``cases``; ``share`` of the examples
    that a fuzzing run gives it.
    """

    name: str
    check: Callable[..., None]
    cases: Callable[[StatedPolicy, str], Iterator[Case]]
    share: float = 1.0


def headers_of(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The stated request headers, each with a value that makes it need a preflight."""
    return tuple((name, _value(name)) for name in rule.headers if name != "*")


def _value(name: str) -> str:
    return "application/json" if name.lower() == "content-type" else "corssim"


def stated_attempts(policy: StatedPolicy, path: str) -> Iterator[Attempt]:
    """What the policy allows on *path*."""
    rule = policy.rule(path)
    if rule is None:
        return
    methods = ["PUT" if name == "*" else name for name in rule.methods]
    headers = headers_of(rule)
    choices = dict.fromkeys(((), *((pair,) for pair in headers), headers))
    for origin in rule.examples:
        for credentials in dict.fromkeys((False, rule.credentials)):
            for method in dict.fromkeys(("GET", *methods)):
                yield Attempt(origin, path, method, (), credentials)
            for chosen in choices:
                yield Attempt(origin, path, "GET", chosen, credentials)


def _liveness(policy: StatedPolicy, path: str) -> Iterator[Case]:
    return ((attempt,) for attempt in dict.fromkeys(stated_attempts(policy, path)))


def _safety(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    trusted = rule.examples if rule is not None else ()
    strangers = [] if rule and "*" in rule.origins else lookalikes(trusted or policy.examples)
    for credentials in (True, False):
        for candidate in strangers:
            if rule is None or not rule.admits(candidate.origin):
                yield (Attempt(candidate.origin, path, credentials=credentials),)
    for origin in trusted or policy.examples:
        if rule is None:
            yield (Attempt(origin, path),)
            continue
        if not rule.credentials:
            yield (Attempt(origin, path, credentials=True),)
            yield (Attempt("null", path, credentials=True),)
        for method in UNSTATED_METHODS:
            if not rule.admits_method(method):
                yield (Attempt(origin, path, method, (), rule.credentials),)
        if not rule.admits_header(UNSTATED_HEADER[0][0]):
            yield (Attempt(origin, path, "GET", UNSTATED_HEADER, rule.credentials),)


def _preflight(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    if rule is None:
        return
    unsafe = [name for name in rule.methods if name not in ("GET", "HEAD", "POST", "*")]
    headers = headers_of(rule)[:1] if not unsafe else ()
    method = unsafe[0] if unsafe else "GET" if headers else "PUT"
    for origin in dict.fromkeys((*rule.examples, STRANGER, "null")):
        for credentials in dict.fromkeys((False, rule.credentials)):
            yield (Attempt(origin, path, method, headers, credentials),)


def _stability(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    origins = rule.examples if rule is not None else policy.examples
    for attempt in (*_first_unsafe(policy, path), *(Attempt(one, path) for one in origins)):
        yield (attempt,)
    yield (Attempt(STRANGER, path),)


def _first_unsafe(policy: StatedPolicy, path: str) -> list[Attempt]:
    return [case[0] for case in list(_preflight(policy, path))[:1]]


def _pairs(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    origins = list(rule.examples if rule is not None else policy.examples)
    credentials = rule is not None and rule.credentials
    for first in origins:
        for second in dict.fromkeys((*origins, STRANGER)):
            if first != second:
                yield Attempt(first, path, credentials=credentials), second
                yield Attempt(second, path, credentials=credentials), first


def _budget(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    if rule is not None:
        for unit in UNITS:
            yield Attempt(rule.examples[0] if rule.examples else STRANGER, path), unit


def _spelling(policy: StatedPolicy, path: str) -> Iterator[Case]:
    for origin in dict.fromkeys((*policy.examples, STRANGER)):
        for spelled in spellings(policy, path):
            yield Attempt(origin, path), spelled


def _once(policy: StatedPolicy, path: str) -> Iterator[Case]:
    rule = policy.rule(path)
    if rule is not None and rule.examples:
        yield (Attempt(rule.examples[0], path),)


def spellings(policy: StatedPolicy, path: str) -> list[str]:
    """Other spellings of *path* that a browser sends as they are."""
    made = [
        path.upper(), path.swapcase(), path.title(), "/" + path, path + "/",
        path.rstrip("/") or path, path.replace("+", "%2B"), path.replace("%2B", "+"),
        path.replace("+", "%20"), path.replace("+", " "), path + ";x", path + "%20", path + "%00",
        path.replace("/", "//"), f"/corssim/..%2f{path[1:]}", f"/corssim%2f..{path}",
        _escaped(path), path[0] + path[1:].replace("/", "%2f"), path + "?x",
    ]  # fmt: skip
    for other in policy.paths:
        if other != path:
            depth = other.strip("/").count("/") + 1
            made.append(f"{other.rstrip('/')}/{'..%2f' * depth}{path[1:]}")
            made.append(f"{other.rstrip('/')}%2f{'..%2f' * depth}{path[1:]}")
    return [spelled for spelled in dict.fromkeys(made) if spelled != path]


def _escaped(path: str) -> str:
    at = next((n for n, character in enumerate(path) if character.isalpha()), None)
    return path if at is None else f"{path[:at]}%{ord(path[at]):02x}{path[at + 1 :]}"


PROPERTIES: dict[str, Property] = {
    made.name: made
    for made in (
        Property("safety", properties.safety, _safety, 3),
        Property("liveness", properties.liveness, _liveness, 2),
        Property("preflight_agrees", properties.preflight_agrees, _preflight),
        Property("stability", answers.stability, _stability),
        Property("vary", answers.vary, _pairs),
        Property("cache_safety", answers.cache_safety, _pairs),
        Property("path_spelling", properties.path_spelling, _spelling),
        Property("private_network", properties.private_network, _once, 0.1),
        Property("budget", answers.budget, _budget, 0.1),
    )
}


def paths_of(policy: StatedPolicy) -> tuple[str, ...]:
    """The paths that are tried: the stated ones, and one outside where the policy is by path."""
    whole = any("/*" in rule.paths or "*" in rule.paths for rule in policy.rules)
    return policy.paths if whole else (*policy.paths, OUTSIDE)
