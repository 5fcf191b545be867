"""Links in headers: other formats, the thing described, licence and type (FAIR signposting, RFC 8288)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cpgraph.vocab import LICENSE
from cpgraph.web.linked import address
from cpgraph.web.linked.index import Thing

_DATA: Final = "https://schema.org/Dataset"
_PAGE: Final = "https://schema.org/AboutPage"


def link_header(
    thing: Thing, offers: Sequence[str], suffix: str, home: str, items: Sequence[str] = ()
) -> str:
    """Give the Link header of a document, or of the redirect to it.

    `home` is the collection it belongs to; `items` are links to the files of what it describes.
    """
    links = [f'<{thing.iri}>; rel="cite-as"', f'<{thing.iri}>; rel="describes"']
    for other in offers:
        if other != suffix:
            relation = "alternate" if suffix != "html" or other in ("html", "csv") else "describedby"
            links.append(
                f'<{address.document(thing.iri, other)}>; rel="{relation}"; type="{address.SUFFIXES[other]}"'
            )
    links.append(f'<{LICENSE}>; rel="license"')
    links.append(f'<{_PAGE if suffix == "html" else _DATA}>; rel="type"')
    links.append(f'<{home}>; rel="collection"')
    return ", ".join([*links, *items])
