"""Corruptions of the built graph, one fact at a time, at random but seeded.

What nothing in the graph could tell is not corrupted here, and nothing is claimed of it: free words
(notes, computations, hypotheses), the characters around a quote, and what is said of claims that
cannot be checked. Mutants that change nothing are not made either: of a rank only the extreme terms
decide, and "more than" and "at least" accept between the same published bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from pyoxigraph import Literal, NamedNode, Quad, Store

from cpgraph.vocab import (
    BASE,
    CITO,
    CPG,
    OA,
    PREFIXES,
    QB,
    RDF,
    SDMX_ATTRIBUTE,
    SDMX_MEASURE,
    SKOS,
    TIME,
    UNIT,
    XSD,
)

DATA_LAYERS = (
    "/graph/claims",
    "/graph/concepts",
    "/graph/derived",
    "/graph/facts",
    "/graph/law",
    "/graph/mentions",
    "/graph/notes",
    "/graph/offsets-",
    "/graph/structure",
)
"""The graphs that say what the report says, and what follows from it."""


@dataclass(frozen=True)
class Mutant:
    """One corruption: what is taken away and what is put in its place."""

    kind: str
    removed: tuple[Quad, ...]
    added: tuple[Quad, ...]

    def __str__(self) -> str:
        lines = [f"- {quad}" for quad in self.removed] + [f"+ {quad}" for quad in self.added]
        return f"{self.kind}: " + " | ".join(line.replace(BASE, "") for line in lines)


class Maker:
    """Makes mutants of one graph; everything random comes from one seeded source."""

    def __init__(self, store: Store, seed: int) -> None:
        self.random = Random(seed)
        self.store = store
        every = [q for q in store if any(layer in str(q.graph_name) for layer in DATA_LAYERS)]
        self.quads = sorted(every, key=str)
        self.by_predicate: dict[NamedNode, list[Quad]] = {}
        for quad in self.quads:
            self.by_predicate.setdefault(quad.predicate, []).append(quad)
        unjudged = {q.subject for q in store.quads_for_pattern(None, CPG.verdict, CPG.NotCheckable)}
        ranks = {q.subject for q in store.quads_for_pattern(None, CPG.claimKind, CPG.Rank)}
        self.unjudged, self.unweighed = unjudged, unjudged | ranks
        self.instances: dict[NamedNode, list[NamedNode]] = {}
        for quad in sorted(store.quads_for_pattern(None, RDF.type, None), key=str):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                self.instances.setdefault(quad.object, []).append(quad.subject)

    # --- parts ---

    def pick(self, *predicates: NamedNode) -> Quad:
        """One statement with one of the predicates."""
        return self.random.choice([quad for name in predicates for quad in self.by_predicate[name]])

    def other(self, cls: NamedNode, value: object) -> NamedNode:
        """Another thing of a class."""
        return self.random.choice([node for node in self.instances[cls] if node != value])

    def replaced(self, kind: str, quad: Quad, value: NamedNode | Literal) -> Mutant:
        """The statement with another object."""
        return Mutant(kind, (quad,), (Quad(quad.subject, quad.predicate, value, quad.graph_name),))

    def digit(self, text: str) -> str:
        """The text with one digit changed."""
        places = [index for index, char in enumerate(text) if char.isdigit()]
        place = self.random.choice(places)
        new = self.random.choice([char for char in "0123456789" if char != text[place]])
        return text[:place] + new + text[place + 1 :]

    def number(self, kind: str, *predicates: NamedNode) -> Mutant:
        """A number with one digit changed."""
        quad = self.pick(*predicates)
        assert isinstance(quad.object, Literal)
        old = quad.object
        text = self.digit(old.value)
        while float(text) == float(old.value):
            text = self.digit(old.value)
        return self.replaced(kind, quad, Literal(text, datatype=old.datatype))

    def link(self, kind: str, cls: NamedNode, *predicates: NamedNode) -> Mutant:
        """A link to another thing of the same class."""
        quad = self.pick(*predicates)
        return self.replaced(kind, quad, self.other(cls, quad.object))

    def sibling(self, kind: str, *predicates: NamedNode) -> Mutant:
        """A link to another thing of the kind that the old object is of, by its folder."""
        quad = self.pick(*predicates)
        folder = str(quad.object).strip("<>").rpartition("/")[0]
        nodes = sorted(
            {
                item.object.value
                for item in self.by_predicate[quad.predicate]
                if isinstance(item.object, NamedNode)
                and item.object != quad.object
                and item.object.value.rpartition("/")[0] == folder
            }
        )
        return (
            self.replaced(kind, quad, NamedNode(self.random.choice(nodes)))
            if nodes
            else self.sibling(kind, *predicates)
        )

    def code(self, kind: str, predicate: NamedNode) -> Mutant:
        """Another code of the list that the old one is on."""
        quad = self.pick(predicate)
        assert isinstance(quad.object, NamedNode)
        scheme = next(self.store.quads_for_pattern(quad.object, SKOS.inScheme, None)).object
        listed = (q.subject for q in self.store.quads_for_pattern(None, SKOS.inScheme, scheme))
        codes = [code for code in listed if isinstance(code, NamedNode) and code != quad.object]
        return self.replaced(kind, quad, self.random.choice(sorted(codes, key=str)))

    def term(self) -> Mutant:
        """Another observation in a claim whose numbers are all weighed."""
        while True:
            mutant = self.sibling("claim's term", CPG.leftTerm, CPG.rightTerm)
            if mutant.removed[0].subject not in self.unweighed:
                return mutant

    def qualifier(self) -> Mutant:
        """Another qualifier of a claim that is judged, with other bounds."""
        alike = ({CPG.MoreThan, CPG.AtLeast}, {CPG.LessThan, CPG.AtMost})
        while True:
            mutant = self.code("claim's qualifier", CPG.qualifier)
            codes = {mutant.removed[0].object, mutant.added[0].object}
            if mutant.removed[0].subject not in self.unjudged and codes not in alike:
                return mutant

    # --- kinds ---

    def dropped(self) -> Mutant:
        """A statement that is gone."""
        while True:
            quad = self.random.choice(self.quads)
            same = list(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object))
            if len(same) == 1:
                return Mutant("dropped statement", (quad,), ())

    def duplicate(self) -> Mutant:
        """An observation given twice."""
        node = self.random.choice(self.instances[QB.Observation])
        twin = NamedNode(f"{node.value}_2")
        quads = list(self.store.quads_for_pattern(node, None, None))
        pointing = list(self.store.quads_for_pattern(None, None, node))
        added = [Quad(twin, q.predicate, q.object, q.graph_name) for q in quads]
        added += [Quad(q.subject, q.predicate, twin, q.graph_name) for q in pointing]
        return Mutant("duplicated observation", (), tuple(added))

    def dangling(self) -> Mutant:
        """A link to something that nobody describes."""
        while True:
            quad = self.random.choice(self.quads)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(BASE):
                return self.replaced("dangling link", quad, NamedNode(quad.object.value + "-x"))

    def misspelt(self) -> Mutant:
        """A property whose name lacks a letter."""
        quad = self.random.choice(self.quads)
        name = quad.predicate.value
        place = self.random.randrange(len(name) - 4, len(name))
        predicate = NamedNode(name[:place] + name[place + 1 :])
        return Mutant(
            "misspelt property", (quad,), (Quad(quad.subject, predicate, quad.object, quad.graph_name),)
        )

    def datatype(self) -> Mutant:
        """A number written as a text."""
        while True:
            quad = self.random.choice(self.quads)
            value = quad.object
            if isinstance(value, Literal) and value.datatype in (XSD.integer, XSD.decimal):
                return self.replaced("wrong datatype", quad, Literal(value.value))

    def swapped(self) -> Mutant:
        """Two observations of one measure with their populations swapped."""
        while True:
            one, two = self.pick(CPG.population), self.pick(CPG.population)
            alike = [
                next(self.store.quads_for_pattern(q.subject, CPG.measure, None)).object for q in (one, two)
            ]
            if one.object != two.object and alike[0] == alike[1]:
                return Mutant(
                    "swapped populations",
                    (one, two),
                    (
                        Quad(one.subject, one.predicate, two.object, one.graph_name),
                        Quad(two.subject, two.predicate, one.object, two.graph_name),
                    ),
                )

    def removed_part(self) -> Mutant:
        """A breakdown without one of its parts."""
        return Mutant("breakdown part removed", (self.pick(CPG.part),), ())

    def unit(self) -> Mutant:
        """Another unit of an observation."""
        quad = self.pick(SDMX_ATTRIBUTE.unitMeasure)
        units = [unit for unit in (UNIT.NUM, UNIT.PERCENT, UNIT.YR, TIME.unitMonth) if unit != quad.object]
        return self.replaced("unit", quad, self.random.choice(units))

    def kinds(self) -> Mapping[str, Callable[[], Mutant]]:
        """All kinds of mutants by name."""
        law = (
            CPG.baseOffenseLevel,
            CPG.documentsRequired,
            CPG.levelIncrease,
            CPG.maximumMonths,
            CPG.minimumMonths,
            CPG.minimumOffenseLevel,
            CPG.withinDays,
        )
        return {
            "value": lambda: self.number("value", SDMX_MEASURE.obsValue),
            "bound": lambda: self.number("bound", CPG.lowerBound, CPG.upperBound),
            "decimals": lambda: self.number("decimals", CPG.decimals),
            "size": lambda: self.number("size", CPG.size),
            "unaccounted": lambda: self.number("unaccounted", CPG.unaccounted),
            "category": lambda: self.link("category", CPG.Category, CPG.category, CPG.restrictedTo),
            "unit": self.unit,
            "measure": lambda: self.link("measure", CPG.Measure, CPG.measure),
            "base": lambda: self.link("base", CPG.Population, CPG.basePopulation),
            "population": lambda: self.link("population", CPG.Population, CPG.population),
            "swapped populations": self.swapped,
            "period": lambda: self.sibling("period", CPG.period, CPG.fiscalYear),
            "universe": lambda: self.link("universe", CPG.Universe, CPG.universe),
            "way of obtaining": lambda: self.code("way of obtaining", CPG.obtainedBy),
            "input": lambda: self.sibling("input", NamedNode(PREFIXES["prov"] + "wasDerivedFrom")),
            "breakdown part removed": self.removed_part,
            "breakdown part": lambda: self.link("breakdown part", CPG.Population, CPG.part),
            "breakdown base": lambda: self.link("breakdown base", CPG.Population, CPG.base),
            "exclusivity": lambda: self.code("exclusivity", CPG.exclusivity),
            "exhaustivity": lambda: self.code("exhaustivity", CPG.exhaustivity),
            "offset": lambda: self.number("offset", OA.start, OA.end),
            "printed digits": lambda: self.text_digit("printed digits", CPG.printed),
            "quoted digits": lambda: self.text_digit("quoted digits", OA.exact),
            "mention's body": lambda: self.sibling("mention's body", OA.hasBody),
            "mention's part": lambda: self.sibling("mention's part", CPG.printedIn),
            "number of the law": lambda: self.number("number of the law", *law),
            "trigger": lambda: self.link("trigger", CPG.Conduct, CPG.trigger),
            "condition": lambda: self.link("condition", CPG.Condition, CPG.condition),
            "hierarchy": lambda: self.link(
                "hierarchy", CPG.Provision, NamedNode(PREFIXES["eli"] + "is_part_of")
            ),
            "citation target": lambda: self.sibling("citation target", CPG.citedWork, CITO.cites),
            "citation's note": lambda: self.link("citation's note", CPG.Note, CPG.viaNote),
            "signal": lambda: self.sibling_text("signal", CPG.signal),
            "pinpoint": lambda: self.text_digit("pinpoint", CPG.pinpoint),
            "note number": lambda: self.number("note number", CPG.number),
            "note status": lambda: self.code("note status", CPG.status),
            "definition's place": lambda: self.sibling("definition's place", CPG.definedIn),
            "definition's reach": lambda: self.sibling("definition's reach", CPG.governs),
            "claim's term": self.term,
            "claim's target": lambda: self.number("claim's target", CPG.target),
            "claim's qualifier": self.qualifier,
            "verdict": lambda: self.code("verdict", CPG.verdict),
            "duplicated observation": self.duplicate,
            "dropped statement": self.dropped,
            "dangling link": self.dangling,
            "misspelt property": self.misspelt,
            "wrong datatype": self.datatype,
        }

    def text_digit(self, kind: str, predicate: NamedNode) -> Mutant:
        """A text with a digit that the page does not have; texts without one are passed over."""
        while True:
            quad = self.pick(predicate)
            assert isinstance(quad.object, Literal)
            if any(char.isdigit() for char in quad.object.value):
                return self.replaced(kind, quad, Literal(self.digit(quad.object.value)))

    def sibling_text(self, kind: str, predicate: NamedNode) -> Mutant:
        """Another text that the property has elsewhere."""
        quad = self.pick(predicate)
        objects = {q.object for q in self.by_predicate[predicate] if q.object != quad.object}
        texts = sorted(item.value for item in objects if isinstance(item, Literal))
        return self.replaced(kind, quad, Literal(self.random.choice(texts)))

    def make(self, each: int) -> Iterator[Mutant]:
        """So many mutants of each kind, no two alike."""
        for maker in self.kinds().values():
            seen: set[str] = set()
            for _ in range(20 * each):
                mutant = maker()
                if str(mutant) not in seen:
                    seen.add(str(mutant))
                    yield mutant
                if len(seen) == each:
                    break
