"""Queries kept as files: a `#+` header of YAML, then SPARQL. One file is a page, a call, a command and a test.

A value given for a parameter becomes an RDF term of the parameter's type and is bound by the engine; it never
becomes part of the query's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, NoReturn

import pyoxigraph as ox
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.dataclasses import dataclass

from cpgraph import vocab
from cpgraph.drawing import Drawing, Name
from cpgraph.errors import CpgraphError, Place, QueryFileError
from cpgraph.marked import Path_, compose

ParamType = Literal["iri", "string", "integer", "decimal", "year"]
Term = ox.NamedNode | ox.Literal
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_CHAR: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9A-Fa-f]{2})"
_LOCAL: Final = r"[A-Za-z0-9._~/-]+"
# a query may use the project's prefixes without declaring them; here it is only parsed, so any report will do
_PREFIXES: Final = dict(vocab.PREFIXES) | vocab.report_prefixes("report")

_NO_TAG: Final = "other"
MAX_VALUE: Final = 1_000  # characters of a value
PATTERNS: Final[Mapping[ParamType, str]] = MappingProxyType(
    {
        "iri": (
            rf"<?(?:https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_CHAR}*)?(?:#{_CHAR}*)?"
            rf"|(?:urn|{'|'.join(sorted(_PREFIXES))}):{_CHAR}*|{_LOCAL}(?:#{_LOCAL})?)>?"
        ),
        "string": r"[^\x00-\x1f\x7f-\x9f]*",
        "integer": r"[+-]?[0-9]{1,18}",
        "decimal": r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})",
        "year": r"[0-9]{4}",
    }
)
"""What a value of each type looks like; the engine's numbers have 64 bits, so longer ones are refused."""


class ParameterError(CpgraphError, ValueError):
    """A value that a query's parameter cannot take, or a parameter that the query does not have."""

    code = "CPG-E405"
    exit_code = 2


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Param:
    """A parameter of a query: the SPARQL variable `name` is bound to a term of `type`."""

    name: Name
    type: ParamType
    label: str
    required: bool = False
    default: str | None = None
    example: str | None = None
    description: str = ""

    def term(self, value: str, prefixes: Mapping[str, str] = vocab.PREFIXES) -> Term:
        """Read a value as a term of this parameter's type, or raise `ParameterError`.

        An IRI may be whole, have one of the prefixes, or be relative to the project's base.

        >>> Param("year", "integer", "Year").term(" 2019 ").value
        '2019'
        """
        value = value.strip()
        if len(value) > MAX_VALUE:
            raise ParameterError(f"{self.name}: the value has more than {MAX_VALUE:,} characters.")
        try:
            if not re.fullmatch(PATTERNS[self.type], value):
                raise ValueError(value)
            match self.type:
                case "iri":
                    return ox.NamedNode(_whole_iri(value, prefixes))
                case "string":
                    return ox.Literal(value)
                case "integer":
                    return ox.Literal(str(int(value)), datatype=ox.NamedNode(_XSD + "integer"))
                case "decimal":
                    return ox.Literal(f"{Decimal(value):f}", datatype=ox.NamedNode(_XSD + "decimal"))
                case "year":
                    return ox.Literal(value, datatype=ox.NamedNode(_XSD + "gYear"))
        except ValueError:
            like = f", such as {self.example}" if self.example else ""
            raise ParameterError(f"{self.name}: {value!r} is not of the kind {self.type}{like}.") from None


def _named(value: Any) -> Any:
    """Return the descriptions of parameters, each with its name, which is the key it stands under."""
    if not isinstance(value, dict):
        return value
    described = {name: item if isinstance(item, dict) else {} for name, item in value.items()}
    return [{"label": name.replace("_", " "), **item, "name": name} for name, item in described.items()]


class Query(BaseModel):
    """A query file: `returns` are its columns in order, `pins` how many rows it has on a graph file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    path: Path
    text: str
    summary: Text
    question: Text = ""
    description: Text = ""
    tags: tuple[Text, ...] = ()
    params: Annotated[tuple[Param, ...], BeforeValidator(_named)] = ()
    returns: tuple[Name, ...] = ()
    pins: Mapping[str, int] = Field({}, alias="rows")
    chart: Drawing | None = None
    code: Text = ""
    problem: Text = ""
    solution: Text = ""
    severity: Text = ""
    target: Text = ""
    no_target: Text = ""

    @property
    def body(self) -> str:
        """The SPARQL text without the header of the file."""
        return "\n".join(line for line in self.text.splitlines() if not line.startswith("#+")).strip()

    @property
    def example(self) -> str:
        """The SPARQL text with the defaults of its parameters, so that it asks the question in any engine."""
        terms = self.bind({})
        if not terms:
            return self.body
        names, values = (" ".join(map(str, part)) for part in (terms, terms.values()))
        return self.body.replace("WHERE {", f"WHERE {{\n  VALUES ({names}) {{ ({values}) }}", 1)

    @property
    def report(self) -> str | None:
        """The report whose categories the text names; of another it finds nothing."""
        found = re.search(rf"<({vocab.BASE}report/[^/>]+)/", self.body)
        return found and found[1]

    def bind(
        self, values: Mapping[str, str], prefixes: Mapping[str, str] = vocab.PREFIXES
    ) -> dict[ox.Variable, Term]:
        """Return the terms for `substitutions=`; defaults fill what is not given.

        Raises `ParameterError` for an unknown name, a wrong value, or a required one that is missing.
        """
        names = {param.name for param in self.params}
        for name in values:
            if name not in names:
                known = ", ".join(sorted(names)) or "none"
                raise ParameterError(f"{name} is not a parameter of {self.id}; it has: {known}.")
        terms: dict[ox.Variable, Term] = {}
        for param in self.params:
            value = values.get(param.name) or param.default
            if value is not None and value.strip():
                terms[ox.Variable(param.name)] = param.term(value, prefixes)
            elif param.required:
                like = f", for instance {param.example}" if param.example else ""
                raise ParameterError(f"{param.name} is missing: give {param.label}{like}.")
        return terms


def load(folder: Path) -> dict[str, Query]:
    """Return all query files of a folder by id, in order of their ids. Raises `QueryFileError`."""
    return {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}


def by_topic(examples: Mapping[str, Query]) -> list[tuple[str, list[Query]]]:
    """Return queries under their first tag, tags and queries in order; those without a tag under `other`."""
    topics: dict[str, list[Query]] = {}
    for example in examples.values():
        topics.setdefault(next(iter(example.tags), _NO_TAG), []).append(example)
    return sorted(topics.items(), key=lambda item: (item[0] == _NO_TAG, item[0]))


def read(path: Path) -> Query:
    """Return the query of one file. Raises `QueryFileError` with the place and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryFileError(Place(str(path)), "the file is not UTF-8", "Save it as UTF-8.") from error
    if not _ID.fullmatch(path.stem):
        remedy = "Name the file with small letters, digits and hyphens."
        raise QueryFileError(Place(str(path)), f"{path.stem} is not an id of a query", remedy)
    return parse(text, path)


def parse(text: str, path: Path) -> Query:
    """Return the query of a text with a header; `path` says where it is from. Raises `QueryFileError`."""
    lines = text.splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if count == 0:
        raise QueryFileError(Place(str(path), 1), "the file has no header", "Begin it with `#+ summary: …`.")

    def stop(place: Place, problem: str, remedy: str) -> NoReturn:
        raise QueryFileError(place, problem, remedy)

    # the signs become spaces, so that the places of YAML are those of the file
    marked = compose("\n".join(f"  {line[2:]}" for line in lines[:count]), str(path), stop)
    header = marked.value if marked else None

    def fault(keys: Path_, problem: str, remedy: str) -> QueryFileError:
        return QueryFileError(marked.place(keys) if marked else Place(str(path), 1), problem, remedy)

    if not isinstance(header, dict):
        raise fault((), "the header is no list of keys", "Write `#+ key: value`.")
    for name in _OWN & set(header):
        raise fault((name,), f"{name}: this key is not the header's", f"Use one of {_KEYS}.")
    try:
        query = Query.model_validate({**header, "id": path.stem, "path": path, "text": text})
    except ValidationError as error:
        # an unknown key may be a misspelt one, and then explains why another is missing
        found = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        keys = list(found["loc"])
        if keys[0] == "params" and len(keys) > 1:
            keys[1] = list(header["params"])[int(keys[1])]
        remedy = _REMEDIES.get(found["type"], "Fix this value.")
        raise fault((*keys,), f"{'.'.join(map(str, keys))}: {found['msg']}", remedy) from error
    _check(query, fault)
    return query


_OWN: Final = {"id", "path", "text"}
_KEYS: Final = ", ".join(sorted({field.alias or name for name, field in Query.model_fields.items()} - _OWN))
_REMEDIES: Final = {
    "missing": "Add it.",
    "extra_forbidden": f"Use one of {_KEYS}; of a parameter type, required, default, example, label, description.",
    "string_too_short": "Write one phrase.",
    "tuple_type": "Write `[a, b]`.",
    "dataclass_type": "Write a mapping: `name: {type: string}`.",
}


def _check(query: Query, fault: Callable[[Path_, str, str], QueryFileError]) -> None:
    """Hold the text against the header: it parses, has the columns it says, and projects its parameters."""
    for param in query.params:
        for part, value in (("default", param.default), ("example", param.example)):
            try:
                _ = value is None or param.term(value)
            except ParameterError as error:
                raise fault(
                    ("params", param.name, part), f"the {part} of {error}", "Fix the value."
                ) from error
    columns = _columns(query)
    if columns is None:
        return
    if columns != query.returns:
        remedy = f"Write `#+ returns: [{', '.join(columns)}]`."
        raise fault(("returns",), "the columns are not the ones the header says", remedy)
    if query.chart and (unknown := set(query.chart.columns.values()) - {*columns}):
        raise fault(("chart",), f"no column is called {', '.join(sorted(unknown))}", "Name a column.")
    for param in query.params:
        if param.name not in columns:
            remedy = "Project it: the engine binds only projected variables."
            raise fault(("params", param.name), f"{param.name} is not among the columns", remedy)


def _columns(query: Query) -> tuple[str, ...] | None:
    """Return the columns that the engine gives a query, None when it is no SELECT. Raises `QueryFileError`."""
    try:
        # nothing is evaluated until a row is asked for; what the engine returns must end in this thread, so that
        # no frame of an error may hold it
        results = ox.Store().query(query.text, prefixes=_PREFIXES)
    except SyntaxError as error:
        found = _PLACE.search(str(error))
        place = Place(str(query.path), int(found[1]), int(found[2])) if found else Place(str(query.path))
        remedy = "Fix the query at or just before this place. A local name with two dots needs a whole IRI."
        raise QueryFileError(place, "the engine cannot read the query", remedy) from error
    if not isinstance(results, ox.QuerySolutions):
        return None
    return tuple(variable.value for variable in results.variables)


def _whole_iri(value: str, prefixes: Mapping[str, str]) -> str:
    value = value.removeprefix("<").removesuffix(">")
    if value.startswith(("http://", "https://", "urn:")):
        return value
    prefix, colon, local = value.partition(":")
    if colon and prefix not in prefixes:
        raise ValueError(value)  # a report's prefix where there are several reports
    return prefixes[prefix] + local if colon else vocab.BASE + value


def terms_in_text(terms: Mapping[ox.Variable, Term]) -> Iterable[tuple[str, str]]:
    """Return names and terms as N-Triples writes them, to be sent to another process."""
    return ((variable.value, str(term)) for variable, term in terms.items())
