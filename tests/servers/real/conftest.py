"""The table of servers by finding, printed at the end of the run."""

from __future__ import annotations

from typing import Any

from tabulate import tabulate

TABLE: list[tuple[str, ...]] = []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if TABLE:
        terminalreporter.section("real servers")
        terminalreporter.write_line(
            tabulate(TABLE, headers=("set-up", "fix", "finding", "wrong", "with the fix"))
        )
