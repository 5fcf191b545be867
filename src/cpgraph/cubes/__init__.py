"""The row view of a report, made from its evidence by the CONSTRUCT queries of this folder, in their order.

Each query reads the evidence as the default graph, and what those before it made as the graph `of:rows`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, Store

from cpgraph.vocab import PREFIXES

_OF: Final = "urn:cpgraph:of:"
_ROWS: Final = NamedNode(f"{_OF}rows")


def cubes(evidence: Iterable[Quad], graph: NamedNode) -> list[Quad]:
    """Return the graph of the row view of one report; `evidence` is all that is said of it and of no other."""
    store = Store()
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in evidence)
    for path in sorted(Path(__file__).parent.glob("*.rq")):
        found = store.query(path.read_text(encoding="utf-8"), prefixes={**PREFIXES, "of": _OF})
        assert isinstance(found, QueryTriples)  # noqa: S101
        store.bulk_extend([Quad(item.subject, item.predicate, item.object, _ROWS) for item in found])
    return [
        Quad(q.subject, q.predicate, q.object, graph)
        for q in store.quads_for_pattern(None, None, None, _ROWS)
    ]
