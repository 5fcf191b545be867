"""Nothing here, committed or built, carries more of the report's text than short fragments and names."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from conftest import DEMO, REPO
from cpgraph.evidence.normalise import normalise
from cpgraph.records.data import Data

LIMIT = 60
STEP = (LIMIT + 1) // 2
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


def runs(text: str, source: str, pieces: frozenset[str]) -> Iterator[str]:
    """Every maximal run of more than LIMIT characters that a text shares with the source.

    A run that long covers at least one aligned window of STEP characters, so only those are looked up.
    """
    position = 0
    while position + STEP <= len(text):
        window = text[position : position + STEP]
        if window in pieces:
            best = ""
            start = source.find(window)
            while start >= 0:
                left = 0
                while left < min(position, start) and text[position - left - 1] == source[start - left - 1]:
                    left += 1
                right = STEP
                while (
                    position + right < len(text)
                    and start + right < len(source)
                    and text[position + right] == source[start + right]
                ):
                    right += 1
                if left + right > len(best):
                    best = text[position - left : position + right]
                start = source.find(window, start + 1)
            if len(best) > LIMIT:
                yield best
        position += STEP


def words_of(file: Path) -> str:
    """What a file says: of RDF its literals, each once, since a run cannot go on from one to the next."""
    text = file.read_bytes().decode("utf-8", errors="replace")
    if file.suffix in (".nq", ".trig"):
        text = "\0".join(sorted(set(LITERAL.findall(text))))
    return text.replace('\\"', '"').replace('""', '"')


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, check=False, timeout=30)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    files = (REPO / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in files if path.is_file()]


@pytest.mark.source
def test_no_long_run_of_the_report_is_carried(data: Data, built: Path, sources: Mapping[str, Path]) -> None:
    exempt = names(data)
    for path in sources.values():
        source = plain(path.read_text(encoding="utf-8"))
        pieces = frozenset(source[i : i + STEP] for i in range(len(source) - STEP + 1))
        files = [p for p in committed() if DEMO not in p.parents] + sorted(
            p for p in built.rglob("*") if p.is_file()
        )
        assert len(files) > 100
        for file in files:
            text = plain(words_of(file))
            if not any(text[i : i + STEP] in pieces for i in range(0, len(text) - STEP + 1, STEP)):
                continue
            for name in exempt:
                text = text.replace(name, "\0")
            assert not list(runs(text, source, pieces)), file


def test_the_guard_sees_a_long_run() -> None:
    source = plain("one two three four five six seven eight nine ten eleven twelve thirteen fourteen")
    pieces = frozenset(source[i : i + STEP] for i in range(len(source) - STEP + 1))
    assert list(runs("x" * 17 + source[:61] + "y", source, pieces))
    assert not list(runs("x" * 17 + source[:60] + "y", source, pieces))
