"""The charts of questions, for the pages on which they stand, and charts as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpgraph import vocab
from cpgraph.queries import Query, terms_in_text
from cpgraph.results import Job
from cpgraph.web.negotiation import content_type
from cpgraph.web.pages import charts, painted
from cpgraph.web.pages.charts import Chart
from cpgraph.web.pages.page import table
from cpgraph.web.pages.things import SUFFIXES, Index
from cpgraph.web.problems import Problem
from cpgraph.web.responses import Result
from cpgraph.web.templating import Templates

if TYPE_CHECKING:
    from cpgraph.web.routers.resources import Service


async def on_page(service: Service, iri: str) -> list[Chart]:
    """Return the charts of questions that stand on the page of a thing, in their order. Raises `Problem`."""
    found = [
        (query.chart.place, query)
        for query in service.queries.values()
        if query.chart and iri.removeprefix(vocab.BASE) in query.chart.pages
    ]
    drawn = [await of_question(service, query, {}) for _, query in sorted(found, key=lambda item: item[0])]
    return [chart for chart in drawn if chart]


async def of_question(service: Service, query: Query, given: Mapping[str, str]) -> Chart | None:
    """Return the chart of the rows of a question. Raises `Problem`, and `ParameterError` for a wrong value."""
    if query.chart is None:
        return None
    job = Job(query.text, "json", bindings=tuple(terms_in_text(query.bind(given))))
    rows = table(await service.body(job))
    return charts.of_question(query, rows, given, await service.index())


def image(templates: Templates, chart: Chart | None, known: Index, suffix: str) -> Result:
    """Return a chart as a file. Raises `Problem` where there is none."""
    if chart is None:
        raise Problem(
            "not-found",
            "Nothing is drawn there.",
            "The page at the address without a suffix has its numbers.",
        )
    body, headers = painted.document(templates.environment, chart, known, suffix)
    return Result(content_type(SUFFIXES[suffix]), body, headers)
