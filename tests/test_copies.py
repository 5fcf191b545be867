"""A copy of a report: PDFs that are typeset here, what cannot be read, and `audit` and `locate` on them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.constants import PageLabelStyle

import typesetting
from commands import run
from cpgraph.errors import SourceTextError
from cpgraph.evidence.audit import audit, page_heads
from cpgraph.records.data import Data
from cpgraph.texts import copies, pdf
from cpgraph.texts.copies import Copy, read_copies, read_copy
from cpgraph.texts.marks import Mark, Marked

DEMO = Path(__file__).parent / "reports" / "demo-2022.txt"


def written(content: bytes, place: Path) -> Path:
    place.write_bytes(content)
    return place


def changed(change: Callable[[PdfWriter], object]) -> bytes:
    writer, out = PdfWriter(BytesIO(typesetting.as_it_stands("some words"))), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("form", typesetting.FORMS)
def test_a_typeset_pdf_is_audited(
    form: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPGRAPH_HOME", str(small))
    rows = small / "data" / "reports" / "demo-2022" / "audit.csv"
    rows.write_text("part,class,quote\nsummary,name,A [majority] (\n", encoding="utf-8")
    file = written(typesetting.FORMS[form](DEMO.read_text(encoding="utf-8")), tmp_path / "note.pdf")
    done = run("audit", file)
    assert (done.code, "mentions: 17 found, 0 missing" in done.out) == (0, True), done.out
    done = run("locate", file)
    assert (done.code, "not a known text; 17 of 17 mentions of demo-2022" in done.err) == (1, True)
    assert "none of these files is the whole text" in done.err


def test_a_pdf_can_be_a_known_text(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPGRAPH_HOME", str(small))
    file = written(typesetting.reflowed(DEMO.read_text(encoding="utf-8")), tmp_path / "note.pdf")
    record = small / "data" / "reports" / "demo-2022" / "report.yaml"
    known = f"  - {{id: pdf, label: typeset, sha256: {read_copy(file).sha256}, characters: '400'}}\nparts:"
    record.write_text(record.read_text().replace("parts:", known, 1), encoding="utf-8")
    assert run("locate", DEMO, file).code == 0
    lines = (record.parent / "evidence.tsv").read_text().splitlines()[1:]
    assert len(lines) == 17
    assert all(" pdf:" in line for line in lines)


@pytest.mark.source
@pytest.mark.parametrize("form", typesetting.FORMS)
def test_every_mention_is_found_in_the_report_typeset(
    form: str, data: Data, sources: Mapping[str, Path], tmp_path: Path
) -> None:
    """What a line's end does to an address on the web is all that differs."""
    report = data.reports[0]
    if report.record.extractions[0].sha256 not in sources:
        pytest.skip("the report's whole text is not at hand")
    text = sources[report.record.extractions[0].sha256].read_text(encoding="utf-8")
    copy = read_copy(written(typesetting.FORMS[form](text), tmp_path / "report.pdf"))
    result = audit(report, page_heads(report, data.shared), copy)
    assert (result.found, result.missing) == (len(report.mentions), ())
    assert [item.context for item in result.unclaimed if "http" not in item.context] == []
    assert len(copy.pages) > 20


def _without_text(writer: PdfWriter) -> None:
    writer.remove_page(0)
    writer.add_blank_page(200, 200)


# What is wrong with a file, and what is said of it.
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: changed(lambda it: it.encrypt("secret", algorithm="RC4-128")), "is encrypted. Save"),
    "pictures": (lambda: changed(_without_text), r"no text, only pictures\. Give"),
    "broken": (lambda: typesetting.as_it_stands("some words")[:400], "cannot be read"),
    "no PDF": (lambda: b"%PDF-1.7\nbut words", "cannot be read"),
    "empty": (lambda: b" \n", "the file is empty"),
    "archive": (lambda: b"PK\x03\x04\x00\x00", "null bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    make, says = WRONG[name]
    file = written(make(), tmp_path / "copy.bin")
    with pytest.raises(SourceTextError, match=f"^{re.escape(str(file))}: .*{says}"):
        read_copy(file)


def test_an_owners_password_alone_locks_nothing(tmp_path: Path) -> None:
    content = changed(lambda it: it.encrypt("", "owner", algorithm="RC4-128"))
    assert "some words" in read_copy(written(content, tmp_path / "a.pdf")).text


def test_a_pdf_has_little_time_and_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that would be 100 MiB of operators ends soon, one way or the other; so does one that takes long."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"(a) Tj " * 2**20) for _ in range(15)) + packer.flush()
    body = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        body,
    ]
    content = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    bomb = written(content + b"trailer<</Root 1 0 R>>\n%%EOF", tmp_path / "bomb.pdf")
    with pytest.raises(SourceTextError, match=r"bomb\.pdf: (?:the PDF cannot be read|it takes more than)"):
        read_copy(bomb)
    monkeypatch.setattr(pdf, "SECONDS", 0.001)
    with pytest.raises(SourceTextError, match="seconds or 1,024 MiB to read it"):
        read_copy(written(typesetting.as_it_stands("some words"), tmp_path / "slow.pdf"))


def test_large_files_and_folders_without_texts_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SourceTextError, match="the folder holds 0 files"):
        read_copies(tmp_path)
    written(b"words", tmp_path / "a.txt")
    written(b"\0", tmp_path / "a.bin")
    assert [copy.path.name for copy in read_copies(tmp_path)] == ["a.txt"]
    monkeypatch.setattr(copies, "LARGEST", 4)
    with pytest.raises(SourceTextError, match="the file has more than 0 MiB"):
        read_copies(tmp_path)


def test_pages_are_called_as_the_pdf_calls_them(tmp_path: Path) -> None:
    def label(writer: PdfWriter) -> None:
        writer.append(BytesIO(typesetting.as_it_stands("other words")))
        writer.set_page_label(0, 0, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(1, 1, style=PageLabelStyle.DECIMAL, start=2)

    copy = read_copy(written(changed(label), tmp_path / "a.pdf"))
    start, other = copy.pages[1], copy.text.index("other words")
    assert (len(copy.pages), copy.bounds(1), copy.bounds(2)) == (2, (0, start), (start, len(copy.text)))
    assert (copy.name(1), copy.place(start - 1), copy.place(other)) == ("page 1 (i)", "page 1 (i)", "page 2")


def test_a_text_has_pages_by_form_feeds_else_by_paragraphs() -> None:
    paged = read_copy(DEMO)
    assert (paged.name(1), paged.place(100)) == ("lines 1 to 15", "line 3")
    long = Copy(Path("a"), "", "word\n\n" * 3000)
    assert len(long.sheets) == 3
    assert long.bounds(3)[1] == len(long.text)
    assert long.name(2).startswith("lines ")


def test_running_heads_go_and_what_only_looks_so_stays() -> None:
    words = ["All", "of", "these", "512"]
    pages = [f"Head {n}\n{word}\n{n} Foot\n{n + 6}" for n, word in enumerate(words)]
    assert pdf.without_heads([*pages, "Head 5\nTable\n9.1%\n5 Foot\n512"]) == [
        *words,
        "Table\n9.1%\n5 Foot\n512",
    ]


def test_the_runs_of_a_page_join_to_its_text_and_the_worst_mark_is_first() -> None:
    copy = Copy(Path("a"), "", "two of the six, and more", (0, 16))
    marks = [
        Mark(0, 3, "m1", "b1", "p", "known", ""),
        Mark(0, 14, "m2", "b2", "p", "bad", "x"),
        Mark(11, 20, "m3", "b3", "q", "good", ""),
    ]
    marked = Marked("r", copy, marks, ())
    pieces = list(marked.pieces(1))
    assert "".join(piece.text for piece in pieces) == "two of the six, "
    assert [[mark.mention for mark in piece.over] for piece in pieces] == [
        ["m2", "m1"],
        ["m2"],
        ["m2", "m3"],
        ["m3"],
    ]
    assert [mark.mention for piece in pieces for mark in piece.begins] == ["m2", "m1", "m3"]
    assert [mark.mention for piece in pieces for mark in piece.ends] == ["m1", "m2", "m3"]
    assert (marked.on(2), list(marked.by_part), marked.counts["bad"]) == ([], ["p", "q"], 1)
