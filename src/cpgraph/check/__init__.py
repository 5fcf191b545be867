"""All checks of the built graph, and their findings: SHACL core shapes, rules, terms, the ledger.

It reads `dist/cpgraph.nq`, `ontology/` and `queries/rules/` and knows nothing of how the
graph was built. The whole of it takes a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store

from cpgraph import files
from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.check import terms
from cpgraph.check.findings import Finding, Report, Severity, ordered

__all__ = ["Finding", "Report", "Severity", "validate"]

Progress = Callable[[str], None]
OWN_CHECKS = (*terms.CHECKS, "ledger-is-true", "shape-targets")
"""The ids of the checks that are neither a shape nor a query."""


def validate(graph: Path, home: Path, progress: Progress) -> Report:
    """Return what every check finds on a built graph: an N-Quads file, with ontology/ and queries/ in `home`.

    Raises:
        NotBuiltError: there is no such file.
        GraphFileError: it is not N-Quads, or empty.
        QueryFileError: a rule is not what a rule must be.
    """
    progress(f"reading {graph}")
    quads = files.quads(graph)
    found = terms.statements(quads)

    store = Store()
    store.bulk_extend(quads)
    rules = ruling.load_rules(home / "queries" / "rules")
    progress(f"running {len(rules)} rules over {len(quads):,} statements")
    ledger = ruling.read_ledger(store)
    listed = 0
    for rule in rules:
        new, known = ruling.findings(store, rule, ruling.rows(store, rule), ledger)
        found += new
        listed += known
    found += ruling.unknown_checks(store, rules, ledger)

    shapes = shaping.load_shapes(home / "ontology")
    count = shaping.constraints(shapes)
    progress(f"checking {count} shapes")
    data = shaping.as_graph(quads)
    found += shaping.idle_targets(shapes, data)
    found += shaping.validate(data, shapes)
    checks = {"rules": len(rules), "shapes": count, "others": len(OWN_CHECKS)}
    return Report(ordered(found), checks, listed)
