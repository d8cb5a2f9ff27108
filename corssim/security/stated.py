"""The stated policy: who is meant to do what, in the words of the one who is responsible.

Law: it says what should be, and knows nothing of what a server answers. Of the rules whose path
pattern fits, the one with the most literal characters counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from ..errors import UsageError
from ..headers import is_token
from ..standard.methods import CORS_SAFELISTED_METHODS
from ..url import parse_url

KEYS = frozenset(
    ("origins", "paths", "methods", "headers", "credentials", "expose", "private_network", "ask")
)
URL = "https://api.example"


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rules)


@attrs.frozen(slots=False)
class Rule:
    """What is meant to be allowed on some paths.

    *origins*: exact origins, ``https://*.example.com`` for every subdomain, ``null`` or ``*``;
    *paths*: patterns in which ``*`` stands for anything; *methods* and *headers*: names or
    ``*`` (the methods GET, HEAD and POST need no leave); *credentials*: whether with cookies;
    *expose*: response headers that scripts may read; *private_network*: whether pages from a
    public network may be let in; *ask*: concrete paths to try, made from *paths* where not given.
    Raises ``UsageError`` for an origin that no browser sends.
    """

    origins: tuple[str, ...] = attrs.field(converter=_names, default=())
    paths: tuple[str, ...] = attrs.field(converter=_names, default=("/*",))
    methods: tuple[str, ...] = attrs.field(converter=_names, default=("GET", "HEAD", "POST"))
    headers: tuple[str, ...] = attrs.field(converter=_names, default=())
    credentials: bool = False
    expose: tuple[str, ...] = attrs.field(converter=_names, default=())
    private_network: bool = False
    ask: tuple[str, ...] = attrs.field(converter=_names, default=())

    def __attrs_post_init__(self) -> None:
        for origin in self.origins:
            if origin not in ("*", "null") and not _is_origin(origin.replace("://*.", "://a.", 1)):
                raise UsageError(
                    f"{origin!r} is no origin: write https://app.example, https://*.example.com, "
                    "null or *"
                )
        for name in (*self.methods, *self.headers, *self.expose):
            if not is_token(name):
                raise UsageError(f"{name!r} is not a method or header name")
        for path in (*self.paths, *self.ask):
            if not path.startswith("/"):
                raise UsageError(f"a path begins with /, not {path!r}")

    def admits(self, origin: str) -> bool:
        """Whether pages of *origin* are meant to read."""
        return "*" in self.origins or any(_covers(stated, origin) for stated in self.origins)

    def admits_method(self, method: str) -> bool:
        """Whether *method* is meant to be usable from another origin."""
        known = method in CORS_SAFELISTED_METHODS or "*" in self.methods
        return known or method in self.methods

    def admits_header(self, name: str) -> bool:
        """Whether the request header *name* is meant to be usable."""
        return "*" in self.headers or name.lower() in {known.lower() for known in self.headers}

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """A concrete origin for each stated one; a stranger's for ``*``."""
        made = [
            "https://anyone.example" if origin == "*" else origin.replace("://*.", "://www.", 1)
            for origin in self.origins
        ]
        return tuple(dict.fromkeys(made))

    @cached_property
    def tried(self) -> tuple[str, ...]:
        """Concrete paths that the rule covers."""
        return self.ask or tuple(path.replace("*", "") or "/" for path in self.paths)


def _is_origin(text: str) -> bool:
    url = parse_url(text)
    return url is not None and url.is_http and url.origin.serialized == text


def _covers(stated: str, origin: str) -> bool:
    if "://*." not in stated:
        return stated == origin
    scheme, _, rest = stated.partition("*")
    return (
        origin.startswith(scheme)
        and origin.endswith(rest)
        and len(origin) > len(scheme) + len(rest)
    )


@attrs.frozen(slots=False)
class StatedPolicy:
    """The rules, and the URL at which an application is asked.

    A path that no rule covers is meant to be closed to other origins.
    """

    rules: tuple[Rule, ...] = attrs.field(converter=_rules)
    url: str = URL

    def __attrs_post_init__(self) -> None:
        if not self.rules:
            raise UsageError("a policy needs at least one rule: an [[allow]] with origins")
        parsed = parse_url(self.url)
        if parsed is None or not parsed.is_http:
            raise UsageError(f"url must be http or https, not {self.url!r}")
        object.__setattr__(self, "url", parsed.origin.serialized)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The concrete paths of all rules."""
        return tuple(dict.fromkeys(path for rule in self.rules for path in rule.tried))

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """The concrete origins of all rules."""
        return tuple(dict.fromkeys(origin for rule in self.rules for origin in rule.examples))

    def rule(self, path: str) -> Rule | None:
        """The rule that counts for *path* (without query); ``None``: closed."""
        path = path.partition("?")[0]
        best: tuple[int, Rule] | None = None
        for rule in self.rules:
            for pattern in rule.paths:
                literal = len(pattern.replace("*", ""))
                if fits(pattern, path) and (best is None or literal > best[0]):
                    best = (literal, rule)
        return best[1] if best is not None else None


def fits(pattern: str, path: str) -> bool:
    """Whether *path* fits *pattern*, in which ``*`` stands for anything."""
    first, *parts = pattern.split("*")
    if not parts:
        return path == pattern
    if not path.startswith(first):
        return False
    at = len(first)
    for part in parts[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(parts[-1]) and len(path) - len(parts[-1]) >= at


def policy_of(origins: str | Sequence[str], url: str = URL, **rule: Any) -> StatedPolicy:
    """A policy of one rule for all paths; see :class:`Rule`."""
    return StatedPolicy((Rule(origins, **rule),), url)


def read_policy(file: str | Path, url: str | None = None) -> StatedPolicy:
    """The policy in a TOML file: ``[[allow]]`` tables with the keys of :class:`Rule`, or one rule
    at the top, and ``url``. Raises ``UsageError`` for what is not one.
    """
    try:
        data = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as problem:
        raise UsageError(f"cannot read {file}: {problem.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError(f"{file} is not TOML: {problem}") from None
    stated_url = data.pop("url", URL)
    tables = data.pop("allow", None)
    if tables is None:
        tables, data = [data], {}
    if data:
        raise UsageError(f"{file}: unknown key {', '.join(sorted(data))} beside [[allow]]")
    if not isinstance(tables, list) or not isinstance(stated_url, str):
        raise UsageError(f'{file}: write url = "https://..." and [[allow]] tables')
    try:
        return StatedPolicy(tuple(_rule(table) for table in tables), url or stated_url)
    except UsageError as problem:
        raise UsageError(f"{file}: {problem}") from None


def _rule(table: Mapping[str, Any]) -> Rule:
    unknown = set(table) - KEYS
    if unknown:
        raise UsageError(
            f"unknown key {', '.join(sorted(unknown))}: known are {', '.join(sorted(KEYS))}"
        )
    if "origins" not in table:
        raise UsageError('a rule needs origins, such as ["https://app.example"]')
    for key, value in table.items():
        flag = key in ("credentials", "private_network")
        if flag and not isinstance(value, bool):
            raise UsageError(f"{key} is true or false, not {value!r}")
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not flag and not listed and not isinstance(value, str):
            raise UsageError(f"{key} is a list of strings, not {value!r}")
    return Rule(**table)
