"""The files of the build: at the addresses that the catalog gives them, and listed with sizes and digests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cpgraph.files import SUMS

FOLDER: Final = "/download/"
MEDIA_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".parquet": "application/vnd.apache.parquet",
    ".trig": "application/trig",
    ".ttl": "text/turtle; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AT_ROOT: Final = (
    "context.jsonld",
    "dcat.ttl",
    "schema-org.jsonld",
    "void.ttl",
)  # where visitors look for them
_TITLES: Final = {
    "context.jsonld": "The context of the JSON-LD documents",
    "csvw.json": "The columns of the CSV files (CSV on the Web)",
    "dcat.ttl": "The catalog (DCAT)",
    "prefixes.ttl": "Prefixes (SHACL declarations)",
    "rules.ttl": "The rules as SPARQL constraints of SHACL",
    "schema-org.jsonld": "The catalog for search engines (schema.org)",
    "void.ttl": "Statistics (VoID)",
    SUMS: "Sizes and SHA-256 of all files",
}

_UNKNOWN: Final[Mapping[str, Any]] = {"size": None, "sha256": ""}


def find(folder: Path, path: str) -> Path | None:
    """Return the file of a folder that is at an address: one that its list of checksums names, or that list."""
    name = path.removeprefix(FOLDER) if path.startswith(FOLDER) else path.removeprefix("/")
    if not (path.startswith(FOLDER) or name in _AT_ROOT) or name not in _listed(folder):
        return None
    return folder / name if (folder / name).is_file() else None


def page(folder: Path, catalog: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the files that can be had: those of the catalog by name, then the others of the folder."""
    listed = _listed(folder)
    titles = _TITLES | {name: file["name"] for name, file in catalog.items()}
    names = [*catalog, *sorted(listed.keys() - catalog.keys())]
    return [{"name": name, "title": titles.get(name, ""), **listed.get(name, _UNKNOWN)} for name in names]


def _listed(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the size and digest of the files that the list of checksums of a folder names; itself has none."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    sizes = {name: int(size) for size, name in (line[1:].split() for line in lines if line.startswith("#"))}
    digests = (line.split("  ", 1) for line in lines if line and not line.startswith("#"))
    return {name: {"size": sizes.get(name), "sha256": digest} for digest, name in digests} | {SUMS: _UNKNOWN}
