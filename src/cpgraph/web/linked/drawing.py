"""Views as HTML: the one place that knows the templates of the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from cpgraph.web.linked import address, rows
from cpgraph.web.linked.blocks import Chart, Code, Facts, Listing, Pair, Paragraph, Table, View
from cpgraph.web.pages.index import Index, Thing
from cpgraph.web.templating import Pages

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


def block_name(block: object) -> str:
    """Name the macro that draws a block."""
    return _BLOCKS[type(block)]


def thing_page(pages: Pages, thing: Thing, view: View, index: Index, query: str) -> bytes:
    """Draw the page of a thing."""
    suffixes = [name for name in _NAMES if name != "csv" or len(view.csv) > 1]
    return pages.render(
        "site/page.html",
        title=thing.label,
        view=view,
        block_name=block_name,
        thing=thing,
        formats=[(_NAMES[name], address.document(thing.iri, name)) for name in suffixes],
        query=_editor_link(query, thing.iri),
        data=index.catalog.page(thing, ["html", *suffixes]),
    )


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
