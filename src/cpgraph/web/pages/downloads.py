"""The files of the build: at the addresses that the catalog gives them, and listed with sizes and digests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from cpgraph.files import SUMS
from cpgraph.web.pages.catalog import File

FOLDER: Final = "/download/"
MEDIA_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
}
_AT_ROOT: Final = ("dcat.ttl", "schema-org.jsonld", "void.ttl")  # where visitors look for them
_TITLES: Final = {
    "csvw.json": "The columns of the CSV files (CSV on the Web)",
    "dcat.ttl": "The catalog (DCAT)",
    "prefixes.ttl": "Prefixes and example queries",
    "schema-org.jsonld": "The catalog for search engines (schema.org)",
    "void.ttl": "Statistics (VoID)",
    SUMS: "Sizes and SHA-256 of all files",
}


def find(folder: Path, path: str) -> Path | None:
    """Return the file of a folder that is at an address: one that its list of checksums names, or that list."""
    name = path.removeprefix(FOLDER) if path.startswith(FOLDER) else path.removeprefix("/")
    if not (path.startswith(FOLDER) or name in _AT_ROOT) or name not in _listed(folder):
        return None
    return folder / name if (folder / name).is_file() else None


def page(folder: Path, catalog: Iterable[File]) -> list[File]:
    """Return the files that can be had: those of the catalog, then the others of the folder."""
    known, listed = {file.name: file for file in catalog}, _listed(folder)
    titles = _TITLES | {name: file.title for name, file in known.items()}
    names = [*known, *sorted(set(listed) - set(known))]
    return [replace(listed.get(name) or known[name], title=titles.get(name, "")) for name in names]


def _listed(folder: Path) -> dict[str, File]:
    """Return the files that the list of checksums of a folder names, and itself; none where there is no such list."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    sizes = {name: int(size) for size, name in (line[1:].split() for line in lines if line.startswith("#"))}
    digests = (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    listed = {name: File(name, "", "", sizes.get(name), digest) for digest, name in digests}
    return {**listed, SUMS: File(SUMS, "", "")}
