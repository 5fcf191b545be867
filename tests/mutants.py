"""Corruptions of the built graph, one statement at a time, drawn at random but seeded, from each named graph alike.

What nothing in the graph could tell is not corrupted, and nothing is claimed of it: the wording of free words, and
whether an optional remark or a link to a place outside is there at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from pyoxigraph import Literal, NamedNode, Quad, Store

from cpgraph.vocab import BASE, CPG, DCTERMS, ELI, FOAF, OA, OWL, PREFIXES, RDF, RDFS, SKOS, XSD, is_apart

OURS = ("/graph/ontology", "/graph/shapes", "/graph/house")
"""Graphs that are no data, and have tests of their own."""
WORDS = {
    *(RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.altLabel, SKOS.note, SKOS.definition, SKOS.scopeNote),
    *(DCTERMS.title, DCTERMS.description, CPG.computation, CPG.hypothesis, CPG.reasonNotCheckable),
    *(OA.prefix, OA.suffix, CPG.withdrawnBecause, DCTERMS.source),
    *(CPG.severity, FOAF.page),
}
"""Words, judgments and pages outside: nothing can tell which; that they are there, and of what form, something does."""
REMARKS = {
    *(SKOS.note, SKOS.scopeNote, SKOS.altLabel, CPG.hypothesis, RDFS.seeAlso, OWL.sameAs, ELI.id_local),
    *(FOAF.page, FOAF.homepage, FOAF.isPrimaryTopicOf, DCTERMS.relation, DCTERMS.subject),
    *(SKOS.broadMatch, SKOS.closeMatch, SKOS.exactMatch, SKOS.narrowMatch, SKOS.relatedMatch),
}
"""What a thing may have or lack."""


ANOMALY = NamedNode(PREFIXES["dqv"] + "QualityAnnotation")


@dataclass(frozen=True)
class Mutant:
    """One corruption: what is taken away and what is put in its place."""

    kind: str
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    def __str__(self) -> str:
        lines = [f"- {quad}" for quad in self.removed] + [f"+ {quad}" for quad in self.added]
        return f"{self.kind}: " + " | ".join(line.replace(BASE, "")[:400] for line in lines)


def graphs(store: Store) -> list[NamedNode]:
    """The named graphs of data: what is neither ontology nor shapes nor made of others."""
    named = [node for node in store.named_graphs() if isinstance(node, NamedNode)]
    return sorted((g for g in named if not g.value.endswith(OURS) and not is_apart(g.value)), key=str)


class Maker:
    """Makes mutants of one graph; everything random comes from one seeded source."""

    def __init__(self, store: Store, seed: int) -> None:
        self.random, self.store = Random(seed), store
        self.objects: dict[NamedNode, list[NamedNode | Literal]] = defaultdict(list)
        self.instances: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        self.classes: dict[object, list[NamedNode]] = defaultdict(list)
        for quad in sorted(
            (q for g in graphs(store) for q in store.quads_for_pattern(None, None, None, g)), key=str
        ):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            self.objects[quad.predicate].append(quad.object)
            if quad.predicate == RDF.type and isinstance(quad.object, NamedNode):
                self.instances[quad.object].append(quad.subject)
                self.classes[quad.subject].append(quad.object)
        self.kinds: dict[str, Callable[[Quad], Mutant | None]] = {
            "dropped": self.dropped,
            "another object": self.another,
            "digit": self.digit,
            "lexical form": self.form,
            "empty": self.empty,
            "language": self.language,
            "type dropped": self.untyped,
            "second value": self.second,
            "other class": self.stranger,
            "foreign property": self.foreign,
        }

    def make(self, graph: NamedNode, number: int) -> Iterator[Mutant]:
        """So many mutants of a graph, no two alike, of all kinds in turn as far as a kind has any."""
        quads = sorted(self.store.quads_for_pattern(None, None, None, graph), key=str)
        # where an anomaly shows and what else it is about are readings
        readings = (OA.hasTarget, CPG.printedIn)
        quads = [q for q in quads if q.predicate not in readings or ANOMALY not in self.classes[q.subject]]
        seen: set[str] = set()
        kinds = list(self.kinds.values())
        for turn in range(20 * number):
            mutant = kinds[turn % len(kinds)](self.random.choice(quads))
            if mutant and str(mutant) not in seen and not self.is_elsewhere(mutant):
                seen.add(str(mutant))
                yield mutant
            if len(seen) == number:
                break

    def is_elsewhere(self, mutant: Mutant) -> bool:
        """Whether another graph says what is taken away, or anything what is added, so that nothing changes."""
        said = [len(list(self.store.quads_for_pattern(*quad.triple))) for quad in mutant.removed]
        given = [any(self.store.quads_for_pattern(*quad.triple)) for quad in mutant.added]
        return any(number > 1 for number in said) or any(given)

    def like(self, quad: Quad) -> NamedNode | Literal | None:
        """Another value of the property, of the class or datatype of the one that is there."""
        kinds, alike = self.classes[quad.object], self.objects[quad.predicate]
        if kinds:
            alike = [*self.instances[min(kinds, key=lambda kind: len(self.instances[kind]))]]
        else:
            alike = [it for it in alike if form(it) == form(quad.object) and it not in self.classes]
        others = [value for value in alike if value != quad.object]
        return self.random.choice(others) if others else None

    # --- kinds ---

    def dropped(self, quad: Quad) -> Mutant | None:
        return Mutant("dropped", (quad,), ()) if quad.predicate not in REMARKS else None

    def another(self, quad: Quad) -> Mutant | None:
        value = None if quad.predicate in WORDS else self.like(quad)
        return value and replaced("another object", quad, value)

    def digit(self, quad: Quad) -> Mutant | None:
        value = quad.object
        if not isinstance(value, Literal) or quad.predicate in WORDS:
            return None
        places = [index for index, char in enumerate(value.value) if char in "0123456789"]
        if not places:
            return None
        place = self.random.choice(places)
        new = self.random.choice([char for char in "0123456789" if char != value.value[place]])
        text = value.value[:place] + new + value.value[place + 1 :]
        if value.datatype in (XSD.integer, XSD.decimal) and float(text) == float(value.value):
            return None
        return replaced("digit", quad, relit(value, text))

    def form(self, quad: Quad) -> Mutant | None:
        value = quad.object
        if not isinstance(value, Literal) or value.datatype in (XSD.string, RDF.langString):
            return None
        return replaced("lexical form", quad, relit(value, f"{value.value[:2]}?"))

    def empty(self, quad: Quad) -> Mutant | None:
        value = quad.object
        if not isinstance(value, Literal) or value.datatype not in (XSD.string, RDF.langString):
            return None
        return replaced("empty", quad, relit(value, "")) if value.value else None

    def language(self, quad: Quad) -> Mutant | None:
        value = quad.object
        if not isinstance(value, Literal) or not value.language:
            return None
        return replaced("language", quad, Literal(value.value, language="fr"))

    def untyped(self, quad: Quad) -> Mutant | None:
        types = sorted(self.store.quads_for_pattern(quad.subject, RDF.type, None, quad.graph_name), key=str)
        return Mutant("type dropped", (self.random.choice(types),), ()) if types else None

    def second(self, quad: Quad) -> Mutant | None:
        value = None if quad.predicate in REMARKS else self.like(quad)
        if value is None:
            return None
        return Mutant("second value", (), (Quad(quad.subject, quad.predicate, value, quad.graph_name),))

    def stranger(self, quad: Quad) -> Mutant | None:
        mine = self.classes[quad.object]
        if not isinstance(quad.object, NamedNode) or not mine:
            return None
        known = {cls for value in self.objects[quad.predicate] for cls in self.classes[value]}
        others = sorted(self.instances.keys() - known, key=str)
        return replaced("other class", quad, self.random.choice(self.instances[self.random.choice(others)]))

    def foreign(self, quad: Quad) -> Mutant | None:
        there = {
            q.predicate
            for cls in self.classes[quad.subject]
            for node in self.instances[cls][:50]
            for q in self.store.quads_for_pattern(node, None, None)
        }
        literal = isinstance(quad.object, Literal)
        others = sorted(
            (p for p in self.objects.keys() - there if isinstance(self.objects[p][0], Literal) == literal),
            key=str,
        )
        name = self.random.choice(others)
        return Mutant("foreign property", (quad,), (Quad(quad.subject, name, quad.object, quad.graph_name),))


def form(value: object) -> object:
    """What two values have in common that are of one form."""
    return (value.datatype, value.language) if isinstance(value, Literal) else NamedNode


def relit(value: Literal, text: str) -> Literal:
    """A literal of the same datatype or language with another text."""
    if value.language:
        return Literal(text, language=value.language)
    return Literal(text, datatype=value.datatype)


def replaced(kind: str, quad: Quad, value: NamedNode | Literal) -> Mutant:
    """The statement with another object."""
    return Mutant(kind, (quad,), (Quad(quad.subject, quad.predicate, value, quad.graph_name),))
