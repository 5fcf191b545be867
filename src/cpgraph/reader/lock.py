"""The committed evidence (`evidence.tsv`): where each mention stands, so that builds need no text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.files import Problems, load_text
from cpgraph.texts.quotes import Located

HEADER = ("mention", "exact", "prefix", "suffix", "occurrence", "offsets")
_OFFSET = re.compile(r"([a-z0-9-]+):(\d+)-(\d+)")


def render(located: Iterable[Located]) -> str:
    """Write evidence as text: tab-separated, sorted by mention, one line each."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(HEADER)
    for item in sorted(located, key=lambda item: item.mention):
        places = " ".join(f"{name}:{start}-{end}" for name, start, end in item.offsets)
        writer.writerow([item.mention, item.exact, item.prefix, item.suffix, item.occurrence or "", places])
    return out.getvalue()


def read_evidence(path: Path, mentions: Collection[str], problems: Problems) -> dict[str, Located]:
    """Read the evidence of a report; it must cover the mentions exactly.

    Missing or stale lines are reported by the build, which names the remedy; a line that does not
    parse is a data error here.
    """
    if not path.exists():
        return {}
    text = load_text(path, problems)
    found: dict[str, Located] = {}
    if text is None:
        return found
    name = problems.name(path)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    if not rows or tuple(rows[0]) != HEADER:
        problems.add(Place(name, 1), "the header is not that of evidence", "Run `cpgraph locate`.")
        return found
    for line, row in enumerate(rows[1:], start=2):
        parsed = [_OFFSET.fullmatch(word) for word in row[5].split()] if len(row) == len(HEADER) else [None]
        if not all(parsed) or not (row[4] == "" or row[4].isdigit()):
            problems.add(Place(name, line), "the line does not parse", "Run `cpgraph locate`.")
            continue
        offsets = tuple((m[1], int(m[2]), int(m[3])) for m in parsed if m)
        if row[0] in mentions:
            found[row[0]] = Located(row[0], row[1], row[2], row[3], int(row[4] or 0), offsets)
    return found
