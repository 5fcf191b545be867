"""Query files: what a header must say, and how values become terms."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from cpgraph.errors import QueryFileError
from cpgraph.queries import Param, ParameterError, ParamType, Query, load, read, terms_in_text

from .conftest import HERE

GOOD = "#+ summary: A test\n#+ returns: [s]\n\nSELECT ?s { ?s ?p ?o }\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def written(tmp_path: Path, text: str, name: str = "a-query.rq") -> Query:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_folder_is_read_by_id() -> None:
    queries = load(HERE / "queries")
    assert list(queries) == ["all-observations", "size-of-population"]
    query = queries["size-of-population"]
    assert (query.summary, query.returns) == ("The counts of one population", ("population", "value"))
    assert query.params[0].label == "Population"
    assert dict(query.pins) == {"web": 1}
    assert query.text.startswith("#+ summary")


WRONG = [
    ("SELECT * { }", 1, "no header"),
    (GOOD.replace("summary: A test", "title: A test"), 1, "title: .* Use one of chart, code, "),
    (GOOD.replace("A test", ""), 1, "summary: .*Write one phrase"),
    (GOOD.replace("#+ summary: A test\n", ""), 1, "summary: .*Add it"),
    (GOOD.replace("A test", "[a"), 2, "not YAML"),
    (GOOD.replace("#+ returns: [s]", "#+ returns: [s]\n#+ returns: [s]"), 3, "twice"),
    (GOOD.replace("[s]", "s"), 2, "returns: .*Write `.a, b.`"),
    (GOOD.replace("[s]", "[p]"), 2, "columns are not the ones"),
    (GOOD.replace("[s]", "[s]\n#+ params: [s]"), 3, "params.*Write a mapping"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: iri"), 4, "params.s.type: .*Add it"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, size: 3}"), 4, "params.s.size"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: float}"), 4, "params.s.type: .*'iri', 'string'"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, required: maybe}"), 4, "params.s.required: .*boolean"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: integer, default: x}"), 4, "the default of s: 'x' is not"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, example: 'a b'}"), 4, "the example of s: 'a b'"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   p: {type: iri}"), 4, "not among the columns"),
    (GOOD.replace("[s]", "[s]\n#+ rows: {small: many}"), 3, "rows.small: .*valid integer"),
    (GOOD.replace("?s ?p ?o", "?s ?p"), 5, "cannot read the query"),
    (GOOD.replace("[s]", "[s]\n#+ id: x"), 3, "id: this key is not"),
    (GOOD.replace("[s]", "[s]\n#+ tags: [a, [b]]"), 3, "tags.1: .*valid string"),
    ("#+ - a\n\nSELECT * { }", 1, "no list of keys"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(QueryFileError, match=words) as caught:
        written(tmp_path, text)
    assert caught.value.place.line == line
    assert caught.value.place.file.endswith("a-query.rq")
    assert caught.value.remedy


def test_names_and_encoding_of_files(tmp_path: Path) -> None:
    assert written(tmp_path, GOOD).id == "a-query"
    for name in ("A.rq", "a_b.rq", "a--b.rq", "-a.rq"):
        with pytest.raises(QueryFileError, match="not an id"):
            written(tmp_path, GOOD, name)
    (tmp_path / "latin.rq").write_bytes(GOOD.replace("test", "tést").encode("latin-1"))
    with pytest.raises(QueryFileError, match="UTF-8"):
        read(tmp_path / "latin.rq")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "http://example.org/x", ox.NamedNode("http://example.org/x")),
        ("iri", " <http://example.org/x> ", ox.NamedNode("http://example.org/x")),
        ("iri", "qb:Slice", ox.NamedNode("http://purl.org/linked-data/cube#Slice")),
        ("iri", "fiscal-year/2019", ox.NamedNode("https://w3id.org/cpgraph/fiscal-year/2019")),
        ("string", 'a" } #', ox.Literal('a" } #')),
        ("integer", "-12", ox.Literal("-12", datatype=ox.NamedNode(XSD + "integer"))),
        ("decimal", "+.5", ox.Literal("0.5", datatype=ox.NamedNode(XSD + "decimal"))),
        ("decimal", "0.50", ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal"))),
        ("year", "2019", ox.Literal("2019", datatype=ox.NamedNode(XSD + "gYear"))),
    ],
)
def test_values_become_terms(kind: ParamType, value: str, term: object) -> None:
    assert Param("x", kind, "X").term(value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [("iri", "nix:x"), ("iri", "a b"), ("iri", "<x> } #"), ("iri", ""), ("integer", "1.5"), ("integer", "x"),
     ("decimal", "NaN"), ("decimal", "Infinity"), ("decimal", ""), ("year", "19"), ("year", "20190"),
     ("decimal", "1e999999999"), ("integer", "1_0"), ("integer", "9" * 19), ("string", "a\0b")],
)  # fmt: skip
def test_wrong_values_are_refused(kind: ParamType, value: str) -> None:
    with pytest.raises(ParameterError, match=f"of the kind {kind}, such as this"):
        Param("x", kind, "X", example="this").term(value)


def test_a_value_is_bounded() -> None:
    with pytest.raises(ParameterError, match="more than 1,000 characters"):
        Param("x", "string", "X").term("x" * 1_001)


def test_binding_fills_defaults_and_demands_what_is_required(tmp_path: Path) -> None:
    header = "[s]\n#+ params:\n#+   s: {type: iri, required: true, example: ns#x}"
    query = written(tmp_path, GOOD.replace("[s]", header))
    with pytest.raises(ParameterError, match="s is missing"):
        query.bind({"s": "  "})
    with pytest.raises(ParameterError, match="other is not a parameter"):
        query.bind({"s": "ns#x", "other": "1"})
    assert list(terms_in_text(query.bind({"s": "ns#x"}))) == [("s", "<https://w3id.org/cpgraph/ns#x>")]
    optional = written(tmp_path, GOOD.replace("[s]", header.replace("required: true", "default: ns#d")))
    assert [term.value for term in optional.bind({}).values()] == ["https://w3id.org/cpgraph/ns#d"]
    free = written(tmp_path, GOOD.replace("[s]", header.replace("required: true, ", "")))
    assert free.bind({}) == {}
