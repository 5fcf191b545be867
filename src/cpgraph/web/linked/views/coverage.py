"""Breakdowns: how parts cover a base, recomputed from their sizes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from cpgraph.vocab import CPG
from cpgraph.web.linked import charts, words
from cpgraph.web.linked.blocks import (
    Block,
    Cell,
    Chart,
    Line,
    Pair,
    Paragraph,
    Run,
    Section,
    Table,
    View,
    cell,
    columns,
    facts,
    line,
    section,
    sections,
)
from cpgraph.web.linked.rows import Row, number, text, unique
from cpgraph.web.linked.views.common import (
    JUDGED,
    NUMBER,
    Context,
    anomalies,
    crumbs,
    described,
    page,
    pivot,
    short_names,
    statements,
)

SECTIONS: Final = {
    **JUDGED,
    "base": "?this cpg:base ?pop OPTIONAL { ?pop cpg:size ?size ; cpg:sizeFrom ?source }",
    "part": "?this cpg:part ?pop OPTIONAL { ?pop cpg:size ?size ; cpg:sizeFrom ?source }",
    "number": f"?this cpg:part|cpg:base ?pop . ?obs cpg:population ?pop . {NUMBER}",
}


def summary(ctx: Context, name: str) -> Iterator[Line]:
    """Say of each breakdown in a section, in a line, how many parts cover what and how."""
    parts: dict[str, set[str]] = {}
    first: dict[str, Row] = {}
    for row in ctx.rows[name]:
        parts.setdefault(text(row, "breakdown"), set()).add(text(row, "pop"))
        first.setdefault(text(row, "breakdown"), row)
    for iri in ctx.index.sorted(parts):
        row = first[iri]
        how = f"{_code(ctx, row, 'exclusivity')}, {_code(ctx, row, 'exhaustivity')}"
        count = words.count(len(parts[iri]), "part", "parts")
        yield line(ctx.link(iri, f"{count} of {ctx.index.label(text(row, 'base'))}"), f": {how}")


def _code(ctx: Context, row: Row, name: str) -> str:
    return ctx.index.label(text(row, name))


def make(ctx: Context) -> View:
    """Make the page of a breakdown."""
    out = ctx.out
    told = [Paragraph(note) for note in described(ctx)]
    about = facts(
        [
            ("Base", ctx.links(out.iris(CPG.base))),
            ("Overlap", ctx.links(out.iris(CPG.exclusivity))),
            ("Coverage", ctx.links(out.iris(CPG.exhaustivity))),
            ("Left over", [out.text(CPG.unaccounted)] if out.text(CPG.unaccounted) else []),
            ("How this is known", ctx.links(out.iris(CPG.coverageBasis))),
            ("Printed in", ctx.links(out.iris(CPG.printedIn))),
        ]
    )
    return View(
        lead=(*told, about),
        sections=sections(
            section("Sizes", *_sizes(ctx), id="sizes"),
            _weighted(ctx),
            section("All numbers of its parts", pivot(ctx, "Parts and base", _shared(ctx)), id="numbers"),
            anomalies(ctx),
            statements(ctx),
        ),
        crumbs=(*crumbs(ctx), *[ctx.link(iri) for iri in out.iris(CPG.printedIn)]),
    )


def _shared(ctx: Context) -> list[Row]:
    """Give the numbers of measures that a part has; what the base alone has stands on its own page."""
    base = ctx.out.iri(CPG.base)
    rows = ctx.rows["number"]
    measures = {text(row, "measure") for row in rows if text(row, "pop") != base}
    return [row for row in rows if text(row, "measure") in measures]


def _sizes(ctx: Context) -> tuple[Block, ...]:
    """Add the parts up and hold the sum against the base."""
    rows = sorted(unique(ctx.rows["part"]), key=lambda row: (-(number(row, "size") or 0), text(row, "pop")))
    base = next(iter(ctx.rows["base"]), None)
    whole = None if base is None else number(base, "size")
    head, names = short_names(ctx, (text(row, "pop") for row in rows))
    made = [_size_row(ctx, row, names[text(row, "pop")]) for row in rows]
    known = [size for row in rows if (size := number(row, "size")) is not None]
    total = sum(known, Decimal(0))
    if known:
        made.append((cell(Run("Sum of the parts", style="strong")), cell(words.plain(total), is_number=True)))
    if base is not None:
        made.append(_size_row(ctx, base, ctx.index.label(text(base, "pop"))))
    caption = words.count(len(rows), "part and its base", "parts and their base") + (
        f": {head}" if head else ""
    )
    table = Table(caption, columns("Population", "#Size"), tuple(made))
    points = [
        charts.Point(names[text(row, "pop")], size, words.plain(size))
        for row in rows
        if (size := number(row, "size")) is not None
    ]
    drawn = charts.bars(f"Sizes of the parts: {ctx.thing.label}", points, top=whole or None)
    shown: Block = Pair(table, Chart(drawn, "Size")) if len(points) > 1 else table
    return (shown, Paragraph(_verdict(ctx, total, whole, len(known) < len(rows))))


def _size_row(ctx: Context, row: Row, name: str) -> tuple[Cell, ...]:
    source = text(row, "source")
    shown = words.plain(number(row, "size"))
    return (
        cell(ctx.link(text(row, "pop"), name)),
        cell(ctx.link(source, shown) if source else "not known", is_number=True),
    )


def _verdict(ctx: Context, total: Decimal, whole: Decimal | None, is_open: bool) -> Line:  # noqa: FBT001
    """Say whether the sum of the parts agrees with what is said of the coverage."""
    out = ctx.out
    if whole is None or is_open:
        return line("Not every size is known, so the sum cannot be judged.")
    left = out.number(CPG.unaccounted)
    sums = f"{words.plain(total)} against {words.plain(whole)}"
    if out.iri(CPG.exclusivity) == CPG.Exclusive.value:
        if left is None and out.iri(CPG.exhaustivity) == CPG.Exhaustive.value:
            left = Decimal(0)
        if left is None:
            return line(f"The parts do not overlap: {sums}.")
        is_right = total + left == whole
        verdict = Run("it adds up", style="good") if is_right else Run("it does not add up", style="bad")
        return line(f"{sums}, with {words.plain(left)} left over: ", verdict, ".")
    if total > whole:
        return line(f"{sums}: the parts overlap by {words.plain(total - whole)} at least.")
    return line(f"{sums}; the parts may overlap.")


def _weighted(ctx: Context) -> Section | None:
    """Weigh the means of parts that divide the base wholly, and hold the result against the mean of the base."""
    out = ctx.out
    if (out.iri(CPG.exclusivity), out.iri(CPG.exhaustivity)) != (CPG.Exclusive.value, CPG.Exhaustive.value):
        return None
    base = out.iri(CPG.base)
    sizes = {text(row, "pop"): number(row, "size") for row in ctx.rows["part"]}
    found: dict[str, dict[str, Row]] = {}
    for row in ctx.rows["number"]:
        if text(row, "statistic") == CPG.Mean.value and not text(row, "base"):
            found.setdefault(text(row, "measure"), {})[text(row, "pop")] = row
    made = []
    for measure in ctx.index.sorted(found):
        means = found[measure]
        if base not in means or any(pop not in means or not size for pop, size in sizes.items()):
            continue
        weights = {pop: size or Decimal(0) for pop, size in sizes.items()}
        weighted = sum(
            ((number(means[pop], "value") or Decimal(0)) * w for pop, w in weights.items()), Decimal(0)
        )
        mean = weighted / sum(weights.values(), Decimal(0))
        made.append(
            (
                cell(ctx.link(measure)),
                cell(f"{mean:.2f}", is_number=True),
                cell(
                    ctx.link(text(means[base], "obs"), words.plain(number(means[base], "value"))),
                    is_number=True,
                ),
            )
        )
    table = Table(
        "Means of the parts, weighted by size", columns("Measure", "#Weighted", "#Printed"), tuple(made)
    )
    return section("Weighted means", table, id="weighted")


PAGE: Final = page(SECTIONS, make)
