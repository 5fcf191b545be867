"""What tests read off a page: quickly by patterns for a crawl, strictly by a parser for one page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

_LINK = re.compile(r'<(?:a|link|form|img|script)\s[^>]*?(?:href|action|src)="([^"]*)"')
_ID = re.compile(r'<[a-z][^>]*?\sid="([^"]*)"')
_BARE = re.compile(r"<th(?![^>]*\sscope=)[\s>]")
_RUNS = re.compile(
    r"<script(?![^>]*\s(?:type=\"application/ld\+json\"|src=\"/))|<iframe|<object|\son[a-z]+=|\sstyle="
)
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Page:
    """What a crawl needs of a page: where its links lead, its ids, and what it must not have."""

    def __init__(self, text: str) -> None:
        self.links = {unescape(link) for link in _LINK.findall(text)}
        ids = [unescape(name) for name in _ID.findall(text)]
        self.ids = set(ids)
        self.faults = [
            fault
            for fault, is_so in (
                ("an id twice", len(ids) != len(self.ids)),
                ("not one h1", text.count("<h1") != 1),
                ("a script, handler or style in the page", _RUNS.search(text) is not None),
                ("a table head without scope", _BARE.search(text) is not None),
                ("no language", '<html lang="en"' not in text),
            )
            if is_so
        ]


def words(text: str) -> str:
    """Give the words of a page without its tags."""
    return " ".join(unescape(_TAG.sub(" ", text)).split())


@dataclass
class Element:
    """An element of a page: its attributes, and the text in it."""

    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def all(self, name: str) -> list[Element]:
        """Give the elements of a name within it, in order."""
        found = [self] if self.name == name else []
        return found + [item for child in self.children for item in child.all(name)]


class _Strict(HTMLParser):
    """Builds the tree; what is not closed in order, doubled or unquoted is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.errors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].name != tag:
            self.errors.append(f"line {self.getpos()[0]}: </{tag}> in <{self.open[-1].name}>")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.errors.append(f"line {self.getpos()[0]}: <{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        return element


def parse(text: str) -> tuple[Element, list[str]]:
    """Read a page strictly: gives its tree, and what is wrong with it."""
    reader = _Strict()
    reader.feed(text)
    reader.close()
    left = [f"<{element.name}> is not closed" for element in reader.open[1:]]
    start = [] if text.startswith("<!doctype html>") else ["no doctype"]
    return reader.root, [*start, *reader.errors, *left]
