"""The application that ``module:name`` names: an object, or what a factory makes.

Law: whatever goes wrong in loading is one line; nothing of the application is changed.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import os
import re
import sys
from typing import Any

from ..errors import UsageError


def server_of(reference: str) -> Any:
    """The application that ``module:name`` refers to, or the live server for ``live``.

    The name of a function that takes no arguments, or ``name()``, is an application factory: its
    result is the application.
    """
    if reference == "live":
        from ..servers import live

        return live()
    module_name, colon, attribute = reference.partition(":")
    if not colon or not attribute or not all(map(str.isidentifier, module_name.split("."))):
        raise UsageError(_no_application(reference))
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    attribute, call, rest = attribute.partition("()")
    try:
        found: Any = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
        if rest:
            raise UsageError("a factory is written module:create_app() and takes no arguments")
        return _made(found) if call or _is_factory(found) else found
    except Exception as problem:
        hint = _url_hint(reference) if isinstance(problem, ModuleNotFoundError) else ""
        said = str(problem) if isinstance(problem, UsageError) else (
            f"{type(problem).__name__}: {problem}"
        )  # fmt: skip
        raise UsageError(f"cannot load {reference}: {said}{hint}") from None
    except SystemExit as end:
        raise UsageError(
            f"cannot load {reference}: its module ends the program (status {end.code})"
        ) from None


def _no_application(reference: str) -> str:
    if hint := _url_hint(reference):
        return f"{reference!r} is no application (module:app){hint}"
    return f"an application is written module:app, not {reference!r}; a live server by its URL"


def _url_hint(reference: str) -> str:
    host = re.match(r"(localhost|\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)+)(:\d+)?(?:[/?#]|$)",
                    reference, re.IGNORECASE)  # fmt: skip
    if host is None or not (host[2] or "/" in reference or "." in reference):
        return ""
    near = re.match(r"localhost$|127\.|192\.168\.|10\.|\[", host[1]) is not None
    return f"; for a live server write {'http' if near else 'https'}://{reference}"


def _is_factory(found: Any) -> bool:
    """Whether *found* is a function that can be called without arguments, as no server can."""
    if not inspect.isfunction(found):
        return False
    try:
        inspect.signature(found).bind()
    except TypeError:
        return False
    return True


def _made(factory: Any) -> Any:
    made = factory()
    return asyncio.run(made) if inspect.iscoroutine(made) else made
