"""The service before real engines: what is published is all there, and every question has the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import REPO
from cpgraph import publish, queries, remote, store
from cpgraph.publish import Content, by_value
from cpgraph.queries import Query, terms_in_text
from cpgraph.results import Job
from cpgraph.store import Graph
from cpgraph.vocab import is_apart
from cpgraph.web.settings import Settings
from web.service import Service, serving

from .running import Running

pytestmark = pytest.mark.engine

QUERIES = queries.load(REPO / "queries" / "answers")
NUMBERS = ("integer", "decimal", "double", "float")
# docs/engines.md: what Virtuoso 7 gives otherwise than SPARQL has it
NULL_COMPARED = {"weighted-means": "agrees"}


def before(filled: Running, built: Path, time_limit: float) -> Settings:
    """A service before the engine."""
    return Settings(
        graph=built / "cpgraph.nq",
        queries=REPO / "queries" / "answers",
        store=filled.url,
        store_user=filled.access.user,
        store_password=filled.access.password,
        store_scheme=filled.access.scheme,
        time_limit=time_limit,
    )


@pytest.fixture(scope="module")
def service(filled: Running, built: Path) -> Iterator[Service]:
    with serving(before(filled, built, 30)) as running:
        yield running


def plain(term: object, engine: str) -> object:
    """A term by its value: decimals as far as engines agree to carry them."""
    if not isinstance(term, ox.NamedNode | ox.Literal):
        return term
    if isinstance(term, ox.NamedNode):
        return term.value
    found = by_value(term)
    assert isinstance(found, ox.Literal)
    kind = found.datatype.value.rpartition("#")[2]
    if kind in NUMBERS:
        return round(Decimal(found.value), 6).normalize()
    if engine == "virtuoso" and kind == "boolean":
        return Decimal(found.value == "true").normalize()  # it computes truth values as 1 and 0
    return found.value if engine == "virtuoso" else str(found)


def rows(body: bytes, engine: str) -> list[tuple[object, ...]]:
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    assert isinstance(results, ox.QuerySolutions)
    return [tuple(plain(term, engine) for term in row) for row in results]


def test_the_questions_were_found() -> None:
    assert len(QUERIES) > 50


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_question_has_the_same_answer(
    query: Query, filled: Running, service: Service, embedded: Graph
) -> None:
    terms = tuple(terms_in_text(query.bind({})))
    is_table = bool(query.returns)
    job = Job(query.text, "json" if is_table else "ntriples", bindings=terms)
    wanted = store.evaluate(embedded, job)
    assert wanted.rows
    answer = service.get(f"/queries/{query.id}?format={'json' if is_table else 'nt'}")
    assert answer.status_code == 200, answer.text
    if not is_table:
        here, there = (
            publish.canonical(remote.triples(body, ox.RdfFormat.N_TRIPLES))
            for body in (wanted.body, answer.content)
        )
        assert here == there
        return
    expected, found = rows(wanted.body, filled.name), rows(answer.content, filled.name)
    if filled.name == "virtuoso" and query.id in NULL_COMPARED:
        place = query.returns.index(NULL_COMPARED[query.id])
        expected, found = ([row[:place] + row[place + 1 :] for row in part] for part in (expected, found))
    assert Counter(found) == Counter(expected)


def test_the_service_is_the_same(service: Service, content: Content) -> None:
    def lines(text: str) -> set[str]:
        return set(service.query(text, "text/csv").text.split()[1:])

    assert content.digest in service.get("/healthz").text
    default = sum(len(quads) for name, quads in content.graphs.items() if not is_apart(name))
    assert lines("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == {str(default)}
    assert lines("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }") == set(content.graphs)
    one = max(content.graphs, key=lambda name: len(content.graphs[name]))
    assert lines(f"SELECT (COUNT(*) AS ?n) FROM <{one}> {{ ?s ?p ?o }}") == {str(len(content.graphs[one]))}
    assert lines(f"SELECT (COUNT(*) AS ?n) FROM NAMED <{one}> {{ ?s ?p ?o }}") == {"0"}


def test_the_time_limit_is_ours(filled: Running, built: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONTAINS(STR(?c), STR(?f))) }"
    with serving(before(filled, built, 1)) as service:
        answer = service.query(text)
    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (503, "time-limit")
