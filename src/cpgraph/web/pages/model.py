"""The page of the model: how things fit together, on one page for those who write their own queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cpgraph import vocab
from cpgraph.queries import Query
from cpgraph.web.pages.page import Row
from cpgraph.web.pages.things import Index, Thing

TOPIC: Final = "model"  # of the queries that the page shows: first its own, then those of other topics
BORROWED: Final = f"""PREFIX rdfs: <{vocab.PREFIXES["rdfs"]}>
PREFIX skos: <{vocab.PREFIXES["skos"]}>
SELECT ?term ?meaning WHERE {{
  GRAPH <{vocab.BASE}graph/ontology> {{ ?term skos:scopeNote ?meaning }}
  FILTER(!STRSTARTS(STR(?term), "{vocab.PREFIXES["cpg"]}"))
}}"""
"""The terms of other vocabularies, and what they mean here."""


def patterns(queries: Mapping[str, Query]) -> list[Query]:
    """Return the queries that answer most questions."""
    chosen = (query for query in queries.values() if TOPIC in query.tags)
    return sorted(chosen, key=lambda query: (query.tags.index(TOPIC), query.id))


def worked(queries: Mapping[str, Query], index: Index) -> Thing | None:
    """Return the number that the page shows in full: the first that one of its queries asks for."""
    defaults = (param.default for query in patterns(queries) for param in query.params if param.default)
    numbers = (index.things.get(f"{vocab.BASE}{name}") for name in defaults if "/observation/" in name)
    return next((thing for thing in numbers if thing), None)


def _prefixed(iri: str) -> str:
    """Return the name of a term as queries write it."""
    name, start = max(vocab.PREFIXES.items(), key=lambda item: len(item[1]) * iri.startswith(item[1]))
    return f"{name}:{iri.removeprefix(start)}"


def values(
    queries: Mapping[str, Query], borrowed: Sequence[Row], thing: Thing | None, turtle: str
) -> dict[str, Any]:
    """Return what the template shows."""
    return {
        "patterns": patterns(queries),
        "borrowed": sorted((_prefixed(row.term), row.meaning) for row in borrowed),
        "example": thing,
        "turtle": "\n".join(line for line in turtle.splitlines() if not line.startswith("@prefix")).strip(),
    }
