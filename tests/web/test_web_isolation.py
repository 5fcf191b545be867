"""What hostile or unlucky queries can do: nothing to others. Deadlines here are far beyond what is needed."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from cpgraph.store import Job
from cpgraph.web.settings import Settings

from .conftest import Serve
from .service import Service, serving

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g"
LIGHT = "SELECT ?s { ?s a ?class } LIMIT 1"
PROBLEM = "application/problem+json, application/json;q=0.5"


def light(number: int) -> str:
    """A query that no cache holds."""
    return f"SELECT ?s {{ ?s a ?class }} LIMIT 1 OFFSET {number}"


def outcome(answer: httpx.Response) -> tuple[int, str]:
    if answer.status_code == 200:
        return 200, "ok"
    return answer.status_code, str(answer.json()["type"]).rpartition("#")[2]


async def ask(service: Service, text: str) -> httpx.Response:
    return await service.send("GET", "/sparql", params={"query": text}, headers={"Accept": PROBLEM})


def children(process: int) -> set[int]:
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == process:
                found.add(int(folder.name))
    return found


def parent_of(service: Service) -> int:
    pool: Any = service.pool
    return int(pool._parent.process.pid)


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system shows no processes")


def test_a_runaway_is_killed_while_light_queries_are_answered(serve: Serve) -> None:
    service = serve(workers=4, time_limit=2)

    async def all_at_once() -> tuple[list[httpx.Response], list[httpx.Response]]:
        runaways = [asyncio.ensure_future(ask(service, RUNAWAY + f" #{n}\n LIMIT {n + 1}")) for n in range(3)]
        await asyncio.sleep(0.2)
        answers = [await ask(service, light(n)) for n in range(30)]
        assert not any(runaway.done() for runaway in runaways)
        return list(await asyncio.gather(*runaways)), answers

    runaways, answers = service.run(all_at_once())
    assert [outcome(answer) for answer in answers] == [(200, "ok")] * 30
    assert [outcome(answer) for answer in runaways] == [(503, "time-limit")] * 3
    assert all(int(answer.headers["retry-after"]) > 0 for answer in runaways)
    assert "2 seconds" in runaways[0].json()["detail"]
    assert outcome(service.run(ask(service, light(99)))) == (200, "ok")


def test_a_memory_bomb_ends_alone(serve: Serve) -> None:
    service = serve(workers=2, time_limit=60, memory=64 * 2**20)
    answer = service.run(ask(service, BOMB))
    assert outcome(answer) == (422, "out-of-memory")
    assert "64 MiB" in answer.json()["detail"]
    text = "SELECT (CONCAT(?b, ?b, ?b, ?b, ?b, ?b, ?b, ?b) AS ?c) { BIND('" + "x" * 50_000 + "' AS ?a) BIND("
    text += "CONCAT(" + ", ".join(["?a"] * 1_000) + ") AS ?b) }"
    headers = {"Accept": PROBLEM, "Content-Type": "application/sparql-query"}
    assert outcome(service.post("/sparql", content=text, headers=headers))[0] == 422
    assert outcome(service.run(ask(service, LIGHT))) == (200, "ok")


def test_what_crashes_the_engine_ends_alone(serve: Serve) -> None:
    service = serve(nesting=1_000_000)
    deep = "ASK " + "{" * 2_400 + "}" * 2_400
    assert outcome(service.run(ask(service, deep))) in {(422, "query-too-complex"), (503, "time-limit")}
    assert outcome(service.run(ask(service, LIGHT))) == (200, "ok")


@pytest.mark.parametrize(
    "text",
    [
        "ASK " + "{" * 2_400 + "}" * 2_400,
        "ASK { FILTER" + "(" * 40_000 + "1" + ")" * 40_000 + " }",
        "ASK { " + "[ <a:b> " * 9_000 + "1" + "]" * 9_000 + " }",
        "SELECT * { ?s ?p ?o " + "FILTER(" + "!" * 50_000 + "?o) }",
        "SELECT * { ?s <a:b>" + "/<a:b>" * 9_000 + " ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o = 1" + " || ?o = 1" * 8_000 + ") }",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * 30_000 + " > 2) }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 4_000 + "{ } }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}",
        "SELECT * { " + "?s ?p ?o . " * 9_000 + "}",
        "SELECT * { ?s ?p ?o FILTER REGEX(STR(?s), '" + "(a*)*" * 500 + "b') }",
        "SELECT (REPLACE('" + "a" * 20_000 + "', '(a|aa)+$', 'b') AS ?x) { }",
    ],
    ids=str.split,
)  # fmt: skip
def test_monsters_end_in_an_answer_or_a_refusal(serve: Serve, text: str) -> None:
    service = serve(time_limit=3, queue=8)
    headers = {"Accept": PROBLEM, "Content-Type": "application/sparql-query"}
    answer = service.post("/sparql", content=text, headers=headers)
    assert answer.status_code in (200, 400, 422, 503)
    assert outcome(service.run(ask(service, LIGHT))) == (200, "ok")


@needs_proc
def test_a_worker_that_dies_takes_one_query_with_it(serve: Serve) -> None:
    service = serve(workers=2, time_limit=30)

    async def kill_one() -> list[httpx.Response]:
        runaway = asyncio.ensure_future(ask(service, RUNAWAY))
        await asyncio.sleep(0.3)
        before = children(parent_of(service))
        for process in before:
            os.kill(process, signal.SIGTERM)
        answer = await runaway
        while len(children(parent_of(service)) - before) < 2:
            await asyncio.sleep(0.02)
        return [answer, await ask(service, light(1))]

    died, after = service.run(kill_one())
    assert outcome(died) == (500, "internal-error")
    assert outcome(after) == (200, "ok")


@needs_proc
def test_the_parent_is_started_anew_when_it_dies(serve: Serve) -> None:
    service = serve(workers=2, time_limit=30)
    first = parent_of(service)

    async def kill_parent() -> tuple[httpx.Response, list[int]]:
        runaway = asyncio.ensure_future(ask(service, RUNAWAY))
        await asyncio.sleep(0.3)
        os.kill(first, signal.SIGKILL)
        answer = await runaway
        statuses: list[int] = []
        while not statuses or statuses[-1] != 200:
            statuses.append((await service.send("GET", "/healthz")).status_code)
            await asyncio.sleep(0.02)
        return answer, statuses

    answer, statuses = service.run(kill_parent())
    assert outcome(answer)[0] in (500, 503)
    assert statuses[0] == 503
    assert parent_of(service) != first
    assert outcome(service.run(ask(service, LIGHT))) == (200, "ok")


def test_a_full_queue_refuses_at_once_and_says_when_to_come_back(serve: Serve) -> None:
    service = serve(workers=1, queue=2, time_limit=2)

    async def together() -> list[httpx.Response]:
        first = asyncio.ensure_future(ask(service, RUNAWAY))
        await asyncio.sleep(0.2)
        rest = await asyncio.gather(*(ask(service, light(n)) for n in range(6)))
        return [await first, *rest]

    outcomes = [outcome(answer) for answer in service.run(together())]
    assert outcomes[0] == (503, "time-limit")
    assert outcomes.count((503, "overloaded")) == 4
    assert outcomes.count((200, "ok")) == 2
    assert outcome(service.run(ask(service, light(7)))) == (200, "ok")


def test_one_clients_crowd_does_not_stand_before_another(serve: Serve) -> None:
    service = serve(workers=1, queue=64, time_limit=5, cache_bytes=0)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } #"
    order: list[str] = []

    async def one(name: str, text: str) -> None:
        await service.send("GET", "/sparql", client=(name, 1), params={"query": text})
        order.append(name)

    async def crowd() -> None:
        many = [asyncio.ensure_future(one("127.0.0.2", f"{slow} {n}\n LIMIT {n + 1}")) for n in range(20)]
        await asyncio.sleep(0.05)
        await one("127.0.0.3", light(1))
        await asyncio.gather(*many)

    service.run(crowd())
    assert order.index("127.0.0.3") < 15


def test_equal_queries_at_one_time_are_evaluated_once(serve: Serve) -> None:
    service = serve(workers=1, queue=0, time_limit=20)
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def together() -> list[httpx.Response]:
        return list(await asyncio.gather(*(ask(service, text) for _ in range(10))))

    answers = service.run(together())
    assert {outcome(answer) for answer in answers} == {(200, "ok")}
    assert len({answer.content for answer in answers}) == 1


@needs_proc
def test_a_client_that_leaves_frees_its_worker(serve: Serve) -> None:
    service = serve(workers=1, time_limit=60)

    async def leave() -> httpx.Response:
        sent: list[bool] = []

        async def receive() -> dict[str, Any]:
            if not sent:
                sent.append(True)
                return {"type": "http.request", "body": b""}
            return {"type": "http.disconnect"}

        async def send(_: Any) -> None:
            raise AssertionError("nobody is there")

        scope = {
            "type": "http", "method": "GET", "path": "/sparql", "raw_path": b"/sparql", "headers": [],
            "query_string": httpx.QueryParams({"query": RUNAWAY}).__str__().encode(), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await service.app(scope, receive, send)
        return await ask(service, LIGHT)

    started = time.monotonic()
    assert outcome(service.run(leave())) == (200, "ok")
    assert time.monotonic() - started < 30


@needs_proc
def test_the_service_stops_in_seconds_under_load(graph_file: Path) -> None:
    settings = Settings(graph=graph_file, queries=Path("none"), workers=3, time_limit=60)
    with serving(settings) as service:
        work = [ask(service, f"{RUNAWAY} LIMIT {n}") for n in range(1, 9)]
        asked = [asyncio.run_coroutine_threadsafe(one, service.loop) for one in work]
        while service.pool.busy < 3:
            time.sleep(0.01)
        process = parent_of(service)
        workers = children(process)
        started = time.monotonic()
        service.run(service.pool.close())
        took = time.monotonic() - started
        assert {outcome(future.result(30)) for future in asked} == {(503, "not-ready")}
        assert outcome(service.get("/healthz", headers={"Accept": PROBLEM})) == (503, "not-ready")
    assert took < 10
    assert len(workers) == 3
    assert not {one for one in (process, *workers) if Path(f"/proc/{one}").exists()}


def test_health_is_503_until_queries_can_be_answered(graph_file: Path) -> None:
    settings = Settings(graph=graph_file, queries=Path("none"), workers=1)
    with serving(settings, is_awaited=False) as service:
        early = service.get("/healthz", headers={"Accept": PROBLEM})
        if early.status_code != 200:
            assert outcome(early) == (503, "not-ready")
            assert early.headers["retry-after"] == "1"
        assert service.run(service.pool.ready())
        assert service.get("/healthz").status_code == 200


def test_a_file_that_is_no_graph_makes_a_service_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.nq"
    path.write_text("this is not N-Quads\n")
    settings = Settings(graph=path, queries=Path("none"), workers=1)
    with serving(settings, is_awaited=False) as service:
        assert not service.run(service.pool.ready())
        answer = service.get("/healthz", headers={"Accept": PROBLEM})
        assert outcome(answer) == (503, "not-ready")
        assert "not N-Quads" in answer.json()["detail"]
        assert outcome(service.run(ask(service, LIGHT))) == (503, "not-ready")


def test_a_worker_cannot_call_out_even_when_asked_to(serve: Serve) -> None:
    """The second wall: the checks are passed by, and a server listens at the address."""
    service = serve(workers=1)

    async def try_it() -> tuple[int, str]:
        calls = 0

        def called(_: Any, writer: asyncio.StreamWriter) -> None:
            nonlocal calls
            calls += 1
            writer.close()

        server = await asyncio.start_server(called, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        head, _ = await service.pool.run(
            Job(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        )
        server.close()
        await server.wait_closed()
        return calls, head["error"]

    assert service.run(try_it()) == (0, "evaluation")


def test_a_listed_service_is_called(serve: Serve) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
        writer.write(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n"
        )
        writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    async def listen() -> tuple[asyncio.Server, int]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        return server, server.sockets[0].getsockname()[1]

    elsewhere = serve(workers=1)
    server, port = elsewhere.run(listen())
    url = f"http://127.0.0.1:{port}/sparql"
    service = serve(workers=1, services=(url,))
    answered = service.query(f"SELECT ?x {{ SERVICE <{url}> {{ ?s ?p ?x }} }}", "text/csv")
    assert answered.text == "x\r\nfar\r\n"
    other = service.query("ASK { SERVICE <http://127.0.0.1:1/> { } }", PROBLEM)
    assert outcome(other) == (403, "service-refused")
    elsewhere.loop.call_soon_threadsafe(server.close)


def test_results_are_not_mixed_up_when_clients_leave_and_workers_die(serve: Serve) -> None:
    service = serve(workers=3, time_limit=20, cache_bytes=0, queue=500, queue_time=60)

    async def storm() -> None:
        async def one(number: int) -> None:
            answer = await ask(service, f"SELECT ({number} AS ?n) {{ }}")
            assert outcome(answer) == (200, "ok")
            assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(number)

        async def leaving(number: int) -> None:
            try:
                async with asyncio.timeout(0.05 + number % 7 / 50):
                    await ask(service, f"{RUNAWAY} LIMIT {number + 1}")
            except TimeoutError:
                pass

        work = [one(n) for n in range(150)] + [leaving(n) for n in range(20)]
        await asyncio.gather(*(work[(n * 37) % len(work)] for n in range(len(work))))

    service.run(storm())
    assert outcome(service.run(ask(service, LIGHT))) == (200, "ok")
    deadline = time.monotonic() + 20
    while service.pool.busy and time.monotonic() < deadline:  # the last kill may still be on its way
        time.sleep(0.02)
    assert service.pool.busy == 0
    assert service.pool.waiting == 0
