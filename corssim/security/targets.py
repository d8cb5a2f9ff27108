"""Which paths to ask: a list in a file, or an OpenAPI description.

Law: a path template is asked with one concrete value a parameter: its example, or 1.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..errors import UsageError

_PARAMETER = re.compile(r"\{([^}]*)\}")


def read_paths(file: str | Path) -> tuple[str, ...]:
    """The paths of a text file, one a line; lines that begin with # are left out."""
    lines = (line.strip() for line in _text(file).splitlines())
    paths = [line for line in lines if line and not line.startswith("#")]
    for path in paths:
        if not path.startswith("/"):
            raise UsageError(f"{file}: a path begins with /, not {path!r}")
    return _some(paths, file)


def read_openapi(file: str | Path) -> tuple[str, ...]:
    """The paths of an OpenAPI description in JSON, or in YAML where PyYAML is installed."""
    text = _text(file)
    try:
        description = json.loads(text)
    except ValueError:
        description = _yaml(text, file)
    paths = description.get("paths") if isinstance(description, dict) else None
    if not isinstance(paths, dict):
        raise UsageError(f"{file} is no OpenAPI description: it has no paths")
    base = _base(description)
    return _some([base + _concrete(path, item) for path, item in paths.items()], file)


def _text(file: str | Path) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"cannot read {file}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not text in UTF-8") from None


def _yaml(text: str, file: str | Path) -> Any:
    try:
        import yaml
    except ImportError:
        raise UsageError(
            f"{file} is not JSON; for YAML install PyYAML (pip install pyyaml)"
        ) from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        told = " ".join(str(problem).split())
        raise UsageError(f"{file} is neither JSON nor YAML: {told}") from None


def _some(paths: list[str], file: str | Path) -> tuple[str, ...]:
    if not paths:
        raise UsageError(f"{file} names no path")
    return tuple(dict.fromkeys(paths))


def _base(description: dict[str, Any]) -> str:
    servers = description.get("servers") or [{}]
    first = servers[0] if isinstance(servers, list) and isinstance(servers[0], dict) else {}
    url = str(first.get("url") or "")
    path = re.sub(r"^[a-z]+://[^/]*", "", url)
    return path.rstrip("/") if "{" not in path else ""


def _concrete(path: str, item: Any) -> str:
    """*path* with each parameter's example in its place."""
    examples: dict[str, str] = {}
    if isinstance(item, dict):
        operations = [value for value in item.values() if isinstance(value, dict)]
        listed = [item.get("parameters"), *(one.get("parameters") for one in operations)]
        for parameters in listed:
            for parameter in parameters if isinstance(parameters, list) else ():
                if isinstance(parameter, dict) and parameter.get("in") == "path":
                    schema = parameter.get("schema")
                    inner = schema.get("example") if isinstance(schema, dict) else None
                    given = parameter.get("example", inner)
                    if given is not None:
                        examples.setdefault(str(parameter.get("name")), str(given))
    return _PARAMETER.sub(lambda match: examples.get(match[1], "1"), path)
