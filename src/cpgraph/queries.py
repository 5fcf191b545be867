"""Queries kept as files: a `#+` header of YAML, then SPARQL. One file is a page, a call, a command and a test.

A value given for a parameter becomes an RDF term of the parameter's type and is bound by the engine; it never
becomes part of the query's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, cast, get_args

import pyoxigraph as ox
import yaml

from cpgraph import vocab
from cpgraph.errors import CpgraphError, Place, QueryFileError

ParamType = Literal["iri", "string", "integer", "decimal", "year"]
Term = ox.NamedNode | ox.Literal

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_HEADER_KEYS: Final = frozenset(
    "summary question description tags params returns rows code problem solution severity".split()
)
_PARAM_KEYS: Final = frozenset("type required default example label description".split())
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_CHAR: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9A-Fa-f]{2})"
_LOCAL: Final = r"[A-Za-z0-9._~/-]+"

_NO_TAG: Final = "other"
MAX_VALUE: Final = 1_000  # characters of a value
PATTERNS: Final[Mapping[ParamType, str]] = MappingProxyType(
    {
        "iri": (
            rf"<?(?:https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_CHAR}*)?(?:#{_CHAR}*)?"
            rf"|(?:urn|{'|'.join(sorted(vocab.PREFIXES))}):{_CHAR}*|{_LOCAL}(?:#{_LOCAL})?)>?"
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


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: the SPARQL variable `name` is bound to a term of `type`."""

    name: str
    type: ParamType
    label: str
    required: bool = False
    default: str | None = None
    example: str | None = None
    description: str = ""

    def term(self, value: str) -> Term:
        """Read a value as a term of this parameter's type, or raise `ParameterError`.

        An IRI may be whole, prefixed with one of the project's prefixes, or relative to its base.

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
                    return ox.NamedNode(_whole_iri(value))
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


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: `returns` are its columns in order, `pins` the rows it has on a named graph file."""

    id: str
    path: Path
    text: str
    summary: str
    question: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    returns: tuple[str, ...] = ()
    pins: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    code: str = ""
    problem: str = ""
    solution: str = ""
    severity: str = ""

    def bind(self, values: Mapping[str, str]) -> dict[ox.Variable, Term]:
        """Give the terms for `substitutions=`; defaults fill what is not given.

        Raises `ParameterError` for an unknown name, a wrong value, or a required one that is missing.
        """
        names = {param.name for param in self.params}
        for name in values:
            if name not in names:
                known = ", ".join(sorted(names)) or "none"
                raise ParameterError(f"{name} is no parameter of {self.id}; it has: {known}.")
        terms: dict[ox.Variable, Term] = {}
        for param in self.params:
            value = values.get(param.name) or param.default
            if value is not None and value.strip():
                terms[ox.Variable(param.name)] = param.term(value)
            elif param.required:
                like = f", for instance {param.example}" if param.example else ""
                raise ParameterError(f"{param.name} is missing: give {param.label}{like}.")
        return terms


def load(folder: Path) -> dict[str, Query]:
    """Read all query files of a folder, by id, in order of their ids. Raises `QueryFileError`."""
    return {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}


def by_topic(examples: Mapping[str, Query]) -> list[tuple[str, list[Query]]]:
    """Put queries under their first tag, tags and queries in order; those without a tag stand under `other`."""
    topics: dict[str, list[Query]] = {}
    for example in examples.values():
        topics.setdefault(next(iter(example.tags), _NO_TAG), []).append(example)
    return sorted(topics.items(), key=lambda item: (item[0] == _NO_TAG, item[0]))


def read(path: Path) -> Query:
    """Read one query file. Raises `QueryFileError` with the place and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryFileError(Place(str(path)), "the file is not UTF-8", "Save it as UTF-8.") from error
    if not _ID.fullmatch(path.stem):
        problem = f"{path.stem} is no id of a query"
        raise QueryFileError(
            Place(str(path)), problem, "Name the file with small letters, digits and hyphens."
        )
    header = _header(path, text)
    query = Query(
        id=path.stem,
        path=path,
        text=text,
        summary=_words(path, header, "summary", is_required=True),
        question=_words(path, header, "question"),
        description=_words(path, header, "description"),
        tags=_names(path, header, "tags", re.compile(r".+")),
        params=tuple(_param(path, name, value) for name, value in _map(path, header, "params").items()),
        returns=_names(path, header, "returns", _NAME),
        pins=MappingProxyType(_pins(path, header)),
        code=_words(path, header, "code"),
        problem=_words(path, header, "problem"),
        solution=_words(path, header, "solution"),
        severity=_words(path, header, "severity"),
    )
    _check_text(query)
    return query


def _header(path: Path, text: str) -> dict[str, Any]:
    lines = text.splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if count == 0:
        remedy = "Begin it with `#+ summary: …`."
        raise QueryFileError(Place(str(path), 1), "the file has no header", remedy)
    content = "\n".join(line[2:].removeprefix(" ") for line in lines[:count])
    try:
        header = yaml.load(content, Loader=_Strict)  # noqa: S506 - a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(str(path), mark.line + 1, mark.column + 4) if mark else Place(str(path))
        raise QueryFileError(place, f"the header is not YAML: {error.problem}", "Mend the line.") from error
    if not isinstance(header, dict):
        raise QueryFileError(Place(str(path), 1), "the header is no list of keys", "Write `#+ key: value`.")
    for key in header:
        if key not in _HEADER_KEYS:
            place = Place(str(path), _line(text, str(key)))
            remedy = f"Use one of {', '.join(sorted(_HEADER_KEYS))}."
            raise QueryFileError(place, f"the header has an unknown key, {key}", remedy)
    return header


# the loader in C, where the library was built with it, takes a fifth of the time
_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(_Loader):  # type: ignore[misc]
    """YAML whose scalars stay text, and whose mappings have each key once."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the library's own way to switch types off

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.MarkedYAMLError(problem="a key stands twice", problem_mark=node.start_mark)
        return mapping


def _line(text: str, key: str) -> int:
    pattern = re.compile(rf"#\+\s*{re.escape(key)}\s*:")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _fault(path: Path, key: str, problem: str, remedy: str) -> QueryFileError:
    return QueryFileError(Place(str(path), _line(path.read_text(encoding="utf-8"), key)), problem, remedy)


def _words(path: Path, header: Mapping[str, Any], key: str, *, is_required: bool = False) -> str:
    value = header.get(key)
    if value is None and not is_required:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise _fault(path, key, f"{key} must be text", f"Write `#+ {key}: …` in one phrase.")
    return value.strip()


def _names(path: Path, header: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    value = header.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and pattern.fullmatch(v) for v in value):
        raise _fault(path, key, f"{key} must be a list of names", f"Write `#+ {key}: [a, b]`.")
    return tuple(value)


def _map(path: Path, header: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = header.get(key, {})
    if not isinstance(value, dict):
        raise _fault(path, key, f"{key} must be a mapping", f"Write `#+ {key}:` and indented lines under it.")
    return value


def _pins(path: Path, header: Mapping[str, Any]) -> dict[str, int]:
    pins = _map(path, header, "rows")
    for name, count in pins.items():
        if not isinstance(count, str) or not count.isdecimal():
            raise _fault(path, "rows", f"the rows of {name} must be a number", "Write `#+ rows: {small: 3}`.")
    return {name: int(count) for name, count in pins.items()}


def _param(path: Path, name: str, value: Any) -> Param:
    if not _NAME.fullmatch(name):
        raise _fault(path, name, f"{name} is no name of a variable", "Use letters, digits and underscores.")
    if not isinstance(value, dict) or not set(value) <= _PARAM_KEYS:
        remedy = f"Give it a mapping with {', '.join(sorted(_PARAM_KEYS))}."
        raise _fault(path, name, f"the parameter {name} is not described as it must be", remedy)
    kind = value.get("type")
    if kind not in get_args(ParamType):
        remedy = f"Use one of {', '.join(get_args(ParamType))}."
        raise _fault(path, name, f"the parameter {name} has no known type", remedy)
    required = value.get("required", "false")
    if required not in ("true", "false"):
        raise _fault(path, name, f"required of {name} must be true or false", "Write `required: true`.")
    param = Param(
        name=name,
        type=cast("ParamType", kind),
        label=value.get("label", name.replace("_", " ")),
        required=required == "true",
        default=value.get("default"),
        example=value.get("example"),
        description=value.get("description", ""),
    )
    for part in ("default", "example"):
        given = getattr(param, part)
        if given is not None:
            try:
                param.term(given)
            except ParameterError as error:
                raise _fault(
                    path, name, f"the {part} of a parameter is wrong: {error}", "Mend it."
                ) from error
    return param


def _check_text(query: Query) -> None:
    """Hold the text against the header: it parses, has the columns it says, and projects its parameters."""
    place = Place(str(query.path))
    try:
        results = ox.Store().query(query.text)  # parses; nothing is evaluated until a row is asked for
    except SyntaxError as error:
        found = _PLACE.search(str(error))
        if found:
            place = Place(str(query.path), int(found[1]), int(found[2]))
        remedy = "Mend the query at or just before this place. A local name with two dots needs a whole IRI."
        raise QueryFileError(place, "the engine cannot read the query", remedy) from error
    if not isinstance(results, ox.QuerySolutions):
        return
    columns = tuple(variable.value for variable in results.variables)
    if columns != query.returns:
        remedy = f"Write `#+ returns: [{', '.join(columns)}]`."
        raise _fault(query.path, "returns", "the columns are not the ones the header says", remedy)
    for param in query.params:
        if param.name not in columns:
            problem = f"the parameter {param.name} is not among the columns"
            raise _fault(
                query.path, param.name, problem, "Project it: the engine binds only projected variables."
            )


def _whole_iri(value: str) -> str:
    value = value.removeprefix("<").removesuffix(">")
    if value.startswith(("http://", "https://", "urn:")):
        return value
    prefix, colon, local = value.partition(":")
    return vocab.PREFIXES[prefix] + local if colon else vocab.BASE + value


def terms_in_text(terms: Mapping[ox.Variable, Term]) -> Iterable[tuple[str, str]]:
    """Give names and terms as N-Triples writes them, to be sent to another process."""
    return ((variable.value, str(term)) for variable, term in terms.items())
