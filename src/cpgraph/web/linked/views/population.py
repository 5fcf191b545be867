"""The pages of populations, universes and measures: who is counted, how many, and every number of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from cpgraph.vocab import CPG
from cpgraph.web.linked import charts, words
from cpgraph.web.linked.blocks import (
    Block,
    Chart,
    Facts,
    Line,
    Listing,
    Pair,
    Table,
    View,
    cell,
    columns,
    facts,
    line,
    section,
    sections,
)
from cpgraph.web.linked.rows import Row, number, seed, text, unique
from cpgraph.web.linked.views.common import (
    JUDGED,
    NUMBER,
    Context,
    anomalies,
    bare_value,
    crumbs,
    definitions,
    number_cell,
    page,
    short_names,
    size_line,
    statements,
    statistic_order,
    value_of,
)
from cpgraph.web.linked.views.coverage import summary
from cpgraph.web.linked.views.generic import lead as general_lead

_SIZED: Final = "OPTIONAL { ?pop cpg:size ?size ; cpg:sizeFrom ?source }"

POPULATION: Final = {
    **JUDGED,
    "number": f"?obs cpg:population ?this . {NUMBER}",
    "share": f"?obs cpg:basePopulation ?this . {NUMBER} OPTIONAL {{ ?pop cpg:restrictedTo/skos:inScheme ?scheme }}",
    "breakdown": "?breakdown cpg:base ?this ; cpg:base ?base ; cpg:exclusivity ?exclusivity ; "
    "cpg:exhaustivity ?exhaustivity ; cpg:part ?pop",
    "within": "?breakdown cpg:part ?this ; cpg:base ?base ; cpg:exclusivity ?exclusivity ; "
    "cpg:exhaustivity ?exhaustivity ; cpg:part ?pop",
    "above": f"?this cpg:subPopulationOf ?pop {_SIZED}",
    "below": f"?pop cpg:subPopulationOf ?this {_SIZED}",
    "variant": f"{{ ?this cpg:variantOf ?pop }} UNION {{ ?pop cpg:variantOf ?this }} {_SIZED}",
    "other": f"?this cpg:universe ?u ; cpg:period ?p . ?pop cpg:universe ?u ; cpg:period ?q FILTER(?q != ?p) "
    "FILTER NOT EXISTS { ?this cpg:restrictedTo ?c FILTER NOT EXISTS { ?pop cpg:restrictedTo ?c } } "
    f"FILTER NOT EXISTS {{ ?pop cpg:restrictedTo ?d FILTER NOT EXISTS {{ ?this cpg:restrictedTo ?d }} }} {_SIZED}",
    "definition": "?this (cpg:universe|cpg:restrictedTo|(cpg:restrictedTo/skos:inScheme))? ?via . "
    "?definition cpg:governs ?via",
    "note": "?note cpg:qualifies ?this",
    "gap": "?gap cpg:missingPopulation ?this",
}
UNIVERSE: Final = {
    **JUDGED,
    "number": f"?pop cpg:universe ?this FILTER NOT EXISTS {{ ?pop cpg:restrictedTo ?any }} "
    f"?obs cpg:population ?pop . {NUMBER} ?obs cpg:period ?period",
    "population": f"?pop cpg:universe ?this {_SIZED}",
    "definition": "?definition cpg:governs ?this BIND(?this AS ?via)",
}
MEASURE: Final = {
    **JUDGED,
    "number": f"{seed('obs', '?obs cpg:measure ?this')} {NUMBER} ?pop cpg:universe ?universe . "
    "?obs cpg:period ?period . OPTIONAL { ?obs cpg:lowerBound ?low } OPTIONAL { ?obs cpg:upperBound ?high } "
    "OPTIONAL { ?pop cpg:restrictedTo ?category }",
    "definition": "?definition cpg:governs ?this BIND(?this AS ?via)",
    "note": "?note cpg:qualifies ?this",
    "gap": "?gap cpg:missingMeasure ?this",
}
_MOST_POINTS: Final = 40


def population(ctx: Context) -> View:
    """Make the page of a population."""
    out = ctx.out
    return View(
        lead=(_population_facts(ctx),),
        sections=sections(
            section("Its numbers", _plain_table(ctx, "number"), id="numbers"),
            section("Percentages of it", _shares(ctx), id="shares"),
            section("How it divides", Listing(tuple(summary(ctx, "breakdown"))), id="breakdowns"),
            section("Divisions it is a part of", Listing(tuple(summary(ctx, "within"))), id="within"),
            anomalies(ctx),
            definitions(ctx),
            section("In other periods", _sized(ctx, "other"), id="other"),
            section("Lies within", _sized(ctx, "above"), id="above"),
            section(
                "Populations within it",
                _sized(ctx, "below"),
                id="below",
                is_folded=len(ctx.rows["below"]) > 30,
            ),
            section(
                "Notes", Listing(tuple(ctx.links(text(row, "note") for row in ctx.rows["note"]))), id="notes"
            ),
            section(
                "Gaps", Listing(tuple(ctx.links(text(row, "gap") for row in ctx.rows["gap"]))), id="gaps"
            ),
            statements(ctx),
        ),
        crumbs=crumbs(ctx, *[ctx.link(iri) for iri in out.iris(CPG.universe)]),
    )


def _population_facts(ctx: Context) -> Facts:
    out = ctx.out
    size = out.number(CPG.size)
    source = out.iri(CPG.sizeFrom)
    shown = (
        [line(ctx.link(source, words.plain(size)), f" ({ctx.index.label(source)})")]
        if size is not None
        else []
    )
    return facts(
        [
            ("Size", shown or ["not known"]),
            ("Universe", ctx.links(out.iris(CPG.universe))),
            ("Period", ctx.links(out.iris(CPG.period))),
            ("Restricted to", ctx.links(out.iris(CPG.restrictedTo))),
            ("As counted in", ctx.links(out.iris(CPG.countedIn))),
            ("Counted differently", [_size(ctx, row) for row in ctx.rows.sorted("variant", "pop")]),
        ]
    )


def _size(ctx: Context, row: Row) -> Line:
    return size_line(ctx, text(row, "pop"), number(row, "size"), text(row, "source"))


def _sized(ctx: Context, name: str) -> Table:
    """List populations with their sizes."""
    rows = sorted(unique(ctx.rows[name]), key=lambda row: ctx.index.order(text(row, "pop")))
    made = tuple(
        (
            cell(ctx.link(text(row, "pop"))),
            cell(
                ctx.link(text(row, "source"), words.plain(number(row, "size")))
                if text(row, "source")
                else "",
                is_number=True,
            ),
        )
        for row in rows
    )
    return Table(words.count(len(made), "population", "populations"), columns("Population", "#Size"), made)


def _plain_table(ctx: Context, name: str) -> Table:
    rows = sorted(
        unique(ctx.rows[name]), key=lambda row: (statistic_order(row), ctx.index.order(text(row, "obs")))
    )
    made = tuple(
        (
            cell(ctx.link(text(row, "measure"))),
            number_cell(ctx, row),
            cell(ctx.link(text(row, "base")) if text(row, "base") else ""),
            cell(ctx.link(text(row, "how"))),
        )
        for row in rows
    )
    return Table(
        words.count(len(made), "number", "numbers"), columns("Measure", "#Value", "Of", "How obtained"), made
    )


def _shares(ctx: Context) -> Block:
    """Show the percentages that have this population as their base."""
    schemes: dict[str, list[str]] = {}
    for row in ctx.rows["share"]:
        schemes.setdefault(text(row, "obs"), []).append(text(row, "scheme"))
    by = {
        obs: [ctx.index.label(iri) for iri in ctx.index.sorted(filter(None, found))]
        for obs, found in schemes.items()
    }
    rows = sorted(
        {text(row, "obs"): row for row in ctx.rows["share"]}.values(),
        key=lambda row: (by[text(row, "obs")], ctx.index.order(text(row, "pop"))),
    )
    head, names = short_names(ctx, (text(row, "pop") for row in rows))
    made = tuple(
        (
            cell(ctx.link(text(row, "pop"), names[text(row, "pop")])),
            number_cell(ctx, row),
            cell("; ".join(by[text(row, "obs")])),
            cell(ctx.link(text(row, "how"))),
        )
        for row in rows
    )
    table = Table(
        words.count(len(made), "percentage", "percentages") + (f": {head}" if head else ""),
        columns("Population", "#Value", "Divided by", "How obtained"),
        made,
    )
    if not 2 <= len(rows) <= _MOST_POINTS:
        return table
    points = [
        charts.Point(names[text(row, "pop")], value, bare_value(row))
        for row in rows
        if (value := number(row, "value")) is not None
    ]
    drawn = charts.bars(f"Percentages of {ctx.thing.label}", points, top=Decimal(100))
    return Pair(table, Chart(drawn, "Percent"))


def universe(ctx: Context) -> View:
    """Make the page of a universe."""
    return View(
        lead=general_lead(ctx),
        sections=sections(
            section("Over the years", *_trend(ctx, ctx.rows["number"], "measure"), id="trend"),
            section("All of its populations", _sized(ctx, "population"), id="populations"),
            anomalies(ctx),
            definitions(ctx),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


def measure(ctx: Context) -> View:
    """Make the page of a measure."""
    whole = [row for row in ctx.rows["number"] if not text(row, "category")]
    notes = ctx.links(text(row, "note") for row in ctx.rows["note"])
    gaps = ctx.links(text(row, "gap") for row in ctx.rows["gap"])
    return View(
        lead=general_lead(ctx),
        sections=sections(
            section("Whole populations over the years", *_trend(ctx, whole, "universe"), id="trend"),
            section("All of its numbers", *_values(ctx), id="numbers"),
            definitions(ctx),
            section("Notes that qualify it", Listing(tuple(notes)), id="notes"),
            anomalies(ctx),
            section("Gaps", Listing(tuple(gaps)), id="gaps"),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
    )


def _means(ctx: Context) -> Chart | None:
    """Draw the values of a mean below each other, the largest first."""
    if ctx.out.iri(CPG.statistic) != CPG.Mean.value:
        return None
    rows = [row for row in _each_number(ctx) if number(row, "value") is not None]
    rows.sort(key=lambda row: (-(number(row, "value") or 0), text(row, "obs")))
    head, names = _most_named(ctx, [text(row, "pop") for row in rows])
    points = [
        charts.Point(
            names[text(row, "pop")], number(row, "value") or Decimal(0), bare_value(row),
            number(row, "low"), number(row, "high"),
        )
        for row in rows[:_MOST_POINTS]
    ]  # fmt: skip
    if len(points) < 2:
        return None
    caption = f"{words.capital(ctx.thing.label)},{words.after(text(rows[0], 'unit'))}; the largest first"
    if head:
        caption += f". {words.capital(head)}"
    return Chart(charts.means(f"{ctx.thing.label}, by population", points), caption)


def _values(ctx: Context) -> tuple[Block, ...]:
    """Show all numbers of a measure, means beside a drawing of them."""
    table, drawn = _all(ctx), _means(ctx)
    return (table,) if drawn is None else (Pair(table, drawn),)


def _most_named(ctx: Context, pops: list[str]) -> tuple[str, dict[str, str]]:
    """Call populations by what sets them apart from the whole that most of them lie in."""
    heads = Counter(ctx.index.label(pop).partition(": ")[0] for pop in pops)
    head = max(heads, key=lambda name: (heads[name], name), default="")
    if heads[head] < 2:
        return "", {pop: ctx.index.label(pop) for pop in pops}
    names = {pop: ctx.index.label(pop).removeprefix(f"{head}: ") for pop in pops}
    return head, {pop: "all of them" if name == head else name for pop, name in names.items()}


def _each_number(ctx: Context) -> list[Row]:
    """Give one row a number, whatever categories it has."""
    return list({text(row, "obs"): row for row in ctx.rows["number"]}.values())


def _all(ctx: Context) -> Table:
    rows = sorted(_each_number(ctx), key=lambda row: ctx.index.order(text(row, "pop")))
    if ctx.out.iri(CPG.statistic) == CPG.Mean.value:
        rows.sort(key=lambda row: -(number(row, "value") or 0))
    head, names = _most_named(ctx, [text(row, "pop") for row in rows])
    made = tuple(
        (
            cell(ctx.link(text(row, "pop"), names[text(row, "pop")])),
            number_cell(ctx, row),
            cell(ctx.link(text(row, "base")) if text(row, "base") else ""),
            cell(ctx.link(text(row, "how"))),
        )
        for row in rows
    )
    return Table(
        words.count(len(made), "number", "numbers") + (f"; {head} where no other is named" if head else ""),
        columns("Population", "#Value", "Of", "How obtained"),
        made,
    )


def _trend(ctx: Context, found: Iterable[Row], by: str) -> tuple[Block, ...]:
    """Draw values over single years, one line for each thing in the column `by`; the table beside it has all."""
    series: dict[str, list[tuple[int, Decimal, str]]] = {}
    rows = list(unique(found))
    for row in rows:
        year = text(row, "period").rpartition("/")[2]
        value = number(row, "value")
        if year.isdecimal() and value is not None and not text(row, "base"):
            series.setdefault(text(row, by), []).append((int(year), value, bare_value(row)))
    lines = [
        (ctx.index.label(iri), points)
        for iri, points in sorted(series.items(), key=lambda item: ctx.index.order(item[0]))
        if len({year for year, _, _ in points}) > 1
    ]
    made = tuple(
        (
            cell(ctx.link(text(row, "measure"))),
            number_cell(ctx, row),
            cell(ctx.link(text(row, "pop"))),
            cell(ctx.link(text(row, "how"))),
        )
        for row in sorted(rows, key=lambda row: (statistic_order(row), ctx.index.order(text(row, "measure")),
                                                 ctx.index.order(text(row, "pop")), value_of(row)))
    )  # fmt: skip
    table = Table(
        words.count(len(made), "number", "numbers"),
        columns("Measure", "#Value", "Population", "How obtained"),
        made,
    )
    if not made:
        return ()
    drawn = [
        Chart(charts.trend(f"{name} of {ctx.thing.label}" if by == "measure" else f"{ctx.thing.label}: {name}",
                           [(name, points)]), words.capital(name))
        for name, points in lines
    ]  # fmt: skip
    return (table, *drawn)


POPULATION_PAGE: Final = page(POPULATION, population)
UNIVERSE_PAGE: Final = page(UNIVERSE, universe)
MEASURE_PAGE: Final = page(MEASURE, measure)
