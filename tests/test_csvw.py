"""The CSV files and their metadata: accepted by the `csvw` package, row for row."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from arro3.io import read_parquet
from csvw import CSVW, TableGroup
from openpyxl import load_workbook
from pyoxigraph import parse

import tables
from cpgraph import __version__, flat
from cpgraph.flat import Column, columnar, metadata
from cpgraph.vocab import CPG, QB, RDF, SDMX_MEASURE, is_apart

TABLES = flat.tables()


@pytest.fixture(scope="module")
def group(built: Path) -> Any:
    return TableGroup.from_file(built / "csvw.json")


def test_every_file_and_column_is_described(built: Path) -> None:
    assert {path.name for path in built.glob("*.csv")} == set(TABLES)
    for name, table in TABLES.items():
        assert list(tables.read(built / name)[0]) == list(table.columns), name
        assert set(table.key) <= set(table.columns)
        assert all(column.says.endswith(".") for column in table.columns.values()), name


def test_csvw_accepts_the_metadata_and_every_row(built: Path) -> None:
    """Validation by the package: metadata, datatypes, required cells, keys; a warning fails the test too."""
    assert CSVW(str(built / "csvw.json"), validate=True).is_valid


def typed(cell: str, column: Column) -> object:
    """A cell as a form with types has it."""
    read: Callable[[str], object] = {"decimal": float, "integer": int}.get(column.datatype, str)
    if column.is_list:
        return [read(item) for item in cell.split(";")] if cell else []
    return read(cell) if cell else None


def test_a_decimal_shows_that_it_is_one_in_every_row(built: Path) -> None:
    """Readers that guess a type from the first rows, as most do, guess it right."""
    for name, table in TABLES.items():
        for row in tables.read(built / name):
            for key, column in table.columns.items():
                if row[key] and column.datatype in ("decimal", "integer"):
                    assert ("." in row[key]) == (column.datatype == "decimal"), (name, key, row[key])


def test_parquet_and_the_workbook_hold_the_same_rows_with_types(built: Path) -> None:
    book = load_workbook(built / columnar.WORKBOOK)
    assert book.sheetnames == ["about", *(name.removesuffix(".csv") for name in TABLES)]
    told = {row[:2]: row[2] for row in book["about"].iter_rows(min_row=2, values_only=True)}
    assert (book.properties.created, book.properties.title) == (datetime(1980, 1, 1), "cpgraph")
    for name, table in TABLES.items():
        rows = [[typed(row[key], c) for key, c in table.columns.items()] for row in tables.read(built / name)]
        held = read_parquet(built / columnar.file_name(name)).read_all()
        assert [list(row) for row in zip(*(c.to_pylist() for c in held.columns), strict=True)] == rows, name
        assert [held.field(key).nullable for key in table.columns] == [
            not c.required for c in table.columns.values()
        ]
        joined = [[";".join(map(str, c)) or None if isinstance(c, list) else c for c in row] for row in rows]
        head, *shown = book[name.removesuffix(".csv")].iter_rows(values_only=True)
        assert list(head) == list(table.columns)
        assert [list(row) for row in shown] == joined, name
        for key, column in table.columns.items():
            assert told[name.removesuffix(".csv"), key] == column.says


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
    notes = {row["n"] for row in tables.read(built / "notes.csv")}
    assert {
        n for row in tables.read(built / "definitions.csv") for n in row["notes"].split(";") if n
    } <= notes
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
    found = {name: tables.read(built / name) for name in TABLES}
    classes = {"observations.csv": QB.Observation, "claims.csv": CPG.Claim, "definitions.csv": CPG.Definition}
    for name, cls in classes.items():
        assert {row["id"] for row in found[name]} == held[cls.value], name
    for ledger, cls in (("report", CPG.Anomaly), ("text", CPG.TextDamage)):
        assert {row["id"] for row in found["anomalies.csv"] if row["ledger"] == ledger} == held[cls.value]
    assert len(found["notes.csv"]) == len(held[CPG.Note.value])
    numbers = {row["id"]: Decimal(row["value"]) for row in found["observations.csv"] if row["value"]}
    assert numbers == {name: Decimal(value) for name, value in values.items()}
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
