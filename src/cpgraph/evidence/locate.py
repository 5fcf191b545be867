"""Find each mention in a text, by program, so that no offset is ever typed by hand.

A mention is looked for in the regions of its part. In a text that lacks the part (an excerpt) or
orders it otherwise, the published quote selector decides; for a table row its label and cells; at
last the stretch between its neighbours in the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cpgraph.errors import DataError
from cpgraph.records.document import Part
from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Row
from cpgraph.texts.quotes import (
    DIGIT_AFTER,
    DIGIT_BEFORE,
    Located,
    Region,
    SourceText,
    by_selector,
    find,
    find_in_part,
    fold,
    gaps,
    quote_pattern,
)

CONTEXTS = (8, 16, 24, 32)


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


def row_pattern(row: Row) -> str:
    """A regular expression for a table row: the label's end, then each printed cell."""
    pattern = re.escape(fold(row.label))
    for index, cell in enumerate(row.cells):
        text = DIGIT_BEFORE + re.escape(fold(cell)) + DIGIT_AFTER
        pattern += r"[ %|]*" + (f"(?P<exact>{text})" if index == row.index else text)
    return pattern


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
