"""The catalog of what is served, in schema.org's terms: its datasets, and the files that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from cpgraph import schema_org, vocab
from cpgraph.web.pages import address
from cpgraph.web.pages.rows import Row

if TYPE_CHECKING:
    from cpgraph.web.pages.index import Thing

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file to download as the catalog lists it; size and digest where the catalog can know them."""

    name: str
    title: str
    media_type: str
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The nodes of the catalog by IRI."""

    nodes: Mapping[str, Node] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: Iterable[Row]) -> Catalog:
        """Return the catalog of the rows of triples that describe it."""
        triples = [
            (
                ox.NamedNode(row.s),
                ox.NamedNode(row.p),
                ox.NamedNode(row.o) if row.o.is_iri else ox.Literal(row.o),
            )
            for row in rows
            if row.s.is_iri and row.o.type != "bnode"
        ]
        return cls({str(node["@id"]): node for node in schema_org.document(triples)["@graph"]})

    @property
    def datasets(self) -> list[Node]:
        """The datasets, in order of their IRIs."""
        return [node for node in self.nodes.values() if node["@type"] == "Dataset"]

    @property
    def modified(self) -> str:
        """The day of the last change."""
        return max((node["dateModified"] or "" for node in self.datasets), default="")

    @property
    def whole(self) -> str:
        """The IRI of the dataset that holds all others, or nothing."""
        datasets = {str(node["@id"]): node for node in self.datasets}
        wholes = {part["@id"] for node in datasets.values() for part in node.get("isPartOf", ())}
        return next((iri for iri in datasets if iri in wholes or len(datasets) == 1), "")

    @property
    def files(self) -> list[File]:
        """The files of all datasets, each once."""
        found = {item["@id"]: _file(item) for node in self.datasets for item in node["distribution"]}
        return [found[iri] for iri in sorted(found)]

    def dataset_of(self, iri: str) -> str:
        """Return the dataset that a thing stands in: that of its report, else the whole."""
        for node in self.datasets:
            sources = [source["@id"] for source in node.get("isBasedOn", ())]
            if any(iri == source or iri.startswith(f"{source}/") for source in sources):
                return str(node["@id"])
        return self.whole

    def citation(self, iri: str) -> str:
        """Return how the dataset that a thing stands in is cited."""
        return self.nodes.get(self.dataset_of(iri), {}).get("creditText") or ""

    def document(self, iris: Iterable[str] | None = None) -> str:
        """Return some nodes, or all, as one JSON-LD document that can stand in a page; nothing where there are none."""
        if not self.nodes:
            return ""
        chosen = [self.nodes[iri] for iri in (self.nodes if iris is None else iris)]
        return _json({"@context": "https://schema.org/", "@graph": chosen})

    def page(self, thing: Thing, offers: Sequence[str]) -> str:
        """Return what schema.org has to say of a page: of a dataset, a report, or a table; else nothing."""
        if thing.iri in self.nodes:
            return self.document([thing.iri])
        dataset = self.dataset_of(thing.iri)
        if not dataset:
            return ""
        if thing.kind.id == "reports":
            return self.document([dataset])
        return _json(_table(thing, self.nodes[dataset], offers)) if "csv" in offers else ""


def _file(item: Node) -> File:
    size = item.get("contentSize", "").removesuffix(" B")
    name = item["contentUrl"].rpartition("/")[2]
    return File(
        name, item["name"], item["encodingFormat"], int(size) if size else None, item.get("sha256", "")
    )


def _table(thing: Thing, dataset: Node, offers: Sequence[str]) -> Node:
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": thing.iri,
        "url": thing.iri,
        "name": thing.label,
        "description": thing.about or f"{thing.kind.one} of {dataset['name']}: {thing.label}",
        "license": vocab.LICENSE,
        "version": dataset["version"],
        "creator": dataset["creator"],
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Dataset", "@id": dataset["@id"], "name": dataset["name"]},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": vocab.BASE + address.document(thing.iri, name).removeprefix("/"),
                "encodingFormat": address.SUFFIXES[name],
            }
            for name in offers
            if name != "html"
        ],
    }


def _json(content: Node) -> str:
    """Return JSON that can stand in a page: nothing in it can end the element that it stands in."""
    text = json.dumps(content, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
