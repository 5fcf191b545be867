"""Find each mention in a text, by program, so that no offset is ever typed by hand.

A mention is looked for in the regions of its part. In a text that lacks the part (an excerpt) or
orders it otherwise, the published quote selector decides; for a table row its label and cells; at
last the stretch between its neighbours in the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from cpgraph.errors import DataError
from cpgraph.evidence.normalise import Normal, SearchText, normalise, running_heads, search_text, without
from cpgraph.records.document import Part
from cpgraph.records.evidence import Located, Mention
from cpgraph.records.statistics import Row

CONTEXTS = (8, 16, 24, 32)
SHRUNK, GROWN, SLACK = 0.5, 1.5, 80  # how a stretch of text may differ in length between extractions
Region = tuple[int, int]
_DIGIT_BEFORE = r"(?<![0-9])(?<![0-9][.,])"
# In a context the number of a note may stand apart from the full stop or bracket before it.
_NOTE_APART = re.compile(r"(\\?[.,;:)\"'])(?=\d)")
_DIGIT_AFTER = r"(?![0-9])(?![.,][0-9])"


@dataclass(frozen=True)
class SourceText:
    """A text ready for searching: its digest, its raw length, its normal form and its search text."""

    sha256: str
    length: int
    normal: Normal
    search: SearchText

    @classmethod
    def of(cls, data: bytes, heads: Sequence[str] = ()) -> SourceText:
        """Prepare the bytes of a UTF-8 text file; running heads with these names are passed over.

        Raises:
            UnicodeDecodeError: the bytes are not UTF-8.
        """
        raw = data.decode("utf-8")
        normal = normalise(raw)
        search = search_text(normal.text)
        if heads:
            search = without(search, running_heads(search, heads))
        return cls(sha256(data).hexdigest(), len(raw), normal, search)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets behind a slice of the search text."""
        return self.normal.raw(*self.search.normal(start, end))


def fold(text: str) -> str:
    """Bring an authored text to the form that is searched."""
    return search_text(normalise(text).text).text


def regions(part: Part, source: SourceText) -> list[Region] | None:
    """The runs of the search text that a part covers; None when an anchor is not there exactly once."""
    found: list[Region] = []
    for span in part.spans:
        text, start_text, end_text = source.search.text, fold(span.from_), fold(span.to) if span.to else ""
        if start_text not in text:
            text, start_text, end_text = text.lower(), start_text.lower(), end_text.lower()
        start = text.find(start_text)
        if start < 0 or text.find(start_text, start + 1) >= 0:
            return None
        end = text.find(end_text, start + 1) if end_text else len(text)
        if end < 0:
            return None
        found.append((start, end))
    return found or None


def note_regions(markers: Mapping[str, str], source: SourceText, notes: Region) -> dict[str, list[Region]]:
    """The runs of single notes: each from its own number to the number of the next one found.

    A note without a place of its number (an empty quote) is one whose beginning is lost: it runs
    from the beginning of the notes.
    """
    starts: list[tuple[int, str]] = []
    for name, quote in markers.items():
        if not quote:
            starts.append((notes[0], name))
            continue
        hits = find_in_part(quote_pattern(quote, loose=True), source.search.text, [notes])
        if len(hits) == 1:
            starts.append((hits[0][0], name))
    starts.sort()
    bounds = [*(start for start, _ in starts), notes[1]]
    return {name: [(bounds[i], bounds[i + 1])] for i, (_, name) in enumerate(starts)}


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
        exact = _DIGIT_BEFORE + exact
    if pieces["exact"][-1:].isdigit() and not pieces["after"]:
        exact += _DIGIT_AFTER
    before, after = (_NOTE_APART.sub(r"\1 ?", re.escape(pieces[name])) for name in ("before", "after"))
    # Folding takes the white space off a text's edges, but in a quote it counts.
    before = r"\ " + before if quote.startswith(" ") else before
    after += r"\ " if quote.endswith(" ") else ""
    if loose:
        before = re.escape(pieces["before"].rstrip()) + r" ?[(\[]?"
        after = r"[.):\]]{0,2} ?" + re.escape(pieces["after"].lstrip(" .):]")) if pieces["after"] else ""
    return f"{before}(?P<exact>{exact}){after}"


def row_pattern(row: Row) -> str:
    """A regular expression for a table row: the label's end, then each printed cell."""
    pattern = re.escape(fold(row.label))
    for index, cell in enumerate(row.cells):
        text = _DIGIT_BEFORE + re.escape(fold(cell)) + _DIGIT_AFTER
        pattern += r"[ %|]*" + (f"(?P<exact>{text})" if index == row.index else text)
    return pattern


def find(pattern: str, text: str, within: Sequence[Region], flags: int = 0) -> list[Region]:
    """All hits of the group `exact` inside the given regions, each once."""
    compiled = re.compile(pattern, flags)
    hits = {match.span("exact") for start, end in within for match in compiled.finditer(text, start, end)}
    return sorted(hits)


def find_in_part(pattern: str, text: str, within: Sequence[Region]) -> list[Region]:
    """As `find`, but where nothing is written so, it may be in other case (small capitals)."""
    return find(pattern, text, within) or find(pattern, text, within, re.IGNORECASE)


def pattern_of(mention: Mention) -> str:
    """The regular expression by which a mention is found."""
    if isinstance(mention.locator, Row):
        return row_pattern(mention.locator)
    return quote_pattern(mention.locator, loose=mention.kind == "note")


def selector(source: SourceText, hit: Region) -> tuple[str, str, str, int]:
    """The shortest prefix and suffix that make a quote unique in a text, else its occurrence."""
    text = source.normal.text
    start, end = source.search.normal(*hit)
    exact = text[start:end]
    for width in CONTEXTS:
        prefix, suffix = text[max(0, start - width) : start], text[end : end + width]
        whole = prefix + exact + suffix
        first = text.find(whole)
        if text.find(whole, first + 1) < 0:
            return exact, prefix, suffix, 0
    occurrence = 1 + sum(
        1 for m in re.finditer(f"(?={re.escape(whole)})", text) if m.start() < start - len(prefix)
    )
    return exact, prefix, suffix, occurrence


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


def part_regions(
    parts: Iterable[Part], notes: Mapping[str, str], source: SourceText
) -> dict[str, list[Region]]:
    """The regions of every part and note that a text holds."""
    found: dict[str, list[Region]] = {}
    for part in parts:
        spans = regions(part, source)
        if spans:
            found[part.id] = spans
            if part.kind == "notes":
                found |= note_regions(notes, source, spans[0])
    return found


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


def locate(
    mentions: Sequence[Mention],
    source: SourceText,
    where: Mapping[str, Sequence[Region]],
    known: Mapping[str, Located] | None = None,
    whole: int = 0,
) -> tuple[dict[str, Region], list[DataError]]:
    """Find mentions in a text; `known` says where they stand in the whole one, of that length.

    Returns:
        The hit of each mention found (in the search text), and an error for each that its part's
        region holds not at all or more than once and that nothing known of it finds either.
    """
    found: dict[str, Region] = {}
    open_: list[tuple[Mention, str, int]] = []
    everywhere = [(0, len(source.search.text))]
    # A row of several cells that no other table prints in the same words may be looked for anywhere.
    patterns = Counter(
        pattern_of(m) for m in mentions if isinstance(m.locator, Row) and len(m.locator.cells) > 1
    )
    telling = {pattern for pattern, times in patterns.items() if times == 1}
    for mention in mentions:
        pattern = pattern_of(mention)
        hits = find_in_part(pattern, source.search.text, where.get(mention.part, ()))
        if len(hits) == 1:
            found[mention.id] = hits[0]
            continue
        item = known.get(mention.id) if known else None
        hit = by_selector(item, source, loose=mention.kind == "note") if item else None
        if hit is None and known and pattern in telling:
            rows = find(pattern, source.search.text, everywhere)
            hit = rows[0] if len(rows) == 1 else None
        if hit is not None:
            found[mention.id] = hit
        else:
            open_.append((mention, pattern, len(hits)))
    stretches = gaps(source, found, known or {}, whole)
    errors: list[DataError] = []
    for mention, pattern, times in open_:
        gap = stretches.get(mention.id)
        hits = find_in_part(pattern, source.search.text, [gap.region]) if gap and gap.here else []
        if len(hits) == 1:
            found[mention.id] = hits[0]
            continue
        stands = f"{times} times" if times else "not at all"
        problem = f"the quote for {mention.part!r} stands {stands} in that part of the text"
        errors.append(
            DataError(mention.place, problem, "Quote what is printed there, just long enough to be unique.")
        )
    return found, errors
