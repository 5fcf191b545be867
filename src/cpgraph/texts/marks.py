"""A copy with marks on it: the places where something is printed, and the runs between their bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from cpgraph.texts.copies import Copy

STYLES: Final = ("bad", "weak", "good", "even", "known")
"""How marks look, from the worst on."""


class Mark(NamedTuple):
    """A printed place in a copy: its bounds, what is printed there, how that looks, and what was found of it."""

    start: int
    end: int
    mention: str
    body: str
    part: str
    style: str
    found: str

    @property
    def rank(self) -> tuple[int, int, str]:
        """The order of several marks at the same words: the worst is first, then the shortest."""
        return STYLES.index(self.style), self.end - self.start, self.mention


class Piece(NamedTuple):
    """A run of the text with the marks that cover it in their order, and those that begin or end with it."""

    text: str
    over: Sequence[Mark]
    begins: Sequence[Mark]
    ends: Sequence[Mark]


@dataclass(frozen=True)
class Marked:
    """A copy of a report with the marks that were found in it, in order; `lost` are the mentions that were not."""

    report: str
    copy: Copy
    marks: Sequence[Mark]
    lost: Sequence[str]

    @cached_property
    def by_part(self) -> Mapping[str, Mark]:
        """The first mark in each part of the report, in the order of the copy."""
        found: dict[str, Mark] = {}
        for mark in self.marks:
            found.setdefault(mark.part, mark)
        return found

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many marks look like what."""
        return Counter(mark.style for mark in self.marks)

    def on(self, number: int) -> list[Mark]:
        """Return the marks that begin on a page."""
        low, high = self.copy.bounds(number)
        return [mark for mark in self.marks if low <= mark.start < high]

    def pieces(self, number: int) -> Iterator[Piece]:
        """Yield the text of a page, cut at the bounds of its marks."""
        low, high = self.copy.bounds(number)
        here = [mark._replace(end=min(mark.end, high)) for mark in self.on(number)]
        edges = {low, high, *(mark.start for mark in here), *(mark.end for mark in here)}
        for start, end in pairwise(sorted(edges)):
            over = sorted((m for m in here if m.start <= start and end <= m.end), key=lambda mark: mark.rank)
            begins = [mark for mark in over if mark.start == start]
            yield Piece(self.copy.text[start:end], over, begins, [mark for mark in over if mark.end == end])
