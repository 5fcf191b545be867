"""Links to other datasets, no stronger than their proof; and what each category is in the public datafiles."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import tables
from conftest import REPO
from cpgraph.graphs.shared import UNITS as UNIT_NODES
from cpgraph.reader import crosswalk, read
from cpgraph.reader.entities import UNITS, entities
from cpgraph.reader.links import HEADER, IDENTITY, RELATIONS
from cpgraph.reader.targets import NAMESPACES, NEVER, namespace
from cpgraph.records.data import Data
from cpgraph.vocab import BASE, CPG, DCTERMS, ELI, OWL, PREFIXES, RDF, RDFS, SKOS, XKOS

LINKS, DOCUMENTED = f"{BASE}graph/links", f"{BASE}graph/links-documented"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return tables.read(REPO / "data" / "links.csv")


def graph_of(quad: Quad) -> str:
    """The name of the graph a quad stands in."""
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def iri(term: object) -> str:
    """The characters of a term that must be an IRI."""
    assert isinstance(term, NamedNode)
    return term.value


def test_namespaces_tell_apart_what_they_name() -> None:
    assert namespace("http://www.wikidata.org/entity/Q30") == "http://www.wikidata.org/entity/"
    assert namespace("https://example.org/a/b") == "https://example.org/"
    assert len({start for start, _ in NAMESPACES}) == len(NAMESPACES)


def test_a_report_links_by_its_own_prefix(small: Path) -> None:
    code = "court:mnd,dcterms:identifier,mnd,literal,pacer,seen,a table,"
    row = "demo-cat:outcome.granted,skos:closeMatch,http://www.wikidata.org/entity/Q1,iri,,seen,a list,"
    (small / "data" / "links.csv").write_text(f"{','.join(HEADER)}\n{row}\n{code}\n", encoding="utf-8")
    links = read(small / "data").links.links
    assert [link.entity.removeprefix(BASE) for link in links] == [
        "report/demo-2022/concept/outcome.granted",
        "court/mnd",
    ]


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
    for quad in quads:  # documents and concepts are not the items about them
        if quad.predicate == OWL.sameAs:
            assert iri(quad.subject).removeprefix(BASE).partition("/")[0] in ("agency", "court", "state"), (
                quad
            )
        elif quad.predicate == SKOS.exactMatch:
            assert graph_of(quad) == LINKS
    assert {row["relation"] for row in rows} == set(RELATIONS), "a relation that no row uses"


def test_codes_are_typed_by_their_system(quads: list[Quad], data: Data) -> None:
    """Code systems reuse numbers: 16 is Maryland in one and the Middle District of Pennsylvania in another."""
    datatypes = {
        quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == RDFS.Datatype
    }
    used: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate not in (DCTERMS.identifier, ELI.id_local):
            continue
        if graph_of(quad) in (LINKS, DOCUMENTED) and isinstance(quad.object, Literal):
            assert quad.object.datatype in datatypes, quad
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
        area = "ussc-district ussc-circdist ussc-district-name district-full-name ussc-district-letters nibrs-district"
        assert [found[f"district:{district}"][x] for x in area.split()] == [1] * 6
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


def test_known_pitfalls(rows: list[dict[str, str]]) -> None:
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
    assert said["court:mowd", "http://www.mow.uscourts.gov/"]["relation"] == "foaf:homepage"


def test_every_district_has_its_circuit_and_counties(quads: list[Quad]) -> None:
    within = {(q.subject, q.object) for q in quads if q.predicate == DCTERMS.isPartOf}
    kinds = {
        kind: {q.subject for q in quads if (q.predicate, q.object) == (RDF.type, kind)}
        for kind in (CPG.District, CPG.Circuit, CPG.County)
    }
    held = Counter(str(area) for place, area in within if place in kinds[CPG.County])
    for district in kinds[CPG.District]:
        assert sum((district, circuit) in within for circuit in kinds[CPG.Circuit]) == 1
        assert held[str(district)] > 20
    assert sum(held.values()) == len(kinds[CPG.County])
    # Minnesota and Maryland are whole
    assert [held[f"<{PREFIXES['district']}{name}>"] for name in ("mnd", "mdd")] == [87, 24]


def test_a_row_of_a_scheme_is_for_the_categories_without_one(small: Path) -> None:
    rows = "demo-cat:outcome.granted,NEWCIT,0|>5,2005,2017,a codebook,\ndemo-scheme:outcome,,,,,a codebook,none is read"
    (small / "data" / "crosswalk.csv").write_text(f"{','.join(crosswalk.HEADER)}\n{rows}\n", encoding="utf-8")
    data = read(small / "data")
    found = {match.name: match for match in data.crosswalk}
    assert found["outcome.granted"].values == ("0", ">5")
    assert found["outcome.granted"].years == tuple(range(2005, 2018))
    assert {match.values for name, match in found.items() if name != "outcome.granted"} == {()}
    assert {match.note for name, match in found.items() if name != "outcome.granted"} == {"none is read"}


def test_the_file_says_what_each_category_is_in_the_datafiles(built: Path, quads: list[Quad]) -> None:
    table = {row["category"].rpartition("/")[2]: row for row in tables.read(built / "crosswalk.csv")}
    associations = [q for q in quads if q.predicate == RDF.type and q.object == XKOS.ConceptAssociation]
    assert len(associations) == len(table)
    said = {name: (row["variable"], row["values"]) for name, row in table.items()}
    # as the codebook has them, and for the range as the datafiles from fiscal year 2018 on are read
    assert said["prod"] == ("GDLINEHI", "2G2.1")
    assert said["citizenship.us"] == ("NEWCIT", "0")
    assert said["education.college"] == ("NEWEDUC", "5;6")
    assert said["mandatory-minimum.over-fifteen"] == ("STATMIN", ">180")
    assert said["repeat-offender.a"] == ("SEXOFFNA", ">0")
    assert said["cross-reference.from-2G2.2"] == ("GDSTATHI", "2G2.2")
    assert said["range.departure-below"] == ("SENTRNGE", "2;3;4;5")
    assert table["range.within"]["years"] == "2018;2019"
    # what has no value says why
    assert said["victim-age.infant"] == said["soc.b1"] == ("", "")
    assert all(row["note"] for row in table.values() if not row["variable"])
