"""The index of what is served, read once by one query; the data never change while a service runs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from cpgraph import schema_org, vocab
from cpgraph.results import Job
from cpgraph.web.engine.base import GraphInfo
from cpgraph.web.pages import sections
from cpgraph.web.pages.names import Names
from cpgraph.web.pages.page import Row, Rows, job_of
from cpgraph.web.pages.terms import date
from cpgraph.web.pages.things import (
    HASH_DOCUMENTS,
    KINDS,
    Index,
    Kind,
    Thing,
    is_ours,
    local,
    shorten,
)

FACETS: Final = {
    "part": "Printed in",
    "measure": "Measure",
    "period": "Period",
    "universe": "Universe",
    "population": "Group",
}
"""By what numbers are narrowed down, with what a facet is called."""

FILTERS: Final = {"verdict": "Verdict", "claimkind": "Kind", "severity": "Severity"}
"""By what a list of claims, and one of anomalies, is narrowed down."""

_REPORT: Final = re.compile(re.escape(vocab.BASE) + r"report/[^/]+")
_COLUMNS: Final = (
    "class",
    "label",
    "about",
    "gist",
    "alias",
    "question",
    "order",
    "printed",
    "value",
    "quote",
    *FILTERS,
    "unit",
    *FACETS,
)
_HASHED: Final = tuple(f"{vocab.BASE}{name}#" for name in ("ns", "shapes", "house"))
_PLACE: Final = {
    vocab.PREFIXES[prefix] + name: place
    for place, kind in enumerate(KINDS.values())
    for prefix, name in (class_.split(":") for class_ in kind.classes.split())
}
"""The classes of the kinds, each with the place of its kind."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report comes from: the IRI of its publisher, the month of its issue, its page at its publisher's."""

    publisher: str = ""
    issued: str = ""
    page: str = ""
    month: str = ""
    """The month of its issue, in words."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What is served, in schema.org's terms."""

    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The catalog, its datasets and their files by IRI."""
    datasets: tuple[Mapping[str, Any], ...] = ()
    whole: str = ""
    """The dataset that holds all others, or nothing."""
    modified: str = ""
    """The day of the last change."""
    day: str = ""
    """The same in words."""


APART: Final = f"""PREFIX rdfs: <{vocab.PREFIXES["rdfs"]}> PREFIX skos: <{vocab.PREFIXES["skos"]}>
SELECT ?thing (SAMPLE(?name) AS ?label) WHERE {{
  ?thing a ?class OPTIONAL {{ ?thing rdfs:label|skos:prefLabel ?name }}
}} GROUP BY ?thing"""
"""What the graphs describe that a query reads."""


def apart(found: Iterable[Row], known: Index) -> dict[str, Thing]:
    """Return the things of the rows of `APART` that the index leaves out: no list and no search has them."""
    return {
        row.thing: Thing(row.thing, KINDS["things"], row.label or shorten(row.thing))
        for row in found
        if row.thing.is_iri and is_ours(row.thing) and row.thing not in known.things
    }


def job() -> Job:
    """Return the job that reads the index."""
    return job_of(sections.query("index", is_of_thing=False))


def build(found: Rows, info: GraphInfo) -> Index:
    """Return the index of the rows of its query."""
    held = {name: _gather(found, name) for name in _COLUMNS}
    things: dict[str, Thing] = {}
    by_kind: dict[str, list[Thing]] = defaultdict(list)
    for iri in _names(found, info.graphs):
        values = {name: tuple(dict.fromkeys(by_thing.get(iri, ()))) for name, by_thing in held.items()}
        kind = _kind(iri, values["class"], info.graphs)
        label, about, order = ((values[name] or ("",))[-1] for name in ("label", "about", "order"))
        things[iri] = thing = Thing(
            iri,
            kind,
            label or _plain_label(iri, kind),
            about or " ".join(sorted(values["gist"])),
            (*values["question"], *sorted(values["alias"])),
            int(order or 0),
            tuple(dict.fromkeys(values["printed"] + values["value"])),
            {"kind": (kind.id,)}
            | {name: values[name] for name in ("unit", *FILTERS, *FACETS) if values[name]},
            values["quote"],
        )
        by_kind[kind.id].append(thing)
    lists = {kind_id: tuple(sorted(of, key=lambda thing: thing.sort_key)) for kind_id, of in by_kind.items()}
    verdicts = sorted(Counter(str(row.verdict) for row in found["verdict"]).items(), key=_most_first)
    sources = {
        str(row.report): Source(row.publisher, row.issued, row.page, date(row.issued))
        for row in found["source"]
    }
    report = next((thing for thing in lists.get("reports", ()) if thing.iri in sources), None)
    source, names = sources[report.iri] if report else Source(), Names(things, found, info.prefixes)
    return Index(info, things, lists, catalog(found["catalog"]), dict(verdicts), report, source, names)


def catalog(rows: Iterable[Row]) -> Catalog:
    """Return the catalog of the rows of triples that describe it."""
    triples = [
        (ox.NamedNode(row.s), ox.NamedNode(row.p), ox.NamedNode(row.o) if row.o.is_iri else ox.Literal(row.o))
        for row in rows
        if row.s.is_iri and row.o.type != "bnode"
    ]
    nodes = {str(node["@id"]): node for node in schema_org.document(triples)["@graph"]}
    datasets = {iri: node for iri, node in nodes.items() if node["@type"] == "Dataset"}
    wholes = {part["@id"] for node in datasets.values() for part in node.get("isPartOf", ())}
    whole = next((iri for iri in datasets if iri in wholes or len(datasets) == 1), "")
    modified = max((node["dateModified"] or "" for node in datasets.values()), default="")
    return Catalog(nodes, tuple(datasets.values()), whole, modified, date(modified))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _gather(found: Rows, section: str) -> Mapping[str, list[str]]:
    """Return the values that things have in a section, whose column is named after it."""
    gathered: dict[str, list[str]] = defaultdict(list)
    for row in found[section]:
        gathered[row.thing].append(getattr(row, section))
    return gathered


def _names(found: Rows, graphs: Mapping[str, int]) -> Iterator[str]:
    """Yield every IRI that has a page of its own."""
    seen = {str(row.thing) for name in ("class", "object") for row in found[name]}
    for iri in sorted({*seen, *graphs, *(vocab.BASE + name for name in HASH_DOCUMENTS)}):
        if is_ours(iri) and iri != vocab.BASE and ("#" not in iri or iri.startswith(_HASHED)):
            yield iri


def _kind(iri: str, classes: Iterable[str], graphs: Mapping[str, int]) -> Kind:
    """Return the kind of a thing by its IRI, else the first that has one of its classes."""
    if _REPORT.fullmatch(iri):
        return KINDS["reports"]
    if iri in graphs:
        return KINDS["graphs"]
    of = [_PLACE[name] for name in classes if name in _PLACE]
    return list(KINDS.values())[min(of)] if of else KINDS["things"]


def _plain_label(iri: str, kind: Kind) -> str:
    if kind.id == "graphs":
        return f"graph {local(iri)}"
    if iri == f"{vocab.BASE}problems":
        return "kinds of problems"
    return shorten(iri) if "#" in iri else f"{kind.one} {local(iri)}"
