"""Tables of cases and of results: a file with a header, a row a line."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, or of one with tabs, in which no cell is quoted."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def words() -> Mapping[str, Sequence[tuple[Any, Any]]]:
    """The cases of `words.tsv` by kind: a text, and what is found in it or made of it; both are JSON."""
    found: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for row in read(Path(__file__).with_name("words.tsv")):
        found[row["kind"]].append((json.loads(row["text"]), json.loads(row["found"])))
    return found
