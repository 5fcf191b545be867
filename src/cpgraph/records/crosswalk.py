"""Which value of a variable of the public datafiles stands for a category, or that none does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """A category or universe of a report, and the values that together are it; without a variable it has none.

    A value is one value (`5`) or those above one (`>180`). The years are those that the source documents.
    """

    report: str
    kind: str
    name: str
    iri: str
    variable: str
    values: tuple[str, ...]
    years: tuple[int, ...]
    source: str
    note: str
