"""The servers: how each is started on a free port of this machine, filled, watched and ended."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.workload import ACCEPT, path

ROOT = Path(__file__).resolve().parents[1]
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server that answers: where it is, and how long it took from its start to its first answered query."""

    name: str
    port: int
    endpoint: str
    process: subprocess.Popen[bytes]
    cold: float = 0.0
    filled: float = 0.0
    notes: dict[str, float] = field(default_factory=dict)

    def processes(self) -> list[int]:
        """The process and all below it."""
        found, children = [self.process.pid], dict[int, list[int]]()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue
                children.setdefault(parent, []).append(int(entry.name))
        for process in found:
            found.extend(children.get(process, []))
        return found

    def cpu(self) -> float:
        """Seconds of processor time used so far, with those of ended children."""
        total = 0
        for process in self.processes():
            try:
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += sum(int(number) for number in fields[11:15])
        return total / _TICK

    def memory(self) -> float:
        """Mebibytes in use, pages shared between processes counted once."""
        total = 0
        for process in self.processes():
            try:
                lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        return total / 1024


def ask(port: int, target: str, timeout: float = 600.0, accept: str = ACCEPT) -> tuple[int, bytes]:
    """Send one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", target, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(
    name: str, command: list[str], endpoint: str, port: int, query: str, environment: Mapping[str, str] = {}
) -> Iterator[Server]:
    """Start a server and wait for its first answer to a query."""
    everywhere = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=everywhere | dict(environment),
        cwd=ROOT,
    )
    server = Server(name, port, endpoint, process)
    try:
        while True:
            try:
                if ask(port, path(endpoint, query))[0] == 200:
                    break
            except OSError:
                pass
            if process.poll() is not None or time.perf_counter() - begun > 1200:
                raise RuntimeError(f"{name} does not answer")
            time.sleep(0.002)
        server.cold = time.perf_counter() - begun
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def ours(graph: Path, query: str, *, cache: bool = True, **settings: str) -> Iterator[Server]:
    """This service, with every limit at its default but the memory that a larger graph needs to be copied in."""
    port = free_port()
    environment = {"CPGRAPH_GRAPH": str(graph), "CPGRAPH_QUERIES": str(ROOT / "queries" / "answers")}
    if not cache:
        environment["CPGRAPH_CACHE_BYTES"] = "0"
    environment |= {f"CPGRAPH_{name.upper()}": value for name, value in settings.items()}
    name = "cpgraph, cache" if cache else "cpgraph, no cache"
    command = [sys.executable, "-m", "cpgraph", "serve", "--port", str(port)]
    with started(name, command, "/sparql", port, query, environment) as server:
        yield server


def oxigraph_program() -> str:
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if found is None:
        raise SystemExit("the Oxigraph server is not installed: make .venv with the development requirements")
    return found


@contextmanager
def oxigraph(graph: Path, query: str) -> Iterator[Server]:
    """The Oxigraph server in memory, with the merge as its default graph, as this service has it."""
    port = free_port()
    command = [oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}"]
    with started("Oxigraph server", command, "/query", port, "ASK {}") as server:
        begun = time.perf_counter()
        _post(port, "/store", graph, "application/n-quads")
        _post(port, "/update", MERGE.encode(), "application/sparql-update")
        assert ask(port, path("/query", query))[0] == 200
        server.filled = server.cold + time.perf_counter() - begun
        yield server


def oxigraph_prepared(graph: Path, folder: Path) -> None:
    """Load a store on disk for the Oxigraph server, before the clock runs."""
    command = [oxigraph_program(), "load", "--location", str(folder), "--file", str(graph)]
    subprocess.run(command, check=True, capture_output=True)
    update = [oxigraph_program(), "update", "--location", str(folder), "--update", MERGE]
    subprocess.run(update, check=True, capture_output=True)


@contextmanager
def oxigraph_on_disk(folder: Path, query: str) -> Iterator[Server]:
    """The Oxigraph server on a store that was loaded before."""
    port = free_port()
    command = [oxigraph_program(), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with started("Oxigraph server, loaded before", command, "/query", port, query) as server:
        yield server


def _post(port: int, target: str, body: Path | bytes, content_type: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1200)
    size = len(body) if isinstance(body, bytes) else body.stat().st_size
    content = body if isinstance(body, bytes) else body.open("rb")
    connection.request("POST", target, content, {"Content-Type": content_type, "Content-Length": str(size)})
    answer = connection.getresponse()
    assert answer.status < 300, answer.read()
    connection.close()


def rdflib_venv(folder: Path) -> Path:
    """Make the throwaway environment of rdflib-endpoint, which is no dependency of this project."""
    program = folder / "bin" / "rdflib-endpoint"
    if not program.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "install"]
        subprocess.run([*pip, "rdflib-endpoint", "uvicorn"], check=True)
    return program


@contextmanager
def rdflib_endpoint(graph: Path, query: str, program: Path) -> Iterator[Server]:
    """rdflib-endpoint as its command line starts it; its default graph is the union of all graphs."""
    port = free_port()
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), str(graph)]
    with started("rdflib-endpoint", command, "/", port, query) as server:
        yield server
