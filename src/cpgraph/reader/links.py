"""Read `data/links.csv` and `data/shared/topics.yaml`: links to other datasets, no stronger than their proof.

A row says what stands in the proof: `seen` when the identifier itself was read in a source,
`pattern-documented` when only the rule that makes such identifiers is known. The latter is never an
identity: it may send a reader on, or give an identifier as text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cpgraph.reader.entities import Entity, entities
from cpgraph.reader.files import Cells, Problems, load_csv, load_one
from cpgraph.reader.targets import NEVER_EQUAL, faults, namespace
from cpgraph.records.data import Report, Shared
from cpgraph.records.links import CodeSystem, Link, Links, Topic, Topics
from cpgraph.vocab import BASE

HEADER = ("entity", "relation", "target", "target_kind", "code_system", "proof", "source", "note")
PROOFS = ("seen", "pattern-documented")
IDENTITY = frozenset({"owl:sameAs", "skos:exactMatch"})
_BODIES = frozenset({"agency", "court"})
_CONCEPTS = frozenset(
    {"cat", "conduct", "condition", "def", "district", "m", "source", "time", "topic", "unit"}
)


@dataclass(frozen=True)
class Rule:
    """What a relation takes: an IRI, a text or a code; from which kinds; with which proof."""

    takes: str = "iri"
    kinds: frozenset[str] | None = None
    documented: bool = False


RULES: Mapping[str, Rule] = {
    # a court is the item of Wikidata, a document or a concept is not the item about it
    "owl:sameAs": Rule(kinds=_BODIES | {"state"}),
    **{
        f"skos:{name}Match": Rule(kinds=_CONCEPTS)
        for name in ("exact", "close", "broad", "narrow", "related")
    },
    "rdfs:seeAlso": Rule(documented=True),
    "foaf:homepage": Rule(kinds=_BODIES),
    "foaf:page": Rule(),
    "dcat:landingPage": Rule(kinds=frozenset({"source"})),
    "dcterms:subject": Rule(kinds=frozenset({"conduct", "law", "report", "work"})),
    "dcterms:bibliographicCitation": Rule("text", frozenset({"law", "report", "work"})),
    "dcterms:identifier": Rule(
        "code", frozenset({"agency", "court", "district", "state", "time", "topic", "unit"}), documented=True
    ),
    # of provisions dcterms:identifier is the citation
    "eli:id_local": Rule("code", frozenset({"law"}), documented=True),
}


@dataclass
class _Reading:
    """What the rows are held against, and what they have said so far."""

    known: Mapping[str, Entity]
    systems: Mapping[str, CodeSystem]
    problems: Problems
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    unique: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the IRIs that are ours."""
        self.ours = {entity.iri for entity in self.known.values()}


def read_links(folder: Path, shared: Shared, reports: Iterable[Report], problems: Problems) -> Links:
    """Read topics, code systems and links; each link starts from a thing that the data have."""
    systems, topics = _read_topics(folder / "shared" / "topics.yaml", problems)
    path = folder / "links.csv"
    if not path.exists():
        return Links(systems, topics)
    reading = _Reading(entities(shared, topics.values(), reports), systems, problems)
    found = [_read_row(row, reading) for row in load_csv(path, HEADER, problems)]
    return Links(systems, topics, tuple(link for link in found if link))


def _read_topics(path: Path, problems: Problems) -> tuple[dict[str, CodeSystem], dict[str, Topic]]:
    """Read the topics file; ids are unique within each of its lists."""
    loaded = load_one(path, Topics, problems) if path.exists() else None
    if loaded is None:
        return {}, {}
    record, marked = loaded
    for key, ids in (
        ("code_systems", [item.id for item in record.code_systems]),
        ("topics", [item.id for item in record.topics]),
    ):
        for index, name in enumerate(ids):
            if ids.index(name) != index:
                problems.add(
                    marked.place((key, index)), f"the id {name!r} stands here twice", "Rename one of the two."
                )
    return {item.id: item for item in record.code_systems}, {item.id: item for item in record.topics}


def _read_row(row: Cells, reading: _Reading) -> Link | None:
    """Check one row; None where it does not make a link."""

    def wrong(column: str, problem: str, remedy: str) -> None:
        reading.problems.add(row.place(column), problem, remedy)

    entity, rule = reading.known.get(row["entity"]), RULES.get(row["relation"])
    if entity is None:
        near = difflib.get_close_matches(row["entity"], reading.known, n=1)
        hint = f"; {near[0]!r} does" if near else ""
        wrong("entity", f"the entity {row['entity']!r} does not exist{hint}", "Name a thing of the data.")
    if rule is None:
        wrong(
            "relation", f"the relation {row['relation']!r} is not known here", f"Use one of: {_list(RULES)}."
        )
    if row["proof"] not in PROOFS:
        remedy = f"Use one of: {_list(PROOFS)}; leave out what is not proven."
        wrong("proof", f"the proof {row['proof']!r} is not known here", remedy)
    if not row["source"]:
        wrong("source", "the source is missing", "Say in short words where the identifier was seen.")
    _repeated(row, reading)
    if entity is None or rule is None:
        return None
    if rule.kinds is not None and entity.kind not in rule.kinds:
        remedy = f"It is for: {_list(sorted(rule.kinds))}. Choose a weaker relation."
        wrong("relation", f"{row['relation']} does not fit the entity {row['entity']!r}", remedy)
    if row["proof"] == "pattern-documented" and not rule.documented:
        allowed = _list(name for name, item in RULES.items() if item.documented)
        problem = f"{row['relation']} needs an identifier that was seen"
        wrong("relation", problem, f"Use one of: {allowed}; or leave the row out.")
    if row["target_kind"] != ("iri" if rule.takes == "iri" else "literal"):
        kind = "iri" if rule.takes == "iri" else "literal"
        wrong("target_kind", f"{row['relation']} takes no {row['target_kind']!r}", f"Write {kind}.")
    if rule.takes == "iri":
        _check_iri(row, reading)
    _check_code(row, rule, reading)
    return Link(
        entity.iri,
        row["relation"],
        row["target"],
        rule.takes == "iri",
        row["code_system"],
        row["proof"] == "seen",
    )


def _list(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(words)


def _repeated(row: Cells, reading: _Reading) -> None:
    """Note a row that stands twice, or that says of one thing that it is two."""
    said = (row["entity"], row["relation"], row["target"], row["code_system"])
    first = reading.rows.setdefault(said, row.line)
    if first != row.line:
        reading.problems.add(row.place(), f"the same link stands in line {first}", "Remove one of the two.")
        return
    keys: list[tuple[str, ...]] = []
    if row["relation"] in IDENTITY:
        keys = [
            ("one", row["relation"], row["entity"], namespace(row["target"])),
            ("two", row["relation"], row["target"]),
        ]
    elif row["relation"] == "dcterms:identifier":
        keys = [
            ("one", row["entity"], row["code_system"]),
            ("two", row["code_system"], row["target"]),
        ]
    for key in keys:
        first = reading.unique.setdefault(key, row.line)
        if first != row.line:
            what = "the same thing has another name" if key[0] == "one" else "another thing has the same name"
            problem = f"{what} in line {first}, where {row['relation']} allows one"
            reading.problems.add(row.place("target"), problem, "Keep the right one, or weaken the relation.")


def _check_iri(row: Cells, reading: _Reading) -> None:
    """Check the form of a target, and that it exists if it is one of ours."""
    target = row["target"]
    found = list(faults(target))
    if not found and target.startswith(BASE) and target not in reading.ours:
        found.append((f"nothing of ours has the name {target!r}", "Name a thing of the data."))
    if not found and row["relation"] in IDENTITY and target in NEVER_EQUAL:
        found.append(("this month has a length in days, a calendar month has none", "Write skos:closeMatch."))
    for problem, remedy in found:
        reading.problems.add(row.place("target"), problem, remedy)


def _check_code(row: Cells, rule: Rule, reading: _Reading) -> None:
    """Check that a code names its system and looks like one of its codes, and that nothing else does."""
    name = row["code_system"]
    if rule.takes != "code":
        if name:
            reading.problems.add(
                row.place("code_system"), f"{row['relation']} takes no code system", "Leave the cell empty."
            )
        if rule.takes == "text" and not row["target"]:
            reading.problems.add(
                row.place("target"), "the text is missing", "Write it, or leave the row out."
            )
        return
    system = reading.systems.get(name)
    if system is None:
        reading.problems.add(
            row.place("code_system"),
            f"the code system {name!r} does not exist",
            "Add it to shared/topics.yaml.",
        )
    elif not re.fullmatch(system.pattern, row["target"]):
        reading.problems.add(
            row.place("target"),
            f"{row['target']!r} is no code of {name}",
            f"Its codes look like {system.pattern}",
        )
