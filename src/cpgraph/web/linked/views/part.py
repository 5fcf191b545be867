"""The page of a table, a figure or a part in prose: its numbers as printed, with marks, and a chart beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from cpgraph import vocab
from cpgraph.vocab import CPG
from cpgraph.web.linked import charts, words
from cpgraph.web.linked.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Listing,
    Pair,
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
from cpgraph.web.linked.blocks import Line as Text
from cpgraph.web.linked.rows import Row, text, unique
from cpgraph.web.linked.views.common import (
    JUDGED,
    MENTION,
    NUMBER,
    Context,
    claims,
    crumbs,
    page,
    quote,
    statements,
)
from cpgraph.web.linked.views.coverage import summary
from cpgraph.web.linked.views.layout import ColumnKey, Layout, Line, Printed, lay_out, places, printed
from cpgraph.web.linked.views.marks import NO_MARKS, Marks, number_marks

_HERE: Final = "?this qb:observation ?obs"
SECTIONS: Final = {
    **JUDGED,
    "number": f"{_HERE} . {NUMBER} OPTIONAL {{ ?obs cpg:period ?period }} "
    "OPTIONAL { ?obs cpg:lowerBound ?low ; cpg:upperBound ?high }",
    "place": "?mention cpg:printedIn ?this ; oa:hasTarget ?target . ?target oa:hasSource ?text ; "
    "oa:hasSelector/oa:start ?start",
    "population": "?this qb:observation/cpg:population ?pop . ?pop cpg:universe ?universe . "
    "OPTIONAL { ?pop cpg:restrictedTo ?category } OPTIONAL { ?pop cpg:variantOf ?variant }",
    "within": "?this qb:observation/cpg:population ?pop . ?pop cpg:subPopulationOf ?wider",
    "mention": f"?mention cpg:printedIn ?this ; oa:hasBody ?body ; {MENTION}",
    "definition": "?this qb:observation/(cpg:measure|cpg:category|cpg:population|(cpg:population/cpg:universe)"
    "|(cpg:category/skos:inScheme)) ?via . ?definition cpg:governs ?via",
    "wrong": f"{_HERE} . ?anomaly oa:hasTarget ?obs ; cpg:severity ?severity ; cpg:computation ?computation",
    "printed-wrong": "?anomaly cpg:printedIn ?this ; cpg:severity ?severity ; cpg:computation ?computation",
    "claim": "?mention cpg:printedIn ?this ; oa:hasBody ?claim . ?claim cpg:verdict ?verdict",
    "breakdown": "?breakdown cpg:printedIn ?this ; cpg:base ?base ; cpg:exclusivity ?exclusivity ; "
    "cpg:exhaustivity ?exhaustivity ; cpg:part ?pop",
    "gap": "?gap cpg:missingPart ?this",
    "note": "?note cpg:qualifies ?this",
    "marker": "?this qb:observation/(cpg:measure|cpg:population) ?via . ?note cpg:qualifies ?via",
    "defined": "?definition cpg:definedIn ?this",
    "neighbour": "?this dcterms:isPartOf ?whole ; cpg:order ?order . ?part dcterms:isPartOf ?whole ; "
    "cpg:order ?other FILTER(?other = ?order - 1 || ?other = ?order + 1)",
}
_CSV_HEAD: Final = (
    "row", "column", "period", "printed", "value", "low", "high", "unit", "obtained_by", "base", "population", "id",
)  # fmt: skip


def make(ctx: Context) -> View:
    """Make the page of a part."""
    numbers = printed(ctx.rows["number"], ctx.rows["mention"], places(ctx.rows["place"]))
    layout = lay_out(numbers, ctx.rows["population"], ctx.rows["within"])
    is_prose = ctx.thing.kind.id == "prose"
    marks = number_marks(ctx, _wrong(ctx), _order(ctx, layout, numbers))
    shown: Block
    if is_prose:
        shown = _listed(ctx, numbers, marks)
    else:
        table, drawn = _table(ctx, layout, marks), _chart(ctx, layout)
        shown = table if drawn is None else Pair(table, drawn)
    gaps = Listing(tuple(_gaps(ctx)))
    return View(
        lead=(_about(ctx, layout), *_notices(ctx)),
        sections=sections(
            section("Its numbers" if is_prose else "As printed", shown, _reading(ctx, numbers), id="numbers"),
            section("What the marks say", marks.marked, id="marks"),
            section("Anomalies", marks.anomalies, id="anomalies"),
            section("Definitions that bear on all of it", marks.general, id="definitions"),
            section("How its rows cover the whole", Listing(tuple(summary(ctx, "breakdown"))), id="coverage"),
            section("Gaps", gaps, id="gaps"),
            claims(ctx, "Comparisons it makes"),
            section("What else it prints", _others(ctx, numbers), id="else", is_folded=not is_prose),
            section(
                "Parts before and after",
                Listing(tuple(ctx.links(_column(ctx, "neighbour", "part")))),
                id="parts",
            ),
            statements(ctx),
        ),
        crumbs=crumbs(ctx),
        csv=_csv(ctx, layout),
    )


def _column(ctx: Context, name: str, column: str = "") -> list[str]:
    return [text(row, column or name) for row in ctx.rows[name]]


def _about(ctx: Context, layout: Layout) -> Block:
    out = ctx.out
    only_base = ctx.links(layout.bases) if len(layout.bases) == 1 else []
    return facts(
        [
            ("Printed in", ctx.links(out.iris(vocab.DCTERMS.isPartOf))),
            ("Place", [f"part {out.text(CPG.order)} in the order of print"] if out.text(CPG.order) else []),
            ("Numbers", [str(layout.numbers)] if layout.numbers else []),
            ("Period", ctx.links(layout.periods)),
            ("Percentages are of", only_base),
            ("Qualified by", ctx.links(_column(ctx, "note"))),
            ("Defines", ctx.links(_column(ctx, "defined", "definition"))),
            ("Remark", [term.value for term in out.all(vocab.SKOS.note)]),
        ]
    )


def _notices(ctx: Context) -> Iterable[Paragraph]:
    gaps = set(_column(ctx, "gap"))
    if gaps:
        yield Paragraph(
            line("What it shows is not, or not all, in any known text: see ", Run("gaps", "#gaps"), "."),
            "notice",
        )


def _reading(ctx: Context, numbers: Sequence[Printed]) -> Paragraph | None:
    """Say how the numbers were read where it was not plainly."""
    ways = {item.how for item in numbers}
    careful = ways & {CPG.ReadByPosition.value, CPG.ReadByOrderAndMagnitude.value}
    if not careful:
        return None
    names = joined(ctx.links(ways), "; ")
    return Paragraph(line("How the numbers were read: ", *names, ". The page of each number says which."))


def _wrong(ctx: Context) -> dict[str, Row]:
    """Give the anomalies of the part and of its numbers."""
    rows: dict[str, Row] = {}
    for name in ("wrong", "anomaly", "printed-wrong"):
        for row in ctx.rows[name]:
            rows.setdefault(text(row, "anomaly"), row)
    return rows


def _order(ctx: Context, layout: Layout, numbers: Sequence[Printed]) -> list[str]:
    """Name what carries marks, in the order in which a reader meets it."""
    found = [measure for measure, _, _ in layout.columns]
    for item in numbers:
        found += [*_categories(ctx, item.pop), item.pop, item.obs]
    return list(dict.fromkeys(found))


def _listed(ctx: Context, numbers: Sequence[Printed], marks: Marks) -> Table:
    """Show the numbers of a part in prose in the order of print."""
    words_ = {text(row, "mention"): quote(row) for row in ctx.rows["mention"]}
    made = tuple(
        (
            cell(ctx.link(item.obs, item.printed), *marks.at(item.obs)),
            cell(words_.get(item.mention, ())),
            cell(ctx.link(item.obs), *_marks_of(ctx, item, marks)),
        )
        for item in numbers
    )
    caption = words.count(len(made), "number, as printed", "numbers, as printed")
    return Table(caption, columns("Printed", "In its words", "What it is"), made)


def _marks_of(ctx: Context, item: Printed, marks: Marks) -> list[Run]:
    found = [run for via in (item.measure, *_categories(ctx, item.pop), item.pop) for run in marks.at(via)]
    return list(dict.fromkeys(found))


def _table(ctx: Context, layout: Layout, marks: Marks) -> Table:
    """Show the numbers in rows and columns with the digits as printed."""
    heads = [Column(line("Population"))]
    heads += [Column(_head(ctx, layout, key, marks), is_number=True) for key in layout.columns]
    made: list[tuple[Cell, ...]] = []
    for row in layout.lines:
        cells = [_row_head(ctx, row, marks)]
        for key in layout.columns:
            shown = [
                line(ctx.link(item.obs, item.printed), *marks.at(item.obs)) for item in row.cells.get(key, ())
            ]
            cells.append(cell(joined(shown, " / "), is_number=True))
        made.append(tuple(cells))
    return Table(_caption(ctx, layout), tuple(heads), tuple(made))


def _caption(ctx: Context, layout: Layout) -> str:
    periods = ", ".join(ctx.index.label(period) for period in layout.periods)
    return (
        f"{words.count(layout.numbers, 'number', 'numbers')}, digits as printed; {periods}" if periods else ""
    )


def _head(ctx: Context, layout: Layout, key: ColumnKey, marks: Marks) -> Text:
    measure, period, base = key
    unit = _unit_of(layout, key)
    more = f", {ctx.index.label(period)}" if len(layout.periods) > 1 else ""
    of = f" of {ctx.index.label(base)}" if base else ""
    tail = f" ({unit})" if unit else ""
    return line(
        ctx.link(measure, words.capital(ctx.index.label(measure))), tail + of + more, *marks.at(measure)
    )


def _unit_of(layout: Layout, key: ColumnKey) -> str:
    units = {item.unit for row in layout.lines for item in row.cells.get(key, ())}
    return words.after(next(iter(units))).strip() if len(units) == 1 else ""


def _row_head(ctx: Context, row: Line, marks: Marks) -> Cell:
    """Name a row by its categories; the whole by its universe."""
    pop = row.pops[0]
    categories = _categories(ctx, pop)
    name = "; ".join(ctx.index.label(cat) for cat in categories) or _universe(ctx, pop)
    shown: list[Run] = []
    for via in (*categories, *row.pops):
        shown += marks.at(via)
    return cell(ctx.link(pop, words.capital(name)), *dict.fromkeys(shown), depth=min(row.depth, 4))


def _categories(ctx: Context, pop: str) -> list[str]:
    found = {text(row, "category") for row in ctx.rows["population"] if text(row, "pop") == pop}
    return ctx.index.sorted(filter(None, found))


def _universe(ctx: Context, pop: str) -> str:
    found = next((text(row, "universe") for row in ctx.rows["population"] if text(row, "pop") == pop), pop)
    return ctx.index.label(found)


def _chart(ctx: Context, layout: Layout) -> Chart | None:
    """Draw means as points, else percentages as bars, else numbers as bars."""
    by_statistic: dict[str, list[ColumnKey]] = {}
    for key in layout.columns:
        some = next(item for row in layout.lines for item in row.cells.get(key, ()))
        by_statistic.setdefault(some.statistic, []).append(key)
    for statistic in (CPG.Mean.value, CPG.Proportion.value, CPG.Count.value):
        keys = by_statistic.get(statistic, [])
        points = [point for row in layout.lines for point in _points(ctx, row, keys)]
        if len(points) < 2:
            continue
        names = _series(ctx, keys)
        what = ctx.index.label(keys[0][0])
        title = f"{words.capital(what)}: {ctx.thing.label}"
        if statistic == CPG.Mean.value and len(keys) == 1:
            return Chart(charts.means(title, points), words.capital(what))
        top = Decimal(100) if statistic == CPG.Proportion.value else None
        return Chart(charts.bars(title, points, names, top), words.capital(what))
    return None


def _series(ctx: Context, keys: Sequence[ColumnKey]) -> list[str]:
    if len(keys) < 2:
        return []
    is_period = len({key[1] for key in keys}) > 1
    return [ctx.index.label(key[1] if is_period else (key[2] or key[0])) for key in keys]


def _points(ctx: Context, row: Line, keys: Sequence[ColumnKey]) -> Iterable[charts.Point]:
    name = "".join(run.text for run in _row_head(ctx, row, NO_MARKS).line)
    for series, key in enumerate(keys):
        for item in row.cells.get(key, ()):
            if item.value is not None:
                yield charts.Point(name, item.value, item.printed, item.low, item.high, series)


def _gaps(ctx: Context) -> Iterable[Text]:
    for iri in ctx.index.sorted(_column(ctx, "gap")):
        yield line(ctx.link(iri), f": {ctx.index.things[iri].about}")


def _others(ctx: Context, numbers: Sequence[Printed]) -> Table:
    """List what is printed besides numbers: rules, notes, terms, comparisons, and numbers printed again."""
    where = places(ctx.rows["place"])
    shown = {item.mention for item in numbers}
    found = [row for row in unique(ctx.rows["mention"]) if text(row, "mention") not in shown]
    found.sort(key=lambda row: (where.get(text(row, "mention"), 0), text(row, "mention")))
    made = tuple(
        (
            cell(ctx.link(text(row, "mention"), text(row, "printed"))),
            cell(quote(row)),
            cell(ctx.link(text(row, "body"))),
        )
        for row in found
    )
    caption = words.count(len(made), "printed place", "printed places")
    return Table(caption, columns("Printed", "In its words", "What it gives"), made)


def _csv(ctx: Context, layout: Layout) -> tuple[tuple[str, ...], ...]:
    """Give the numbers as rows, in printed order."""
    made = []
    for row in layout.lines:
        name = "".join(run.text for run in _row_head(ctx, row, NO_MARKS).line)
        for key in layout.columns:
            for item in row.cells.get(key, ()):
                value, low, high = (
                    "" if v is None else f"{v.normalize():f}" for v in (item.value, item.low, item.high)
                )
                made.append(
                    (name, ctx.index.label(item.measure), ctx.index.label(item.period), item.printed, value, low, high,
                     ctx.index.label(item.unit), item.how.rpartition("#")[2], item.base, item.pop, item.obs)
                )  # fmt: skip
    return (_CSV_HEAD, *made)


PAGE: Final = page(SECTIONS, make, has_csv=True)
