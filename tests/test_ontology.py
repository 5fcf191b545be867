"""The ontology describes each of its terms once, in one form; lists hold the terms of all vocabularies."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import REPO
from cpgraph import vocab
from cpgraph.vocab import CPG, ELI, NAMESPACES, OWL, PREFIXES, QB, RDF, RDFS, SCHEMA, SH, SKOS, XSD

FILES = sorted((REPO / "ontology").glob("*.ttl"))
NS = PREFIXES["cpg"]
HOME = NamedNode(NS.removesuffix("#"))
CLASSES, PROPERTIES = {OWL.Class}, {OWL.ObjectProperty, OWL.DatatypeProperty}


def quads(name: str = "cpg") -> list[Quad]:
    return list(parse(path=str(REPO / "ontology" / f"{name}.ttl"), format=RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def terms() -> dict[str, dict[NamedNode, list[object]]]:
    """Each of our terms with what the ontology says of it."""
    found: dict[str, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for item in quads():
        if isinstance(item.subject, NamedNode) and item.subject.value.startswith(NS):
            found[item.subject.value.removeprefix(NS)][item.predicate].append(item.object)
    assert len(found) > 100
    return found


def one(term: dict[NamedNode, list[object]], predicate: NamedNode) -> str:
    """The only value of a predicate, an English text."""
    assert len(term[predicate]) == 1, predicate
    value = term[predicate][0]
    assert isinstance(value, Literal)
    assert value.language == "en"
    return value.value


def test_labels_and_definitions(terms: dict[str, dict[NamedNode, list[object]]]) -> None:
    for name, term in terms.items():
        called = SKOS.prefLabel if {SKOS.Concept, SKOS.ConceptScheme} & set(term[RDF.type]) else RDFS.label
        label, definition = one(term, called), one(term, SKOS.definition)
        assert label != name, f"{name}: the label is the name again"
        assert not re.search(r"[a-z][A-Z]", label), f"{name}: a label is words"
        assert label[0].isupper() or not CLASSES & set(term[RDF.type]), f"{name}: classes in sentence case"
        assert re.fullmatch(r"[A-Z][^.]*(?:\.[^ .][^.]*)*\.", definition), (
            f"{name}: one sentence, one full stop"
        )
        assert not re.search(rf"\b{re.escape(label)}\b", definition, re.IGNORECASE), (
            f"{name} repeats its label"
        )
        assert term[RDFS.isDefinedBy] == [HOME], name


def test_every_term_is_of_one_kind(terms: dict[str, dict[NamedNode, list[object]]]) -> None:
    kinds = CLASSES | PROPERTIES | {SKOS.Concept, SKOS.ConceptScheme}
    for name, term in terms.items():
        types = set(term[RDF.type])
        assert len(types & kinds) == 1, name
        assert types - kinds <= {
            QB.AttributeProperty,
            QB.CodedProperty,
            QB.DimensionProperty,
            QB.MeasureProperty,
            ELI.ResourceType,
        }
        assert name[0].islower() == bool(types & PROPERTIES), (
            f"{name}: classes and codes upper, properties lower"
        )
        if SKOS.Concept in types:
            assert term[SKOS.inScheme], name
            assert term[SKOS.inScheme] == term[SKOS.topConceptOf], name
        if QB.CodedProperty in types:
            assert len(term[QB.codeList]) == 1, name


def test_properties_have_a_range_of_their_kind(terms: dict[str, dict[NamedNode, list[object]]]) -> None:
    texts = {RDF.langString, XSD.decimal, XSD.gYear, XSD.integer, XSD.string}
    for name, term in terms.items():
        if PROPERTIES & set(term[RDF.type]):
            several = term[SCHEMA.rangeIncludes] or term[RDFS.subPropertyOf]
            assert len(term[RDFS.range]) == 1 or (several and not term[RDFS.range]), name
            ranges = {*term[RDFS.range], *term[SCHEMA.rangeIncludes]}
            assert bool(texts & ranges) == (OWL.DatatypeProperty in term[RDF.type]), name
            assert XSD.gYear not in term[RDFS.range], f"{name}: OWL 2 has no such datatype"
            assert not term[RDFS.domain], f"{name}: a domain would infer; schema:domainIncludes informs"


def test_owl_2_dl() -> None:
    """What the OWL 2 DL profile asks of an ontology of declarations and annotations.

    Source: OWL 2 Structural Specification, sections 3 and 5.8.1: a name that stands as class or property is declared
    so, no name is two kinds of property, and the reserved vocabulary is not redefined.
    """
    built_in = tuple(f"<{PREFIXES[name]}" for name in ("owl", "rdf", "rdfs", "xsd"))
    entities = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    declared: dict[object, set[object]] = defaultdict(set)
    for item in quads():
        if item.predicate == RDF.type and item.object in entities:
            declared[item.subject].add(item.object)
    properties = entities - {OWL.Class}
    for name, kinds in declared.items():
        assert len(kinds & properties) <= 1, f"{name} is two kinds of property"
        assert not str(name).startswith(built_in), name
    for item in quads():
        if not str(item.predicate).startswith(built_in):
            assert declared[item.predicate] & properties, f"{item.predicate} is not declared"
        if item.predicate in {RDF.type, RDFS.subClassOf} and not str(item.object).startswith(built_in):
            assert OWL.Class in declared[item.object], f"{item.object} is not declared"
        if item.predicate == RDFS.range:
            is_data = OWL.DatatypeProperty in declared[item.subject]
            assert (OWL.Class in declared[item.object]) != is_data, item
        if item.predicate == RDFS.subPropertyOf:
            assert declared[item.subject] == declared[item.object], item


def test_schemes_list_their_codes(terms: dict[str, dict[NamedNode, list[object]]]) -> None:
    for name, term in terms.items():
        if SKOS.ConceptScheme in term[RDF.type]:
            members = {CPG[other] for other in terms if CPG[name] in terms[other][SKOS.inScheme]}
            assert set(term[SKOS.hasTopConcept]) == members != set(), name


@pytest.mark.parametrize("name", ["ns", "shapes"])
def test_earlier_releases_are_kept(name: str) -> None:
    """The IRI of the release before this one leads to the file as it was."""
    home = {"ns": "cpg"}.get(name, name)
    (prior,) = [str(item.object) for item in quads(home) if item.predicate == OWL.priorVersion]
    file = REPO / "ontology" / "releases" / f"{name}-{prior.strip('<>').rpartition('/')[2]}.ttl"
    earlier = parse(path=str(file), format=RdfFormat.TURTLE)
    assert [str(item.object) for item in earlier if item.predicate == OWL.versionIRI] == [prior]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_term_used_exists(path: Path) -> None:
    """A misspelt term of any vocabulary used would say nothing, and no validator would object."""
    seen = 0
    for item in parse(path=str(path), format=RdfFormat.TURTLE):
        for node in (item.subject, item.predicate, item.object):
            term = node.datatype if isinstance(node, Literal) else node
            if not isinstance(term, NamedNode):
                continue
            for prefix, closed in NAMESPACES.items():
                if term.value.startswith(PREFIXES[prefix]):
                    seen += 1
                    assert term.value.removeprefix(PREFIXES[prefix]) in closed, term
    assert seen


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of a file, each with its blocks."""
    for section in re.split(r"^# --- ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = section.partition("\n")
        yield title, [block for block in rest.strip().split("\n\n") if block]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_layout(path: Path) -> None:
    """Prefixes sorted and used, one statement a line, four spaces, a lone full stop, blocks by name."""
    text = path.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)
    assert prefixes == sorted(prefixes)
    body = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert {name for name, _ in prefixes} == {
        name for name in PREFIXES if re.search(rf"(?<![\w-]){name}:\w", re.sub(r"<[^>]*>", "", body))
    }
    assert dict(prefixes).items() <= PREFIXES.items()
    for title, items in blocks(text):
        heads = []
        for block in items:
            lines = block.split("\n")
            heads.append(lines[0])
            assert lines[-1] == ".", block
            inner = [line for line in lines[1:-1] if not re.fullmatch(r"        \S+|    \) ;", line)]
            assert all(re.fullmatch(r"    \S.*(?: ;| \()", line) for line in inner), block
        assert heads == sorted(heads), title


# --- The lists of terms ---

EXTERNAL = sorted(set(NAMESPACES) - {"cpg"})
# The vocabularies that say https; all others say http, and a wrong letter would name other terms.
HTTPS = {"cube-link", "schema"}


def declared() -> Iterator[str]:
    """The local names that the ontology describes."""
    for item in quads():
        if isinstance(item.subject, NamedNode) and item.subject.value.startswith(PREFIXES["cpg"]):
            yield item.subject.value.removeprefix(PREFIXES["cpg"])


def test_every_vocabulary_has_its_list() -> None:
    own = {prefix for prefix, iri in PREFIXES.items() if iri.startswith(vocab.BASE)}
    assert set(PREFIXES) - own == set(EXTERNAL)


@pytest.mark.parametrize("prefix", NAMESPACES)
def test_a_list_says_where_it_was_read_and_whose_names_it_holds(prefix: str) -> None:
    lines = (vocab.TERM_LISTS / f"{prefix}.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("# source: ") for line in lines[:2])
    assert lines[2] == f"# namespace: {PREFIXES[prefix]}"
    assert PREFIXES[prefix].startswith("https://" if prefix in HTTPS | {"cpg"} else "http://")
    assert PREFIXES[prefix][-1] in "#/"
    names = [line for line in lines if line[0] != "#"]
    assert names == list(dict.fromkeys(names)) == list(NAMESPACES[prefix])
    assert len(names) >= 5


def test_our_terms_are_those_of_the_ontology() -> None:
    names = set(declared())
    assert len(names) > 100
    assert set(CPG) == names


def test_one_prefix_one_namespace() -> None:
    table = {**PREFIXES, **vocab.report_prefixes("demo")}
    assert len(table) == len(PREFIXES) + len(vocab.REPORT_FOLDERS), "a report's prefix is also a shared one"
    assert len(set(table.values())) == len(table), "two prefixes for one namespace"


def test_a_misspelt_term_is_an_error_that_names_the_right_one() -> None:
    with pytest.raises(AttributeError, match=r"skos:prefLable is not .* did you mean prefLabel"):
        SKOS.prefLable  # noqa: B018
    with pytest.raises(AttributeError, match=r"cpg:zzz is not a term of its vocabulary\."):
        CPG["zzz"]


def test_no_term_is_shadowed_by_a_method() -> None:
    for closed in NAMESPACES.values():
        for name in closed:
            assert getattr(closed, name) == closed[name] == NamedNode(PREFIXES[str(closed)] + name)
    assert not [name for name in dir(vocab.Closed) if not name.startswith("_")]
    assert SH["in"].value == "http://www.w3.org/ns/shacl#in"


def test_a_namespace_can_be_copied() -> None:
    assert copy.copy(CPG).Measure == CPG.Measure
    with pytest.raises(AttributeError):
        vocab.Closed.__new__(vocab.Closed).title  # noqa: B018  (what copying does first must not run in circles)
