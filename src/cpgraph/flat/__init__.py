"""The flat CSV files: one query file a table, over the built graph, with the words of its columns in its header.

A query's columns are the file's. Its rows that differ in lists alone are one row, and a list has its values in
the order of the query's rows, joined by `;`. The same header makes the CSV on the Web metadata.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import Field
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from cpgraph.records.common import Record
from cpgraph.vocab import BASE, LICENSE, PREFIXES

Functions = dict[NamedNode, Callable[..., Any]]
_FUNCTIONS: Final = "urn:cpgraph:flat:"


class Column(Record):
    """A column: `required` means no cell is empty, `list` that cells hold values joined by `;`."""

    says: str
    datatype: str = "string"
    required: bool = False
    is_list: bool = Field(default=False, alias="list")
    property: str = ""


class Table(Record):
    """A CSV file: its words, its columns, what makes a row unique, which columns are keys of other files."""

    title: str
    summary: str
    columns: dict[str, Column]
    key: tuple[str, ...] = ()
    about: str = ""
    foreign: dict[str, tuple[str, str]] = Field(default={})
    is_sorted: bool = Field(default=False, alias="sorted")
    query: str


@cache
def tables() -> Mapping[str, Table]:
    """The tables by the names of their files."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
        found[f"{path.stem}.csv"] = Table(**yaml.safe_load(header), query=text)
    return found


def files(quads: Iterable[Quad]) -> dict[str, str]:
    """The CSV files by name, with Unix line ends; `quads` come in the order in which the data made them."""
    held = list(quads)
    places = {(quad.subject, quad.predicate, quad.object): place for place, quad in enumerate(held)}
    store = Store()
    store.bulk_extend(held)
    functions: Functions = {
        NamedNode(f"{_FUNCTIONS}end"): lambda iri: Literal(end(iri.value)),
        NamedNode(f"{_FUNCTIONS}written"): lambda *triple: Literal(places.get(triple, -1)),
    }
    made = {}
    for name, table in tables().items():
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([table.columns, *_rows(table, store, functions)])
        made[name] = out.getvalue()
    return made


def end(iri: str) -> str:
    """What a file calls a thing of which the place in the file tells the kind.

    >>> end("https://w3id.org/cpgraph/report/demo/note/4"), end("https://w3id.org/cpgraph/calendar-year/2020")
    ('note-4', 'cy2020')
    """
    folder, _, name = iri.replace("#", "/").rpartition("/")
    return {"note": "note-", "calendar-year": "cy"}.get(folder.rpartition("/")[2], "") + name


def cell(value: str, column: Column) -> str:
    """What a cell holds: a decimal has a point in every row, so that who guesses types from the first rows is right.

    >>> cell("1852", Column(says="", datatype="decimal")), cell("1852", Column(says="", datatype="integer"))
    ('1852.0', '1852')
    """
    return f"{value}.0" if column.datatype == "decimal" and "." not in value else value


def _rows(table: Table, store: Store, functions: Functions) -> list[list[str]]:
    """The rows of a table; solutions that differ in lists alone are one row."""
    found = store.query(
        table.query,
        prefixes={**PREFIXES, "flat": _FUNCTIONS},
        use_default_graph_as_union=True,
        custom_functions=functions,
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101
    names = [variable.value for variable in found.variables]
    lists = {name for name, column in table.columns.items() if column.is_list}
    rows: dict[tuple[str, ...], dict[str, dict[str, None]]] = {}
    for solution in found:
        cells = {
            name: cell(term.value, table.columns[name]) if name in table.columns else term.value
            for name in names
            if (term := solution[name]) is not None
        }
        row = rows.setdefault(tuple(cells.get(name, "") for name in names if name not in lists), {})
        for name, value in cells.items():
            row.setdefault(name, {})[value] = None
    made = [[";".join(row.get(name, ())) for name in table.columns] for row in rows.values()]
    return sorted(made) if table.is_sorted else made


def metadata(held: Mapping[str, str], version: str) -> str:
    """The metadata of the CSV files as JSON, with the keys that hold in these files.

    A note's number is unique in one report only, so a key is stated where the rows bear it out.
    """
    keyed = {name for name, text in held.items() if _has_key(tables()[name], text)}
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:title": "Flat files of cpgraph",
        "dc:license": {"@id": LICENSE},
        "dc:source": {"@id": f"{BASE}dataset/cpgraph"},
        "schema:version": version,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"], "quoteChar": '"'},
        "tables": [_table(name, tables()[name], keyed) for name in sorted(held)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _has_key(table: Table, text: str) -> bool:
    """Tell whether the columns that should make a row unique do so."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return bool(table.key) and len({tuple(row[name] for name in table.key) for row in rows}) == len(rows)


def _table(name: str, table: Table, keyed: set[str]) -> dict[str, Any]:
    """One table of the metadata."""
    schema: dict[str, Any] = {"columns": [_column(*item) for item in table.columns.items()]}
    if name in keyed:
        schema["primaryKey"] = list(table.key) if len(table.key) > 1 else table.key[0]
    foreign = [
        {"columnReference": column, "reference": {"resource": other, "columnReference": target}}
        for column, (other, target) in table.foreign.items()
        if other in keyed
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    if table.about:
        schema["aboutUrl"] = table.about
    return {"url": name, "dc:title": table.title, "dc:description": table.summary, "tableSchema": schema}


def _column(name: str, column: Column) -> dict[str, Any]:
    """One column of the metadata."""
    prefix, _, local = column.property.partition(":")
    made = {
        "name": name,
        "titles": name,
        "dc:description": column.says,
        "datatype": column.datatype,
        "required": column.required,
        "separator": ";" if column.is_list else "",
        "propertyUrl": PREFIXES[prefix] + local if prefix else "",
    }
    return {key: value for key, value in made.items() if value}
