"""The normal form, and how a mention is found in a text: one case for each rule that can fail."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

import tables
from cpgraph.errors import EvidenceError, Place
from cpgraph.evidence.locate import locate, note_regions, part_regions, regions, row_pattern, selector
from cpgraph.graphs.mentions import NUMBERS, markers
from cpgraph.iris import ReportIris
from cpgraph.records.data import Data
from cpgraph.records.document import Part, Span
from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Row
from cpgraph.texts import quotes
from cpgraph.texts.normalise import normalise, running_heads, search_text, without
from cpgraph.texts.quotes import Located, Region, SourceText, find, quote_pattern

WORDS = tables.words()


def source(text: str) -> SourceText:
    return SourceText.of(text)


def mention(name: str, part: str, locator: Row | str, kind: str = "observation", prop: str = "") -> Mention:
    return Mention(name, kind, name, part, locator, "", "PrintedInProse", Place("prose.csv", 2, 7), prop)


def part(name: str, *spans: tuple[str, str], kind: str = "prose") -> Part:
    made = tuple(Span.model_validate({"from": start, "to": end}) for start, end in spans)
    return Part.model_validate({"id": name, "kind": kind, "label": name, "spans": made})


def hit_text(text: str, hits: list[Region]) -> list[str]:
    return [source(text).search.text[start:end] for start, end in hits]


# --- The normal form ---


@pytest.mark.parametrize(("raw", "normal"), WORDS["normal"])
def test_normal_form(raw: str, normal: str) -> None:
    assert normalise(raw).text == normal


def test_normal_form_maps_back_to_raw_offsets() -> None:
    raw = "a “60.3%”  of\n512 ﬁles"
    normal = normalise(raw)
    start = normal.text.index("60.3")
    assert raw[slice(*normal.raw(start, start + 4))] == "60.3"
    ligature = normal.text.index("fi")
    assert raw[slice(*normal.raw(ligature, ligature + 1))] == "ﬁ"


@settings(max_examples=200, deadline=None)
@drawn(st.text(alphabet="ab1 -\n\r\t|*_#[]^<>sup/“’–⁴½ﬁ\u00ad", max_size=60))
def test_offsets_are_ordered_and_within_the_text(raw: str) -> None:
    normal = normalise(raw)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    assert all(0 <= start < end <= len(raw) for start, end in zip(normal.starts, normal.ends, strict=True))
    search = search_text(normal.text)
    assert list(search.index) == sorted(set(search.index))
    assert all(normal.text[place] == char for place, char in zip(search.index, search.text, strict=True))


@pytest.mark.parametrize(("normal", "search"), WORDS["search"])
def test_search_text(normal: str, search: str) -> None:
    assert search_text(normal).text == search


@pytest.mark.parametrize(("text", "left"), WORDS["heads"])
def test_running_heads_are_left_out(text: str, left: str) -> None:
    search = search_text(text)
    assert without(search, running_heads(search, ["Annual Report"])).text.strip() == left.strip()


# --- Quotes and rows ---


@pytest.mark.parametrize(("given", "hits"), WORDS["quote"])
def test_quotes(given: tuple[str, str], hits: list[str]) -> None:
    quote, text = given
    search = source(text).search.text
    assert hit_text(text, find(quote_pattern(quote), search, [(0, len(search))])) == hits


@pytest.mark.parametrize(("given", "hits"), WORDS["loose"])
def test_the_number_of_a_note_may_stand_apart(given: tuple[str, str], hits: list[str]) -> None:
    quote, text = given
    search = source(text).search.text
    assert hit_text(text, find(quote_pattern(quote, loose=True), search, [(0, len(search))])) == hits


@pytest.mark.parametrize(("text", "found"), WORDS["row"])
def test_a_row_is_its_label_and_its_cells(text: str, found: list[str]) -> None:
    search = source(text).search.text
    hits = find(row_pattern(Row("Relative", ("12", "5.9"), 1)), search, [(0, len(search))])
    assert hit_text(text, hits) == found


def test_case_counts_unless_nothing_is_written_so() -> None:
    both, capitals = "the 5 and THE 5", "and THE 5"
    pattern = quote_pattern("the [5]")
    assert len(quotes.find_in_part(pattern, both, [(0, len(both))])) == 1
    assert len(quotes.find_in_part(pattern, capitals, [(0, len(capitals))])) == 1
    assert find(pattern, capitals, [(0, len(capitals))]) == []


# --- Regions ---

PAGES = "Beginning here. Five were 5. Middle here. Six were 6. Ending here. Notes 1 Id. 2 See 7. 3 Id. at 9."


@pytest.mark.parametrize(
    ("spans", "text", "found"),
    [
        ([("Beginning here", "Middle here")], PAGES, ["Beginning here. Five were 5. "]),
        ([("Ending here", "")], PAGES, [PAGES[PAGES.index("Ending") :]]),
        (
            [("Beginning here", "Middle here"), ("Ending here", "Notes")],
            PAGES,
            ["Beginning here. Five were 5. ", "Ending here. "],
        ),
        ([("Beginning here", "Middle here")], PAGES.upper(), ["BEGINNING HERE. FIVE WERE 5. "]),
        ([("Nowhere at all", "Middle here")], PAGES, None),
        ([("here. ", "Ending")], PAGES, None),
        ([("Middle here", "Beginning here")], PAGES, None),
    ],
    ids=["to the next", "to the end", "two spans", "other case", "absent", "twice", "end before start"],
)
def test_regions_run_between_anchors_that_are_certain(
    spans: list[tuple[str, str]], text: str, found: list[str] | None
) -> None:
    where = regions(part("p", *spans), source(text))
    assert (where and hit_text(text, where)) == found


def test_notes_run_from_their_number_to_the_next() -> None:
    text = source(PAGES)
    where = (PAGES.index("Notes"), len(PAGES))
    found = note_regions({"note-1": "[1] Id.", "note-2": "[2] See", "note-3": "[3] Id. at"}, text, where)
    assert {name: hit_text(PAGES, spans)[0].strip() for name, spans in found.items()} == {
        "note-1": "1 Id.",
        "note-2": "2 See 7.",
        "note-3": "3 Id. at 9.",
    }


def test_a_note_that_has_lost_its_beginning_runs_from_the_notes_start() -> None:
    text = source(PAGES)
    where = (PAGES.index("Notes"), len(PAGES))
    found = note_regions({"note-1": "", "note-2": "[2] See"}, text, where)
    assert hit_text(PAGES, found["note-1"]) == ["Notes 1 Id. "]


# --- Selectors ---


def selected(text: str, quote: str, nth: int = 0) -> tuple[str, str, str, int]:
    where = source(text)
    hit = find(quote_pattern(quote), where.search.text, [(0, len(where.search.text))])[nth]
    return selector(where, hit)


def test_the_shortest_context_that_is_unique_is_chosen() -> None:
    text = "the first group had 12 cases; and in the second group had 12 cases; and so on"
    exact, prefix, suffix, occurrence = selected(text, "[12]")
    assert (exact, occurrence) == ("12", 0)
    assert len(prefix) == 16
    assert text.count(prefix + exact + suffix) == 1


def test_what_no_context_tells_apart_is_counted() -> None:
    text = " ".join(["In each of the years the count of cases was 12 and nothing more was said of it."] * 3)
    assert [selected(text, "[12]", nth)[3] for nth in range(3)] == [1, 2, 3]


def located(exact: str, prefix: str = "", suffix: str = "", occurrence: int = 0) -> Located:
    return Located("m", exact, prefix, suffix, occurrence, (("whole", 0, 1),))


@pytest.mark.parametrize(
    ("item", "text", "found"),
    [
        (located("12", "group had ", " cases"), "the group had 12 cases", "12"),
        (located("12", "group had ", " cases"), "group had 12 cases, group had 12 cases", None),
        (located("12", "group had ", " cases"), "group had 13 cases", None),
        (located("12", "group had ", " cases", occurrence=2), "group had 12 cases", None),
        (located("35.9", "-third (", "%; n"), "more than one-third (35.9%; n=37)", "35.9"),
        (located("35.9", "-third (", "%; n"), "more than one-\nthird (35.9%; n=37)", "35.9"),
        (located("12", "had ", " a non-"), "had 12 a nonproduction", "12"),
        (located("275", "of ", " months "), "of 275 months.35 More", None),
        (located("5", "see [", "] above"), "see 5 above", "5"),
    ],
)
def test_selectors_in_another_text(item: Located, text: str, found: str | None) -> None:
    hit = quotes.by_selector(item, source(text))
    assert (hit_text(text, [hit])[0] if hit else None) == found


# --- Locating ---

WHOLE = (
    "Opening words. Of the 512 offenders, 40 were women. Later, of the 512 offenders, 30 were older than the rest. "
    "Table of Ages Young 12 5.9 Old 30 14.6 Table of Terms Young 12 5.9 Long 7 3.4 Closing words of the report."
)
PARTS = [
    part("prose", ("Opening words", "Table of Ages")),
    part("ages", ("Table of Ages", "Table of Terms"), kind="table"),
    part("terms", ("Table of Terms", "Closing words"), kind="table"),
]
MENTIONS = [
    mention("women", "prose", "[40] were women"),
    mention("older", "prose", "[30] were older"),
    mention("young-age", "ages", Row("Young", ("12", "5.9"), 0)),
    mention("old", "ages", Row("Old", ("30", "14.6"), 0)),
    mention("young-term", "terms", Row("Young", ("12", "5.9"), 0)),
    mention("long", "terms", Row("Long", ("7", "3.4"), 1)),
]


# The anchors of the part are gone, and the words just before and behind a number are others.
CHANGED = WHOLE.replace("Opening words. ", "").replace("older than", "older, by far, than")
CHANGED = CHANGED.replace("Later, of the 512 offenders, 30 were", "And there 30 were")


def known() -> dict[str, Located]:
    whole = source(WHOLE)
    hits, errors = locate(MENTIONS, whole, part_regions(PARTS, {}, whole))
    assert not errors
    return {
        name: Located(name, *selector(whole, hit), (("whole", *whole.raw(*hit)),))
        for name, hit in hits.items()
    }


def found_in(text: str, items: dict[str, Located] | None = None) -> dict[str, str]:
    where = source(text)
    hits, _ = locate(MENTIONS, where, part_regions(PARTS, {}, where), known() if items is None else items)
    return {name: where.search.text[slice(*hit)] for name, hit in hits.items()}


def test_a_quote_that_stands_twice_or_not_at_all_is_an_error_with_its_place() -> None:
    where = source(WHOLE)
    none = mention("none", "prose", "[41] were women")
    ambiguous = mention("twice", "prose", "the [512] offenders")
    _, errors = locate([ambiguous, none], where, part_regions(PARTS, {}, where))
    assert [error.place.file for error in errors] == ["prose.csv", "prose.csv"]
    assert "2 times" in str(errors[0])
    assert "not at all" in str(errors[1])


def test_without_the_parts_bounds_the_selector_finds_it() -> None:
    assert found_in("the 512 offenders, 40 were women. Later, and so on")["women"] == "40"


def test_a_telling_row_is_found_anywhere_but_no_row_that_two_tables_print() -> None:
    excerpt = "Some Young 12 5.9 and then other words: Old 30 14.6 or so"
    assert found_in(excerpt) == {"old": "30"}


def test_the_stretch_between_its_neighbours_finds_what_has_lost_its_context() -> None:
    assert found_in(CHANGED)["older"] == "30"


def test_a_stretch_that_leaves_something_out_is_not_searched() -> None:
    items = known()
    far = {}
    for shift, name in enumerate(sorted(items, key=lambda name: items[name].offsets[0][1])):
        ((text, start, end),) = items[name].offsets
        place = (text, start + 10_000 * shift, end + 10_000 * shift)
        far[name] = dataclasses.replace(items[name], offsets=(place,))
    where = source(CHANGED)
    assert "older" not in found_in(CHANGED, far)
    hits, _ = locate(MENTIONS, where, part_regions(PARTS, {}, where), far)
    assert not quotes.gaps(where, hits, far)["older"].here


def test_authored_text_is_folded_as_the_source_is() -> None:
    assert quotes.fold("one-\nthird  “x”") == quotes.fold('one-third "x"') == 'onethird "x"'


@pytest.mark.source
def test_labels_of_parts_are_the_reports_or_marked_as_ours(data: Data, sources: Mapping[str, Path]) -> None:
    """A printed heading stands in the text, in its own capitals; a label of ours does not."""
    report = data.reports[0].record
    text = SourceText.of(sources[report.extractions[0].sha256].read_text("utf-8")).search.text
    ours = {part.id for part in report.parts if part.label_by == "ours"}
    assert {part.id for part in report.parts if quotes.fold(part.label) not in text} == ours


@pytest.mark.source
def test_every_section_that_a_sentence_cites_is_a_mention(data: Data, sources: Mapping[str, Path]) -> None:
    """Labels of rows, titles and headings name the offenders or the enhancement, and cite nothing."""
    report = data.reports[0]
    whole = report.record.extractions[0]
    text = sources[whole.sha256].read_bytes().decode("utf-8")
    quoted = {
        position
        for item in report.located.values()
        for name, start, end in item.offsets
        if name == whole.id
        for position in range(start, end)
    }
    label = r"(?!\w|\.\d|\(|\s+(?:Offenders?|for §\S+\s+Offenders|[\d.]+%?)\s)"
    cited = re.compile(rf"(?:§§?\s?|Section\s)\d\w+(?:\.\d+)?(?:\(\w\))*{label}")
    places = [match.span() for match in cited.finditer(text)]
    assert len(places) > 60
    assert [
        text[start - 40 : end + 20] for start, end in places if quoted.isdisjoint(range(start, end))
    ] == []


@pytest.mark.source
def test_a_marker_stands_at_the_last_number_of_its_sentence(data: Data, sources: Mapping[str, Path]) -> None:
    """A marker at a heading stands in no sentence; all others stand at the number before them, if there is one.

    An item of a list in a sentence, as (1), counts as a sentence.
    """
    report = data.reports[0]
    text = sources[report.record.extractions[0].sha256].read_bytes().decode("utf-8")
    spans = {item.id: report.located[item.id].offsets[0][1:] for item in report.mentions}
    numbers = [
        item
        for item in report.mentions
        if item.kind == "observation" or (item.kind == "law" and item.property in NUMBERS)
    ]
    ended = re.compile(r"""\(\d\)\s+|[.!?]["”)]?(?:\d\d?)?\s+(?=["“A-Z(•])""")
    expected = {}
    for marker in (item for item in report.mentions if (item.kind, item.property) == ("note", "marker")):
        start = spans[marker.id][0]
        begin = max((match.end() for match in ended.finditer(text, 0, start)), default=0)
        before = [item for item in numbers if item.part == marker.part and begin <= spans[item.id][0] < start]
        if before and not re.match(r"\w", text[start - 1]):
            expected[int(marker.body)] = max(before, key=lambda item: spans[item.id][0]).printed
    assert {note.n: note.at for note in report.notes if note.at} == expected


def test_a_marker_at_a_number_that_is_not_printed_stops_the_build(data: Data) -> None:
    report, iris = data.reports[0], ReportIris("x")
    note = next(note for note in report.notes if note.at).model_copy(update={"at": "99999"})
    with pytest.raises(EvidenceError, match="no '99999' is printed"):
        list(markers([note], report.mentions, report.located, iris))
