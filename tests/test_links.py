"""Links to other datasets: no relation is stronger than its proof, and a wrong row stops the build."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import REPO
from cpgraph.build import build
from cpgraph.errors import DataErrors
from cpgraph.graphs.shared import UNITS as UNIT_NODES
from cpgraph.reader import read
from cpgraph.reader.entities import UNITS, entities
from cpgraph.reader.links import HEADER, IDENTITY, RELATIONS
from cpgraph.reader.targets import NAMESPACES, NEVER, faults, namespace
from cpgraph.records.data import Data
from cpgraph.vocab import BASE, DCTERMS, ELI, OWL, PREFIXES, RDF, RDFS, SKOS, XSD

LINKS, DOCUMENTED = f"{BASE}graph/links", f"{BASE}graph/links-documented"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (REPO / "data" / "links.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def graph_of(quad: Quad) -> str:
    """The name of the graph a quad stands in."""
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def iri(term: object) -> str:
    """The characters of a term that must be an IRI."""
    assert isinstance(term, NamedNode)
    return term.value


# --- wrong rows -------------------------------------------------------------

GOOD = "court:mnd,owl:sameAs,http://www.wikidata.org/entity/Q7889778,iri,,seen,a list,"
CODE = "court:mnd,dcterms:identifier,mnd,literal,pacer,seen,a table,"

# rows after the header, the place in the message (line:column), what the message says
CASES = [
    ("court:xyz,owl:sameAs,http://www.wikidata.org/entity/Q1,iri,,seen,a list,", ":2:1", "does not exist"),
    ("court:mdn,owl:sameAs,http://www.wikidata.org/entity/Q1,iri,,seen,a list,", ":2:1", "'court:mnd' does"),
    ("mnd,owl:sameAs,http://www.wikidata.org/entity/Q1,iri,,seen,a list,", ":2:1", "does not exist"),
    (
        "cat:outcome.granted,rdfs:seeAlso,http://www.wikidata.org/entity/Q1,iri,,seen,a list,",
        ":2:1",
        "demo-cat",
    ),
    ("court:mnd,owl:same,http://www.wikidata.org/entity/Q1,iri,,seen,a list,", ":2:2", "is not known here"),
    (GOOD.replace("seen", "no"), ":2:6", "leave out what is not proven"),
    (GOOD.replace("seen", "yes"), ":2:6", "the proof 'yes' is not known here"),
    (GOOD.replace("a list", ""), ":2:7", "the source is missing"),
    (GOOD.replace("seen", "pattern-documented"), ":2:2", "needs an identifier that was seen"),
    (GOOD.replace("court:mnd", "district:mnd"), ":2:2", "does not fit the entity"),
    (GOOD.replace("court:mnd", "work:ussc-2012-report"), ":2:2", "does not fit the entity"),
    (GOOD.replace("owl:sameAs", "skos:exactMatch"), ":2:2", "does not fit the entity"),
    (GOOD.replace(",iri,", ",literal,"), ":2:4", "owl:sameAs takes no 'literal'"),
    (CODE.replace(",literal,", ",iri,"), ":2:4", "dcterms:identifier takes no 'iri'"),
    (GOOD.replace(",iri,,", ",iri,pacer,"), ":2:5", "takes no code system"),
    (CODE.replace("pacer", "pacers"), ":2:5", "the code system 'pacers' does not exist"),
    (CODE.replace(",pacer,", ",,"), ":2:5", "the code system '' does not exist"),
    (CODE.replace(",mnd,", ",D. Minn.,"), ":2:3", "is not a code of pacer"),
    ("law:usc-18,dcterms:bibliographicCitation,,literal,,seen,a law,", ":2:3", "the text is missing"),
    (f"{GOOD}\n{GOOD}", ":3", "the same link stands in line 2"),
    (f"{GOOD}\n{GOOD.replace('Q7889778', 'Q7889779')}", ":3:3", "the same thing has another name in line 2"),
    (f"{GOOD}\n{GOOD.replace('mnd', 'mdd')}", ":3:3", "another thing has the same name in line 2"),
    (f"{CODE}\n{CODE.replace(',mnd,', ',mdn,')}", ":3:3", "the same thing has another name in line 2"),
    (
        f"{CODE}\n{CODE.replace('court:mnd', 'court:mdd')}",
        ":3:3",
        "another thing has the same name in line 2",
    ),
    (GOOD.replace("http://www.wikidata.org/entity/Q7889778", "wd:Q7889778"), ":2:3", "not an absolute IRI"),
    (GOOD.replace("http://www.wikidata.org/entity/Q7889778", "Q7889778"), ":2:3", "not an absolute IRI"),
    (GOOD.replace("Q7889778", "Q78 89"), ":2:3", "not an absolute IRI"),
    (GOOD.replace("http:", "https:"), ":2:3", "Begin it with http://www.wikidata.org/entity/"),
    (GOOD.replace("Q7889778", "QQ7889778"), ":2:3", "none of the names known in"),
    (GOOD.replace("a list,", "a list"), ":2", "7 cells where the header has 8 columns"),
    (
        f"court:mnd,rdfs:seeAlso,{BASE}topic/nothing,iri,,seen,a list,",
        ":2:3",
        "nothing of ours has the name",
    ),
    (
        "time:unitMonth,skos:exactMatch,http://qudt.org/vocab/unit/MO,iri,,seen,a list,",
        ":2:2",
        "does not fit the entity",
    ),
    (
        "law:ussg-2G2.1,foaf:page,https://guidelines.ussc.gov/gl/§2G2.1,iri,,seen,a page,",
        ":2:3",
        "such as %C2%A7 for §",
    ),
    (
        (
            "law:usc-18,eli:id_local,2,literal,usc-18-section,seen,a law,\n"
            "law:ussg-manual,eli:id_local,2,literal,usc-18-section,seen,a law,"
        ),
        ":3:3",
        "another thing has the same name in line 2",
    ),
    (
        "court:mnd,owl:sameAs,https://folio.openlegalstandard.org/R7AF244BB5ca360Edf65Ce97,iri,,seen,a list,",
        ":2:3",
        "a thing of FOLIO is a class",
    ),
    ("court:mnd,rdfs:seeAlso,https://example.org/court/mnd,iri,,seen,a page,", ":2:3", "Write foaf:page."),
    ("court:mnd,foaf:page,http://eurovoc.europa.eu/888,iri,,seen,a list,", ":2:3", "Write rdfs:seeAlso."),
    ("court:mnd,dcterms:relation,https://example.org/a,iri,,seen,a list,", ":2:2", "does not fit the entity"),
]


@pytest.mark.parametrize(("text", "place", "says"), CASES)
def test_a_wrong_row_stops_the_build(small: Path, text: str, place: str, says: str) -> None:
    path = small / "data" / "links.csv"
    path.write_text(f"{','.join(HEADER)}\n{text}\n", encoding="utf-8")
    with pytest.raises(DataErrors) as caught:
        build(small, small / "dist", lambda _: None)
    lines = [line for line in str(caught.value).splitlines() if says in line]
    assert [line for line in lines if line.startswith(f"data/links.csv{place}: ")], str(caught.value)
    assert all(re.search(r": .+\. .+", line) for line in lines)
    assert not (small / "dist").exists()


# an IRI that looks right and is not, and what the remedy says
MISTAKES = [
    ("https://id.loc.gov/authorities/subjects/sh85023536", "Begin it with http://id.loc.gov/"),
    ("http://id.loc.gov/authorities/subjects/85023536", "none of the names"),
    ("https://eurovoc.europa.eu/6553", "Begin it with http://eurovoc"),
    ("http://eurovoc.europa.eu/5669", "the image that a person has in public"),
    ("https://qudt.org/vocab/unit/MO", "Begin it with http://qudt.org/"),
    ("https://dbpedia.org/resource/Minnesota", "Begin it with http://dbpedia.org/"),
    ("https://purl.org/linked-data/sdmx/2009/code#sex-F", "Begin it with http://purl.org/"),
    ("http://purl.org/linked-data/sdmx/2009/code#sex-T", "none of the names"),
    ("http://reference.data.gov.uk/id/government-year/2018-2019", "none of the names"),
    (
        "https://reference.data.gov.uk/id/gregorian-interval/2018-10-01T00:00:00/P1Y",
        "Begin it with http://ref",
    ),
    ("http://ror.org/02916qm60", "Begin it with https://ror.org/"),
    ("http://schema.org/Legislation", "Begin it with https://schema.org/"),
    ("https://sws.geonames.org/5037779", "none of the names"),
    ("http://release.niem.gov/niem/domains/jxdm/7.2/SentenceTerm", "none of the names"),
    (
        "https://release.niem.gov/niem/domains/jxdm/7.2/#SentenceTerm",
        "Begin it with http://release.niem.gov/",
    ),
    ("https://guidelines.ussc.gov/gl/2G2.1", "none of the names"),
    ("https://example.org/%c2%a7", "not an absolute IRI"),
    ("https://example.org", "not an absolute IRI"),
    ("mailto:a@example.org", "not an absolute IRI"),
]


@pytest.mark.parametrize(("target", "says"), MISTAKES)
def test_an_iri_that_looks_right(target: str, says: str) -> None:
    found = [f"{problem}. {remedy}" for problem, remedy in faults(target)]
    assert any(says in text for text in found), found


def test_namespaces_tell_apart_what_they_name() -> None:
    assert namespace("http://www.wikidata.org/entity/Q30") == "http://www.wikidata.org/entity/"
    assert namespace("https://example.org/a/b") == "https://example.org/"
    assert len({start for start, _ in NAMESPACES}) == len(NAMESPACES)


TOPICS = [
    ("  - {id: nibrs, label", "  - {id: iccs, label", "the id 'iccs' stands here twice"),
    ("  - {id: obscenity,", "  - {id: imprisonment,", "the id 'imprisonment' stands here twice"),
    (r"'ICCS\d{2,6}'", "'ICCS('", "not a regular expression"),
    ("alt: [child", "other: [child", "the field 'other' is not known here"),
]


@pytest.mark.parametrize(("old", "new", "says"), TOPICS)
def test_wrong_topics(small: Path, old: str, new: str, says: str) -> None:
    path = small / "data" / "shared" / "topics.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataErrors, match=rf"topics\.yaml:\d+:\d+: .*{re.escape(says)}"):
        read(small / "data")


def test_a_report_links_by_its_own_prefix(small: Path) -> None:
    row = "demo-cat:outcome.granted,skos:closeMatch,http://www.wikidata.org/entity/Q1,iri,,seen,a list,"
    (small / "data" / "links.csv").write_text(f"{','.join(HEADER)}\n{row}\n{CODE}\n", encoding="utf-8")
    links = read(small / "data").links.links
    assert [link.entity.removeprefix(BASE) for link in links] == [
        "report/demo-2022/concept/outcome.granted",
        "court/mnd",
    ]


# --- the links as they are --------------------------------------------------


def test_graphs_hold_the_rows_by_proof(rows: list[dict[str, str]], quads: list[Quad]) -> None:
    relations = {PREFIXES[name.partition(":")[0]] + name.partition(":")[2] for name in RELATIONS}
    linked = [
        quad for quad in quads if not str(quad.subject).startswith(f"<{PREFIXES['county']}")
    ]  # places.csv
    count = Counter(graph_of(quad) for quad in linked if quad.predicate.value in relations)
    proofs = Counter(row["proof"] for row in rows)
    assert set(proofs) == {"seen", "pattern-documented"}
    assert (count[LINKS], count[DOCUMENTED]) == (proofs["seen"], proofs["pattern-documented"])
    # what no report says stands in no other graph
    background = tuple(PREFIXES[name] for name in ("circuit", "county", "datatype", "topic"))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(background):
            assert graph_of(quad) in (LINKS, DOCUMENTED), quad
    described = {iri(q.subject) for q in quads if q.predicate == DCTERMS.description}
    assert {LINKS, DOCUMENTED} <= described


def test_what_is_linked_is_described(quads: list[Quad], data: Data) -> None:
    """A link starts from a thing with a label, and one that stays within the data ends at such a thing."""
    labelled = {quad.subject for quad in quads if quad.predicate in (RDFS.label, SKOS.prefLabel)}
    for quad in quads:
        if graph_of(quad) in (LINKS, DOCUMENTED):
            assert quad.subject in labelled, quad
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(BASE):
                assert quad.object in labelled, quad
    known = entities(data.shared, data.links.topics.values(), data.reports)
    assert {item.iri for item in known.values() if NamedNode(item.iri) not in labelled} == set()


def test_units_are_those_of_the_measures() -> None:
    known = {PREFIXES[name.partition(":")[0]] + name.partition(":")[2] for name in UNITS}
    assert known == {node.value for node in UNIT_NODES.values()}


def test_no_relation_is_stronger_than_its_proof(rows: list[dict[str, str]], quads: list[Quad]) -> None:
    weak = {quad.predicate.value for quad in quads if graph_of(quad) == DOCUMENTED}
    assert {RDFS.seeAlso.value} < weak
    assert weak <= {
        PREFIXES[r.partition(":")[0]] + r.partition(":")[2] for r, x in RELATIONS.items() if x.documented
    }
    assert not {name for name, rule in RELATIONS.items() if rule.documented} & IDENTITY
    for row in rows:
        if row["relation"] == "owl:sameAs":
            assert row["entity"].partition(":")[0] in ("agency", "court", "state"), row
    assert {row["relation"] for row in rows} == set(RELATIONS), "a relation that no row uses"


def test_codes_are_typed_by_their_system(quads: list[Quad], data: Data) -> None:
    """Code systems reuse numbers: 16 is Maryland in one and the Middle District of Pennsylvania in another."""
    datatypes = {
        quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == RDFS.Datatype
    }
    strings = {
        quad.subject for quad in quads if (quad.predicate, quad.object) == (RDFS.subClassOf, XSD.string)
    }
    used: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate not in (DCTERMS.identifier, ELI.id_local):
            continue
        if graph_of(quad) in (LINKS, DOCUMENTED) and isinstance(quad.object, Literal):
            assert quad.object.datatype in datatypes, quad
            assert quad.object.datatype in strings, "the range of eli:id_local is a string"
            used[quad.object.datatype.value.removeprefix(PREFIXES["datatype"])].add(iri(quad.subject))
    assert set(used) == set(data.links.code_systems), "a code system without codes"
    sixteen = {
        (iri(q.subject).removeprefix(BASE), q.object.datatype.value.rpartition("/")[2])
        for q in quads
        if isinstance(q.object, Literal) and q.object.value == "16" and graph_of(q) == LINKS
    }
    assert sixteen == {
        ("court/mdd", "fjc-idb"),
        ("district/mdd", "ussc-district"),
        ("district/pamd", "ussc-circdist"),
    }


def test_every_topic_is_linked_and_led_to(data: Data) -> None:
    out = {link.entity for link in data.links.links}
    into = {link.target for link in data.links.links if link.is_iri}
    topics = {PREFIXES["topic"] + name for name in data.links.topics}
    assert topics - out == set()
    assert topics - into == set()


def test_courts_states_and_bodies_have_their_identifiers(rows: list[dict[str, str]], data: Data) -> None:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        what = row["code_system"] or (namespace(row["target"]) if row["relation"] == "owl:sameAs" else "")
        found[row["entity"]][what] += 1
    item = "http://www.wikidata.org/entity/"
    for district in data.shared.districts:
        court = found[f"court:{district}"]
        names = "pacer pacer-number fjc-idb fjc-circuit-district bluebook courtlistener-citation sali-lmss"
        scales = "http://schemas.scales-okn.org/rdf/scales#"
        assert [court[x] for x in (item, scales, *names.split())] == [1] * 9
        area = "ussc-district ussc-circdist ussc-district-name ussc-district-letters nibrs-district"
        assert [found[f"district:{district}"][x] for x in area.split()] == [1] * 5
        assert not found[f"district:{district}"][item], "the item is the court and not the district"
    places = (item, "http://sws.geonames.org/", "https://sws.geonames.org/")
    for state in data.shared.states:
        keys = (*places, "fips-state", "iso-3166-2", "ocd-division")
        assert [found[f"state:{state}"][x] for x in keys] == [1] * 6
    assert {row["entity"] for row in rows if row["target"].startswith("https://ror.org/")} == {
        "agency:doj",
        "agency:cdc",
        "agency:nih",
        "agency:nlm",
    }


def test_every_cited_section_has_the_codes_that_others_join_with(data: Data) -> None:
    codes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for link in data.links.links:
        codes[link.entity.removeprefix(PREFIXES["law"])][link.code_system].add(link.target)
    for name, provision in data.shared.provisions.items():
        book, sign, number = (provision.identifier or "").partition("§")
        if sign and book.startswith("USSG"):
            assert codes[name]["ussg"] == {number}, name
        elif sign:
            assert codes[name]["title-section"] == {f"18:{number.strip()}"}, name
            assert codes[name]["uslm"], name
            if provision.kind == "section":
                assert codes[name]["usc-18-section"] == {number.strip()}
                assert codes[name]["ussc-statute"] == {f"18{number.strip()}"}
    assert codes["usc-18-ch110"]["uslm"] == {"/us/usc/t18/ptI/ch110", "/us/usc/t18/ch110"}


def test_counts_by_scheme(rows: list[dict[str, str]]) -> None:
    """What is linked, and how often: a row that is lost or added by mistake is seen here."""
    starts = {start for start, _ in NAMESPACES}
    spaces = Counter(namespace(row["target"]) for row in rows if row["target_kind"] == "iri")
    counts = "".join(f"{name} {count}\n" for name, count in sorted(spaces.items()) if name in starts)
    assert (
        counts
        == """\
http://dbpedia.org/resource/ 1
http://eurovoc.europa.eu/ 12
http://id.loc.gov/authorities/subjects/ 48
http://publications.europa.eu/resource/authority/ 2
http://purl.fdlp.gov/ 1
http://purl.org/linked-data/sdmx/2009/code# 2
http://qudt.org/vocab/unit/ 2
http://release.niem.gov/ 4
http://schemas.scales-okn.org/rdf/scales# 8
http://sws.geonames.org/ 7
http://www.ontology-of-units-of-measure.org/resource/om-2/ 4
http://www.wikidata.org/entity/ 24
https://folio.openlegalstandard.org/ 24
https://guidelines.ussc.gov/ 14
https://purl.org/okn/ 1
https://ror.org/ 4
https://sws.geonames.org/ 8
https://www.courtlistener.com/ 16
https://www.govinfo.gov/link/ 8
"""
    )
    codes = Counter(row["code_system"] for row in rows if row["code_system"])
    assert " ".join(f"{name}:{count}" for name, count in sorted(codes.items())) == (
        "akn:1 bluebook:8 congress-bill:1 courtlistener-citation:8 crossref-funder:4 ein:1 eurostat-iccs:1 "
        "fips-state:7 fjc-circuit-district:8 fjc-idb:8 iccs:4 isni:3 iso-3166-2:7 nibrs:2 nibrs-district:8 "
        "ocd-division:7 pacer:8 pacer-number:8 public-law:1 sali-lmss:12 statutes-at-large:1 title-section:5 "
        "ucum:2 usc-18-section:3 uslm:10 ussc-circdist:8 ussc-district:8 ussc-district-letters:8 "
        "ussc-district-name:8 ussc-statute:3 ussc-variable:17 ussg:22"
    )


def test_known_pitfalls(rows: list[dict[str, str]], quads: list[Quad]) -> None:
    said = {(row["entity"], row["target"]): row for row in rows}
    assert not {target for _, target in said} & set(NEVER)
    assert all(row["target"].isascii() for row in rows if row["target_kind"] == "iri")
    # a variable is named for the fiscal years that have it
    assert said["scheme:range", f"{BASE}topic/ussc-sentrnge"]
    assert ("scheme:range", f"{BASE}topic/ussc-bookercd") not in said
    # units and documents are no concepts: nothing of SKOS matches them
    matched = {row["entity"].partition(":")[0] for row in rows if row["relation"].endswith("Match")}
    assert not matched & {"def", "source", "time", "unit"}
    # the international class holds production and possession alike
    for name in ("production", "non-production"):
        row = said[f"cat:offense-of-conviction.{name}", f"{BASE}topic/iccs-030221"]
        assert row["relation"] == "skos:broadMatch"
    # documents and concepts are not the items about them
    for quad in quads:
        if quad.predicate == OWL.sameAs:
            assert iri(quad.subject).removeprefix(BASE).partition("/")[0] in ("agency", "court", "state"), (
                quad
            )
        elif quad.predicate == SKOS.exactMatch:
            assert graph_of(quad) == LINKS
    assert said["court:mowd", "http://www.mow.uscourts.gov/"]["relation"] == "foaf:homepage"
