"""The pages of the whole that are not about one thing of the data: where the data come from, named graphs."""

from __future__ import annotations

from typing import Final

from cpgraph import vocab
from cpgraph.web.linked import kinds, rows
from cpgraph.web.linked.address import HASH_DOCUMENTS
from cpgraph.web.linked.drawing import Source
from cpgraph.web.linked.index import Index, Thing
from cpgraph.web.linked.rows import Rows, text

_GRAPHS: Final = {"ns": f"{vocab.BASE}graph/ontology", "shapes": f"{vocab.BASE}graph/shapes"}
"""The named graph that is the document of hash terms."""

SOURCE: Final = rows.query(
    {
        "report": "?report dcterms:issued ?issued ; a fabio:Report ; dcterms:title ?title . "
        "FILTER EXISTS { ?part a cpg:Part ; dcterms:isPartOf ?report }",
        "dataset": "?dataset a dcat:Dataset ; dcterms:modified|dcterms:issued ?modified",
        "citation": "?dataset dcterms:source ?report ; dcterms:bibliographicCitation ?citation",
    }
)


def source(index: Index, found: Rows, digest: str) -> Source:
    """Say where the data come from."""
    reports = {thing.iri: thing for thing in index.of(kinds.REPORTS.id)}
    report = next((row for row in found["report"] if text(row, "report") in reports), None)
    modified = max((text(row, "modified") for row in found["dataset"]), default="")
    if report is None:
        return Source(vocab.BASE, "/", "", digest, modified)
    thing = reports[text(report, "report")]
    cited = (text(row, "citation") for row in found["citation"] if row["report"] == report["report"])
    return Source(
        text(report, "title"), thing.href, text(report, "issued"), digest, modified, min(cited, default="")
    )


def graph_of(thing: Thing) -> str | None:
    """Give the named graph that is the document of a thing, where a whole graph is."""
    if thing.kind.id == kinds.GRAPHS.id:
        return thing.iri
    if thing.kind.id == "datasets":
        return f"{vocab.BASE}graph/catalog"
    name = thing.iri.removeprefix(vocab.BASE).partition("/")[0]
    return _GRAPHS.get(name) if name in HASH_DOCUMENTS else None
