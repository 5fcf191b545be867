"""The queries of queries/answers/: their form, and their answers on the real data from two engines.

`answers.yaml` holds what they must answer, read off the report; the number of rows stands in each file's header.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
import rdflib.plugins.sparql
import yaml

from conftest import REPO
from cpgraph import queries, vocab
from cpgraph.queries import Query
from cpgraph.results import Job
from cpgraph.store import Graph, evaluate, open_graph
from cpgraph.vocab import is_apart

ANSWERS = REPO / "queries" / "answers"
FILES = queries.load(ANSWERS)
REPORT = "ussc-2021-production"
PREFIXES = {**vocab.PREFIXES, **vocab.report_prefixes(REPORT)}
TOPICS = set(
    """
    overview model statute guideline trends demographics victims proximity participation propensity outcomes districts
    notes definitions evidence quality links
    """.split()
)
EXPECTED: Mapping[str, Any] = yaml.load(
    (REPO / "tests" / "answers.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
Row = tuple[str, ...]
every = pytest.mark.parametrize("stem", FILES)
# rdflib reads N-Quads by a way that it warns of itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")


@pytest.fixture(scope="module")
def graph(built: Path) -> Graph:
    return open_graph(built / "cpgraph.nq")


@pytest.fixture(scope="module")
def second(built: Path) -> rdflib.Dataset:
    """The same data in the second engine, which may not open other files."""
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    dataset = rdflib.Dataset(default_union=True)
    lines = (built / "cpgraph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not is_apart(line.rstrip(" .\n")))
    dataset.parse(data=kept, format="nquads")
    return dataset


def body(query: Query) -> str:
    """The query without its header, its comments and what stands in quotation marks."""
    lines = (line for line in query.text.splitlines() if not line.startswith("#"))
    return re.sub(r'"(?:[^"\\]|\\.)*"(?:@en)?', '""', "\n".join(lines))


@cache
def cell(value: str) -> str:
    """Write numbers alike, whatever zeros the engine keeps, and IRIs by their prefix."""
    try:
        return f"{Decimal(value).quantize(Decimal('1e-9')).normalize():f}"
    except InvalidOperation:
        pass
    for prefix, iri in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value


def ask(graph: Graph, query: Query, values: Mapping[str, str] | None) -> tuple[list[str], list[Row]]:
    """The columns and rows of a query, with its defaults or, for None, with no parameter at all."""
    terms = {} if values is None else query.bind(values)
    is_graph = not query.returns
    bindings = tuple(queries.terms_in_text(terms))
    answer = evaluate(
        graph, Job(query.text, "ntriples" if is_graph else "json", bindings=bindings, max_bytes=2**27)
    )
    if is_graph:
        triples = rdflib.Graph().parse(data=answer.body, format="nt")
        return ["subject", "predicate", "object"], sorted(tuple(cell(str(t)) for t in row) for row in triples)
    result = json.loads(answer.body)
    names: list[str] = result["head"]["vars"]
    rows = [
        tuple(cell(row[name]["value"]) if name in row else "" for name in names)
        for row in result["results"]["bindings"]
    ]
    return names, rows


def ask_second(dataset: rdflib.Dataset, query: Query) -> Iterable[Row]:
    """The rows that the second engine gives."""
    bindings = {}
    for variable, term in query.bind({}).items():
        kind = term.datatype.value if hasattr(term, "datatype") else None
        plain = kind is None or kind.endswith("#string")
        literal = rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(kind))
        bindings[variable.value] = rdflib.URIRef(term.value) if kind is None else literal
    for row in dataset.query(query.text, initBindings=bindings):
        yield tuple("" if value is None else cell(str(value)) for value in row)


def test_there_are_enough_and_each_is_known_once() -> None:
    rules = {path.stem for path in (REPO / "queries" / "rules").glob("*.rq")}
    assert len(FILES) >= 55
    assert not rules & set(FILES)
    assert {topic for query in FILES.values() for topic in query.tags} == TOPICS
    for part in ("summary", "question"):
        assert max(Counter(getattr(query, part) for query in FILES.values()).values()) == 1
    assert list(EXPECTED) == sorted(FILES), "write down in answers.yaml what each must answer"


@every
def test_header_says_all_that_a_form_needs(stem: str) -> None:
    query = FILES[stem]
    assert query.question.endswith("?")
    assert not query.summary.endswith(".")
    assert query.tags
    assert set(query.tags) <= TOPICS
    assert ("SELECT" in body(query), "CONSTRUCT {" in body(query)) == (bool(query.returns), not query.returns)
    for param in query.params:
        assert param.default is not None, f"{param.name} has no default, so the page opens empty"
        assert param.label[0].isupper()
    assert query.pins, "say `rows: {real: …}`"


@every
def test_no_query_mixes_what_the_law_requires_and_recommends(stem: str) -> None:
    """A query of legal effects asks for one modality, or says of each which it is."""
    text = body(FILES[stem])
    effects = (
        r"cpg:(?:provides|levelIncrease|baseOffenseLevel|minimum\w+|maximum\w+|recommendedTerm|trigger|act|penaltyKind"
        r"|condition|dutyOf|inAdditionTo|notRequired|refersTo|withinDays|CrossReferenceRule)\b"
    )
    if re.search(effects, text):
        assert "cpg:modality cpg:" in text or "modality" in FILES[stem].returns, stem


@every
def test_layout(stem: str) -> None:
    query = FILES[stem]
    text = body(query)
    declared = re.findall(r"^PREFIX ([a-z-]+): <([^>]+)>$", text, re.MULTILINE)
    pattern = text[text.rfind("PREFIX ") :].partition("\n")[2]
    bare = re.sub(r"<[^<>\s]*>", "<>", pattern)
    used = set(re.findall(r"(?<![\w?$:-])([a-z][a-z-]*):(?=[\w)])", bare))
    assert [name for name, _ in declared] == sorted(used)
    assert all(PREFIXES[name] == iri for name, iri in declared)
    assert "SELECT *" not in text
    if query.returns:
        assert re.search(r"\nORDER BY [^\n]+\n?$", text), "the last line must put the rows in order"
    for line in query.text.splitlines():
        assert line == line.rstrip()
        assert line.startswith("#+") or len(line) <= 120, line
    assert "\t" not in text


@every
def test_every_question_runs_for_every_report(stem: str) -> None:
    """What is named of one report are the categories and groups that the question is about, and defaults."""
    text = body(FILES[stem])
    named = re.findall(r"^PREFIX ([a-z-]+): <[^>]+/report/[^>]+>$", text, re.MULTILINE)
    assert set(named) <= {"cat", "scheme", "universe"}


@every
def test_answer(stem: str, graph: Graph) -> None:
    """The rows are as many as pinned, in one order only, and among them are those read off the report."""
    query, expected = FILES[stem], EXPECTED[stem]
    names, rows = ask(graph, query, {})
    assert rows, "an answer must not be empty"
    assert set(query.pins.values()) == {len(rows)}
    if query.returns:
        assert evaluate(graph, Job(query.example, "json")).rows == len(rows), "as published, without bindings"
    keys = re.findall(r"\?(\w+)", query.text.rstrip().rpartition("ORDER BY")[2]) if query.returns else []
    if keys and set(keys) <= set(names):
        places = [names.index(key) for key in keys]
        assert len({tuple(row[place] for place in places) for row in rows}) == len(rows), "not a total order"
    places = [names.index(column) for column in expected["columns"]]
    found = iter([tuple(row[place] for place in places) for row in rows])
    for wanted in expected["rows"]:
        assert tuple(cell(value) for value in wanted) in found, f"{wanted} is missing, or not in this order"


@every
def test_parameters_left_out_widen_the_answer(stem: str, graph: Graph) -> None:
    """So that the text of a query, taken over into any endpoint, answers there too."""
    query = FILES[stem]
    if not query.params or not query.returns:
        return
    (names, rows), (_, wide) = ask(graph, query, {}), ask(graph, query, None)
    given = {param.name for param in query.params if param.type != "iri"}
    places = [place for place, name in enumerate(names) if name not in given]
    kept = {tuple(row[place] for place in places) for row in wide}
    assert {tuple(row[place] for place in places) for row in rows} <= kept


@pytest.mark.slow
@every
def test_second_engine_agrees(stem: str, graph: Graph, second: rdflib.Dataset) -> None:
    """The second engine has no graph outside its default graph, so that rows of the row view are left out."""
    query = FILES[stem]
    first, other = (
        Counter(row for row in rows if "g:cube" not in row)
        for rows in (ask(graph, query, {})[1], ask_second(second, query))
    )
    assert first == other


@pytest.mark.parametrize(("stem", "most"), [("model-11-rows-of-a-table", 5), ("model-12-cell-of-a-table", 3)])
def test_rows_take_few_patterns(stem: str, most: int) -> None:
    """A table as printed in five patterns, a number by table and row label in three."""
    pattern = body(FILES[stem]).partition("GRAPH ?rows {")[2].partition("}")[0]
    assert pattern.count(";") + pattern.count(" .") <= most


def test_all_verdicts_follow_from_one_query(graph: Graph) -> None:
    names, rows = ask(graph, FILES["verdicts-recomputed"], {})
    assert len(rows) > 100
    assert {row[names.index("agrees")] for row in rows} == {"true"}


VALUES: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("offenders-in-a-year", {"year": "2005"}, "offenders", "98"),
    ("offenders-in-a-year", {"universe": f"report/{REPORT}/universe/nonprod"}, "offenders", "1340"),
    ("categories-by-word", {"word": "Intimate"}, "category", "cat:relationship.partner-of-parent"),
    ("means-surely-over-a-threshold", {"threshold": "339.6"}, "months", "387 364"),
    ("base-offense-levels", {}, "level", "27 32"),
    ("sentences-against-the-range", {"year": "2005"}, "percentage", "83.3 16.7"),
    ("table-as-printed", {"part": f"report/{REPORT}/part/table-9"}, "meanSentence", "275 364 330 292 232"),
    (
        *("model-11-rows-of-a-table", {"part": f"report/{REPORT}/part/demographics-box"}),
        *(
            "value",
            "37 44.2 56.3 19.9 87.8 75.2 95.5 94.3 38 48.4",
        ),  # the first five are not the box's own rows
    ),
    # no name of this row is printed
    (
        "model-12-cell-of-a-table",
        {"part": f"report/{REPORT}/part/figure-5", "row": "§2G2.1 offenders"},
        "number",
        "",
    ),
    ("changes-between-years", {"from": "2010"}, "later", "35.4 5.1 51.6 90.8 71.7 33 27.4 47.5 45.7"),
)


@pytest.mark.parametrize(("stem", "values", "column", "expected"), VALUES)
def test_values_of_parameters(
    stem: str, values: dict[str, str], column: str, expected: str, graph: Graph
) -> None:
    names, rows = ask(graph, FILES[stem], values)
    assert [row[names.index(column)] for row in rows] == expected.split()
