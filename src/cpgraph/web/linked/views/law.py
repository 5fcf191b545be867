"""The pages of the law: provisions with hierarchy, versions and effects, and the numbers of the same conduct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cpgraph.vocab import CPG, DCTERMS, ELI, RDF, SKOS
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Block,
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
from cpgraph.web.linked.rows import Row, Term, seed, text, unique
from cpgraph.web.linked.views.common import (
    JUDGED,
    MENTION,
    NUMBER,
    Context,
    anomalies,
    crumbs,
    definitions,
    evidence,
    page,
    pivot,
    short_names,
    statements,
    statistic_order,
    value_of,
)

JOIN: Final = (
    "?category cpg:concerns ?conduct . FILTER NOT EXISTS { ?category cpg:applicationOf ?any } "
    f"?pop cpg:restrictedTo ?category . ?obs cpg:population ?pop . {NUMBER} "
    "FILTER NOT EXISTS { ?pop cpg:restrictedTo ?other FILTER(?other != ?category) }"
)
"""From a conduct to the numbers of the populations whose one category concerns it."""

_MINE: Final = "?this (eli:has_part|eli:has_member)*"
PROVISION: Final = {
    **JUDGED,
    "up": "?this (eli:is_part_of|eli:is_member_of)+ ?upper OPTIONAL { ?upper eli:is_part_of ?next }",
    "part": "?this eli:has_part+ ?lower . ?lower eli:is_part_of ?upper",
    "version": "?this eli:has_member ?version OPTIONAL { ?version cpg:changedBy ?act } "
    "OPTIONAL { ?version cpg:promptedBy ?prompt } "
    "OPTIONAL { ?version dcterms:replaces ?old } OPTIONAL { ?version cpg:baseOffenseLevel ?level }",
    "effect": f"{seed('owner', f'{_MINE} ?owner')} ?owner cpg:provides ?effect . ?effect ?p ?o",
    "inner": f"{_MINE}/cpg:provides ?effect . ?effect cpg:provides ?inner . ?inner ?p ?o",
    "join": f"{seed('conduct', f'{_MINE}/cpg:provides/cpg:trigger ?conduct')} {JOIN}",
    "applied": f"{seed('provision', f'{_MINE} ?provision')} "
    "?category cpg:applicationOf ?provision . ?pop cpg:restrictedTo ?category . "
    f"?obs cpg:population ?pop . {NUMBER}",
    "crossed": "{ ?category cpg:crossReferenceFrom ?this } UNION { ?category cpg:crossReferenceTo ?this } "
    f"?pop cpg:restrictedTo ?category . ?obs cpg:population ?pop . {NUMBER}",
    "crossing": "?rule cpg:crossReferenceTo|cpg:crossReferenceFrom|cpg:refersTo ?this FILTER NOT EXISTS "
    "{ ?rule a cpg:Category }",
    "cited": "?citation cpg:citedWork ?this . ?note cpg:hasCitation ?citation",
    "changed": "?changed eli:changed_by ?this",
    "prompted": "?changed cpg:promptedBy ?this",
    "mention": seed("mention", f"{_MINE}/(^oa:hasBody|(cpg:provides/^oa:hasBody)) ?mention")
    + f" ?mention {MENTION}",
    "definition": "?definition cpg:governs ?this BIND(?this AS ?via)",
}
EFFECT: Final = {
    **JUDGED,
    "owner": "?owner cpg:provides ?this",
    "effect": "?this ?p ?o BIND(?this AS ?effect)",
    "join": f"?this cpg:trigger ?conduct . {JOIN}",
    "mention": f"?mention oa:hasBody ?this ; {MENTION} OPTIONAL {{ ?mention cpg:evidencesProperty ?property }}",
}
_WORDS: Final = {
    CPG.levelIncrease.value: ("increase of {} levels", " or "),
    CPG.baseOffenseLevel.value: ("base offense level {}", ", "),
    CPG.minimumOffenseLevel.value: ("offense level {} at least", ", "),
    CPG.minimumMonths.value: ("from {} months", ", "),
    CPG.maximumMonths.value: ("to {} months", ", "),
    CPG.documentsRequired.value: ("{} documents", ", "),
    CPG.withinDays.value: ("within {} days", ", "),
}
_LINKED: Final = (
    (CPG.modality, "it"),
    (CPG.minimumCriminalHistoryCategory, "at least"),
    (CPG.act, "act:"),
    (CPG.maximumTerm, "up to"),
    (CPG.recommendedTerm, "recommended:"),
    (CPG.penaltyKind, "penalty:"),
    (CPG.trigger, "for"),
    (CPG.condition, "if"),
    (CPG.inAdditionTo, "in addition to"),
    (CPG.notRequired, "whether or not there is"),
    (CPG.dutyOf, "duty of"),
    (CPG.requiredDocument, "documents:"),
    (CPG.refersTo, "see"),
    (CPG.crossReferenceTo, "to"),
)


def make(ctx: Context) -> View:
    """Make the page of a provision or of a version of one."""
    cited = tuple(
        line(ctx.link(text(row, "note")), ": ", ctx.link(text(row, "citation")))
        for row in sorted(unique(ctx.rows["cited"]), key=lambda row: ctx.index.order(text(row, "note")))
    )
    changed = ctx.links(text(row, "changed") for row in ctx.rows["changed"])
    prompted = ctx.links(text(row, "changed") for row in ctx.rows["prompted"])
    return View(
        lead=_lead(ctx),
        sections=sections(
            section("What it does", _effects(ctx), id="effects"),
            section("Versions", _versions(ctx), id="versions"),
            section("Its parts", _tree(ctx), id="parts"),
            section("What it changed", Listing(tuple(changed)), id="changed"),
            section("Changes that it prompted", Listing(tuple(prompted)), id="prompted"),
            section("How often it was applied", pivot(ctx, "Offenders", ctx.rows["applied"]), id="applied"),
            section("The same conduct in the statistics", _join_note(ctx), join_table(ctx), id="join"),
            section("Cross references", *_crossings(ctx), id="cross-references"),
            definitions(ctx),
            anomalies(ctx),
            section("Cited by", Listing(cited), id="cited"),
            evidence(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, *_ancestors(ctx)),
    )


def _lead(ctx: Context) -> tuple[Block, ...]:
    out = ctx.out
    title = out.text(DCTERMS.title)
    told: list[Block] = [Paragraph(line(title), "lead")] if title else []
    told += [Paragraph(line(term.value)) for term in out.all(SKOS.note)]
    about = facts(
        [
            ("Cited as", [out.text(CPG.citedAs)] if out.text(CPG.citedAs) else []),
            ("Identifier", [term.value for term in out.all(DCTERMS.identifier)]),
            ("Kind", [term.value.replace("-", " ") for term in out.all(DCTERMS.type)]),
            ("Subject", [term.value for term in out.all(DCTERMS.description)]),
            ("Part of", ctx.links(out.iris(ELI.is_part_of))),
            ("Version of", ctx.links(out.iris(ELI.is_member_of))),
            ("Replaces", ctx.links(out.iris(DCTERMS.replaces))),
            ("Changed by", ctx.links(out.iris(CPG.changedBy))),
            ("Changed through", ctx.links(out.iris(ELI.changed_by))),
            ("Prompted by", ctx.links(out.iris(CPG.promptedBy))),
            (
                "Base offense level",
                [out.text(CPG.baseOffenseLevel)] if out.text(CPG.baseOffenseLevel) else [],
            ),
        ]
    )
    return (*told, about)


def _ancestors(ctx: Context) -> list[Run]:
    """Name what a provision lies in, the widest first."""
    after = {text(row, "upper"): text(row, "next") for row in ctx.rows["up"]}
    chain: list[str] = []
    step = next((iri for iri in ctx.index.sorted(after) if iri not in after.values()), "")
    while step and step not in chain:
        chain.insert(0, step)
        step = after.get(step, "")
    return [Run("Law", "/browse/provisions"), *(ctx.link(iri) for iri in chain)]


def _tree(ctx: Context) -> Listing:
    """List the parts in their order, deeper ones indented."""
    children: dict[str, set[str]] = {}
    for row in ctx.rows["part"]:
        children.setdefault(text(row, "upper"), set()).add(text(row, "lower"))

    def walk(top: str, depth: int) -> Iterable[tuple[Line, int]]:
        for iri in ctx.index.sorted(children.get(top, ())):
            yield line(ctx.link(iri)), depth
            if depth < 8:
                yield from walk(iri, depth + 1)

    items = list(walk(ctx.thing.iri, 0))
    return Listing(tuple(shown for shown, _ in items), depths=tuple(depth for _, depth in items))


def _versions(ctx: Context) -> Table:
    rows: dict[str, Row] = {text(row, "version"): row for row in ctx.rows["version"]}
    ordered = sorted(rows, key=lambda iri: (bool(text(rows[iri], "old")), ctx.index.order(iri)))
    made = tuple(
        (
            cell(ctx.link(iri)),
            cell(ctx.link(text(rows[iri], "act")) if text(rows[iri], "act") else ""),
            cell(text(rows[iri], "level"), is_number=True),
        )
        for iri in ordered
    )
    return Table(
        words.count(len(made), "version", "versions"),
        columns("Version", "Changed by", "#Base offense level"),
        made,
    )


def said(ctx: Context, terms: dict[str, list[Term]]) -> Line:
    """Say in words what an effect does."""
    pieces: list[Line] = []
    for predicate, (pattern, separator) in _WORDS.items():
        values = sorted(
            {term.value for term in terms.get(predicate, ())}, key=lambda value: (len(value), value)
        )
        if values:
            pieces.append(line(pattern.format(separator.join(values))))
    for property_, word in _LINKED:
        things = [term.value for term in terms.get(property_.value, ()) if term.is_iri]
        if things:
            pieces.append(line(f"{word} ", joined(ctx.links(things), " or ")))
    return joined(pieces, "; ")


def _effects(ctx: Context) -> Table:
    """List what a provision, its parts and its versions provide."""
    owners: dict[str, str] = {}
    terms: dict[str, dict[str, list[Term]]] = {}
    for name, key in (("effect", "effect"), ("inner", "inner")):
        for row in ctx.rows[name]:
            iri = text(row, key)
            owners.setdefault(iri, text(row, "owner") or text(row, "effect"))
            found = terms.setdefault(iri, {}).setdefault(text(row, "p"), [])
            if row["o"] not in found:
                found.append(row["o"])
    made = tuple(
        (cell(ctx.link(iri)), cell(said(ctx, terms[iri])), cell(ctx.link(owners[iri])))
        for iri in ctx.index.sorted(terms)
    )
    return Table(
        words.count(len(made), "effect", "effects"), columns("Effect", "What it does", "Provided by"), made
    )


def _join_note(ctx: Context) -> Paragraph | None:
    if not ctx.rows["join"]:
        return None
    told = (
        "Offenders counted in categories about the conduct that triggers an enhancement. That the conduct was "
        "found does not mean that the enhancement was applied."
    )
    return Paragraph(line(told))


def join_table(ctx: Context) -> Table:
    """Show conduct, category and numbers side by side."""
    rows = sorted(
        unique(ctx.rows["join"]),
        key=lambda row: (
            ctx.index.order(text(row, "conduct")),
            ctx.index.order(text(row, "pop")),
            text(row, "obs"),
        ),
    )
    measures = {
        (statistic_order(row), ctx.index.order(text(row, "measure")), text(row, "measure")) for row in rows
    }
    heads = [measure for *_, measure in sorted(measures)]
    whole, called = short_names(ctx, (text(row, "pop") for row in rows))
    only = {text(row, "conduct") for row in rows}
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((text(row, "conduct"), text(row, "pop")), []).append(row)
    made = tuple(
        (
            cell(ctx.link(pop, called[pop])),
            cell(ctx.link(conduct) if len(only) > 1 else ""),
            cell(ctx.link(text(found[0], "category"))),
            *(
                cell(
                    joined(
                        (
                            line(ctx.link(text(row, "obs"), value_of(row)))
                            for row in found
                            if text(row, "measure") == head
                        ),
                        "; ",
                    ),
                    is_number=True,
                )
                for head in heads
            ),
        )
        for (conduct, pop), found in grouped.items()
    )
    names = [f"#{words.capital(ctx.index.label(head))}" for head in heads]
    caption = words.count(len(made), "population", "populations") + (f": {whole}" if whole else "")
    caption += "".join(f"; conduct: {ctx.index.label(iri)}" for iri in only if len(only) == 1)
    return Table(caption, columns("Population", "Conduct", "Counted as", *names), made)


def _crossings(ctx: Context) -> tuple[Block, ...]:
    rules = ctx.links(text(row, "rule") for row in ctx.rows["crossing"])
    return (Listing(tuple(rules)), pivot(ctx, "Offenders who came by cross reference", ctx.rows["crossed"]))


def effect(ctx: Context) -> View:
    """Make the page of an effect."""
    terms: dict[str, list[Term]] = {}
    for row in ctx.rows["effect"]:
        terms.setdefault(text(row, "p"), []).append(row["o"])
    owners = [ctx.link(text(row, "owner")) for row in ctx.rows.sorted("owner", "owner")]
    notes = [Paragraph(line(term.value)) for term in ctx.out.all(SKOS.note)]
    kinds = ctx.out.iris(RDF.type)
    about = facts([("Provided by", owners), ("Kind", ctx.links(kinds))])
    return View(
        lead=(Paragraph(line(said(ctx, terms)), "lead"), *notes, about),
        sections=sections(
            section("The same conduct in the statistics", _join_note(ctx), join_table(ctx), id="join"),
            evidence(ctx),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, Run("Law", "/browse/provisions"), *owners),
    )


LAW_PAGE: Final = page(PROVISION, make)
EFFECT_PAGE: Final = page(EFFECT, effect)
