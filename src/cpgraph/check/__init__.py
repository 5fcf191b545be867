"""All checks of the built graph, and their findings: SHACL core shapes, rules, terms, the ledger.

It reads `dist/cpgraph.nq`, `ontology/` and `queries/rules/` and knows nothing of how the
graph was built. A report takes a few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from pyoxigraph import Quad, Store
from rdflib import Graph

from cpgraph import files
from cpgraph.check import parts as parting
from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.check import terms
from cpgraph.check.findings import Finding, Report, Severity, last_part, ordered
from cpgraph.vocab import PREFIXES, is_apart

__all__ = ["Finding", "Report", "Severity", "validate"]

Progress = Callable[[str], None]
OWN_CHECKS = (*terms.CHECKS, "ledger-is-true", "shape-targets", "told-as-it-is")
"""The ids of the checks that are neither a shape nor a query."""
_TOLD = f"{PREFIXES['check']}{OWN_CHECKS[-1]}"


def validate(graph: Path, home: Path, progress: Progress, told: Collection[Quad] = ()) -> Report:
    """Return what every check finds on a built graph: an N-Quads file, with ontology/ and queries/ in `home`.

    `told` are the statements that are made of files, all that the graph says of their subjects.

    Raises:
        NotBuiltError: there is no such file.
        GraphFileError: it is not N-Quads, or empty.
        QueryFileError: a rule is not what a rule must be.
    """
    progress(f"reading {graph}")
    rules = ruling.load_rules(home / "queries" / "rules")
    shapes = shaping.load_shapes(home / "ontology")
    checks = {"rules": len(rules), "shapes": shaping.constraints(shapes), "others": len(OWN_CHECKS)}
    shared, reports = parting.parts(graph)
    whole = [[*shared, *own] for own in reports]
    progress(
        f"checking {checks['rules']} rules and {checks['shapes']} shapes on {len(reports) or 'no'} report(s)"
    )
    try:
        done = parting.each(
            partial(check, graph, rules, shapes, told), whole if len(whole) == 1 else [shared, *whole]
        )
    except SyntaxError:
        files.quads(graph)  # tells the line of the file, not of the part
        raise
    found = [findings for findings, _ in done]
    return Report(
        ordered(parting.joined(found[0], found[-len(whole) :])), checks, sum(listed for _, listed in done)
    )


def check(
    graph: Path, rules: Sequence[ruling.Rule], shapes: Graph, told: Collection[Quad], part: parting.Part
) -> tuple[frozenset[Finding], int]:
    """Return what all checks find on a part of a graph, and how many rows its ledger explains."""
    quads = parting.quads(graph, part)
    found = [*terms.statements(quads), *untold(quads, told)]
    kept = [quad for quad in quads if not is_apart(str(quad.graph_name))]
    store, whole = Store(), Store()
    store.bulk_extend(kept)
    whole.bulk_extend(quads)
    ledger = ruling.read_ledger(store)
    listed = 0
    for rule in rules:
        reads_all = {"row-view", "data-cube"} & set(rule.query.tags)  # the others are quicker without
        new, known = ruling.findings(store, rule, ruling.rows(whole if reads_all else store, rule), ledger)
        found += new
        listed += known
    found += ruling.unknown_checks(store, rules, ledger)
    data = shaping.as_graph(quad for quad in kept if not terms.is_malformed(quad.object))
    found += shaping.idle_targets(shapes, data)
    found += shaping.validate(data, shapes)
    return frozenset(found), listed


def untold(quads: Sequence[Quad], told: Collection[Quad]) -> Iterator[Finding]:
    """Return the statements that a graph lacks of those that are made of files, or has beside them."""
    own = {(quad.graph_name, quad.subject) for quad in told}
    for quad in {quad for quad in quads if (quad.graph_name, quad.subject) in own} ^ set(told):
        focus, message = (
            str(quad.subject).strip("<>"),
            "The graph does not say of a rule or query what its file says.",
        )
        shown = f"{quad.predicate} {quad.object}"
        yield Finding("CPG-C022", "Violation", focus, last_part(focus), message, shown, "Build again.", _TOLD)
