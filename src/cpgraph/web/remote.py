"""Another SPARQL engine behind the service: the same checks before it, the same limits and formats after it.

The engine is asked for JSON or N-Triples alone. Its answer is read to the end and written anew, so that an error
in the guise of a result, a result cut short, or an engine's own dialect of a format never reaches a client, and
every format and limit is the one of the embedded engine. A query over its time is given up and its connection
closed; engines that notice stop their work, others should have a time limit of their own, a little above ours.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Final

import httpx
import pyoxigraph as ox

from cpgraph import remote, store
from cpgraph.remote import MERGED, Engine, RemoteError
from cpgraph.store import Answer, Job
from cpgraph.web import bindings, wire
from cpgraph.web.backend import GraphInfo, State
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings, access
from cpgraph.web.turns import Turns

Form = Mapping[str, str | list[str]]

_RAW: Final = 4  # bytes of an engine's JSON that may come for one byte of a result
_RAW_LEAST: Final = 2**16
_PATIENCE: Final = 30.0  # seconds to learn what an engine holds
_AGAIN: Final = 2.0  # seconds between attempts to reach an engine that does not answer
_NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."


class Remote:
    """The engine of one service; has the methods of `backend.Backend`."""

    def __init__(self, settings: Settings) -> None:
        """Know the engine; nothing is asked of it yet. Raises `RemoteError` for an address that is none."""
        self.settings = settings
        self.engine: Engine = remote.engine(settings.store, query=settings.store_query)
        self.state: State = "starting"
        self.failure = ""
        self.info: GraphInfo | None = None
        self.deaths = 0
        self.changed_data: Callable[[], None] = lambda: None
        self._turns = Turns(settings.workers, settings.queue, settings.queue_time)
        self._watcher: asyncio.Task[None] | None = None
        self._seen = asyncio.Event()
        self._merges_well = False
        self._client: httpx.AsyncClient | None = None

    @property
    def waiting(self) -> int:
        """Queries that wait for their turn."""
        return self._turns.waiting

    @property
    def busy(self) -> int:
        """Queries that the engine works on."""
        return self._turns.taken

    async def start(self) -> None:
        """Begin to look for the engine, and for what is published there, again and again."""
        settings = self.settings
        who = access(settings)
        self._client = httpx.AsyncClient(
            auth=who.auth(),
            headers=who.headers(),
            timeout=httpx.Timeout(max(settings.time_limit, _PATIENCE), connect=5.0),
            limits=httpx.Limits(max_connections=settings.workers + 1),
            follow_redirects=False,
            trust_env=False,
        )
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def ready(self) -> bool:
        """Wait until the engine was looked for, and say whether it can be asked."""
        await self._seen.wait()
        return self.state == "ready"

    async def close(self) -> None:
        """Leave the engine alone."""
        self.state = "closed"
        self._seen.set()
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        if self._client is not None:
            await self._client.aclose()

    def not_ready(self) -> Problem:
        """Say why no query can be answered now."""
        if self.state == "closed":
            return Problem("not-ready", "The service is stopping.", headers={"Retry-After": "10"})
        detail = self.failure or "The engine behind this service is being looked for."
        return Problem("not-ready", detail, headers={"Retry-After": "5"})

    async def run(self, job: Job, client: str = "") -> tuple[wire.Head, bytes]:
        """Have one query evaluated; gives the head and body of the reply, or raises `Problem`."""
        if self.state != "ready":
            raise self.not_ready()
        text = bindings.bind(job.text, job.bindings)
        is_table = bindings.form(text) in ("SELECT", "ASK")
        async with self._turns.turn(client):
            try:
                async with asyncio.timeout(self.settings.time_limit):
                    await self._check_merge(job)
                    status, headers, body = await self._ask(text, job, is_table=is_table)
            except TimeoutError:
                self.deaths += 1
                detail = f"It was given up after {self.settings.time_limit:g} seconds, the limit for a query."
                raise Problem("time-limit", detail, _NARROW, headers={"Retry-After": "60"}) from None
            except _TooLargeError:
                return {"error": "too-large", "unit": "bytes", "limit": job.max_bytes}, b""
            except httpx.HTTPError as error:
                raise _unreachable(
                    f"The engine behind this service broke off ({type(error).__name__})."
                ) from None
        return await asyncio.to_thread(self._reply, job, status, headers, body, is_table=is_table)

    def _reply(
        self, job: Job, status: int, headers: httpx.Headers, body: bytes, *, is_table: bool
    ) -> tuple[wire.Head, bytes]:
        if status in (400, 422):
            return {"error": "refused", "message": remote.words(body)}, b""
        if status == 413:
            return {"error": "too-large", "unit": "bytes", "limit": job.max_bytes}, b""
        if status in (408, 429, 503):
            raise _unreachable("The engine behind this service is overloaded, or gave the query up.")
        fault = ""
        try:
            remote.believe(status, headers, is_table=is_table)
            return wire.reply(lambda: self._write(job, headers, body, is_table=is_table))
        except RemoteError as error:
            fault = str(error)
        except (SyntaxError, ValueError) as error:
            fault = f"the engine's answer breaks off or is no result ({error})"
        # raised only here, where the error is gone: what it holds of the parser must end in this thread
        raise Problem("bad-gateway", f"No result is given, since {fault}.")

    def _write(self, job: Job, headers: httpx.Headers, body: bytes, *, is_table: bool) -> Answer:
        results: store.Results
        if is_table:
            results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        else:
            results = remote.triples(body, remote.graph_format(headers))
        return store.write(results, job, self.info.prefixes if self.info else {})

    async def _ask(self, text: str, job: Job, *, is_table: bool) -> tuple[int, httpx.Headers, bytes]:
        if self._client is None or self.info is None:
            raise self.not_ready()
        whole, dataset = job.dataset.is_whole, job.dataset
        default = [MERGED] if whole else [*dict.fromkeys(dataset.default or ())]
        named = list(self.info.graphs) if whole else [*dict.fromkeys(dataset.named or ())]
        # an engine takes an absent list for its own default, not for an empty one
        none = [remote.NOTHING]
        form: Form = {"query": text, "default-graph-uri": default or none, "named-graph-uri": named or none}
        limit = max(_RAW * job.max_bytes, _RAW_LEAST)
        return await self._fetch(form, limit, remote.TABLE_ACCEPT if is_table else remote.GRAPH_ACCEPT)

    async def _fetch(self, form: Form, limit: int, accept: str) -> tuple[int, httpx.Headers, bytes]:
        if self._client is None:
            raise self.not_ready()
        content = bytearray()
        async with self._client.stream(
            "POST", self.engine.query, data=dict(form), headers={"Accept": accept}
        ) as answer:
            async for part in answer.aiter_raw():
                content += part
                if len(content) > limit:
                    raise _TooLargeError
            return answer.status_code, answer.headers, bytes(content)

    async def _check_merge(self, job: Job) -> None:
        """Refuse several default graphs that share triples on an engine that would give those twice."""
        default = list(dict.fromkeys(job.dataset.default or ()))
        if self._merges_well or len(default) < 2:
            return
        for number, one in enumerate(default):
            for other in default[number + 1 :]:
                if await self._truth(
                    f"ASK {{ GRAPH <{one}> {{ ?s ?p ?o }} GRAPH <{other}> {{ ?s ?p ?o }} }}"
                ):
                    raise Problem(
                        "query-failed",
                        f"The graphs <{one}> and <{other}> share triples, which the engine behind this service "
                        "would count twice.",
                        "Name one of them, or none to read the merge of all.",
                    )

    async def _truth(self, text: str) -> bool:
        status, headers, body = await self._fetch({"query": text}, _RAW_LEAST, remote.TABLE_ACCEPT)
        remote.believe(status, headers, is_table=True)
        return bool(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))

    async def _watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._look()
            except (RemoteError, httpx.HTTPError, TimeoutError) as error:
                self.state = "starting"
                self.failure = (
                    f"The engine behind this service cannot be used: {error or type(error).__name__}."
                )
            self._seen.set()
            await asyncio.sleep(self.settings.store_check if self.state == "ready" else _AGAIN)

    async def _look(self) -> None:
        """Learn what is published; another digest than before makes all that was kept worthless."""
        query = {"query": remote.manifest_query()}
        status, headers, body = await self._fetch(query, 2**24, remote.TABLE_ACCEPT)
        remote.believe(status, headers, is_table=True)
        published = remote.published(body)
        if published is None:
            raise RemoteError("nothing is published there; run `cpgraph publish`")
        found = GraphInfo(
            published.digest, published.merged, published.graphs, store.all_prefixes(published.graphs)
        )
        if found != self.info:
            self._merges_well = await self._probe(found)
            self.info = found
            self.changed_data()
        self.state, self.failure = "ready", ""

    async def _probe(self, info: GraphInfo) -> bool:
        """Say whether the engine gives a triple once that two of its default graphs hold."""
        least = min(info.graphs, key=lambda name: info.graphs[name])
        form: Form = {
            "query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "default-graph-uri": [MERGED, least],
        }
        status, headers, body = await self._fetch(form, _RAW_LEAST, remote.TABLE_ACCEPT)
        remote.believe(status, headers, is_table=True)
        ((number,),) = remote.table(body)
        return int(number.value) == info.triples


class _TooLargeError(Exception):
    """An engine sends more than is read."""


def _unreachable(detail: str) -> Problem:
    return Problem("not-ready", detail, "Try again shortly.", headers={"Retry-After": "10"})
