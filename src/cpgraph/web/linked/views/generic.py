"""The page of a thing that needs no page of its own kind: what is said of it, and what points to it."""

from __future__ import annotations

from typing import Final

from cpgraph.vocab import CPG, DCTERMS, OA, QB, RDF, RDFS, SKOS, SPDX, VOID
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Block,
    Cell,
    Facts,
    Line,
    Listing,
    Paragraph,
    Section,
    Table,
    View,
    cell,
    columns,
    facts,
    joined,
    line,
    section,
    sections,
)
from cpgraph.web.linked.documents import fragment
from cpgraph.web.linked.rows import OWNED, Term, text
from cpgraph.web.linked.views.common import (
    EVIDENCE,
    JUDGED,
    Context,
    anomalies,
    crumbs,
    definitions,
    evidence,
    page,
    statements,
)
from cpgraph.web.linked.wording import BACKWARD

OWNED_SECTION: Final = f"?this {OWNED} ?part . ?part ?q ?v FILTER(STRSTARTS(STR(?part), STR(?this)))"
SECTIONS: Final = {
    **EVIDENCE,
    **JUDGED,
    "definition": "?definition cpg:governs ?this BIND(?this AS ?via)",
    "owned": OWNED_SECTION,
}
_SAID: Final = frozenset(
    term.value
    for term in (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.note, SKOS.scopeNote, RDFS.comment,
                 OA.hasTarget, OA.hasSelector, SPDX.checksum, QB.component, DCTERMS.title)
)  # fmt: skip
_SHOWN_ELSEWHERE: Final = frozenset(term.value for term in (OA.hasBody, CPG.governs, OA.hasTarget))
_PARTITIONS: Final = frozenset((VOID.classPartition.value, VOID.propertyPartition.value))
"""Lead to what is described below, in hundreds."""
_MANY: Final = 250


def make(ctx: Context) -> View:
    """Make the page of any thing."""
    return View(
        lead=lead(ctx),
        sections=sections(
            *incoming(ctx),
            evidence(ctx),
            definitions(ctx),
            anomalies(ctx),
            owned(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


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


def incoming(ctx: Context) -> list[Section | None]:
    """Give a section for each way in which things point to this one."""
    found: dict[str, list[str]] = {}
    for row in ctx.rows["in"]:
        if text(row, "p") not in _SHOWN_ELSEWHERE:
            found.setdefault(BACKWARD.get(text(row, "p")) or _is_of(ctx, text(row, "p")), []).append(
                text(row, "s")
            )
    made: list[Section | None] = []
    for heading in sorted(found):
        items = ctx.links(found[heading])
        made.append(section(words.capital(heading), Listing(tuple(items)), is_folded=len(items) > 40))
    return made


def _is_of(ctx: Context, predicate: str) -> str:
    return f"Is “{ctx.index.label(predicate)}” of"


def owned(ctx: Context) -> Section | None:
    """Describe what has no document of its own, each under the name that links to it end in."""
    found: dict[str, list[tuple[str, Term]]] = {}
    for row in ctx.rows["owned"]:
        found.setdefault(text(row, "part"), []).append((text(row, "q"), row["v"]))
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    for iri in sorted(found):
        said = [
            line(f"{ctx.index.label(p)}: ", ctx.link(term.value) if term.is_iri else term.value)
            for p, term in sorted(found[iri], key=lambda item: (item[0], item[1].value))
        ]
        ids.append(fragment(ctx.thing.iri, iri))
        rows.append((cell(fragment(ctx.thing.iri, iri)), cell(joined(said, "; "))))
    table = Table("Described here", columns("Name", "What is said of it"), tuple(rows), tuple(ids))
    return section("Described with it", table, id="described", is_folded=True)


PAGE: Final = page(SECTIONS, make)
