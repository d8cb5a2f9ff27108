"""The header lines themselves, for a server of any kind."""

from __future__ import annotations

from ..needs import Needs

ALLOW_CREDENTIALS = ("Access-Control-Allow-Credentials", "true")


def common(needs: Needs) -> list[tuple[str, str]]:
    """The lines that stand on every answer."""
    lines = [("Access-Control-Allow-Origin", needs.origin), ("Vary", "Origin")]
    return [*lines, ALLOW_CREDENTIALS] if needs.credentials else lines


def exposed(needs: Needs) -> list[tuple[str, str]]:
    """The line that lets scripts read more headers, where they need to."""
    return [("Access-Control-Expose-Headers", ", ".join(needs.expose))] if needs.expose else []


def beside_origin(needs: Needs) -> list[tuple[str, str]]:
    """The lines that go with an Access-Control-Allow-Origin which the server's code sets."""
    return [*([ALLOW_CREDENTIALS] if needs.credentials else []), *exposed(needs)]


def granted(needs: Needs) -> list[tuple[str, str]]:
    """The lines that stand on the answer to a preflight only."""
    lines = [("Access-Control-Allow-Methods", ", ".join(needs.methods))]
    if needs.headers:
        lines.append(("Access-Control-Allow-Headers", ", ".join(needs.headers)))
    return [*lines, ("Access-Control-Max-Age", str(needs.max_age))]


def actual(needs: Needs) -> list[tuple[str, str]]:
    """The lines that stand on every other answer."""
    return [*common(needs), *exposed(needs)]


def _text(lines: list[tuple[str, str]]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in lines)


def headers(needs: Needs) -> list[tuple[str, str]]:
    """The answer to OPTIONS, and the lines of every other answer."""
    return [
        (
            "On the answer to OPTIONS requests with Access-Control-Request-Method, status 204",
            _text([*common(needs), *granted(needs)]),
        ),
        ("On every other answer, errors included", _text(actual(needs))),
    ]
