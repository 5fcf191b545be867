"""The crosswalk to the public datafiles: each category has values or says that it has none; a wrong row stops."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import Quad

from cpgraph.errors import DataErrors
from cpgraph.reader import read
from cpgraph.reader.crosswalk import HEADER
from cpgraph.records.data import Data
from cpgraph.vocab import RDF, XKOS

GOOD = "demo-cat:outcome.granted,NEWCIT,0|>5,2005,2017,a codebook,"

# a row, the column at fault, what the message says
CASES = [
    (GOOD.replace("granted", "grant"), 1, "there is no 'demo-cat:outcome.grant'"),
    (GOOD.replace("demo-cat:outcome.granted", "demo-scheme:outcome"), 2, "a scheme has no value"),
    (GOOD.replace("NEWCIT", "OLDCIT"), 2, "the variable 'OLDCIT' is not known"),
    (GOOD.replace("0|>5", ""), 3, "are no values of 'NEWCIT'"),
    (GOOD.replace("0|>5", "0|"), 3, "are no values of 'NEWCIT'"),
    (GOOD.replace("2005", ""), 4, "no first and last fiscal year"),
    (GOOD.replace("2005", "2018"), 4, "no first and last fiscal year"),
    (GOOD.replace("a codebook", ""), 6, "the source is missing"),
    ("demo-cat:outcome.granted,,,,,a codebook,", 7, "why there is no value"),
    (f"{GOOD}\n{GOOD}", 1, "the entity stands here twice"),
]


def rows(small: Path, text: str) -> Data:
    """Read the small data with a crosswalk of these rows."""
    path = small / "data" / "crosswalk.csv"
    path.write_text(f"{','.join(HEADER)}\n{text}\n", encoding="utf-8")
    return read(small / "data")


@pytest.mark.parametrize(("text", "column", "says"), CASES)
def test_a_wrong_row_stops_the_build(small: Path, text: str, column: int, says: str) -> None:
    with pytest.raises(DataErrors) as caught:
        rows(small, text)
    line = 2 + text.count("\n")
    assert any(
        found.startswith(f"data/crosswalk.csv:{line}:{column}: ") and says in found
        for found in str(caught.value).splitlines()
    ), str(caught.value)


def test_a_row_of_a_scheme_is_for_the_categories_without_one(small: Path) -> None:
    data = rows(small, f"{GOOD}\ndemo-scheme:outcome,,,,,a codebook,none is read")
    found = {match.name: match for match in data.crosswalk}
    assert found["outcome.granted"].values == ("0", ">5")
    assert found["outcome.granted"].years == tuple(range(2005, 2018))
    assert {match.values for name, match in found.items() if name != "outcome.granted"} == {()}
    assert {match.note for name, match in found.items() if name != "outcome.granted"} == {"none is read"}


def test_the_file_says_what_each_category_is_in_the_datafiles(built: Path, quads: list[Quad]) -> None:
    with (built / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
        table = {row["category"].rpartition("/")[2]: row for row in csv.DictReader(file)}
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
