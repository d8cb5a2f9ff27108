"""The house: imports point one way, no module is in a circle, and none is too long.

Every import counts, wherever it stands: at the top, inside a function, under TYPE_CHECKING.
"""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "corssim"
MOST_LINES = 350
MEDIAN = 120
REASON = "Over 350 lines:"

# the rooms, the ground first: a module imports from its own room and from those above it in this
# table, never from those below
ROOMS = (
    "errors", "url", "headers", "given", "mime", "environment", "request", "response", "call",
    "options", "failures", "events",
    "standard", "browsers",
    "devtools", "servers",
    "story", "doctor", "views", "outcome", "prepared", "page", "outcomes", "requirement",
    "replay", "strategies", "security",
    "corssim",  # the public names
    "testing", "playground", "cli", "__main__",
)  # fmt: skip

Graph = dict[str, set[str]]


def name_of(file: Path, root: Path = ROOT) -> str:
    """``corssim.url`` for corssim/url.py; a package is its ``__init__``."""
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str, package: str, modules: set[str]) -> Iterator[str]:
    """The modules that a module of *package* imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in modules or base in modules:
                    yield inner if inner in modules else base


def graph() -> Graph:
    """Every module of the package with those that it imports."""
    files = {name_of(file): file for file in HOUSE.rglob("*.py")}
    made: Graph = {}
    for name, file in files.items():
        package = name if file.stem == "__init__" else name.rpartition(".")[0]
        made[name] = set(imports_of(file.read_text(), package, set(files))) - {name}
    return made


def room_of(module: str) -> str:
    """The part of the package that a module belongs to."""
    return module.split(".")[1] if "." in module else "corssim"


def circles(edges: Graph) -> list[list[str]]:
    """The modules that import each other, directly or not: Tarjan's components."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(edges[node]):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            component = sorted(stack[at:])
            del stack[at:]
            if len(component) > 1:
                found.append(component)

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def upward(edges: Graph) -> list[str]:
    """The imports that point from a room to one below it in the table."""
    rank = {room: number for number, room in enumerate(ROOMS)}
    return [
        f"{module} imports {other}"
        for module, others in sorted(edges.items())
        for other in sorted(others)
        if rank[room_of(other)] > rank[room_of(module)]
    ]


def test_every_import_counts() -> None:
    source = (
        "from typing import TYPE_CHECKING\n"
        "from . import b\n"
        "if TYPE_CHECKING:\n    from ..x import c\n"
        "def f():\n    import pkg.x.d\n    from .e import name\n"
    )
    modules = {"pkg.x", "pkg.y.b", "pkg.x.c", "pkg.x.d", "pkg.y.e"}
    assert set(imports_of(source, "pkg.y", modules)) == {
        "pkg.y.b", "pkg.x.c", "pkg.x.d", "pkg.y.e",
    }  # fmt: skip


def test_circles_and_upward_imports_are_found() -> None:
    edges: Graph = {
        "corssim.url": {"corssim.page"},
        "corssim.page": {"corssim.story", "corssim.url"},
        "corssim.story": set(),
    }
    assert circles(edges) == [["corssim.page", "corssim.url"]]
    assert upward(edges) == ["corssim.url imports corssim.page"]


def test_every_room_has_its_place() -> None:
    assert {room_of(module) for module in graph()} == set(ROOMS)


def test_no_module_is_in_a_circle() -> None:
    assert circles(graph()) == []


def test_no_import_points_upward() -> None:
    assert upward(graph()) == []


def test_modules_are_short_or_say_why_not() -> None:
    lengths = {}
    for file in HOUSE.rglob("*.py"):
        text = file.read_text()
        lengths[name_of(file)] = len(text.splitlines())
        if lengths[name_of(file)] > MOST_LINES:
            told = ast.get_docstring(ast.parse(text)) or ""
            assert REASON in told, f"{name_of(file)} has {lengths[name_of(file)]} lines"
        else:
            assert REASON not in text, f"{name_of(file)} is not so long any more"
    assert statistics.median(lengths.values()) <= MEDIAN
