"""Evidence: a printed place, and what it is evidence of."""

from __future__ import annotations

from dataclasses import dataclass

from cpgraph.errors import Place
from cpgraph.records.statistics import Row


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed place of one thing.

    `kind` and `body` name what is evidenced (an observation, a legal fact, a note marker, ...);
    `property` says which of its values; `locator` is a table row or a quote with one [bracket]; `row` is that of
    `statistics.Occurrence`.
    """

    id: str
    kind: str
    body: str
    part: str
    locator: Row | str
    printed: str
    how: str
    place: Place
    property: str = ""
    row: tuple[int, str] = (0, "")
