"""Views as HTML: the one place that knows the templates of the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from cpgraph.web.linked import address
from cpgraph.web.linked.blocks import Chart, Code, Facts, Listing, Pair, Paragraph, Table, View
from cpgraph.web.linked.index import Thing
from cpgraph.web.pages import Pages

_NAMES: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
}
_BLOCKS: Final[dict[type, str]] = {
    Table: "table",
    Facts: "facts",
    Listing: "listing",
    Paragraph: "paragraph",
    Chart: "chart",
    Code: "code",
    Pair: "pair",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data come from, as every page says it."""

    title: str
    href: str
    issued: str
    digest: str
    modified: str = ""


def block_name(block: object) -> str:
    """Name the macro that draws a block."""
    return _BLOCKS[type(block)]


def page(pages: Pages, title: str, view: View, source: Source, **more: Any) -> bytes:
    """Draw a page that is not about one thing."""
    values = {"thing": None, "formats": (), "query": "", "search": None, "pager": None} | more
    return pages.render(
        "site/page.html", title=title, view=view, source=source, block_name=block_name, **values
    )


def thing_page(pages: Pages, thing: Thing, view: View, source: Source, query: str) -> bytes:
    """Draw the page of a thing."""
    suffixes = [name for name in _NAMES if name != "csv" or len(view.csv) > 1]
    formats = [(_NAMES[name], address.document(thing.iri, name)) for name in suffixes]
    return page(
        pages, thing.label, view, source, thing=thing, formats=formats, query=_editor_link(query, thing.iri)
    )


def _editor_link(query: str, iri: str) -> str:
    """Give the address of the editor with the query that the page is made from."""
    if not query:
        return ""
    head, _, body = query.partition("SELECT * WHERE {")
    text = f"{head}SELECT * WHERE {{\n  VALUES ?this {{ <{iri}> }}{body}"
    return f"/sparql?query={quote(text)}&edit=1" if len(text) < 6000 else ""


def csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV (RFC 4180)."""
    lines = (",".join(_quoted(cell) for cell in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    if any(char in cell for char in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
