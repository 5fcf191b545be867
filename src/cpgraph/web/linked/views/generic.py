"""What is said of a thing, for the pages of some kinds."""

from __future__ import annotations

from typing import Final

from cpgraph.vocab import DCTERMS, OA, QB, RDF, RDFS, SKOS, SPDX, VOID
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Block,
    Facts,
    Line,
    Paragraph,
    facts,
    joined,
    line,
)
from cpgraph.web.linked.rows import Term
from cpgraph.web.linked.views.common import (
    Context,
)

_SAID: Final = frozenset(
    term.value
    for term in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.note, SKOS.scopeNote, RDFS.comment,
                 OA.hasTarget, OA.hasSelector, SPDX.checksum, QB.component, DCTERMS.title)
)  # fmt: skip
_PARTITIONS: Final = frozenset((VOID.classPartition.value, VOID.propertyPartition.value))
"""Lead to what is described below, in hundreds."""
_MANY: Final = 250


def lead(ctx: Context) -> tuple[Block, ...]:
    """Say what a thing is: its definition, then its properties."""
    out = ctx.out
    told = [Paragraph(line(term.value), "lead") for term in out.all(SKOS.definition)]
    told += [
        Paragraph(line(term.value)) for p in (SKOS.scopeNote, SKOS.note, RDFS.comment) for term in out.all(p)
    ]
    return (*told, properties(ctx))


def properties(ctx: Context) -> Facts:
    """Give the properties of a thing, but for its names and what stands elsewhere on the page."""
    shown: dict[str, list[Term]] = {}
    for predicate, terms in ctx.out.values.items():
        if predicate not in _SAID and predicate not in _PARTITIONS:
            shown.setdefault(words.capital(ctx.index.label(predicate)), []).extend(terms)
    return facts((name, _values(ctx, shown[name])) for name in sorted(shown))


def _values(ctx: Context, terms: list[Term]) -> list[Line]:
    things = ctx.links(term.value for term in terms if term.is_iri)
    literals = [line(term.value) for term in terms if term.kind == "literal"]
    found = [*things, *literals]
    if len(found) > _MANY:
        return [*found[:_MANY], line(f"and {len(found) - _MANY:,} more")]
    return [joined(found)] if len(found) > 3 else found
