"""Judges mutants of a built graph by the checks, one mutant at a time and quickly.

The checks are those of `cpgraph validate`: the terms of each statement that is added, the rules over
the whole graph with the ledger, and the shapes at the things that the mutant touches (pyshacl needs
seconds for all of them). What has noticed mutants of a kind before is asked first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib import RDF, URIRef
from rdflib.namespace import SH

from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.check import terms
from cpgraph.describe import told
from cpgraph.vocab import PREFIXES, is_apart
from mutants import Mutant

COUNTS = "statements-counted"
"""The rule that notices every statement that comes or goes; asked of all, nothing would be learned of the others."""
NEIGHBOURS = 40
"""How many things that point to a touched one are looked at by the shapes."""


class Shapes:
    """The shapes, asked about single nodes; the graph is changed in step with the store."""

    def __init__(self, quads: Iterable[Quad], path: Path) -> None:
        self.data = shaping.as_graph(quads)
        shapes = shaping.load_shapes(path)
        self.validator = Validator(
            DataGraph.from_rdflib(self.data), shacl_graph=shapes, options={"inplace": True}
        )
        self.executor = self.validator.make_executor()
        self.by_class: dict[object, list[object]] = defaultdict(list)
        self.by_property: dict[object, list[object]] = defaultdict(list)
        for shape in self.validator.shacl_graph.shapes:
            for target in shapes.objects(shape.node, SH.targetClass):
                self.by_class[target].append(shape)
            for target in shapes.objects(shape.node, SH.targetSubjectsOf):
                self.by_property[target].append(shape)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        for quad in removed:
            self.data.remove(self._triple(quad))
        for quad in added:
            self.data.add(self._triple(quad))

    @staticmethod
    def _triple(quad: Quad) -> tuple[object, object, object]:
        return tuple(shaping._term(item) for item in (quad.subject, quad.predicate, quad.object))

    def refuse(self, quads: Iterable[Quad]) -> bool:
        """Tell whether a shape refuses a thing that these statements touch, or one that leads to it."""
        return any(True for _ in self.refusing(quads))

    def refusing(self, quads: Iterable[Quad]) -> Iterator[str]:
        """The shapes that refuse a thing that these statements touch, or one that leads to it."""
        touched = {
            URIRef(term.value)
            for quad in quads
            for term in (quad.subject, quad.object)
            if isinstance(term, NamedNode)
        }
        near = {item for node in touched for item in list(self.data.subjects(None, node))[:NEIGHBOURS]}
        near |= {
            item
            for node in touched
            for item in list(self.data.objects(node))[:NEIGHBOURS]
            if isinstance(item, URIRef)
        }
        # a mention reaches the characters of its quote by two steps
        far = {item for node in near for item in list(self.data.subjects(None, node))[:3]}
        for node in [*touched, *(near - touched), *(far - near - touched)]:
            yield from self._refusing(node)

    def _refusing(self, node: object) -> Iterator[str]:
        shapes = {id(s): s for cls in self.data.objects(node, RDF.type) for s in self.by_class.get(cls, ())}
        for predicate in set(self.data.predicates(node)):
            shapes |= {id(s): s for s in self.by_property.get(predicate, ())}
        for shape in shapes.values():
            if shape.validate(self.executor, self.validator.data_graph, focus=node)[1]:  # type: ignore[attr-defined]
                yield str(shape.node)  # type: ignore[attr-defined]


class Judge:
    """Knows what the checks say of the true graph, and tells which of them notices a mutant."""

    def __init__(self, graph: Path, home: Path) -> None:
        self.told = set(told(home))
        self.tellers = {(quad.graph_name, quad.subject) for quad in self.told}
        quads = list(parse(path=str(graph), format=RdfFormat.N_QUADS))
        self.store = Store()
        self.store.bulk_extend(quads)
        self.shapes = Shapes([q for q in quads if not is_apart(str(q.graph_name))], home / "ontology")
        self.rules = {
            rule.query.id: rule
            for rule in ruling.load_rules(home / "queries" / "rules")
            if rule.severity != "Info"
        }
        self.ledger = ruling.read_ledger(self.store)
        self.reads = {name: _reads(rule.query.text) for name, rule in self.rules.items()}
        self.cost: dict[str, float] = {"shapes": 0.01}
        self.truth: dict[str, frozenset[ruling.Row]] = {}
        for name, rule in self.rules.items():
            start = perf_counter()
            self.truth[name] = ruling.rows(self.store, rule)
            self.cost[name] = perf_counter() - start
        self.noticed: dict[str, Counter[str]] = defaultdict(Counter)

    def notices(self, mutant: Mutant) -> str | None:
        """The check that notices the mutant, or None where it survives; the graph is as before."""
        added = [quad for quad in mutant.added if quad not in self.store or quad in mutant.removed]
        if terms.statements(added):
            return "terms"
        if any((quad.graph_name, quad.subject) in self.tellers for quad in (*mutant.removed, *added)):
            return "told-as-it-is"
        for quad in mutant.removed:
            self.store.remove(quad)
        for quad in added:
            self.store.add(quad)
        self.shapes.change(mutant.removed, added)
        try:
            return self._ask(mutant, added)
        finally:
            for quad in added:
                self.store.remove(quad)
            for quad in mutant.removed:
                self.store.add(quad)
            self.shapes.change(added, mutant.removed)

    def _ask(self, mutant: Mutant, added: list[Quad]) -> str | None:
        if ruling.read_ledger(self.store) != self.ledger:
            return "ledger"
        noticed = self.noticed[mutant.kind]
        changed = (*mutant.removed, *added)
        touched = {quad.predicate.value for quad in changed}
        is_catalog = all(str(quad.graph_name).endswith("/catalog>") for quad in changed)
        asked = [
            name
            for name in self.cost
            if name == "shapes" or (self.reads[name] or touched) & touched
            if name != COUNTS or is_catalog
        ]
        for name in sorted(asked, key=lambda name: (-noticed[name], self.cost[name])):
            if self.shapes.refuse((*mutant.removed, *added)) if name == "shapes" else self._fires(name):
                noticed[name] += 1
                return name
        return None

    def _fires(self, name: str) -> bool:
        """Whether a rule finds what it did not find; a warning also, whether it misses what is in the ledger."""
        rule, truth = self.rules[name], self.truth[name]
        found = ruling.rows(self.store, rule)
        if rule.severity == "Warning":
            return {row.focus for row in found} != {row.focus for row in truth}
        return bool(found - truth)


def _reads(text: str) -> set[str] | None:
    """The properties that a rule reads; none where it reads whatever is there."""
    body = re.sub(r"#.*|\"[^\"]*\"|(ORDER|GROUP) BY.*|VALUES[^{]*", "", text[text.index("SELECT") :])
    if re.search(r"\?\w+\s+\?\w+\s+[?\w]|;\s*\?\w+\s+[?\w]", re.sub(r"SELECT[^{]*", "", body)):
        return None
    names = set(re.findall(r"[\w-]+:[\w-]+", body))
    return {PREFIXES[name.partition(":")[0]] + name.partition(":")[2] for name in names} | {
        RDF.type.toPython()
    }
