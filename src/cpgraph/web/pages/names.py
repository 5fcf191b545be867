"""By what things are found: identifiers, ours and others', codes, names, and citations as people write them."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote

from cpgraph import vocab
from cpgraph.citations import key, readings, whole
from cpgraph.web.pages.things import Thing, local, named

_SAME: Final = "owl:sameAs skos:exactMatch"
_PAGES: Final = "foaf:homepage dcat:landingPage foaf:page foaf:isPrimaryTopicOf"
_NEARLY: Final = """skos:closeMatch rdfs:seeAlso skos:narrowMatch skos:broadMatch skos:relatedMatch dcterms:relation
    dcterms:subject"""
_RELATIONS: Final = {named(name): i for i, name in enumerate(f"{_SAME} {_PAGES} {_NEARLY}".split())}
"""How an address of others may be tied to a thing of ours, nearest first."""
_TITLED: Final = frozenset(map(named, f"{_PAGES} dcterms:relation".split()))
_INEXACT: Final = frozenset(map(named, _NEARLY.split()))
_UNNAMED: Final = {"observations", "populations", "mentions", "measurements", "breakdowns"}
"""Kinds whose names nobody types, so that none is offered as near to what was typed."""
_SHORTEST: Final = 5  # characters of what a page's address ends in that may stand for it alone
_SUFFIX: Final = re.compile(r"\.(?:html|json|jsonld|rdf|ttl|nt)$")
_NEAR, _LIKE = 0.6, 0.75  # how like two names, two words are, of 1
_SHORT: Final = 3  # characters; what is shorter means many things
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
OWN: Final = named("skos:notation")
"""The system of our own ids, which nobody else writes."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that a text names: by which of its names, of which system or relation; what of the text goes deeper."""

    thing: Thing
    name: str
    system: str = ""
    deeper: str = ""
    is_doubtful: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the text means this thing and nothing else."""
        return not (self.deeper or self.is_doubtful or self.system in _INEXACT)


class Names:
    """All names of all things, each to the things that have it."""

    def __init__(self, things: Mapping[str, Thing], rows: Mapping[str, Iterable[Any]]) -> None:
        """Read labels and other names from the things; the rows give codes, our own ids, and addresses of others."""
        self._things = things
        self._named: dict[str, dict[str, Match]] = defaultdict(dict)
        self._linked: dict[str, list[Match]] = defaultdict(list)
        self._ends: dict[str, list[Match]] = defaultdict(list)
        self.held: dict[str, list[Match]] = defaultdict(list)
        """The codes and the addresses of others that a thing has."""
        for row in rows["code"]:
            match = Match(things[row.thing], row.code, row.system)
            self._named[key(row.code)][row.thing] = match
            self.held[row.thing].append(match)
        ids = {(str(row.thing), str(row.id)) for row in rows["id"]}
        for thing in things.values():
            for name in dict.fromkeys((thing.label, *thing.aliases)):
                system = OWN if name != thing.label and (thing.iri, name) in ids else ""
                self._named[key(name)].setdefault(thing.iri, Match(thing, name, system))
        self._synonyms = dict(_synonyms(things, rows["synonym"]))
        for row in rows["link"]:
            match = Match(things[row.thing], row.link, row.relation)
            self._linked[whole(row.link)].append(match)
            self.held[row.thing].append(match)
            end = _end(row.link)
            if match.system not in _TITLED or (len(end) >= _SHORTEST and re.search(r"\d", end)):
                self._ends[key(end)].append(match)

    def find(self, text: str) -> list[Match]:
        """Return what a text names, whole: several where it names several."""
        text = text.strip()
        prefix, _, name = text.partition(":")
        iri = vocab.PREFIXES.get(prefix, f"{prefix}:") + name if name else vocab.BASE + text.lstrip("/")
        if thing := self._things.get(iri) or self._things.get(iri.replace("http:", "https:", 1).rstrip("/")):
            return [Match(thing, thing.iri)]
        if "://" in text:
            near = [m for m in self._ends.get(key(_end(text)), ()) if _host(m.name) == _host(text)]
            return _nearest(self._linked.get(whole(text)) or near)
        named = list(self._named.get(key(text), {}).values())
        outward = [
            match for match in named if match.system != OWN
        ]  # our ids give way to names that others use
        return outward or named or list(self._cited(text)) or _nearest(self._ends.get(key(text), ()))

    def _cited(self, text: str) -> Iterator[Match]:
        """Yield what a citation names: the deepest that the data have of the place that it gives."""
        for reading in readings(text):
            found = self._named.get(key(reading.code), {}).values()
            held = [match for match in found if local(match.system) == reading.system]
            if held:
                rest, is_doubtful = reading.deeper, reading.is_doubtful
                yield from (replace(m, deeper=rest, is_doubtful=is_doubtful) for m in held)
                return

    def near(self, text: str, most: int = 5) -> list[Match]:
        """Return things whose names are written nearly so, nearest first."""
        found = difflib.get_close_matches(key(text), self._typed, most, _NEAR)
        matches = (match for name in found for match in self._named[name].values() if _is_typed(match))
        return list({match.thing.iri: match for match in matches}.values())[:most]

    def beginning(self, text: str) -> list[Thing]:
        """Return the things that have a name with this beginning."""
        start = key(text)
        return [m.thing for name in self._typed if name.startswith(start) for m in self._named[name].values()]

    def reworded(self, text: str) -> str:
        """Return a text in the words of labels, where it has other names of the same things."""
        found = text.casefold()
        for other, word in self._synonyms.items():
            found = re.sub(rf"\b{re.escape(other)}\b", word, found)
        return found

    def respelled(self, text: str) -> str:
        """Return a text with each word that nothing has as the nearest that something has."""

        def nearest(word: str) -> str:
            if any(known.startswith(word) for known in self._words):
                return word
            return next(iter(difflib.get_close_matches(word, self._words, 1, _LIKE)), word)

        return " ".join(nearest(word) for word in text.casefold().split())

    @cached_property
    def _words(self) -> list[str]:
        texts = (
            " ".join((t.label, t.about, *t.aliases))
            for t in self._things.values()
            if t.kind.id not in _UNNAMED
        )
        return sorted({word for text in texts for word in _WORD.findall(text.casefold())})

    @cached_property
    def _typed(self) -> list[str]:
        return [name for name, of in self._named.items() if any(map(_is_typed, of.values()))]


def _synonyms(things: Mapping[str, Thing], rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield other names with the labels of the same things, longest first; then words in which several such differ."""
    pairs = [(r.synonym.casefold(), things[r.thing].label.casefold()) for r in rows if r.thing in things]
    yield from sorted(
        (pair for pair in pairs if len(pair[0]) >= _SHORT), key=lambda pair: (-len(pair[0]), pair)
    )
    differing: Counter[tuple[str, str]] = Counter()
    for other, label in pairs:
        words = other.split(), label.split()
        odd = [pair for pair in zip(*words, strict=False) if pair[0] != pair[1]]
        if len(words[0]) == len(words[1]) > len(odd) == 1:
            differing[odd[0]] += 1
    yield from (pair for pair, times in differing.items() if times > 1 and all(map(str.isalpha, pair)))


def _is_typed(match: Match) -> bool:
    return _is_said(match.thing) and match.system != OWN


def _is_said(thing: Thing) -> bool:
    return thing.kind.id not in _UNNAMED and thing.kind.group != "Structure"


def _end(iri: str) -> str:
    """Return what an address ends in, without the suffix of a document."""
    return _SUFFIX.sub("", re.split("[/#=&?]", unquote(iri).rstrip("/"))[-1])


def _host(iri: str) -> str:
    return whole(iri).partition("/")[0]


def _nearest(found: Iterable[Match]) -> list[Match]:
    """Return those that the nearest of the relations ties, each thing once."""
    best = min((_RELATIONS[match.system] for match in found), default=0)
    return list({m.thing.iri: m for m in found if _RELATIONS[m.system] == best}.values())
