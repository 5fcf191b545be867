"""cpgraph: an official sentencing report as linked data, with its evidence and its checks.

The package builds a graph from `data/`, validates it, and serves it; in Python, `cpgraph.open()` asks it. One version
number stands for code, data and ontology.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpgraph.api import IRI, Graph, Observation, Rows, open  # noqa: A004 - as gzip.open and others are called

__version__ = "0.2.0"
__all__ = ["IRI", "Graph", "Observation", "Rows", "__version__", "open"]


def __getattr__(name: str) -> object:
    """Load what is asked for, so that to import the package takes no time."""
    if name in __all__:
        return getattr(importlib.import_module("cpgraph.api"), name)
    raise AttributeError(f"module 'cpgraph' has no attribute {name!r}")
