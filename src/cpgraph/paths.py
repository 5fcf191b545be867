"""Where the project's files are: a checkout, or what an installed wheel carries."""

from __future__ import annotations

import os
from pathlib import Path

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
