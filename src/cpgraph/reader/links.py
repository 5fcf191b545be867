"""Read `data/links.csv` and `data/shared/topics.yaml`: links to other datasets, no stronger than their proof.

A row says what stands in the proof: `seen` when the identifier itself was read in a source,
`pattern-documented` when only the relation that makes such identifiers is known. The latter is never an
identity: it may send a reader on, or give an identifier as text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cpgraph.reader.entities import Entity, entities
from cpgraph.reader.files import Cells, Problems, load_csv, load_one
from cpgraph.reader.places import read_places
from cpgraph.reader.targets import faults, is_term, namespace, never_equal
from cpgraph.records.data import Report, Shared
from cpgraph.records.links import CodeSystem, FiscalYear, Link, Links, Topic, Topics
from cpgraph.vocab import BASE

Fault = tuple[str, str, str]
"""The column, what is wrong there, and what to do."""
HEADER = ("entity", "relation", "target", "target_kind", "code_system", "proof", "source", "note")
PROOFS = ("seen", "pattern-documented")
IDENTITY = frozenset({"owl:sameAs", "skos:exactMatch"})
_BODIES = frozenset({"agency", "court"})
_CONCEPTS = frozenset({"cat", "conduct", "condition", "district", "m", "topic"})


@dataclass(frozen=True)
class Relation:
    """What a relation takes: an IRI, a text or a code; from which kinds; with which proof; terms or pages."""

    takes: str = "iri"
    kinds: frozenset[str] | None = None
    documented: bool = False
    terms: bool | None = None


RELATIONS: Mapping[str, Relation] = {
    # a court is the item of Wikidata, a document or a concept is not the item about it
    "owl:sameAs": Relation(kinds=_BODIES | {"state"}),
    **{
        f"skos:{name}Match": Relation(kinds=_CONCEPTS)
        for name in ("exact", "close", "broad", "narrow", "related")
    },
    # kinds of link are kept apart, so that nobody filters by the start of an address: near terms of other
    # vocabularies where ours is no concept; pages for people; records for machines; other data
    "rdfs:seeAlso": Relation(documented=True, terms=True),
    "foaf:homepage": Relation(kinds=_BODIES, terms=False),
    "foaf:page": Relation(documented=True, terms=False),
    "foaf:isPrimaryTopicOf": Relation(documented=True, terms=False),
    "dcat:landingPage": Relation(kinds=frozenset({"source"}), terms=False),
    "dcterms:relation": Relation(kinds=frozenset({"report", "source", "time", "unit"}), terms=False),
    "dcterms:subject": Relation(kinds=frozenset({"conduct", "law", "report", "work"})),
    "dcterms:bibliographicCitation": Relation("text", frozenset({"law", "report", "work"})),
    "dcterms:identifier": Relation(
        "code", frozenset({"agency", "court", "district", "state", "time", "topic", "unit"}), documented=True
    ),
    # of provisions dcterms:identifier is the citation
    "eli:id_local": Relation("code", frozenset({"law"}), documented=True),
}


@dataclass
class _Reading:
    """What the rows are held against, and what they have said so far."""

    known: Mapping[str, Entity]
    systems: Mapping[str, CodeSystem]
    problems: Problems
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)


def read_links(folder: Path, shared: Shared, reports: Iterable[Report], problems: Problems) -> Links:
    """Read topics, code systems and links; each link starts from a thing that the data have."""
    year, systems, topics = _read_topics(folder / "shared" / "topics.yaml", problems)
    reading = _Reading(entities(shared, topics.values(), reports), systems, problems)
    rows = load_csv(folder / "links.csv", HEADER, problems, missing_ok=True)
    found = [_read_row(row, reading) for row in rows]
    places = read_places(folder / "places.csv", shared.districts, problems)
    return Links(systems, topics, tuple(link for link in found if link), year, places)


def _read_topics(
    path: Path, problems: Problems
) -> tuple[FiscalYear | None, dict[str, CodeSystem], dict[str, Topic]]:
    """Read the topics file; ids are unique within each of its lists."""
    loaded = load_one(path, Topics, problems) if path.exists() else None
    if loaded is None:
        return None, {}, {}
    record, marked = loaded
    for key in ("code_systems", "topics"):
        items = enumerate(getattr(record, key))
        problems.once("id", ((item.id, marked.place((key, index))) for index, item in items))
    systems = {item.id: item for item in record.code_systems}
    return record.fiscal_year, systems, {item.id: item for item in record.topics}


def _read_row(row: Cells, reading: _Reading) -> Link | None:
    """Check one row; None where it does not make a link."""
    entity, relation = reading.known.get(row["entity"]), RELATIONS.get(row["relation"])
    found = [*_in_itself(row, entity, relation, reading.known), *_repeated(row, reading.lines)]
    if entity and relation:
        found += [*_misfits(row, entity, relation), *_wrong_targets(row, relation, reading)]
    for column, problem, remedy in found:
        reading.problems.add(row.place(column), problem, remedy)
    if entity is None or relation is None:
        return None
    is_iri, seen = relation.takes == "iri", row["proof"] == "seen"
    return Link(entity.iri, row["relation"], row["target"], is_iri, row["code_system"], seen)


def _in_itself(
    row: Cells, entity: Entity | None, relation: Relation | None, known: Collection[str]
) -> Iterator[Fault]:
    """What is wrong whatever the relation is."""
    if entity is None:
        near = difflib.get_close_matches(row["entity"], known, n=1)
        hint = f"; {near[0]!r} does" if near else ""
        yield "entity", f"the entity {row['entity']!r} does not exist{hint}", "Name a thing of the data."
    if relation is None:
        remedy = f"Use one of: {', '.join(RELATIONS)}."
        yield "relation", f"the relation {row['relation']!r} is not known here", remedy
    if row["proof"] not in PROOFS:
        remedy = f"Use one of: {', '.join(PROOFS)}; leave out what is not proven."
        yield "proof", f"the proof {row['proof']!r} is not known here", remedy
    if not row["source"]:
        yield "source", "the source is missing", "Say in short words where the identifier was seen."


def _repeated(row: Cells, lines: dict[tuple[str, ...], int]) -> Iterator[Fault]:
    """Tell of a row that stands twice, or that says of one thing that it is two."""
    entity, name, target, system = (row[column] for column in ("entity", "relation", "target", "code_system"))
    first = lines.setdefault((entity, name, target, system), row.line)
    if first != row.line:
        yield "", f"the same link stands in line {first}", "Remove one of the two."
        return
    one, two = "the same thing has another name", "another thing has the same name"
    keys: list[tuple[str, ...]] = []
    if name in IDENTITY:
        keys = [(one, name, entity, namespace(target)), (two, name, target)]
    elif name == "dcterms:identifier":
        keys = [(one, entity, system), (two, system, target)]
    elif name == "eli:id_local":  # a law may have several codes of one system, such as two writings of a path
        keys = [(two, system, target)]
    for key in keys:
        first = lines.setdefault(key, row.line)
        if first != row.line:
            problem = f"{key[0]} in line {first}, where {name} allows one"
            yield "target", problem, "Keep the right one, or weaken the relation."


def _misfits(row: Cells, entity: Entity, relation: Relation) -> Iterator[Fault]:
    """What the relation does not allow."""
    name = row["relation"]
    if relation.kinds is not None and entity.kind not in relation.kinds:
        remedy = f"It is for: {', '.join(sorted(relation.kinds))}. Choose a weaker relation."
        yield "relation", f"{name} does not fit the entity {row['entity']!r}", remedy
    if row["proof"] == "pattern-documented" and not relation.documented:
        allowed = ", ".join(other for other, item in RELATIONS.items() if item.documented)
        problem = f"{name} needs an identifier that was seen"
        yield "relation", problem, f"Use one of: {allowed}; or leave the row out."
    kind = "iri" if relation.takes == "iri" else "literal"
    if row["target_kind"] != kind:
        yield "target_kind", f"{name} takes no {row['target_kind']!r}", f"Write {kind}."
    if relation.takes != "code" and row["code_system"]:
        yield "code_system", f"{name} takes no code system", "Leave the cell empty."
    if relation.takes == "text" and not row["target"]:
        yield "target", "the text is missing", "Write it, or leave the row out."


def _wrong_targets(row: Cells, relation: Relation, reading: _Reading) -> Iterator[Fault]:
    """What is wrong with an IRI or a code: its form, or that nothing is called so."""
    target, name = row["target"], row["code_system"]
    if relation.takes == "iri":
        wrong = list(faults(target))
        if (
            not wrong
            and target.startswith(BASE)
            and target not in {item.iri for item in reading.known.values()}
        ):
            wrong.append((f"nothing of ours has the name {target!r}", "Name a thing of the data."))
        if not wrong and row["relation"] in IDENTITY and (why := never_equal(target)):
            wrong.append((why, "Choose a weaker relation."))
        if not wrong and relation.terms is not None and relation.terms != is_term(target):
            problem = f"{target!r} is {'not a' if relation.terms else 'a'} term of a vocabulary"
            wrong.append((problem, "Write foaf:page." if relation.terms else "Write rdfs:seeAlso."))
        yield from (("target", *fault) for fault in wrong)
    elif relation.takes == "code":
        system = reading.systems.get(name)
        if system is None:
            remedy = "Add it to shared/topics.yaml."
            yield "code_system", f"the code system {name!r} does not exist", remedy
        elif not re.fullmatch(system.pattern, target):
            yield "target", f"{target!r} is not a code of {name}", f"Its codes look like {system.pattern}"
