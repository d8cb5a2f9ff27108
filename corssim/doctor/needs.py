"""What a server must allow for a call: the input of every recipe.

Law: what the server already allows stays allowed; the call's own needs are added.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ..browsers.caps import advised_max_age
from ..headers import get, is_token, split


def _tokens(value: str | None) -> list[str]:
    return [token for token in split(value or "") if is_token(token) and token != "*"]


def _joined(*lists: Iterable[str], lower: bool = False) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for names in lists:
        for name in names:
            seen.setdefault(name.lower() if lower else name, name)
    return tuple(seen.values())


@attrs.frozen
class Needs:
    """Origin, methods, request headers, credentials, and headers to expose."""

    origin: str
    methods: tuple[str, ...] = ("GET", "POST")
    headers: tuple[str, ...] = ()
    credentials: bool = False
    expose: tuple[str, ...] = ()
    max_age: int = attrs.field(factory=advised_max_age)

    def with_answers(self, answers: Iterable[tuple[tuple[str, str], ...]]) -> Needs:
        """These needs and all that the *answers*' header lines allow by name."""
        methods, headers, expose = self.methods, self.headers, self.expose
        for lines in answers:
            methods = _joined(methods, _tokens(get(lines, "access-control-allow-methods")))
            allowed = _tokens(get(lines, "access-control-allow-headers"))
            headers = _joined(headers, allowed, lower=True)
            exposed = _tokens(get(lines, "access-control-expose-headers"))
            expose = _joined(expose, exposed, lower=True)
        return attrs.evolve(self, methods=methods, headers=headers, expose=expose)
