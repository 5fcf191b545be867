"""What people and other datasets call things leads to the things: the resolver, and the grammar offered to others."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from conftest import REPO
from cpgraph import vocab
from cpgraph.store import Graph
from cpgraph.web.pages.things import Index

from .asking import Answer, Site, rows

SECTION, GUIDELINE, ACT, COURT = "law/usc-18-2251", "law/ussg-2G2.1", "law/act-protect-act-2003", "court/mnd"
EXACT = {
    SECTION: """18 U.S.C. § 2251|18 usc 2251|18 U.S.C.A. §2251|18 U.S. Code § 2251|Title 18, Section 2251|§ 2251
    United States Code, title 18, section 2251
    https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title18-section2251
    18 U.S.C. &sect; 2251|w3id.org/cpgraph/law/usc-18-2251|section 2251 of title 18, United States Code|18:2251
    182251|2251|/us/usc/t18/s2251|law:usc-18-2251|https://www.law.cornell.edu/uscode/text/18/2251""",
    "law/usc-18-ch110": "chapter 110 of title 18|18 U.S.C. chapter 110|/us/usc/t18/ptI/ch110|/us/usc/t18/ch110",
    "law/usc-18-3553-e": "18 U.S.C. § 3553(e)|18:3553(e)|3553(e)",
    GUIDELINE: "2G2.1|USSG §2G2.1|U.S.S.G. § 2g2.1|guideline 2G2.1|U.S. Sentencing Guidelines Manual § 2G2.1",
    "law/ussg-2G2.1-b-4": "2G2.1(b)(4)|USSG §2G2.1(b)(4)",
    ACT: """PROTECT Act of 2003|the PROTECT Act|Pub. L. No. 108-21, 117 Stat. 650 (2003)
    Pub. L. 108-21|Public Law No. 108–21|P.L. 108-21|108-21|117 Stat. 650|117 STAT 650|/us/pl/108/21|s151-108""",
    "circuit/8": "Eighth Circuit|8th Cir.",
    COURT: """mnd|wd:Q7889778|U.S. District Court for the District of Minnesota|D. Minn.|0864|Q7889778|http://www.wikidata.org/entity/Q7889778
    https://www.wikidata.org/wiki/Q7889778/
    http://schemas.scales-okn.org/rdf/scales#Court/mnd|court:mnd""",
    "agency/doj": "ROR 02916qm60|ror.org/02916qm60|DOJ|the U.S. Dep't of Justice|https://ror.org/02916qm60|http://ror.org/02916qm60/|02916qm60|10.13039/100000074",
    "topic/criminal-sentences": "sh85120062|https://id.loc.gov/authorities/subjects/sh85120062.html",
    "topic/iccs-030221": "030221|ICCS030221",
    "fiscal-year/2019": "FY2019|FY 2019|fiscal year 2019",
    "report/ussc-2021-production/universe/prod": "universe:prod",
    "state/MN": "FIPS 27|geonames:5037779|US-MN|5037779|https://sws.geonames.org/5037779",
    "measure/mean-sentence": "average sentence",
}
"""What names a thing and nothing else, by the thing."""
DEEPER = {
    "18 U.S.C. § 2251(a) and (e)": (SECTION, "(a), (e)"),
    "18 U.S.C. §§ 2251(a), 2251(e)": (SECTION, "(a), (e)"),
    "18:2251(a)": (SECTION, "(a)"),
    "18 U.S.C. § 3553(a)(2)(B)": ("law/usc-18-3553-a", "(2)(B)"),
    "/us/usc/t18/s2251/a": (SECTION, "/a"),
    "USSG §2G2.1(b)(4)(A)": ("law/ussg-2G2.1-b-4", "(A)"),
    "USSG §2G2.1, comment. (n.6)": (GUIDELINE, "comment (n6)"),
    "Pub. L. No. 108-21, § 513": (ACT, "§ 513"),
}


LISTED = {
    "§§ 2G2.1, 4B1.5": "ussg-2G2.1 ussg-4B1.5",
    "USSG §§3D1.1 through 3D1.3": "ussg-3D1.1 ussg-3D1.2 ussg-3D1.3",
    "2G2.1(b)(1), (b)(4)": "ussg-2G2.1-b-1 ussg-2G2.1-b-4",
    "§ 2G2.1(b)(1)–(3)": "ussg-2G2.1-b-1 ussg-2G2.1-b-2 ussg-2G2.1-b-3",
    "18 U.S.C. §§ 1470 and 2251": "usc-18-1470 usc-18-2251",
    "18 U.S.C. §§ 2251(a), 3553(e)": "usc-18-2251 usc-18-3553-e",
    "18:2251(a);18:1470": "usc-18-2251 usc-18-1470",
    "18 U.S.C. §§ 2251-52": "usc-18-2251 | 18 U.S.C. § 2252",
    "§§ 2251, 2252 and 2252A": "usc-18-2251 | § 2252, § 2252A",
}
"""What a list or a range cites; after a bar, what of it is not here."""


def ask(site: Site, text: str, accept: str = "application/json") -> Answer:
    return site.get(f"/resolve?q={quote(text, safe='')}", accept)


def found(site: Site, text: str) -> list[Any]:
    answer = ask(site, text)
    assert answer.status in (200, 300), text
    return list(json.loads(answer.text)["found"])


@pytest.mark.parametrize("name", EXACT)
def test_every_writing_of_a_name_leads_to_the_thing(site: Site, name: str) -> None:
    for text in re.split(r"\||\n\s+", EXACT[name]):
        (one,) = found(site, text)
        assert (one["id"], one["exact"], one["deeper"]) == (vocab.BASE + name, True, ""), text
        page = ask(site, text, "text/html")
        assert (page.status, page.headers["location"]) == (303, f"/{name}")


@pytest.mark.parametrize("text", DEEPER)
def test_a_deeper_pinpoint_leads_to_what_is_held_and_says_so(site: Site, text: str) -> None:
    (one,) = found(site, text)
    assert (one["id"].removeprefix(vocab.BASE), one["deeper"]) == DEEPER[text]
    assert not one["exact"]


def test_every_outside_identifier_leads_back(graph: Graph, things: Index) -> None:
    """Every code and address of others, whole; what several things have names them all."""
    query = """SELECT DISTINCT ?thing ?name { GRAPH ?g {
      { ?thing dcterms:identifier|eli:id_local ?name FILTER(DATATYPE(?name) != xsd:string) }
      UNION { ?thing owl:sameAs|skos:exactMatch|foaf:page|rdfs:seeAlso ?name FILTER(!STRSTARTS(STR(?name), "%s")) } }
      FILTER(CONTAINS(STR(?g), "/graph/links") && STRSTARTS(STR(?thing), "%s")) }"""
    pairs = rows(graph.store, query % (vocab.BASE, vocab.BASE))
    assert len(pairs) > 250
    for thing, name in pairs:
        matches = things.names.find(name)
        assert matches
        assert thing in {m.thing.iri for m in matches} or matches[0].is_exact, (thing, name)


def test_several_are_listed_and_a_doubtful_one_is_only_offered(site: Site) -> None:
    assert {one["by"] for one in found(site, "64")} == {"DISTRICT code", "FJC district code"}
    assert ask(site, "64").status == ask(site, "64", "text/html").status == 300
    assert 'href="/court/mnd.html"' in ask(site, "64", "text/html").text
    for text in ("182251A", "864"):  # § 2251(a), or § 2251A; a code that lost its zero in a spreadsheet
        (one,) = found(site, text)
        assert (ask(site, text).status, one["exact"]) == (300, False)


@pytest.mark.parametrize("text", LISTED)
def test_all_that_a_list_or_range_cites_is_listed(site: Site, text: str) -> None:
    here, _, absent = LISTED[text].partition(" | ")
    cited = found(site, text)
    assert [one["id"].removeprefix(f"{vocab.BASE}law/") for one in cited] == here.split()
    assert {one["absent"] for one in cited} == {absent}
    page = ask(site, text, "text/html")
    assert (page.status, f"not here: {absent}." in page.text) == (300, bool(absent))


def test_what_is_not_here_is_a_problem_with_near_names(site: Site) -> None:
    for text, near in {"18 U.S.C. § 2252": SECTION, "2G2.9": GUIDELINE, "PROTECT Law": ACT}.items():
        answer = ask(site, text)
        told = json.loads(answer.text)
        assert (answer.status, told["status"]) == (404, 404)
        assert near in {one["id"].removeprefix(vocab.BASE) for one in told["near"]}
        assert f'href="/{near}' in ask(site, text, "text/html").text
    assert ask(site, "").status == 400
    assert ask(site, "https://example.org/x").status == ask(site, "§").status == 404
    assert site.get("/resolve?q=2251&format=turtle").status in (400, 406)
    assert json.loads(site.get("/resolve?q=2251&format=json").text)["found"]


def test_no_text_takes_long_to_read(things: Index) -> None:
    """These fit the grammar's patterns in more ways than there are seconds, but for their last character."""
    for part in ("(1234)", " (a)", " and (a)", " et seq", " app", "/a", ".1"):
        assert things.names.find("18 USC 2251" + part * 80 + "!") is not None


def test_a_withdrawn_name_leads_to_its_successor(site: Site) -> None:
    rows = (line.split(",") for line in (REPO / "data" / "retired.csv").read_text().splitlines()[1:])
    old, new = next((row[0], row[1]) for row in rows if row[1])
    assert found(site, vocab.BASE + old)[0]["id"] == vocab.BASE + new


def test_the_grammar_for_citeurl_finds_what_the_resolver_knows(things: Index) -> None:
    """As citeurl reads it: a token is a group of its expression, in braces."""
    ((_, template),) = yaml.safe_load((REPO / "docs" / "citeurl.yaml").read_text()).items()
    pattern = template["patterns"][0].replace("{name regex}", template["meta"]["name regex"])
    for name, token in template["tokens"].items():
        pattern = pattern.replace(f"{{{name}}}", f"(?P<{name}>{token['regex']})")
    text = "See USSG §2G2.1(b)(4), U.S.S.G. § 4B1.5, and the guideline 2G1.3 (2018)."
    cited = [c["guideline"] + (c["subdivision"] or "") for c in re.finditer(pattern, text)]
    assert cited == ["2G2.1(b)(4)", "4B1.5", "2G1.3"]
    assert all(things.names.find(citation)[0].is_exact for citation in cited)
