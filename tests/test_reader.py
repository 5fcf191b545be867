"""Bad data stops the reading with file, line, column, what is wrong and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import tables
from cpgraph.build import build
from cpgraph.errors import DataErrors
from cpgraph.reader import crosswalk, links, places, read, retired

HOME = "reports/demo-2022"
HEADERS = {
    "links.csv": links.HEADER,
    "crosswalk.csv": crosswalk.HEADER,
    "places.csv": places.HEADER,
    "retired.csv": retired.HEADER,
    f"{HOME}/audit.csv": ("part", "class", "quote"),
}
"""Files that a checkout may lack."""


# What is changed in the invented report's data: a text of a file, or the rows of one that is not there.
CASES = [
    {name: cell.replace("\\n", "\n").replace("\\ufeff", "\ufeff") for name, cell in row.items()}
    for row in tables.read(Path(__file__).with_name("bad-data.tsv"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']} {case['says']}")
def test_bad_data_is_refused_with_place_and_remedy(small: Path, case: Mapping[str, str]) -> None:
    name, says = case["file"], case["says"]
    path = small / "data" / name
    if case["old"]:
        text = path.read_text(encoding="utf-8")
        assert case["old"] in text, "the case is stale"
        text = text.replace(case["old"], case["new"], 1)
    else:
        text = f"{','.join(HEADERS[name])}\n{case['new']}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataErrors) as caught:
        build(small, small / "dist", lambda _: None)
    lines = [line for line in str(caught.value).splitlines() if says in line]
    assert lines, str(caught.value)
    assert all(re.search(r"^data/\S+(?::\d+){0,2}: .+\. .+", line) for line in lines), lines
    assert any(line.startswith(f"data/{name}{case['place']}") for line in lines) or not case["place"], lines
    assert not (small / "dist").exists(), "output was written in spite of an error"


def test_all_errors_are_shown_at_once(small: Path) -> None:
    table = small / "data" / HOME / "tables/table-1.csv"
    table.write_text(table.read_text().replace("25,62.5", "2S,62.S"), encoding="utf-8")
    with pytest.raises(DataErrors) as caught:
        read(small / "data")
    assert len(caught.value.errors) >= 2


def test_files_that_cannot_be_read(small: Path) -> None:
    path = small / "data" / HOME / "schemes/outcome.yaml"
    path.write_bytes(path.read_bytes().replace(b"permit refused", b"permit refus\xe9"))
    (small / "data" / HOME / "dataset.yaml").unlink()
    with pytest.raises(DataErrors) as caught:
        read(small / "data")
    assert "outcome.yaml:5: a byte that is not UTF-8" in str(caught.value)
    assert "dataset.yaml: the file cannot be read" in str(caught.value)
    (small / "data" / HOME / "report.yaml").unlink()
    with pytest.raises(DataErrors, match="there is no report"):
        read(small / "data")
