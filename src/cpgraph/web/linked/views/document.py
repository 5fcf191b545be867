"""The page of a report: its parts in the order of print, the way to each, and what its numbers are worth."""

from __future__ import annotations

from typing import Final

from cpgraph.vocab import DCTERMS, RDFS, SKOS
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Cell,
    Listing,
    Paragraph,
    Run,
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
from cpgraph.web.linked.rows import text, unique
from cpgraph.web.linked.views.common import JUDGED, Context, anomalies, page, statements

REPORT: Final = {
    **JUDGED,
    "part": "?part dcterms:isPartOf ?this ; a cpg:Part ; cpg:order ?order",
    "count": "{ SELECT ?this ?part (COUNT(?obs) AS ?numbers) "
    "WHERE { ?part dcterms:isPartOf ?this ; qb:observation ?obs } GROUP BY ?this ?part }",
    "gap": "?gap cpg:missingPart ?part . ?part dcterms:isPartOf ?this",
    "wrong": "?anomaly cpg:printedIn ?part ; a cpg:Anomaly . ?part dcterms:isPartOf ?this",
    "text": "?text prov:wasDerivedFrom ?this ; a cpg:Extraction ; dcterms:extent ?extent",
    "verdict": "{ SELECT ?verdict (COUNT(?claim) AS ?claims) WHERE { ?claim cpg:verdict ?verdict } GROUP BY ?verdict }",
}


def make(ctx: Context) -> View:
    """Make the page of a report."""
    out = ctx.out
    told = [Paragraph(line(term.value), "lead") for term in out.all(SKOS.definition)]
    texts = [
        line(ctx.link(text(row, "text")), f", {int(text(row, 'extent')):,} characters")
        for row in ctx.rows.sorted("text", "text")
    ]
    subjects = out.iris(DCTERMS.subject)
    about = facts(
        [
            ("Title", [term.value for term in out.all(DCTERMS.title)]),
            ("Publisher", ctx.links(out.iris(DCTERMS.publisher))),
            ("Issued", [term.value for term in out.all(DCTERMS.issued)]),
            (
                "Subjects",
                [joined(ctx.links(iri for iri in subjects if iri in ctx.index))] if subjects else [],
            ),
            ("Known texts", texts),
            (
                "Elsewhere",
                ctx.links(iri for iri in (*out.iris(RDFS.seeAlso), *subjects) if iri not in ctx.index),
            ),
        ]
    )
    return View(
        lead=(*told, about),
        sections=sections(
            section("Its parts, in the order of print", _parts(ctx), id="parts"),
            section("Comparisons in its prose, by verdict", _verdicts(ctx), id="claims"),
            section("More", _more(ctx), id="more"),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=(Run("Home", "/"),),
    )


def _parts(ctx: Context) -> Table:
    order = {text(row, "part"): int(text(row, "order")) for row in ctx.rows["part"]}
    numbers = {text(row, "part"): text(row, "numbers") for row in ctx.rows["count"]}
    gaps = {text(row, "part") for row in ctx.rows["gap"]}
    wrong: dict[str, int] = {}
    for row in unique(ctx.rows["wrong"]):
        wrong[text(row, "part")] = wrong.get(text(row, "part"), 0) + 1
    made: list[tuple[Cell, ...]] = []
    for iri in sorted(order, key=lambda part: order[part]):
        thing = ctx.index.things[iri]
        made.append(
            (
                cell(ctx.link(iri)),
                cell(words.capital(thing.kind.id.removesuffix("s"))),
                cell(numbers.get(iri, ""), is_number=True),
                cell(str(wrong.get(iri, "")), is_number=True),
                cell("not all in the text" if iri in gaps else ""),
            )
        )
    heads = columns("Part", "Kind", "#Numbers", "#Anomalies", "Gaps")
    return Table(words.count(len(made), "part", "parts"), heads, tuple(made))


def _verdicts(ctx: Context) -> Table:
    rows = sorted(unique(ctx.rows["verdict"]), key=lambda row: -int(text(row, "claims")))
    made = tuple(
        (
            cell(
                Run(ctx.index.label(v := text(row, "verdict")), ctx.index.page(v), words.VERDICTS.get(v, ""))
            ),
            cell(text(row, "claims"), is_number=True),
        )
        for row in rows
    )
    total = sum(int(text(row, "claims")) for row in rows)
    return Table(words.count(total, "comparison", "comparisons"), columns("Verdict", "#Comparisons"), made)


def _more(ctx: Context) -> Listing:
    names = (
        "definitions",
        "notes",
        "claims",
        "anomalies",
        "gaps",
        "populations",
        "observations",
        "provisions",
    )
    return Listing(
        tuple(
            line(Run(words.capital(ctx.index.by_kind[name][0].kind.many), f"/browse/{name}"),
                 Run(f" {len(ctx.index.by_kind[name]):,}", style="muted"))
            for name in names
            if name in ctx.index.by_kind
        )
    )  # fmt: skip


PAGE: Final = page(REPORT, make)
