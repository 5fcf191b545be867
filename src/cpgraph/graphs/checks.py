"""Triples of the published checks: each rule with its query, what it finds, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpgraph.iris import shared
from cpgraph.queries import Query
from cpgraph.triples import Triple, concept, each, english, plain, typed
from cpgraph.vocab import CPG, DQV, SCHEMA, SH, SKOS

LEDGER = "ledger-is-true"


def checks(rules: Iterable[Query]) -> Iterator[Triple]:
    """Every rule as a resource, so that an anomaly can name the one that finds it."""
    for rule in rules:
        node = shared("check", rule.id)
        yield from typed(node, CPG.Check, DQV.Metric, SH.SPARQLSelectExecutable)
        yield from concept(node, rule.summary, rule.problem, rule.solution)
        yield node, SKOS.notation, plain(rule.code)
        yield node, SH.severity, SH[rule.severity]
        yield from each(node, SCHEMA.keywords, (english(tag) for tag in rule.tags))
        lines = rule.text.splitlines()
        body = "\n".join(line for line in lines if not line.startswith("#+")).strip()
        yield node, SH.select, plain(body)
    node = shared("check", LEDGER)
    yield from typed(node, CPG.Check, DQV.Metric)
    yield from concept(
        node,
        "The ledger is true",
        "Every row of a rule that asks about the report itself has an entry in the ledger of anomalies, and every "
        "entry that names a rule is still found by it.",
    )
    yield node, SH.severity, SH.Warning
