"""Find a quote in a text that another program extracted: other lines, hyphens, marks of notes, running heads."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cpgraph.texts.normalise import Normal, SearchText, normalise, running_heads, search_text, without

SHRUNK, GROWN, SLACK = 0.5, 1.5, 80  # how a stretch of text may differ in length between extractions
LONGEST = 200  # characters of a context
Region = tuple[int, int]
DIGIT_BEFORE = r"(?<![0-9])(?<![0-9][.,])"
# In a context the number of a note may stand apart from the full stop or bracket before it.
_NOTE_APART = re.compile(r"(\\?[.,;:)\"'])(?=\d)")
DIGIT_AFTER = r"(?![0-9])(?![.,][0-9])"


@dataclass(frozen=True, slots=True)
class Located:
    """Where a mention stands: a quote selector, and offsets by extraction (start, end).

    `occurrence` is 0 when prefix, exact and suffix together are unique in the whole text, else the
    number of the occurrence meant, from 1.
    """

    mention: str
    exact: str
    prefix: str
    suffix: str
    occurrence: int
    offsets: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class SourceText:
    """A text ready for searching: its normal form and its search text."""

    normal: Normal
    search: SearchText

    @classmethod
    def of(cls, raw: str, heads: Sequence[str] = ()) -> SourceText:
        """Prepare a text; running heads with these names are passed over."""
        normal = normalise(raw)
        search = search_text(normal.text)
        if heads:
            search = without(search, running_heads(search, heads))
        return cls(normal, search)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets behind a slice of the search text."""
        return self.normal.raw(*self.search.normal(start, end))


def fold(text: str) -> str:
    """Bring an authored text to the form that is searched."""
    return search_text(normalise(text).text).text


def quote_pattern(quote: str, *, loose: bool = False) -> str:
    """A regular expression for an authored quote; its [bracket] becomes the group `exact`.

    Loose is for the numbers of notes and lists, which one extraction sets apart with a space or a
    full stop and another does not.
    """
    before, _, rest = quote.partition("[")
    inner, _, after = rest.partition("]")
    # Fold the quote as one text, so that a hyphen at the bracket's edge is treated as in the source.
    normal = normalise(before + inner + after)
    search = search_text(normal.text)
    low, high = len(before), len(before) + len(inner)
    pieces = {"before": "", "exact": "", "after": ""}
    for position, char in enumerate(search.text):
        raw = normal.starts[search.index[position]]
        pieces["before" if raw < low else "exact" if raw < high else "after"] += char
    exact = re.escape(pieces["exact"])
    # At an open edge a numeral must end where the bracket does; elsewhere the authored context decides.
    if pieces["exact"][:1].isdigit() and not pieces["before"]:
        exact = DIGIT_BEFORE + exact
    if pieces["exact"][-1:].isdigit() and not pieces["after"]:
        exact += DIGIT_AFTER
    before, after = (_NOTE_APART.sub(r"\1 ?", re.escape(pieces[name])) for name in ("before", "after"))
    # Folding takes the white space off a text's edges, but in a quote it counts.
    before = r"\ " + before if quote.startswith(" ") else before
    after += r"\ " if quote.endswith(" ") else ""
    if loose:
        before = re.escape(pieces["before"].rstrip()) + r" ?[(\[]?"
        after = r"[.):\]]{0,2} ?" + re.escape(pieces["after"].lstrip(" .):]")) if pieces["after"] else ""
    return f"{before}(?P<exact>{exact}){after}"


def find(pattern: str, text: str, within: Sequence[Region], flags: int = 0) -> list[Region]:
    """All hits of the group `exact` inside the given regions, each once."""
    compiled = re.compile(pattern, flags)
    hits = {match.span("exact") for start, end in within for match in compiled.finditer(text, start, end)}
    return sorted(hits)


def find_in_part(pattern: str, text: str, within: Sequence[Region]) -> list[Region]:
    """As `find`, but where nothing is written so, it may be in other case (small capitals)."""
    return find(pattern, text, within) or find(pattern, text, within, re.IGNORECASE)


def by_selector(located: Located, source: SourceText, *, loose: bool = False) -> Region | None:
    """Find a published selector in another text; None when it stands there not at all or twice."""
    if located.occurrence:
        return None
    # A hyphen at an edge has lost the letter beside it, which tells whether the search text keeps it.
    before, after = re.sub("^- ?", "", located.prefix), re.sub("- ?$", "", located.suffix)
    quote = f"{_unbracketed(before)}[{_unbracketed(located.exact)}]{_unbracketed(after)}"
    hits = find(quote_pattern(quote, loose=loose), source.search.text, [(0, len(source.search.text))])
    return hits[0] if len(hits) == 1 else None


def _unbracketed(text: str) -> str:
    """Free a context of brackets, which a quote pattern keeps for itself."""
    return text.replace("[", "").replace("]", "")


@dataclass(frozen=True)
class Gap:
    """The stretch of a text between two found mentions that enclose one in the whole text."""

    region: Region
    here: bool  # is the stretch about as long as in the whole text, so that nothing of it is left out?


def gaps(
    source: SourceText, found: Mapping[str, Region], known: Mapping[str, Located], whole: int = 0
) -> dict[str, Gap]:
    """For each known mention that was not found: the stretch where it should stand.

    `whole` is the length of the whole text, by which the stretch behind the last one found is judged.
    """
    if not found:
        return {}
    order = sorted(
        (item.offsets[0][1], item.offsets[0][2], name) for name, item in known.items() if item.offsets
    )
    # Of each fixed point: its place in the order, its bounds in the whole text, its bounds in this one.
    fixed = [
        (index, first, last, *found[name]) for index, (first, last, name) in enumerate(order) if name in found
    ]
    fixed.insert(0, (-1, 0, 0, 0, 0))
    if whole:
        fixed.append((len(order), whole, whole, len(source.search.text), len(source.search.text)))
    result: dict[str, Gap] = {}
    for (low, first, _, start, _), (high, _, last, _, end) in pairwise(fixed):
        if high == low + 1 or start >= end:
            continue
        raw = source.raw(start, end)
        length, usual = raw[1] - raw[0], last - first
        gap = Gap((start, end), SHRUNK * usual <= length <= GROWN * usual + SLACK)
        result |= {name: gap for _, _, name in order[low + 1 : high]}
    return result


def place(
    known: Mapping[str, Located], source: SourceText, whole: int, loose: Collection[str] = ()
) -> dict[str, Region]:
    """Find published selectors in another text, as slices of its search text; `loose` are those of notes.

    What stands there once is found first, and then the rest between its neighbors: in its words, else with a few
    characters of them, else alone.
    """
    found: dict[str, Region] = {}
    for name, item in known.items():
        hit = by_selector(item, source, loose=name in loose)
        if hit:
            found[name] = hit
    for width in (LONGEST, 4, 0):
        for name, gap in gaps(source, found, known, whole).items():
            item, text = known[name], source.search.text
            before, after = item.prefix[max(0, len(item.prefix) - width) :], item.suffix[:width]
            quote = f"{_unbracketed(before)}[{_unbracketed(item.exact)}]{_unbracketed(after)}"
            pattern = quote_pattern(quote, loose=name in loose)
            hits = find_in_part(pattern, text, [gap.region]) if gap.here else []
            if len(hits) == 1:
                found[name] = hits[0]
    return found
