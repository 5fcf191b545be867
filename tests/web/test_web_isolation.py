"""What hostile or unlucky queries can do: nothing to others. Deadlines here are far beyond what is needed."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from cpgraph.results import EvaluationError, Job
from cpgraph.web.engine import local
from cpgraph.web.engine.worker import RETIRE_AFTER
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

from .conftest import HERE, Serve
from .hostile.metering import tree
from .service import Service, serving

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g"
LONG = "SELECT (CONCAT(?b, ?b, ?b, ?b, ?b, ?b, ?b, ?b) AS ?c) { BIND('%s' AS ?a) BIND(CONCAT(%s) AS ?b) }"
MIXED = (
    "SELECT ?n { VALUES ?n { 8 25 '24' 24 26 7 10 1 40 6 28 2 21 24 '14' 38 25 9 '19' 8 '39' } } ORDER BY ?n"
)
PROBLEM = "application/problem+json, application/json;q=0.5"
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system shows no processes")


def light(number: int = 0) -> str:
    """A query that no cache holds."""
    return f"SELECT ?s {{ ?s a ?class }} LIMIT 1 OFFSET {number}"


def outcome(answer: httpx.Response) -> tuple[int, str]:
    if answer.status_code == 200:
        return 200, "ok"
    return answer.status_code, str(answer.json()["type"]).rpartition("#")[2]


async def ask(service: Service, text: str, client: str = "127.0.0.1") -> httpx.Response:
    headers = {"Accept": PROBLEM, "Content-Type": "application/sparql-query"}
    return await service.send("POST", "/sparql", (client, 1), content=text, headers=headers)


def server(service: Service) -> int:
    """The process that forks the workers."""
    held: Any = service.engine
    return int(held._server.process.pid)


def children(process: int) -> set[int]:
    return set(tree(process)[1:])


def test_runaways_end_at_their_time_while_others_are_answered(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_LATE", 1000)  # the kernel alone keeps the time
    service = serve(workers=4, time_limit=2)

    async def all_at_once() -> tuple[list[httpx.Response], list[httpx.Response], list[float]]:
        runaways = [asyncio.ensure_future(ask(service, f"{RUNAWAY} LIMIT {n + 1}")) for n in range(4)]
        await asyncio.sleep(0.2)
        answers, times = [], [time.perf_counter()]
        for number in range(15):
            answers.append(await ask(service, light(number), "127.0.0.2"))
            times.append(time.perf_counter())
        assert not any(runaway.done() for runaway in runaways)
        assert (service.engine.busy, service.engine.waiting) == (3, 1), "one client has all workers"
        return list(await asyncio.gather(*runaways)), answers, times

    runaways, answers, times = service.run(all_at_once())
    assert [outcome(answer) for answer in answers] == [(200, "ok")] * 15
    assert sorted(b - a for a, b in itertools.pairwise(times))[7] < 0.2
    assert [outcome(answer) for answer in runaways] == [(503, "time-limit")] * 4
    assert not any("retry-after" in answer.headers for answer in runaways), "it would take as long again"
    assert "2 seconds" in runaways[0].json()["detail"]
    assert service.engine.deaths == 4


@pytest.mark.parametrize(
    ("text", "kinds", "word"),
    [
        (BOMB, {"out-of-memory"}, "64 MiB"),
        (LONG % ("x" * 50_000, ", ".join(["?a"] * 1_000)), {"out-of-memory", "result-too-large"}, ""),
        (MIXED, {"query-failed"}, "no common order"),
        ("ASK " + "{" * 24_000 + "}" * 24_000, {"query-too-complex"}, ""),
    ],
    ids=["bomb", "string", "mixed", "deep"],
)  # fmt: skip
def test_what_ends_the_engine_is_told_and_ends_alone(
    serve: Serve, text: str, kinds: set[str], word: str
) -> None:
    service = serve(workers=2, time_limit=60, memory=64 * 2**20, nesting=1_000_000)
    answer = service.run(ask(service, text))
    assert answer.status_code == 422
    assert outcome(answer)[1] in kinds
    assert word in answer.json()["detail"]
    assert outcome(service.run(ask(service, light()))) == (200, "ok")


@needs_proc
def test_a_worker_that_dies_takes_one_query_with_it_at_most(serve: Serve) -> None:
    service = serve(workers=2, time_limit=30)

    async def kill(signal_: int) -> None:
        for process in children(server(service)):
            os.kill(process, signal_)

    async def while_one_works() -> httpx.Response:
        runaway = asyncio.ensure_future(ask(service, RUNAWAY))
        await asyncio.sleep(0.3)
        await kill(signal.SIGTERM)
        return await runaway

    assert outcome(service.run(while_one_works())) == (500, "internal-error")
    assert outcome(service.run(ask(service, light(1)))) == (200, "ok")
    service.run(kill(signal.SIGKILL))
    time.sleep(0.1)
    assert outcome(service.run(ask(service, light(2)))) == (200, "ok")


@needs_proc
def test_a_fork_server_that_dies_is_replaced_and_reads_the_data_anew(
    graph_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "data.nq"
    path.write_bytes(graph_file.read_bytes())
    with serving(Settings(graph=path, queries=HERE / "queries", workers=2, time_limit=2)) as service:
        first, changes = server(service), list[bool]()
        count = "SELECT ?s { ?s ?p ?o }"
        before = service.run(service.engine.run(Job(count))).rows
        service.engine.on_change = lambda: changes.append(True)
        path.write_bytes(graph_file.read_bytes() + b"<x:s> <x:p> <x:o> <x:g> .\n")

        async def kill() -> list[httpx.Response]:
            runaway = asyncio.ensure_future(ask(service, RUNAWAY))
            await asyncio.sleep(0.3)
            os.kill(first, signal.SIGKILL)
            return list(await asyncio.gather(runaway, *(ask(service, light(n)) for n in range(3))))

        runaway, *others = service.run(kill())
        assert outcome(runaway)[0] in (500, 503)
        assert {outcome(other)[0] for other in others} == {200}
        assert service.run(service.engine.run(Job(count))).rows == before + 1
        assert (server(service) != first, changes) == (True, [True])


def test_a_full_queue_refuses_at_once_and_a_long_one_in_time(serve: Serve) -> None:
    service = serve(workers=1, queue=2, time_limit=2)

    async def together(number: int) -> list[httpx.Response]:
        first = asyncio.ensure_future(ask(service, RUNAWAY))
        await asyncio.sleep(0.2)
        rest = await asyncio.gather(*(ask(service, light(n)) for n in range(number)))
        return [await first, *rest]

    outcomes = [outcome(answer) for answer in service.run(together(6))]
    assert outcomes[0] == (503, "time-limit")
    assert (outcomes.count((503, "overloaded")), outcomes.count((200, "ok"))) == (4, 2)
    assert outcome(service.run(ask(service, light(7)))) == (200, "ok")
    service = serve(workers=1, time_limit=2, queue_time=0.3)
    waited = service.run(together(1))[1]
    assert outcome(waited) == (503, "overloaded")
    assert "0.3 s" in waited.json()["detail"]
    assert waited.headers["retry-after"]


def test_one_clients_crowd_does_not_stand_before_another(serve: Serve) -> None:
    service = serve(workers=1, queue=64, time_limit=5)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    order: list[str] = []

    async def one(client: str, text: str) -> None:
        await service.engine.run(Job(text), client)
        order.append(client)

    async def crowd() -> None:
        many = [asyncio.ensure_future(one("many", f"{slow} LIMIT {n + 1}")) for n in range(20)]
        await asyncio.sleep(0.05)
        await one("few", light())
        await asyncio.gather(*many)

    service.run(crowd())
    assert order.index("few") < 15


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
            "query_string": str(httpx.QueryParams({"query": RUNAWAY})).encode(), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        await service.app(scope, receive, send)
        return await ask(service, light())

    started = time.monotonic()
    assert outcome(service.run(leave())) == (200, "ok")
    assert time.monotonic() - started < 30
    assert len(children(server(service))) == 1


def test_clients_that_leave_early_make_no_worker_too_many(serve: Serve) -> None:
    """A fork that nobody waits for any more must not be followed by another in its place."""
    service = serve(workers=2, time_limit=60)

    async def come_and_go() -> None:
        for number in range(200):
            asked = [asyncio.create_task(service.engine.run(Job(RUNAWAY), f"{number}.{n}")) for n in range(6)]
            await asyncio.sleep(0.0005 * (number % 12))  # before, while and after a worker is forked
            for one in asked:
                one.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        while service.engine.busy:
            await asyncio.sleep(0.01)

    service.run(come_and_go())
    assert service.query(light()).status_code == 200
    assert len(cast("local.Local", service.engine)._idle) <= 2


def test_a_fault_of_ours_in_a_worker_is_told_once(serve: Serve) -> None:
    service = serve(workers=1)
    with pytest.raises(Problem) as caught:
        service.run(asyncio.wait_for(service.engine.run(Job(text=3)), 20))  # type: ignore[arg-type]
    assert caught.value.kind == "internal-error"
    assert service.query(light()).status_code == 200


def test_health_is_503_until_queries_can_be_answered(graph_file: Path) -> None:
    settings = Settings(graph=graph_file, queries=HERE / "queries", workers=1)
    with serving(settings, is_awaited=False) as service:
        early = service.get("/healthz", headers={"Accept": PROBLEM})
        assert (outcome(early), early.headers["retry-after"]) == ((503, "not-ready"), "1")
        assert service.run(service.engine.ready())
        assert service.get("/healthz").status_code == 200


@needs_proc
def test_a_worker_cannot_call_out_even_when_asked_to(serve: Serve) -> None:
    """The second wall: the checks are passed by, and a server listens at the address."""
    service = serve(workers=1)

    async def try_it() -> int:
        calls = 0

        def called(_: Any, writer: asyncio.StreamWriter) -> None:
            nonlocal calls
            calls += 1
            writer.close()

        listening = await asyncio.start_server(called, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(EvaluationError, match="open files"):
            await service.engine.run(Job(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
        listening.close()
        await listening.wait_closed()
        return calls

    assert service.run(try_it()) == 0
    (worker,) = children(server(service))
    limits = Path(f"/proc/{worker}/limits").read_text()
    for name, value in (("Max core file size", "0"), ("Max open files", "0")):
        (line,) = [line for line in limits.splitlines() if line.startswith(name)]
        assert line.removeprefix(name).split()[:2] == [value, value]
    assert "unlimited" not in next(
        line for line in limits.splitlines() if line.startswith("Max address space")
    )


def test_a_listed_service_is_called(serve: Serve) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/sparql-results+json\r\n"
        writer.write(head + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    async def listen() -> tuple[asyncio.Server, int]:
        listening = await asyncio.start_server(answer, "127.0.0.1", 0)
        return listening, listening.sockets[0].getsockname()[1]

    elsewhere = serve(workers=1)
    listening, port = elsewhere.run(listen())
    url = f"http://127.0.0.1:{port}/sparql"
    service = serve(workers=1, services=(url,))
    answered = service.query(f"SELECT ?x {{ SERVICE <{url}> {{ ?s ?p ?x }} }}", "text/csv")
    assert answered.text == "x\r\nfar\r\n"
    other = service.query("ASK { SERVICE <http://127.0.0.1:1/> { } }", PROBLEM)
    assert outcome(other) == (403, "service-refused")
    elsewhere.loop.call_soon_threadsafe(listening.close)


def test_results_are_not_mixed_up_when_clients_leave_and_workers_die(serve: Serve) -> None:
    service = serve(workers=3, time_limit=20, queue=500, queue_time=60)
    engine = service.engine

    async def storm() -> None:
        async def one(number: int) -> None:
            found = await engine.run(Job(f"SELECT ({number} AS ?n) {{ }}", "csv"), f"{number % 3}")
            assert found.body == b"n\r\n%d\r\n" % number

        async def leaving(number: int) -> None:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05 + number % 7 / 50):
                    await engine.run(Job(f"{RUNAWAY} LIMIT {number + 1}"), f"{number % 3}")

        work = [one(n) for n in range(150)] + [leaving(n) for n in range(20)]
        await asyncio.gather(*(work[(n * 37) % len(work)] for n in range(len(work))))

    service.run(storm())
    assert (engine.busy, engine.waiting) == (0, 0)
    assert outcome(service.run(ask(service, light()))) == (200, "ok")


@needs_proc
def test_a_worker_that_has_grown_or_is_old_gives_way(serve: Serve) -> None:
    service = serve(workers=1)
    first = children(server(service))
    assert service.query(light()).status_code == 200
    assert children(server(service)) == first
    large = "SELECT (STRLEN(?x16) AS ?n) { BIND('" + "x" * 1_000 + "' AS ?x0) "
    large += " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(16)) + " }"
    assert service.query(large).json()["results"]["bindings"][0]["n"]["value"] == str(1_000 * 2**16)
    assert service.query(light(1)).status_code == 200
    second = children(server(service))
    assert not first & second

    async def often() -> None:
        for _ in range(RETIRE_AFTER + 1):
            await service.engine.run(Job("ASK {}"))

    service.run(often())
    assert not second & children(server(service))
    assert service.engine.deaths == 0
