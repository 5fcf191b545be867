"""The graph in Python, beyond the examples of its own docstrings, which `test_house.py` runs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import cpgraph
from cpgraph.ask import FailedQueryError
from cpgraph.errors import NotBuiltError, UsageError


@pytest.fixture(scope="module")
def graph(built: Path) -> cpgraph.Graph:
    return cpgraph.open(built / "cpgraph.nq")


def test_to_import_the_package_loads_nothing() -> None:
    told = "import cpgraph, sys; print(len([name for name in sys.modules if name.startswith('cpgraph')]))"
    told += "; print('pyoxigraph' in sys.modules, hasattr(cpgraph, 'nonsense'))"
    assert subprocess.check_output([sys.executable, "-c", told], text=True).split() == ["1", "False", "False"]


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("12", 12),
        ('"2019"^^xsd:gYear', 2019),
        ("1.50", Decimal("1.50")),
        ("1e1", 10.0),
        ("true", True),
        ('"2021-10-01"^^xsd:date', date(2021, 10, 1)),
        ('"2021-99-01"^^xsd:date', "2021-99-01"),
        ('"words"@en', "words"),
        ('"words"', "words"),
        ("obs:x", cpgraph.IRI("https://w3id.org/cpgraph/report/ussc-2021-production/observation/x")),
        ("UNDEF", None),
    ],
)
def test_values_have_types_of_python(graph: cpgraph.Graph, term: str, value: object) -> None:
    (row,) = graph.query(f"SELECT ?x {{ VALUES ?x {{ {term} }} }}")
    assert row["x"] == value
    assert type(row["x"]) is type(value)


def test_frames_have_the_types_of_the_columns(graph: cpgraph.Graph) -> None:
    rows = graph.query(
        "SELECT * { VALUES (?name ?count ?share ?mixed ?is ?none) "
        "{ (obs:x 1 2.5 1 true UNDEF) (UNDEF UNDEF 2.25 0.5 false UNDEF) } } ORDER BY ?share"
    )
    pandas = rows.to_pandas()[["name", "count", "share", "mixed", "is", "none"]]
    assert [str(kind) for kind in pandas.dtypes] == "string Int64 Float64 Float64 boolean object".split()
    assert [pandas["count"].sum(), pandas["share"].mean()] == [1, 2.375]
    polars = rows.to_polars()
    assert [polars[name].dtype for name in ("name", "count", "is")] == [pl.String, pl.Int64, pl.Boolean]
    assert polars["share"].to_list() == [Decimal("2.25"), Decimal("2.50")]
    assert polars["mixed"].dtype.is_decimal()
    empty = graph.query("SELECT ?a ?b { ?a a cpg:Nothing ; ?b ?c }")
    assert list(empty.to_pandas()) == empty.to_polars().columns == list(empty.columns) == ["a", "b"]
    assert isinstance(pandas, pd.DataFrame)


def test_a_number_has_its_base_and_every_place_that_prints_it(graph: cpgraph.Graph) -> None:
    number = graph.observation("share_prod-2019_relationship.trust_of_prod-2019")
    assert (number.value, number.lower, number.upper) == (Decimal("60.3"), Decimal("60.25"), Decimal("60.35"))
    assert str(number.base).endswith("population/prod-2019")
    assert number == graph.observation(number.iri) == graph.observation(f"<{number.iri}>")
    assert {"60.3"} == {str(place["printed"]).removesuffix("%") for place in number.evidence}


def test_what_is_wrong_is_told(graph: cpgraph.Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean offenders-in-a-year"):
        graph.ask("offenders-in-the-year")
    with pytest.raises(UsageError, match="no number is called 'nothing'"):
        graph.observation("nothing")
    with pytest.raises(ValueError, match=r"nothing in the data|it can be part:"):
        graph.table("table-99")
    with pytest.raises(FailedQueryError, match="line 1, column"):
        graph.query("SELECT nothing")
    with pytest.raises(NotBuiltError):
        cpgraph.open(tmp_path / "none.nq")
