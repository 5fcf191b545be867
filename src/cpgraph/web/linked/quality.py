"""The quality page: every check run now, claims by verdict, anomalies by kind, how values were read, coverage."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cpgraph.vocab import CPG, SH
from cpgraph.web.linked import rows, words
from cpgraph.web.linked.blocks import (
    Block,
    Cell,
    Paragraph,
    Run,
    Table,
    View,
    cell,
    columns,
    line,
    section,
    sections,
)
from cpgraph.web.linked.index import Index
from cpgraph.web.linked.rows import Row, Rows, number, text
from cpgraph.web.problems import Problem

QUERY: Final = rows.query(
    {
        "check": "?check a cpg:Check ; skos:prefLabel ?label ; sh:select ?select . "
        "OPTIONAL { ?check sh:severity ?severity } OPTIONAL { ?check skos:notation ?code } "
        "OPTIONAL { ?check schema:keywords ?subject }",
        "stated": "?anomaly cpg:check ?check ; oa:hasTarget ?target",
        "verdict": "{ SELECT ?verdict (COUNT(?claim) AS ?count) "
        "WHERE { ?claim cpg:verdict ?verdict } GROUP BY ?verdict }",
        "anomaly": "?anomaly a cpg:Anomaly ; cpg:anomalyKind ?kind ; cpg:severity ?severity",
        "how": "{ SELECT ?how (COUNT(?obs) AS ?count) "
        "WHERE { ?obs a qb:Observation ; cpg:obtainedBy ?how } GROUP BY ?how }",
        "mention": "{ SELECT (COUNT(?mention) AS ?count) WHERE { ?mention a cpg:Mention } }",
        "breakdown": "?breakdown a cpg:Breakdown ; cpg:exclusivity ?exclusivity ; cpg:exhaustivity ?exhaustivity",
        "gap": "?gap a cpg:Gap ; cpg:missingPart ?part",
        "measured": "?measurement dqv:value ?value ; dqv:isMeasurementOf ?metric ; dqv:computedOn ?on",
    }
)
_AT_ONCE: Final = 2  # of the workers: the page must not keep others waiting
_PATIENCE: Final = 0.2  # seconds between looks whether nobody else asks

Ask = Callable[[str], Awaitable[tuple[Row, ...]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check and the foci it found; None where it could not be run."""

    check: Row
    found: frozenset[str] | None


class Checking:
    """The checks of the data that are served, each run once and its outcome kept."""

    def __init__(self, found: Rows, ask: Ask) -> None:
        """Run the checks that a page's rows name; `ask` evaluates a SELECT, and raises `Problem`."""
        self.checks = {text(row, "check"): row for row in found["check"]}
        self.found, self._ask = found, ask
        self._outcomes: dict[str, Outcome] = {}

    async def run(self, check: str) -> Outcome:
        """Run one check, or give what it found before; one that could not be run is tried again."""
        if check in self._outcomes:
            return self._outcomes[check]
        row = self.checks[check]
        try:
            answer = await self._ask(text(row, "select"))
        except Problem:
            return Outcome(row, None)
        made = Outcome(row, frozenset(text(item, "focus") for item in answer))
        return self._outcomes.setdefault(check, made)

    async def outcomes(self) -> list[Outcome]:
        """Give the outcomes of all checks, running those that have not been run."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(check: str) -> Outcome:
            async with gate:
                return await self.run(check)

        return list(await asyncio.gather(*map(one, sorted(self.checks))))

    async def run_when_idle(self, is_idle: Callable[[], bool]) -> None:
        """Run the checks one after the other, each only while nobody else asks."""
        for check in sorted(self.checks):
            while not is_idle():
                await asyncio.sleep(_PATIENCE)
            await self.run(check)


def make(index: Index, found: Rows, outcomes: Sequence[Outcome]) -> View:
    """Make the page."""
    stated: dict[str, dict[str, str]] = {}
    for row in found["stated"]:
        stated.setdefault(text(row, "check"), {})[text(row, "target")] = text(row, "anomaly")
    told = summary(Counter(_kind(item, stated) for item in outcomes))
    return View(
        lead=(Paragraph(line(told), "lead"), Paragraph(line(_WORDING))),
        sections=sections(
            section("Comparisons in the prose, by verdict", _verdicts(index, found), id="claims"),
            section("Anomalies of the source", *_anomalies(index, found), id="anomalies"),
            section("How values were read", _ways(index, found), id="values"),
            section("How parts cover a whole", *_coverage(index, found), id="coverage"),
            section("What the known texts lack", _gaps(index, found), id="gaps"),
            section("Measurements", _measured(index, found), id="measurements"),
            section("Checks", *_checks(index, outcomes, stated), id="checks"),
        ),
        crumbs=(Run("Home", "/"),),
    )


_WORDING: Final = (
    "An anomaly says which printed numbers or words do not fit each other, with the computation. What may have caused "
    "it is a supposition wherever one is given."
)


def summary(kinds: Mapping[str, int]) -> str:
    """Say in words how many checks end in which way.

    >>> summary({"passes": 2, "fails": 1})[-54:]
    'source. 1 fails. Each was run on the data served here.'
    """
    total, informs, failed = sum(kinds.values()), kinds.get("informs", 0), kinds.get("fails", 0)
    rule = "they find nothing, or nothing that is not stated as an anomaly of the source"
    parts = [
        f"{kinds.get('passes', 0)} of {total} checks pass: {rule}.",
        f"{informs} only {'informs' if informs == 1 else 'inform'}." if informs else "",
        f"{failed} {'fails' if failed == 1 else 'fail'}." if failed else "None fails.",
        f"{kinds['not run']} could not be run." if kinds.get("not run") else "",
        "Each was run on the data served here.",
    ]
    return " ".join(part for part in parts if part)


def _kind(item: Outcome, stated: dict[str, dict[str, str]]) -> str:
    """Say how a check ends; findings of one that is meant to inform are no fault."""
    if item.found is None:
        return "not run"
    if not item.found - set(stated.get(text(item.check, "check"), ())):
        return "passes"
    return "informs" if text(item.check, "severity") == SH.Info.value else "fails"


def _count_table(caption: str, head: str, counts: Iterable[tuple[Run, int]]) -> Table:
    made = tuple((cell(run_), cell(f"{count:,}", is_number=True)) for run_, count in counts)
    return Table(caption, columns(head, "#Number"), made)


def _link(index: Index, iri: str) -> Run:
    return index.link(iri, words.capital(index.label(iri)))


def _verdicts(index: Index, found: Rows) -> Table:
    counts = sorted(
        ((text(row, "verdict"), int(text(row, "count"))) for row in found["verdict"]), key=lambda x: -x[1]
    )
    shown = [
        (Run(index.label(iri), index.page(iri), words.VERDICTS.get(iri, "")), count) for iri, count in counts
    ]
    total = sum(count for _, count in counts)
    return _count_table(words.count(total, "comparison", "comparisons"), "Verdict", shown)


def _anomalies(index: Index, found: Rows) -> tuple[Block, ...]:
    """Count the anomalies by kind and severity."""
    counts = Counter((text(row, "kind"), text(row, "severity")) for row in found["anomaly"])
    kinds = index.sorted(kind for kind, _ in counts)
    order = [CPG.High.value, CPG.Medium.value, CPG.Low.value]
    severities = [iri for iri in order if any(severity == iri for _, severity in counts)]
    made = tuple(
        (
            cell(_link(index, kind)),
            *(cell(str(counts.get((kind, severity), "")), is_number=True) for severity in severities),
            cell(str(sum(counts[kind, severity] for severity in severities)), is_number=True),
        )
        for kind in kinds
    )
    heads = columns("Kind", *(f"#{words.capital(index.label(iri))}" for iri in severities), "#All")
    told = Paragraph(line("Each one has a page: ", Run("all anomalies", "/browse/anomalies"), "."))
    return (Table(words.count(sum(counts.values()), "anomaly", "anomalies"), heads, made), told)


def _ways(index: Index, found: Rows) -> Table:
    counts = sorted(
        ((text(row, "how"), int(text(row, "count"))) for row in found["how"]), key=lambda x: -x[1]
    )
    places = next((number(row, "count") for row in found["mention"]), None)
    total = sum(count for _, count in counts)
    caption = words.count(total, "number", "numbers")
    if places:
        caption += f"; {words.plain(places)} printed places of numbers, rules and words"
    return _count_table(caption, "Way", [(_link(index, iri), count) for iri, count in counts])


def _coverage(index: Index, found: Rows) -> tuple[Block, ...]:
    counts = Counter((text(row, "exclusivity"), text(row, "exhaustivity")) for row in found["breakdown"])
    made = tuple(
        (cell(_link(index, first)), cell(_link(index, second)), cell(str(count), is_number=True))
        for (first, second), count in sorted(counts.items())
    )
    caption = words.count(sum(counts.values()), "breakdown", "breakdowns")
    table = Table(caption, columns("Overlap", "Coverage", "#Breakdowns"), made)
    return (table, Paragraph(line("Each with its sums: ", Run("all breakdowns", "/browse/breakdowns"), ".")))


def _gaps(index: Index, found: Rows) -> Table:
    pairs = sorted(
        {(text(row, "part"), text(row, "gap")) for row in found["gap"]}, key=lambda p: index.order(p[0])
    )
    made = tuple((cell(index.link(part)), cell(index.link(gap, _about(index, gap)))) for part, gap in pairs)
    return Table(words.count(len(made), "gap", "gaps"), columns("Part", "What is lacking"), made)


def _about(index: Index, iri: str) -> str:
    thing = index.things.get(iri)
    return thing.about if thing and thing.about else index.label(iri)


def _measured(index: Index, found: Rows) -> Table:
    made = tuple(
        (
            cell(index.link(text(row, "metric"))),
            cell(text(row, "value"), is_number=True),
            cell(index.link(text(row, "on"))),
        )
        for row in sorted(found["measured"], key=lambda row: index.order(text(row, "metric")))
    )
    return Table(
        words.count(len(made), "measurement", "measurements"), columns("Metric", "#Value", "Of"), made
    )


def _checks(
    index: Index, outcomes: Sequence[Outcome], stated: dict[str, dict[str, str]]
) -> tuple[Block, ...]:
    """List the checks by their code, each with its outcome; a link leads to its query."""
    made: list[tuple[Cell, ...]] = []
    for item in sorted(outcomes, key=lambda item: (text(item.check, "code"), text(item.check, "check"))):
        iri = text(item.check, "check")
        explained = stated.get(iri, {})
        found = item.found
        verdict = (
            Run("not run", style="muted")
            if found is None
            else outcome(len(found), set(found), explained, text(item.check, "severity"))
        )
        made.append(
            (
                cell(index.link(iri)),
                cell(text(item.check, "code")),
                cell("" if found is None else f"{len(found):,}", is_number=True),
                cell("" if found is None else f"{len(found & set(explained)):,}", is_number=True),
                cell(verdict),
            )
        )
    heads = columns("What must hold", "Code", "#Found", "#Stated", "Outcome")
    table = Table(words.count(len(made), "check", "checks"), heads, tuple(made))
    return (Paragraph(line("The page of each check shows its query and what it finds.")), table)


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
