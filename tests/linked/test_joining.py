"""How other data are joined: the recipes run, what is counted is so, and other engines ask this one."""

from __future__ import annotations

import csv
import io
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib

from conftest import REPO
from cpgraph import vocab
from cpgraph.store import Graph
from engines.running import oxigraph
from web.service import started

from .asking import Site, rows

TEXT = (REPO / "docs" / "joining.md").read_text(encoding="utf-8")
FIRST, *RECIPES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
TABLES: dict[str, tuple[str, list[Any]]] = {
    "Microdata": (
        "CIRCDIST,GDLINEHI,MONSEX\n57,2G2.1,0\n16,2G2.1,1\n1,2D1.1,0\n",
        [
            ("district/mnd", "law/ussg-2G2.1", "offender-sex.male"),
            ("district/pamd", "law/ussg-2G2.1", "female"),
            None,
        ],
    ),
    "Integrated Database": (
        "CIRCUIT,DISTRICT,TTITLE1\n08,64,18:2251\n08,66,21:841\n",
        [("court/mnd", "law/usc-18-2251"), ("court/mowd", None)],
    ),
    "CourtListener": ("court_id\nmnd\nscotus\n", ["court/mnd", None]),
    "SCALES": (
        "court,charge\nhttp://schemas.scales-okn.org/rdf/scales#Court/mnd,18:2251(a)\nhttp://x/,21:841\n",
        [("court/mnd", ("law/usc-18-2251", "(a)")), None],
    ),
    "Guidelines Manual": ("id\n§2G2.1\n§2D1.1\n", ["law/ussg-2G2.1", None]),
}
"""A few rows in the form of each dataset, and the ends of what they are joined with."""


@pytest.fixture
def asks_the_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def urlopen(asked: Any) -> io.BytesIO:
        address = asked if isinstance(asked, str) else asked.full_url
        answer = site.get(address.removeprefix("http://127.0.0.1:8000"), None)
        if answer.status >= 400:
            raise urllib.error.HTTPError(address, answer.status, "", Message(), None)
        return io.BytesIO(answer.body)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)


def _fits(found: Any, wanted: Any) -> bool:
    if isinstance(found, tuple) and isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(map(_fits, found, wanted))
    if isinstance(found, tuple):
        return wanted is None and None in found
    return found is wanted if None in (found, wanted) else str(found).endswith(wanted)


@pytest.mark.usefixtures("asks_the_site")
@pytest.mark.parametrize("name", TABLES)
def test_a_recipe_joins_the_rows_of_its_dataset(name: str) -> None:
    (recipe,) = (
        r for r in RECIPES if name in TEXT[: TEXT.index(r)].rpartition("\n### ")[2].partition("\n")[0]
    )
    content, wanted = TABLES[name]
    found: dict[str, Any] = {"table": list(csv.DictReader(io.StringIO(content)))}
    exec(FIRST + recipe, found)
    assert len(found["joined"]) == len(wanted)
    assert all(map(_fits, found["joined"], wanted)), found["joined"]


def test_every_recipe_is_run() -> None:
    assert len(RECIPES) == len(TABLES)


def test_the_page_of_keys_counts_all_codes_and_links(site: Site, graph: Graph) -> None:
    page = site.get("/keys").text
    codes, links, targets = Counter[str](), Counter[tuple[str, str]](), set[str]()
    for quad in graph.store.quads_for_pattern(None, None, None, None):
        if "/graph/links" in str(quad.graph_name) and str(quad.subject).startswith(f"<{vocab.BASE}"):
            value = getattr(quad.object, "datatype", None)
            if value is not None and value.value.startswith(f"{vocab.BASE}datatype/"):
                codes[value.value] += 1
            elif value is None and not (target := quad.object.value).startswith(vocab.BASE):  # type: ignore[union-attr]
                space = re.match("https?://[^/]+/", target)
                assert space
                links[space[0], quad.predicate.value] += 1
                targets.add(space[0])
    linksets = """SELECT ?space ?p ?n { ?s a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ;
        void:objectsTarget/void:uriSpace ?space }"""
    assert {(space, p): int(n) for space, p, n in rows(graph.store, linksets)} == links
    assert len(codes) > 25
    assert all(
        f"{vocab.BASE}datatype/".removeprefix(vocab.BASE) + name.rpartition("/")[2] in page for name in codes
    )
    assert all(target in page for target in targets)


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("log"), built / "cpgraph.nq") as running:
        yield running.url


PREFIX = """PREFIX court: <http://schemas.scales-okn.org/rdf/scales#Court/>
PREFIX jxdm: <http://release.niem.gov/niem/domains/jxdm/7.2/#> PREFIX dcterms: <http://purl.org/dc/terms/>
"""
COURTS = f"{PREFIX} court:mnd a jxdm:Court . court:akd a jxdm:Court ."
CODES = f"""{PREFIX} court:x dcterms:identifier "2G2.1(b)(4)" . court:y dcterms:identifier "2D1.1" ."""


FEDERATED = [("scales-courts", COURTS, "19"), ("codes-as-text", CODES, "4")]
"""A query, a few facts of the other dataset, and the number that the answer ends in."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "facts", "told"), FEDERATED)
def test_another_engine_asks_this_one(address: str, name: str, facts: str, told: str) -> None:
    """The other dataset is on rdflib and on Oxigraph; `web/test_clients.py` has it on Comunica."""
    query = (REPO / "docs" / "federated" / f"{name}.rq").read_text().replace("http://127.0.0.1:8000", address)
    rows: Any = rdflib.Graph().parse(data=facts, format="turtle").query(query)
    assert [str(row[-1]) for row in rows] == [told]
    with oxigraph() as engine:
        httpx.post(f"{engine.url}store?default", content=facts, headers={"Content-Type": "text/turtle"})
        answer = httpx.post(
            f"{engine.url}query", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60
        )
    assert [line.rpartition(",")[2] for line in answer.text.split()[1:]] == [told]
