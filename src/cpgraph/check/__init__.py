"""All checks of the built graph, and their findings: SHACL core shapes, rules, terms, the ledger.

It reads `dist/cpgraph.nq`, `ontology/shapes.ttl` and `queries/rules/` and knows nothing of how the
graph was built. Near-linear in the size of the graph; the whole of it takes a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, Store, parse

from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.check import terms
from cpgraph.check.findings import Finding, Report, Severity, ordered
from cpgraph.errors import GraphFileError, NotBuiltError

__all__ = ["Finding", "Report", "Severity", "validate"]

Progress = Callable[[str], None]
OWN_CHECKS = (*terms.CHECKS, "ledger-is-true", "shape-targets")
"""The ids of the checks that are neither a shape nor a query."""


def validate(graph: Path, home: Path, progress: Progress) -> Report:
    """Run every check on a built graph.

    Args:
        graph: The N-Quads file.
        home: The folder with ontology/ and queries/.
        progress: Told what goes on.

    Raises:
        NotBuiltError: there is no such file.
        GraphFileError: it is not N-Quads, or empty.
        QueryFileError: a rule is not what a rule must be.
    """
    if not graph.exists():
        raise NotBuiltError(graph)
    seconds: dict[str, float] = {}
    clock = perf_counter()

    def lap(name: str) -> None:
        nonlocal clock
        seconds[name], clock = perf_counter() - clock, perf_counter()

    progress(f"reading {graph}")
    try:
        quads = list(parse(graph.read_bytes(), format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise GraphFileError(graph, error.msg, error.lineno or 0) from error
    if not quads:
        raise GraphFileError(graph, "it is empty")
    store = Store()
    store.bulk_extend(quads)
    lap("read")
    found = terms.statements(quads)
    lap("statements")

    loaded = ruling.load_rules(home / "queries" / "rules")
    progress(f"running {len(loaded)} rules over {len(quads):,} statements")
    ledger = ruling.read_ledger(store)
    listed = 0
    for rule in loaded:
        new, known = ruling.findings(store, rule, ruling.rows(store, rule), ledger)
        found += new
        listed += known
    found += ruling.unknown_checks(store, loaded, ledger)
    lap("rules")

    shapes = shaping.load_shapes(home / "ontology" / "shapes.ttl")
    count = shaping.constraints(shapes)
    progress(f"checking {count} shapes")
    data = shaping.as_graph(quads)
    found += shaping.idle_targets(shapes, data)
    found += shaping.validate(data, shaping.hoisted(shapes))
    lap("shapes")
    checks = {"rules": len(loaded), "shapes": count, "others": len(OWN_CHECKS)}
    return Report(ordered(found), checks, listed, seconds)
