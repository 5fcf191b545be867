"""What properties and units are called that have no label in the graph, read from `property_labels.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from cpgraph import vocab
from cpgraph.web.pages.rows import named

_FILE: Final[Mapping[str, Mapping[str, str]]] = yaml.safe_load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)


LABELS: Final = {vocab.LICENSE: "CC0 1.0", **{named(name): label for name, label in _FILE["labels"].items()}}
"""Labels by IRI."""

INVERSE: Final = {named(name): label for name, label in _FILE["inverse"].items()}
"""What a property is called when it is read from its value to its subject."""
