"""The ontology describes each of its terms once, in one form, in words that add to the name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import REPO
from cpgraph.vocab import CPG, ELI, NAMESPACES, OWL, PREFIXES, QB, RDF, RDFS, SCHEMA, SKOS, XSD

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
            assert bool(texts & set(term[RDFS.range])) == (OWL.DatatypeProperty in term[RDF.type]), name
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
