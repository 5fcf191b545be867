"""Writing files so that no reader sees half of one, and the list of their checksums."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

SUMS: Final = "SHA256SUMS"
"""The name of the list of checksums, in every folder that is published."""


def write(path: Path, text: str | bytes) -> None:
    """Write a file aside and rename it; text is written as UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode() if isinstance(text, str) else text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest(texts: Mapping[str, bytes]) -> str:
    """One SHA-256 over many files: over the lines `digest  name`, sorted by name."""
    lines = (f"{sha256(texts[name]).hexdigest()}  {name}\n" for name in sorted(texts))
    return sha256("".join(lines).encode()).hexdigest()


def sums(files: Iterable[tuple[str, bytes]]) -> str:
    """The list of checksums as `sha256sum -c` reads it, with sizes in bytes as comments."""
    held = sorted(files)
    sizes = "".join(f"# {len(content):>12} {name}\n" for name, content in held)
    lines = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in held)
    return sizes + lines
