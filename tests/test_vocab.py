"""Terms are held against the vocabularies' own lists, and ours against the ontology."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from conftest import REPO
from cpgraph.vocab import BASE, CPG, NAMESPACES, PREFIXES, REPORT_FOLDERS, SH, SKOS, Closed, report_prefixes

LISTS = REPO / "tests" / "vocabularies"
EXTERNAL = sorted(set(NAMESPACES) - {"cpg"})
# The vocabularies that say https; all others say http, and a wrong letter would name other terms.
HTTPS = {"schema"}


def published(prefix: str) -> tuple[list[str], list[str]]:
    """The head lines and the local names of a vocabulary's own list."""
    lines = (LISTS / f"{prefix}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("# ")], [line for line in lines if line[:1] != "#"]


def declared() -> Iterator[str]:
    """The local names that the ontology describes."""
    for item in parse(path=str(REPO / "ontology" / "cpg.ttl"), format=RdfFormat.TURTLE):
        if isinstance(item.subject, NamedNode) and item.subject.value.startswith(PREFIXES["cpg"]):
            yield item.subject.value.removeprefix(PREFIXES["cpg"])


def test_every_list_has_a_vocabulary_and_the_other_way_round() -> None:
    assert sorted(path.stem for path in LISTS.glob("*.txt")) == EXTERNAL
    own = {prefix for prefix, iri in PREFIXES.items() if iri.startswith(BASE)}
    assert set(PREFIXES) - own == set(EXTERNAL)


@pytest.mark.parametrize("prefix", EXTERNAL)
def test_external_terms_are_published(prefix: str) -> None:
    head, names = published(prefix)
    assert head[0].startswith("# source: ")
    assert head[1].startswith("# source: "), "the second line says where the list was read"
    assert len(names) == len(set(names)) >= len(NAMESPACES[prefix]) > 0
    assert set(NAMESPACES[prefix]) - set(names) == set()


@pytest.mark.parametrize("prefix", EXTERNAL)
def test_namespaces_are_the_vocabularies_own(prefix: str) -> None:
    assert f"# namespace: {PREFIXES[prefix]}" in published(prefix)[0]
    assert PREFIXES[prefix].startswith("https://" if prefix in HTTPS else "http://")
    assert PREFIXES[prefix][-1] in "#/"


def test_our_terms_are_those_of_the_ontology() -> None:
    names = set(declared())
    assert len(names) > 100
    assert set(CPG) - names == set(), "used and not described"
    assert names - set(CPG) == set(), "described and not listed"


def test_one_prefix_one_namespace() -> None:
    table = {**PREFIXES, **report_prefixes("demo")}
    assert len(table) == len(PREFIXES) + len(REPORT_FOLDERS), "a report's prefix is also a shared one"
    assert len(set(table.values())) == len(table), "two prefixes for one namespace"


def test_a_misspelt_term_is_an_error_that_names_the_right_one() -> None:
    with pytest.raises(AttributeError, match=r"skos:prefLable is not .* did you mean prefLabel"):
        SKOS.prefLable  # noqa: B018
    with pytest.raises(AttributeError, match="cpg:zzz is not a term this project uses"):
        CPG["zzz"]


def test_no_term_is_shadowed_by_a_method() -> None:
    for closed in NAMESPACES.values():
        for name in closed:
            assert getattr(closed, name) == closed[name] == NamedNode(PREFIXES[str(closed)] + name)
    every = Closed("dcterms", "count format index items join keys lower title upper values")
    assert [getattr(every, name).value for name in every] == [PREFIXES["dcterms"] + name for name in every]
    assert SH["in"].value == "http://www.w3.org/ns/shacl#in"


def test_a_namespace_can_be_copied() -> None:
    assert copy.copy(CPG).Measure == CPG.Measure
    with pytest.raises(AttributeError):
        Closed.__new__(Closed).title  # noqa: B018  (what copying does first must not run in circles)
