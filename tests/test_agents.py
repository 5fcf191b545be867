"""`cpgraph mcp`: the tools as the protocol's own client sees them, and the same text for models over HTTP."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from commands import run
from conftest import REPO
from cpgraph import queries
from cpgraph.web.agents import server
from cpgraph.web.settings import Settings

QUESTIONS = REPO / "queries" / "answers"


def asking(settings: Settings, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def within() -> Any:
        async with Client(server(settings)) as client:
            return await work(client)

    return asyncio.run(within())


@pytest.fixture(scope="module")
def settings(built: Path) -> Settings:
    return Settings(graph=built / "cpgraph.nq", queries=QUESTIONS, workers=1, time_limit=2, max_rows=500)


@pytest.fixture(scope="module")
def called(settings: Settings) -> dict[str, tuple[str, bool]]:
    """What each of the calls below says, from one server."""

    async def all_of(client: Client) -> dict[str, tuple[str, bool]]:
        made = {}
        for tool, arguments, _, _ in CALLS:
            done = await client.call_tool(tool, arguments)
            made[f"{tool} {arguments}"] = (
                "".join(getattr(part, "text", "") for part in done.content),
                done.is_error,
            )
        return made

    return dict(asking(settings, all_of))


CALLS: list[tuple[str, dict[str, Any], bool, str]] = [
    ("offenders-in-a-year", {"year": 2005}, False, "2005,https://w3id.org/cpgraph/report/"),
    ("offenders-in-a-year", {"universe": "universe:nonprod"}, False, ",1340,"),
    ("offenders-in-a-year", {"year": "1999"}, True, "The choices are 2005, "),
    ("definitions-by-word", {"word": "xyzzy"}, False, "No row has these values"),
    ("offenders-in-a-year", {"yeer": "2005"}, True, "it has: universe, year"),
    ("means-surely-over-a-threshold", {"threshold": "many"}, True, "decimal"),
    ("table-as-a-graph", {}, False, "qb:observation"),
    ("search", {"words": "mean sentence"}, False, "m:mean-sentence  "),
    ("describe", {"thing": "obs:count_prod-2019"}, False, "sdmx-measure:obsValue "),
    ("describe", {"thing": "cpg:lowerBound"}, False, "owl:DatatypeProperty"),
    ("describe", {"thing": "obs:nothing"}, True, "obs"),
    ("describe", {"thing": "a b"}, True, "is not of the kind iri"),
    ("describe", {}, True, "thing"),
    ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?s a cpg:Measure }"}, False, "n\r\n"),
    ("sparql", {"query": "ASK { ?s a qb:Observation }"}, False, "true"),
    ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, True, "only reads"),
    ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, True, "SERVICE"),
    ("sparql", {"query": "SELECT * { ?s ?p ?o }"}, True, "more than 500 rows"),
    ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}, True, "stopped after 2"),
    ("nothing", {}, True, "There is no question 'nothing'"),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "is_error", "said"), CALLS)
def test_a_call_answers_within_the_limits_of_the_service(
    called: dict[str, tuple[str, bool]],
    tool: str,
    arguments: dict[str, Any],
    is_error: object,
    said: str,
) -> None:
    text, failed = called[f"{tool} {arguments}"]
    assert (bool(failed), said in text) == (is_error, True), text


def test_each_question_is_a_tool_with_its_parameters(settings: Settings) -> None:
    tools = {tool.name: tool for tool in asking(settings, lambda client: client.list_tools()).tools}
    known = queries.load(QUESTIONS)
    assert set(tools) == {*known, "search", "describe", "sparql"}
    for question in known.values():
        tool = tools[question.id]
        assert list(tool.input_schema["properties"]) == [param.name for param in question.params]
        assert question.question in (tool.description or "")
    assert tools["sparql"].input_schema["required"] == ["query"]


def test_the_command_speaks_the_protocol_over_its_pipes(harbor: Path) -> None:
    environment = os.environ | {"CPGRAPH_GRAPH": str(harbor / "dist" / "cpgraph.nq")}
    environment["CPGRAPH_QUERIES"] = str(QUESTIONS)
    command = StdioServerParameters(command=sys.executable, args=["-m", "cpgraph", "mcp"], env=environment)

    async def ask() -> str:
        async with Client(stdio_client(command)) as client:
            done = await client.call_tool("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?s a cpg:Claim }"})
            return "".join(getattr(part, "text", "") for part in done.content)

    assert int(asyncio.run(ask()).split()[1]) > 5


def test_without_the_package_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    monkeypatch.delitem(sys.modules, "cpgraph.web.agents")
    done = run("mcp")
    assert (done.code, "pip install 'cpgraph[mcp]'" in done.err) == (2, True)
