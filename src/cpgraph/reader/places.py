"""Read `data/places.csv`: circuits, counties, and which place lies in which."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from cpgraph.reader.files import Problems, load_csv
from cpgraph.records.links import Place

HEADER = ("place", "label", "within", "source")
_PLACE = re.compile(r"circuit:[0-9]{1,2}|circuit:dc|county:[0-9]{5}")


def read_places(path: Path, districts: Collection[str], problems: Problems) -> tuple[Place, ...]:
    """Read the rows; a place of its own has a label, a district of the data only says where it lies."""
    rows = load_csv(path, HEADER, problems, missing_ok=True)
    ours = {f"district:{name}" for name in districts}
    known = ours | {row["place"] for row in rows}
    found: dict[str, Place] = {}
    for row in rows:
        name = row["place"]
        if name in found:
            problems.add(row.place("place"), f"{name!r} stands here twice", "Remove one of the two.")
        if name not in ours and not _PLACE.fullmatch(name):
            remedy = "Write circuit:8, county:27053, or a district of the data."
            problems.add(row.place("place"), f"{name!r} is no place", remedy)
        if (name in ours) == bool(row["label"]):
            remedy = "Give a circuit and a county a name; a district has its own."
            problems.add(row.place("label"), f"the label {row['label']!r} does not fit {name!r}", remedy)
        if row["within"] and row["within"] not in known:
            problems.add(row.place("within"), f"there is no {row['within']!r}", "Name a place of the data.")
        if not row["source"]:
            problems.add(
                row.place("source"), "the source is missing", "Say in short words where it was read."
            )
        found[name] = Place(name, row["label"], row["within"], row["source"])
    return tuple(found.values())
