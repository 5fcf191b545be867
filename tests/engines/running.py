"""Other SPARQL engines, started for a test in a folder of its own, on a free port of this machine alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cpgraph.remote import Access
from web.service import free_port

VIRTUOSO_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Running:
    """An engine that answers: its name, its address, who may write to it."""

    name: str
    url: str
    access: Access


def oxigraph_program() -> str:
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("the Oxigraph server is not installed: pip install oxigraph")
    return found


def virtuoso_program() -> str:
    found = shutil.which("virtuoso-t")
    if found is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource")
    return found


@contextmanager
def oxigraph() -> Iterator[Running]:
    port = free_port()
    with _process([oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}", "--timeout-s", "20"], None):
        url = f"http://127.0.0.1:{port}/"
        _await(f"{url}query")
        yield Running("oxigraph", url, Access())


@contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    http, sql = free_port(), free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(http=http, sql=sql), encoding="ascii")
    with _process([virtuoso_program(), "+foreground", "+configfile", "v.ini"], folder):
        _await(f"http://127.0.0.1:{http}/sparql")
        url = f"http://127.0.0.1:{http}/sparql-auth"
        yield Running("virtuoso", url, Access("dba", "dba", scheme="digest"))


@contextmanager
def _process(command: Sequence[str], folder: Path | None) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url, params={"query": "ASK {}"}, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within 30 seconds")
