"""The description of the data: every count is true, every file and version what it is said to be."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from conftest import REPO
from cpgraph import __version__, schema_org
from cpgraph.build import build
from cpgraph.describe.provenance import provenance
from cpgraph.describe.statistics import short
from cpgraph.files import SUMS, digest
from cpgraph.iris import graph, shared
from cpgraph.vocab import BASE, DCTERMS, LICENSE, PREFIXES, RDF, SCHEMA, is_apart
from linked.asking import PROLOGUE, pairs, rows

RID = "ussc-2021-production"
CATALOG_GRAPH = graph("catalog")
WHOLE = shared("dataset", "cpgraph")


def quads_of(folder: Path) -> list[Quad]:
    return list(parse(path=str(folder / "cpgraph.nq"), format=RdfFormat.N_QUADS))


def one(store: Store, text: str) -> str:
    ((value,),) = rows(store, text)
    return value


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    found = Store()
    found.extend(quads_of(built))
    return found


# --- Counts -----------------------------------------------------------------

# What a dataset says of itself, by the names of what `counted` counts; `{d}` is the dataset.
SAID = {
    "whole": "SELECT ?t ?s ?p ?c ?e { {d} void:triples ?t ; void:distinctSubjects ?s ; "
    "void:properties ?p ; void:classes ?c ; void:entities ?e }",
    "property": "SELECT ?p ?n ?s { {d} void:propertyPartition [ void:property ?p ; void:triples ?n ; "
    "void:distinctSubjects ?s ] }",
    "class": "SELECT ?c ?n { {d} void:classPartition [ void:class ?c ; void:entities ?n ] }",
}


def counted(triples: set[Triple]) -> dict[str, list[tuple[str, ...]]]:
    """The rows that the queries above must give for a set of triples, counted without SPARQL."""
    starts: dict[str, set[Any]] = defaultdict(set)
    uses, members = Counter[str](), Counter[str]()
    for s, p, o in triples:
        starts[p.value].add(s)
        uses[p.value] += 1
        if p == RDF.type:
            members[o.value] += 1
    subjects = set().union(*starts.values())
    ours = [s for s in subjects if isinstance(s, NamedNode) and s.value.startswith(BASE)]
    return {
        "whole": [tuple(str(len(item)) for item in (triples, subjects, starts, members, ours))],
        "property": [(p, str(n), str(len(starts[p]))) for p, n in uses.items()],
        "class": [(name, str(n)) for name, n in members.items()],
    }


def datasets(store: Store) -> Iterator[tuple[str, set[str]]]:
    """Every dataset with statistics, and the named graphs whose triples it counts; not those that are linked to."""
    own = (
        "SELECT ?d WHERE { ?d a void:Dataset FILTER NOT EXISTS { ?links void:objectsTarget ?d } } ORDER BY ?d"
    )
    for (name,) in rows(store, own):
        part = f"SELECT ?g WHERE {{ <{name}> void:subset ?g FILTER NOT EXISTS {{ ?g a void:Linkset }} }}"
        parts = {g for (g,) in rows(store, part)}
        yield name, parts or {name}


def assert_counts(folder: Path) -> int:
    """Hold every count of a build against what is counted in the graphs that it is about."""
    everything, store, seen = quads_of(folder), Store(), 0
    store.extend(everything)
    for name, parts in datasets(store):
        expected = counted({q.triple for q in everything if getattr(q.graph_name, "value", "") in parts})
        for key, query in SAID.items():
            told = rows(store, query.replace("{d}", f"<{name}>"))
            if "/graph/" in name and key != "whole":  # only datasets are counted by property and class
                assert not told
                continue
            assert sorted(told) == sorted(expected[key]), (name, key)
            seen += len(told)
    return seen


def test_every_count_is_true(built: Path, small: Path) -> None:
    assert assert_counts(built) > 400
    build(small, small / "dist", lambda _: None)
    assert assert_counts(small / "dist") > 200


def test_all_graphs_are_counted(store: Store) -> None:
    names = {g.value for g in store.named_graphs() if isinstance(g, NamedNode)}
    found, apart = dict(datasets(store)), {name for name in names if is_apart(name)}
    names -= apart
    assert found[WHOLE.value] == names
    own = {name for name in names if name.startswith(f"{BASE}report/{RID}/")}
    assert found[f"{BASE}dataset/{RID}"] == own
    assert set(found) == {WHOLE.value, f"{BASE}dataset/{RID}"} | names | apart
    for name in (WHOLE.value, f"{BASE}dataset/{RID}"):
        text = one(store, f"SELECT ?d WHERE {{ <{name}> dcterms:description ?d }}")
        assert "all named graphs but the row view" in text


def test_a_term_without_a_known_prefix_still_has_a_name() -> None:
    assert short(NamedNode(PREFIXES["qb"] + "Observation")) == "qb.Observation"
    assert re.fullmatch(r"[0-9a-f]{12}", short(NamedNode("https://other.example/term")))


# --- Files ------------------------------------------------------------------


def test_every_distribution_is_a_file_of_that_size_and_digest(built: Path, store: Store) -> None:
    found = rows(
        store,
        "SELECT ?name ?size ?sum ?url ?type WHERE { <" + WHOLE.value + "> dcat:distribution ?d . "
        "?d dcterms:identifier ?name ; dcat:downloadURL ?url ; dcat:mediaType ?type "
        "OPTIONAL { ?d dcat:byteSize ?size ; spdx:checksum ?c . ?c spdx:checksumValue ?sum ; "
        "spdx:algorithm spdx:checksumAlgorithm_sha256 } }",
    )
    shown = {".csv", ".nq", ".parquet", ".trig", ".xlsx"}
    assert {row[0] for row in found} == {path.name for path in built.iterdir() if path.suffix in shown}
    for name, size, total, url, kind in found:
        content = (built / name).read_bytes()
        assert url == f"{PREFIXES['download']}{name}"
        assert kind.startswith("https://www.iana.org/assignments/media-types/")
        if not name.endswith(".csv"):
            assert (size, total) == ("", ""), "a file cannot hold its own checksum; others vary by library"
        else:
            assert (int(size), total) == (len(content), sha256(content).hexdigest())


def test_checksums_list_every_file(built: Path) -> None:
    text = (built / SUMS).read_text(encoding="utf-8")
    sizes = {name: int(size) for size, name in re.findall(r"^# +([0-9]+) (.+)$", text, re.MULTILINE)}
    lines = [line.split("  ") for line in text.splitlines() if not line.startswith("#")]
    assert {name for _, name in lines} == {path.name for path in built.iterdir()} - {SUMS} == set(sizes)
    for total, name in lines:
        content = (built / name).read_bytes()
        assert (total, sizes[name]) == (sha256(content).hexdigest(), len(content))


def turtle(path: Path) -> set[Triple]:
    return {Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=RdfFormat.TURTLE)}


def test_the_metadata_files_are_slices_of_the_catalog(built: Path) -> None:
    quads = quads_of(built)
    held = {q.triple for q in quads if q.graph_name == CATALOG_GRAPH}
    dcat, stats = turtle(built / "dcat.ttl"), turtle(built / "void.ttl")
    covered = {t.object for t in dcat if t.predicate in (DCTERMS.temporal, DCTERMS.spatial)}
    lent = {t for t in dcat if t.subject in covered}  # what the periods and places are, from other graphs
    assert (dcat - lent) | stats == held
    assert lent < {q.triple for q in quads}
    title = Triple(WHOLE, NamedNode(PREFIXES["dcterms"] + "license"), NamedNode(LICENSE))
    assert title in dcat
    assert title in stats


# --- Catalog ----------------------------------------------------------------


def test_the_catalog_names_its_datasets_and_service(store: Store) -> None:
    names = {d for (d,) in rows(store, f"SELECT ?d WHERE {{ <{BASE}catalog> dcat:dataset ?d }}")}
    assert names == {WHOLE.value, f"{BASE}dataset/{RID}"}
    for name in names:
        about = one(
            store,
            f"SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE {{ <{name}> ?p ?o VALUES ?p {{ dcterms:title dcterms:issued "
            "dcterms:description dcterms:publisher dcterms:license dcterms:modified dcat:version dcat:keyword "
            "dcterms:conformsTo dcat:distribution } }",
        )
        assert about == "10", name
    served = one(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s a dcat:DataService ; dcat:servesDataset ?d }")
    assert served == "2"
    assert one(store, "SELECT ?u WHERE { ?s a dcat:DataService ; dcat:endpointURL ?u }") == f"{BASE}sparql"


def test_the_dataset_of_a_report_says_what_it_is_about(store: Store) -> None:
    node = f"<{BASE}dataset/{RID}>"
    assert one(store, f"SELECT ?s WHERE {{ {node} dcterms:source ?s }}") == f"{BASE}report/{RID}"
    periods = rows(
        store, f"SELECT ?t ?l WHERE {{ {node} dcterms:temporal ?t . ?t rdfs:label ?l }} ORDER BY ?l"
    )
    assert "fiscal year 2019" in {label for _, label in periods}
    counted = rows(
        store,
        "SELECT DISTINCT ?t WHERE { ?o a qb:Observation ; cpg:population ?p . ?p cpg:period ?t }",
    )
    assert {t for t, _ in periods} >= {t for (t,) in counted}
    examples = rows(store, f"SELECT ?e WHERE {{ {node} void:exampleResource ?e . ?e a ?c }}")
    assert len(examples) >= 2


def citation() -> dict[str, Any]:
    found = yaml.safe_load((REPO / "CITATION.cff").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_one_version_everywhere(store: Store) -> None:
    """Package, ontology, shapes, datasets, program and citation say the same version."""
    assert {v for (v,) in rows(store, "SELECT ?v WHERE { ?d dcat:version ?v }")} == {__version__}
    ontologies = rows(
        store, "SELECT ?o ?v ?i WHERE { ?o a owl:Ontology ; owl:versionInfo ?v ; owl:versionIRI ?i }"
    )
    homes = (f"{BASE}{name}" for name in ("ns", "shapes", "house"))
    assert set(ontologies) == {(home, __version__, f"{home}/{__version__}") for home in homes}
    assert {
        v for (v,) in rows(store, "SELECT ?v WHERE { ?p a prov:SoftwareAgent ; owl:versionInfo ?v }")
    } == {__version__}
    assert citation()["version"] == __version__
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"], "the package takes its version from cpgraph/__init__.py"


def test_citation_agrees_with_the_catalog(store: Store) -> None:
    said = citation()
    modified = one(store, f"SELECT ?m WHERE {{ <{WHOLE.value}> dcterms:modified ?m }}")
    assert str(said["date-released"]) == modified
    assert [author["name"] for author in said["authors"]] == ["The cpgraph maintainers"]
    assert {"MIT", "CC0-1.0"} <= set(said["license"])


# --- Provenance -------------------------------------------------------------


def test_every_named_graph_says_what_it_is_and_where_it_comes_from(store: Store) -> None:
    names = {g.value for g in store.named_graphs() if isinstance(g, NamedNode)}
    said = rows(
        store,
        "SELECT ?g ?l ?d WHERE { ?g a sd:NamedGraph ; rdfs:label ?l ; dcterms:description ?d ; "
        f"prov:wasGeneratedBy <{BASE}build/{__version__}> }}",
    )
    assert {g for g, _, _ in said} == names
    assert len({label for _, label, _ in said}) == len(names)
    derived: dict[str, set[str]] = {name: set() for name in names}
    for name, origin in rows(store, "SELECT ?g ?o WHERE { ?g a sd:NamedGraph ; prov:wasDerivedFrom ?o }"):
        derived[name].add(origin.removeprefix(BASE))
    texts = {f"report/{RID}/extraction/{text}" for text in ("whole", "excerpt")}
    home = f"{BASE}report/{RID}/graph/"
    files = f"build/{__version__}_report-{RID}"
    assert derived[f"{home}facts"] == texts | {files}
    assert derived[f"{home}derived"] == {f"report/{RID}/graph/facts", files}
    assert derived[f"{BASE}graph/law"] == {f"build/{__version__}_law"}
    own = {graph("build").value, CATALOG_GRAPH.value}
    assert {name for name, origins in derived.items() if not origins} == own


def test_inputs_have_the_digest_of_their_files(store: Store) -> None:
    found = pairs(
        store,
        "SELECT ?i ?sum WHERE { ?b a prov:Activity ; prov:used ?i ; prov:wasAssociatedWith ?p . "
        "?i spdx:checksum [ spdx:checksumValue ?sum ] }",
    )
    lines = []
    folder = REPO / "data" / "reports" / RID
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(REPO).as_posix()):
        if path.suffix in (".yaml", ".csv", ".tsv"):
            name = path.relative_to(REPO).as_posix()
            lines.append(f"{sha256(path.read_bytes()).hexdigest()}  {name}\n")
    expected = sha256("".join(lines).encode()).hexdigest()
    assert found[f"{BASE}build/{__version__}_report-{RID}"] == expected
    assert digest({"b": b"2", "a": b"1"}) == digest({"a": b"1", "b": b"2"}) != digest({"a": b"2", "b": b"1"})


def test_a_graph_that_nobody_described_stops_the_build() -> None:
    with pytest.raises(KeyError, match="unheard-of"):
        list(provenance("1", [f"{BASE}graph/unheard-of"], [], {}))


def test_prefixes_are_those_of_the_file(built: Path, store: Store) -> None:
    declared = pairs(
        store,
        f"SELECT ?p ?n WHERE {{ <{BASE}prefixes> sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }}",
    )
    text = (built / "prefixes.ttl").read_text(encoding="utf-8")
    assert declared == dict(re.findall(r"^@prefix (\S+): <(.+)> \.$", text, re.MULTILINE))
    found = store.query(
        f"{PROLOGUE} ASK {{ ?d sh:namespace ?n FILTER(DATATYPE(?n) != xsd:anyURI) }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QueryBoolean)
    assert not found


# --- schema.org -------------------------------------------------------------


def walk(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def test_schema_org_says_what_the_catalog_says(built: Path, store: Store) -> None:
    document = json.loads((built / "schema-org.jsonld").read_text(encoding="utf-8"))
    terms = set(SCHEMA)
    for node in walk(document):
        assert {key for key in node if key[0] != "@"} <= terms
        assert node.get("@type", "Dataset") in terms
        assert all(value not in (None, "", []) for value in node.values()), node
    again = [
        (q.subject, q.predicate, q.object)
        for q in store.quads_for_pattern(None, None, None, CATALOG_GRAPH)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal)
    ]
    assert schema_org.document(again) == document, "pages that make it from the graph show the same"
    sets = {node["@id"]: node for node in document["@graph"] if node["@type"] == "Dataset"}
    assert set(sets) == {WHOLE.value, f"{BASE}dataset/{RID}"}
    for node in sets.values():
        assert node["version"] == __version__
        assert node["license"] == LICENSE
        assert 50 <= len(node["description"]) <= 5000, "what search engines take"
        assert {d["contentUrl"].rpartition("/")[2] for d in node["distribution"]} >= {
            "cpgraph.nq",
            "observations.csv",
        }
