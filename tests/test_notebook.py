"""The notebook of `examples/`: its cells run in order, with a stand-in for the endpoint that it joins."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from conftest import REPO

pytestmark = pytest.mark.slow
FOUND = [
    {
        "place": {"type": "uri", "value": f"http://www.wikidata.org/entity/{name}"},
        "code": {"type": "literal", "value": code},
    }
    for name, code in (("Q1527", "US-MN"), ("Q30", "US-??"))
]


class Endpoint(BaseHTTPRequestHandler):
    """Gives the code of a state, in the form of SPARQL results."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"head": {"vars": ["place", "code"]}, "results": {"bindings": FOUND}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def endpoint() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()
        thread.join()


def test_the_notebook_runs_from_its_first_cell_to_its_last(
    built: Path, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPGRAPH_GRAPH", str(built / "cpgraph.nq"))
    monkeypatch.setenv("CPGRAPH_OTHER", endpoint)
    mpl.use("agg")
    cells = json.loads((REPO / "examples" / "start.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        assert not cell.get("outputs"), "outputs are made anew by who runs it"
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert len(names["chart"].patches) == len(names["districts"]) == 5
    ((state, code),) = ((row["stateLabel"], row["code"]) for row in names["joined"])
    assert (state, code) == ("Minnesota", "US-MN")
