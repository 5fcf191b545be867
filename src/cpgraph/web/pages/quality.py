"""The quality page: every check run now, claims by verdict, anomalies by kind, how values were read, coverage."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.results import Job
from cpgraph.vocab import CPG, SH
from cpgraph.web.pages import sections
from cpgraph.web.pages.page import Row, Rows, job_of
from cpgraph.web.pages.things import Index
from cpgraph.web.problems import Problem

_AT_ONCE: Final = 2  # checks under way: they must not keep others waiting

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


def page(index: Index, found: Rows, results: list[CheckResult]) -> dict[str, Any]:
    """Return what the page shows."""
    anomalies = Counter((row.kind, row.severity) for row in found["anomaly"])
    anomalies_of = Counter(row.kind for row in found["anomaly"])
    held = {severity for _, severity in anomalies}
    coverage = Counter((row.exclusivity, row.exhaustivity) for row in found["breakdown"])
    ways = {row.way: int(row.count) for row in found["way"]}
    return {
        "results": results,
        "outcomes": Counter(result.outcome for result in results),
        "anomalies": anomalies,
        "anomalies_of": anomalies_of,
        "kinds": index.sorted(anomalies_of),
        "severities": [term.value for term in (CPG.High, CPG.Medium, CPG.Low) if term.value in held],
        "ways": dict(sorted(ways.items(), key=lambda item: (-item[1], item[0]))),
        "mentions": len(index.by_kind.get("mentions", ())),
        "coverage": dict(sorted(coverage.items())),
        "gaps": found["gap"],
        "measured": found["measured"],
        "contents": [],  # the sections of the page, gathered by the macro `section`
    }
