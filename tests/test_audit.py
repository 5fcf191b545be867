"""The audit: every rule, every word class, the verdicts, and the report's own texts in other forms."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import variants
from cpgraph.cli import main
from cpgraph.errors import DataErrors, Place, SourceTextError
from cpgraph.evidence import quantities
from cpgraph.evidence.audit import CLASSES, Audit, _mark, audit, page_heads, read_text
from cpgraph.evidence.locate import SourceText
from cpgraph.evidence.normalise import normalise
from cpgraph.evidence.rules import RULES, classify
from cpgraph.evidence.verdict import as_json, as_lines, verdict
from cpgraph.reader import read
from cpgraph.records.data import AUDIT_CLASSES, FOUND_CLASSES, AuditRow, Data, Report

DEMO = Path(__file__).parent / "reports" / "demo-2022.txt"


# --- Quantities ---


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1,852 and 60.3% of 512", ["1,852", "60.3", "512"]),
        ("in 2010.33 In", ["2010.33"]),
        ("1,85 12,345,678", ["1", "85", "12,345,678"]),
        ("2Child 2-level (3)", ["2", "2", "3"]),
        ("online.⁴² and ３", ["⁴²", "３"]),
        ("no numeral", []),
    ],
)
def test_numerals(text: str, tokens: list[str]) -> None:
    assert [text[item.start : item.end] for item in quantities.digits(text)] == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("two of Three, FOUR", ["two", "Three", "FOUR"]),
        ("one-third and one-in-five", ["one-third", "one-in-five"]),
        ("three-\nquarters; three- quarters", ["three-\nquarters", "three- quarters"]),
        ("threequarters and onehalf", ["threequarters", "onehalf"]),
        ("major-\nity, thou-\nsand, one-thi-\nrd", ["major-\nity", "thou-\nsand", "one-thi-\nrd"]),
        ("a two-part series, 2- or four-level", ["two", "four"]),
        ("someone often stone weighted bothered seconds", []),
        ("many, few, several, some, all, every, none, no, once, another, fewer", []),
        ("doubled twice; the majority, a minority, most; a dozen, a decade", None),
    ],
)
def test_quantity_words(text: str, tokens: list[str] | None) -> None:
    found = [text[item.start : item.end] for item in quantities.words(normalise(text))]
    assert found == (
        tokens or ["doubled", "twice", "majority", "minority", "most", "dozen", "decade"] * (tokens is None)
    )


def test_each_word_of_the_list_is_found_alone() -> None:
    for word in sorted(quantities.WORDS):
        assert [item.end for item in quantities.words(normalise(word))] == [len(word)], word


# --- General rules ---


def ruled(text: str) -> dict[str, list[str]]:
    """The tokens of a text by the class that the general rules alone give them; "" for none."""
    source = SourceText.of(text.encode())
    classes: dict[int, str] = {}
    for name, region in classify(source.search):
        _mark(classes, source, name, region)
    found: dict[str, list[str]] = {}
    for item in [*quantities.digits(text), *quantities.words(source.normal)]:
        names = {classes.get(place, "") for place in item.places}
        name = "" if "" in names else min(names, key=CLASSES.index)
        found.setdefault(name, []).append(text[item.start : item.end])
    return found


# What a rule is for, a text, and the tokens it must class. Each case fails without its rule.
RULED = [
    ("url", "see https://www.example.org/a1/b-2.pdf now", ["1", "2"]),
    ("url", "see https://www.example.org/\nfile/13175/x now", ["13175"]),
    ("url", "at www.example.org/7 now", ["7"]),
    ("citation", "under §9Z9.9 of", ["9", "9.9"]),
    ("citation", "under § 9999(a)(2) of", ["9999", "2"]),
    ("citation", "in §§9D9.1 through 9D9.5 and", ["9", "9.1", "9", "9.5"]),
    ("citation", "under 18 U.S.C. § 9999 and", ["18", "9999"]),
    ("citation", "28 C.F.R. 50.2 says", ["28", "50.2"]),
    ("citation", "Pub. L. No. 108-21 of", ["108", "21"]),
    ("citation", "Section 9Z9.9(b)(2) provides", ["9", "9.9", "2"]),
    ("citation", "chapter 99 of title 98 of the United States Code", ["99", "98"]),
    ("citation", "title 98 of the United States Code", ["98"]),
    ("citation", "supra note 2, at 41-42.", ["2", "41", "42"]),
    ("citation", "Id. at 260-62. See id. at 7", ["260", "62", "7"]),
    ("citation", "the SAFE Act of 2003 which", ["2003"]),
    ("citation", "the 2012 Report to the Congress", ["2012"]),
    ("citation", "30 x 2012 Boat poRt RepoRt, as", ["2012"]),
    ("citation", "Harbor Cases (June 2021), which", ["2021"]),
    ("citation", "Recognize, Prevent (2019), which", ["2019"]),
    ("label", "Figure 12. Table 3 shows; FIGURE 4", ["12", "3", "4"]),
    ("label", "Tables A-1 and A-2 show", ["1", "2"]),
    ("label", "Figure A-1 is a map; Appendix A-2", ["1", "2"]),
    ("label", "Chapter 4 and Part 2", ["4", "2"]),
    ("label", "Chapter Two, Part G, Subpart 2", ["2", "Two"]),
    ("axis-tick", "2005 2006 2007 2008", ["2005", "2006", "2007", "2008"]),
    ("period", "fiscal year 2019, and Fiscal Years 2005 - 2019", ["2019", "2005", "2019"]),
    ("period", "fiscal years 2010 and 2019", ["2010", "2019"]),
    ("period", "since FY 2010", ["2010"]),
    ("period", "on November 1, 2004 or (Aug. 2, 2021)", ["1", "2004", "2", "2021"]),
    ("period", "since June 2021.", ["2021"]),
    ("period", "between 2012 and 2019. From 2012 to 2019", ["2012", "2019", "2012", "2019"]),
    ("period", "in 2020 alone; in 2012.", ["2020", "2012"]),
    ("period", "a 15-year period", ["15"]),
    ("period", "over the past two decades", ["two", "decades"]),
    ("identifier", "the file HARBORFY19", ["19"]),
    ("list-number", "charges: (1) the act, (2) the place", ["1", "2"]),
    ("ordinal", "the second report; first, it", ["second", "first"]),
    ("ordinal", "The third section", ["third"]),
    ("determiner", "one of the forms", ["one"]),
    ("determiner", "no one; each one", ["one", "one"]),
    ("determiner", "one another", ["one"]),
    ("determiner", "more than one type", ["one"]),
    ("determiner", "one or more boats", ["one"]),
    ("determiner", "both masts and sails", ["both"]),
    ("enumeration", "these three factors; the following four more general reasons", ["three", "four"]),
    ("enumeration", "two types of boats", ["two"]),
    ("enumeration", "a two-part series", ["two"]),
]


@pytest.mark.parametrize(("name", "text", "tokens"), RULED)
def test_general_rules(name: str, text: str, tokens: list[str]) -> None:
    assert ruled(text).get(name) == tokens


@pytest.mark.parametrize("index", range(len(RULES)))
def test_no_rule_is_idle(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpgraph.evidence.rules.RULES", RULES[:index] + RULES[index + 1 :])
    changed = [text for name, text, tokens in RULED if ruled(text).get(name) != tokens]
    assert changed, f"without it every case still holds: {RULES[index]}"


# Statistics that stand in words like those of a rule, and must stay open.
OPEN = [
    ("12 percent and 7.5% of 512", ["12", "7.5", "512"]),
    ("in 2012 offenders; in 2012 percent", ["2012", "2012"]),
    ("between 2005 and 2012 cases", ["2005", "2012"]),
    ("see Table 3 and 45 cases", ["45"]),
    ("some (12) did, others (40) did not", ["12", "40"]),
    ("at least one year; more than one month", ["one", "one"]),
    ("one of five cases", ["one", "five"]),
    ("both offenders", ["both"]),
    ("a third of the cases; one-third", ["third", "one-third"]),
    ("the third of them", ["third"]),
    ("most commonly; a majority; a single one", ["most", "majority", "single", "one"]),
    ("a decade longer", ["decade"]),
    ("may 15 do so; May 15 boats", ["15", "15"]),
    ("1,905 2,006 2,007", ["1,905", "2,006", "2,007"]),
    ("five districts; ten cases; two victims", ["five", "ten", "two"]),
    ("a 15-year term", ["15"]),
    ("part 5 of the cases", ["5"]),
    ("N = 512", ["512"]),
    ("fiscal year 201927", ["201927"]),
    ("Appendix 48", ["48"]),
]


@pytest.mark.parametrize(("text", "tokens"), OPEN)
def test_no_rule_hides_a_statistic(text: str, tokens: list[str]) -> None:
    assert ruled(text).get("") == tokens


def test_lists_must_be_near_and_in_order() -> None:
    far = "x " * 1500
    assert "list-number" not in ruled(f"(1) one thing {far} (2) another")
    assert ruled("(2) this and (3) that")["list-number"] == ["2", "3"]
    assert "list-number" not in ruled("(2) this and (1) that")


def test_every_rule_gives_a_known_class() -> None:
    assert {name for name, _ in RULES} <= set(AUDIT_CLASSES)
    assert {name for name, _ in RULES} | {"list-number"} == {name for name, _, _ in RULED}


# --- Verdicts, on the invented report ---


@pytest.fixture
def demo(small: Path) -> Callable[..., Audit]:
    """Audit a text against the invented report; `rows` stand for its audit.csv."""
    data = read(small / "data")
    report = data.reports[0]

    def run(text: str | bytes, *rows: tuple[str, str, str]) -> Audit:
        made = tuple(
            AuditRow(part, kind, quote, Place("audit.csv", i))
            for i, (part, kind, quote) in enumerate(rows, 2)
        )
        content = text.encode() if isinstance(text, str) else text
        return audit(dataclasses.replace(report, audit=made), page_heads(report, data.shared), content)

    return run


MAJORITY = ("summary", "name", "A [majority] (")
Demo = Callable[..., Audit]


def test_what_nothing_accounts_for_is_listed_with_its_place(demo: Demo) -> None:
    result = demo(DEMO.read_bytes())
    assert verdict(result) == "unclaimed"
    assert not result.passed
    (item,) = result.unclaimed
    assert (item.kind, item.line, item.column, item.token) == ("words", 3, 54, "majority")
    assert item.context == "fice decided 40 cases. A [majority] (62.5%; n=25) were grante"
    assert len(item.context) <= 62


def test_a_row_of_the_report_accounts_for_it(demo: Demo) -> None:
    result = demo(DEMO.read_bytes(), MAJORITY)
    assert verdict(result) == "accounted-for"
    assert result.passed
    assert (result.known, result.found, result.missing, result.stale) == ("whole", 17, (), ())
    assert result.classes["words"] == {"name": 1}
    assert sum(result.classes["digits"].values()) == result.totals["digits"] == 19
    # "2021" of the second heading and "refused.1" and the note's own number are of other classes.
    assert result.classes["digits"]["note-marker"] == 1
    assert result.classes["digits"]["note-number"] == 1


def test_a_row_whose_place_is_claimed_or_gone_is_stale(demo: Demo) -> None:
    claimed = ("summary", "name", "decided [40] cases")
    gone = ("summary", "name", "[fifty] boats")
    twice = ("table-1", "name", "[%]")
    result = demo(DEMO.read_bytes(), MAJORITY, claimed, gone, twice)
    assert [row.place.line for row in sorted(result.stale, key=lambda row: row.place.line)] == [3, 4, 5]
    assert verdict(result) == "changed"
    assert not result.passed
    # In a text that is not the known one, a row without a place is no fault.
    assert demo(DEMO.read_text() + "\n", MAJORITY, gone).passed


def test_a_changed_digit_is_unclaimed_and_its_mention_missing(demo: Demo) -> None:
    result = demo(DEMO.read_text().replace("decided 40", "decided 48"), MAJORITY)
    assert [item.token for item in result.unclaimed] == ["48"]
    assert [(lost.part, lost.printed) for lost in result.missing] == [("summary", "40")]
    assert result.absent == 0
    assert not result.passed


def test_a_number_too_many_is_unclaimed(demo: Demo) -> None:
    result = demo(DEMO.read_text().replace("granted, and", "granted in 7 ways, and"), MAJORITY)
    assert [item.token for item in result.unclaimed] == ["7"]
    assert result.missing == ()


def test_a_lost_number_is_a_change(demo: Demo) -> None:
    result = demo(DEMO.read_text().replace("; n=25", ""), MAJORITY)
    assert result.unclaimed == ()
    assert [lost.printed for lost in result.missing] == ["25"]
    assert verdict(result) == "changed"
    assert not result.passed


def test_parts_that_a_text_leaves_out_are_no_fault(demo: Demo) -> None:
    text = DEMO.read_text()
    result = demo(text[text.index("Table 1.") : text.index("1  Cases")], MAJORITY)
    assert result.passed
    assert result.missing == ()
    assert (result.found, result.absent) == (9, 8)


def test_a_number_with_a_note_behind_it_is_covered_when_both_are(demo: Demo) -> None:
    text = DEMO.read_text().replace("\nAll Cases 40 100.0% 41\n", "\nAll Cases 40 100.0% 41\nof 401 all\n")
    assert [item.token for item in demo(text, MAJORITY).unclaimed] == ["401"]


def test_page_heads_with_numbers_are_debris(demo: Demo) -> None:
    text = DEMO.read_text().replace("A majority", "Annual Note on Harbor Permits 12\n\fA majority")
    result = demo(text.replace("100.0%", "100.0%\nUnited States Sentencing Commission13\n"), MAJORITY)
    assert result.passed
    assert result.classes["digits"]["page-debris"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "A cookery book: 12 eggs, two spoons of salt, 60.3 grams of flour, and a majority of butter.",
        "No quantity at all.",
        "1 2 3 4 5 6 7 8 9 10 40 25 15 62.5 37.5",
    ],
)
def test_another_text_gets_a_plain_verdict(demo: Demo, text: str) -> None:
    result = demo(text, MAJORITY)
    assert verdict(result) == "not-this-report"
    assert not result.passed
    (line,) = as_lines(result, "book.txt")
    assert re.match(
        r"\d+ of 17 mentions found, which claim \d+ of \d+ .*this is not a text of \"Annual Note", line
    )


def test_lines_and_json_say_the_same(demo: Demo) -> None:
    result = demo(DEMO.read_text().replace("decided 40", "decided 48"), ("summary", "name", "[fifty] boats"))
    lines = list(as_lines(result, "note.txt"))
    assert any(
        line.startswith("note.txt:3:41: unclaimed numeral: ") and "decided [48] cases" in line
        for line in lines
    )
    assert any("summary should print '40' here" in line for line in lines)
    assert lines[-1] == "16 of 17 mentions found; 2 of 20 numerals and quantity words are unclaimed"
    value = json.loads(as_json(result, "note.txt"))
    assert value["verdict"] == "unclaimed"
    assert value["summary"] == lines[-1]
    assert value["mentions"]["found"] == 16
    assert [item["token"] for item in value["unclaimed"]] == ["48", "majority"]
    assert value["quantities"]["digits"]["all"] == 19
    assert sum(value["quantities"]["digits"]["classes"].values()) == 18


def test_a_stale_row_is_shown_with_its_place(demo: Demo) -> None:
    result = demo(DEMO.read_bytes(), MAJORITY, ("summary", "name", "[fifty] boats"))
    assert any(line.startswith("audit.csv:3: ") for line in as_lines(result, "note.txt"))
    assert json.loads(as_json(result, "x"))["stale_rows"][0]["place"] == "audit.csv:3"


def test_a_class_that_does_not_exist_is_refused(small: Path) -> None:
    path = small / "data" / "reports" / "demo-2022" / "audit.csv"
    path.write_text("part,class,quote\nsummary,statistic,A [majority] (\n", encoding="utf-8")
    with pytest.raises(DataErrors, match=r"audit\.csv:2:2: the class 'statistic' does not exist"):
        read(small / "data")
    # Numbers of notes and addresses are never a matter of a row.
    path.write_text("part,class,quote\nsummary,url,A [majority] (\n", encoding="utf-8")
    with pytest.raises(DataErrors, match="the class 'url' does not exist"):
        read(small / "data")
    path.write_text("part,class,quote\nsummary,name,A [majority] (\n", encoding="utf-8")
    assert [row.kind for row in read(small / "data").reports[0].audit] == ["name"]


# --- The command ---


@pytest.fixture
def at_small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CPGRAPH_HOME", str(small))
    path = small / "data" / "reports" / "demo-2022" / "audit.csv"
    path.write_text("part,class,quote\nsummary,name,A [majority] (\n", encoding="utf-8")
    return small


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return int(caught.value.code or 0)


def test_the_command_passes_and_prints_coverage(at_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", str(DEMO)) == 0
    out = capsys.readouterr().out
    assert re.search(r"^observation +14 +0$", out, re.MULTILINE)
    assert re.search(r"^unclaimed +0 +0$", out, re.MULTILINE)
    assert re.search(r"^all +19 +1$", out, re.MULTILINE)
    assert "mentions: 17 found, 0 missing, 0 not in this text" in out


def test_the_command_prints_json(at_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", str(DEMO), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "accounted-for"


def test_the_command_fails_on_another_text(at_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = at_small / "book.txt"
    path.write_text("A book of 12 pages.", encoding="utf-8")
    assert run("audit", str(path)) == 1
    assert "0 of 17 mentions found" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"\x7fELF\x00\x01 512", "null bytes"),
        ("sixteen bits 512".encode("utf-16"), "not"),
        (b"caf\xe9 512", "byte 4 is not UTF-8"),
    ],
    ids=["empty", "blank", "binary", "utf-16", "latin-1"],
)
def test_a_file_that_is_no_text_is_refused_plainly(
    at_small: Path, capsys: pytest.CaptureFixture[str], content: bytes, says: str
) -> None:
    path = at_small / "text.txt"
    path.write_bytes(content)
    assert run("audit", str(path)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert says in shown.err
    assert "CPG-E500" in shown.err
    assert "Traceback" not in shown.err


def test_a_file_that_is_not_there(at_small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("audit", str(tmp_path / "none.txt")) == 2
    with pytest.raises(SourceTextError, match="Name a readable text file"):
        read_text(tmp_path / "none.txt")


# --- The report's own texts ---

Run = Callable[[str], Audit]


@pytest.fixture(scope="module")
def own(data: Data) -> tuple[Report, Run]:
    """The report, and an audit of a text against it."""
    report = data.reports[0]
    heads = page_heads(report, data.shared)
    return report, lambda text: audit(report, heads, text.encode())


@pytest.fixture(scope="module")
def texts(own: tuple[Report, Run], sources: Mapping[str, Path]) -> dict[str, str]:
    """The known texts at hand, by their ids."""
    found = {
        item.id: sources[item.sha256].read_bytes().decode()
        for item in own[0].record.extractions
        if item.sha256 in sources
    }
    if not found:
        pytest.skip("none of the texts at hand is a known text of the report")
    return found


@pytest.fixture(scope="module")
def verdicts(own: tuple[Report, Run], texts: dict[str, str]) -> dict[str, Audit]:
    return {name: own[1](text) for name, text in texts.items()}


@pytest.mark.source
@pytest.mark.parametrize(("name", "numerals", "words"), [("whole", 1297, 192), ("excerpt", 95, 24)])
def test_nothing_of_the_known_texts_is_unclaimed(
    verdicts: dict[str, Audit], name: str, numerals: int, words: int
) -> None:
    if name not in verdicts:
        pytest.skip(f"the text {name!r} is not at hand")
    result = verdicts[name]
    assert result.totals == {"digits": numerals, "words": words}
    assert [item.context for item in result.unclaimed] == []
    assert result.missing == ()
    assert [row.quote for row in result.stale] == []
    assert result.passed
    assert {kind: sum(counts.values()) for kind, counts in result.classes.items()} == result.totals


@pytest.mark.source
def test_the_whole_text_holds_every_mention(own: tuple[Report, Run], verdicts: dict[str, Audit]) -> None:
    if "whole" not in verdicts:
        pytest.skip("the whole text is not at hand")
    assert verdicts["whole"].found == len(own[0].mentions)
    assert verdicts["whole"].classes["digits"]["note-number"] == sum(
        n.status == "present" for n in own[0].notes
    )


VARIANTS: dict[str, Callable[[str], str]] = {
    **{f"reflowed {seed}": lambda text, seed=seed: variants.reflowed(text, seed) for seed in range(4)},  # type: ignore[misc]
    "straight quotes": variants.straight_quotes,
    "curly quotes": lambda text: variants.curly_quotes(variants.straight_quotes(text)),
    "line-end hyphens dropped": variants.no_line_end_hyphens,
    "crlf": variants.crlf,
    "tabs": variants.tabbed,
    "pipes": variants.piped,
    "markdown": variants.markdown,
    "all of it": lambda text: variants.crlf(
        variants.markdown(variants.reflowed(variants.straight_quotes(text), 9))
    ),
}


@pytest.mark.source
@pytest.mark.parametrize("form", VARIANTS)
@pytest.mark.parametrize("name", ["whole", "excerpt"])
def test_another_extraction_gets_the_same_verdict(
    own: tuple[Report, Run], texts: dict[str, str], verdicts: dict[str, Audit], name: str, form: str
) -> None:
    if name not in texts:
        pytest.skip(f"the text {name!r} is not at hand")
    text = VARIANTS[form](texts[name])
    assert text != texts[name] or name != "whole"
    result = own[1](text)
    assert [item.context for item in result.unclaimed] == []
    assert result.missing == ()
    assert result.found == verdicts[name].found
    assert result.classes == verdicts[name].classes


@pytest.mark.source
@pytest.mark.parametrize(
    "form", [variants.as_sup, variants.as_raised, variants.as_bracketed, variants.as_apart]
)
def test_note_markers_may_be_marked_otherwise(
    own: tuple[Report, Run], texts: dict[str, str], verdicts: dict[str, Audit], form: Callable[[str], str]
) -> None:
    if "whole" not in texts:
        pytest.skip("the whole text is not at hand")
    report = own[0]
    markers = [
        (start, end)
        for item in report.mentions
        if (item.kind, item.property) == ("note", "marker") and item.id in report.located
        for name, start, end in report.located[item.id].offsets
        if name == "whole"
    ]
    assert len(markers) == sum(note.marker is not None for note in report.notes) > 20
    result = own[1](variants.superscripts(texts["whole"], markers, form))
    assert [item.context for item in result.unclaimed] == []
    assert result.missing == ()
    # A marker glued to a number is a numeral of its own once it is set apart; nothing else changes.
    base, other = dict(verdicts["whole"].classes["digits"]), dict(result.classes["digits"])
    assert base.pop("note-marker") <= other.pop("note-marker") <= len(markers)
    assert other == base


@pytest.mark.source
def test_page_heads_may_stand_between_any_lines(
    own: tuple[Report, Run], texts: dict[str, str], verdicts: dict[str, Audit]
) -> None:
    if "whole" not in texts:
        pytest.skip("the whole text is not at hand")
    text = variants.reflowed(variants.paged(texts["whole"], ("United States Sentencing Commission",), 4), 3)
    result = own[1](text)
    assert [item.context for item in result.unclaimed] == []
    assert result.missing == ()
    base, other = dict(verdicts["whole"].classes["digits"]), dict(result.classes["digits"])
    assert base.pop("page-debris") + 10 < other.pop("page-debris")
    assert other == base


@pytest.mark.source
def test_a_changed_digit_never_passes(own: tuple[Report, Run], texts: dict[str, str]) -> None:
    if "whole" not in texts:
        pytest.skip("the whole text is not at hand")
    report, run_audit = own
    text = texts["whole"]
    offsets = [place for item in report.located.values() for place in item.offsets if place[0] == "whole"]
    claimed = sorted({i for _, start, end in offsets for i in range(start, end) if text[i].isdigit()})
    rng = random.Random(2021)
    for place in rng.sample(claimed, 12):
        other = rng.choice([digit for digit in "123456789" if digit != text[place]])
        result = run_audit(text[:place] + other + text[place + 1 :])
        assert not result.passed, f"character {place}"
        assert result.own
        assert result.unclaimed or result.missing


@pytest.mark.source
def test_a_part_cut_out_of_the_text_is_told_truly(own: tuple[Report, Run], texts: dict[str, str]) -> None:
    """What is found in a piece of the whole stands where it stands in the whole: nothing is mistaken."""
    if "whole" not in texts:
        pytest.skip("the whole text is not at hand")
    report, run_audit = own
    text = texts["whole"]
    true = {
        item.mention: start
        for item in report.located.values()
        for name, start, _ in item.offsets
        if name == "whole"
    }
    rng = random.Random(7)
    for _ in range(6):
        start = rng.randrange(len(text) - 6000)
        piece = text[start : start + 6000]
        result = run_audit(piece)
        inside = sum(start <= place < start + len(piece) - 12 for place in true.values())
        assert result.missing == ()
        assert result.found <= sum(start <= place < start + len(piece) for place in true.values())
        assert result.found >= 0.9 * inside


def test_classes_of_rows_are_those_no_mention_gives() -> None:
    assert set(FOUND_CLASSES) < set(AUDIT_CLASSES) < set(CLASSES)
