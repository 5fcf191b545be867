"""Double entry: a second transcription, made from the text alone, agrees with the data place by place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import tables
from cpgraph.reader.mentions import inner
from cpgraph.records.data import Data
from cpgraph.records.statistics import PopulationKey

SECOND = sorted((Path(__file__).parent / "double-entry").glob("*.csv"))


@pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)
def test_second_reading_agrees(path: Path, data: Data) -> None:
    """Same part, same measure, same population, same base, same characters; nothing more, nothing less."""
    report = next(report for report in data.reports if report.record.id == path.stem)
    first: Counter[tuple[str, ...]] = Counter(
        (
            item.part,
            obs.key.measure,
            str(obs.key.population),
            str(obs.key.base or ""),
            inner(item.locator, item.term),
        )
        for obs in report.observations
        for item in obs.occurrences
    )
    second: Counter[tuple[str, ...]] = Counter()
    for row in tables.read(path):
        population, base = (
            str(PopulationKey.parse(x)) if x else "" for x in (row["population"], row["base"])
        )
        second[(row["part"], row["measure"], population, base, row["printed"])] += 1
    assert len(second) > 300
    assert first - second == Counter(), "in data/ alone"
    assert second - first == Counter(), "in the second reading alone"


def test_second_readings_were_found() -> None:
    assert SECOND
