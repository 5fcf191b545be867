"""What the files of a report may name of each other and of what all reports share."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cpgraph.errors import Place
from cpgraph.reader.files import Problems
from cpgraph.records.statistics import Measure, ObservationKey, PopulationKey, Scheme

BRACKET_LIMIT, QUOTE_LIMIT = 24, 56
_BRACKET = re.compile(r"\[([^\[\]]+)\]")


@dataclass
class Scope:
    """The known names by kind, the populations used, and where to note the names that do not exist."""

    problems: Problems
    measures: Mapping[str, Measure]
    schemes: Mapping[str, Scheme]
    names: dict[str, Collection[Any]]
    used: set[PopulationKey] = field(default_factory=set)

    def knows(self, kind: str, name: object, place: Place) -> bool:
        """Tell whether a name, if there is one, exists."""
        if kind == "observation":
            return self.observation(str(name), place) is not None
        if kind == "population":
            return self.population(str(name), place) is not None
        names = self.names.get(kind, ())
        if kind == "category":
            scheme = str(name).partition(".")[0]
            if not self.knows("scheme", scheme, place):
                return False
            names = {f"{scheme}.{item.id}" for item in self.schemes[scheme].categories}
        return self.problems.knows(kind, name, names, place)

    def population(self, text: str, place: Place) -> PopulationKey | None:
        """Read a population expression and check each of its names."""
        try:
            key = PopulationKey.parse(text)
        except ValueError as error:
            self.problems.add(place, str(error), "Write it as in data/README.md.")
            return None
        checked = [
            self.knows("universe", key.universe, place),
            self.knows("part", key.variant or None, place),
            *(self.knows("category", f"{scheme}.{name}", place) for scheme, name in key.restrictions),
        ]
        if not all(checked):
            return None
        self.used.add(key)
        return key

    def observation(self, text: str, place: Place) -> ObservationKey | None:
        """Read a reference to an observation and check its names."""
        try:
            key = ObservationKey.parse(text)
        except ValueError as error:
            self.problems.add(place, str(error), "Write it as in data/README.md.")
            return None
        checked = [
            self.knows("measure", key.measure, place),
            *(self.knows("population", other, place) for other in (key.population, key.base) if other),
        ]
        return key if all(checked) else None


def fiscal_years(keys: Iterable[PopulationKey]) -> set[str]:
    """The fiscal years of populations, alone or within a span."""
    spans = (key.period.partition("-") for key in keys if key.period[0].isdigit())
    return {str(year) for first, _, last in spans for year in range(int(first), int(last or first) + 1)}


def bracketed(quote: str, place: Place, problems: Problems) -> str | None:
    """What stands in a quote's only [bracket]; a quote that breaks the limits is noted."""
    inner = _BRACKET.findall(quote)
    if len(inner) != 1 or quote.count("[") != 1 or quote.count("]") != 1:
        problems.add(place, f"the quote {quote!r} must hold one [bracket]", "Bracket what it shows.")
        return None
    if len(inner[0]) > BRACKET_LIMIT or len(quote) > QUOTE_LIMIT:
        remedy = f"Keep the bracket within {BRACKET_LIMIT} and the quote within {QUOTE_LIMIT} characters."
        problems.add(place, f"the quote {quote!r} is too long", remedy)
        return None
    return str(inner[0])
