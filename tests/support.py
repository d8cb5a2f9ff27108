"""What several tests need: JSON lines, and one call on a scripted server."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from corssim import Browser, Outcome
from corssim.browsers import BrowserName

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
PAGE = "https://app.example/"
ORIGIN = "https://app.example"
URL = "https://api.example/x"


def json_lines(path: Path) -> list[Json]:
    """The objects of a JSON lines file, compressed or not."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return [json.loads(line) for line in data.decode().split("\n") if line]


def recordings(name: str) -> list[Json]:
    """A recording of ``spec_cases``."""
    return json_lines(ROOT / "spec_cases" / "recordings" / f"{name}.jsonl.gz")


def rule(*headers: tuple[str, str], status: int = 200, url: str = URL, **more: Any) -> Json:
    """A rule of a scripted server."""
    return {"url": url, "status": status, "headers": [list(h) for h in headers], **more}


def acao(value: str = ORIGIN) -> tuple[str, str]:
    """An Access-Control-Allow-Origin line."""
    return ("Access-Control-Allow-Origin", value)


def call(
    browser: BrowserName, rules: list[Json], url: str = URL, page: str = PAGE, **init: Any
) -> Outcome:
    """``fetch(url, init)`` in a fresh browser."""
    return Browser(browser).open(page, rules).fetch(url, **init)


def texts(outcome: Outcome) -> list[str]:
    """The texts of the console."""
    return [message.text for message in outcome.console]
