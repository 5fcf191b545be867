"""Triples of the example queries, in the form of the SIB collection, and of the prefixes they use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import shared
from cpgraph.queries import Query
from cpgraph.triples import Triple, each, english, plain, typed
from cpgraph.vocab import BASE, DCTERMS, OWL, RDFS, SCHEMA, SH, XSD

PREFIXES_NODE = NamedNode(f"{BASE}prefixes")
ENDPOINT = NamedNode(f"{BASE}sparql")

# The first word of a query after its prologue says what kind of result it has.
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|$)|(?i:PREFIX)\s+[^\s:]*:\s*<[^>]*>|(?i:BASE)\s+<[^>]*>)*")
_KINDS = {
    "select": (SH.SPARQLSelectExecutable, SH.select),
    "ask": (SH.SPARQLAskExecutable, SH.ask),
    "construct": (SH.SPARQLConstructExecutable, SH.construct),
}


def text(query: Query) -> str:
    """The SPARQL text of a query without the header of its file."""
    lines = query.text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip()


def prefixes(table: Mapping[str, str]) -> Iterator[Triple]:
    """Every prefix of the dataset as a declaration that SHACL tools and SPARQL editors read."""
    yield from typed(PREFIXES_NODE, OWL.Ontology)
    yield PREFIXES_NODE, RDFS.label, english("prefixes of cpgraph")
    yield PREFIXES_NODE, RDFS.comment, english("The prefixes that the example queries and the files use.")
    for name, iri in sorted(table.items()):
        node = NamedNode(f"{PREFIXES_NODE.value}#{name}")
        yield PREFIXES_NODE, SH.declare, node
        yield from typed(node, SH.PrefixDeclaration)
        yield node, SH.prefix, plain(name)
        yield node, SH.namespace, Literal(iri, datatype=XSD.anyURI)


def examples(queries: Iterable[Query]) -> Iterator[Triple]:
    """One executable per query: its text, what it answers, its keywords and its endpoint."""
    for query in queries:
        body = text(query)
        start = _PROLOGUE.match(body)
        word = body[start.end() if start else 0 :].split(None, 1)[0].lower()
        if word not in _KINDS:
            continue  # SHACL has no executable for DESCRIBE
        kind, holds = _KINDS[word]
        node = shared("query", query.id)
        yield from typed(node, SH.SPARQLExecutable, kind)
        yield node, RDFS.label, english(query.summary)
        yield node, RDFS.comment, english(query.question or query.summary)
        if query.description:
            yield node, DCTERMS.description, english(query.description)
        yield node, SH.prefixes, PREFIXES_NODE
        yield node, holds, plain(body)
        yield node, SCHEMA.target, ENDPOINT
        yield from each(node, SCHEMA.keywords, (plain(tag) for tag in query.tags))
