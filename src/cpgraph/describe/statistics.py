"""Statistics of the graph as VoID."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from cpgraph.iris import local_ok, shared
from cpgraph.triples import Triple
from cpgraph.vocab import BASE, DCTERMS, PREFIXES, QB, is_apart

_FUNCTIONS: Final = "urn:cpgraph:of:"
_OF_CUBES: Final = {
    DCTERMS.isPartOf,
    QB.attribute,
    QB.component,
    QB.dataSet,
    QB.dimension,
    QB.measure,
    QB.structure,
}


def statistics(store: Store, node: NamedNode, home: str = "", graphs: Sequence[str] = ()) -> Iterator[Triple]:
    """The counts of a dataset: the triples of some graphs, or of all, by property and by class.

    The local names of its partitions begin with `home`; they are parts of the page of the whole dataset.
    """

    def part(*words: NamedNode | Literal) -> NamedNode:
        return shared("stats", home + "-".join(short(word) for word in words))

    functions = {
        NamedNode(f"{_FUNCTIONS}part"): part,
        NamedNode(f"{_FUNCTIONS}dataset"): lambda: node,
    }
    yield from _constructed("statistics", store, functions, graphs)
    if not graphs:
        yield from _constructed("linksets", store, functions)


def structures(quads: Iterable[Quad]) -> Iterator[Triple]:
    """What the datasets measure, by the structures of their cubes."""
    store = Store()
    store.bulk_extend(
        quad for quad in quads if quad.predicate in _OF_CUBES and not is_apart(str(quad.graph_name))
    )
    yield from _constructed("structures", store)


def _constructed(
    query: str,
    store: Store,
    functions: Mapping[NamedNode, Callable[..., NamedNode]] = MappingProxyType({}),
    graphs: Sequence[str] = (),
) -> Iterator[Triple]:
    """The triples that a query file makes of some graphs, or of all."""
    found = store.query(
        (Path(__file__).parent / f"{query}.rq").read_text(encoding="utf-8"),
        prefixes={**PREFIXES, "of": _FUNCTIONS},
        default_graph=[NamedNode(iri) for iri in graphs] or None,
        use_default_graph_as_union=not graphs,
        base_iri=BASE,
        custom_functions=dict(functions),
    )
    assert isinstance(found, QueryTriples)  # noqa: S101
    yield from ((item.subject, item.predicate, item.object) for item in found)


@cache
def short(term: NamedNode | Literal) -> str:
    """A term as a part of an IRI: prefix and local name, or a digest where that cannot be; a word as it is.

    >>> short(NamedNode(PREFIXES["rdf"] + "type"))
    'rdf.type'
    """
    if isinstance(term, Literal):
        return term.value
    for prefix, space in PREFIXES.items():
        if term.value.startswith(space) and local_ok(local := term.value.removeprefix(space)):
            return f"{prefix}.{local}"
    return sha256(term.value.encode()).hexdigest()[:12]
