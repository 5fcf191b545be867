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
_FIRST: Final = ("/", "/browse", "/quality", "/api", "/download/", "/sparql")
_DESCRIPTIONS: Final = (
    ("/.well-known/void", "text/turtle"),
    ("/catalog.ttl", "text/turtle"),
    ("/catalog.jsonld", "application/ld+json"),
)
_HOME: Final = (
    f'<{vocab.LICENSE}>; rel="license"',
    '<https://schema.org/AboutPage>; rel="type"',
    '<https://schema.org/Dataset>; rel="type"',
)


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
    """Return the Link header of the home page: the whole dataset's, whose landing page it is (FAIR signposting)."""
    cited = [f'<{catalog.whole}>; rel="cite-as"'] if catalog.whole else []
    described = [f'<{path}>; rel="describedby"; type="{media_type}"' for path, media_type in _DESCRIPTIONS]
    return ", ".join([*cited, *described, *file_links(catalog), *_HOME])


def file_links(catalog: Catalog) -> list[str]:
    """Return the links to the files of the dataset."""
    return [f'</download/{file.name}>; rel="item"; type="{file.media_type}"' for file in catalog.files]


def sitemap(path: str, index: Index, origin: str) -> str | None:
    """Return the index of the site maps, or one of them; None for what is neither."""
    lists = [f"/browse/{kind}" for kind in index.by_kind]
    paths = [*_FIRST, *lists, *sorted({thing.href.partition("#")[0] for thing in index.things.values()})]
    starts = {f"/sitemap/{place // _LARGEST + 1}.xml": place for place in range(0, len(paths), _LARGEST)}
    if path == "/sitemap.xml":
        return _urls("sitemapindex", "sitemap", origin, starts, index.catalog.modified)
    if path not in starts:
        return None
    return _urls("urlset", "url", origin, paths[starts[path] :][:_LARGEST], index.catalog.modified)


def _urls(outer: str, inner: str, origin: str, paths: Iterable[str], modified: str) -> str:
    changed = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = (f"<{inner}><loc>{escape(origin + path)}</loc>{changed}</{inner}>\n" for path in paths)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} {space}>\n{"".join(lines)}</{outer}>\n'


def robots(origin: str) -> str:
    """Return robots.txt: all data may be read; calls that evaluate something are not to be walked through."""
    return (
        "User-agent: *\nDisallow: /sparql?query=\nDisallow: /search?q=\nDisallow: /metrics\nAllow: /\n\n"
        f"Sitemap: {origin}/sitemap.xml\n"
    )
