"""Everything that has a page: its kind, its label, its address and its order; and what properties are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import yaml

from cpgraph import vocab
from cpgraph.web.engine.base import GraphInfo

if TYPE_CHECKING:
    from cpgraph.web.pages.index import Catalog, Source
    from cpgraph.web.pages.names import Names

SUFFIXES: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
}
"""Suffix of a document to its media type; the order is the order of preference."""
HASH_DOCUMENTS: Final = ("ns", "shapes", "house", "problems")
"""Documents whose parts have hash IRIs."""

_HERE: Final = Path(__file__).parent
_DIGITS: Final = re.compile(r"(\d+)")


@cache
def named(name: str) -> str:
    """Return the IRI of a prefixed name; a name that no vocabulary of the project has is an error.

    >>> named("rdfs:label")
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, local_ = name.partition(":")
    return vocab.NAMESPACES[prefix][local_].value


_CALLED: Final = yaml.safe_load((_HERE / "property_labels.yaml").read_text(encoding="utf-8"))
LABELS: Final[Mapping[str, str]] = {
    vocab.LICENSE: "CC0 1.0",
    **{named(name): label for name, label in _CALLED["labels"].items()},
}
"""What properties and units are called that have no label in the graph."""
INVERSE: Final[Mapping[str, str]] = {named(name): label for name, label in _CALLED["inverse"].items()}
"""What a property is called when it is read from its value to its subject."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: `id` names its list, `group` is where the list is offered, `view` the page it has."""

    id: str
    group: str
    one: str
    many: str
    view: str = "generic"
    classes: str = ""


KINDS: Final = {
    id_: Kind(id_, **given)
    for id_, given in yaml.safe_load((_HERE / "kinds.yaml").read_text(encoding="utf-8")).items()
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a page."""

    iri: str
    kind: Kind
    label: str
    about: str = ""
    aliases: tuple[str, ...] = ()
    order: int = 0
    printed: tuple[str, ...] = ()
    """The value of a number as its places print it, and as it is kept."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By what it can be narrowed down: its kind, and for a number what it is a number of."""
    quotes: tuple[str, ...] = ()
    """The words of the report that a claim restates."""

    @property
    def value(self) -> str:
        """Its value in digits, as the first place prints it that has any; nothing for what is no number."""
        return next((form for form in self.printed if form[:1].isdigit()), next(iter(self.printed), ""))

    @property
    def view(self) -> str:
        """The name of its page."""
        name = self.iri.removeprefix(vocab.BASE)
        return name if name in HASH_DOCUMENTS else self.kind.view

    @property
    def href(self) -> str:
        """The path of its page."""
        return document(self.iri)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """What it is sorted by: printed numbers first, the order of its kind, its label with numbers as numbers."""
        return (self.is_computed, self.order, natural(self.label), self.iri)

    @property
    def is_computed(self) -> bool:
        """Whether it is a number that no part of a report prints."""
        return "measure" in self.facets and "part" not in self.facets


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that has a page, by its IRI; and what all pages say of the data."""

    info: GraphInfo
    things: Mapping[str, Thing]
    by_kind: Mapping[str, tuple[Thing, ...]]
    catalog: Catalog
    verdicts: Mapping[str, int]
    """How many comparisons of the prose have each verdict, most frequent first."""
    report: Thing | None
    """Where the data come from: the first report that they describe."""
    source: Source
    """Who published that, when, and where."""
    names: Names
    """By what they are found."""

    def dataset(self, iri: str) -> str:
        """Return the dataset that a thing stands in: that of its report, else the whole."""
        for node in self.catalog.datasets:
            if any(f"{iri}/".startswith(f"{source['@id']}/") for source in node.get("isBasedOn", ())):
                return str(node["@id"])
        return self.catalog.whole

    def report_of(self, iri: str) -> str:
        """Return the name of the report that a thing is of, else of the first."""
        of = [report for report in self.by_kind.get("reports", ()) if f"{iri}/".startswith(f"{report.iri}/")]
        return next((report.label for report in of), self.report.label if self.report else "")

    def label(self, iri: str) -> str:
        """Return the label of a thing; of what is not ours its short name."""
        thing = self.things.get(iri)
        return thing.label if thing else LABELS.get(iri) or shorten(iri)

    def page(self, iri: str) -> str:
        """Return the path of the page of a thing, or nothing."""
        thing = self.things.get(iri)
        return thing.href if thing else ""

    def snippet(self, thing: Thing) -> str:
        """Return what a list says beside a label: where a number is printed; a definition, or other names."""
        if "measure" in thing.facets:
            return (
                ", ".join(map(self.label, self.sorted(thing.facets.get("part", ()))))
                or "nowhere: computed here"
            )
        label, code = thing.label.casefold(), thing.iri.rpartition("/")[2].casefold()
        others = (name for name in thing.aliases if name.casefold() != label)
        return thing.about or ", ".join(name for name in others if not code.endswith(name.casefold()))

    def summary(self, thing: Thing) -> str:
        """Return what a page is about, in a line: what is printed, what it is, what is said of it."""
        printed = f"{thing.value}: " if thing.printed else ""
        kind = f"{thing.kind.one[:1].upper()}{thing.kind.one[1:]}"
        report = f" {kind}, {self.report.label}." if self.report else ""
        told = self.snippet(thing)
        return f"{printed}{thing.label}.{report}{f' {told}' if told else ''}"

    def total(self, kind: str) -> str:
        """Return how many things of a kind there are, numbers by whether they are printed or computed here."""
        computed, things = sum(thing.is_computed for thing in self.by_kind[kind]), len(self.by_kind[kind])
        return f"{things - computed:,} printed, {computed:,} computed here" if computed else f"{things:,}"

    def siblings(self, iri: str) -> tuple[Thing, ...]:
        """Return the things of the kind of a thing, in order; with those of kinds that have the same page."""
        if iri not in self.things:
            return ()
        kind = self.things[iri].kind
        like = (other.id for other in KINDS.values() if other.view == kind.view != "generic")
        return tuple(t for id_ in dict.fromkeys((kind.id, *like)) for t in self.by_kind.get(id_, ()))

    def coded(self, text: str) -> str:
        """Return a code with the system that it is of, any other text as it is."""
        system = self.things.get(getattr(text, "datatype", ""))
        return f"{text} ({system.label})" if system else text

    def within(self, path: str) -> str:
        """Return the kind of most things right below a path, as of /district; nothing where it is none of a list."""
        size, start = path.count("/") + 1, f"{path}/"
        names = ((t, t.iri.removeprefix(vocab.BASE)) for t in self.things.values() if t.kind.view != "effect")
        kinds = Counter(t.kind.id for t, n in names if n.startswith(start) and n.count("/") == size)
        return kinds.most_common(1)[0][0] if kinds else ""

    def choices(self, value: str) -> dict[str, str]:
        """Return what stands beside a value that a question takes, with labels: things, or fiscal years."""
        if len(value) == 4 and value.isdecimal():
            years = f"{vocab.BASE}fiscal-year/"
            return {local(t.iri): t.label for t in self.by_kind.get("periods", ()) if t.iri.startswith(years)}
        return {t.iri.removeprefix(vocab.BASE): t.label for t in self.siblings(vocab.BASE + value)}

    def order(self, iri: str) -> tuple[object, ...]:
        """Return what things are sorted by; what has no page comes last."""
        thing = self.things.get(iri)
        return thing.sort_key if thing else (True, 1 << 30, natural(shorten(iri)), iri)

    def sorted(self, iris: Iterable[str]) -> list[str]:
        """Return things in order, each once."""
        return sorted(set(iris), key=self.order)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what makes names sort with their numbers as numbers.

    >>> sorted(["Table 10", "Table 2"], key=natural)
    ['Table 2', 'Table 10']
    """
    pieces = _DIGITS.split(name.casefold())
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in pieces if p)


def document(iri: str, suffix: str = "html") -> str:
    """Return the path of a document about a thing under the base.

    >>> document(vocab.BASE + "law/x.1"), document(vocab.BASE + "m/", "ttl"), document(vocab.BASE + "ns#A")
    ('/law/x.1.html', '/m/index.ttl', '/ns#A')
    """
    path, hash_, fragment = iri.removeprefix(vocab.BASE).partition("#")
    first = path.partition("/")[0]
    if first in HASH_DOCUMENTS:  # a version of one has the same document
        if suffix != "html":
            return f"/{first}.{suffix}"
        return f"/{first}{hash_}{quote(fragment)}"
    return f"/{quote(f'{path}index' if not path or path.endswith('/') else path)}.{suffix}"


def is_ours(iri: str) -> bool:
    """Return whether an IRI is under the base."""
    return iri.startswith(vocab.BASE)


def local(iri: str) -> str:
    """Return what an IRI ends in.

    >>> local(vocab.BASE + "measure/"), local(vocab.BASE + "ns#Table")
    ('measure', 'Table')
    """
    bare = iri.rstrip("/#")
    return bare[max(bare.rfind("/"), bare.rfind("#")) + 1 :]


def shorten(iri: str) -> str:
    """Return an IRI with a prefix of the project where it has one.

    >>> shorten("http://purl.org/linked-data/cube#Observation"), shorten("https://www.example.org/a/b?of=" + 20 * "9")
    ('qb:Observation', 'example.org: b')
    """
    name = local(iri)
    space = iri[: len(iri) - len(name)]
    prefix = next((p for p, namespace in vocab.PREFIXES.items() if namespace == space), None)
    if prefix:
        return f"{prefix}:{name}"
    if is_ours(iri):
        return iri.removeprefix(vocab.BASE)
    name = name if len(name) < 24 else name.partition("?")[0]  # nobody reads a long query
    host = iri.partition("://")[2].partition("/")[0].removeprefix("www.")
    return f"{host}: {name}" if host and name and name not in host else host or iri
