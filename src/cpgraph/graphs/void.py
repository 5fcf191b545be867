"""Statistics of the graph as VoID, with the extensions that say what stands at the other end of a property.

What is counted: triples once, in however many graphs they stand; of the terms, each once. An entity is a
subject with an IRI of ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cpgraph.iris import local_ok, shared
from cpgraph.triples import Triple, integer
from cpgraph.vocab import BASE, PREFIXES, RDF, VOID, VOID_EXT

Term = NamedNode | BlankNode | Literal
Row = tuple[int, int, int]


class Index:
    """Quads as numbers, by graph: terms are compared once each, and counted as numbers from then on."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Number the terms."""
        ids: dict[object, int] = {}
        graphs: dict[str, set[Row]] = defaultdict(set)
        for quad in quads:
            row = (
                ids.setdefault(quad.subject, len(ids)),
                ids.setdefault(quad.predicate, len(ids)),
                ids.setdefault(quad.object, len(ids)),
            )
            graphs[getattr(quad.graph_name, "value", "")].add(row)
        self.terms = list(ids)
        self.graphs: dict[str, set[Row]] = dict(sorted(graphs.items()))

    def term(self, number: int) -> Term:
        """The term of a number."""
        found = self.terms[number]
        if not isinstance(found, NamedNode | BlankNode | Literal):
            raise TypeError(f"{found} is a triple within a triple, which no graph here has")
        return found

    def iri(self, number: int) -> NamedNode:
        """The term of a number that stands for an IRI."""
        found = self.term(number)
        if not isinstance(found, NamedNode):
            raise TypeError(f"{found} stands where an IRI must stand")
        return found


@dataclass
class Tally:
    """The counts of one set of triples; a key says class, property, and what stands at its end."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    entities: int = 0
    members: dict[NamedNode, int] = field(default_factory=dict)
    properties: dict[NamedNode, tuple[int, int, int]] = field(default_factory=dict)
    from_class: dict[tuple[NamedNode, NamedNode], int] = field(default_factory=dict)
    to_class: dict[tuple[NamedNode, NamedNode, NamedNode], int] = field(default_factory=dict)
    to_datatype: dict[tuple[NamedNode, NamedNode, NamedNode], int] = field(default_factory=dict)
    to_language: dict[tuple[NamedNode, NamedNode, str], int] = field(default_factory=dict)


def count(index: Index, names: Iterable[str], *, deep: bool = False) -> Tally:
    """Count the triples of some graphs; `deep` also counts, class by class, what each property leads to."""
    rows: set[Row] = set().union(*(index.graphs[name] for name in names))
    ends: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for subject, predicate, value in rows:
        starts, goals = ends[predicate]
        starts.append(subject)
        goals.append(value)
    types: dict[int, list[int]] = defaultdict(list)
    for predicate, (starts, goals) in ends.items():
        if index.terms[predicate] == RDF.type:
            for subject, value in zip(starts, goals, strict=True):
                types[subject].append(value)
    subjects = {row[0] for row in rows}
    tally = Tally(
        triples=len(rows),
        subjects=len(subjects),
        objects=len({row[2] for row in rows}),
        entities=sum(
            isinstance(node := index.terms[number], NamedNode) and node.value.startswith(BASE)
            for number in subjects
        ),
        members={
            index.iri(cls): uses
            for cls, uses in Counter(cls for classes in types.values() for cls in classes).items()
        },
        properties={
            index.iri(name): (len(starts), len(set(starts)), len(set(goals)))
            for name, (starts, goals) in ends.items()
        },
    )
    if deep:
        _count_ends(index, rows, types, tally)
    return tally


def _count_ends(index: Index, rows: set[Row], types: Mapping[int, list[int]], tally: Tally) -> None:
    """Count, for each class and property, the triples and what their objects are."""
    from_class: Counter[tuple[int, int]] = Counter()
    at: Counter[tuple[int, int, str, str]] = Counter()
    to_class: Counter[Row] = Counter()
    kinds: dict[int, tuple[str, str]] = {}
    for number, found in enumerate(index.terms):
        if isinstance(found, Literal):
            kinds[number] = found.datatype.value, found.language or ""
    for subject, predicate, value in rows:
        for cls in types.get(subject, ()):
            from_class[cls, predicate] += 1
            if value in kinds:
                at[cls, predicate, *kinds[value]] += 1
            else:
                for goal in types.get(value, ()):
                    to_class[cls, predicate, goal] += 1
    iri = index.iri
    tally.from_class = {(iri(cls), iri(name)): uses for (cls, name), uses in from_class.items()}
    tally.to_class = {(iri(c), iri(name), iri(goal)): uses for (c, name, goal), uses in to_class.items()}
    for (cls, name, datatype, language), uses in at.items():
        key = iri(cls), iri(name), NamedNode(datatype)
        tally.to_datatype[key] = tally.to_datatype.get(key, 0) + uses
        if language:
            tally.to_language[iri(cls), iri(name), language] = uses


def short(term: NamedNode) -> str:
    """A term as the end of an IRI: prefix and local name, or a digest where that cannot be.

    >>> short(RDF.type)
    'rdf.type'
    """
    for prefix, space in PREFIXES.items():
        if term.value.startswith(space) and local_ok(local := term.value.removeprefix(space)):
            return f"{prefix}.{local}"
    return sha256(term.value.encode()).hexdigest()[:12]


def statistics(node: NamedNode, home: str, tally: Tally) -> Iterator[Triple]:
    """The counts of a dataset, with a partition for each class and each property.

    The local names of the partitions begin with `home`; they are parts of the page of the whole dataset.
    """
    yield node, VOID.triples, integer(tally.triples)
    yield node, VOID.entities, integer(tally.entities)
    yield node, VOID.distinctSubjects, integer(tally.subjects)
    yield node, VOID.distinctObjects, integer(tally.objects)
    yield node, VOID.properties, integer(len(tally.properties))
    yield node, VOID.classes, integer(len(tally.members))
    for name, (uses, subjects, objects) in tally.properties.items():
        part = _part(f"{home}property-{short(name)}")
        yield node, VOID.propertyPartition, part
        yield part, VOID.property, name
        yield part, VOID.triples, integer(uses)
        yield part, VOID.distinctSubjects, integer(subjects)
        yield part, VOID.distinctObjects, integer(objects)
    for cls, members in tally.members.items():
        part = _part(f"{home}class-{short(cls)}")
        yield node, VOID.classPartition, part
        yield part, VOID["class"], cls
        yield part, VOID.entities, integer(members)
    yield from _ends(home, tally)


def _part(name: str) -> NamedNode:
    """The IRI of a partition."""
    return shared("stats", name)


def _ends(home: str, tally: Tally) -> Iterator[Triple]:
    """For each class and property of it, how many triples, and what their objects are."""

    def at(cls: NamedNode, name: NamedNode) -> str:
        return f"{home}class-{short(cls)}-property-{short(name)}"

    for (cls, name), uses in tally.from_class.items():
        part = _part(at(cls, name))
        yield _part(f"{home}class-{short(cls)}"), VOID.propertyPartition, part
        yield part, VOID.property, name
        yield part, VOID.triples, integer(uses)
    for (cls, name, goal), uses in tally.to_class.items():
        part = _part(f"{at(cls, name)}-class-{short(goal)}")
        yield _part(at(cls, name)), VOID_EXT.objectClassPartition, part
        yield part, VOID["class"], goal
        yield part, VOID.triples, integer(uses)
    for (cls, name, datatype), uses in tally.to_datatype.items():
        part = _part(f"{at(cls, name)}-datatype-{short(datatype)}")
        yield _part(at(cls, name)), VOID_EXT.datatypePartition, part
        yield part, VOID_EXT.datatype, datatype
        yield part, VOID.triples, integer(uses)
    for (cls, name, language), uses in tally.to_language.items():
        part = _part(f"{at(cls, name)}-language-{language}")
        yield _part(at(cls, name)), VOID_EXT.languagePartition, part
        yield part, VOID_EXT.language, Literal(language)
        yield part, VOID.triples, integer(uses)
