"""The home page: what the data are, what they hold (counted in the store), and the questions they answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cpgraph import vocab
from cpgraph.errors import CpgraphError
from cpgraph.queries import Query, by_topic
from cpgraph.store import Job
from cpgraph.web import cache
from cpgraph.web.engine.base import Engine, GraphInfo
from cpgraph.web.linked import discovery
from cpgraph.web.linked.discovery import Catalog
from cpgraph.web.problems import Problem
from cpgraph.web.templating import Pages

_COUNTS: Final = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) { ?thing a ?class } GROUP BY ?class"
_ABOUT: Final = f"""
PREFIX dcat: <{vocab.PREFIXES["dcat"]}>
PREFIX dcterms: <{vocab.PREFIXES["dcterms"]}>
SELECT ?dataset ?title ?version ?licence ?source ?sourceTitle ?citation {{
  ?dataset a dcat:Dataset ; dcterms:title ?title .
  OPTIONAL {{ ?dataset dcat:version ?version }}
  OPTIONAL {{ ?dataset dcterms:license ?licence }}
  OPTIONAL {{ ?dataset dcterms:bibliographicCitation ?citation }}
  OPTIONAL {{ ?dataset dcterms:source ?source . OPTIONAL {{ ?source dcterms:title ?sourceTitle }} }}
}} ORDER BY ?dataset ?title LIMIT 20
"""
_VERDICTS: Final = f"""
PREFIX cpg: <{vocab.PREFIXES["cpg"]}>
PREFIX rdfs: <{vocab.PREFIXES["rdfs"]}>
SELECT ?verdict ?label (COUNT(?claim) AS ?claims) {{
  ?claim cpg:verdict ?verdict .
  OPTIONAL {{ ?verdict rdfs:label ?label }}
}} GROUP BY ?verdict ?label ORDER BY DESC(?claims) ?verdict
"""
_SHOWN: Final = (
    ("qb", "Observation", "observations", "single numbers, each with what it counts"),
    ("cpg", "Population", "populations", "groups that numbers are about"),
    ("cpg", "Mention", "mentions", "places where a number or rule is printed"),
    ("cpg", "Breakdown", "breakdowns", "how parts cover a whole"),
    ("cpg", "Table", "tables", ""),
    ("cpg", "Figure", "figures", ""),
    ("cpg", "Provision", "provisions", "of the guidelines and statutes"),
    ("cpg", "Note", "notes", ""),
    ("cpg", "Definition", "definitions", ""),
    ("cpg", "Claim", "claims", "comparisons in the prose, each recomputed"),
    ("cpg", "Anomaly", "anomalies", "printed numbers that do not fit together"),
    ("cpg", "Gap", "gaps", "numbers that the text does not carry"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the home page says of the data, as the store has it."""

    info: GraphInfo
    counts: tuple[tuple[str, int, str, str], ...]
    datasets: tuple[Mapping[str, str], ...]
    verdicts: tuple[tuple[str, int], ...]
    """The verdicts on the comparisons of the prose, in words, with how many have each."""
    catalog: Catalog

    def count(self, label: str) -> int:
        """Give how many things of a kind there are."""
        return next((number for name, number, _, _ in self.counts if name == label), 0)


async def facts(pool: Engine) -> Facts:
    """Ask the store what the home page says. Raises `Problem`."""
    info = pool.info
    if info is None:
        raise pool.not_ready()
    jobs = (Job(_COUNTS), Job(_ABOUT), Job(_VERDICTS), discovery.job())
    try:
        answers = await asyncio.gather(*(pool.run(job) for job in jobs))
    except CpgraphError as error:
        raise Problem("query-failed", f"The page could not be made: {error}.") from None
    counted, about, judged, catalog = (answer.body for answer in answers)
    by_class = {row["class"]: int(row["things"]) for row in _rows(counted)}
    shown = tuple(
        (label, by_class[iri], note, iri)
        for prefix, name, label, note in _SHOWN
        if (iri := vocab.PREFIXES[prefix] + name) in by_class
    )
    verdicts = tuple((row.get("label") or row["verdict"], int(row["claims"])) for row in _rows(judged))
    return Facts(info, shown, tuple(_rows(about)), verdicts, discovery.catalog(catalog))


def _rows(body: bytes) -> list[dict[str, str]]:
    content: dict[str, Any] = json.loads(body) if body else {"results": {"bindings": []}}
    return [{name: term["value"] for name, term in row.items()} for row in content["results"]["bindings"]]


def page(pages: Pages, known: Facts, examples: Mapping[str, Query]) -> cache.Result:
    """Draw the home page."""
    content = pages.render(
        "home.html", facts=known, topics=by_topic(examples), total=len(examples), data=known.catalog.home()
    )
    return cache.result("text/html; charset=utf-8", content)


def questions(pages: Pages, examples: Mapping[str, Query]) -> cache.Result:
    """Draw the page of all questions, each with a form for its values."""
    content = pages.render("questions.html", topics=by_topic(examples), total=len(examples))
    return cache.result("text/html; charset=utf-8", content)
