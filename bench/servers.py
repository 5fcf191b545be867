"""The servers: how each is started on a free port of this machine, filled, watched and ended."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.workload import ACCEPT, LIGHT

ROOT = Path(__file__).resolve().parents[1]
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server that answers, and how many seconds it took to its first answered query."""

    port: int
    endpoint: str
    process: subprocess.Popen[bytes]
    first_answer: float = 0.0

    def target(self, text: str) -> str:
        """The request target of a query."""
        return f"{self.endpoint}?{urlencode({'query': text})}"

    def _processes(self) -> Iterator[Path]:
        """The process and all below it."""
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parents[entry] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        family = [Path(f"/proc/{self.process.pid}")]
        for one in family:
            family += [entry for entry, parent in parents.items() if parent == int(one.name)]
        yield from family

    def cpu(self) -> float:
        """Seconds of processor time used so far, with those of ended children."""
        stats = ((one / "stat").read_text().rpartition(")")[2].split() for one in self._processes())
        return sum(int(number) for fields in stats for number in fields[11:15]) / _TICK

    def memory(self) -> float:
        """Mebibytes in use, pages shared between processes counted once."""
        rows = (line for one in self._processes() for line in (one / "smaps_rollup").read_text().splitlines())
        return sum(int(line.split()[1]) for line in rows if line.startswith("Pss:")) / 1024


def ask(port: int, target: str, *, timeout: float = 600, accept: str = ACCEPT, client: str = "") -> bytes:
    """Send one request on a connection of its own. Raises `OSError`, and `RuntimeError` for a status over 399."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=timeout, source_address=(client, 0) if client else None
    )
    try:
        connection.request("GET", target, headers={"Accept": accept})
        answer = connection.getresponse()
        if answer.status > 399:
            raise RuntimeError(f"{target} answers {answer.status}")
        return answer.read()
    finally:
        connection.close()


@contextmanager
def _started(endpoint: str, *command: str, environment: Mapping[str, str] = {}) -> Iterator[Server]:
    """Start a server, PORT in its command replaced by a free one, and wait until it answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    begun = time.perf_counter()
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | environment, cwd=ROOT,
    )  # fmt: skip
    server = Server(port, endpoint, process)
    try:
        while not server.first_answer:
            try:
                ask(port, server.target(LIGHT))
                server.first_answer = time.perf_counter() - begun
            except (OSError, RuntimeError):
                if process.poll() is not None or time.perf_counter() - begun > 600:
                    raise
                time.sleep(0.002)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def ours(graph: Path, **settings: str) -> Iterator[Server]:
    """This service, every limit at its default but for the settings given."""
    environment = {f"CPGRAPH_{name.upper()}": value for name, value in settings.items()}
    command = (sys.executable, "-m", "cpgraph", "serve", "--port", "PORT")
    with _started("/sparql", *command, environment=environment | {"CPGRAPH_GRAPH": str(graph)}) as server:
        yield server


@contextmanager
def oxigraph(graph: Path) -> Iterator[Server]:
    """The Oxigraph server in memory, all graphs in its default graph, as this service has it."""
    program = Path(sys.executable).with_name("oxigraph")
    with _started("/query", str(program), "serve", "--bind", "127.0.0.1:PORT") as server:
        for target, body, kind in (
            ("/store", graph.read_bytes(), "application/n-quads"),
            ("/update", MERGE.encode(), "application/sparql-update"),
        ):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
            connection.request("POST", target, body, {"Content-Type": kind})
            assert connection.getresponse().status < 300
            connection.close()
        yield server
