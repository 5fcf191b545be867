"""Another SPARQL engine behind the service: the same checks before it, the same limits and formats after it.

The engine is asked for JSON or N-Triples alone. Its answer is read to the end and written anew, so that an error
in the guise of a result, a result cut short, or an engine's own dialect of a format never reaches a client, and
every format and limit is the one of the embedded engine. A query over its time is given up and its connection
closed; engines that notice stop their work, others should have a time limit of their own, a little above ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Mapping
from typing import Final

import httpx
import pyoxigraph as ox

from cpgraph import remote, store, vocab
from cpgraph.errors import CpgraphError
from cpgraph.remote import RemoteError
from cpgraph.results import ERRORS, WHOLE, Answer, EvaluationError, Job, ResultTooLargeError
from cpgraph.web import bindings
from cpgraph.web.engine.base import Engine, GraphInfo
from cpgraph.web.engine.local import FairQueue
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings, access

_RAW: Final = 4  # bytes of an engine's JSON that may come for one byte of a result
_RAW_LEAST: Final = 2**16
_LOOK: Final = 30.0  # seconds to learn what an engine holds
_AGAIN: Final = 2.0  # seconds between attempts to reach an engine that does not answer
_LOG: Final = logging.getLogger("cpgraph.engine")


class Remote(Engine):
    """The engine of one service."""

    starting = "The engine behind this service is being looked for."

    def __init__(self, settings: Settings) -> None:
        """Know the engine; nothing is asked of it yet. Raises `RemoteError` for an address that is none."""
        super().__init__(settings, FairQueue(settings))
        self.address = remote.engine(settings.store, query=settings.store_query).query

    async def start(self) -> None:
        """Begin to look for the engine, and for what is published there, again and again."""
        who = access(self.settings)
        self._client = httpx.AsyncClient(
            auth=who.auth(),
            headers=who.headers(),
            timeout=httpx.Timeout(max(self.settings.time_limit, _LOOK), connect=5.0),
            limits=httpx.Limits(max_connections=self.settings.workers + 1),
            follow_redirects=False,
            trust_env=False,
        )
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """Leave the engine alone."""
        await super().close()
        self._watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._watcher
        await self._client.aclose()

    async def run(self, job: Job, client: str = "") -> Answer:
        """Return the whole result of one query; cancelling it closes the connection to the engine."""
        if self.state != "ready" or self.info is None:
            raise self.not_ready()
        text = bindings.bind(_declared(job.text, self.info.prefixes), job.bindings)
        is_table = bindings.form(text) in ("SELECT", "ASK")
        async with self.queue.turn(client):
            try:
                async with asyncio.timeout(self.settings.time_limit):
                    form = {"query": text} | _graphs(job, self.info.graphs)
                    limit = max(_RAW * job.max_bytes, _RAW_LEAST)
                    status, headers, body = await self._ask(form, limit, is_table=is_table)
            except TimeoutError:
                self.deaths += 1
                raise self.over_time() from None
            except ResultTooLargeError:
                raise ResultTooLargeError("bytes", job.max_bytes) from None
            except httpx.HTTPError as error:
                detail = f"The engine behind this service broke off ({type(error).__name__})."
                raise _unreachable(detail) from None
        if status == 400:
            raise Problem("malformed-query", f"The engine says: {remote.words(body)}.")
        if status == 422:
            raise EvaluationError(remote.words(body))
        if status == 413:
            raise ResultTooLargeError("bytes", job.max_bytes)
        if status in (408, 429, 503):
            raise _unreachable("The engine behind this service is overloaded, or gave the query up.")
        found = await asyncio.to_thread(self._write, job, status, headers, body, is_table=is_table)
        if isinstance(found, Exception):
            raise found
        return found

    def _write(
        self, job: Job, status: int, headers: httpx.Headers, body: bytes, *, is_table: bool
    ) -> Answer | Exception:
        """Return a result written anew, or the error: without the frames of this thread, where the parser must end."""
        results: store.Results
        try:
            remote.believe(status, headers, is_table=is_table)
            if is_table:
                results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
            else:
                results = remote.triples(body, remote.graph_format(headers))
            return store.write(results, job, self.info.prefixes if self.info else {})
        except ERRORS as error:
            return type(error)(*error.args)
        except RemoteError as error:
            fault = str(error)
        except (SyntaxError, ValueError) as error:
            fault = f"the engine's answer breaks off or is no result ({error})"
        return Problem("bad-gateway", f"No result is given, since {fault}.")

    async def _ask(
        self, form: Mapping[str, str | list[str]], limit: int, *, is_table: bool
    ) -> tuple[int, httpx.Headers, bytes]:
        content = bytearray()
        accept = {"Accept": remote.TABLE_ACCEPT if is_table else remote.GRAPH_ACCEPT}
        async with self._client.stream("POST", self.address, data=dict(form), headers=accept) as answer:
            async for part in answer.aiter_raw():
                content += part
                if len(content) > limit:
                    raise ResultTooLargeError("bytes", limit)
            return answer.status_code, answer.headers, bytes(content)

    async def _watch(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_LOOK):
                    await self._look()
            except (CpgraphError, httpx.HTTPError, TimeoutError) as error:
                why = f"The engine behind this service cannot be used: {error or type(error).__name__}."
                if self.failure != why:
                    _LOG.warning(why)
                self.state, self.failure = "failed" if self.info is None else "starting", why
            self.settled.set()
            await asyncio.sleep(self.settings.store_check if self.state == "ready" else _AGAIN)

    async def _look(self) -> None:
        """Learn what is published; another digest than before makes all that was kept worthless."""
        status, headers, body = await self._ask({"query": remote.MANIFEST_QUERY}, 2**24, is_table=True)
        remote.believe(status, headers, is_table=True)
        published = remote.published(body)
        if published is None:
            raise RemoteError("nothing is published there; run `cpgraph publish`")
        triples = sum(published.graphs[name] for name in vocab.in_default(published.graphs))
        prefixes = vocab.all_prefixes(published.graphs)
        found = GraphInfo(published.digest, triples, published.graphs, prefixes)
        if found != self.info:
            self.info = found
            self.on_change()
        self.state, self.failure = "ready", ""


def _unreachable(detail: str) -> Problem:
    return Problem("not-ready", detail, "Try again shortly.", headers={"Retry-After": "10"})


def _graphs(job: Job, graphs: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the graphs to read, all of them said: an engine takes an absent list for its own default."""
    whole, dataset = job.dataset == WHOLE, job.dataset
    default = vocab.in_default(graphs) if whole else [*dict.fromkeys(dataset.default or ())]
    named = list(graphs) if whole else [*dict.fromkeys(dataset.named or ())]
    return {
        "default-graph-uri": default or [remote.NOTHING],
        "named-graph-uri": named or [remote.NOTHING],
    }


def _declared(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that first declares the prefixes it may use; its own come later and win.

    They stand in its first line, so that the lines of which an engine tells are the user's.

    >>> _declared("ASK { ?s a qb:Slice }", {"qb": "http://purl.org/linked-data/cube#", "cpg": "x:"})
    'PREFIX qb: <http://purl.org/linked-data/cube#> ASK { ?s a qb:Slice }'
    """
    used = set(re.findall(r"[\w-]+(?=:)", text))
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items() if name in used]
    return " ".join([*lines, text])
