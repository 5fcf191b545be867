"""A reader's own copy of a report: a file of its text, or the PDF. It is read into memory and written nowhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from cpgraph.errors import SourceTextError
from cpgraph.texts.pdf import read_pages

LARGEST: Final = 64 * 2**20
"""Bytes of a file that is read."""
SHEET: Final = 6000
"""Characters of a page where the text has none."""
_SUFFIXES: Final = (".txt", ".md", ".pdf")
_MOST: Final = 20  # files of a folder


@dataclass(frozen=True)
class Copy:
    """The text of a file, with the SHA-256 of the file.

    Where its pages begin is known of a PDF, and of a text that has form feeds; `labels` is what a PDF calls them.
    """

    path: Path
    sha256: str
    text: str
    pages: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()

    @cached_property
    def sheets(self) -> Sequence[int]:
        """Where its pages begin; a text without pages is divided between paragraphs."""
        if self.pages:
            return self.pages
        starts = [0]
        for gap in re.finditer(r"\n\s*\n", self.text):
            if gap.end() - starts[-1] > SHEET and gap.end() < len(self.text):
                starts.append(gap.end())
        return starts

    @cached_property
    def _lines(self) -> Sequence[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def sheet(self, offset: int) -> int:
        """Return the number of the page that holds a character, from 1 on."""
        return bisect_right(self.sheets, offset)

    def bounds(self, number: int) -> tuple[int, int]:
        """Return where a page begins and ends."""
        return self.sheets[number - 1], [*self.sheets, len(self.text)][number]

    def name(self, number: int) -> str:
        """Return what a page is called: by its number and the PDF's own label, else by its lines."""
        if self.pages:
            label = self.labels[number - 1] if self.labels else str(number)
            return f"page {number}" if label == str(number) else f"page {number} ({label})"
        first, end = self.bounds(number)
        return f"lines {self._line(first)} to {self._line(max(first, end - 1))}"

    def place(self, offset: int) -> str:
        """Return in which page, or where there are none in which line, a character stands."""
        return self.name(self.sheet(offset)) if self.pages else f"line {self._line(offset)}"

    def _line(self, offset: int) -> int:
        return bisect_right(self._lines, offset)


def read_copy(path: Path) -> Copy:
    """Read a file of a report's text, or a PDF, whole.

    Raises:
        SourceTextError: there is no such file, or it is empty, too large, binary, not UTF-8, or a bad PDF.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SourceTextError(
                f"{path}: the file has more than {LARGEST // 2**20} MiB. Give the text of a report, or its PDF."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceTextError(f"{path}: {error.strerror}. Name a readable text file or PDF.") from error
    digest = sha256(data).hexdigest()
    if not data.strip():
        raise SourceTextError(f"{path}: the file is empty. Give the text of a report.")
    if data.lstrip()[:5] == b"%PDF-" or path.suffix.lower() == ".pdf":
        pages, labels = read_pages(path)
        starts = [0]
        for page in pages[:-1]:
            starts.append(starts[-1] + len(page) + 1)
        return Copy(path, digest, "\n".join(pages), tuple(starts), tuple(labels))
    if b"\0" in data:
        raise SourceTextError(
            f"{path}: this is not a UTF-8 text (it holds null bytes). Extract the text first, as UTF-8."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceTextError(
            f"{path}: byte {error.start + 1} is not UTF-8. Save the text as UTF-8, for example with iconv."
        ) from error
    starts = [0, *(place + 1 for place, char in enumerate(text) if char == "\f")]
    return Copy(path, digest, text, tuple(starts) if len(starts) > 1 else ())


def read_copies(place: Path) -> list[Copy]:
    """Read a file, or the texts and PDFs that lie in a folder.

    Raises:
        SourceTextError: there is none, there are too many, or one of them cannot be read.
    """
    if not place.is_dir():
        return [read_copy(place)]
    files = sorted(path for path in place.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not 0 < len(files) <= _MOST:
        raise SourceTextError(
            f"{place}: the folder holds {len(files)} files {', '.join(_SUFFIXES)}. "
            f"Name a folder with the report's texts (at most {_MOST}), or one file."
        )
    return [read_copy(path) for path in files]
