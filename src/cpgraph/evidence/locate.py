"""Find each mention in a text, by program, so that no offset is ever typed by hand.

A mention is looked for in the regions of its part. In a text that lacks the part (an excerpt) or
orders it otherwise, the published quote selector decides; for a table row its label and cells; at
last the stretch between its neighbours in the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cpgraph.errors import DataError
from cpgraph.records.document import Part
from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Row
from cpgraph.texts.normalise import search_text
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

CONTEXTS = (6, 10, 14, 18, 22)
LONGEST, RUN = 60, 160  # characters of a quote with what is around it, and of quotes laid together


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
    """Return a quote with the fewest whole words around it that make it unique in a text, else its occurrence.

    Unique is what no other place has, whatever its case and the hyphens in its words.
    """
    text = source.normal.text
    start, end = source.search.normal(*hit)
    exact = text[start:end]
    folded, room = source.search.text.casefold(), (LONGEST - len(exact)) // 2
    for width in CONTEXTS:
        prefix = text[_word_before(text, start, width, room) : start]
        suffix = text[end : _word_after(text, end, width, room)]
        whole = prefix + exact + suffix
        sought = search_text(whole.strip()).text.casefold()
        if folded.count(sought) < 2:
            return exact, prefix, suffix, 0
    return exact, prefix, suffix, _occurrence(text, whole, start - len(prefix))


def _occurrence(text: str, quote: str, start: int) -> int:
    """Return which of its places in a text a quote has that starts there, from one on."""
    return 1 + sum(match.start() < start for match in re.finditer(f"(?={re.escape(quote)})", text))


def apart(found: Mapping[str, Located], hits: Mapping[str, Region], source: SourceText) -> dict[str, Located]:
    """Return quotes that laid together give no run of the text of more than RUN characters.

    Of a longer one, quotes lose what is around them, and carry their occurrence: the one in the middle first.
    """
    result, text = dict(found), source.normal.text
    places = {name: source.search.normal(*hit) for name, hit in hits.items()}
    while True:
        begin, end, run = 0, 0, list[str]()
        for name in sorted(places, key=lambda name: places[name][0] - len(result[name].prefix)):
            item, (start, stop) = result[name], places[name]
            if start - len(item.prefix) > end:
                if end - begin > RUN:
                    break
                begin, run = start - len(item.prefix), []
            end = max(end, stop + len(item.suffix))
            run.append(name)
        around = [name for name in run if result[name].prefix or result[name].suffix]
        if end - begin <= RUN or not around:
            return result
        name = min(around, key=lambda name: abs(2 * places[name][0] - begin - end))
        occurrence = _occurrence(text, result[name].exact, places[name][0])
        result[name] = replace(result[name], prefix="", suffix="", occurrence=occurrence)


def _word_before(text: str, start: int, width: int, room: int) -> int:
    """Return where a context of whole words begins: of about a width, and of no more than the room there is."""
    place = max(0, start - width)
    word = text.rfind(" ", 0, place + 1) + 1
    if start - word > room:
        word = text.find(" ", start - room, start) + 1 or start
    return word


def _word_after(text: str, end: int, width: int, room: int) -> int:
    """Return where a context of whole words ends."""
    place = min(len(text), end + width)
    word = text.find(" ", place - 1 if place > end else place)
    word = len(text) if word < 0 else word
    if word - end > room:
        word = max(text.rfind(" ", end, end + room + 1), end)
    return word


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
