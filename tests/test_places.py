"""Circuits and counties: each lies in a place of the data, and the sources agree on how many; a wrong row stops."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Quad

from cpgraph.errors import DataErrors
from cpgraph.reader import read
from cpgraph.reader.places import HEADER
from cpgraph.vocab import CPG, DCTERMS, PREFIXES, RDF

CASES = [
    ("circuit:x,Tenth Circuit,,a table", 1, "'circuit:x' is no place"),
    ("district:none,,,a table", 1, "'district:none' is no place"),
    ("county:27053,,,a table", 2, "the label '' does not fit"),
    ("county:27053,Hennepin County,district:none,a table", 3, "there is no 'district:none'"),
    ("county:27053,Hennepin County,,", 4, "the source is missing"),
    ("circuit:8,Eighth Circuit,,a table\ncircuit:8,Eighth Circuit,,a table", 1, "stands here twice"),
]


@pytest.mark.parametrize(("text", "column", "says"), CASES)
def test_a_wrong_row_stops_the_build(small: Path, text: str, column: int, says: str) -> None:
    path = small / "data" / "places.csv"
    path.write_text(f"{','.join(HEADER)}\n{text}\n", encoding="utf-8")
    with pytest.raises(DataErrors) as caught:
        read(small / "data")
    start = f"data/places.csv:{2 + text.count(chr(10))}:{column}: "
    assert any(line.startswith(start) and says in line for line in str(caught.value).splitlines())


def test_every_district_has_its_circuit_and_counties(quads: list[Quad]) -> None:
    within = {(q.subject, q.object) for q in quads if q.predicate == DCTERMS.isPartOf}
    kinds = {
        kind: {q.subject for q in quads if (q.predicate, q.object) == (RDF.type, kind)}
        for kind in (CPG.District, CPG.Circuit, CPG.County)
    }
    held = Counter(str(area) for place, area in within if place in kinds[CPG.County])
    for district in kinds[CPG.District]:
        assert sum((district, circuit) in within for circuit in kinds[CPG.Circuit]) == 1
        assert held[str(district)] > 20
    assert sum(held.values()) == len(kinds[CPG.County])
    # Minnesota and Maryland are whole
    assert [held[f"<{PREFIXES['district']}{name}>"] for name in ("mnd", "mdd")] == [87, 24]
