"""Which document a request gets: by Accept, by suffix, by `format=`; conditional requests, HEAD, and refusals."""

from __future__ import annotations

import json

import pytest

from cpgraph.vocab import BASE
from cpgraph.web.pages.things import Index, Thing

from .asking import TYPES, Site
from .reading import parse

OTHER_NAMES = {
    "turtle": "ttl",
    "json": "jsonld",
    "ntriples": "nt",
    "xml": "rdf",
    "text/turtle": "ttl",
    "HTML": "html",
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def table(things: Index) -> Thing:
    return things.by_kind["tables"][0]


@pytest.fixture(scope="module")
def path(table: Thing) -> str:
    return "/" + table.iri.removeprefix(BASE)


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (None, "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        *((media, suffix) for suffix, media in TYPES.items()),
        ("text/csv", "csv"),
        ("application/json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    ],
)
def test_a_thing_leads_to_the_document_that_accept_likes_best(
    site: Site, path: str, accept: str | None, suffix: str
) -> None:
    answer = site.get(path, accept)
    assert (answer.status, answer.headers["location"]) == (303, f"{path}.{suffix}")
    assert "Accept" in answer.headers["vary"]


def test_terms_are_hash_iris_of_one_document(site: Site, things: Index) -> None:
    terms = [thing for thing in things.by_kind["terms"] if thing.iri.startswith(f"{BASE}ns#")]
    assert len(terms) > 50
    document = site.get("/ns", "text/turtle")
    assert document.status == 200
    assert all(f"cpg:{term.iri.rpartition('#')[2]}" in document.text for term in terms)
    page = site.get("/ns")
    tree, _ = parse(page.text)
    ids = {
        item.attributes["id"]
        for name in ("section", "article", "tr", "div", "details", "dt")
        for item in tree.all(name)
        if "id" in item.attributes
    }
    assert {term.iri.rpartition("#")[2] for term in terms} <= ids


def test_a_page_links_to_its_data_as_alternate_and_describedby(site: Site, path: str) -> None:
    links = site.get(f"{path}.html").headers["link"]
    for suffix, media in TYPES.items():
        for relation in ("alternate", "describedby"):
            link = f'<{path}.{suffix}>; rel="{relation}"; type="{media}"'
            assert (link in links) is (suffix != "html")
    assert f'<{path}.csv>; rel="alternate"; type="text/csv"' in links
    assert f'<{path}.html>; rel="alternate"; type="text/html"' in site.get(f"{path}.ttl").headers["link"]


def test_csv_addresses_give_parts_and_lead_to_what_describes_them(site: Site, path: str) -> None:
    whole = site.get("/download/observations.csv")
    assert '</download/csvw.json>; rel="describedby"; type="application/csvm+json"' in whole.headers["link"]
    for target in ("/download/observations.csv", f"{path}.csv"):
        part, whole = site.get(target, range="bytes=3-9"), site.get(target)
        assert (part.status, part.body) == (206, whole.body[3:10])
        assert part.headers["content-range"] == f"bytes 3-9/{len(whole.body)}"
        assert part.headers["etag"] == whole.headers["etag"]
    assert "describedby" not in site.get("/download/cpgraph.nq").headers["link"]


@pytest.mark.parametrize(
    ("target", "accept", "suffix"),
    [
        *((f"?format={name}", "application/n-triples", suffix) for name, suffix in OTHER_NAMES.items()),
        *((f"?format={suffix}", "application/n-triples", suffix) for suffix in TYPES),
        (".nt?format=ttl", "*/*", "ttl"),
        ("?format=", "text/turtle", "ttl"),
    ],
)
def test_format_wins_over_accept_and_suffix(
    site: Site, path: str, target: str, accept: str, suffix: str
) -> None:
    answer = site.get(path + target, accept)
    assert (answer.status, answer.headers["location"]) == (303, f"{path}.{suffix}")


def test_a_format_that_is_that_of_the_suffix_and_one_that_is_none(site: Site, path: str) -> None:
    assert site.get(f"{path}.nt?format=nt", "*/*").status == 200
    answer = site.get(f"{path}?format=docx", "application/json")
    assert answer.status == 400
    assert "ttl" in answer.text


def test_tables_can_be_had_as_csv_and_others_cannot(site: Site, things: Index, path: str) -> None:
    assert site.get(f"{path}.csv").headers["content-type"] == "text/csv; charset=utf-8"
    note = "/" + things.by_kind["notes"][0].iri.removeprefix(BASE)
    assert site.get(f"{note}.csv").status == 406
    assert site.get(note, "text/csv").status == 406
    assert site.get(f"{note}?format=csv").status == 406


def test_entity_tags_are_strong_and_differ_by_representation(site: Site, path: str) -> None:
    tags = set()
    for suffix in (*TYPES, "csv"):
        answer = site.get(f"{path}.{suffix}", "*/*")
        tag = answer.headers["etag"]
        assert tag.startswith('"')
        tags.add(tag)
        assert site.get(f"{path}.{suffix}", "*/*").headers["etag"] == tag
        packed = site.get(f"{path}.{suffix}", "*/*", accept_encoding="gzip")
        assert packed.headers.get("content-encoding") == "gzip"
        assert packed.headers["etag"] != tag
        same = site.get(f"{path}.{suffix}", "*/*", if_none_match=tag)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
        assert same.headers["vary"].startswith("Accept")
        assert same.headers["link"] == answer.headers["link"]
    assert len(tags) == len(TYPES) + 1


@pytest.mark.parametrize("target", ["", ".html", ".ttl", ".csv", "?format=nt"])
def test_head_is_get_without_a_body(site: Site, path: str, target: str) -> None:
    full, head = site.get(path + target, "*/*"), site.get(path + target, "*/*", "HEAD")
    assert (head.status, head.body, head.headers) == (full.status, b"", full.headers)


@pytest.mark.parametrize(
    "target",
    "/law/none /law/none.ttl /report/none/part/table-1 /nothing /ns.txt /browse/none /nothing/".split(),
)
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html"),
        ("application/json", "application/json"),
        ("text/turtle", "application/problem+json"),
        ("text/plain", "text/plain"),
    ],
)
def test_what_is_not_there_is_said_in_the_asked_format(
    site: Site, target: str, accept: str, kind: str
) -> None:
    answer = site.get(target, accept)
    assert answer.status == 404
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert "Accept" in answer.headers["vary"]
    if "json" in kind:
        told = json.loads(answer.text)
        assert told["status"] == 404
        assert told["type"].startswith(f"{BASE}problems#")
    elif kind == "text/html":
        assert not parse(answer.text)[1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("observation/min-victims_prod-2019", "observation/min-victims_prod-2019_victims.any.ttl"),
        ("concept/communication.interpersonal.ttl", "concept/communication.text-email-im.ttl"),
        ("mention/key-findings__count_prod-2005.quote", "mention/key-finding-1__count_prod-2005.ttl"),
    ],
)
def test_what_was_withdrawn_leads_to_what_took_its_place(site: Site, old: str, new: str) -> None:
    home = "/report/ussc-2021-production/"
    answer = site.get(home + old, "text/turtle")
    assert (answer.status, answer.headers["location"]) == (303, home + new)
    assert site.get(home + new, "text/turtle").status == 200


def test_what_was_withdrawn_for_nothing_says_why(site: Site) -> None:
    path = "/report/ussc-2021-production/observation/smallest-fitting-number_prod-2010"
    answer = site.get(path, "application/json")
    told = json.loads(answer.text)
    assert (answer.status, told["status"], told["type"]) == (410, 410, f"{BASE}problems#gone")
    assert "cannot all be of one base" in told["detail"]
    assert site.get(path, BROWSER).status == 410


@pytest.mark.parametrize("accept", ["image/webp", "text/html;q=0", "", "application/problem+json"])
def test_what_cannot_be_had_is_refused_with_what_can(site: Site, path: str, accept: str) -> None:
    answer = site.get(path, accept)
    assert answer.status == 406
    told = json.loads(answer.text) if "json" in answer.headers["content-type"] else {}
    if told:
        assert told["offered"] == [
            *TYPES.values(),
            "text/csv",
            "image/svg+xml",
            "image/png",
            "application/json",
        ]
    else:
        assert "text/turtle" in answer.text
