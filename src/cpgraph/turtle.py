"""Order and layout of written RDF: the same quads give the same text, whatever order they came in.

Works on canonical N-Quads, a quad a line, since sorting text is much quicker than sorting terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from cpgraph import jsonld
from cpgraph.vocab import DCTERMS, RDF, RDFS, SKOS

# What a reader wants to see first of a thing; the rest follows by IRI.
_FIRST: Final = {
    str(term): order
    for order, term in enumerate((RDF.type, SKOS.prefLabel, RDFS.label, DCTERMS.title, SKOS.definition))
}


def graph_of(line: str) -> str:
    """The IRI of the graph of a line of N-Quads; every line of ours has one.

    >>> graph_of('<https://a.example/s> <https://a.example/p> "o" <https://a.example/g> .')
    'https://a.example/g'
    """
    return line[:-2].rpartition(" ")[2][1:-1]


def of_graph(lines: Iterable[str], graph: str) -> list[str]:
    """The lines of one named graph."""
    end = f" <{graph}> ."
    return [line for line in lines if line.endswith(end)]


def _key(line: str) -> tuple[str, int, str]:
    subject, predicate, rest = line.split(" ", 2)
    return subject, _FIRST.get(predicate, len(_FIRST)), f"{predicate} {rest}"


def ordered(lines: Iterable[str]) -> list[str]:
    """Sort quads by graph and subject; of one subject, its classes and names come first."""
    return sorted(lines, key=lambda line: (graph_of(line), _key(line)))


def merged(lines: Iterable[str]) -> list[str]:
    """The triples of quads without their graphs, each once and in the same order within a subject."""
    return sorted({f"{line[:-2].rpartition(' ')[0]} ." for line in lines}, key=_key)


def triples(held: Iterable[tuple[NamedNode, NamedNode, object]]) -> list[str]:
    """Triples as lines, each once, in the order of `merged`."""
    return sorted({f"{subject} {predicate} {value} ." for subject, predicate, value in held}, key=_key)


def write(lines: Iterable[str], form: RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Write lines in the order given. A format that has no graphs needs `merged` lines."""
    quads = parse("\n".join(lines), format=RdfFormat.N_QUADS)
    if form.supports_datasets:
        made = serialize(quads, format=form, prefixes=prefixes) or b""
        return jsonld.compact(made, prefixes) if form == RdfFormat.JSON_LD else made
    held = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return serialize(held, format=form, prefixes=prefixes) or b""


def used(lines: Iterable[str], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes, sorted, with which some IRI of the lines can be shortened."""
    spaces = {
        part[: max(part.rfind("/"), part.rfind("#")) + 1]
        for line in lines
        for part in line.replace(">", "<").split("<")
    }
    return {name: iri for name, iri in sorted(prefixes.items()) if iri in spaces}
