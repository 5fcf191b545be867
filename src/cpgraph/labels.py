"""The words by which populations, observations and breakdowns are called, made from the labels of their parts."""

from __future__ import annotations

from collections.abc import Mapping

from cpgraph.records.data import Report, Shared
from cpgraph.records.statistics import Breakdown, Category, ObservationKey, PopulationKey


class Labels:
    """Names populations, observations and breakdowns of one report in plain words."""

    def __init__(self, report: Report, shared: Shared) -> None:
        """Index the report's categories by scheme and id."""
        self.universes = report.universes
        self.schemes = report.schemes
        self.measures = shared.measures
        self.categories: Mapping[tuple[str, str], Category] = {
            (scheme.id, category.id): category
            for scheme in report.schemes.values()
            for category in scheme.categories
        }

    def period(self, name: str) -> str:
        """Name a period."""
        if name.startswith("cy"):
            return f"calendar year {name.removeprefix('cy')}"
        return f"fiscal years {name.replace('-', ' to ')}" if "-" in name else f"fiscal year {name}"

    def population(self, key: PopulationKey) -> str:
        """Name a population: who, when, and restricted to what."""
        text = f"{self.universes[key.universe].label}, {self.period(key.period)}"
        if key.restrictions:
            text += ": " + "; ".join(self.categories[pair].label for pair in key.restrictions)
        if key.variant:
            text += f" (as counted in {key.variant.replace('-', ' ')})"
        return text

    def observation(self, key: ObservationKey) -> str:
        """Name an observation: what is measured, of whom, of which base."""
        text = f"{self.measures[key.measure].label} of {self.population(key.population)}"
        if key.base is None:
            return text
        if (key.base.universe, key.base.period) == (key.population.universe, key.population.period):
            rest = [self.categories[pair].label for pair in key.base.restrictions]
            return f"{text}, among {'; '.join(rest) if rest else 'all of them'}"
        return f"{text}, among {self.population(key.base)}"

    def breakdown(self, record: Breakdown) -> str:
        """Name a breakdown: whom it divides, by what, and its own id, since a base can be divided so twice."""
        pairs = {pair: None for part in record.parts for pair in part.restrictions}
        schemes = dict.fromkeys(
            scheme for scheme, id_ in pairs if (scheme, id_) not in record.base.restrictions
        )
        universes = dict.fromkeys(part.universe for part in record.parts)
        by = [self.schemes[name].label for name in schemes] or [
            self.universes[name].label for name in universes
        ]
        return f"{self.population(record.base)}, by {' and '.join(by)} ({record.id.replace('-', ' ')})"
