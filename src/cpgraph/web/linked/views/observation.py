"""The page of one number: what it counts, whether it can be recomputed, where it is printed, what bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from cpgraph.vocab import CPG, PROV, QB, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS
from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import (
    Facts,
    Line,
    Paragraph,
    Run,
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
from cpgraph.web.linked.rows import Row, number, text, unique
from cpgraph.web.linked.views.common import (
    EVIDENCE,
    JUDGED,
    NUMBER,
    Context,
    anomalies,
    claims,
    crumbs,
    definitions,
    evidence,
    number_cell,
    page,
    size_line,
    statements,
    value_of,
)

_SIZE: Final = (
    "OPTIONAL { ?pop cpg:size ?size ; cpg:sizeFrom ?source . ?source cpg:obtainedBy ?sourceHow . "
    "OPTIONAL { ?source prov:wasDerivedFrom ?input } }"
)
_FEW: Final = 4  # parts named at once
SECTIONS: Final = {
    **EVIDENCE,
    **JUDGED,
    "population": f"?this cpg:population ?pop {_SIZE}",
    "base": f"?this cpg:basePopulation ?pop {_SIZE}",
    "part": "?part qb:observation ?this",
    "definition": "?this cpg:measure|cpg:category|cpg:population|cpg:basePopulation|(cpg:population/cpg:universe)"
    "|(cpg:category/skos:inScheme) ?via . ?definition cpg:governs ?via",
    "note": "?this cpg:measure|cpg:population|cpg:basePopulation ?via . ?note cpg:qualifies ?via",
    "claim": "?claim cpg:leftTerm|cpg:rightTerm ?this ; cpg:verdict ?verdict",
    "same": f"?this cpg:population ?p . ?obs cpg:population ?p . {NUMBER} FILTER(?obs != ?this)",
    "below": f"?this cpg:population ?p ; cpg:measure ?m . ?lower cpg:subPopulationOf ?p . ?obs cpg:population ?lower ; "
    f"cpg:measure ?m . {NUMBER}",
    "above": f"?this cpg:population ?p ; cpg:measure ?m . ?p cpg:subPopulationOf ?upper . ?obs cpg:population ?upper ; "
    f"cpg:measure ?m . {NUMBER}",
    "input": f"?this prov:wasDerivedFrom ?obs . {NUMBER}",
    "used": f"?obs prov:wasDerivedFrom ?this . {NUMBER}",
    "variant": "?this cpg:population ?p . { ?p cpg:variantOf ?pop } UNION { ?pop cpg:variantOf ?p } "
    "OPTIONAL { ?pop cpg:size ?size ; cpg:sizeFrom ?source }",
}


def make(ctx: Context) -> View:
    """Make the page of a number."""
    out, index = ctx.out, ctx.index
    unit = out.iri(SDMX_ATTRIBUTE.unitMeasure)
    decimals = out.text(CPG.decimals)
    value = out.number(SDMX_MEASURE.obsValue)
    term = out.iri(CPG.valueTerm)
    shown = index.label(term) if value is None else words.plain(value, int(decimals) if decimals else None)
    part = _first_part(ctx)
    return View(
        lead=(
            Paragraph(line(Run(words.with_unit(shown, unit))), "value"),
            Paragraph(_sentence(ctx, shown, unit), "lead"),
            _glance(ctx, unit),
            *_warning(ctx),
        ),
        sections=sections(
            section("What it counts", _facts(ctx, unit), id="counts"),
            _recomputation(ctx, value),
            evidence(ctx),
            anomalies(ctx),
            definitions(ctx),
            section("Notes that qualify it", _notes(ctx), id="notes"),
            claims(ctx, "Comparisons that use it"),
            section("How it was computed", *_computed(ctx), id="computed"),
            _numbers(ctx, "same", "Other numbers of the same population"),
            _numbers(ctx, "above", "The same measure of the populations it lies within"),
            _numbers(ctx, "below", "The same measure of populations within it", is_folded=True),
            _numbers(ctx, "used", "Numbers computed from it"),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, *([index.link(part)] if part else [])),
    )


def _first_part(ctx: Context) -> str:
    parts = ctx.index.sorted(text(row, "part") for row in ctx.rows["part"])
    tables = [part for part in parts if ctx.index.things[part].kind.id == "tables"]
    return next(iter(tables or parts), "")


def _sentence(ctx: Context, shown: str, unit: str) -> Line:
    """Say in a sentence what the number says."""
    out, index = ctx.out, ctx.index
    pop, base = out.iri(CPG.population), out.iri(CPG.basePopulation)
    if base:
        narrower = [index.link(cat) for cat in index.sorted(out.iris(CPG.category))]
        what: list[str | Run] = []
        for number_, run in enumerate(narrower):
            what += ["; " if number_ else "", run]
        if not what or base == pop:
            what = ["all of them"]
        return line(words.with_unit(shown, unit), " of ", index.link(base), " fall under: ", *what, ".")
    measure = index.link(out.iri(CPG.measure))
    return line(words.with_unit(shown, unit), " is the ", measure, " of ", index.link(pop), ".")


def _glance(ctx: Context, unit: str) -> Facts:
    """Say at once where a number is printed, how it was obtained, and how exact it is."""
    out = ctx.out
    places = len({text(row, "mention") for row in ctx.rows["mention"]})
    parts = ctx.index.sorted(text(row, "part") for row in ctx.rows["mention"])
    shown = joined([ctx.link(part) for part in parts[:_FEW]])
    rest = Run(f" and {len(parts) - _FEW} more", "#evidence") if len(parts) > _FEW else ""
    count = Run(f" ({words.count(places, 'place', 'places')})", style="muted")
    interval = words.interval(out.number(CPG.lowerBound), out.number(CPG.upperBound), unit)
    sure = [ctx.link(iri) for iri in out.iris(CPG.obtainedBy)]
    return facts(
        [
            (
                "Printed in",
                [line(shown, rest, count)] if places else ["nowhere: computed from printed numbers"],
            ),
            ("How sure", [line(joined(sure), f"; stands for {interval}" if interval else "", *_fit(ctx))]),
        ]
    )


def _fit(ctx: Context) -> tuple[Run | str, ...]:
    """Say of a percentage whether its numbers give it."""
    value = ctx.out.number(SDMX_MEASURE.obsValue)
    exact = _exact(ctx)
    if value is None or exact is None or _is_circular(ctx):
        return ()
    is_right = _fits(ctx, exact)
    told = "its numbers give it" if is_right else "its numbers do not give it"
    return ("; ", Run(told, "#recomputation", "good" if is_right else "bad"))


def _warning(ctx: Context) -> Iterable[Paragraph]:
    count = len({text(row, "anomaly") for row in ctx.rows["anomaly"]})
    if count:
        what = words.count(count, "anomaly concerns", "anomalies concern")
        yield Paragraph(line(Run(f"{what} this number", "#anomalies"), ": read it with care."), "notice")


def _facts(ctx: Context, unit: str) -> Facts:
    out = ctx.out
    low, high = out.number(CPG.lowerBound), out.number(CPG.upperBound)
    rounding = words.interval(low, high, unit)
    if low is not None and low != high:
        rounding += " (the upper end excluded)" if out.text(CPG.decimals) else ""
    return facts(
        [
            ("Measure", ctx.links(out.iris(CPG.measure))),
            ("Population", ctx.links(out.iris(CPG.population))),
            ("Base", ctx.links(out.iris(CPG.basePopulation))),
            ("How the base is known", ctx.links(out.iris(CPG.baseBasis))),
            ("Categories", ctx.links(out.iris(CPG.category))),
            ("Period", ctx.links(out.iris(CPG.period))),
            ("Unit", ctx.links([unit] if unit else [])),
            ("Stands for", [rounding] if rounding else []),
            ("Decimals printed", [out.text(CPG.decimals)] if out.text(CPG.decimals) else []),
            ("How obtained", ctx.links(out.iris(CPG.obtainedBy))),
            ("Cube", ctx.links(out.iris(QB.dataSet))),
            ("Also counted as", [_variant(ctx, row) for row in ctx.rows.sorted("variant", "pop")]),
        ]
    )


def _variant(ctx: Context, row: Row) -> Line:
    return size_line(ctx, text(row, "pop"), number(row, "size"), text(row, "source"))


def _recomputation(ctx: Context, printed: Decimal | None) -> Section | None:
    """Divide the population by its base, where both sizes are known, and hold the result against the print."""
    pop, base = _one(ctx, "population"), _one(ctx, "base")
    if pop is None or base is None or printed is None:
        return None
    exact = _exact(ctx)
    if exact is None:
        what = "population" if number(base, "size") else "base"
        told = line(f"The size of the {what} is not known.")
        return section("Recomputation", Paragraph(told), id="recomputation")
    low, high = ctx.out.number(CPG.lowerBound), ctx.out.number(CPG.upperBound)
    n, d = (ctx.link(text(row, "source"), words.plain(number(row, "size"))) for row in (pop, base))
    result = line(n, " of ", d, f" is {exact:.4f} percent; printed is {words.interval(low, high)}. ")
    if _is_circular(ctx):
        told = line(
            Run("The number itself was computed from this percentage", style="muted"),
            ", so this is no check.",
        )
    elif _fits(ctx, exact):
        told = line(Run("It fits.", style="good"))
    else:
        told = line(Run("It does not fit.", style="bad"))
    return section("Recomputation", Paragraph((*result, *told)), id="recomputation")


def _exact(ctx: Context) -> Decimal | None:
    """Divide the population by its base, in percent; None where a size is not known."""
    pop, base = _one(ctx, "population"), _one(ctx, "base")
    size, whole = (None if row is None else number(row, "size") for row in (pop, base))
    return None if size is None or not whole else size / whole * 100


def _fits(ctx: Context, exact: Decimal) -> bool:
    """Say whether what was computed lies where the printed digits stand."""
    low, high = ctx.out.number(CPG.lowerBound), ctx.out.number(CPG.upperBound)
    return low is not None and high is not None and (low <= exact < high or low == exact == high)


def _is_circular(ctx: Context) -> bool:
    """Say whether the size of the population was itself computed from this percentage."""
    return ctx.thing.iri in {text(row, "input") for row in ctx.rows["population"]}


def _one(ctx: Context, name: str) -> Row | None:
    return next(iter(ctx.rows[name]), None)


def _notes(ctx: Context) -> Table:
    made = tuple(
        (cell(ctx.link(text(row, "note"))), cell(ctx.link(text(row, "via"))))
        for row in sorted(unique(ctx.rows["note"]), key=lambda row: ctx.index.order(text(row, "note")))
    )
    return Table(words.count(len(made), "note", "notes"), columns("Note", "Qualifies"), made)


def _computed(ctx: Context) -> tuple[Paragraph | Table, ...]:
    out = ctx.out
    if not out.iris(PROV.wasDerivedFrom):
        return ()
    rule = words.capital(out.text(SKOS.scopeNote))
    under = out.text(CPG.impliedUnder)
    told = line(rule, "." if rule else "", f" Rounding supposed: {under}." if under else "")
    return (Paragraph(told), _table(ctx, "input", "Numbers it comes from"))


def _numbers(ctx: Context, name: str, heading: str, *, is_folded: bool = False) -> Section | None:
    table = _table(ctx, name, "")
    caption = words.count(len(table.rows), "number", "numbers")
    return section(heading, Table(caption, table.columns, table.rows), id=name, is_folded=is_folded)


def _table(ctx: Context, name: str, caption: str) -> Table:
    made = tuple(
        (cell(ctx.link(text(row, "obs"))), number_cell(ctx, row), cell(ctx.link(text(row, "how"))))
        for row in sorted(
            unique(ctx.rows[name]), key=lambda row: (ctx.index.order(text(row, "obs")), value_of(row))
        )
    )
    return Table(caption, columns("Number", "#Value", "How obtained"), made)


PAGE: Final = page(SECTIONS, make)
