"""Views as HTML: the one place that knows the templates of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from cpgraph.web.linked.blocks import Chart, Code, Facts, Listing, Pair, Paragraph, Table, View
from cpgraph.web.linked.discovery import Catalog
from cpgraph.web.templating import Origin, Pages

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
