"""Triples of the query files: examples in the form of the SIB collection, the rules as checks, and the prefixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import shared
from cpgraph.queries import Query
from cpgraph.triples import Triple, each, english, plain, resource, typed
from cpgraph.vocab import BASE, CPG, DCTERMS, DQV, LDQD, OWL, RDFS, SCHEMA, SH, SKOS, XSD

_PREFIXES = NamedNode(f"{BASE}prefixes")
_TABLE: Final = SH.SPARQLSelectExecutable, SH.select
_GRAPH: Final = SH.SPARQLConstructExecutable, SH.construct

# What the rules of a tag look at; all others hold what is said of a thing against what is said of another.
_LOOKS_AT: Final = {
    "data-cube": LDQD.interoperability,
    "definitions": LDQD.understandability,
    "evidence": LDQD.trustworthiness,
    "law": LDQD.semanticAccuracy,
    "skos": LDQD.interoperability,
    "terms": LDQD.understandability,
}


def prefixes(table: Mapping[str, str]) -> Iterator[Triple]:
    """Every prefix of the dataset as a declaration that SHACL tools and SPARQL editors read."""
    yield from typed(_PREFIXES, OWL.Ontology)
    yield _PREFIXES, RDFS.label, english("prefixes of cpgraph")
    yield _PREFIXES, RDFS.comment, english("The prefixes that the example queries and the files use.")
    for name, iri in sorted(table.items()):
        node = NamedNode(f"{_PREFIXES.value}#{name}")
        yield _PREFIXES, SH.declare, node
        yield from typed(node, SH.PrefixDeclaration)
        yield node, SH.prefix, plain(name)
        yield node, SH.namespace, Literal(iri, datatype=XSD.anyURI)


def examples(queries: Iterable[Query]) -> Iterator[Triple]:
    """One executable per query: its text, what it answers, its keywords and its endpoint."""
    for query in queries:
        kind, holds = _TABLE if query.returns else _GRAPH
        node = shared("query", query.id)
        yield from typed(node, SH.SPARQLExecutable, kind)
        yield node, RDFS.label, english(query.summary)
        yield node, RDFS.comment, english(query.question or query.summary)
        if query.description:
            yield node, DCTERMS.description, english(query.description)
        yield node, SH.prefixes, _PREFIXES
        yield node, holds, plain(query.example)
        yield node, SCHEMA.target, NamedNode(f"{BASE}sparql")
        yield from each(node, SCHEMA.keywords, map(plain, query.tags))


def _dimension(tags: Iterable[str]) -> NamedNode:
    """The dimension of the rules with these tags."""
    return next((_LOOKS_AT[tag] for tag in tags if tag in _LOOKS_AT), LDQD.consistency)


def checks(rules: Iterable[Query]) -> Iterator[Triple]:
    """Every rule with its query, what it finds and what to do, so that an anomaly can name the one that finds it."""
    for rule in rules:
        node = shared("check", rule.id)
        yield from typed(node, CPG.Check, DQV.Metric, SH.SPARQLSelectExecutable)
        yield from resource(node, rule.summary, rule.problem, rule.solution)
        yield node, SKOS.notation, plain(rule.code)
        yield node, SH.severity, SH[rule.severity]
        yield from each(node, SCHEMA.keywords, map(english, rule.tags))
        yield node, DQV.inDimension, _dimension(rule.tags)
        yield node, SH.select, plain(rule.body)
    node = shared("check", "ledger-is-true")
    yield from typed(node, CPG.Check, DQV.Metric)
    yield from resource(
        node,
        "The ledger is true",
        "Every row of a rule that asks about the report itself has an entry in the ledger of anomalies, and every "
        "entry that names a rule is still found by it.",
    )
    yield node, DQV.inDimension, LDQD.consistency
    yield node, SH.severity, SH.Warning
