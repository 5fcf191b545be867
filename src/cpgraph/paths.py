"""Where the project's files are: a checkout, or what an installed wheel carries."""

from __future__ import annotations

import os
from pathlib import Path

from cpgraph.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """The folder that holds data/, ontology/, queries/ and dist/.

    `CPGRAPH_HOME` names it; else it is the checkout this package runs from; else the folder of an
    installed wheel, which carries ontology/, queries/ and dist/ but no data/.
    """
    chosen = os.environ.get("CPGRAPH_HOME")
    if chosen:
        return Path(chosen).resolve()
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").exists() and (checkout / "data").is_dir():
        return checkout
    return _PACKAGE / "_bundle"


def graph_file() -> Path:
    """The built graph: the file that `CPGRAPH_GRAPH` names, else `dist/cpgraph.nq`."""
    return Path(os.environ.get("CPGRAPH_GRAPH") or home() / "dist" / "cpgraph.nq")


def questions() -> Path:
    """The folder of questions: the one that `CPGRAPH_QUERIES` names, else `queries/answers`.

    Raises:
        UsageError: `CPGRAPH_QUERIES` names no folder of query files.
    """
    chosen = os.environ.get("CPGRAPH_QUERIES")
    if chosen and not any(Path(chosen).glob("*.rq")):
        raise UsageError(f"CPGRAPH_QUERIES is {chosen!r}: it must be a folder that holds query files (*.rq).")
    return Path(chosen or home() / "queries" / "answers")
