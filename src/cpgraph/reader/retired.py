"""Read `data/retired.csv`: what an earlier release published and a later one withdrew."""

from __future__ import annotations

import re
from pathlib import Path

from cpgraph.reader.files import Problems, load_csv
from cpgraph.records.retired import Retired

HEADER = ("iri", "successor", "since", "reason")
_NAME = re.compile(r"[A-Za-z0-9._/#-]+")
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def read_retired(path: Path, problems: Problems) -> tuple[Retired, ...]:
    """Read the withdrawn IRIs; a data folder without the file has none."""
    found: dict[str, Retired] = {}
    for row in load_csv(path, HEADER, problems, missing_ok=True):
        for column in ("iri", "successor"):
            if row[column] and not _NAME.fullmatch(row[column]):
                problems.add(
                    row.place(column), f"{row[column]!r} is not an IRI of ours without its base", "Fix it."
                )
        if not row["iri"] or row["iri"] in found:
            problems.add(
                row.place("iri"), f"the IRI {row['iri']!r} is empty or stands here twice", "Remove one."
            )
        if not row["successor"] and not row["reason"]:
            problems.add(row.place("reason"), "a row with no successor has no reason", "Say why it is gone.")
        if not _VERSION.fullmatch(row["since"]):
            problems.add(row.place("since"), f"{row['since']!r} is not a version", "Write it as 0.2.0.")
        found[row["iri"]] = Retired(row["iri"], row["successor"], row["since"], row["reason"])
    names = set(found)
    for item in found.values():
        if item.successor in names:
            problems.add(
                row.place("successor"),
                f"the successor {item.successor!r} is withdrawn too",
                "Name the last one.",
            )
    return tuple(found.values())
