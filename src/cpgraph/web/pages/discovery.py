"""What machines look for first: well-known addresses, the site map, robots.txt, and links in headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

from cpgraph import vocab
from cpgraph.web.pages.index import Catalog
from cpgraph.web.pages.things import Index

GRAPHS: Final[Mapping[str, str]] = {
    "/.well-known/void": f"{vocab.BASE}graph/catalog",
    "/.well-known/sparql-examples": f"{vocab.BASE}graph/examples",
    "/.well-known/sparql-examples/": f"{vocab.BASE}graph/examples",
}
"""The named graph that is given at a well-known address."""
OFFERS: Final = ("ttl", "jsonld", "nt", "rdf", "html")

_LARGEST: Final = 50_000  # addresses in one site map, as its protocol has it
_FIRST: Final = tuple("/ /browse /about /checked /keys /model /quality /api /download/ /sparql".split())
_DESCRIBED: Final = (
    '</.well-known/void>; rel="describedby"; type="text/turtle"',
    '</catalog.ttl>; rel="describedby"; type="text/turtle"',
    '</catalog.jsonld>; rel="describedby"; type="application/ld+json"',
)
_HOME: Final = (
    f'<{vocab.LICENSE}>; rel="license"',
    '<https://schema.org/AboutPage>; rel="type"',
    '<https://schema.org/Dataset>; rel="type"',
)


def home_links(catalog: Catalog) -> str:
    """Return the Link header of the home page: the whole dataset's, whose landing page it is (FAIR signposting)."""
    cited = [f'<{catalog.whole}>; rel="cite-as"'] if catalog.whole else []
    return ", ".join([*cited, *_DESCRIBED, *file_links(catalog), *_HOME])


def files(catalog: Catalog) -> dict[str, Mapping[str, Any]]:
    """Return the files of all datasets by name, as schema.org has them."""
    found = {item["@id"]: item for node in catalog.datasets for item in node["distribution"]}
    return {found[iri]["contentUrl"].rpartition("/")[2]: found[iri] for iri in sorted(found)}


def file_links(catalog: Catalog) -> list[str]:
    """Return the links to the files of the dataset."""
    return [
        f'</download/{name}>; rel="item"; type="{file["encodingFormat"]}"'
        for name, file in files(catalog).items()
    ]


def sitemap(path: str, index: Index, origin: str) -> str | None:
    """Return the index of the site maps, or one of them; None for what is neither."""
    lists = [f"/browse/{kind}" for kind in index.by_kind]
    paths = [*_FIRST, *lists, *sorted({thing.href.partition("#")[0] for thing in index.things.values()})]
    starts = {f"/sitemap/{place // _LARGEST + 1}.xml": place for place in range(0, len(paths), _LARGEST)}
    modified = index.catalog.modified
    if path == "/sitemap.xml":
        return _urls("sitemapindex", "sitemap", origin, starts, modified)
    start = starts.get(path)
    return None if start is None else _urls("urlset", "url", origin, paths[start:][:_LARGEST], modified)


def _urls(outer: str, inner: str, origin: str, paths: Iterable[str], modified: str) -> str:
    changed = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = (f"<{inner}><loc>{escape(origin + path)}</loc>{changed}</{inner}>\n" for path in paths)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} {space}>\n{"".join(lines)}</{outer}>\n'


def robots(origin: str) -> str:
    """Return robots.txt: all data may be read; calls that evaluate something are not to be walked through."""
    calls = "/sparql?query= /search?q= /resolve?q= /metrics /*?sort=".split()
    refused = "".join(f"Disallow: {call}\n" for call in calls)
    return f"User-agent: *\n{refused}Allow: /\n\nSitemap: {origin}/sitemap.xml\n"
