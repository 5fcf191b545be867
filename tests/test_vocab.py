"""Terms are held against the vocabularies' own lists, and ours against the ontology."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from conftest import REPO
from cpgraph.vocab import (
    BASE,
    CPG,
    NAMESPACES,
    PREFIXES,
    REPORT_FOLDERS,
    SH,
    SKOS,
    TERM_LISTS,
    Closed,
    report_prefixes,
)

EXTERNAL = sorted(set(NAMESPACES) - {"cpg"})
# The vocabularies that say https; all others say http, and a wrong letter would name other terms.
HTTPS = {"cube-link", "schema"}


def declared() -> Iterator[str]:
    """The local names that the ontology describes."""
    for item in parse(path=str(REPO / "ontology" / "cpg.ttl"), format=RdfFormat.TURTLE):
        if isinstance(item.subject, NamedNode) and item.subject.value.startswith(PREFIXES["cpg"]):
            yield item.subject.value.removeprefix(PREFIXES["cpg"])


def test_every_vocabulary_has_its_list() -> None:
    own = {prefix for prefix, iri in PREFIXES.items() if iri.startswith(BASE)}
    assert set(PREFIXES) - own == set(EXTERNAL)


@pytest.mark.parametrize("prefix", NAMESPACES)
def test_a_list_says_where_it_was_read_and_whose_names_it_holds(prefix: str) -> None:
    lines = (TERM_LISTS / f"{prefix}.txt").read_text(encoding="utf-8").splitlines()
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
    table = {**PREFIXES, **report_prefixes("demo")}
    assert len(table) == len(PREFIXES) + len(REPORT_FOLDERS), "a report's prefix is also a shared one"
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
    assert not [name for name in dir(Closed) if not name.startswith("_")]
    assert SH["in"].value == "http://www.w3.org/ns/shacl#in"


def test_a_namespace_can_be_copied() -> None:
    assert copy.copy(CPG).Measure == CPG.Measure
    with pytest.raises(AttributeError):
        Closed.__new__(Closed).title  # noqa: B018  (what copying does first must not run in circles)
