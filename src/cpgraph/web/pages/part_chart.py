"""What a table or a figure shows as a chart: its means, else its percentages, else its counts.

A figure whose numbers are in no known text is redrawn from those that the prose prints of the same parts; of a series
of which only some years are known, those are drawn, and nothing is drawn between them as if it were known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cpgraph.web.pages.charts import Chart, Mark, drawn, mark
from cpgraph.web.pages.filters import interval, number, real, sentence, shortened, unit_name
from cpgraph.web.pages.page import Context, Row, Term
from cpgraph.web.pages.things import named

_STATISTICS: Final = [named(f"cpg:{name}") for name in ("Mean", "Proportion", "Count")]
_REDRAWN: Final = "Redrawn from numbers printed in the prose: those of the figure are in no known text."
OVERLAP: Final = "The groups overlap: one offender can be in several, so they do not add up."
UNKNOWN: Final = "Dotted: no number between is in any known text."

Shown = tuple[Row, str, int]  # a number, how it is printed, how deep its row lies within others


def chart(ctx: Context, shown: Sequence[Shown], names: Mapping[str, str]) -> Chart | None:
    """Return the chart of a part, of its numbers in printed order and what their groups are called."""
    if ctx.thing.kind.id == "prose":
        return None
    if ctx.rows["term"]:
        return _ladder(ctx)
    if ctx.rows["series"]:
        return _trend(ctx)
    found = [[one for one in shown if one[0].statistic == name and one[0].value] for name in _STATISTICS]
    most = max(found, key=len)
    return _marks(ctx, most, names, is_mean=most is found[0]) if len(most) > 1 else _redrawn(ctx)


def _marks(ctx: Context, shown: Sequence[Shown], names: Mapping[str, str], *, is_mean: bool) -> Chart | None:
    """Return dots of means; bars, in series where they are of several universes; two dots a row for two periods."""
    index, sizes, rows = ctx.index, _sizes(ctx), [row for row, _, _ in shown]
    universe = {row.pop: row.universe for row in ctx.rows["population"]}
    whole, periods = _whole(ctx, {row.pop for row in rows}), index.sorted(row.period for row in rows)
    is_pair = len(periods) == 2 and len({row.measure for row in rows}) == 1
    # what the part is about has the most numbers, and is the smaller
    ranks = {universe[row.pop]: float(sizes.get(row.base or row.pop) or 0) for row in rows}
    of = Counter(universe[row.pop] for row in rows)
    universes = sorted(ranks, key=lambda name: (-of[name], ranks[name]))
    least = min(depth for row, _, depth in shown if row.pop != whole)
    found: dict[str, list[Mark]] = {}
    for row, printed, depth in shown:
        size = sizes.get(row.base or row.pop) if is_mean or row.base else ""
        place = periods.index(row.period) if is_pair else universes.index(universe[row.pop])
        more = {"low": real(row.low), "high": real(row.high), "size": int(size) if size else None}
        if row.pop != whole:
            one = mark(row, names[row.pop], printed, series=place, depth=depth - least, **more)
            found.setdefault(one.label, []).append(one)
    lines = [sorted(of_label, key=lambda one: one.series) for of_label in found.values()]
    marks = [one for line in lines for one in line]
    notes = (
        [OVERLAP] if named("cpg:Overlapping") in {row.exclusivity for row in ctx.rows["breakdown"]} else []
    )
    if is_pair:
        pairs = (line for line in lines if len(line) == 2)
        marks = [one._replace(second=two.value, second_shown=two.shown, size=None) for one, two in pairs]
        notes.insert(0, f"Light {index.label(periods[0])}, dark {index.label(periods[1])}.")
    kind = "dumbbell" if is_pair else "dots" if is_mean else "bars"
    series = list(map(index.label, universes)) if kind == "bars" and len(universes) > 1 else []
    line = next(
        ((float(row.value), f"all {printed}") for row, printed, _ in shown if row.pop == whole and is_mean),
        None,
    )
    measure, subtitle = index.label(rows[0].measure), _measured(ctx, rows)
    return drawn(kind, measure, marks, subtitle, rows[0].unit, series=series, notes=notes, line=line)


def _sizes(ctx: Context) -> dict[str, str]:
    """Return how many each group and each base has, where that is known."""
    return {row.pop: row.size for name in ("population", "base") for row in ctx.rows[name]}


def _whole(ctx: Context, pops: set[Term]) -> str:
    """Return the group that all others of the part lie in: it is no bar beside its own parts."""
    wider = {pop: {row.wider for row in ctx.rows["within"] if row.pop == pop} for pop in pops}
    wholes = [pop for pop in pops if all(pop in wider[other] for other in pops - {pop})]
    return wholes[0] if wholes and len(pops) > 2 else ""


def _measured(ctx: Context, rows: Sequence[Row], of: Iterable[str] = ()) -> str:
    """Return what is measured of whom and when, and how many those are; `of` are whom counts are of."""
    label, sizes, universe = (
        ctx.index.label,
        _sizes(ctx),
        {row.pop: row.universe for row in ctx.rows["population"]},
    )
    measure, unit = sentence(label(rows[0].measure)), unit_name(rows[0].unit)
    bases = sorted({row.base for row in rows if row.base} or of, key=lambda base: float(sizes.get(base) or 0))
    if len(bases) > 2:
        return f"{measure} of each group's own total"
    if bases:
        told = (label(base) + (f" (n {number(sizes[base])})" if sizes.get(base) else "") for base in bases)
        return f"{measure} of {' and of '.join(told)}"
    things = [universe[row.pop] for row in rows], [row.period for row in rows]
    return ", ".join(
        [f"{measure}{unit and ' in'}{unit}", *(label(iri) for of in things for iri in ctx.index.sorted(of))]
    )


def _redrawn(ctx: Context) -> Chart | None:
    """Return the chart of the numbers of which a figure without numbers is known to be made."""
    index, rows = ctx.index, [row for row in ctx.rows["drawn"] if row.value]
    chosen = [row for row in rows if row.base] or [row for row in rows if row.statistic == _STATISTICS[2]]
    found = {(row.base, row.pop): row for row in chosen}
    bases, (_, names) = index.sorted(base for base, _ in found), shortened(index, (pop for _, pop in found))
    marks: list[Mark] = []

    def add(base: str, within: str, depth: int) -> None:
        """Add the parts of a group, the largest first, each with its own parts."""
        level = [
            row
            for row in found.values()
            if row.base == base and (within or "") == (row.whole if (base, row.whole) in found else "")
        ]
        for row in sorted(level, key=lambda row: -float(row.value)):
            group = f"Of {index.label(base)}" if len(bases) > 1 else ""
            marks.append(mark(row, names[row.pop], group=group, depth=depth))
            add(base, row.pop, depth + 1)

    for base in bases:
        add(base, "", 0)
    if not marks:
        return None
    subtitle, row = _measured(ctx, chosen, {row.whole for row in chosen}), chosen[0]
    return drawn("bars", index.label(row.measure), marks, subtitle, row.unit, notes=[_REDRAWN])


def _trend(ctx: Context) -> Chart | None:
    """Return the known years of the series of a figure."""
    index, rows = (
        ctx.index,
        [row for row in ctx.rows["series"] if row.value and (row.category or not row.base)],
    )
    measures = index.sorted(row.measure for row in rows)
    name = {
        row.obs: index.label(row.measure if len(measures) > 1 else row.category or row.universe)
        for row in rows
    }
    places = {group: place for place, group in enumerate(sorted(set(name.values())))}
    found = {row.obs: mark(row, row.year, group=name[row.obs], series=places[name[row.obs]]) for row in rows}
    marks = sorted(found.values(), key=lambda one: (one.group, one.label))
    subtitle = f"{sentence(', '.join(map(index.label, measures)))}, by fiscal year"
    own = {row.obs for row in ctx.rows["number"]}
    others = ", ".join(dict.fromkeys(f"{one.shown} ({one.label})" for one in marks if one.iri not in own))
    note, source = _REDRAWN, ""
    if own:
        note = (
            f"Redrawn from numbers printed in the prose where the figure has none in a known text: {others}."
        )
        source = f"{ctx.thing.label}, and the prose"
    if len({one.label for one in marks}) < 2:
        return None
    return drawn("trend", "", marks, subtitle, rows[0].unit, notes=[UNKNOWN, note], source=source)


def _ladder(ctx: Context) -> Chart:
    """Return the terms of imprisonment of the provisions that the part states, in years."""
    effects = {row.effect: row for row in ctx.rows["term"]}
    head, names = shortened(ctx.index, effects)
    marks = []
    for row in sorted(effects.values(), key=lambda row: (float(row.least or 0), row.effect)):
        low, high = (float(months) / 12 if months else None for months in (row.least, row.most))
        shown = interval(f"{low or 0:g}", f"{high:g}" if high else "", named("time:unitYear"))
        shown = f"{low:g} years to {ctx.index.label(row.open)}" if row.open else shown
        marks.append(Mark(sentence(names[row.effect]), low or 0, shown, row.effect, low, high))
    title = f"{head}: {'; '.join(one.shown for one in marks)}"
    return Chart("ladder", title, marks, "Terms that the provision sets, in years", " years")
