"""The graph in Python: questions by name, SPARQL, tables as printed, numbers with their evidence. No server is needed.

>>> import cpgraph
>>> graph = cpgraph.open()
>>> graph.ask("offenders-in-a-year", year=2005)
year  universe       universeLabel     offenders  obtainedBy        observation
2005  universe:prod  §2G2.1 offenders  98         printed in prose  obs:count_prod-2005

A query is evaluated in this process and can take any time; `cpgraph serve` and `cpgraph query` have limits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cpgraph import queries
from cpgraph.ask import Question, find, read, solve
from cpgraph.errors import UsageError
from cpgraph.paths import graph_file, questions
from cpgraph.queries import Query
from cpgraph.store import open_graph
from cpgraph.tables import table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value = str | int | float | Decimal | date | None
Row = dict[str, Value]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPES: Final[Mapping[str, Callable[[str], Value]]] = {
    **dict.fromkeys(("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear"), int),
    **dict.fromkeys(("double", "float"), float),
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "decimal": Decimal,
}
_OBSERVATION: Final = """
SELECT ?label ?value ?lower ?upper ?unit ?measure ?population ?base {
  ?observation a qb:Observation ; rdfs:label ?label ; cpg:measure ?measure ; cpg:population ?population .
  OPTIONAL { ?observation sdmx-measure:obsValue ?value }
  OPTIONAL { ?observation cpg:lowerBound ?lower ; cpg:upperBound ?upper }
  OPTIONAL { ?observation sdmx-attribute:unitMeasure/(skos:prefLabel|rdfs:label) ?unit }
  OPTIONAL { ?observation cpg:basePopulation ?base }
}"""


class IRI(str):
    """The name of a thing: a string of its own kind, so that it is not taken for a text."""

    __slots__ = ()


class Rows(list[Row]):
    """Rows of a result: each a dictionary from column to value, in the order of `columns`. It prints as a table."""

    def __init__(
        self, columns: Sequence[str], values: Iterable[Sequence[Value]], prefixes: Mapping[str, str]
    ) -> None:
        """Keep the rows; the prefixes shorten what is printed."""
        super().__init__(dict(zip(columns, row, strict=True)) for row in values)
        self.columns, self.prefixes = tuple(columns), prefixes

    def __repr__(self) -> str:
        """Return the table that the command line prints."""
        cells = (
            [
                None if value is None else ["iri" if isinstance(value, IRI) else "literal", str(value)]
                for value in row.values()
            ]
            for row in self
        )
        return table(self.columns, cells, self.prefixes).removesuffix("\n")

    def column(self, name: str) -> list[Value]:
        """Return the values of a column.

        >>> graph.ask("base-offense-levels").column("level")
        [27, 32]
        """
        return [row[name] for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas data frame (`pip install cpgraph[pandas]`), whose columns may all hold missing values.

        >>> graph.ask("longest-mean-sentences").to_pandas().dtypes["months"]
        Float64Dtype()
        """
        import pandas as pd

        made = {
            name: pd.Series(_plain(self.column(name), float), dtype=_pandas(self.column(name)))
            for name in self.columns
        }
        return pd.DataFrame(made)

    def to_polars(self) -> pl.DataFrame:
        """Return a polars data frame (`pip install cpgraph[polars]`); decimal numbers stay decimal.

        >>> graph.ask("shares-that-do-not-fit").to_polars()["printed"].dtype
        Decimal(precision=38, scale=1)
        """
        import polars as pl

        return pl.DataFrame({name: _plain(self.column(name), Decimal) for name in self.columns})


def _plain(values: Iterable[Value], number: Callable[[Decimal | int], Value]) -> list[Value]:
    """Return values with texts of one kind, and with numbers of one kind where one of them is decimal."""
    plain = [str(value) if isinstance(value, str) else value for value in values]
    if any(isinstance(value, Decimal) for value in plain):
        return [number(value) if isinstance(value, Decimal | int) else value for value in plain]
    return plain


def _pandas(values: Iterable[Value]) -> str:
    """Return the type of a column that holds these values."""
    kinds = {type(value) for value in values if value is not None}
    types = (
        ({bool}, "boolean"),
        ({int}, "Int64"),
        ({int, float, Decimal}, "Float64"),
        ({str, IRI}, "string"),
    )
    return next((name for held, name in types if kinds and kinds <= held), "object")


@dataclass(frozen=True, slots=True)
class Observation:
    """A number: what it counts or measures, the interval in which the rounded value lies, the places that print it."""

    iri: IRI
    label: str
    value: int | Decimal | None
    lower: int | Decimal | None
    upper: int | Decimal | None
    unit: str
    measure: IRI
    population: IRI
    base: IRI | None
    evidence: Rows


class Graph:
    """The opened graph, with the questions that go with it."""

    def __init__(self, path: Path | str | None = None) -> None:
        """Open the built graph of the package, or the one at a path. Raises `NotBuiltError` or `GraphFileError`."""
        self._graph = open_graph(Path(path) if path else graph_file())

    @cached_property
    def questions(self) -> Mapping[str, Query]:
        """The questions by name.

        >>> graph.questions["offenders-in-a-year"].summary
        'Number of offenders in a fiscal year'
        """
        return queries.load(questions())

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that a query need not declare."""
        return self._graph.prefixes

    def ask(self, question: str, /, **values: object) -> Rows:
        """Return the answer to a question by its name, with values for its parameters.

        >>> graph.ask("offenders-in-a-year", year=1999)
        Traceback (most recent call last):
        ...
        cpgraph.queries.ParameterError: year: '1999' gives no answer; it can be 2019, 2005.

        Raises:
            UsageError: there is no such question.
            ParameterError: it has no such parameter, or the parameter no such value.
            FailedQueryError: the engine cannot evaluate it.
        """
        return self._rows(find(question, questions()), {name: str(value) for name, value in values.items()})

    def query(self, sparql: str, /) -> Rows:
        """Return the rows of a SELECT, the triples of a CONSTRUCT or DESCRIBE, the one `answer` of an ASK.

        >>> graph.query("SELECT ?n { obs:count_prod-2019 sdmx-measure:obsValue ?n }")[0]["n"]
        Decimal('512')
        >>> graph.query("ASK { ?s a qb:Observation }")
        answer
        True

        Raises:
            FailedQueryError: the engine cannot read or evaluate it.
        """
        return self._rows(read(sparql), {})

    def table(self, part: str) -> Rows:
        """Return a table or figure row by row, in the printed order and the printed characters.

        >>> graph.table("table-9").column("meanSentence")
        ['275', '364', '330', '292', '232']
        """
        return self.ask("table-as-printed", part=self._iri("part", part))

    def observation(self, name: str) -> Observation:
        """Return a number by its IRI, or by the end of it, with its evidence.

        >>> number = graph.observation("mean-sentence_prod-2019")
        >>> number.value, number.lower, number.upper, number.unit
        (Decimal('275'), Decimal('274.5'), Decimal('275.5'), 'months')
        >>> number.evidence[0]["partLabel"], number.evidence[0]["exact"]
        ('Key Finding 2', '275')

        Raises:
            UsageError: no number has this name.
        """
        iri = self._iri("obs", name)
        text = _OBSERVATION.replace("?observation", f"<{iri}>")
        found = self.query(text)
        if not found:
            raise UsageError(
                f"no number is called {name!r}: the column observation of an answer has such names."
            )
        evidence = self.ask("where-a-number-is-printed", observation=iri)
        return Observation(iri=iri, evidence=evidence, **found[0])  # type: ignore[arg-type]

    def _iri(self, prefix: str, name: str) -> IRI:
        name = name if ":" in name or prefix not in self.prefixes else f"{prefix}:{name}"
        return IRI(queries.Param(prefix, "iri", prefix).term(name, self.prefixes).value)

    def _rows(self, question: Question, values: Mapping[str, str]) -> Rows:
        result = solve(question, self._graph, values)
        content = json.loads(result.body)
        if isinstance(content, bool):
            return Rows(["answer"], [[content]], self.prefixes)
        cells = ([_value(cell) for cell in row] for row in content["rows"])
        return Rows(content["names"], cells, self.prefixes)


def _value(cell: Sequence[str] | None) -> Value:
    """Return a cell as a value of Python; a number, date or year that Python cannot hold stays text."""
    if cell is None:
        return None
    kind, text, of = cell
    if kind != "literal":
        return IRI(text)
    try:
        return _TYPES.get(of.removeprefix(_XSD), str)(text)
    except ValueError:
        return text


def open(path: Path | str | None = None) -> Graph:  # noqa: A001 - as in gzip.open
    """Return the built graph of the package, or the one at a path. Raises `NotBuiltError` or `GraphFileError`."""
    return Graph(path)
