"""Views as HTML: the one place that knows the templates of the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from cpgraph.web.linked import address, rows
from cpgraph.web.linked.blocks import Chart, Code, Facts, Listing, Pair, Paragraph, Table, View
from cpgraph.web.linked.discovery import Catalog
from cpgraph.web.linked.index import Thing
from cpgraph.web.templating import Origin, Pages

_NAMES: Final = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
}
_LONG: Final = 6000  # characters of a query that go into an address
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
class Source(Origin):
    """Where the data come from, and their catalog."""

    catalog: Catalog = field(default_factory=Catalog)


def block_name(block: object) -> str:
    """Name the macro that draws a block."""
    return _BLOCKS[type(block)]


def page(pages: Pages, title: str, view: View, source: Source, **more: Any) -> bytes:
    """Draw a page that is not about one thing."""
    values = {"thing": None, "formats": (), "query": "", "data": "", "search": None, "pager": None} | more
    return pages.render(
        "site/page.html", title=title, view=view, source=source, block_name=block_name, **values
    )


def thing_page(pages: Pages, thing: Thing, view: View, source: Source, query: str) -> bytes:
    """Draw the page of a thing."""
    suffixes = [name for name in _NAMES if name != "csv" or len(view.csv) > 1]
    formats = [(_NAMES[name], address.document(thing.iri, name)) for name in suffixes]
    shown = {"thing": thing, "formats": formats, "query": _editor_link(query, thing.iri)}
    data = source.catalog.page(thing, ["html", *suffixes])
    return page(pages, thing.label, view, source, data=data, **shown)


def _editor_link(query: str, iri: str) -> str:
    """Give the address of the editor with the query that the page is made from."""
    text = rows.standalone(query, iri) if query else ""
    return f"/sparql?query={quote(text)}&edit=1" if 0 < len(text) < _LONG else ""


def csv(lines: Sequence[Sequence[str]]) -> bytes:
    """Write lines of cells as CSV (RFC 4180)."""
    return "".join(",".join(map(_quoted, cells)) + "\r\n" for cells in lines).encode()


def _quoted(cell: str) -> str:
    if any(char in cell for char in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
