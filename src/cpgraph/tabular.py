"""The CSV files described as CSV on the Web: what each column holds, its datatype, keys and separators.

The same words stand in no other place; `tests/test_csvw.py` holds them against the files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.vocab import BASE, LICENSE, PREFIXES

_SM: Final = PREFIXES["sdmx-measure"]
_CPG: Final = PREFIXES["cpg"]


@dataclass(frozen=True)
class Column:
    """A column: `required` means no cell is empty, `is_list` that cells hold values joined by `;`."""

    name: str
    says: str
    datatype: str = "string"
    required: bool = False
    is_list: bool = False
    property: str = ""


@dataclass(frozen=True)
class Table:
    """A CSV file: what it holds, its columns, and the columns that make a row unique."""

    title: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    about: str = ""
    foreign: tuple[tuple[str, str, str], ...] = ()


def _id(says: str) -> Column:
    return Column("id", says, "anyURI", required=True)


_PARTS = Column("parts", "Parts of the report, by the ends of their IRIs.", is_list=True)
TABLES: Final[Mapping[str, Table]] = {
    "observations.csv": Table(
        "Observations",
        "Every number once, printed or computed, with its rounding interval and where it is printed.",
        (
            _id("IRI of the observation."),
            Column(
                "value", "The number; empty where the value is a term.", "decimal", property=f"{_SM}obsValue"
            ),
            Column("unit", "count, percent, months or years.", required=True),
            Column("measure", "What is measured, by the end of the measure's IRI.", required=True),
            Column("statistic", "count, mean, minimum, maximum or proportion.", required=True),
            Column("universe", "What is counted, by the end of its IRI.", required=True),
            Column(
                "period",
                "A fiscal year, `cy` and a calendar year, or two fiscal years joined by a hyphen.",
                required=True,
            ),
            Column("categories", "What the population is restricted to: scheme=category.", is_list=True),
            Column("population", "The population, by the end of its IRI.", required=True),
            Column("base", "The base of a percentage, by the end of its IRI."),
            Column(
                "decimals",
                "Printed decimal places; empty for a computed number.",
                "integer",
                property=f"{_CPG}decimals",
            ),
            Column(
                "low",
                "Lower end of what the printed digits stand for.",
                "decimal",
                property=f"{_CPG}lowerBound",
            ),
            Column(
                "high",
                "Upper end of what the printed digits stand for.",
                "decimal",
                property=f"{_CPG}upperBound",
            ),
            Column("obtained_by", "How the number was obtained, a code of the ontology.", required=True),
            _PARTS,
            Column(
                "label", "The observation in words.", required=True, property=f"{PREFIXES['skos']}prefLabel"
            ),
        ),
        ("id",),
        "{+id}",
    ),
    "mentions.csv": Table(
        "Mentions",
        "Every printed place of a number, legal fact, note, definition or claim, in each known text of the report.",
        (
            Column("subject", "IRI of what is printed there.", "anyURI", required=True),
            Column("part", "Part of the report, by the end of its IRI.", required=True),
            Column("printed", "The characters that state it.", required=True),
            Column("exact", "The quote, in the normal form of the selectors.", required=True),
            Column("prefix", "What stands before the quote."),
            Column("suffix", "What stands after the quote."),
            Column("extraction", "SHA-256 of the text.", required=True),
            Column("start", "First character of the quote, counted from 0.", "integer", required=True),
            Column("end", "First character after the quote.", "integer", required=True),
        ),
        ("extraction", "start", "end", "subject"),
    ),
    "claims.csv": Table(
        "Claims",
        "Every comparison of the report's prose, in our words, with what the data give and a verdict.",
        (
            _id("IRI of the claim."),
            Column("claim", "The claim in our words.", required=True),
            Column("kind", "Kind of comparison, a code of the ontology.", required=True),
            Column("qualifier", "How exactly it is put, a code of the ontology.", required=True),
            Column("target", "The number that the claim names.", "decimal"),
            Column("left", "Observations on the left side, by the ends of their IRIs.", is_list=True),
            Column("right", "Observations on the right side, by the ends of their IRIs.", is_list=True),
            Column("computed_low", "Lower end of what the data give.", "decimal"),
            Column("computed_high", "Upper end of what the data give.", "decimal"),
            Column("verdict", "Verdict, a code of the ontology.", required=True),
            _PARTS,
        ),
        ("id",),
        "{+id}",
    ),
    "definitions.csv": Table(
        "Definitions",
        "Every term that the report defines or delimits, paraphrased, with what it governs.",
        (
            _id("IRI of the definition."),
            Column("term", "The term.", required=True),
            Column("definition", "What it means, in our words.", required=True),
            Column("notes", "Numbers of the notes that give it.", "integer", is_list=True),
            Column("governs", "IRIs of what it bears on.", "anyURI", is_list=True, property=f"{_CPG}governs"),
        ),
        ("id",),
        "{+id}",
        (("notes", "notes.csv", "n"),),
    ),
    "notes.csv": Table(
        "Notes",
        "Every note of a report, also those that no known text holds, with what it cites.",
        (
            Column("n", "Number of the note.", "integer", required=True),
            Column("status", "present, fragment or missing.", required=True),
            Column("kind", "What the note does.", is_list=True),
            Column("marker_part", "Part in which its marker is printed."),
            Column(
                "cites", "What it cites, as it cites it: signal, work or provision, pinpoint.", is_list=True
            ),
            Column(
                "resolves_to", "What each citation comes down to, through the notes between.", is_list=True
            ),
            Column("defines", "Terms it defines, by the ends of their IRIs.", is_list=True),
        ),
        ("n",),
    ),
    "anomalies.csv": Table(
        "Anomalies",
        "Every place where a report does not agree with itself, with the computation. Causes are hypotheses.",
        (
            _id("IRI of the anomaly."),
            Column("severity", "low, medium or high.", required=True),
            Column("kind", "Kind of anomaly, a code of the ontology.", required=True),
            Column("what", "What does not fit.", required=True),
            Column("computation", "The computation that shows it.", required=True),
            Column("hypothesis", "A possible cause; not asserted."),
            _PARTS,
            Column(
                "about",
                "IRIs of what it concerns.",
                "anyURI",
                is_list=True,
                property=f"{PREFIXES['oa']}hasTarget",
            ),
        ),
        ("id",),
        "{+id}",
    ),
    "legal.csv": Table(
        "Law",
        "Hierarchy, versions and effects of every provision that a report describes.",
        (
            Column("subject", "IRI of the provision, version or effect.", "anyURI", required=True),
            Column("relation", "What is said of it.", required=True),
            Column("object", "IRI of another thing, where the relation leads to one.", "anyURI"),
            Column("value", "A number or text, where the relation has one."),
            Column("unit", "Unit of the number."),
            Column("label", "The subject in words.", required=True),
            _PARTS,
        ),
    ),
}


def metadata(files: Mapping[str, str], version: str) -> str:
    """The metadata of the CSV files as JSON, with the keys that hold in these files.

    A note's number is unique in one report only, so a key is stated where the rows bear it out.
    """
    rows = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in files.items()}
    keyed = {name for name in files if (key := TABLES[name].key) and _is_unique(rows[name], key)}
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        "dc:title": "Flat files of cpgraph",
        "dc:license": {"@id": LICENSE},
        "dc:source": {"@id": f"{BASE}dataset/cpgraph"},
        "schema:version": version,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\n"], "quoteChar": '"'},
        "tables": [_table(name, TABLES[name], keyed) for name in sorted(files)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _is_unique(rows: Sequence[Mapping[str, str]], key: Sequence[str]) -> bool:
    return len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def _table(name: str, table: Table, keyed: set[str]) -> dict[str, Any]:
    """One table of the metadata."""
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    if name in keyed:
        schema["primaryKey"] = list(table.key) if len(table.key) > 1 else table.key[0]
    foreign = [
        {"columnReference": column, "reference": {"resource": other, "columnReference": target}}
        for column, other, target in table.foreign
        if other in keyed
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    if table.about:
        schema["aboutUrl"] = table.about
    return {"url": name, "dc:title": table.title, "dc:description": table.says, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    """One column of the metadata."""
    made: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.says,
        "datatype": column.datatype,
    }
    if column.required:
        made["required"] = True
    if column.is_list:
        made["separator"] = ";"
    if column.property:
        made["propertyUrl"] = column.property
    return made
