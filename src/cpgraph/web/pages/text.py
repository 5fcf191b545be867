"""The reader: a report's own text, from a copy that the user has, with what the data know of each place in it.

The copy stays in memory: it is part of no file of the build and of no graph.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from cpgraph import vocab
from cpgraph.results import Job
from cpgraph.texts.copies import Copy
from cpgraph.texts.marks import STYLES, Mark, Marked
from cpgraph.texts.quotes import Located, SourceText, place
from cpgraph.web.pages import sections
from cpgraph.web.pages.filters import BADGES
from cpgraph.web.pages.page import Rows, job_of
from cpgraph.web.pages.things import local

_OWN: Final = (
    0.05  # share of the printed places that must be found: in another publication a word or two may be
)

State = tuple[str, str]
"""How a thing looks, and what was found of it: a verdict, a severity, `recomputed`, or nothing."""
_KNOWN: Final[State] = ("known", "")


class Place(NamedTuple):
    """Where a mention stands in a copy: its address, what the place is called, and the page in a citation of a PDF."""

    start: int
    href: str
    name: str
    cited: str


class Texts:
    """The copies of reports that are at hand, and, once that is known, what is marked in them, by report."""

    def __init__(self, copies: Sequence[Copy] = ()) -> None:
        """Keep the copies."""
        self.copies = copies
        self.marked: Mapping[str, Marked] = {}

    async def load(self, ask: Callable[[Job], Awaitable[Rows]]) -> Mapping[str, Place]:
        """Mark the copies with what is served; return where each mention stands. Raises `Problem`."""
        if self.copies:
            found = await ask(job_of(sections.query("text", is_of_thing=False)))
            self.marked = await asyncio.to_thread(marked, found, self.copies)
        return {mark.mention: _place(of, mark) for of in self.marked.values() for mark in of.marks}


def _place(of: Marked, mark: Mark) -> Place:
    name = of.copy.place(mark.start)
    href = f"/report/{local(of.report)}/text/{of.copy.sheet(mark.start)}#{local(mark.mention)}"
    return Place(mark.start, href, name, f"{name} of the PDF" if of.copy.pages else "")


def marked(found: Rows, copies: Iterable[Copy]) -> dict[str, Marked]:
    """Return for each report the copy in which most of its places are found, where it is a text of that report."""
    best: dict[str, Marked] = {}
    loose = {row.mention for row in found["mention"] if row.motive == vocab.OA.linking.value}
    rows, states = {str(row.mention): row for row in found["mention"]}, _states(found)

    def mark(name: str, low: int, high: int) -> Mark:
        row = rows[name]
        state = min((states.get(thing, _KNOWN) for thing in (row.body, name)), key=_rank)
        return Mark(low, high, name, row.body, row.part, *state)

    for copy in copies:
        for report, known in _known(found).items():
            spans = _spans(found, report, copy, known, loose)
            least = len(best[report].marks) if report in best else _OWN * len(known)
            if len(spans) > least:
                lost = [name for name in known if name not in spans]
                best[report] = Marked(
                    report, copy, sorted(mark(name, *span) for name, span in spans.items()), lost
                )
    return best


def _known(found: Rows) -> Mapping[str, Mapping[str, Located]]:
    """Return the selectors of the mentions of each report, with their places in its texts, the whole one first."""
    sizes = {row.text: int(row.extent) for row in found["text"]}
    places: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in sorted(found["offset"], key=lambda row: -sizes[row.text]):
        places[row.mention].append((row.text, int(row.start), int(row.end)))
    known: dict[str, dict[str, Located]] = defaultdict(dict)
    for row in found["mention"]:
        words = row.exact, row.prefix, row.suffix, int(row.occurrence or 0)
        known[row.report][row.mention] = Located(row.mention, *words, tuple(places[row.mention]))
    return known


def _spans(
    found: Rows, report: str, copy: Copy, known: Mapping[str, Located], loose: Collection[str]
) -> Mapping[str, tuple[int, int]]:
    """Return where mentions stand in a copy: as the data say of a known text, else where their words are found."""
    texts = [row for row in found["text"] if row.report == report]
    same = next((row.text for row in texts if row.sha256 == copy.sha256), "")
    if same:
        offsets = ((name, place) for name, item in known.items() for place in item.offsets)
        return {name: (low, high) for name, (text, low, high) in offsets if text == same}
    names = [(row.title, row.publisher) for row in found["report"] if row.report == report]
    source = SourceText.of(copy.text, [head for pair in names for head in pair if head])
    whole = max((int(row.extent) for row in texts), default=0)
    return {name: source.raw(*hit) for name, hit in place(known, source, whole, loose).items()}


def _states(found: Rows) -> Mapping[str, State]:
    """Return the worst state of each thing of which something is known."""
    states: dict[str, State] = {row.body: ("good", "recomputed") for row in found["recomputed"]}
    judged = [(row.body, (BADGES.get(row.verdict, "even"), str(row.verdict))) for row in found["verdict"]]
    for row in found["anomaly"]:  # a slight one is to be seen too
        style = "bad" if BADGES.get(row.verdict) == "bad" else "weak"
        judged += [(row.body, (style, str(row.verdict)))]
    for thing, state in judged:
        states[thing] = min(state, states.get(thing, _KNOWN), key=_rank)
    return states


def _rank(state: State) -> int:
    return STYLES.index(state[0])
