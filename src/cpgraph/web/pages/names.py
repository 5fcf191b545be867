"""By what things are found: identifiers, ours and others', codes, names, and citations as people write them."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from cpgraph import vocab
from cpgraph.citations import key, listed, readings, whole
from cpgraph.web.pages.things import Thing, local, named, natural

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
_OURS: Final = {"Structure", "The report"}
"""Groups of kinds whose names are headings and terms, not what law or data call a thing."""
_SUFFIX: Final = re.compile(r"\.(?:html|json|jsonld|rdf|ttl|nt)$")
_NEAR, _LIKE = 0.6, 0.75  # how like two names, two words are, of 1
_SHORT: Final = 3  # characters; what is shorter means many things
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_BARE: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/")
"""An address without its scheme."""
_TAGGED: Final = re.compile(r"(\w{2,})(?::\s*|\s+)(\S+)")
_SHORT_FORM: Final = re.compile(r' \("[^"]*"\)| of \d{4}$')
"""What a title may be called without: a name in quotes within it, the year after it."""
OWN: Final = named("skos:notation")
"""The system of our own ids, which nobody else writes."""


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that a text names: by which of its names, of which system or relation; what of the text goes deeper.

    `absent` is what else a list names, and is not here.
    """

    thing: Thing
    name: str
    system: str = ""
    deeper: str = ""
    is_doubtful: bool = False
    absent: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the text means this thing and nothing else."""
        return not (self.deeper or self.is_doubtful or self.absent or self.system in _INEXACT)


class Names:
    """All names of all things, each to the things that have it."""

    def __init__(
        self, things: Mapping[str, Thing], rows: Mapping[str, Iterable[Any]], prefixes: Mapping[str, str]
    ) -> None:
        """Read labels and other names from the things; the rows give codes, our own ids, and addresses of others."""
        self._things, self._prefixes = things, prefixes or vocab.PREFIXES
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
                for called in {name, _SHORT_FORM.sub("", name)}:
                    self._named[key(called)].setdefault(thing.iri, Match(thing, name, system))
            for called in _initials(thing) if thing.kind.id == "agencies" else ():
                self._named[key(called)].setdefault(thing.iri, Match(thing, thing.label))
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
        text = unescape(text).strip()
        text = f"https://{text}" if _BARE.match(text) else text
        prefix, _, name = text.partition(":")
        iri = self._prefixes.get(prefix, f"{prefix}:") + name if name else vocab.BASE + text.lstrip("/")
        if thing := self._things.get(iri) or self._things.get(iri.replace("http:", "https:", 1).rstrip("/")):
            return [Match(thing, thing.iri)]
        if "://" in text:
            near = [m for m in self._ends.get(key(_end(text)), ()) if _host(m.name) == _host(text)]
            return _nearest(self._linked.get(whole(text)) or near) or list(self._cited(text))
        return (
            self._called(text)
            or list(self._cited(text))
            or self._listed(text)
            or _nearest(self._ends.get(key(_SUFFIX.sub("", text)), ()))
            or self._tagged(text)
        )

    def _called(self, text: str) -> list[Match]:
        """Return what has a name: our ids and the headings of a report give way to what others call so."""
        short = self._named.get(key(_SHORT_FORM.sub("", text)), {})
        named = list(self._named.get(key(text), short).values())
        outward = [match for match in named if match.system != OWN]
        return [match for match in outward if match.thing.kind.group not in _OURS] or outward or named

    def _tagged(self, text: str) -> list[Match]:
        """Return what a code names that has its system before it, such as FIPS 27; or that lost a zero."""
        if tagged := _TAGGED.fullmatch(text):
            system = {"wd": "wikidata"}.get(tagged[1], key(tagged[1]))
            found = self.find(tagged[2])
            return [m for m in found if system in key(local(m.system)) or system in _host(m.name)]
        lost = self._named.get(f"0{text}", {}) if text.isdigit() else {}
        return [replace(match, is_doubtful=True) for match in lost.values()]

    def _cited(self, text: str) -> Iterator[Match]:
        """Yield what a citation names: the deepest that the data have of the place that it gives."""
        for reading in readings(text):
            found = self._named.get(key(reading.code), {}).values()
            held = [match for match in found if local(match.system) == reading.system]
            if held:
                rest, is_doubtful = reading.deeper, reading.is_doubtful
                yield from (replace(m, deeper=rest, is_doubtful=is_doubtful) for m in held)
                return

    def _listed(self, text: str) -> list[Match]:
        """Return what the citations of a list name, each thing once, and with it what of the list is not here."""
        found: dict[str, Match] = {}
        absent: list[str] = []
        for first, last in listed(text):
            ends = [(one, list(self._cited(one))) for one in (first, last) if one]
            absent += [one for one, cited in ends if not cited]
            cited = list(self._between(first, last)) if last else []
            for match in cited or (match for _, cited in ends for match in cited):
                before = found.get(match.thing.iri, match)
                deeper = ", ".join(dict.fromkeys(filter(None, (before.deeper, match.deeper))))
                found[match.thing.iri] = replace(match, deeper=deeper)
        return [replace(match, absent=", ".join(absent)) for match in found.values()]

    def _between(self, first: str, last: str) -> Iterator[Match]:
        """Yield what the data have from one place of a law to another, of the same depth."""
        start, end = (next(readings(text)) for text in (first, last))
        of_system = (m for held in self.held.values() for m in held if local(m.system) == start.system)
        for match in sorted(of_system, key=lambda match: natural(match.name)):
            is_as_deep = match.name.count("(") == start.code.count("(")
            if is_as_deep and natural(start.code) <= natural(match.name) <= natural(end.code):
                yield match

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


def _initials(thing: Thing) -> Iterator[str]:
    """Yield the initials of a body: with its country and without, and of what stands before an `and`."""
    short = thing.label.removeprefix("United States ")
    for name in (thing.label, short.replace(" of ", " O"), thing.label.partition(" and ")[0]):
        yield re.sub("[^A-Z]", "", name)


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
