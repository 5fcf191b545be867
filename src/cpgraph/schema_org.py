"""The catalog as schema.org, for search engines: made from the triples of the catalog, so that the two agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode

from cpgraph.vocab import DCAT, DCTERMS, FOAF, RDF, SPDX

Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]


class _Facts:
    """Triples by subject and predicate."""

    def __init__(self, triples: Iterable[Fact]) -> None:
        self._held: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, predicate, value in triples:
            self._held[subject.value, predicate.value].add(value.value)

    def all(self, node: str, term: NamedNode) -> list[str]:
        """The values of a property, sorted."""
        return sorted(self._held.get((node, term.value), ()))

    def one(self, node: str, term: NamedNode) -> str | None:
        """The first value of a property, or None."""
        found = self.all(node, term)
        return found[0] if found else None

    def of(self, cls: NamedNode) -> list[str]:
        """The members of a class, sorted."""
        return sorted(
            node
            for (node, term), values in self._held.items()
            if term == RDF.type.value and cls.value in values
        )


def document(triples: Iterable[Fact]) -> dict[str, Any]:
    """The catalog, its datasets and their files, as a JSON-LD document of schema.org."""
    facts = _Facts(triples)
    graph: list[dict[str, Any]] = []
    for node in facts.of(DCAT.Catalog):
        held = [{"@id": name} for name in facts.all(node, DCAT.dataset)]
        graph.append({"@type": "DataCatalog", **_about(node, facts), "dataset": held})
    catalogs = [{"@id": node} for node in facts.of(DCAT.Catalog)]
    graph += [_dataset(node, facts, catalogs) for node in facts.of(DCAT.Dataset)]
    return {"@context": "https://schema.org/", "@graph": graph}


def write(triples: Iterable[Fact]) -> str:
    """The document as text, the same every time."""
    return json.dumps(document(triples), ensure_ascii=False, indent=2) + "\n"


def _about(node: str, facts: _Facts) -> dict[str, Any]:
    """What is said of a catalog and of a dataset alike."""
    publisher = facts.one(node, DCTERMS.publisher) or ""
    agent = {"@type": "Organization", "@id": publisher, "name": facts.one(publisher, FOAF.name)}
    return {
        "@id": node,
        "url": node,
        "name": facts.one(node, DCTERMS.title),
        "description": facts.one(node, DCTERMS.description),
        "license": facts.one(node, DCTERMS.license),
        "creator": agent,
        "publisher": agent,
        "datePublished": facts.one(node, DCTERMS.issued),
        "dateModified": facts.one(node, DCTERMS.modified),
        "inLanguage": "en",
        "isAccessibleForFree": True,
    }


def _dataset(node: str, facts: _Facts, catalogs: list[dict[str, str]]) -> dict[str, Any]:
    """One dataset with its files, and what is known of its subject."""
    made: dict[str, Any] = {
        "@type": "Dataset",
        **_about(node, facts),
        "version": facts.one(node, DCAT.version),
        "keywords": facts.all(node, DCAT.keyword),
        "creditText": facts.one(node, DCTERMS.bibliographicCitation),
        "includedInDataCatalog": catalogs,
        "distribution": [_download(name, facts) for name in facts.all(node, DCAT.distribution)],
        # the report's title stands in the graph of its structure, and its IRI leads there
        "isBasedOn": [{"@type": "Report", "@id": name} for name in facts.all(node, DCTERMS.source)],
        "temporalCoverage": facts.all(node, DCTERMS.temporal),
        "spatialCoverage": [{"@type": "Place", "@id": name} for name in facts.all(node, DCTERMS.spatial)],
        "isPartOf": [{"@id": name} for name in facts.all(node, DCTERMS.isPartOf)],
    }
    return {key: value for key, value in made.items() if value}


def _download(node: str, facts: _Facts) -> dict[str, Any]:
    """One file."""
    made = {
        "@type": "DataDownload",
        "@id": node,
        "name": facts.one(node, DCTERMS.title),
        "contentUrl": facts.one(node, DCAT.downloadURL),
        "encodingFormat": "/".join((facts.one(node, DCAT.mediaType) or "").split("/")[-2:]),
    }
    size, check = facts.one(node, DCAT.byteSize), facts.one(node, SPDX.checksum)
    if size and check:
        made |= {"contentSize": f"{size} B", "sha256": facts.one(check, SPDX.checksumValue)}
    return made
