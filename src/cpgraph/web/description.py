"""The service description (SPARQL 1.1 Service Description), made from what the workers hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from cpgraph.store import Format
from cpgraph.web.engine.base import GraphInfo

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
_WRITERS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}


def write(info: GraphInfo, endpoint: str, form: Format) -> bytes:
    """Write the description of the service at an endpoint."""
    prefixes = {
        "sd": _SD,
        "void": _VOID,
        "dcat": _DCAT,
        "formats": _FORMATS,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
    return ox.serialize(_triples(info, endpoint), format=_WRITERS[form], prefixes=prefixes) or b""


def _triples(info: GraphInfo, endpoint: str) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint))
    calls = ox.NamedNode(endpoint.removesuffix("/sparql") + "/openapi.json")
    yield ox.Triple(service, ox.NamedNode(_DCAT + "endpointDescription"), calls)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for feature in ("UnionDefaultGraph",):
        yield ox.Triple(service, _sd("feature"), _sd(feature))
    for name in _RESULTS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    yield ox.Triple(default, ox.NamedNode(_VOID + "triples"), _number(info.triples))
    for number, (name, count) in enumerate(sorted(info.graphs.items()), 1):
        entry, graph = ox.NamedNode(f"{endpoint}#entry-{number}"), ox.NamedNode(f"{endpoint}#graph-{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(name))
        yield ox.Triple(entry, _sd("graph"), graph)
        yield ox.Triple(graph, _TYPE, _sd("Graph"))
        yield ox.Triple(graph, ox.NamedNode(_VOID + "triples"), _number(count))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=_INTEGER)
