"""The audit: every rule, every word class, the verdicts, and the report's own texts in other forms."""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

import tables
import variants
from commands import run
from conftest import checkout
from cpgraph.errors import Place, SourceTextError
from cpgraph.evidence import quantities
from cpgraph.evidence.audit import CLASSES, Audit, _mark, audit, page_heads
from cpgraph.evidence.rules import RULES, classify
from cpgraph.evidence.verdict import as_json, as_lines, verdict
from cpgraph.reader import read
from cpgraph.records.data import AUDIT_CLASSES, FOUND_CLASSES, AuditRow, Data, Report
from cpgraph.texts.copies import Copy, read_copy
from cpgraph.texts.normalise import normalise
from cpgraph.texts.quotes import SourceText

WORDS = tables.words()
DEMO = Path(__file__).parent / "reports" / "demo-2022.txt"


# --- Quantities ---


@pytest.mark.parametrize(("text", "tokens"), WORDS["digits"])
def test_numerals(text: str, tokens: list[str]) -> None:
    assert [text[item.start : item.end] for item in quantities.digits(text)] == tokens


@pytest.mark.parametrize(("text", "tokens"), WORDS["words"])
def test_quantity_words(text: str, tokens: list[str]) -> None:
    assert [text[item.start : item.end] for item in quantities.words(normalise(text))] == tokens


def test_each_word_of_the_list_is_found_alone() -> None:
    for word in sorted(quantities.WORDS):
        assert [item.end for item in quantities.words(normalise(word))] == [len(word)], word


# --- General rules ---


def ruled(text: str) -> dict[str, list[str]]:
    """The tokens of a text by the class that the general rules alone give them; "" for none."""
    source = SourceText.of(text)
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
RULED = [(name, *case) for name in AUDIT_CLASSES for case in WORDS.get(name, ())]


@pytest.mark.parametrize(("name", "text", "tokens"), RULED)
def test_general_rules(name: str, text: str, tokens: list[str]) -> None:
    assert ruled(text).get(name) == tokens


@pytest.mark.parametrize("index", range(len(RULES)))
def test_no_rule_is_idle(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpgraph.evidence.rules.RULES", RULES[:index] + RULES[index + 1 :])
    changed = [text for name, text, tokens in RULED if ruled(text).get(name) != tokens]
    assert changed, f"without it every case still holds: {RULES[index]}"


# Statistics that stand in words like those of a rule must stay open.
@pytest.mark.parametrize(("text", "tokens"), WORDS["open"])
def test_no_rule_hides_a_statistic(text: str, tokens: list[str]) -> None:
    assert ruled(text).get("") == tokens


def test_lists_must_be_near_and_in_order() -> None:
    far = "x " * 1500
    assert "list-number" not in ruled(f"(1) one thing {far} (2) another")
    assert ruled("(2) this and (3) that")["list-number"] == ["2", "3"]
    assert "list-number" not in ruled("(2) this and (1) that")


def test_every_rule_gives_a_known_class() -> None:
    assert {name for name, _ in RULES} <= set(AUDIT_CLASSES)
    assert set(FOUND_CLASSES) < set(AUDIT_CLASSES) < set(CLASSES)
    assert {name for name, _ in RULES} | {"list-number"} == {name for name, _, _ in RULED}


# --- Verdicts, on the invented report ---

Demo = Callable[..., Audit]
TEXT = DEMO.read_text(encoding="utf-8")
MAJORITY = ("summary", "name", "A [majority] (")
GONE = ("summary", "name", "[fifty] boats")


def copy_of(text: str) -> Copy:
    return Copy(Path("text.txt"), sha256(text.encode()).hexdigest(), text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Audit a text against the invented report; `rows` stand for its audit.csv."""
    data = read(checkout(tmp_path_factory.mktemp("demo")) / "data")
    report = data.reports[0]

    def run(text: str, *rows: tuple[str, str, str]) -> Audit:
        made = tuple(
            AuditRow(part, kind, quote, Place("audit.csv", i))
            for i, (part, kind, quote) in enumerate(rows, 2)
        )
        return audit(dataclasses.replace(report, audit=made), page_heads(report, data.shared), copy_of(text))

    return run


def test_what_nothing_accounts_for_is_listed_with_its_place(demo: Demo) -> None:
    result = demo(TEXT)
    assert (verdict(result), result.passed) == ("unclaimed", False)
    (item,) = result.unclaimed
    assert (item.kind, item.line, item.column, item.token) == ("words", 3, 54, "majority")
    assert item.context == "fice decided 40 cases. A [majority] (62.5%; n=25) were grante"


def test_a_row_of_the_report_accounts_for_it(demo: Demo) -> None:
    result = demo(TEXT, MAJORITY)
    assert (verdict(result), result.passed) == ("accounted-for", True)
    assert (result.known, result.found, result.missing, result.stale) == ("whole", 17, (), ())
    assert result.classes["words"] == {"name": 1}
    assert sum(result.classes["digits"].values()) == result.totals["digits"] == 19
    # "2021" of the second heading and "refused.1" and the note's own number are of other classes.
    assert [result.classes["digits"][name] for name in ("note-marker", "note-number")] == [1, 1]


def test_a_row_whose_place_is_claimed_or_gone_is_stale(demo: Demo) -> None:
    result = demo(TEXT, MAJORITY, ("summary", "name", "decided [40] cases"), GONE, ("table-1", "name", "[%]"))
    assert sorted(row.place.line or 0 for row in result.stale) == [3, 4, 5]
    assert (verdict(result), result.passed) == ("changed", False)
    # In a text that is not the known one, a row without a place is no fault.
    assert demo(TEXT + "\n", MAJORITY, GONE).passed


# what is changed in the text, the tokens that nothing accounts for, and what the known mentions lack
ALL = "\nAll Cases 40 100.0% 41\n"
HEADS = ("100.0%\nUnited States Sentencing Commission13\n", "Annual Note on Harbor Permits 12\n\fA majority")
CHANGED: list[tuple[dict[str, str], list[str], list[str], str]] = [
    ({"decided 40": "decided 48"}, ["48"], ["40"], "unclaimed"),
    ({"granted, and": "granted in 7 ways, and"}, ["7"], [], "unclaimed"),
    ({"; n=25": ""}, [], ["25"], "changed"),
    ({ALL: f"{ALL}of 401 all\n"}, ["401"], [], "unclaimed"),  # a number with a note behind it
    ({"100.0%": HEADS[0], "A majority": HEADS[1]}, [], [], "accounted-for"),  # numbers of pages
    ({TEXT[: TEXT.index("Table 1.")]: "", TEXT[TEXT.index("1  Cases") :]: ""}, [], [], "accounted-for"),
]


@pytest.mark.parametrize(("changes", "unclaimed", "missing", "expected"), CHANGED)
def test_another_text_of_the_report(
    demo: Demo, changes: dict[str, str], unclaimed: list[str], missing: list[str], expected: str
) -> None:
    text = TEXT
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    result = demo(text, MAJORITY)
    assert [item.token for item in result.unclaimed] == unclaimed
    assert [lost.printed for lost in result.missing] == missing
    assert (verdict(result), result.passed) == (expected, expected == "accounted-for")
    assert result.found + result.absent + len(missing) == 17
    assert result.absent == (8 if "" in changes.values() and not missing else 0)
    assert result.classes["digits"].get("page-debris", 0) == (2 if HEADS[0] in changes.values() else 0)


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
    assert (verdict(result), result.passed) == ("not-this-report", False)
    (line,) = as_lines(result, "book.txt")
    assert re.match(
        r"\d+ of 17 mentions found, which claim \d+ of \d+ .*this is not a text of \"Annual Note", line
    )


def test_lines_and_json_say_the_same(demo: Demo) -> None:
    result = demo(TEXT.replace("decided 40", "decided 48"), GONE)
    lines = list(as_lines(result, "note.txt"))
    assert any(
        line.startswith("note.txt:3:41: unclaimed numeral: ") and "decided [48] cases" in line
        for line in lines
    )
    assert any("summary should print '40' here" in line for line in lines)
    assert lines[-1] == "16 of 17 mentions found; 2 of 20 numerals and quantity words are unclaimed"
    value = json.loads(as_json(result, "note.txt"))
    assert (value["verdict"], value["summary"], value["mentions"]["found"]) == ("unclaimed", lines[-1], 16)
    assert [item["token"] for item in value["unclaimed"]] == ["48", "majority"]
    assert value["quantities"]["digits"]["all"] == 19
    assert sum(value["quantities"]["digits"]["classes"].values()) == 18
    stale = demo(TEXT, MAJORITY, GONE)
    assert any(line.startswith("audit.csv:3: ") for line in as_lines(stale, "note.txt"))
    assert json.loads(as_json(stale, "x"))["stale_rows"][0]["place"] == "audit.csv:3"


# --- The command ---


@pytest.fixture
def at_small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented report's home, with the audit's rows in it; the file of rows."""
    monkeypatch.setenv("CPGRAPH_HOME", str(small))
    path = small / "data" / "reports" / "demo-2022" / "audit.csv"
    path.write_text("part,class,quote\nsummary,name,A [majority] (\n", encoding="utf-8")
    return path


def test_the_command_passes_and_prints_coverage(at_small: Path) -> None:
    done = run("audit", DEMO)
    assert done.code == 0
    for line in (r"observation +14 +0", r"unclaimed +0 +0", r"all +19 +1"):
        assert re.search(rf"^{line}$", done.out, re.MULTILINE)
    assert "mentions: 17 found, 0 missing, 0 not in this text" in done.out
    assert json.loads(run("audit", DEMO, "--format", "json").out)["verdict"] == "accounted-for"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"A book of 12 pages.", 1, "0 of 17 mentions found"),
        (b"", 1, "the file is empty"),
        (b" \n\t\n", 1, "the file is empty"),
        (b"\x7fELF\x00\x01 512", 1, "null bytes"),
        ("sixteen bits 512".encode("utf-16"), 1, "null bytes"),
        (b"caf\xe9 512", 1, "byte 4 is not UTF-8"),
        (None, 2, "does not exist"),
    ],
    ids=["another", "empty", "blank", "binary", "utf-16", "latin-1", "none"],
)
def test_a_file_that_is_no_text_of_the_report_is_refused_plainly(
    at_small: Path, content: bytes | None, code: int, says: str
) -> None:
    path = at_small.with_name("text.txt")
    if content is not None:
        path.write_bytes(content)
    done = run("audit", path)
    assert done.code == code
    assert says in (done.out if says.startswith("0 of") else done.err)
    assert ("CPG-E500" in done.err) == (code == 1 and not done.out)
    if content is None:  # gone between the check of the arguments and the reading
        with pytest.raises(SourceTextError, match="Name a readable text file or PDF"):
            read_copy(path)


# --- The report's own texts ---

Run = Callable[[str], Audit]


@pytest.fixture(scope="module")
def own(data: Data) -> tuple[Report, Run]:
    """The report, and an audit of a text against it."""
    report = data.reports[0]
    heads = page_heads(report, data.shared)
    return report, lambda text: audit(report, heads, copy_of(text))


@pytest.fixture(scope="module")
def known(own: tuple[Report, Run], sources: Mapping[str, Path]) -> dict[str, tuple[str, Audit]]:
    """The known texts at hand by their ids, each with its audit; the whole must be among them."""
    texts = {
        item.id: sources[item.sha256].read_bytes().decode()
        for item in own[0].record.extractions
        if item.sha256 in sources
    }
    if "whole" not in texts:
        pytest.skip("the report's whole text is not at hand")
    return {name: (text, own[1](text)) for name, text in texts.items()}


@pytest.fixture(scope="module")
def whole(known: dict[str, tuple[str, Audit]]) -> tuple[str, Audit]:
    return known["whole"]


def assert_complete(result: Audit) -> None:
    assert [item.context for item in result.unclaimed] == []
    assert result.missing == ()


@pytest.mark.source
@pytest.mark.parametrize(("name", "numerals", "words"), [("whole", 1297, 192), ("excerpt", 95, 24)])
def test_nothing_of_the_known_texts_is_unclaimed(
    own: tuple[Report, Run], known: dict[str, tuple[str, Audit]], name: str, numerals: int, words: int
) -> None:
    if name not in known:
        pytest.skip(f"the text {name!r} is not at hand")
    _, result = known[name]
    assert_complete(result)
    assert result.passed
    assert [row.quote for row in result.stale] == []
    assert result.totals == {"digits": numerals, "words": words}
    assert {kind: sum(counts.values()) for kind, counts in result.classes.items()} == result.totals
    if name == "whole":
        present = sum(note.status == "present" for note in own[0].notes)
        assert (result.found, result.classes["digits"]["note-number"]) == (len(own[0].mentions), present)


def everything(text: str) -> str:
    return variants.crlf(variants.markdown(variants.reflowed(variants.straight_quotes(text), 9)))


VARIANTS: dict[str, Callable[[str], str]] = {
    "reflowed": partial(variants.reflowed, seed=0),
    "curly quotes": lambda text: variants.curly_quotes(variants.straight_quotes(text)),
    "line-end hyphens dropped": variants.no_line_end_hyphens,
    "all of it": everything,
}


@pytest.mark.source
@pytest.mark.parametrize("form", VARIANTS)
def test_another_extraction_gets_the_same_verdict(
    own: tuple[Report, Run], known: dict[str, tuple[str, Audit]], form: str
) -> None:
    for name, (text, base) in known.items():
        other = VARIANTS[form](text)
        assert text != other or name != "whole"
        result = own[1](other)
        assert_complete(result)
        assert (result.found, result.classes) == (base.found, base.classes)


def paged(text: str) -> str:
    return variants.reflowed(variants.paged(text, ("United States Sentencing Commission",), 4), 3)


@pytest.mark.source
@pytest.mark.parametrize("form", [*variants.MARKERS, "paged"])
def test_marks_of_notes_and_heads_of_pages_may_stand_otherwise(
    own: tuple[Report, Run], whole: tuple[str, Audit], form: str
) -> None:
    report, (text, true) = own[0], whole
    markers = [
        (start, end)
        for item in report.mentions
        if (item.kind, item.property) == ("note", "marker") and item.id in report.located
        for name, start, end in report.located[item.id].offsets
        if name == "whole"
    ]
    assert len(markers) == sum(note.marker is not None for note in report.notes) > 20
    changed = "page-debris" if form == "paged" else "note-marker"
    result = own[1](
        paged(text) if form == "paged" else variants.superscripts(text, markers, variants.MARKERS[form])
    )
    assert_complete(result)
    # A marker glued to a number is a numeral of its own once it is set apart; nothing else changes.
    base, other = dict(true.classes["digits"]), dict(result.classes["digits"])
    before, now = base.pop(changed), other.pop(changed)
    assert now > before + 10 if form == "paged" else before <= now <= len(markers)
    assert other == base


@pytest.mark.source
@pytest.mark.parametrize("sample", [4, pytest.param(24, marks=pytest.mark.slow)])
def test_a_changed_digit_never_passes(own: tuple[Report, Run], whole: tuple[str, Audit], sample: int) -> None:
    report, text = own[0], whole[0]
    offsets = [place for item in report.located.values() for place in item.offsets if place[0] == "whole"]
    claimed = sorted({i for _, start, end in offsets for i in range(start, end) if text[i].isdigit()})
    rng = random.Random(2021)
    for place in rng.sample(claimed, sample):
        other = rng.choice([digit for digit in "123456789" if digit != text[place]])
        result = own[1](text[:place] + other + text[place + 1 :])
        assert not result.passed, f"character {place}"
        assert result.own
        assert result.unclaimed or result.missing


@pytest.mark.source
def test_a_part_cut_out_of_the_text_is_told_truly(own: tuple[Report, Run], whole: tuple[str, Audit]) -> None:
    """What is found in a piece of the whole stands where it stands in the whole: nothing is mistaken."""
    text = whole[0]
    true = [start for item in own[0].located.values() for name, start, _ in item.offsets if name == "whole"]
    rng = random.Random(7)
    for _ in range(4):
        start = rng.randrange(len(text) - 6000)
        result = own[1](text[start : start + 6000])
        inside, safe = (sum(start <= place < start + 6000 - edge for place in true) for edge in (0, 12))
        assert result.missing == ()
        assert 0.9 * safe <= result.found <= inside
