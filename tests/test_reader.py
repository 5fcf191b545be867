"""Bad data stops the reading with file, line, column, what is wrong and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cpgraph.build import build
from cpgraph.errors import DataErrors
from cpgraph.reader import read

TABLE = "reports/demo-2022/tables/table-1.csv"
TABLE_YAML = "reports/demo-2022/tables/table-1.yaml"
PROSE = "reports/demo-2022/prose.csv"
REPORT = "reports/demo-2022/report.yaml"
SCHEME = "reports/demo-2022/schemes/outcome.yaml"
NOTES = "reports/demo-2022/notes.yaml"
DEFINITIONS = "reports/demo-2022/definitions.yaml"
DATASET = "reports/demo-2022/dataset.yaml"
UNIVERSES = "reports/demo-2022/universes.yaml"
LAW = "law/guideline-4B1.5.yaml"

# file, what stands there, what is put in its place, the place in the message, what the message says
CASES = [
    (TABLE, "25,62.5,39", "2S,62.5,39", ":3:3", "is not a printed number"),
    (TABLE, "25,62.5,39", "25,62.5%,39", ":3:4", "without a percent sign"),
    (TABLE, "granted,Granted", "given,Granted", ":3:1", "the category 'outcome.given' does not exist"),
    (TABLE, "25,62.5,39", "26,62.5,39", "", "CONFLICT: count permit/2021/outcome.granted"),
    (TABLE, "25,62.5,39", "25,62.5", ":3", "4 cells where the header has 5 columns"),
    (TABLE, "category,row_label", "category,label", ":1", "the header is"),
    (TABLE, "Granted,25", "Granted ,25", ":3:2", "begins or ends with a space"),
    (TABLE, ",Granted,", ',"Granted,', "", "not CSV"),
    (TABLE, "Refused,15,37.5,44", "Refused,,,", ":4", "no printed number"),
    (TABLE, "Granted,25", ",25", ":3:2", "the row label must have"),
    (TABLE, "44\n", "44", ":4", "no line end"),
    (TABLE, "category,", "\ufeffcategory,", "", "byte order mark"),
    (TABLE_YAML, "scheme: outcome", "scheme: result", ":4:", "the scheme 'result' does not exist"),
    (TABLE_YAML, "scheme: outcome", "schema: outcome", ":4:", "the field 'schema' is not known here"),
    (TABLE_YAML, 'period: "2021"\n', "", ":1:1", "the field 'period' is missing"),
    (TABLE_YAML, "how: PrintedInTable", "how: Printed", ":5:", "is not one of the known ones"),
    (TABLE_YAML, "order: [count, share, mean-age]", "order: [count, share, age]", ":6:", "the measure 'age'"),
    (TABLE_YAML, "base: permit/2021\n", "", "", "needs a base"),
    (TABLE_YAML, "part: table-1", "part: table-2", ":1:", "the part 'table-2' does not exist"),
    (TABLE_YAML, "parts: [granted, refused]", "parts: [granted]", ":10:", "does not fit"),
    (
        TABLE_YAML,
        "parts: [granted, refused]",
        "parts: [granted, lost]",
        ":9:",
        "'outcome.lost' does not exist",
    ),
    (TABLE_YAML, "exhaustivity: Exhaustive", "exhaustivity: Partial", ":9:", "unaccounted"),
    (TABLE_YAML, "part: table-1\n", "part: table-1\npart: table-1\n", ":2:1", "stands here twice"),
    (TABLE_YAML, "order: [count", "order: [count[", "", "not YAML"),
    (PROSE, "decided [40] cases", "decided 40 cases", ":2:7", "must hold one [bracket]"),
    (PROSE, "decided [40] cases", "decided [40] [cases]", ":2:7", "must hold one [bracket]"),
    (PROSE, "decided [40] cases", "decided [40 cases and then it ran on] x", ":2:7", "is too long"),
    (
        PROSE,
        "summary,count,permit/2021,",
        "summary,count,permit/2021/outcome,",
        ":2:3",
        "is not universe/period",
    ),
    (PROSE, "summary,count,permit/2021,", "summary,count,boat/2021,", ":2:3", "the universe 'boat'"),
    (PROSE, "summary,count,permit/2021,", "cover,count,permit/2021,", ":2:1", "the part 'cover'"),
    (PROSE, "summary,count,permit/2021,", "summary,number,permit/2021,", ":2:2", "the measure 'number'"),
    (
        PROSE,
        "mean-age,permit/2021,,,,",
        "mean-age,permit/2021,,,decades,",
        ":6:6",
        "'decades' is not known here",
    ),
    (PROSE, "mean-age,permit/2021,,,,", "mean-age,permit/2021,,,months,", "", "CONFLICT"),
    (PROSE, "mean-age,permit/2021,,", "mean-age,permit/2021,permit/2021,", ":6:4", "has no base"),
    (
        PROSE,
        "was [41] years,\n",
        "was [41] years,\nsummary,mean-age,permit/2021,,,,was [41] years,\n",
        "",
        "given twice",
    ),
    (PROSE, "n=[25],", "n=[25],Seen", ":4:8", "'Seen' is not known here"),
    (REPORT, "id: demo-2022", "id: demo", ":1:", "Name the folder demo"),
    (REPORT, "publisher: ussc", "publisher: nobody", ":5:", "the agency 'nobody' does not exist"),
    (REPORT, "issued:", "issue:", "", "the field 'issued' is missing"),
    (REPORT, "sha256: ", "sha256: x", "", "does not fit"),
    (REPORT, "  - id: notes", "  - id: table-1", "", "the part 'table-1' stands here twice"),
    (REPORT, 'to: "Table 1."', "to: [x]", "", "must be one text"),
    (SCHEME, "id: refused", "id: granted", ":5:", "stands here twice"),
    (SCHEME, "label: permit refused", "label: permit, refused", ":5:", "quote a value that holds a comma"),
    (SCHEME, "label: permit refused", "label: permit refused, broader: lost", ":5:", "'lost' does not exist"),
    (SCHEME, "label: permit refused", "label: x, concerns: [boats]", ":5:", "the conduct 'boats'"),
    (SCHEME, "label: permit refused", "label: x, application_of: nolaw", ":5:", "the provision 'nolaw'"),
    (SCHEME, "id: outcome", "id: result", ":1:", "Name the file result.yaml"),
    (NOTES, 'text: "[1] Cases withdrawn"', "", "", "present but has no text place"),
    (NOTES, "defines: [decided-case]", "defines: [case]", ":6:13", "the definition 'case' does not exist"),
    (NOTES, "defines: [decided-case]", "cites: [{work: none}]", ":6:18", "the work 'none' does not exist"),
    (NOTES, "defines: [decided-case]", "cites: [{pinpoint: x}]", ":6:11", "exactly one thing is named"),
    (NOTES, "defines: [decided-case]", 'cites: [{note: "1", signal: id, via: "1"}]', "", "the note before"),
    (NOTES, "status: present", "status: there", ":2:", "is not one of the known ones"),
    (DEFINITIONS, "{universe: permit}", "{universe: boat}", ":8:18", "the universe 'boat'"),
    (
        DEFINITIONS,
        "{universe: permit}",
        "{measure: count, universe: permit}",
        ":8:7",
        "exactly one thing is named",
    ),
    (DEFINITIONS, "{universe: permit}", "{category: outcome.lost}", ":8:18", "'outcome.lost' does not exist"),
    (DEFINITIONS, 'note: "1"', 'note: "7"', ":6:9", "the note 7 does not exist"),
    (DEFINITIONS, "part: note-1", "part: note-9", ":", "the part 'note-9' does not exist"),
    (UNIVERSES, "counts: cases", "counts: cases\n  part_of: sea", "", "the universe 'sea' does not exist"),
    (LAW, "part_of: ussg-4B1.5\n", "part_of: nowhere\n", "", "the provision 'nowhere' does not exist"),
    (LAW, "condition: one-prior-conviction", "condition: never", "", "the condition 'never' does not exist"),
    (LAW, 'level: "34"', 'level: "99"', "", "does not fit"),
    (LAW, "kind: offense-level-minimum", "kind: floor", "", "the kind is not known"),
    (DATASET, 'modified: "2026-11-22"', 'modified: "2025-01-01"', ":6:11", "modified lies before issued"),
    (DATASET, 'issued: "2026-11-22"', 'issued: "2026-02-30"', ":5:9", "the date of 'issued' does not"),
    (DATASET, "country: USA", "country: us", ":4:10", "the value of 'country' does not fit"),
    (DATASET, "country: USA\n", "", ":1:1", "the field 'country' is missing"),
    (LAW, "category: V", "category: VII", "", "is not one of the known ones"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "says"), CASES)
def test_bad_data_is_refused_with_place_and_remedy(
    small: Path, file: str, old: str, new: str, place: str, says: str
) -> None:
    path = small / "data" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}: the case is stale"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    target = small / "dist"
    with pytest.raises(DataErrors) as caught:
        build(small, target, lambda _: None)
    lines = [line for line in str(caught.value).splitlines() if says in line]
    assert lines, str(caught.value)
    assert any(re.search(r"^data/\S+(?::\d+){0,2}: .+\. .+\.$", line) for line in lines), lines
    assert any(f"{Path(file).name}{place}" in line for line in lines) or not place, lines
    assert not target.exists(), "output was written in spite of an error"


def test_all_errors_are_shown_at_once(small: Path) -> None:
    table = small / "data" / TABLE
    table.write_text(table.read_text().replace("25,62.5", "2S,62.S"), encoding="utf-8")
    with pytest.raises(DataErrors) as caught:
        read(small / "data")
    assert len(caught.value.errors) >= 2


def test_files_that_cannot_be_read(small: Path) -> None:
    path = small / "data" / SCHEME
    path.write_bytes(path.read_bytes().replace(b"permit refused", b"permit refus\xe9"))
    (small / "data" / DATASET).unlink()
    with pytest.raises(DataErrors) as caught:
        read(small / "data")
    assert "outcome.yaml:5: a byte that is not UTF-8" in str(caught.value)
    assert "dataset.yaml: the file cannot be read" in str(caught.value)
    (small / "data" / REPORT).unlink()
    with pytest.raises(DataErrors, match="there is no report"):
        read(small / "data")


def test_small_report_reads(small: Path) -> None:
    report = read(small / "data").reports[0]
    assert [obs.key.local for obs in report.observations][:2] == [
        "count_permit-2021",
        "count_permit-2021_outcome.granted",
    ]
    granted = next(
        o for o in report.observations if o.key.local.startswith("share_permit-2021_outcome.granted")
    )
    assert [item.part for item in granted.occurrences] == ["table-1", "summary"]
    assert granted.how == "PrintedInTable"
