"""What the pages of many kinds share: evidence, numbers, definitions, claims, anomalies, all statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cpgraph.store import Job
from cpgraph.vocab import CPG, RDF, RDFS, SKOS
from cpgraph.web.linked import rows, words
from cpgraph.web.linked.blocks import (
    Block,
    Cell,
    Column,
    Line,
    Listing,
    Run,
    Section,
    Table,
    View,
    cell,
    columns,
    joined,
    line,
    section,
)
from cpgraph.web.linked.rows import Properties, Row, Rows, Term, number, text, unique
from cpgraph.web.pages.index import Index, Thing

NUMBER: Final = (
    "?obs cpg:measure ?measure ; cpg:population ?pop ; cpg:obtainedBy ?how ; sdmx-attribute:unitMeasure ?unit . "
    "?measure cpg:statistic ?statistic . OPTIONAL { ?obs sdmx-measure:obsValue ?value } "
    "OPTIONAL { ?obs cpg:decimals ?decimals } OPTIONAL { ?obs cpg:basePopulation ?base } "
    "OPTIONAL { ?obs cpg:valueTerm ?term }"
)
"""A number with what it counts, of whom, and how it is known."""

_SELECTOR: Final = (
    "oa:hasTarget/oa:hasSelector ?selector . ?selector oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix . "
    "OPTIONAL { ?selector cpg:occurrence ?occurrence }"
)
MENTION: Final = f"cpg:printed ?printed ; cpg:printedIn ?part ; cpg:obtainedBy ?how ; {_SELECTOR}"
"""What follows `?mention oa:hasBody ?x ;` to say where and how it is printed."""

EVIDENCE: Final[Mapping[str, str]] = {
    "mention": f"?mention oa:hasBody ?this ; {MENTION}",
    "offset": "?mention oa:hasBody ?this ; oa:hasTarget ?target . ?target oa:hasSource ?text ; "
    "oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end",
}
JUDGED: Final[Mapping[str, str]] = {
    "anomaly": "?anomaly a cpg:Anomaly ; oa:hasTarget ?this ; cpg:severity ?severity ; cpg:computation ?computation . "
    "OPTIONAL { ?anomaly cpg:hypothesis ?hypothesis }",
}
COMMON: Final[Mapping[str, str]] = {
    "out": "?this ?p ?o",
    "in": "{ SELECT ?this ?s ?p WHERE { ?s ?p ?this FILTER(?p != oa:hasSource) } ORDER BY ?p ?s LIMIT 600 }",
}
_STATISTICS: Final = {
    name: order
    for order, name in enumerate(
        term.value for term in (CPG.Count, CPG.Proportion, CPG.Mean, CPG.Minimum, CPG.Maximum)
    )
}
_FEW: Final = 60


@dataclass(frozen=True, slots=True)
class Context:
    """What a view is made of: the thing, the rows of its query, and the index for names and links."""

    thing: Thing
    rows: Rows
    index: Index

    @property
    def out(self) -> Properties:
        """What is said of the thing."""
        return self.rows.properties()

    def link(self, iri: str, text_: str = "") -> Run:
        """Link to a thing by its label."""
        return self.index.link(iri, text_)

    def links(self, iris: Iterable[str]) -> list[Line]:
        """Link to things, sorted."""
        return [line(self.index.link(iri)) for iri in self.index.sorted(iris)]


Make = Callable[[Context], View]


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: its query, what makes a view of the query's rows, whether it has a table as a file."""

    query: str
    make: Make
    has_csv: bool = False
    second: Callable[[Rows], str] | None = None
    """Gives a further query for the page, from the rows of the first; its rows are the section `found`."""

    def job(self, iri: str) -> Job:
        """Make the job of the page of one thing."""
        return rows.job(self.query, iri)


def page(
    sections: Mapping[str, str],
    make: Make,
    *,
    has_csv: bool = False,
    second: Callable[[Rows], str] | None = None,
) -> Page:
    """Make a kind of page of the sections it has beside the common ones."""
    return Page(rows.query({**COMMON, **sections}), make, has_csv, second)


def value_of(row: Row) -> str:
    """Write the value of a number as it is printed, with its unit."""
    value, unit = number(row, "value"), text(row, "unit")
    if value is None:
        return text(row, "term").rpartition("#")[2].lower()
    decimals = text(row, "decimals")
    return words.with_unit(words.plain(value, int(decimals) if decimals else None), unit)


def bare_value(row: Row) -> str:
    """Write the value of a number without its unit."""
    value = number(row, "value")
    if value is None:
        return value_of(row)
    decimals = text(row, "decimals")
    return words.plain(value, int(decimals) if decimals else None)


def number_cell(ctx: Context, row: Row, name: str = "obs") -> Cell:
    """Link a number to its page."""
    return cell(ctx.link(text(row, name), value_of(row)), is_number=True)


def statistic_order(row: Row) -> int:
    """Sort measures: numbers, then percentages, then means."""
    return _STATISTICS.get(text(row, "statistic"), len(_STATISTICS))


def pivot(ctx: Context, caption: str, found: Iterable[Row]) -> Table:
    """Show the numbers of populations: a line a population, a column a measure."""
    numbers = sorted(unique(found), key=lambda row: ctx.index.order(text(row, "pop")))
    heads = sorted(
        {
            (statistic_order(row), ctx.index.order(text(row, "measure")), text(row, "measure"))
            for row in numbers
        }
    )
    measures = [measure for _, _, measure in heads]
    made: list[tuple[Cell, ...]] = []
    head, names = short_names(ctx, (text(row, "pop") for row in numbers))
    for pop, name in names.items():
        cells = [cell(ctx.link(pop, name))]
        for measure in measures:
            values = [row for row in numbers if text(row, "pop") == pop and text(row, "measure") == measure]
            values.sort(key=lambda row: ctx.index.order(text(row, "base")))
            shown = [
                line(ctx.link(text(row, "obs"), value_of(row)), _of_base(ctx, row) if len(values) > 1 else "")
                for row in values
            ]
            cells.append(cell(joined(shown, "; "), is_number=True))
        made.append(tuple(cells))
    named = (ctx.link(measure, words.capital(ctx.index.label(measure))) for measure in measures)
    columns_ = (Column(line("Population")), *(Column(line(name), is_number=True) for name in named))
    return Table(f"{caption}: {head}" if head else caption, columns_, tuple(made))


def short_names(ctx: Context, iris: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Call populations by what sets them apart; gives what they share, and a short name for each."""
    pops = list(dict.fromkeys(iris))
    head, names = words.short([ctx.index.label(iri) for iri in pops])
    return head, dict(zip(pops, names, strict=True))


def _of_base(ctx: Context, row: Row) -> Line:
    base = text(row, "base")
    return line(" of ", Run(ctx.index.label(base), style="muted")) if base else ()


def quote(row: Row) -> Line:
    """Show a printed number in the words around it."""
    return line(
        Run("…\u00a0" + text(row, "prefix"), style="context"),
        Run(text(row, "exact"), style="exact"),
        Run(text(row, "suffix") + "\u00a0…", style="context"),
    )


def evidence(ctx: Context, heading: str = "Where it is printed") -> Section | None:
    """List the places that print a thing, in the order of the report, with their position in each known text."""
    offsets: dict[str, list[str]] = {}
    for row in ctx.rows.sorted("offset", "text", "start"):
        where = f"{ctx.index.label(text(row, 'text'))}: {int(text(row, 'start')):,}–{int(text(row, 'end')):,}"
        offsets.setdefault(text(row, "mention"), []).append(where)
    found = sorted(
        unique(ctx.rows["mention"]),
        key=lambda row: (ctx.index.order(text(row, "part")), text(row, "mention")),
    )
    made = tuple(
        (
            cell(ctx.link(text(row, "part"))),
            cell(ctx.link(text(row, "mention"), text(row, "printed"))),
            cell(quote(row)),
            cell(ctx.link(text(row, "how"))),
            cell(Run("; ".join(offsets.get(text(row, "mention"), ())), style="muted")),
        )
        for row in found
    )
    caption = words.count(len(made), "place", "places")
    table = Table(caption, columns("Part", "Printed", "In its words", "How read", "Characters"), made)
    return section(heading, table, id="evidence")


def definitions(ctx: Context, heading: str = "Definitions that bear on it") -> Section | None:
    """List the definitions that govern a thing; the column `via` says through what."""
    via: dict[str, set[str]] = {}
    for row in ctx.rows["definition"]:
        via.setdefault(text(row, "definition"), set()).add(text(row, "via"))
    items = []
    for iri in ctx.index.sorted(via):
        thing = ctx.index.things.get(iri)
        through = [
            ctx.index.label(item) for item in ctx.index.sorted(via[iri]) if item and item != ctx.thing.iri
        ]
        tail = Run(f" (through {', '.join(through)})", style="muted") if through else ""
        items.append(line(ctx.link(iri), ": ", thing.about if thing else "", tail))
    return section(heading, Listing(tuple(items)), id="definitions")


def anomalies(ctx: Context, heading: str = "Anomalies") -> Section | None:
    """List what does not fit, with the computation that shows it."""
    items = []
    for row in ctx.rows.sorted("anomaly", "anomaly"):
        severity = text(row, "severity")
        hypothesis = text(row, "hypothesis")
        items.append(
            line(
                Run(ctx.index.label(severity), style=words.SEVERITIES.get(severity, "")),
                " ",
                ctx.link(text(row, "anomaly")),
                " ",
                text(row, "computation"),
                Run(f" Possible cause: {hypothesis}", style="muted") if hypothesis else "",
            )
        )
    return section(heading, Listing(tuple(items)), id="anomalies")


def claims(ctx: Context, heading: str = "Comparisons in the prose") -> Section | None:
    """List the claims that use a number, with their verdicts."""
    made = tuple(
        (cell(ctx.link(text(row, "claim"))), cell(verdict(ctx, text(row, "verdict"))))
        for row in sorted(
            unique(ctx.rows["claim"]),
            key=lambda row: (ctx.index.order(text(row, "claim")), text(row, "verdict")),
        )
    )
    table = Table(words.count(len(made), "comparison", "comparisons"), columns("Claim", "Verdict"), made)
    return section(heading, table, id="claims")


def verdict(ctx: Context, iri: str) -> Run:
    """Show a verdict."""
    return Run(ctx.index.label(iri), ctx.index.page(iri), words.VERDICTS.get(iri, ""))


def crumbs(ctx: Context, *middle: Run) -> tuple[Run, ...]:
    """Give the way to a page from the home page."""
    kind = ctx.thing.kind
    return (Run("Home", "/"), *(middle or (Run(words.capital(kind.many), f"/browse/{kind.id}"),)))


def described(ctx: Context) -> tuple[Line, ...]:
    """Give the definition and the notes of a thing."""
    out = ctx.out
    found = [*out.all(SKOS.definition), *out.all(SKOS.note), *out.all(SKOS.scopeNote), *out.all(RDFS.comment)]
    return tuple(line(term.value) for term in found)


def statements(ctx: Context) -> Section | None:
    """List everything the graph says of a thing and everything that points to it, closed at first."""
    outgoing: list[tuple[Cell, ...]] = []
    properties = ctx.out.values
    for predicate in sorted(properties, key=lambda iri: (iri != RDF.type.value, ctx.index.label(iri))):
        terms = properties[predicate]
        outgoing.append(
            (cell(_property(ctx, predicate)), cell(joined([_term(ctx, t) for t in _first(terms)], "; ")))
        )
    incoming: dict[str, list[str]] = {}
    for row in ctx.rows["in"]:
        incoming.setdefault(text(row, "p"), []).append(text(row, "s"))
    pointing = tuple(
        (cell(_property(ctx, p)), cell(joined(_limited(ctx, iris), "; ")))
        for p, iris in sorted(incoming.items(), key=lambda item: ctx.index.label(item[0]))
    )
    blocks: list[Block] = [
        Table("What is said of it", columns("Property", "Value"), tuple(outgoing)),
        Table("What points to it", columns("Property", "From"), pointing),
    ]
    return section("All statements", *blocks, id="statements", is_folded=True)


def _first(terms: list[Term]) -> list[Term]:
    return terms[:_FEW]


def _limited(ctx: Context, iris: list[str]) -> list[Line]:
    links = ctx.links(iris)
    if len(links) > _FEW:
        return [*links[:_FEW], line(Run(f"and {len(links) - _FEW:,} more", style="muted"))]
    return links


def _property(ctx: Context, iri: str) -> Run:
    return Run(ctx.index.label(iri), ctx.index.page(iri) or iri)


def _term(ctx: Context, term: Term) -> Line:
    if term.is_iri:
        return line(ctx.link(term.value))
    return line(term.value)


def size_line(ctx: Context, pop: str, size: Decimal | None, source: str) -> Line:
    """Say how many a population has, with the number that says so."""
    if size is None:
        return line(ctx.link(pop))
    shown = words.plain(size)
    return line(ctx.link(pop), ": ", ctx.link(source, shown) if source else shown)


def kind_name(iri: str) -> str:
    """Give the short name of a class or code.

    >>> kind_name("https://w3id.org/cpgraph/ns#Table")
    'Table'
    """
    return iri.rpartition("#")[2]
