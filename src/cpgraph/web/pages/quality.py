"""The quality page: every check run now, claims by verdict, anomalies by kind, how values were read, coverage."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.results import Job
from cpgraph.vocab import CPG, SH
from cpgraph.web.pages import sections
from cpgraph.web.pages.filters import sentence
from cpgraph.web.pages.page import Row, Rows, job_of
from cpgraph.web.pages.things import Index
from cpgraph.web.problems import Problem

_AT_ONCE: Final = 2  # checks under way: they must not keep others waiting

_LEDGERS: Final = (
    (
        "anomalies",
        "Anomalies of the report",
        "Printed numbers or words that do not fit each other, with the computation; a cause is a hypothesis.",
    ),
    (
        "damage",
        "Damage of our copy",
        "What the text that we read has lost or garbled; the report is not at fault.",
    ),
)
"""The section of the page, its heading, and what it says of a ledger."""

Ask = Callable[[str], Awaitable[list[Row]]]


def job() -> Job:
    """Return the job that reads what the page shows beside the outcomes of the checks."""
    return job_of(sections.query("quality", is_of_thing=False))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check, what it found (None where it could not be run), and what is stated as an anomaly of the source."""

    iri: str
    code: str
    severity: str
    found: frozenset[str] | None
    stated: frozenset[str]

    @property
    def unstated(self) -> int:
        """How many of its findings no anomaly states."""
        return len((self.found or frozenset()) - self.stated)

    @property
    def outcome(self) -> str:
        """How the check ends: `passes`, `informs`, `fails` or `not run`."""
        if self.found is None:
            return "not run"
        if not self.unstated:
            return "passes"
        return "informs" if self.severity == SH.Info.value else "fails"


async def results(found: Rows, ask: Ask) -> list[CheckResult]:
    """Return the results of the checks that the page's rows name, by code; `ask` evaluates a SELECT."""
    gate, stated = asyncio.Semaphore(_AT_ONCE), defaultdict[str, set[str]](set)
    for row in found["stated"]:
        stated[row.check].add(row.target)

    async def run(check: Row) -> CheckResult:
        focuses = None
        async with gate:
            with contextlib.suppress(Problem):
                focuses = frozenset(row.focus for row in await ask(check.select))
        return CheckResult(check.check, check.code, check.severity, focuses, frozenset(stated[check.check]))

    checks = {row.check: row for row in found["check"]}
    return sorted(await asyncio.gather(*map(run, checks.values())), key=lambda one: (one.code, one.iri))


def _ledger(index: Index, entries: Sequence[Row]) -> dict[str, Any]:
    """Return how many entries of each kind and severity a ledger has, as a table."""
    counts = Counter((str(row.kind), str(row.severity)) for row in entries)
    severities = [
        term.value for term in (CPG.High, CPG.Medium, CPG.Low) if any(term.value == s for _, s in counts)
    ]
    kinds = index.sorted({kind for kind, _ in counts})
    lines = {
        kind: [
            *(str(counts[kind, s] or "") for s in severities),
            str(sum(counts[kind, s] for s in severities)),
        ]
        for kind in kinds
    }
    heads = [f"#{sentence(index.label(severity))}" for severity in severities]
    return {"heads": [*heads, "#All"], "lines": lines, "total": len(entries)}


def page(index: Index, found: Rows, results: list[CheckResult]) -> dict[str, Any]:
    """Return what the page shows."""
    coverage = Counter((row.exclusivity, row.exhaustivity) for row in found["breakdown"])
    ways = {row.way: int(row.count) for row in found["way"]}
    return {
        "results": results,
        "outcomes": Counter(result.outcome for result in results),
        "ledgers": [(*told, _ledger(index, found[told[0]])) for told in _LEDGERS],
        "ways": dict(sorted(ways.items(), key=lambda item: (-item[1], item[0]))),
        "mentions": len(index.by_kind.get("mentions", ())),
        "coverage": dict(sorted(coverage.items())),
        "gaps": found["gap"],
        "measured": found["measured"],
    }
