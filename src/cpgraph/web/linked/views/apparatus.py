"""The pages of notes, definitions and printed places."""

from __future__ import annotations

from typing import Final

from cpgraph.vocab import CPG, DCTERMS, OA, SKOS
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Line,
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
from cpgraph.web.linked.rows import Row, seed, text, unique
from cpgraph.web.linked.views.common import (
    EVIDENCE,
    JUDGED,
    MENTION,
    NUMBER,
    Context,
    anomalies,
    crumbs,
    evidence,
    number_cell,
    page,
    quote,
    statements,
)
from cpgraph.web.linked.views.generic import OWNED_SECTION, owned

NOTE: Final = {
    **EVIDENCE,
    **JUDGED,
    "cite": "?this cpg:hasCitation ?citation . ?citation cpg:citedWork ?work . "
    "OPTIONAL { ?citation cpg:signal ?signal } "
    "OPTIONAL { ?citation cpg:pinpoint ?pinpoint } OPTIONAL { ?citation cpg:viaNote ?via }",
    "leaning": "?citation cpg:viaNote ?this . ?note cpg:hasCitation ?citation",
    "carried": "?note cpg:carriedBy ?this",
    "defined": "?definition cpg:definedIn ?this",
    "number": f"?this qb:observation ?obs . {NUMBER}",
    "qualified": f"?this cpg:qualifies ?what . ?obs cpg:measure|cpg:population|cpg:basePopulation ?what . {NUMBER}",
    "within": f"?mention cpg:printedIn ?this ; oa:hasBody ?body ; {MENTION}",
}
DEFINITION: Final = {
    **EVIDENCE,
    **JUDGED,
    "governed": "?this cpg:governs ?what",
    "number": seed(
        "obs",
        "?this cpg:governs/(^cpg:measure|^cpg:category|^cpg:population|^cpg:basePopulation"
        "|(^cpg:universe/^cpg:population)|(^skos:inScheme/^cpg:category)) ?obs",
    )
    + f" {NUMBER}",
    "carried": "?this cpg:definedIn ?note . ?other cpg:carriedBy ?note",
}
MENTION_SECTIONS: Final = {
    **JUDGED,
    "selector": "?this oa:hasTarget/oa:hasSelector ?selector . ?selector oa:exact ?exact ; oa:prefix ?prefix ; "
    "oa:suffix ?suffix . OPTIONAL { ?selector cpg:occurrence ?occurrence } "
    "OPTIONAL { ?selector dcterms:conformsTo ?form }",
    "offset": "?this oa:hasTarget ?target . ?target oa:hasSource ?text ; oa:hasSelector ?selector . "
    "?selector oa:start ?start ; oa:end ?end",
    "owned": OWNED_SECTION,
}
_FEW: Final = 40


def note(ctx: Context) -> View:
    """Make the page of a note."""
    out = ctx.out
    told = [Paragraph(line(term.value)) for term in out.all(SKOS.note)]
    about = facts(
        [
            ("Status", ctx.links(out.iris(CPG.status))),
            (
                "What it does",
                [", ".join(term.value for term in out.all(DCTERMS.type))] if out.all(DCTERMS.type) else [],
            ),
            ("Qualifies", ctx.links(out.iris(CPG.qualifies))),
            ("Carries over", ctx.links(out.iris(CPG.carriedBy))),
            ("Carried over by", ctx.links(text(row, "note") for row in ctx.rows["carried"])),
            ("Defines", ctx.links(text(row, "definition") for row in ctx.rows["defined"])),
        ]
    )
    leaning = [
        line(ctx.link(text(row, "note")), ": ", ctx.link(text(row, "citation")))
        for row in sorted(unique(ctx.rows["leaning"]), key=lambda row: ctx.index.order(text(row, "note")))
    ]
    return View(
        lead=(*told, about),
        sections=sections(
            section("What it cites", _citations(ctx), id="citations"),
            section("Citations that lean on it", Listing(tuple(leaning)), id="leaning"),
            section("Numbers it gives", _numbers(ctx, "number"), id="numbers"),
            section("Numbers it qualifies", _numbers(ctx, "qualified"), id="qualified",
                    is_folded=len(ctx.rows["qualified"]) > _FEW),
            evidence(ctx, "Its marker and its number"),
            section("What it prints", _within(ctx), id="prints"),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )  # fmt: skip


def _citations(ctx: Context) -> Table:
    made = tuple(
        (
            cell(ctx.link(text(row, "citation"))),
            cell(ctx.link(text(row, "work"))),
            cell(text(row, "signal")),
            cell(text(row, "pinpoint")),
            cell(ctx.link(text(row, "via")) if text(row, "via") else ""),
        )
        for row in ctx.rows.sorted("cite", "citation")
    )
    heads = columns("Citation", "What is cited", "Signal", "Page", "Through")
    return Table(words.count(len(made), "citation", "citations"), heads, made)


def _numbers(ctx: Context, name: str) -> Table:
    rows = sorted(
        {text(row, "obs"): row for row in ctx.rows[name]}.values(),
        key=lambda row: ctx.index.order(text(row, "obs")),
    )
    made = tuple(
        (cell(ctx.link(text(row, "obs"))), number_cell(ctx, row), cell(ctx.link(text(row, "how"))))
        for row in rows
    )
    return Table(
        words.count(len(made), "number", "numbers"), columns("Number", "#Value", "How obtained"), made
    )


def _within(ctx: Context) -> Table:
    rows = sorted(
        unique(ctx.rows["within"]), key=lambda row: (ctx.index.order(text(row, "body")), text(row, "mention"))
    )
    made = tuple(
        (
            cell(ctx.link(text(row, "mention"), text(row, "printed"))),
            cell(quote(row)),
            cell(ctx.link(text(row, "body"))),
        )
        for row in rows
    )
    return Table(
        words.count(len(made), "printed place", "printed places"),
        columns("Printed", "In its words", "What it gives"),
        made,
    )


def definition(ctx: Context) -> View:
    """Make the page of a definition."""
    out = ctx.out
    told = [Paragraph(line(term.value), "lead") for term in out.all(SKOS.definition)]
    told += [Paragraph(line(term.value)) for term in out.all(SKOS.note)]
    about = facts(
        [
            ("Given in", ctx.links(out.iris(CPG.definedIn))),
            ("Carried over by", ctx.links(text(row, "other") for row in ctx.rows["carried"])),
            ("Governs", ctx.links(out.iris(CPG.governs))),
        ]
    )
    table = _numbers(ctx, "number")
    return View(
        lead=(*told, about),
        sections=sections(
            evidence(ctx, "Where it is given"),
            section("Numbers it bears on", table, id="numbers", is_folded=len(table.rows) > _FEW),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


def mention(ctx: Context) -> View:
    """Make the page of a printed place."""
    out = ctx.out
    first = next(iter(ctx.rows["selector"]), None)
    shown = quote(first) if first is not None else line(out.text(CPG.printed))
    places = [_offset(ctx, row) for row in ctx.rows.sorted("offset", "text", "start")]
    about = facts(
        [
            ("Printed", [Run(out.text(CPG.printed), style="strong")]),
            ("Evidence of", ctx.links(out.iris(OA.hasBody))),
            (
                "Which of its properties",
                [out.text(CPG.evidencesProperty)] if out.text(CPG.evidencesProperty) else [],
            ),
            ("Printed in", ctx.links(out.iris(CPG.printedIn))),
            ("How read", ctx.links(out.iris(CPG.obtainedBy))),
            ("Characters", places),
            (
                "Normal form",
                ctx.links(text(row, "form") for row in ctx.rows["selector"] if text(row, "form")),
            ),
            ("Which occurrence", _occurrences(first)),
        ]
    )
    return View(
        lead=(Paragraph(shown, "lead"), about),
        sections=sections(anomalies(ctx), owned(ctx), statements(ctx)),
        crumbs=crumbs(ctx, *[ctx.link(iri) for iri in out.iris(CPG.printedIn)]),
    )


def _offset(ctx: Context, row: Row) -> Line:
    span = f": {int(text(row, 'start')):,} to {int(text(row, 'end')):,}"
    return joined([line(ctx.link(text(row, "text")), span)])


def _occurrences(row: Row | None) -> list[str]:
    return [text(row, "occurrence")] if row is not None and text(row, "occurrence") else []


NOTE_PAGE: Final = page(NOTE, note)
DEFINITION_PAGE: Final = page(DEFINITION, definition)
MENTION_PAGE: Final = page(MENTION_SECTIONS, mention)
