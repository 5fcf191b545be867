"""Triples of what was withdrawn: where an old IRI leads now, or why it leads nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from cpgraph.records.retired import Retired
from cpgraph.triples import Triple, english, plain, typed
from cpgraph.vocab import BASE, CPG, DCTERMS


def retired(records: Iterable[Retired], described: Iterable[str]) -> Iterator[Triple]:
    """Each withdrawn IRI; `described` are the IRIs that the graph describes.

    The nodes of a printed place, named after it with a dot, go with it to those of its successor.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for iri in described:
        local = iri.removeprefix(BASE)
        if "/mention/" in local:
            # a mention's own name may hold dots, so that every beginning of it counts
            for place in range(local.rindex("/"), len(local)):
                if local[place] == ".":
                    parts[local[:place]].append(local[place:])
    for record in records:
        yield from _one(record.name, record.successor, record)
        if record.successor:
            for part in parts.get(record.successor, ()):
                yield from _one(record.name + part, record.successor + part, record)


def _one(name: str, successor: str, record: Retired) -> Iterator[Triple]:
    """One withdrawn IRI."""
    node = NamedNode(BASE + name)
    yield from typed(node, CPG.Withdrawn)
    yield node, CPG.withdrawnIn, plain(record.since)
    if successor:
        yield node, DCTERMS.isReplacedBy, NamedNode(BASE + successor)
    if record.reason:
        yield node, CPG.withdrawnBecause, english(record.reason)
