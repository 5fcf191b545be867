"""Statistics: measures, universes, categories, populations, tables, and the data they print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import Field

from cpgraph.errors import Place
from cpgraph.intervals import Printed
from cpgraph.records.common import Basis, ExtractionMethod, LawId, Line, Record, Slug

_PERIOD = re.compile(r"(?:cy)?\d{4}|\d{4}-\d{4}")


class Measure(Record, names={"broader": "measure"}):
    """What a number measures: a statistic of a variable, in a unit; `broader` is it whatever its origin."""

    id: Slug
    label: Line
    alt: tuple[Line, ...] = ()
    broader: Slug | None = None
    definition: Line
    statistic: Literal["Count", "Mean", "Minimum", "Maximum", "Proportion"]
    variable: Line
    unit: Literal["count", "percent", "months", "years"]
    needs_base: bool = False
    exact: bool = False
    derived: bool = False


class Universe(Record, names={"part_of": "universe"}):
    """The kind of thing that a population holds."""

    id: Slug
    label: Line
    counts: Line
    definition: Line
    alt: tuple[Line, ...] = ()
    part_of: Slug | None = None


class Category(
    Record,
    names={
        "concerns": "conduct",
        "application_of": "provision",
        "minimum_set_by": "legal fact",
        "cross_reference_from": "provision",
        "cross_reference_to": "provision",
    },
):
    """One value of a scheme; `concerns` ties it to conduct, `application_of` to a provision."""

    id: str = Field(pattern=r"^[a-z0-9][A-Za-z0-9._-]*$")
    label: Line
    alt: tuple[Line, ...] = ()
    broader: str | None = None
    concerns: tuple[Slug, ...] = ()
    minimum_set_by: tuple[LawId, ...] = ()
    application_of: LawId | None = None
    criminal_history: Literal["I", "II", "III", "IV", "V", "VI"] | None = None
    cross_reference_from: LawId | None = None
    cross_reference_to: LawId | None = None
    definition: Line | None = None
    note: Line | None = None


class Scheme(Record):
    """A list of categories by which a population is restricted."""

    id: Slug
    label: Line
    definition: Line | None = None
    categories: tuple[Category, ...]


class BreakdownIn(Record):
    """How parts cover a base, as written: in a table file (categories) or alone (populations).

    `basis` is how it is known whether the parts overlap, and, where `exhaustivity_basis` is absent, whether they
    leave anyone out; `figure` is the figure that draws them, where its numbers are in no known text.
    """

    id: Slug
    part: Slug | None = None
    figure: Slug | None = None
    of: str = ""
    parts: tuple[str, ...] = Field(min_length=2)
    exclusivity: Literal["Exclusive", "Overlapping", "Unstated"]
    exhaustivity: Literal["Exhaustive", "Partial", "Unstated"]
    unaccounted: int | None = Field(default=None, ge=0)
    basis: Basis
    exhaustivity_basis: Basis | None = None
    note: Line | None = None


class TableIn(Record):
    """What a table or chart counts, of whom, when, and how its rows cover their base."""

    part: Slug
    universe: Slug
    period: str
    scheme: Slug | None = None
    how: ExtractionMethod
    order: tuple[Slug, ...] = Field(min_length=1)
    base: str | None = None
    base_basis: Basis = "StatedInReport"
    breakdowns: tuple[BreakdownIn, ...] = ()
    note: Line | None = None


class GapIn(Record, names={"part": "part", "measure": "measure", "population": "population"}):
    """A figure or series whose values are in no known text."""

    id: Slug
    part: Slug
    measure: Slug
    population: str | None = None
    period: str | None = None
    reason: Line


@dataclass(frozen=True, slots=True, order=True)
class PopulationKey:
    """Who is counted: a universe, a period and a set of category restrictions.

    `variant` names the part whose own count of the same description differs from another part's.
    """

    universe: str
    period: str
    restrictions: tuple[tuple[str, str], ...] = ()
    variant: str = ""

    @classmethod
    def parse(cls, text: str) -> PopulationKey:
        """Read `universe/period[/scheme.category]*[@part]`; the restrictions are sorted.

        Raises:
            ValueError: the text does not have that form, or names a category twice.

        >>> PopulationKey.parse("prod/2019/location.same").local
        'prod-2019_location.same'
        """
        body, _, variant = text.partition("@")
        universe, _, rest = body.partition("/")
        period, *names = rest.split("/")
        pairs = [tuple(name.partition(".")[::2]) for name in names]
        if not universe or not _PERIOD.fullmatch(period) or any(not a or not b for a, b in pairs):
            raise ValueError(f"{text!r} is not universe/period[/scheme.category]*[@part]")
        if len(set(pairs)) != len(pairs):
            raise ValueError(f"{text!r} names a category twice")
        return cls(universe, period, tuple(sorted((a, b) for a, b in pairs)), variant)

    @property
    def local(self) -> str:
        """The last segment of the population's IRI."""
        names = [f"{self.universe}-{self.period}", *(f"{a}.{b}" for a, b in self.restrictions)]
        if self.variant:
            names.append(f"counted-in-{self.variant}")
        return "_".join(names)

    def __str__(self) -> str:
        """Give the expression that `parse` reads."""
        names = [self.universe, self.period, *(f"{a}.{b}" for a, b in self.restrictions)]
        return "/".join(names) + (f"@{self.variant}" if self.variant else "")

    def within(self, other: PopulationKey) -> bool:
        """Tell whether this population is `other` with further restrictions."""
        return (
            not other.variant
            and (self.universe, self.period) == (other.universe, other.period)
            and set(other.restrictions) <= set(self.restrictions)
            and self != other
        )


@dataclass(frozen=True, slots=True, order=True)
class ObservationKey:
    """What makes a datum unique: measure, population and, for a share, its base."""

    measure: str
    population: PopulationKey
    base: PopulationKey | None = None

    @classmethod
    def parse(cls, text: str) -> ObservationKey:
        """Read `measure population [of base]`, as claims and anomalies refer to data."""
        words = text.split()
        if len(words) == 2:
            return cls(words[0], PopulationKey.parse(words[1]))
        if len(words) == 4 and words[2] == "of":
            return cls(words[0], PopulationKey.parse(words[1]), PopulationKey.parse(words[3]))
        raise ValueError(f"{text!r} is not `measure population [of base]`")

    @property
    def local(self) -> str:
        """The last segment of the observation's IRI."""
        name = f"{self.measure}_{self.population.local}"
        return f"{name}_of_{self.base.local}" if self.base else name

    def __str__(self) -> str:
        """Give the reference that `parse` reads."""
        return f"{self.measure} {self.population}" + (f" of {self.base}" if self.base else "")


@dataclass(frozen=True, slots=True)
class Row:
    """Evidence by table row: the end of the printed label, the row's cells, and which cell it is."""

    label: str
    cells: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One printed place of one number. `printed` is None for a term such as life."""

    place: Place
    part: str
    key: ObservationKey
    printed: Printed | None
    term: str
    locator: Row | str
    how: ExtractionMethod
    base_basis: Basis
    unit: str
    row: tuple[int, str] = (0, "")
    """In a table or figure: which row it is, from 1, and what that is called, where its name is printed."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A datum with all its printed places; value, decimals and unit come from the most exact one."""

    key: ObservationKey
    value: Decimal | None
    term: str
    decimals: int
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    how: ExtractionMethod
    base_basis: Basis
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How populations cover a base population."""

    id: str
    part: str
    figure: str | None
    base: PopulationKey
    parts: tuple[PopulationKey, ...]
    exclusivity: str
    exhaustivity: str
    unaccounted: int | None
    basis: str
    exhaustivity_basis: str
    note: str | None
