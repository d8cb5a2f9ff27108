"""The hunt: random scenarios in the real browser and in the engine, compared.

Law: the oracle's own noise is not a finding. A disagreement is recorded again and again; only
what differs each time counts.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from tqdm import tqdm

from corssim.replay.compare import Difference, compare
from corssim.replay.replay import replay
from corssim.strategies import scenarios
from corssim.testing.strategies import named

from .driver import BrowserDied, Json
from .record import Recorder, recording

AGAIN = 3  # recordings that must bear a disagreement out: races come out either way
BATCH = 5  # scenarios drawn together: draws within one example are independent


def drawn(count: int, number: int) -> Iterator[Json]:
    """*count* different scenarios drawn with the seed *number*."""
    from hypothesis import strategies as st

    found: dict[str, Json] = {}

    @seed(number)
    @settings(
        max_examples=max(20, 4 * count // BATCH), database=None, deadline=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(scenarios(), min_size=BATCH, max_size=BATCH))
    def collect(batch: list[Json]) -> None:
        for scenario in batch:
            found.setdefault(json.dumps(scenario, sort_keys=True), scenario)

    collect()
    for index, scenario in enumerate(itertools.islice(found.values(), count)):
        yield named(scenario, f"hunt-{number}-{index}")


async def disagreement(
    recorder: Recorder, browser: str, scenario: Json
) -> tuple[Json, dict[str, Difference]]:
    """What the browser did, and where the engine differs in a way that repeats."""
    record = await recorder.record(scenario)
    found = compare(record, replay(scenario, browser))
    if not found:
        return record, {}
    for number in range(AGAIN):
        if not found:
            break
        name = f"{scenario['id']}-again{number}"
        again = json.loads(json.dumps(scenario).replace(scenario["id"], name))
        differing = compare(await recorder.record(again), replay(again, browser))
        found = {figure: found[figure] for figure in found if figure in differing}
    return record, found


async def hunt_command(options: argparse.Namespace) -> int:
    """Hunt; 1 if the engine and the browser disagree more than ``--at-least`` allows."""
    if options.shrink:
        return await asyncio.to_thread(_shrinking, options)
    agreed = 0
    found: list[tuple[Json, Json, dict[str, Difference]]] = []
    async with recording(options.browser) as recorder:
        progress = tqdm(
            drawn(options.examples, options.seed),
            total=options.examples,
            unit="scenario",
            disable=None,
        )
        for scenario in progress:
            try:
                record, differences = await disagreement(recorder, options.browser, scenario)
            except BrowserDied as problem:
                progress.write(f"{scenario['id']}: {problem}")
                continue
            agreed += not differences
            if differences:
                found.append((scenario, record, differences))
                for difference in differences.values():
                    progress.write(f"{scenario['id']} {difference}")
    print(f"{options.browser}: seed {options.seed}, {agreed} agree, {len(found)} disagree")
    if options.file and found:
        file_cases(Path(options.file), options.browser, found)
    asked = agreed + len(found)
    return 0 if asked and 100 * agreed >= options.at_least * asked else 1


def file_cases(
    folder: Path, browser: str, found: list[tuple[Json, Json, dict[str, Difference]]]
) -> None:
    """Add scenarios and records to ``hunted.jsonl`` and ``hunted.BROWSER.jsonl`` in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, index in (("hunted.jsonl", 0), (f"hunted.{browser}.jsonl", 1)):
        with (folder / name).open("a") as stream:
            for row in found:
                stream.write(json.dumps(row[index], ensure_ascii=False) + "\n")


class _Loop:
    """An event loop in a thread, for hypothesis' synchronous world."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()


def _shrinking(options: argparse.Namespace) -> int:
    """Stop at the first disagreement and shrink it with the real browser in the loop."""
    loop = _Loop()
    context = recording(options.browser)
    recorder = loop.run(context.__aenter__())
    numbers = itertools.count()
    last: list[tuple[Json, Json, dict[str, Difference]]] = []

    @seed(options.seed)
    @settings(
        max_examples=options.examples, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(scenarios())
    def agree(scenario: Json) -> None:
        unique = named(scenario, f"shrink-{options.seed}-{next(numbers)}")
        record, differences = loop.run(disagreement(recorder, options.browser, unique))
        if differences:
            last[:] = [(unique, record, differences)]
            raise AssertionError(next(iter(differences)))

    try:
        agree()
    except BaseException:
        if not last:
            raise
    finally:
        loop.run(context.__aexit__(None, None, None))
    for scenario, record, differences in last:
        print(json.dumps(scenario, ensure_ascii=False))
        print("recorded ", json.dumps(record, ensure_ascii=False))
        print("simulated", json.dumps(replay(scenario, options.browser), ensure_ascii=False))
        print(*differences.values(), sep="\n")
    if options.file and last:
        file_cases(Path(options.file), options.browser, last)
    return 1 if last else 0
