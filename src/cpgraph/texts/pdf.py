"""The text of a PDF, page by page, read in a process of its own with little time and memory: a PDF is not trusted.

`python -m cpgraph.texts.pdf FILE` is that process; it writes JSON, with the `pages` and their `labels`, or what
is `wrong`.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from cpgraph.errors import SourceTextError

SECONDS: Final = 60
MEMORY: Final = 2**30
MOST_PAGES: Final = 2_000
MOST_CHARACTERS: Final = 8 * 2**20
_REPEATED: Final = 0.25  # share of the pages that a line begins or ends, so that it is a running head or foot
_FEW: Final = 3
_SLOW: Final = (
    f"it takes more than {SECONDS} seconds or {MEMORY // 2**20:,} MiB to read it. Give its text instead."
)


def read_pages(path: Path) -> tuple[list[str], list[str]]:
    """Return the text of each page without running heads and feet, and what the PDF calls each page.

    Raises:
        SourceTextError: it is encrypted, broken, without text, or takes too long or too much memory.
    """
    command = [sys.executable, "-m", "cpgraph.texts.pdf", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603 - our own
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # killed by its limits: nothing whole was said
        raise SourceTextError(f"{path}: {_SLOW}") from None
    if "wrong" in told:
        raise SourceTextError(f"{path}: {told['wrong']}")
    return without_heads(told["pages"]), told["labels"]


def without_heads(pages: list[str]) -> list[str]:
    """Return pages without the lines that many of them begin or end with, whatever numbers those hold.

    >>> without_heads(["Annual Report 1\\nAll", "Annual Report 2\\nof", "Annual Report 3\\nthese", "4 Report\\n4"])
    ['All', 'of', 'these', '4 Report\\n4']
    """
    lines = [page.strip().split("\n") for page in pages]
    gone: dict[int, set[str]] = {0: set(), -1: set()}
    for end in (0, -1, 0, -1):  # a head or foot may have two lines
        names = [_name(page[end], number) if page else "" for number, page in enumerate(lines)]
        repeated = {
            name for name, times in Counter(names).items() if times >= max(_FEW, _REPEATED * len(pages))
        }
        for page, name in zip(lines, names, strict=True):
            if page and name in repeated - gone[end]:
                del page[end]
        gone[end] |= repeated
    return ["\n".join(page) for page in lines]


def _name(line: str, number: int) -> str:
    """Return what a line is known by on other pages; a bare number, how far it is from that of its page."""
    bare = line.strip()
    return f"{int(bare) - number:+}" if bare.isdecimal() else re.sub(r"\d+", "#", bare.casefold())


def _extract(path: str) -> dict[str, object]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.disable()  # what it finds odd is no matter of ours
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        if len(reader.pages) > MOST_PAGES:
            return {"wrong": f"the PDF has more than {MOST_PAGES:,} pages. Give that of the report."}
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text().encode("utf-8", "replace").decode())
            size += len(pages[-1])
            if size > MOST_CHARACTERS:
                return {"wrong": "the PDF holds more text than any report. Give that of the report."}
        labels = list(reader.page_labels)
    except (DependencyError, FileNotDecryptedError):
        return {"wrong": "the PDF is encrypted. Save a copy without a password, and give that."}
    except (MemoryError, RecursionError):
        return {"wrong": _SLOW}
    except Exception as error:  # noqa: BLE001 - a broken file may raise anything there
        return {
            "wrong": f"the PDF cannot be read ({type(error).__name__}). Download it again, or give its text."
        }
    if not size or not "".join(pages).strip():
        return {"wrong": "the PDF holds no text, only pictures. Give one with a text layer, or the text."}
    return {"pages": pages, "labels": labels}


def main(path: str) -> None:
    """Write what a PDF holds, within the limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(_extract(path)))


if __name__ == "__main__":
    main(sys.argv[1])
