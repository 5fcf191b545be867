"""The crosswalk to the public datafiles: each category has values or says that it has none."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad

import tables
from cpgraph.reader import read
from cpgraph.reader.crosswalk import HEADER
from cpgraph.vocab import RDF, XKOS


def test_a_row_of_a_scheme_is_for_the_categories_without_one(small: Path) -> None:
    rows = "demo-cat:outcome.granted,NEWCIT,0|>5,2005,2017,a codebook,\ndemo-scheme:outcome,,,,,a codebook,none is read"
    (small / "data" / "crosswalk.csv").write_text(f"{','.join(HEADER)}\n{rows}\n", encoding="utf-8")
    data = read(small / "data")
    found = {match.name: match for match in data.crosswalk}
    assert found["outcome.granted"].values == ("0", ">5")
    assert found["outcome.granted"].years == tuple(range(2005, 2018))
    assert {match.values for name, match in found.items() if name != "outcome.granted"} == {()}
    assert {match.note for name, match in found.items() if name != "outcome.granted"} == {"none is read"}


def test_the_file_says_what_each_category_is_in_the_datafiles(built: Path, quads: list[Quad]) -> None:
    table = {row["category"].rpartition("/")[2]: row for row in tables.read(built / "crosswalk.csv")}
    associations = [q for q in quads if q.predicate == RDF.type and q.object == XKOS.ConceptAssociation]
    assert len(associations) == len(table)
    said = {name: (row["variable"], row["values"]) for name, row in table.items()}
    # as the codebook has them, and for the range as the datafiles from fiscal year 2018 on are read
    assert said["prod"] == ("GDLINEHI", "2G2.1")
    assert said["citizenship.us"] == ("NEWCIT", "0")
    assert said["education.college"] == ("NEWEDUC", "5;6")
    assert said["mandatory-minimum.over-fifteen"] == ("STATMIN", ">180")
    assert said["repeat-offender.a"] == ("SEXOFFNA", ">0")
    assert said["cross-reference.from-2G2.2"] == ("GDSTATHI", "2G2.2")
    assert said["range.departure-below"] == ("SENTRNGE", "2;3;4;5")
    assert table["range.within"]["years"] == "2018;2019"
    # what has no value says why
    assert said["victim-age.infant"] == said["soc.b1"] == ("", "")
    assert all(row["note"] for row in table.values() if not row["variable"])
