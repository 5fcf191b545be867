"""What tests read off a page: its elements, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RUNS = re.compile(
    r"<script(?![^>]*\s(?:type=\"application/ld\+json\"|src=\"/))|<iframe|<object|\son[a-z]+=\"|\sstyle="
)


@dataclass
class Element:
    """An element of a page: its attributes, and the text in it."""

    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    within: list[Element] = field(default_factory=list)
    """All elements in it, in order."""
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def all(self, *names: str, **having: str) -> list[Element]:
        """The elements of these names within it, with these attributes (`class_` is `class`), in order."""
        wanted = {name.rstrip("_"): value for name, value in having.items()}.items()
        return [e for e in self.within if e.name in names and wanted <= e.attributes.items()]


class _Strict(HTMLParser):
    """Builds the tree; what is not closed in order, doubled or unquoted is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.errors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.errors.append(f"line {self.getpos()[0]}: <{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        for outer in self.open:
            outer.within.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name == tag:
            self.open.pop()
        else:
            self.errors.append(f"line {self.getpos()[0]}: </{tag}> in <{self.open[-1].name}>")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def _of_another_host(element: Element) -> bool:
    """Whether a page would ask another host for it, or send it something."""
    target = next((element.attributes[n] for n in ("href", "src", "action") if n in element.attributes), "")
    is_loaded = element.name != "link" or element.attributes.get("rel") in ("stylesheet", "icon")
    return is_loaded and bool(urlsplit(target).scheme or urlsplit(target).netloc)


def parse(text: str) -> tuple[Element, list[str]]:
    """Read a page strictly: gives its tree, and what is wrong with it."""
    reader = _Strict()
    reader.feed(text)
    reader.close()
    root = reader.open[0]
    ids = [element.attributes["id"] for element in root.within if "id" in element.attributes]
    labels = {label.attributes.get("for") for label in root.all("label")}
    fields = [f for f in root.all("input", "select", "textarea") if f.attributes.get("type") != "hidden"]
    faults = {
        "no doctype": not text.startswith("<!doctype html>"),
        "no language": [e.attributes.get("lang") for e in root.all("html")] != ["en"],
        "not one h1 and one main": [e.name for e in root.all("h1", "main")] != ["main", "h1"],
        "an id twice": len(ids) != len(set(ids)),
        "a script, handler or style": _RUNS.search(text),
        "a table head without scope": any("scope" not in head.attributes for head in root.all("th")),
        "a drawing without words": any(
            not svg.all("title") or not svg.all("desc") for svg in root.all("svg")
        ),
        "something of another host": any(_of_another_host(e) for e in root.all("link", "img", "form")),
        "a link without words": any(not link.text for link in root.all("a")),
        "a field without a label": any(
            f.attributes.get("id") not in labels and "aria-label" not in f.attributes for f in fields
        ),
    }
    return root, [*reader.errors, *(fault for fault, is_so in faults.items() if is_so)]
