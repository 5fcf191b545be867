"""The files of the build: at the addresses that the catalog gives them, and listed with sizes and digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cpgraph.files import SUMS
from cpgraph.web.cache import Result
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import Paragraph, Run, Table, View, cell, columns, line
from cpgraph.web.linked.discovery import FILES, File

FOLDER: Final = "/download/"
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
}
_NAMES: Final = {
    "csvw.json": "The columns of the CSV files (CSV on the Web)",
    "dcat.ttl": "The catalog (DCAT)",
    "prefixes.ttl": "Prefixes and example queries",
    "schema-org.jsonld": "The catalog for search engines (schema.org)",
    "void.ttl": "Statistics (VoID)",
    SUMS: "Sizes and SHA-256 of all files",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the list of checksums has it; the size in bytes."""

    name: str
    size: int
    sha256: str


class Downloads:
    """The files of one folder, read when first asked for and kept: they are few, and packing them takes long."""

    def __init__(self, folder: Path) -> None:
        """Offer the files of a folder that its list of checksums names, and that list."""
        self.folder = folder
        self._kept: dict[str, tuple[int, Result]] = {}

    def find(self, path: str) -> Path | None:
        """Give the file at an address, where there is one."""
        name = path.removeprefix(FOLDER)
        if not path.startswith(FOLDER):
            name = path.removeprefix("/")
            if name not in FILES:
                return None
        if not name or "/" in name or (name != SUMS and name not in {item.name for item in self.listed()}):
            return None
        file = self.folder / name
        return file if file.is_file() else None

    def listed(self) -> list[Listed]:
        """Read the list of checksums; none where there is no folder of a build."""
        try:
            lines = (self.folder / SUMS).read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
        sizes = {
            name: int(size) for size, name in (text[1:].split() for text in lines if text.startswith("#"))
        }
        digests = (text.split("  ", 1) for text in lines if text and not text.startswith("#"))
        return [Listed(name, sizes.get(name, 0), digest) for digest, name in digests]

    def view(self, files: Iterable[File]) -> View:
        """Make the page that lists the files; `files` are those of the catalog."""
        known = {file.name: file for file in files}
        listed = {item.name: item for item in self.listed()}
        if listed:
            listed[SUMS] = Listed(SUMS, 0, "")
        made = []
        for name in [*known, *sorted(set(listed) - set(known))]:
            file, item = known.get(name), listed.get(name)
            size = item.size if item else file.size if file else None
            digest = item.sha256 if item else file.sha256 if file else ""
            made.append(
                (
                    cell(Run(name, f"{FOLDER}{name}")),
                    cell(file.title if file else _NAMES.get(name, "")),
                    cell(f"{size:,}" if size else "", is_number=True),
                    cell(Run(digest, style="code") if digest else ""),
                )
            )
        told = "The same data in several forms. The digests are those of the files as they are sent."
        table = Table(
            words.count(len(made), "file", "files"),
            columns("File", "What it holds", "#Bytes", "SHA-256"),
            tuple(made),
        )
        return View((Paragraph(line(told), "lead"), table), (), (Run("Home", "/"),))

    def read(self, file: Path) -> Result:
        """Read a file as it is."""
        changed = file.stat().st_mtime_ns
        kept = self._kept.get(file.name)
        if kept is None or kept[0] != changed:
            content = file.read_bytes()
            content_type = _TYPES.get(file.suffix, "text/plain; charset=utf-8")
            kept = (
                changed,
                Result(content_type, content, hashlib.sha256(content).hexdigest()[:32], None, None),
            )
            self._kept[file.name] = kept
        return kept[1]
