"""The filters of the templates: links and labels of things, order, numbers with their units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context as Variables
from markupsafe import Markup, escape

from cpgraph import vocab
from cpgraph.web.pages import page
from cpgraph.web.pages.page import Properties, Row, Term
from cpgraph.web.pages.terms import term_in_years
from cpgraph.web.pages.things import Index, is_ours, local, named

_UNITS: Final = {
    vocab.UNIT.PERCENT.value: " percent",
    vocab.UNIT.YR.value: " years",
    vocab.TIME.unitMonth.value: " months",
    vocab.TIME.unitYear.value: " years",
}
_SHOWN_APART: Final = frozenset(
    named(name)
    for name in """
    rdf:type rdfs:label rdfs:comment skos:prefLabel skos:definition skos:note skos:scopeNote dcterms:title
    oa:hasTarget oa:hasSelector spdx:checksum qb:component void:classPartition void:propertyPartition
    """.split()
)
"""Properties that a page shows in a place of their own."""

_STATISTICS: Final = [named(f"cpg:{name}") for name in ("Count", "Proportion", "Mean", "Minimum", "Maximum")]
BADGES: Final = {
    vocab.CPG.Holds.value: "good",
    vocab.CPG.WithinRounding.value: "good",
    vocab.CPG.OutsideTolerance.value: "weak",
    vocab.CPG.NotCheckable.value: "even",
    vocab.CPG.Contradicted.value: "bad",
    vocab.CPG.High.value: "bad",
    vocab.CPG.Medium.value: "weak",
    vocab.CPG.Low.value: "even",
}
"""The style of a verdict and of a severity."""

Cell = str | Callable[[Any], str]


def decimal(value: str) -> Decimal | None:
    """Return a term as a number, None where it is unbound."""
    return Decimal(value) if value else None


def real(value: str) -> float | None:
    """Return a term as a number of a chart, None where it is unbound."""
    return float(value) if value else None


def number(value: Decimal | str | None, decimals: str = "") -> str:
    """Return a number with thousands apart, with as many decimals as it is printed with.

    >>> number("17", "1"), number("1852"), number("286.870")
    ('17.0', '1,852', '286.87')
    """
    if value is None or value == "":
        return ""
    value = Decimal(value)
    if decimals:
        return f"{value.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_EVEN):,f}"
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def unit_name(unit: str) -> str:
    """Return what follows a number in a unit, with the space before it."""
    return _UNITS.get(unit, "")


def with_unit(value: str, unit: str) -> str:
    """Return a number with its unit.

    >>> with_unit("60.3", vocab.UNIT.PERCENT.value), with_unit("1", vocab.UNIT.YR.value)
    ('60.3 percent', '1 year')
    """
    return value + (unit_name(unit).removesuffix("s") if value == "1" else unit_name(unit))


def bare_value(row: Row) -> str:
    """Return the value of a number as it is printed; the name of a code where it has no digits."""
    return number(row.value, row.decimals) if row.value else row.term.rpartition("#")[2].lower()


def value(row: Row) -> str:
    """Return the value of a number as it is printed, with its unit."""
    return with_unit(bare_value(row), row.unit if row.value else "")


def interval(low: Decimal | str | None, high: Decimal | str | None, unit: str = "") -> str:
    """Return an interval in words; a bound that is not there is open."""
    first, last = number(low), number(high)
    if first and first == last:
        return f"exactly {first}{unit_name(unit)}"
    if first and last:
        return f"{first} to {last}{unit_name(unit)}"
    if first:
        return f"{first}{unit_name(unit)} or more"
    return f"up to {last}{unit_name(unit)}" if last else ""


def plural(count: int | Sized, one: str, many: str = "") -> str:
    """Return a number of things, or of the items of a list, in words.

    >>> plural(1, "row"), plural(2000, "row"), plural([], "anomaly", "anomalies")
    ('1 row', '2,000 rows', '0 anomalies')
    """
    size = count if isinstance(count, int) else len(count)
    return f"{size:,} {one if size == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """Return the words with a capital letter at their beginning, but for the name of this project."""
    return words if words.startswith("cpgraph") else words[:1].upper() + words[1:]


@pass_context
def label(variables: Variables, iri: str) -> str:
    """Return what a thing is called."""
    return _index(variables).label(iri)


@pass_context
def about(variables: Variables, iri: str) -> str:
    """Return the definition of a thing."""
    thing = _index(variables).things.get(iri)
    return thing.about if thing else ""


@pass_context
def link(variables: Variables, iri: str, text: str = "", style: str = "") -> Markup:
    """Return a link to the page of a thing, or to its own address where it is not ours; a literal as it is."""
    index = _index(variables)
    if not iri or (isinstance(iri, Term) and not iri.is_iri):
        return escape(iri)
    thing = index.things.get(iri)
    if iri == vocab.BASE:
        href, shown = "/", text or "home page"
    else:
        href = thing.href if thing else "" if is_ours(iri) else iri
        shown = text or index.label(iri)
    if not href:
        return escape(shown)
    css = Markup(' class="{}"').format(style) if style else ""
    return Markup('<a{} href="{}">{}</a>').format(css, href, shown)


@pass_context
def links(variables: Variables, values: str | Iterable[str]) -> list[str]:
    """Return links to things, each once in their order, then literals and what is drawn already."""
    given = [values] if isinstance(values, str) else list(values)
    things = _index(variables).sorted(item for item in given if _is_iri(item))
    texts = [_index(variables).coded(item) for item in given if item and not _is_iri(item)]
    return [link(variables, iri) for iri in things] + texts


@pass_context
def badge(variables: Variables, iri: str, is_link: bool = True) -> Markup:  # noqa: FBT001, FBT002 - a filter
    """Return a verdict or a severity in its color."""
    index = _index(variables)
    href = f"/browse/claims?verdict={local(iri)}" if iri in index.verdicts else index.page(iri)
    css = f"badge {BADGES[iri]}" if iri in BADGES else ""
    if href and is_link:
        return Markup('<a class="{}" href="{}">{}</a>').format(css, href, index.label(iri))
    return Markup('<span class="{}">{}</span>').format(css, index.label(iri))


@pass_context
def ordered(variables: Variables, rows: Iterable[Any], *columns: str) -> list[Any]:
    """Return rows in the order of the things in some columns."""
    order = _index(variables).order
    return sorted(rows, key=lambda row: [order(getattr(row, column)) for column in columns])


@pass_context
def grouped(variables: Variables, rows: Iterable[Row], column: str) -> list[tuple[Term, list[Row]]]:
    """Return the things in a column in their order, each with its rows."""
    found: dict[Term, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    order = _index(variables).order
    return sorted(found.items(), key=lambda item: order(item[0]))


@pass_context
def cells(
    variables: Variables, rows: Iterable[Any], columns: Mapping[str, Cell]
) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the lines of a table, without the columns that are empty in every row.

    A column is named, and its things are linked; or it is drawn by a macro of the row.
    """

    def cell(row: Any, column: Cell) -> str:
        if not isinstance(column, str):
            return column(row).strip()
        return link(variables, getattr(row, column))

    lines = [[cell(row, column) for column in columns.values()] for row in rows]
    kept = [n for n in range(len(columns)) if any(line[n] for line in lines)]
    heads = list(columns)
    return [heads[n] for n in kept], [[line[n] for n in kept] for line in lines]


@pass_context
def by_label(variables: Variables, pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return properties with what belongs to each, by their labels; the classes first."""
    index = _index(variables)
    return sorted(pairs, key=lambda pair: (pair[0] != named("rdf:type"), index.label(pair[0])))


@pass_context
def properties(variables: Variables, out: Properties) -> list[tuple[str, list[Term]]]:
    """Return the values of the properties by what those are called, but for what a page shows apart."""
    found: dict[str, list[Term]] = {}
    for predicate, values in out.items():
        if predicate not in _SHOWN_APART:
            name = sentence(_index(variables).label(predicate))
            found.setdefault(name, []).extend(term for term in values if term.type != "bnode")
    return sorted(found.items())


@pass_context
def short_labels(variables: Variables, iris: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return what the labels of populations all begin with, up to a colon, and what is left of each."""
    return shortened(_index(variables), iris)


def shortened(index: Index, iris: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return what the labels of populations all begin with, up to a colon, and what is left of each."""
    labels = {iri: index.label(iri) for iri in iris}
    heads = {name.partition(": ")[0] for name in labels.values()}
    if len(heads) != 1 or not any(": " in name for name in labels.values()):
        return "", labels
    return heads.pop(), {iri: name.partition(": ")[2] or "all of them" for iri, name in labels.items()}


def by_statistic(rows: Iterable[Row]) -> list[Row]:
    """Return the rows of numbers: counts, then percentages, means, and ends of ranges."""
    return sorted(rows, key=lambda row: _STATISTICS.index(row.statistic))


def from_most(rows: Iterable[Row], column: str) -> list[Row]:
    """Return rows by the numbers in a column, the largest first."""
    return sorted(rows, key=lambda row: -float(getattr(row, column)))


def column(rows: Iterable[Row], name: str) -> list[Term]:
    """Return the terms of a column, each once."""
    return list(dict.fromkeys(term for row in rows if (term := getattr(row, name))))


def draw(rows: Iterable[Any], macro: Callable[[Any], str]) -> list[str]:
    """Return what a macro makes of each row."""
    return [macro(row).strip() for row in rows]


def _index(variables: Variables) -> Index:
    index: Index = variables["index"]
    return index


def _is_iri(item: str) -> bool:
    return isinstance(item, Term) and item.is_iri


_HERE: Final = """
about badge bare_value by_label by_statistic cells column draw from_most grouped interval label link
links number ordered plural properties sentence short_labels unit_name value with_unit
""".split()
FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "arranged": page.arranged,
    "local": local,
    "properties_of": page.properties,
    "term_in_years": term_in_years,
    **{name: globals()[name] for name in _HERE},
}
