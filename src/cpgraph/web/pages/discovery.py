"""What machines look for first: well-known addresses, the site map, robots.txt, and links in headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape

from cpgraph import vocab
from cpgraph.web.pages.catalog import Catalog
from cpgraph.web.pages.index import Index, Thing

GRAPHS: Final[Mapping[str, str]] = {
    "/.well-known/void": f"{vocab.BASE}graph/catalog",
    "/.well-known/sparql-examples": f"{vocab.BASE}graph/examples",
    "/.well-known/sparql-examples/": f"{vocab.BASE}graph/examples",
}
"""The named graph that is given at a well-known address."""
OFFERS: Final = ("ttl", "jsonld", "nt", "rdf", "html")

_EXAMPLE: Final = "/.well-known/sparql-examples/"
_HASHED: Final = {"ns": f"{vocab.BASE}graph/ontology", "shapes": f"{vocab.BASE}graph/shapes"}
_LARGEST: Final = 50_000  # addresses in one site map, as its protocol has it
_SITEMAP: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_DATASET: Final = "https://schema.org/Dataset"
_PAGE: Final = "https://schema.org/AboutPage"
_HEADS: Final = ("/", "/browse", "/quality", "/api", "/download/", "/sparql")


def graph_of(thing: Thing) -> str | None:
    """Return the named graph that is the document of a thing, where a whole graph is."""
    if thing.kind.id == "graphs":
        return thing.iri
    if thing.kind.id == "datasets":
        return f"{vocab.BASE}graph/catalog"
    return _HASHED.get(thing.iri.removeprefix(vocab.BASE).partition("/")[0])


def example(path: str) -> str:
    """Return the path of a query that is asked for below the well-known address of all of them, or nothing.

    >>> example("/.well-known/sparql-examples/x.ttl"), example("/.well-known/sparql-examples/")
    ('/query/x.ttl', '')
    """
    name = path.removeprefix(_EXAMPLE)
    return f"/query/{name}" if path.startswith(_EXAMPLE) and name else ""


def home_links(catalog: Catalog) -> str:
    """Return the Link header of the home page: the whole dataset's, whose landing page it is."""
    described = (
        ("/.well-known/void", "text/turtle"),
        ("/catalog.ttl", "text/turtle"),
        ("/catalog.jsonld", "application/ld+json"),
    )
    return ", ".join(
        [
            *([_link(catalog.whole, "cite-as")] if catalog.whole else []),
            *(_link(path, "describedby", media_type) for path, media_type in described),
            *file_links(catalog),
            _link(vocab.LICENSE, "license"),
            _link(_PAGE, "type"),
            _link(_DATASET, "type"),
        ]
    )


def file_links(catalog: Catalog) -> list[str]:
    """Return the links to the files of the dataset."""
    return [_link(f"/download/{file.name}", "item", file.media_type) for file in catalog.files]


def _link(target: str, relation: str, media_type: str = "") -> str:
    return f'<{target}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")


def addresses(index: Index) -> list[str]:
    """Return the path of every page, the lists first."""
    lists = [f"/browse/{kind}" for kind in index.by_kind]
    pages = {thing.href.partition("#")[0] for thing in index.things.values()}
    return [*_HEADS, *lists, *sorted(pages)]


def sitemap(path: str, index: Index, origin: str) -> str | None:
    """Return the index of the site maps, or one of them; None for what is neither."""
    paths = addresses(index)
    starts = {
        f"/sitemap/{number}.xml": start for number, start in enumerate(range(0, len(paths), _LARGEST), 1)
    }
    if path == "/sitemap.xml":
        return _urls("sitemapindex", "sitemap", origin, starts, index.catalog.modified)
    if path not in starts:
        return None
    shown = paths[starts[path] :][:_LARGEST]
    return _urls("urlset", "url", origin, shown, index.catalog.modified)


def _urls(outer: str, inner: str, origin: str, paths: Iterable[str], modified: str) -> str:
    changed = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = (f"<{inner}><loc>{escape(origin + path)}</loc>{changed}</{inner}>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} {_SITEMAP}>\n{"".join(lines)}</{outer}>\n'


def robots(origin: str) -> str:
    """Return robots.txt: all data may be read; calls that evaluate something are not to be walked through."""
    return (
        "User-agent: *\nDisallow: /sparql?query=\nDisallow: /search?q=\nDisallow: /metrics\nAllow: /\n\n"
        f"Sitemap: {origin}/sitemap.xml\n"
    )
