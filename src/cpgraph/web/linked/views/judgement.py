"""The pages of claims, anomalies and checks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from cpgraph.vocab import CPG, DCTERMS, OA, SH, SKOS
from cpgraph.web.linked import charts, words
from cpgraph.web.linked.blocks import (
    Block,
    Chart,
    Code,
    Listing,
    Paragraph,
    Run,
    Table,
    View,
    cell,
    columns,
    facts,
    line,
    section,
    sections,
)
from cpgraph.web.linked.rows import Rows, text, unique
from cpgraph.web.linked.views.common import (
    EVIDENCE,
    JUDGED,
    NUMBER,
    Context,
    anomalies,
    crumbs,
    evidence,
    number_cell,
    page,
    statements,
    verdict,
)
from cpgraph.web.linked.views.generic import properties

CLAIM: Final = {
    **EVIDENCE,
    **JUDGED,
    "left": f"?this cpg:leftTerm ?obs . {NUMBER} OPTIONAL {{ ?obs cpg:lowerBound ?low ; cpg:upperBound ?high }}",
    "right": f"?this cpg:rightTerm ?obs . {NUMBER} OPTIONAL {{ ?obs cpg:lowerBound ?low ; cpg:upperBound ?high }}",
}
ANOMALY: Final = {
    "number": f"?this oa:hasTarget ?obs . {NUMBER}",
}
CHECK: Final = {
    "anomaly": "?anomaly cpg:check ?this ; oa:hasTarget ?target ; cpg:computation ?computation",
    "measured": "?measurement dqv:isMeasurementOf ?this ; dqv:value ?value ; dqv:computedOn ?on",
}
_SIGNS: Final = {
    CPG.Value: "is",
    CPG.Difference: "the left less the right is",
    CPG.Ratio: "the left divided by the right is",
    CPG.PercentChange: "from the right to the left, the change in percent is",
    CPG.Rank: "is not below any of",
    CPG.Sum: "adds up to",
}
_MOST: Final = 200


def claim(ctx: Context) -> View:
    """Make the page of a claim: its terms, what the words allow, what the data give, and the verdict."""
    out, index = ctx.out, ctx.index
    unit = out.iri(CPG.targetUnit)
    target = out.number(CPG.target)
    judged = out.iri(CPG.verdict)
    reason = out.text(CPG.reasonNotCheckable)
    allowed = (out.number(CPG.acceptLower), out.number(CPG.acceptUpper))
    low, high = out.number(CPG.computedLower), out.number(CPG.computedUpper)
    given = None if low is None or high is None else (low, high)
    about = facts(
        [
            ("Kind", ctx.links(out.iris(CPG.claimKind))),
            ("Words", [line(index.link(out.iri(CPG.qualifier)), f" {_target(ctx, target, unit)}")]),
            (
                "What the words allow",
                [words.interval(*allowed, unit)] if any(v is not None for v in allowed) else [],
            ),
            ("What the data give", [words.about(*given, unit)] if given else []),
            ("Why not", [reason] if reason else []),
        ]
    )
    notes = [Paragraph(line(term.value)) for term in out.all(SKOS.note)]
    return View(
        lead=(Paragraph(line("Verdict: ", verdict(ctx, judged)), "lead"), *notes, about),
        sections=sections(
            section("Terms", *_terms(ctx), id="terms"),
            section("Allowed and given", _spans(ctx, allowed, given, unit), id="intervals"),
            anomalies(ctx),
            evidence(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


def _target(ctx: Context, target: Decimal | None, unit: str) -> str:
    if target is None:
        return ""
    after = words.after(unit)
    return words.plain(target) + (after or (f" {ctx.index.label(unit)}" if unit else ""))


def _terms(ctx: Context) -> tuple[Block, ...]:
    """List the numbers that are set against each other; several on one side are added up."""
    made = []
    for side, name in (("left", "Left"), ("right", "Right")):
        rows = sorted(unique(ctx.rows[side]), key=lambda row: ctx.index.order(text(row, "obs")))
        made += [(cell(name), cell(ctx.link(text(row, "obs"))), number_cell(ctx, row)) for row in rows]
    kind = ctx.out.iri(CPG.claimKind)
    sign = next((words_ for term, words_ in _SIGNS.items() if term.value == kind), "")
    told = []
    if any(len({text(row, "obs") for row in ctx.rows[side]}) > 1 for side in ("left", "right")):
        told.append("Numbers of one side are added up.")
    if ctx.rows["right"] and sign.startswith(("the", "from")):
        told.append(words.capital(f"{sign} what is judged."))
    table = Table(
        words.count(len(made), "number", "numbers"), columns("Side", "Number", "#Value"), tuple(made)
    )
    return (table, Paragraph(line(" ".join(told)))) if made else ()


def _spans(
    ctx: Context,
    allowed: tuple[Decimal | None, Decimal | None],
    given: tuple[Decimal, Decimal] | None,
    unit: str,
) -> Chart | None:
    if given is None or allowed == (None, None):
        return None
    names = (
        f"The words allow {words.interval(*allowed, unit)}",
        f"The data give {words.about(*given, unit)}",
    )
    drawn = charts.span(f"Intervals: {ctx.thing.label}", "; ".join(names), allowed, given, names)
    return Chart(
        drawn, "The bar that runs to the edge has no end there." if None in allowed else "On one scale"
    )


def anomaly(ctx: Context) -> View:
    """Make the page of an anomaly."""
    out = ctx.out
    severity = out.iri(CPG.severity)
    badge = Run(ctx.index.label(severity), ctx.index.page(severity), words.SEVERITIES.get(severity, ""))
    hypothesis = out.text(CPG.hypothesis)
    rest = [
        iri for iri in out.iris(OA.hasTarget) if iri not in {text(row, "obs") for row in ctx.rows["number"]}
    ]
    made = tuple(
        (cell(ctx.link(text(row, "obs"))), number_cell(ctx, row))
        for row in sorted(unique(ctx.rows["number"]), key=lambda row: ctx.index.order(text(row, "obs")))
    )
    about = facts(
        [
            ("Severity", [badge]),
            ("Kind", ctx.links(out.iris(CPG.anomalyKind))),
            ("Printed in", ctx.links(out.iris(CPG.printedIn))),
            ("Found by", ctx.links(out.iris(CPG.check))),
            ("Possible cause", [f"{hypothesis} (a supposition; nothing is asserted)"] if hypothesis else []),
        ]
    )
    return View(
        lead=(Paragraph(line(out.text(CPG.computation)), "lead"), about),
        sections=sections(
            section("Numbers it concerns", Table("", columns("Number", "#Value"), made), id="numbers"),
            section("Also about", Listing(tuple(ctx.links(rest))), id="about-things"),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, Run("Quality", "/quality"), Run("Anomalies", "/browse/anomalies")),
    )


def select_of(found: Rows) -> str:
    """Give the query of a check, to be run for its page."""
    return found.properties().text(SH.select)


def check(ctx: Context) -> View:
    """Make the page of a check: what it holds, its query, and what it finds now."""
    out = ctx.out
    explained = {text(row, "target"): text(row, "anomaly") for row in ctx.rows["anomaly"]}
    made = []
    for row in list(unique(ctx.rows["found"]))[:_MOST]:
        focus = text(row, "focus")
        anomaly_ = explained.get(focus, "")
        rest = "; ".join(
            f"{name}: {ctx.index.label(term.value) if term.is_iri else term.value}"
            for name, term in sorted(row.items())
            if name != "focus"
        )
        made.append((cell(ctx.link(focus)), cell(rest), cell(ctx.link(anomaly_) if anomaly_ else "")))
    count = len({text(row, "focus") for row in ctx.rows["found"]})
    query = out.text(SH.select)
    told: list[Block] = []
    if query:
        told.append(
            Paragraph(
                line(
                    outcome(
                        count, {text(r, "focus") for r in ctx.rows["found"]}, explained, out.iri(SH.severity)
                    )
                ),
                "lead",
            )
        )
    told += [Paragraph(line("A finding says: ", term.value)) for term in out.all(SKOS.definition)]
    told += [Paragraph(line("What to do: ", term.value)) for term in out.all(SKOS.note)]
    table = Table(
        words.count(count, "finding", "findings"), columns("What", "Shown", "Stated as"), tuple(made)
    )
    measured = [
        line(ctx.link(text(row, "on")), f": {text(row, 'value')}")
        for row in ctx.rows.sorted("measured", "measurement")
    ]
    about = facts(
        [
            ("Code", [out.text(SKOS.notation)] if out.text(SKOS.notation) else []),
            ("Severity", ctx.links(out.iris(SH.severity))),
            ("Measured", measured),
            ("Subject", [term.value for term in out.all(DCTERMS.subject)]),
        ]
    )
    return View(
        lead=(*told, about),
        sections=sections(
            section("What it finds", table, id="findings"),
            section("Query", Code(query), id="query"),
            statements(ctx) if query else section("Properties", properties(ctx)),
        ),
        crumbs=crumbs(ctx, Run("Quality", "/quality")),
    )


def outcome(count: int, found: set[str], explained: Mapping[str, str], severity: str) -> Run:
    """Say whether a check passes: it finds nothing, or only what the ledger of anomalies states."""
    if not count:
        return Run("passes", style="good")
    unexplained = found - set(explained)
    if not unexplained:
        return Run("passes: all stated as anomalies", style="good")
    if severity == SH.Info.value:
        return Run("for information", style="muted")
    return Run(f"{len(unexplained)} not stated", style="bad" if severity == SH.Violation.value else "weak")


CLAIM_PAGE: Final = page(CLAIM, claim)
ANOMALY_PAGE: Final = page(ANOMALY, anomaly)
CHECK_PAGE: Final = page(CHECK, check, second=select_of)
