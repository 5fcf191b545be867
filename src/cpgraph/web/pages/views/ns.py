"""The page of the vocabulary: its terms in the order that readers of ontology pages know."""

from __future__ import annotations

from typing import Any, Final

from cpgraph import vocab
from cpgraph.web.pages.page import Context, Properties, Row, properties
from cpgraph.web.pages.things import local, named

_GROUPS: Final = (
    ("classes", "Classes", "owl:Class"),
    ("objectproperties", "Object properties", "owl:ObjectProperty"),
    ("datatypeproperties", "Datatype properties", "owl:DatatypeProperty"),
    ("annotationproperties", "Annotation properties", "owl:AnnotationProperty"),
    ("codelists", "Code lists", "skos:ConceptScheme"),
    ("namedindividuals", "Codes", "skos:Concept"),
)


def context(ctx: Context) -> dict[str, Any]:
    """Return the terms in groups, each with what is said of it, and the prefixes."""
    rows: dict[str, list[Row]] = {}
    for row in sorted(ctx.rows["term"], key=lambda row: local(row.term).casefold()):
        rows.setdefault(row.term, []).append(row)
    left = {iri: properties(said) for iri, said in rows.items()}
    groups: list[tuple[str, str, dict[str, Properties]]] = []
    for id_, heading, class_ in _GROUPS:
        members = [iri for iri, said in left.items() if named(class_) in said["rdf:type"]]
        groups.append((id_, heading, {iri: left.pop(iri) for iri in members}))
    return {
        "groups": groups,
        "terms": len(rows),
        "prefixes": sorted(vocab.PREFIXES.items()),
        "uses": {row.term: int(row.uses) for row in ctx.rows["used"]},
    }
