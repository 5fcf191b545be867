"""The CSV files and their metadata: accepted by the `csvw` package, row for row."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from csvw import CSVW, TableGroup
from pyoxigraph import parse

from cpgraph import __version__
from cpgraph.flat import metadata, tables
from cpgraph.vocab import CPG, QB, RDF, SDMX_MEASURE, is_apart

TABLES = tables()


@pytest.fixture(scope="module")
def group(built: Path) -> Any:
    return TableGroup.from_file(built / "csvw.json")


def raw(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_and_column_is_described(built: Path) -> None:
    assert {path.name for path in built.glob("*.csv")} == set(TABLES)
    for name, table in TABLES.items():
        assert list(raw(built / name)[0]) == list(table.columns), name
        assert set(table.key) <= set(table.columns)
        assert all(column.says.endswith(".") for column in table.columns.values()), name


def test_csvw_accepts_the_metadata_and_every_row(built: Path) -> None:
    """Validation by the package: metadata, datatypes, required cells, keys; a warning fails the test too."""
    assert CSVW(str(built / "csvw.json"), validate=True).is_valid


def test_cells_are_read_as_what_they_are(built: Path, group: Any) -> None:
    seen = 0
    for table in group.tables:
        name = str(table.url)
        lists = {key for key, column in TABLES[name].columns.items() if column.is_list}
        for read, written in zip(table.iterdicts(strict=True), raw(built / name), strict=True):
            for key, cell in written.items():
                value = read[key]
                if key in lists:
                    items = (item.unsplit() if hasattr(item, "unsplit") else str(item) for item in value)
                    assert ";".join(items) == cell
                elif cell == "":
                    assert value is None, (name, key)
                elif isinstance(value, Decimal):
                    assert value == Decimal(cell)
                elif hasattr(value, "unsplit"):
                    assert value.unsplit() == cell  # an IRI
                else:
                    assert str(value) == cell, (name, key)
                seen += 1
    assert seen > 10_000


def keys(document: dict[str, Any]) -> Iterator[tuple[str, str | list[str]]]:
    for table in document["tables"]:
        if "primaryKey" in table["tableSchema"]:
            yield table["url"], table["tableSchema"]["primaryKey"]


def test_keys_hold_and_references_lead_somewhere(built: Path, group: Any) -> None:
    document = json.loads((built / "csvw.json").read_text(encoding="utf-8"))
    found = dict(keys(document))
    assert found["observations.csv"] == "id"
    assert found["notes.csv"] == "n"
    assert set(TABLES) - set(found) == {"legal.csv"}, "a key that does not hold in the files is left out"
    references = [
        (table["url"], key["columnReference"], key["reference"]["resource"])
        for table in document["tables"]
        for key in table["tableSchema"].get("foreignKeys", [])
    ]
    assert references == [("definitions.csv", "notes", "notes.csv")]
    group.check_referential_integrity()
    notes = {row["n"] for row in raw(built / "notes.csv")}
    assert {n for row in raw(built / "definitions.csv") for n in row["notes"].split(";") if n} <= notes
    assert document["schema:version"] == __version__


def test_files_and_graph_hold_the_same(built: Path) -> None:
    """Every thing of the graph has its row, with its value, and what a row points to is in the graph."""
    held: dict[str, set[str]] = defaultdict(set)
    values = {}
    for quad in parse(path=built / "cpgraph.nq"):
        if is_apart(str(quad.graph_name)):  # rows show again what the other graphs say
            continue
        held[quad.object.value if quad.predicate == RDF.type else ""].add(str(quad.subject)[1:-1])
        if quad.predicate == SDMX_MEASURE.obsValue:
            values[str(quad.subject)[1:-1]] = quad.object.value
    found = {name: raw(built / name) for name in TABLES}
    classes = {"observations.csv": QB.Observation, "claims.csv": CPG.Claim, "definitions.csv": CPG.Definition}
    for name, cls in classes.items():
        assert {row["id"] for row in found[name]} == held[cls.value], name
    for ledger, cls in (("report", CPG.Anomaly), ("text", CPG.TextDamage)):
        assert {row["id"] for row in found["anomalies.csv"] if row["ledger"] == ledger} == held[cls.value]
    assert len(found["notes.csv"]) == len(held[CPG.Note.value])
    assert {row["id"]: row["value"] for row in found["observations.csv"] if row["value"]} == values
    named = {iri for row in found["anomalies.csv"] for iri in row["about"].split(";")}
    named |= {iri for row in found["definitions.csv"] for iri in row["governs"].split(";") if iri}
    assert len(named) > 100
    assert named <= set().union(*held.values())


def test_a_key_is_stated_only_where_it_holds() -> None:
    header = ",".join(TABLES["notes.csv"].columns)
    once = metadata({"notes.csv": f"{header}\n1,present,,,,,\n2,present,,,,,\n"}, "1")
    twice = metadata({"notes.csv": f"{header}\n1,present,,,,,\n1,present,,,,,\n"}, "1")
    assert dict(keys(json.loads(once))) == {"notes.csv": "n"}
    assert dict(keys(json.loads(twice))) == {}


def test_files_of_two_reports_are_accepted(both: Path) -> None:
    assert CSVW(str(both / "csvw.json"), validate=True).is_valid


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",present,", ",,"),  # a required cell is empty
        ("\n2,", "\ntwo,"),  # a number is a word
        ("\n2,", "\n1,"),  # a key stands twice
    ],
)
def test_csvw_finds_what_is_wrong(built: Path, tmp_path: Path, old: str, new: str) -> None:
    """The acceptance above means something: the same files with one wrong cell are refused."""
    for path in (*built.glob("*.csv"), built / "csvw.json"):
        shutil.copy(path, tmp_path)
    notes = tmp_path / "notes.csv"
    text = notes.read_text(encoding="utf-8")
    assert old in text
    notes.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        accepted = CSVW(str(tmp_path / "csvw.json"), validate=True).is_valid
    except (ValueError, UserWarning):  # the package raises for keys and warns for cells
        accepted = False
    assert not accepted
