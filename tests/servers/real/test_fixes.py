"""Each real server, set up wrong: the expected finding; with the text of the fix: allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corssim import Outcomes, ask
from corssim.servers import live

from .conftest import TABLE
from .running import running
from .setups import ORIGIN, SETUPS, Setup


def asked(setup: Setup, at: str) -> Outcomes:
    """The set-up's call in all browsers."""
    return ask(at + setup.path, origin=ORIGIN, server=live(timeout=10), **setup.call)


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.name.replace(" ", "-"))
def test_the_printed_fix_allows_what_the_wrong_set_up_blocks(setup: Setup, tmp_path: Path) -> None:
    with running(setup, tmp_path / "wrong") as at:
        wrong = asked(setup, at)
    found = {finding.id: finding for finding in wrong.findings if finding.severity == "blocks"}
    assert list(found) == [setup.finding], str(wrong)
    assert not any(outcome.ok for outcome in wrong.outcomes.values()), str(wrong)
    finding = found[setup.finding]
    assert finding.browsers == ("chrome", "firefox", "safari")
    with running(setup, tmp_path / "right", finding) as at:
        right = asked(setup, at)
    assert right.ok, f"{finding.fix(setup.kind)}\n{right}"
    for outcome in right.outcomes.values():
        assert outcome.response is not None
        assert outcome.response.status == setup.ok_status
    TABLE.append((setup.name, setup.kind, setup.finding, "blocked in all", "allowed in all"))
