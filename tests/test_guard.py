"""Nothing here, committed or built, carries more of the report's text than short fragments and names."""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from conftest import DEMO, REPO
from cpgraph.records.data import Data
from cpgraph.texts.normalise import normalise
from cpgraph.texts.quotes import SourceText, fold

LIMIT = 60
STEP = (LIMIT + 1) // 2
AGAIN = {".trig", ".parquet", ".xlsx"}
"""Files of the build that say what others say; `test_export.py` and `test_csvw.py` hold that."""
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def plain(text: str) -> str:
    return normalise(text).text.casefold()


def names(data: Data) -> list[str]:
    """What is carried whole: titles of works, acts, provisions, tables, figures and sections; addresses."""
    found = {part.label for report in data.reports for part in report.record.parts}
    found |= {report.record.title for report in data.reports}
    found |= {work.title for work in data.shared.works.values()}
    found |= {work.address for work in data.shared.works.values() if work.address}
    found |= {p.title for p in data.shared.provisions.values() if p.title}
    return sorted((plain(name) for name in found), key=len, reverse=True)


class Source:
    """The pieces of a source by which a text is searched: every window of STEP, every run of LIMIT + 1."""

    def __init__(self, text: str) -> None:
        self.pieces, self.runs = (
            frozenset(text[at : at + size] for at in range(len(text) - size + 1))
            for size in (STEP, LIMIT + 1)
        )

    def carried(self, text: str) -> Iterator[str]:
        """Runs of more than LIMIT characters that a text shares with the source.

        Each covers at least one aligned window of STEP characters, so only around those is looked.
        """
        for at in range(0, len(text) - STEP + 1, STEP):
            if text[at : at + STEP] in self.pieces:
                starts = range(max(at + STEP - LIMIT - 1, 0), at + 1)
                yield from (run for start in starts if (run := text[start : start + LIMIT + 1]) in self.runs)


def carries(sources: Iterable[Source], exempt: Iterable[str], name: str, content: bytes) -> list[str]:
    """The long runs that a file shares with one of the sources, names left out.

    Of RDF its literals count, each once, since a run cannot go on from one to the next.
    """
    text = content.decode("utf-8", errors="replace")
    if name.endswith(".nq"):
        text = "\0".join(sorted(set(LITERAL.findall(text))))
    text = plain(text.replace('\\"', '"').replace('""', '"'))
    near = [source for source in sources if next(source.carried(text), None)]
    for title in exempt if near else ():
        text = text.replace(title, "\0")
    return [run for source in near for run in source.carried(text)]


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, check=False, timeout=30)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    files = (REPO / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in files if path.is_file()]


@pytest.mark.source
def test_no_long_run_of_the_report_is_carried(data: Data, built: Path, sources: Mapping[str, Path]) -> None:
    exempt = names(data)
    texts = [Source(plain(path.read_text(encoding="utf-8"))) for path in sources.values()]
    files = [p for p in committed() if DEMO not in p.parents] + [
        p for p in built.iterdir() if p.suffix not in AGAIN
    ]
    assert len(files) > 100
    for file in files:
        assert not carries(texts, exempt, file.name, file.read_bytes()), file


@pytest.mark.source
def test_quotes_are_whole_words_and_little_of_the_report(data: Data, sources: Mapping[str, Path]) -> None:
    """Laid together they cover at most 35 % of the text, and no run of over 160 characters; one that fits several
    places says which it is."""
    for report in data.reports:
        whole, digest = report.record.extractions[0].id, report.record.extractions[0].sha256
        source = SourceText.of(sources[digest].read_bytes().decode())
        text, searched = source.normal.text, source.search.text.casefold()
        spans = []
        for item in report.located.values():
            start = next(low for name, low, _ in item.offsets if name == whole)
            first = bisect_left(source.normal.starts, start) - len(item.prefix)
            quote = item.prefix + item.exact + item.suffix
            last = first + len(quote)
            assert text[first:last] == quote, item
            assert len(quote) <= 60, item
            assert not item.prefix or not text[first - 1 : first].strip(), item
            assert not item.suffix or not text[last : last + 1].strip() or item.suffix.endswith(" "), item
            assert item.occurrence or searched.count(fold(quote).casefold()) == 1, item
            spans.append((first, last))
        covered = "".join("x" if is_in else " " for is_in in covers(spans, len(text)))
        assert covered.count("x") <= 0.35 * len(text)
        assert max(map(len, covered.split())) <= 160


def covers(spans: Iterable[tuple[int, int]], length: int) -> list[bool]:
    found = [False] * length
    for first, last in spans:
        found[first:last] = [True] * (last - first)
    return found


def test_the_guard_sees_a_long_run() -> None:
    text = plain("one two three four five six seven eight nine ten eleven twelve thirteen fourteen")
    source = Source(text)
    for shift in range(STEP):
        assert list(source.carried("x" * shift + text[:61] + "y"))
        assert not list(source.carried("x" * shift + text[:60] + "y"))
