"""The quality page: every check run now, claims by verdict, anomalies by kind, how values were read, coverage."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.results import Job
from cpgraph.vocab import CPG, SH
from cpgraph.web.pages import sections
from cpgraph.web.pages.page import Row, Rows, job_of
from cpgraph.web.pages.things import Index
from cpgraph.web.problems import Problem

_AT_ONCE: Final = 2  # checks under way: the page must not keep others waiting
_IDLE_POLL_SECONDS: Final = 0.2

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


class CheckRunner:
    """The checks of the data that are served, each run once and its result kept."""

    def __init__(self, rows_: Rows, ask: Ask) -> None:
        """Run the checks that the page's rows name; `ask` evaluates a SELECT, and raises `Problem`."""
        self.rows, self._ask = rows_, ask
        self._checks = {str(row.check): row for row in rows_["check"]}
        self._stated: dict[str, set[str]] = {}
        for row in rows_["stated"]:
            self._stated.setdefault(row.check, set()).add(row.target)
        self._results: dict[str, CheckResult] = {}

    async def run(self, iri: str) -> CheckResult:
        """Return the result of one check; one that could not be run is tried again."""
        if iri not in self._results:
            row, found = self._checks[iri], None
            with contextlib.suppress(Problem):
                found = frozenset(item.focus for item in await self._ask(row.select))
            stated = frozenset(self._stated.get(iri, ()))
            result = CheckResult(iri, row.code, row.severity, found, stated)
            if found is None:
                return result
            self._results[iri] = result
        return self._results[iri]

    async def results(self) -> list[CheckResult]:
        """Return the results of all checks, by code; runs those that have not been run."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(iri: str) -> CheckResult:
            async with gate:
                return await self.run(iri)

        found = await asyncio.gather(*map(one, self._checks))
        return sorted(found, key=lambda result: (result.code, result.iri))

    async def run_when_idle(self, is_idle: Callable[[], bool]) -> None:
        """Run the checks one after the other, each only while nobody else asks."""
        for iri in sorted(self._checks):
            while not is_idle():
                await asyncio.sleep(_IDLE_POLL_SECONDS)
            await self.run(iri)


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
