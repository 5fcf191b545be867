"""The pages of categories, schemes and conduct: how cases are sorted, and the numbers of each kind of case."""

from __future__ import annotations

from typing import Final

from cpgraph.vocab import SKOS
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Line,
    Listing,
    Paragraph,
    Table,
    View,
    cell,
    columns,
    line,
    section,
    sections,
)
from cpgraph.web.linked.rows import text
from cpgraph.web.linked.views.common import (
    EVIDENCE,
    JUDGED,
    NUMBER,
    Context,
    anomalies,
    crumbs,
    definitions,
    evidence,
    page,
    pivot,
    statements,
)
from cpgraph.web.linked.views.generic import lead
from cpgraph.web.linked.views.law import JOIN, join_table

CATEGORY: Final = {
    **JUDGED,
    "number": f"?pop cpg:restrictedTo ?this . ?obs cpg:population ?pop . {NUMBER}",
    "definition": "?this (skos:inScheme)? ?via . ?definition cpg:governs ?via",
    "provision": "?this cpg:concerns ?conduct . ?effect cpg:trigger ?conduct . ?provision cpg:provides ?effect",
    "place": "?place dcterms:spatial ?this",
}
SCHEME: Final = {
    **JUDGED,
    "category": "?category skos:inScheme ?this OPTIONAL { ?category skos:broader ?wider }",
    "number": f"?category skos:inScheme ?this . ?pop cpg:restrictedTo ?category . ?obs cpg:population ?pop . {NUMBER} "
    "FILTER NOT EXISTS { ?pop cpg:restrictedTo ?other FILTER(?other != ?category) }",
    "definition": "?definition cpg:governs ?this BIND(?this AS ?via)",
}
CONDUCT: Final = {
    **EVIDENCE,
    **JUDGED,
    "effect": "?effect cpg:trigger ?this . ?provision cpg:provides ?effect . "
    "OPTIONAL { ?effect cpg:levelIncrease ?levels }",
    "join": f"?category cpg:concerns ?this . BIND(?this AS ?conduct) {JOIN}",
    "definition": "?category cpg:concerns ?this . ?definition cpg:governs ?category BIND(?category AS ?via)",
}


def category(ctx: Context) -> View:
    """Make the page of a category."""
    provisions = ctx.links(text(row, "provision") for row in ctx.rows["provision"])
    places = ctx.links(text(row, "place") for row in ctx.rows["place"])
    schemes = [ctx.link(iri) for iri in ctx.out.iris(SKOS.inScheme)]
    return View(
        lead=lead(ctx),
        sections=sections(
            section("Numbers", pivot(ctx, "Populations of this category", ctx.rows["number"]), id="numbers"),
            section("Provisions about the same conduct", Listing(tuple(provisions)), id="provisions"),
            section("Court", Listing(tuple(places)), id="court"),
            definitions(ctx),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, *schemes),
    )


def scheme(ctx: Context) -> View:
    """Make the page of a scheme: its categories as a tree, and their numbers."""
    wider = {text(row, "category"): text(row, "wider") for row in ctx.rows["category"]}
    tops = [iri for iri, parent in wider.items() if parent not in wider]
    items = [item for top in ctx.index.sorted(tops) for item in _branch(ctx, top, wider, 0)]
    tree = Listing(tuple(shown for shown, _ in items), depths=tuple(depth for _, depth in items))
    about = [Paragraph(line(term.value), "lead") for term in ctx.out.all(SKOS.definition)]
    return View(
        lead=tuple(about),
        sections=sections(
            section("Categories", tree, id="categories"),
            section("Numbers", pivot(ctx, "Populations of one category", ctx.rows["number"]), id="numbers"),
            definitions(ctx),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


def _branch(ctx: Context, top: str, wider: dict[str, str], depth: int) -> list[tuple[Line, int]]:
    thing = ctx.index.things.get(top)
    about = f": {thing.about}" if thing and thing.about else ""
    found = [(line(ctx.link(top), about), depth)]
    if depth < len(wider):
        for child in ctx.index.sorted(iri for iri, parent in wider.items() if parent == top):
            found += _branch(ctx, child, wider, depth + 1)
    return found


def conduct(ctx: Context) -> View:
    """Make the page of a conduct: the provisions it triggers, and the numbers of the categories about it."""
    rows = ctx.rows.sorted("effect", "provision", "effect", "levels")
    levels: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        levels.setdefault((text(row, "provision"), text(row, "effect")), []).append(text(row, "levels"))
    made = tuple(
        (
            cell(ctx.link(provision)),
            cell(ctx.link(effect)),
            cell(" or ".join(dict.fromkeys(filter(None, found))), is_number=True),
        )
        for (provision, effect), found in levels.items()
    )
    table = Table(
        words.count(len(made), "effect", "effects"), columns("Provision", "Effect", "#Levels"), made
    )
    return View(
        lead=lead(ctx),
        sections=sections(
            section("What the law attaches to it", table, id="effects"),
            section("Offenders whose cases concern it", join_table(ctx), id="join"),
            definitions(ctx),
            evidence(ctx),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


CATEGORY_PAGE: Final = page(CATEGORY, category)
SCHEME_PAGE: Final = page(SCHEME, scheme)
CONDUCT_PAGE: Final = page(CONDUCT, conduct)
