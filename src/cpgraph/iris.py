"""How a record's id becomes an IRI: the only minter of IRIs in the build.

Local names hold `A-Z a-z 0-9 . _ -` only: some SPARQL parsers do not read an escaped slash or
section sign in a prefixed name, and silently find nothing.
"""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from cpgraph.records.shared import DISTRICT_SCHEME
from cpgraph.records.statistics import ObservationKey, PopulationKey
from cpgraph.vocab import BASE, PREFIXES, REPORT_FOLDERS

# the prefixes of what the data name by kind, where they are not called alike
_SHARED = {"document": "source", "fiscal_year": "fy", "measure": "m", "provision": "law", "work": "work"}
_OWN = {"breakdown": "bd", "definition": "def"}
_LOCAL = re.compile(r"[A-Za-z0-9._-]+")


def local_ok(name: str) -> bool:
    """Tell whether a name may be the last segment of an IRI."""
    return _LOCAL.fullmatch(name) is not None


def shared(prefix: str, name: str) -> NamedNode:
    """The IRI of a thing shared by all reports, such as `shared("m", "count")`."""
    if not local_ok(name):
        raise ValueError(f"{name!r} cannot be the last segment of an IRI")
    return NamedNode(PREFIXES[prefix] + name)


def period(name: str) -> NamedNode:
    """The IRI of a period: `2019` (fiscal), `cy2020` (calendar) or `2005-2019` (fiscal years)."""
    if name.startswith("cy"):
        return shared("cy", name.removeprefix("cy"))
    return shared("fys" if "-" in name else "fy", name)


def graph(name: str) -> NamedNode:
    """The IRI of a named graph that is not a report's."""
    return NamedNode(f"{BASE}graph/{name}")


class ReportIris:
    """The IRIs of one report's own resources, by the prefixes of `vocab.REPORT_FOLDERS`."""

    def __init__(self, report: str) -> None:
        """Take the report's id."""
        self.report = NamedNode(f"{BASE}report/{report}")

    def __call__(self, prefix: str, name: str) -> NamedNode:
        """The IRI of one resource, such as `iris("pop", "prod-2019")`."""
        if not local_ok(name):
            raise ValueError(f"{name!r} cannot be the last segment of an IRI")
        return NamedNode(f"{self.report.value}/{REPORT_FOLDERS[prefix]}/{name}")

    def category(self, name: str) -> NamedNode:
        """The concept of a category, such as `location.same`; districts are shared by all reports."""
        scheme, _, local = name.partition(".")
        return shared(scheme, local) if scheme == DISTRICT_SCHEME else self("cat", name)

    def named(self, kind: str, name: object) -> NamedNode:
        """The IRI of a thing as the data name it: by its id, or an observation or population by its expression."""
        text = str(name)
        match kind:
            case "observation":
                return self("obs", ObservationKey.parse(text).local)
            case "population":
                return self("pop", PopulationKey.parse(text).local)
            case "category":
                return self.category(text)
            case "scheme" if text == DISTRICT_SCHEME:
                return NamedNode(PREFIXES[text])
        return shared(_SHARED[kind], text) if kind in _SHARED else self(_OWN.get(kind, kind), text)

    def place(self, part: str) -> NamedNode:
        """The IRI of a printed place: notes, written `note-1`, have IRIs of their own class.

        >>> ReportIris("demo").place("note-1").value.removeprefix(BASE)
        'report/demo/note/1'
        """
        number = part.removeprefix("note-")
        return self("part", part) if number == part else self("note", number)
