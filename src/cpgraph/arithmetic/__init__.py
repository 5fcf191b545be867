"""What follows from the printed numbers; nothing here is printed, and every result names its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpgraph.arithmetic.bases import fitting_sizes
from cpgraph.arithmetic.claims import Judged, judge
from cpgraph.arithmetic.derived import DerivedValue, Size
from cpgraph.arithmetic.means import computed_means
from cpgraph.arithmetic.sizes import generalisations, sizes
from cpgraph.records.data import Report
from cpgraph.records.statistics import PopulationKey

__all__ = ["Computed", "DerivedValue", "Judged", "Size", "compute", "generalisations"]

# Which derived measure holds the computed mean of which printed one.
MEANS = {"mean-sentence": "derived-mean-sentence"}


@dataclass(frozen=True)
class Computed:
    """What follows from a report's printed numbers."""

    sizes: Mapping[PopulationKey, Size]
    derived: tuple[DerivedValue, ...]
    claims: tuple[Judged, ...]


def compute(report: Report) -> Computed:
    """Size populations, compute means, search the sizes that fit unknown bases, judge the claims."""
    found, derived = sizes(report)
    for measure, name in MEANS.items():
        derived += computed_means(report, measure, name, found)
    derived += fitting_sizes(report, found)
    ordered = tuple(sorted(derived, key=lambda item: item.key.local))
    return Computed(found, ordered, judge(report, ordered))
