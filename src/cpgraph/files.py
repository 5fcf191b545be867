"""Writing files so that no reader sees half of one, the list of their checksums, and reading a built graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from cpgraph.errors import GraphFileError, NotBuiltError, PlaceError

SUMS: Final = "SHA256SUMS"
"""The name of the list of checksums, in every folder that is published."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by name into a folder: all of them aside first, then each into its place in this order.

    Raises:
        PlaceError: the folder cannot be written to, or the disk is full; then no file was changed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            for name, content in files.items():
                path = Path(aside, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(as_bytes(content))
            for name in files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                Path(aside, name).replace(folder / name)
    except OSError as error:
        raise PlaceError(folder, error) from error


def as_bytes(content: str | bytes) -> bytes:
    """Return the content of a file as it is written."""
    return content.encode() if isinstance(content, str) else content


def digest(texts: Mapping[str, bytes]) -> str:
    """One SHA-256 over many files: over the lines `digest  name`, sorted by name."""
    lines = (f"{sha256(texts[name]).hexdigest()}  {name}\n" for name in sorted(texts))
    return sha256("".join(lines).encode()).hexdigest()


def sums(files: Iterable[tuple[str, str | bytes]]) -> str:
    """The list of checksums as `sha256sum -c` reads it, with sizes in bytes as comments."""
    held = sorted((name, as_bytes(content)) for name, content in files)
    sizes = "".join(f"# {len(content):>12} {name}\n" for name, content in held)
    lines = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in held)
    return sizes + lines


def quads(path: Path) -> list[Quad]:
    """Return the statements of a built graph. Raises `NotBuiltError` or `GraphFileError`."""
    if not path.exists():
        raise NotBuiltError(path)
    try:
        found = list(parse(path.read_bytes(), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise GraphFileError(path, error.msg, error.lineno or 0) from error
    if not found:
        raise GraphFileError(path, "it is empty")
    return found
