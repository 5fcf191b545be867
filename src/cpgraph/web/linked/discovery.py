"""What machines look for first: well-known addresses, the site map, robots.txt, and the catalog as schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import escape

import pyoxigraph as ox

from cpgraph import schema_org, vocab
from cpgraph.store import Job
from cpgraph.web.linked import address
from cpgraph.web.linked.index import Index, Thing

_CLASSES: Final = " ".join(
    f"<{vocab.PREFIXES[prefix]}{name}>"
    for prefix, name in (
        ("dcat", "Catalog"),
        ("dcat", "Dataset"),
        ("dcat", "Distribution"),
        ("foaf", "Agent"),
        ("spdx", "Checksum"),
    )
)
QUERY: Final = f"""\
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES ?class {{ {_CLASSES} }}
  GRAPH <{vocab.BASE}graph/catalog> {{ ?s a ?class ; ?p ?o }}
  FILTER(!STRSTARTS(STR(?p), "{vocab.PREFIXES["void"]}"))
}}
"""
GRAPHS: Final[Mapping[str, str]] = {
    "/.well-known/void": f"{vocab.BASE}graph/catalog",
    "/.well-known/sparql-examples": f"{vocab.BASE}graph/examples",
    "/.well-known/sparql-examples/": f"{vocab.BASE}graph/examples",
}
"""The named graph that is given at a well-known address."""
OFFERS: Final = ("ttl", "jsonld", "nt", "rdf", "html")
FILES: Final = ("dcat.ttl", "schema-org.jsonld", "void.ttl")
"""Files of the build that stand at the root too, where visitors look for them."""

_KIND: Final = (
    f'<{vocab.LICENSE}>; rel="license"',
    '<https://schema.org/AboutPage>; rel="type"',
    '<https://schema.org/Dataset>; rel="type"',
)
_EXAMPLE: Final = "/.well-known/sparql-examples/"
_LARGEST: Final = 50_000  # addresses in one site map, as its protocol has it
_SITEMAP: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEADS: Final = ("/", "/browse", "/quality", "/api", "/download/", "/sparql")


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
    """The catalog of what is served: its schema.org form by IRI, and its files."""

    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: tuple[File, ...] = ()

    @property
    def whole(self) -> str:
        """The IRI of the dataset that holds all others, or nothing."""
        datasets = [iri for iri, node in self.nodes.items() if node["@type"] == "Dataset"]
        wholes = {part["@id"] for iri in datasets for part in self.nodes[iri].get("isPartOf", ())}
        return next((iri for iri in datasets if iri in wholes or len(datasets) == 1), "")

    def dataset_of(self, iri: str) -> str:
        """Give the dataset that a thing stands in: that of its report, else the whole."""
        for name, node in self.nodes.items():
            sources = [source["@id"] for source in node.get("isBasedOn", ())]
            if any(iri == source or iri.startswith(f"{source}/") for source in sources):
                return name
        return self.whole

    def document(self, iris: Iterable[str]) -> str:
        """Write some nodes as one JSON-LD document."""
        return _json({"@context": "https://schema.org/", "@graph": [self.nodes[iri] for iri in iris]})

    def home(self) -> str:
        """Write the whole catalog for the home page."""
        return self.document(self.nodes) if self.nodes else ""

    def page(self, thing: Thing, offers: Sequence[str]) -> str:
        """Write what schema.org has to say of a page: of a dataset, a report, or a table; else nothing."""
        if thing.iri in self.nodes:
            return self.document([thing.iri])
        dataset = self.dataset_of(thing.iri)
        if not dataset:
            return ""
        if thing.kind.id == "reports":
            return self.document([dataset])
        if "csv" not in offers:
            return ""
        described: dict[str, Any] = {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": thing.iri,
            "url": thing.iri,
            "name": thing.label,
            "description": thing.about or f"{thing.kind.one} of {self.nodes[dataset]['name']}: {thing.label}",
            "license": vocab.LICENSE,
            "version": self.nodes[dataset]["version"],
            "creator": self.nodes[dataset]["creator"],
            "isAccessibleForFree": True,
            "isPartOf": {"@type": "Dataset", "@id": dataset, "name": self.nodes[dataset]["name"]},
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
        return _json(described)


def links(found: Catalog) -> str:
    """Give the Link header of the home page: the whole dataset's, whose landing page it is (FAIR signposting)."""
    told = [
        f'<{path}>; rel="describedby"; type="{kind}"'
        for path, kind in (
            ("/.well-known/void", "text/turtle"),
            ("/catalog.ttl", "text/turtle"),
            ("/catalog.jsonld", "application/ld+json"),
        )
    ]
    cited = [f'<{found.whole}>; rel="cite-as"'] if found.whole else []
    return ", ".join([*cited, *told, *items(found), *_KIND])


def items(found: Catalog) -> list[str]:
    """Give the links to the files of the dataset."""
    return [f'</download/{file.name}>; rel="item"; type="{file.media_type}"' for file in found.files]


def job() -> Job:
    """Make the job that reads the catalog."""
    return Job(QUERY, "ntriples")


def catalog(body: bytes) -> Catalog:
    """Read the catalog from the answer to `job`."""
    triples = [
        (quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
    ]
    nodes = {str(node["@id"]): node for node in schema_org.document(triples)["@graph"]}
    downloads = {item["@id"]: item for node in nodes.values() for item in node.get("distribution", ())}
    return Catalog(nodes, tuple(_file(downloads[iri]) for iri in sorted(downloads)))


def _file(item: Mapping[str, Any]) -> File:
    size = item.get("contentSize", "").removesuffix(" B")
    name = item["contentUrl"].rpartition("/")[2]
    return File(
        name, item["name"], item["encodingFormat"], int(size) if size else None, item.get("sha256", "")
    )


def _json(content: Mapping[str, Any]) -> str:
    """Write JSON that can stand in a page: nothing in it can end the element that it stands in."""
    text = json.dumps(content, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def example(path: str) -> str:
    """Give the path of a query that is asked for below the well-known address of all of them, or nothing.

    >>> example("/.well-known/sparql-examples/x.ttl"), example("/.well-known/sparql-examples/")
    ('/query/x.ttl', '')
    """
    name = path.removeprefix(_EXAMPLE)
    return f"/query/{name}" if path.startswith(_EXAMPLE) and name else ""


def addresses(index: Index) -> list[str]:
    """Give the path of every page, the lists first."""
    lists = [f"/browse/{kind}" for kind in index.by_kind]
    pages = {thing.href.partition("#")[0] for thing in index.things.values()}
    return [*_HEADS, *lists, *sorted(pages)]


def sitemap(path: str, index: Index, origin: str, modified: str) -> str | None:
    """Write the index of the site maps, or one of them; None for what is neither."""
    paths = addresses(index)
    last = -(-len(paths) // _LARGEST)
    if path == "/sitemap.xml":
        return _urls(
            "sitemapindex", "sitemap", origin, [f"/sitemap/{n}.xml" for n in range(1, last + 1)], modified
        )
    number = path.removeprefix("/sitemap/").removesuffix(".xml")
    if path != f"/sitemap/{number}.xml" or number not in {str(n) for n in range(1, last + 1)}:
        return None
    start = (int(number) - 1) * _LARGEST
    return _urls("urlset", "url", origin, paths[start : start + _LARGEST], modified)


def _urls(outer: str, inner: str, origin: str, paths: Iterable[str], modified: str) -> str:
    changed = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = (f"<{inner}><loc>{escape(origin + path)}</loc>{changed}</{inner}>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} {_SITEMAP}>\n{"".join(lines)}</{outer}>\n'


def robots(origin: str) -> str:
    """Write robots.txt: all data may be read; calls that evaluate something are not to be walked through."""
    return (
        "User-agent: *\nDisallow: /sparql?query=\nDisallow: /search?q=\nDisallow: /metrics\nAllow: /\n\n"
        f"Sitemap: {origin}/sitemap.xml\n"
    )
