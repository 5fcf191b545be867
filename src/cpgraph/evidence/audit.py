"""Account for every quantity of a text: claimed by the data, or of exactly one other class.

Three things account for a numeral or a quantity word, the stronger first: a located mention, a row
of the report's `audit.csv`, a general rule. What none of them covers is unclaimed. A numeral made
of two (a value with the number of a note behind it) is covered when all its digits are, and has the
first of its classes in the order of `CLASSES`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpgraph.evidence import quantities
from cpgraph.evidence.locate import locate, part_regions
from cpgraph.evidence.quantities import Kind, Quantity
from cpgraph.evidence.rules import classify
from cpgraph.records.data import AUDIT_CLASSES, AuditRow, Report, Shared
from cpgraph.records.evidence import Mention
from cpgraph.texts.copies import Copy
from cpgraph.texts.normalise import running_heads
from cpgraph.texts.quotes import Gap, Region, SourceText, find, find_in_part, gaps, quote_pattern

STATISTIC = ("observation", "legal-fact", "definition", "claim")
CLASSES = (*STATISTIC, *AUDIT_CLASSES)
CONTEXT = 26
# A text whose numerals the data claim in a smaller share than this is of another publication.
OWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A quantity that nothing accounts for; line and column count from 1, in characters."""

    kind: Kind
    line: int
    column: int
    token: str
    context: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A mention whose surroundings are in the text while what it quotes is not."""

    mention: str
    part: str
    printed: str
    line: int


@dataclass(frozen=True)
class Audit:
    """The verdict on one text.

    `totals` and `classes` count its quantities, by kind and by class; `claimed` those that mentions
    cover; `stale` are rows of `audit.csv` that have not exactly one place in the known whole text, or
    that class what a mention claims.
    """

    report: str
    title: str
    text: str
    known: str
    mentions: int
    found: int
    missing: tuple[Missing, ...]
    totals: Mapping[Kind, int]
    claimed: int
    classes: Mapping[Kind, Mapping[str, int]]
    unclaimed: tuple[Unclaimed, ...]
    stale: tuple[AuditRow, ...]

    @property
    def own(self) -> bool:
        """Is this a text of the report: do the data claim a fair part of its quantities?"""
        return self.found > 0 and self.claimed >= OWN_SHARE * sum(self.totals.values())

    @property
    def absent(self) -> int:
        """How many mentions stand in parts of the report that this text does not hold."""
        return self.mentions - self.found - len(self.missing)

    @property
    def passed(self) -> bool:
        """Is everything accounted for?"""
        return self.own and not (self.unclaimed or self.missing or self.stale)


def audit(report: Report, heads: Sequence[str], copy: Copy) -> Audit:
    """Audit a text against a report; `heads` are the names at the head or foot of its pages.

    The text may be a known one, another extraction of the whole, or a part of it.
    """
    raw = copy.text
    source = SourceText.of(raw, heads)
    extractions = report.record.extractions
    known = next((text.id for text in extractions if text.sha256 == copy.sha256), "")
    whole = bool(known) and known == extractions[0].id
    length = extractions[0].characters if extractions else 0
    markers = {f"note-{note.n}": note.text or "" for note in report.notes if note.status != "missing"}
    where = part_regions(report.record.parts, markers, source)
    hits, _ = locate(report.mentions, source, where, report.located, length)
    stretches = gaps(source, hits, report.located, length)
    rows, stale = _rows(report.audit, source, where)

    classes: dict[int, str] = {}
    for name, region in sorted(_of_mentions(report.mentions, hits), key=lambda item: CLASSES.index(item[0])):
        _mark(classes, source, name, region)
    claimed = frozenset(classes)
    stale += tuple(row for row, region in rows if not claimed.isdisjoint(_tokens(source, region)))
    for name, region in (*((row.kind, region) for row, region in rows), *classify(source.search)):
        _mark(classes, source, name, region)
    everything = SourceText.of(raw)
    for region in running_heads(everything.search, heads):
        _mark(classes, everything, "page-debris", region)

    found = [*quantities.digits(raw), *quantities.words(source.normal)]
    counts: dict[Kind, Counter[str]] = {"digits": Counter(), "words": Counter()}
    lines = _line_starts(raw)
    unclaimed = []
    for item in found:
        names = {classes.get(place, "") for place in item.places}
        if "" in names:
            unclaimed.append(_unclaimed(item, raw, lines))
        else:
            counts[item.kind][min(names, key=CLASSES.index)] += 1
    return Audit(
        report=report.record.id,
        title=report.record.title,
        text=copy.sha256,
        known=known,
        mentions=len(report.mentions),
        found=len(hits),
        missing=_missing(report.mentions, source, hits, stretches, lines, whole=whole),
        totals={kind: sum(item.kind == kind for item in found) for kind in counts},
        claimed=sum(any(place in claimed for place in item.places) for item in found),
        classes=counts,
        unclaimed=tuple(sorted(unclaimed, key=lambda item: (item.line, item.column))),
        stale=stale if whole else (),
    )


def page_heads(report: Report, shared: Shared) -> tuple[str, ...]:
    """The names that a report's pages carry at their head or foot: its title and its publisher."""
    return report.record.title, shared.agencies[report.record.publisher].label


def _of_mentions(mentions: Iterable[Mention], hits: Mapping[str, Region]) -> Iterator[tuple[str, Region]]:
    """The class and the place of each mention found."""
    for mention in mentions:
        if mention.id not in hits or mention.property == "words":  # the words of a note are no numeral
            continue
        name = mention.kind
        if name == "law":
            name = "citation" if mention.property == "cite" else "legal-fact"
        elif name == "note":
            name = f"note-{mention.property}"
        yield name, hits[mention.id]


def _mark(classes: dict[int, str], source: SourceText, name: str, region: Region) -> None:
    """Give the raw characters behind a slice of the search text a class, where they have none yet."""
    for place in _tokens(source, region):
        classes.setdefault(place, name)


def _tokens(source: SourceText, region: Region) -> Iterator[int]:
    """The raw places of the letters and digits behind a slice of the search text."""
    for position in range(*region):
        if source.search.text[position].isalnum():
            normal = source.search.index[position]
            yield from range(source.normal.starts[normal], source.normal.ends[normal])


def _rows(
    rows: Iterable[AuditRow], source: SourceText, where: Mapping[str, Sequence[Region]]
) -> tuple[list[tuple[AuditRow, Region]], tuple[AuditRow, ...]]:
    """The places of the report's own rows, and the rows that have not exactly one place.

    Where a part's bounds are not in the text, a quote that stands in the whole text once will do.
    """
    placed: list[tuple[AuditRow, Region]] = []
    stale: list[AuditRow] = []
    for row in rows:
        pattern = quote_pattern(row.quote, loose=row.kind == "list-number")
        if row.part in where:
            hits = find_in_part(pattern, source.search.text, where[row.part])
        else:
            hits = find(pattern, source.search.text, [(0, len(source.search.text))])
        if len(hits) == 1:
            placed.append((row, hits[0]))
        else:
            stale.append(row)
    return placed, tuple(stale)


def _missing(
    mentions: Iterable[Mention],
    source: SourceText,
    hits: Mapping[str, Region],
    stretches: Mapping[str, Gap],
    lines: Sequence[int],
    *,
    whole: bool,
) -> tuple[Missing, ...]:
    """The mentions that should be in the text and are not.

    Of the known whole text that is every one not found; of another, those between two found ones
    that stand about as far apart as they should, so that nothing is left out there.
    """
    missing = []
    for mention in mentions:
        gap = stretches.get(mention.id)
        if mention.id in hits or not (whole or (gap and gap.here)):
            continue
        line = bisect_right(lines, source.raw(*gap.region)[0]) if gap else 0
        missing.append(Missing(mention.id, mention.part, mention.printed, line))
    return tuple(missing)


def _line_starts(raw: str) -> list[int]:
    """Where the lines of a text begin, whichever way they end."""
    return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", raw))]


def _unclaimed(item: Quantity, raw: str, lines: Sequence[int]) -> Unclaimed:
    """Say where a quantity stands and among which words."""
    line = bisect_right(lines, item.start)
    token = " ".join(raw[item.start : item.end].split())
    before = " ".join(raw[max(0, item.start - CONTEXT) : item.start + 1].split())[:-1]
    after = " ".join(raw[item.end - 1 : item.end + CONTEXT].split())[1:]
    column = item.start - lines[line - 1] + 1
    return Unclaimed(item.kind, line, column, token, f"{before}[{token}]{after}")
