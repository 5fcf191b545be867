"""The columns of other tables are matched to things: the Reconciliation Service API, 0.2, with its schemas restated."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from cpgraph import vocab

from .asking import Site


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Type(Closed):
    id: str
    name: str


class Candidate(Closed):
    id: str
    name: str
    description: str
    type: list[Type]
    score: float
    match: bool


class Result(Closed):
    result: list[Candidate]


class Suggested(Closed):
    id: str
    name: str
    description: str = ""
    notable: list[Type] = []


class Suggestions(Closed):
    result: list[Suggested]


class Text(Closed):
    str: str


class Extended(Closed):
    meta: list[Type]
    rows: dict[str, dict[str, list[Text]]]


class Place(Closed):
    service_url: Annotated[str, Field(pattern="^http")]
    service_path: Annotated[str, Field(pattern="^/")]


class Extend(Closed):
    propose_properties: Place
    property_settings: list[Any]


class View(Closed):
    url: Annotated[str, Field(pattern=r"\{\{id\}\}")]


class Manifest(Closed):
    versions: list[Literal["0.2"]]
    name: str
    identifierSpace: str  # noqa: N815 - as the API spells it
    schemaSpace: str  # noqa: N815
    documentation: str
    serviceVersion: str  # noqa: N815
    defaultTypes: list[Type]  # noqa: N815
    view: View
    batchSize: int  # noqa: N815
    suggest: dict[Literal["entity", "type", "property"], Place]
    extend: Extend


def get(site: Site, path: str = "", **given: Any) -> Any:
    told = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    answer = site.get(f"/reconcile{path}{'?' if told else ''}{urlencode(told)}", "application/json")
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*"), answer.text
    return json.loads(answer.text)


def ask(site: Site, **query: Any) -> list[Candidate]:
    found = TypeAdapter(dict[str, Result]).validate_python(get(site, queries={"q0": query}))
    return found["q0"].result


def test_the_manifest_leads_to_what_it_promises(site: Site) -> None:
    manifest = Manifest.model_validate(get(site))
    for what, place in manifest.suggest.items():
        path = (place.service_url + place.service_path).removeprefix("http://localhost/reconcile")
        assert Suggestions.model_validate(get(site, path, prefix="co")).result, what
    shown = manifest.view.url.replace("{{id}}", quote("law/ussg-2G2.1", safe=""))
    assert site.get(shown.removeprefix("http://localhost")).headers["location"] == "/law/ussg-2G2.1"
    proposed = get(site, "/properties", type="courts", limit="5")
    assert (proposed["type"], len(proposed["properties"])) == ("courts", 5)


@pytest.mark.parametrize(
    ("query", "id_", "match"),
    [
        ({"query": "18:2251"}, "law/usc-18-2251", True),
        ({"query": "2G2.1", "type": "provisions"}, "law/ussg-2G2.1", True),
        ({"query": "18 U.S.C. § 2251(a)"}, "law/usc-18-2251", False),
        ({"query": "64", "type": ["courts"]}, "court/mnd", True),
        ({"query": "64"}, "court/mnd", False),  # a district too
        ({"query": "D Minesota"}, "court/mnd", False),
        ({"query": "minimum guideline"}, "measure/mean-guideline-minimum", False),
        ({"query": "law/usc-18-2251"}, "law/usc-18-2251", True),
        ({"properties": [{"pid": "datatype:ussc-circdist", "v": ["57", 0]}]}, "district/mnd", True),
        ({"query": "Minnesota", "properties": [{"pid": "datatype:fips-state", "v": {"id": "27"}}]}, "state/MN", True),
    ],
)  # fmt: skip
def test_a_cell_is_matched_with_the_thing_it_names(site: Site, query: Any, id_: str, match: object) -> None:
    found = ask(site, **query)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    (one,) = (one for one in found if one.id == id_)
    assert one.match is match
    assert not match or one is found[0]


def test_a_batch_by_post_and_its_limits(site: Site) -> None:
    client = site.service
    batch = {f"q{n}": {"query": text, "limit": 1} for n, text in enumerate(("mnd", "zzzz", "sentence"))}

    def post(**given: object) -> Any:
        body = urlencode({name: json.dumps(value) for name, value in given.items()})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return client.post("/reconcile", content=body, headers=headers)

    found = TypeAdapter(dict[str, Result]).validate_json(post(queries=batch).text)
    assert [len(found[name].result) for name in batch] == [1, 0, 1]
    bad: list[object] = [{"q": {}}, {"q": {"query": "x", "other": 1}}, {"q": {"query": "x", "limit": 0}}, []]
    for wrong in bad:
        answer = post(queries=wrong)
        assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert post(queries={str(n): {"query": "x"} for n in range(101)}).status_code == 413
    assert post(extend={"ids": [], "properties": [{"id": "none"}]}).status_code == 400
    assert client.get("/reconcile/suggest/none?prefix=x").status_code in (400, 404)


def test_columns_are_added_from_the_codes(site: Site) -> None:
    ids, wanted = ["court/mnd", f"{vocab.BASE}court/mdd", "none"], ["label", "datatype:pacer", "owl:sameAs"]
    told = Extended.model_validate(
        get(site, extend={"ids": ids, "properties": [{"id": name} for name in wanted]})
    )
    assert [one.id for one in told.meta] == wanted
    assert [told.rows[id_]["datatype:pacer"] for id_ in ids] == [[Text(str="mnd")], [Text(str="mdd")], []]
    assert len(told.rows["court/mnd"]["owl:sameAs"]) == 2
