"""What there is under the base: every thing with its kind, its label and what it can be found by.

Read once by one query; the data never change while a service runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cpgraph import vocab
from cpgraph.results import Job
from cpgraph.web.engine.base import GraphInfo
from cpgraph.web.pages import kinds, rows
from cpgraph.web.pages.address import HASH_DOCUMENTS, document, is_ours, local
from cpgraph.web.pages.catalog import Catalog
from cpgraph.web.pages.kinds import KINDS, Kind
from cpgraph.web.pages.property_labels import LABELS
from cpgraph.web.pages.rows import Rows

_REPORT: Final = re.compile(re.escape(vocab.BASE) + r"report/[^/]+")
_COLUMNS: Final = ("class", "label", "about", "alias", "order", "printed", "value")
FACETS: Final = {
    "part": "Printed in",
    "measure": "Measure",
    "period": "Period",
    "universe": "Universe",
    "population": "Population",
}
"""By what numbers are narrowed down, with what a facet is called."""
_DIGITS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page."""

    iri: str
    kind: Kind
    label: str
    about: str = ""
    aliases: tuple[str, ...] = ()
    order: int = 0
    printed: tuple[str, ...] = ()
    """The value of a number as its places print it, and as it is kept."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By what it can be narrowed down: its kind, and what `FACETS` names."""

    @property
    def href(self) -> str:
        """The path of its page."""
        return document(self.iri)


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that has a page, by its IRI; and what all pages say of the data."""

    info: GraphInfo
    things: Mapping[str, Thing]
    by_kind: Mapping[str, tuple[Thing, ...]]
    catalog: Catalog
    verdicts: Mapping[str, int]
    """How many comparisons of the prose have each verdict, most frequent first."""
    report: Thing | None
    """Where the data come from: the first report that they describe."""
    issued: str
    """When that was issued."""

    @property
    def citation(self) -> str:
        """How the data of the report are cited."""
        return self.catalog.citation(self.report.iri) if self.report else ""

    @property
    def graphs(self) -> Mapping[str, int]:
        """The named graphs with their numbers of triples."""
        return self.info.graphs

    def __contains__(self, iri: str) -> bool:
        """Return whether an IRI has a page, or is the IRI of a document of hash terms."""
        return iri in self.things

    def label(self, iri: str) -> str:
        """Return the label of a thing; of what is not ours its short name."""
        thing = self.things.get(iri)
        if thing is not None:
            return thing.label
        return LABELS.get(iri) or shorten(iri)

    def page(self, iri: str) -> str:
        """Return the path of the page of a thing, or nothing."""
        thing = self.things.get(iri)
        return "" if thing is None else thing.href

    def snippet(self, thing: Thing) -> str:
        """Return what a list says beside a label: where a number is printed; a definition, or other names."""
        if "measure" in thing.facets:
            return ", ".join(map(self.label, self.sorted(thing.facets.get("part", ())))) or "computed"
        label, code = thing.label.casefold(), thing.iri.rpartition("/")[2].casefold()
        others = (name for name in thing.aliases if name.casefold() != label)
        return thing.about or ", ".join(name for name in others if not code.endswith(name.casefold()))

    def siblings(self, iri: str) -> tuple[Thing, ...]:
        """Return the things of the kind of a thing, in order."""
        return self.by_kind[self.things[iri].kind.id] if iri in self.things else ()

    def order(self, iri: str) -> tuple[object, ...]:
        """Return what things are sorted by: their kind's order, then their label with numbers as numbers."""
        thing = self.things.get(iri)
        return sort_key(thing) if thing is not None else (1 << 30, natural(shorten(iri)), iri)

    def sorted(self, iris: Iterable[str]) -> list[str]:
        """Return things in order, each once."""
        return sorted(set(iris), key=self.order)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what makes names sort with their numbers as numbers.

    >>> sorted(["Table 10", "Table 2"], key=natural)
    ['Table 2', 'Table 10']
    """
    pieces = _DIGITS.split(name.casefold())
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in pieces if p)


def sort_key(thing: Thing) -> tuple[object, ...]:
    """Return what a thing is sorted by."""
    return (thing.order, natural(thing.label), thing.iri)


def shorten(iri: str) -> str:
    """Return an IRI with a prefix of the project where it has one.

    >>> shorten("http://purl.org/linked-data/cube#Observation"), shorten("https://www.example.org/a/b")
    ('qb:Observation', 'example.org: b')
    """
    name = local(iri)
    space = iri[: len(iri) - len(name)]
    prefix = next((p for p, namespace in vocab.PREFIXES.items() if namespace == space), None)
    if prefix:
        return f"{prefix}:{name}"
    if is_ours(iri):
        return iri.removeprefix(vocab.BASE)
    host = iri.partition("://")[2].partition("/")[0].removeprefix("www.")
    return f"{host}: {name}" if host and name and name not in host else host or iri


def job() -> Job:
    """Return the job that reads the index."""
    return rows.job(rows.query("index", is_of_thing=False))


def build(found: Rows, info: GraphInfo) -> Index:
    """Return the index of the rows of its query."""
    held = {name: _gather(found, name) for name in (*_COLUMNS, *FACETS)}
    things: dict[str, Thing] = {}
    by_kind: dict[str, list[Thing]] = {}
    for iri in _names(found, info.graphs):
        values = {name: list(dict.fromkeys(by_thing.get(iri, ()))) for name, by_thing in held.items()}
        kind = _kind(iri, values["class"], info.graphs)
        things[iri] = thing = Thing(
            iri,
            kind,
            label=_last(values["label"]) or _plain_label(iri, kind),
            about=_last(values["about"]),
            aliases=tuple(sorted(values["alias"])),
            order=int(_last(values["order"]) or 0),
            printed=tuple(dict.fromkeys(values["printed"] + values["value"])),
            facets={"kind": (kind.id,)} | {name: tuple(values[name]) for name in FACETS if values[name]},
        )
        by_kind.setdefault(kind.id, []).append(thing)
    lists = {kind: tuple(sorted(listed, key=sort_key)) for kind, listed in by_kind.items()}
    verdicts = {str(row.verdict): int(row.count) for row in found["verdict"]}
    issued = {str(row.report): row.issued for row in found["issued"]}
    report = next((thing for thing in lists.get("reports", ()) if thing.iri in issued), None)
    return Index(
        info,
        things,
        lists,
        Catalog.read(found["catalog"]),
        dict(sorted(verdicts.items(), key=lambda item: (-item[1], item[0]))),
        report,
        issued[report.iri] if report else "",
    )


def _gather(found: Rows, section: str) -> Mapping[str, list[str]]:
    """Return the values that things have in a section, whose column is named after it."""
    gathered: dict[str, list[str]] = {}
    for row in found[section]:
        gathered.setdefault(row.thing, []).append(getattr(row, section))
    return gathered


def _last(values: list[str]) -> str:
    return values[-1] if values else ""


def _names(found: Rows, graphs: Mapping[str, int]) -> Iterator[str]:
    """Yield every IRI that has a page of its own."""
    seen = {str(row.thing) for name in ("class", "object") for row in found[name]}
    seen |= set(graphs) | {vocab.BASE + name for name in HASH_DOCUMENTS}
    hashed = tuple(f"{vocab.BASE}{name}#" for name in ("ns", "shapes"))
    for iri in sorted(seen):
        if is_ours(iri) and iri != vocab.BASE and ("#" not in iri or iri.startswith(hashed)):
            yield iri


def _kind(iri: str, classes: Iterable[str], graphs: Mapping[str, int]) -> Kind:
    """Return the kind of a thing by its IRI and classes."""
    if _REPORT.fullmatch(iri):
        return KINDS["reports"]
    return KINDS["graphs"] if iri in graphs else kinds.of_classes(classes)


def _plain_label(iri: str, kind: Kind) -> str:
    if kind.id == "graphs":
        return f"graph {local(iri)}"
    if iri == f"{vocab.BASE}problems":
        return "kinds of problems"
    return shorten(iri) if "#" in iri else f"{kind.one} {local(iri)}"
