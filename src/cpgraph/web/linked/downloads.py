"""The files of the build at the addresses that the catalog gives them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from cpgraph import vocab
from cpgraph.web.cache import Result
from cpgraph.web.linked.index import Index

FOLDER: Final = f"{vocab.BASE}download/"
_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
}


class Downloads:
    """The files of one folder, read when first asked for and kept: they are few, and packing them takes long."""

    def __init__(self, folder: Path) -> None:
        """Offer the files of a folder that the data name."""
        self.folder = folder
        self._kept: dict[str, tuple[int, Result]] = {}

    def find(self, path: str, index: Index) -> Path | None:
        """Give the file at an address that the data name as a file, where there is one."""
        iri = vocab.BASE + path.removeprefix("/")
        name = iri.removeprefix(FOLDER)
        if not iri.startswith(FOLDER) or iri not in index or "/" in name:
            return None
        file = self.folder / name
        return file if file.is_file() else None

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
