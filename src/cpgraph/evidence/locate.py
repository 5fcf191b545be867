"""Find each mention in a text, by program, so that no offset is ever typed by hand.

A mention is looked for in the regions of its part. In a text that lacks the part (an excerpt) or
orders it otherwise, the published quote selector decides, whole or with one half of its context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cpgraph.errors import DataError
from cpgraph.evidence.normalise import Normal, Skeleton, normalise, skeleton
from cpgraph.records.document import Part
from cpgraph.records.evidence import Located, Mention
from cpgraph.records.statistics import Row

CONTEXTS = (8, 16, 24, 32)
Region = tuple[int, int]
_DIGIT_BEFORE = r"(?<![0-9])(?<![0-9][.,])"
_DIGIT_AFTER = r"(?![0-9])(?![.,][0-9])"


@dataclass(frozen=True)
class Source:
    """A text ready for searching: its digest, its raw length, its normal form and its skeleton."""

    sha256: str
    length: int
    normal: Normal
    bones: Skeleton

    @classmethod
    def of(cls, data: bytes) -> Source:
        """Prepare the bytes of a UTF-8 text file.

        Raises:
            UnicodeDecodeError: the bytes are not UTF-8.
        """
        raw = data.decode("utf-8")
        normal = normalise(raw)
        return cls(sha256(data).hexdigest(), len(raw), normal, skeleton(normal.text))

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets behind a slice of the skeleton."""
        return self.normal.raw(*self.bones.normal(start, end))


def fold(text: str) -> str:
    """Bring an authored text to the form that is searched."""
    return skeleton(normalise(text).text).text


def regions(part: Part, source: Source) -> list[Region] | None:
    """The runs of the skeleton that a part covers; None when an anchor is not there exactly once."""
    found: list[Region] = []
    text = source.bones.text
    for span in part.spans:
        start_text, end_text = fold(span.from_), fold(span.to) if span.to else ""
        start = text.find(start_text)
        if start < 0 or text.find(start_text, start + 1) >= 0:
            return None
        end = text.find(end_text, start + 1) if end_text else len(text)
        if end < 0:
            return None
        found.append((start, end))
    return found or None


def note_regions(markers: Mapping[str, str], source: Source, notes: Region) -> dict[str, list[Region]]:
    """The runs of single notes: each from its own number to the number of the next one found.

    A note without a place of its number (an empty quote) is one whose beginning is lost: it runs
    from the beginning of the notes.
    """
    starts: list[tuple[int, str]] = []
    for name, quote in markers.items():
        if not quote:
            starts.append((notes[0], name))
            continue
        hits = list(re.finditer(quote_pattern(quote), source.bones.text[notes[0] : notes[1]]))
        if len(hits) == 1:
            starts.append((notes[0] + hits[0].start("exact"), name))
    starts.sort()
    bounds = [*(start for start, _ in starts), notes[1]]
    return {name: [(bounds[i], bounds[i + 1])] for i, (_, name) in enumerate(starts)}


def quote_pattern(quote: str) -> str:
    """A regular expression for an authored quote; its [bracket] becomes the group `exact`."""
    before, _, rest = quote.partition("[")
    inner, _, after = rest.partition("]")
    # Fold the quote as one text, so that a hyphen at the bracket's edge is treated as in the source.
    normal = normalise(before + inner + after)
    bones = skeleton(normal.text)
    low, high = len(before), len(before) + len(inner)
    pieces = {"before": "", "exact": "", "after": ""}
    for position, char in enumerate(bones.text):
        raw = normal.starts[bones.index[position]]
        pieces["before" if raw < low else "exact" if raw < high else "after"] += char
    exact = re.escape(pieces["exact"])
    # At an open edge a numeral must end where the bracket does; elsewhere the authored context decides.
    if pieces["exact"][:1].isdigit() and not pieces["before"]:
        exact = _DIGIT_BEFORE + exact
    if pieces["exact"][-1:].isdigit() and not pieces["after"]:
        exact += _DIGIT_AFTER
    return f"{re.escape(pieces['before'])}(?P<exact>{exact}){re.escape(pieces['after'])}"


def row_pattern(row: Row) -> str:
    """A regular expression for a table row: the label's end, then each printed cell."""
    pattern = re.escape(fold(row.label))
    for index, cell in enumerate(row.cells):
        text = _DIGIT_BEFORE + re.escape(fold(cell)) + _DIGIT_AFTER
        pattern += r"[ %|]*" + (f"(?P<exact>{text})" if index == row.index else text)
    return pattern


def find(pattern: str, text: str, within: Sequence[Region]) -> list[Region]:
    """All hits of the group `exact` inside the given regions, each once."""
    compiled = re.compile(pattern)
    hits = {match.span("exact") for start, end in within for match in compiled.finditer(text, start, end)}
    return sorted(hits)


def pattern_of(mention: Mention) -> str:
    """The regular expression by which a mention is found."""
    if isinstance(mention.locator, Row):
        return row_pattern(mention.locator)
    return quote_pattern(mention.locator)


def selector(source: Source, hit: Region) -> tuple[str, str, str, int]:
    """The shortest prefix and suffix that make a quote unique in a text, else its occurrence."""
    text = source.normal.text
    start, end = source.bones.normal(*hit)
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


def by_selector(located: Located, source: Source) -> Region | None:
    """Find a published selector in another text: the whole of it, else with half its context."""
    if located.occurrence:
        return None
    tries = [(located.prefix, located.suffix)]
    if len(located.prefix) >= CONTEXTS[1]:
        tries += [(located.prefix, ""), ("", located.suffix)]
    for before, after in tries:
        quote = f"{_unbracketed(before)}[{_unbracketed(located.exact)}]{_unbracketed(after)}"
        hits = find(quote_pattern(quote), source.bones.text, [(0, len(source.bones.text))])
        if len(hits) == 1:
            return hits[0]
    return None


def _unbracketed(text: str) -> str:
    """Free a context of brackets, which a quote pattern keeps for itself."""
    return text.replace("[", "").replace("]", "")


def part_regions(parts: Iterable[Part], notes: Mapping[str, str], source: Source) -> dict[str, list[Region]]:
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
    mentions: Iterable[Mention],
    source: Source,
    where: Mapping[str, Sequence[Region]],
    known: Mapping[str, Located] | None = None,
) -> tuple[dict[str, Region], list[DataError]]:
    """Find mentions in a text.

    Returns:
        The hit of each mention found (in the skeleton), and an error for each that its part's
        region holds not at all or more than once and that no known selector finds either.
    """
    found: dict[str, Region] = {}
    errors: list[DataError] = []
    for mention in mentions:
        hits = find(pattern_of(mention), source.bones.text, where.get(mention.part, ()))
        if len(hits) == 1:
            found[mention.id] = hits[0]
            continue
        if known and mention.id in known:
            hit = by_selector(known[mention.id], source)
            if hit is not None:
                found[mention.id] = hit
                continue
        times = "not at all" if not hits else f"{len(hits)} times"
        problem = f"the quote for {mention.part!r} stands {times} in that part of the text"
        errors.append(
            DataError(mention.place, problem, "Quote what is printed there, just long enough to be unique.")
        )
    return found, errors
