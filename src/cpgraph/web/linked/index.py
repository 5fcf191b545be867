"""What there is under the base: every thing with its kind, its label and what it can be found by.

Read once from the workers, by the same kind of query as a page; the data never change while a service runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cpgraph import vocab
from cpgraph.web.linked import kinds, rows
from cpgraph.web.linked.address import HASH_DOCUMENTS, document, is_ours, local
from cpgraph.web.linked.blocks import Run, Style
from cpgraph.web.linked.kinds import Kind
from cpgraph.web.linked.rows import Rows, text
from cpgraph.web.pages.property_labels import LABELS

_HASHED: Final = " || ".join(f'STRSTARTS(STR(?thing), "{vocab.BASE}{name}#")' for name in ("ns", "shapes"))
_OURS: Final = f'FILTER(STRSTARTS(STR(?thing), "{vocab.BASE}") && (!CONTAINS(STR(?thing), "#") || {_HASHED}))'
_NOT_IN: Final = ", ".join(f"<{cls}>" for cls in kinds.SUBORDINATE)
_REPORT: Final = re.compile(re.escape(vocab.BASE) + r"report/[^/]+")
_DIGITS: Final = re.compile(r"(\d+)")

QUERY: Final = rows.query(
    {
        "class": f"?thing a ?class {_OURS} FILTER(?class NOT IN ({_NOT_IN}))",
        "label": f"?thing skos:prefLabel|rdfs:label ?label {_OURS}",
        "about": f"?thing skos:definition ?about {_OURS}",
        "alias": f"?thing skos:altLabel|skos:notation|cpg:citedAs|dcterms:identifier|dcterms:title ?alias {_OURS}",
        "order": f"?thing cpg:order|cpg:number ?order {_OURS}",
        "number": "?thing a qb:Observation ; cpg:measure ?measure ; cpg:period ?period ; cpg:population ?population . "
        "?population cpg:universe ?universe . OPTIONAL { ?thing sdmx-measure:obsValue ?value }",
        "part": "?part qb:observation ?thing",
        "printed": "?mention oa:hasBody ?thing ; cpg:printed ?printed . ?thing a qb:Observation",
        "object": f"?subject ?property ?thing FILTER(ISIRI(?thing)) {_OURS} "
        "FILTER NOT EXISTS { ?thing ?any ?other }",
    }
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page."""

    iri: str
    kind: Kind
    label: str
    about: str = ""
    aliases: tuple[str, ...] = ()
    order: int = 0

    @property
    def href(self) -> str:
        """The path of its page."""
        return document(self.iri)


@dataclass(frozen=True, slots=True)
class Facet:
    """By what a number can be narrowed down, and how it is printed."""

    measure: str = ""
    period: str = ""
    universe: str = ""
    population: str = ""
    parts: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that has a page, by its IRI."""

    things: Mapping[str, Thing]
    facets: Mapping[str, Facet]
    graphs: Mapping[str, int]
    by_kind: Mapping[str, tuple[Thing, ...]] = field(default_factory=dict)

    def __contains__(self, iri: str) -> bool:
        """Say whether an IRI has a page, or is the IRI of a document of hash terms."""
        return iri in self.things

    def label(self, iri: str) -> str:
        """Call a thing by its label; what is not ours by its short name."""
        thing = self.things.get(iri)
        if thing is not None:
            return thing.label
        return LABELS.get(iri) or shorten(iri)

    def link(self, iri: str, text_: str = "", style: Style = "") -> Run:
        """Give a link to the page of a thing; to its own address where it is not ours."""
        shown = text_ or self.label(iri)
        thing = self.things.get(iri)
        if thing is not None:
            return Run(shown, thing.href, style)
        if iri == vocab.BASE:
            return Run(text_ or "home page", "/", style)
        return Run(shown, "" if is_ours(iri) else iri, style)

    def page(self, iri: str) -> str:
        """Give the path of the page of a thing, or nothing."""
        thing = self.things.get(iri)
        return "" if thing is None else thing.href

    def alike(self, iri: str) -> list[tuple[str, str]]:
        """Give the things of the kind of a thing with their labels, in order."""
        return [(thing.iri, thing.label) for thing in self.by_kind[self.things[iri].kind.id]]

    def order(self, iri: str) -> tuple[object, ...]:
        """Give what things are sorted by: their kind's order, then their label with numbers as numbers."""
        thing = self.things.get(iri)
        return sort_key(thing) if thing is not None else (1 << 30, natural(shorten(iri)), iri)

    def sorted(self, iris: Iterable[str]) -> list[str]:
        """Sort things, each once."""
        return sorted(set(iris), key=self.order)

    def of(self, *ids: str) -> tuple[Thing, ...]:
        """Give the things of kinds, in order."""
        return tuple(thing for kind in ids for thing in self.by_kind.get(kind, ()))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give what makes names sort with their numbers as numbers.

    >>> sorted(["Table 10", "Table 2"], key=natural)
    ['Table 2', 'Table 10']
    """
    pieces = _DIGITS.split(name.casefold())
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in pieces if p)


def sort_key(thing: Thing) -> tuple[object, ...]:
    """Give what a thing is sorted by."""
    return (thing.order, natural(thing.label), thing.iri)


def shorten(iri: str) -> str:
    """Write an IRI with a prefix of the project where it has one.

    >>> shorten("http://purl.org/linked-data/cube#Observation")
    'qb:Observation'
    """
    name = local(iri)
    space = iri[: len(iri) - len(name)]
    prefix = next((p for p, namespace in vocab.PREFIXES.items() if namespace == space), None)
    if prefix:
        return f"{prefix}:{name}"
    return iri.removeprefix(vocab.BASE) if is_ours(iri) else _host(iri, name)


def _host(iri: str, name: str) -> str:
    """Call something elsewhere by its host and what its address ends in."""
    host = iri.partition("://")[2].partition("/")[0].removeprefix("www.")
    if not host:
        return iri
    return f"{host}: {name}" if name and name not in host else host


def build(found: Rows, graphs: Mapping[str, int]) -> Index:
    """Make the index of the rows of its query."""
    classes = _gather(found, "class")
    labels = {text(row, "thing"): text(row, "label") for row in found["label"]}
    about = {text(row, "thing"): text(row, "about") for row in found["about"]}
    aliases = _gather(found, "alias")
    order = {text(row, "thing"): int(text(row, "order") or 0) for row in found["order"]}
    things: dict[str, Thing] = {}
    for iri in _names(found, graphs):
        kind = kind_of(iri, classes.get(iri, ()), graphs)
        label = labels.get(iri) or _plain_label(iri, kind, graphs)
        others = tuple(sorted(set(aliases.get(iri, ()))))
        things[iri] = Thing(iri, kind, label, about.get(iri, ""), others, order.get(iri, 0))
    by_kind: dict[str, list[Thing]] = {}
    for thing in things.values():
        by_kind.setdefault(thing.kind.id, []).append(thing)
    lists = {name: tuple(sorted(items, key=sort_key)) for name, items in by_kind.items()}
    return Index(things, _facets(found), graphs, lists)


def _names(found: Rows, graphs: Mapping[str, int]) -> Iterator[str]:
    """Give every IRI that has a page of its own."""
    seen = {text(row, "thing") for name in ("class", "object") for row in found[name]}
    seen |= set(graphs) | {vocab.BASE + name for name in HASH_DOCUMENTS}
    yield from sorted(iri for iri in seen if is_ours(iri) and len(iri) > len(vocab.BASE))


def kind_of(iri: str, classes: Iterable[str], graphs: Mapping[str, int]) -> Kind:
    """Give the kind of a thing by its IRI and classes."""
    if _REPORT.fullmatch(iri):
        return kinds.REPORTS
    if iri in graphs:
        return kinds.GRAPHS
    return kinds.kind_of(classes)


def _plain_label(iri: str, kind: Kind, graphs: Mapping[str, int]) -> str:
    if iri in graphs:
        return f"graph {local(iri)}"
    if iri == f"{vocab.BASE}problems":
        return "kinds of problems"
    if "#" in iri:
        return shorten(iri)
    return f"{kind.one} {local(iri)}"


def _gather(found: Rows, section: str) -> dict[str, list[str]]:
    name = section
    gathered: dict[str, list[str]] = {}
    for row in found[section]:
        gathered.setdefault(text(row, "thing"), []).append(text(row, name))
    return gathered


def _facets(found: Rows) -> dict[str, Facet]:
    parts = _gather(found, "part")
    printed = _gather(found, "printed")
    facets: dict[str, Facet] = {}
    for row in found["number"]:
        iri = text(row, "thing")
        shown = dict.fromkeys([*printed.get(iri, ()), *filter(None, [text(row, "value")])])
        facets[iri] = Facet(
            text(row, "measure"),
            text(row, "period"),
            text(row, "universe"),
            text(row, "population"),
            tuple(sorted(set(parts.get(iri, ())))),
            tuple(shown),
        )
    return facets
