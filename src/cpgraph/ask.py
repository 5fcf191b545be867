"""Ask the built graph on the command line: a query of the project by its name, or any file, as a table or as data."""

from __future__ import annotations

import difflib
import faulthandler
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal, get_args

import pyoxigraph as ox

from cpgraph import queries
from cpgraph.errors import CpgraphError, QueryFileError, UsageError
from cpgraph.queries import ParameterError, Query
from cpgraph.results import (
    Answer,
    Dataset,
    EvaluationError,
    Format,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)
from cpgraph.store import Graph, evaluate, open_graph
from cpgraph.tables import short, table

AskFormat = Literal["table", "json", "csv", "tsv", "xml", "turtle"]
_ROWS: Final = 10_000_000
_BYTES: Final = 2**31
_SHOWN: Final = 12  # choices that an error lists


class FailedQueryError(CpgraphError):
    """A query that cannot be read or evaluated."""

    code = "CPG-E601"

    def __init__(self, message: str, excerpt: str = "") -> None:
        """Keep the message, and the line with a caret under the place of what cannot be read."""
        self.excerpt = excerpt
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the text, and the query file it comes from when it has a header."""

    text: str
    query: Query | None = None

    def bindings(self, values: Mapping[str, str], prefixes: Mapping[str, str]) -> dict[str, str]:
        """Return the values of the query's parameters as terms in text, with the defaults of the others.

        Raises:
            UsageError: there are values, and the query has no header.
            ParameterError: the query has no such parameter or value.
        """
        if self.query is not None:
            return dict(queries.terms_in_text(self.query.bind(values, prefixes)))
        if values:
            raise UsageError("This query has no header, so it has no parameters: write the values into it.")
        return {}


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Return `name=value` pairs as a mapping. Raises `UsageError` when one is not of this form, or stands twice."""
    values: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip() or name.strip() in values:
            raise UsageError(f"{pair!r} is not of the form name=value, or stands twice.")
        values[name.strip()] = value
    return values


def find(name: str, folder: Path) -> Question:
    """Return the query of this name in the folder, in the file of this path, on the standard input, or written here.

    Raises:
        UsageError: it is none of these; the message lists names like it.
        FailedQueryError: the query cannot be read.
        QueryFileError: its header is wrong.
    """
    stem = name.removesuffix(".rq")
    if "{" in name:  # before it is looked for as a file, of which no name is as long as a query
        return read(name)
    path = folder / f"{stem}.rq"
    if "/" in stem or not path.is_file():
        path = Path(name)
    if len(name.split()) > 1 and not path.is_file():
        return read(name)
    if name != "-" and not path.is_file():
        stems = sorted(file.stem for file in folder.glob("*.rq"))
        near = difflib.get_close_matches(stem, stems, n=5) or [other for other in stems if stem in other]
        hint = f"Did you mean {', '.join(near)}?" if near else "`cpgraph query` without a name lists them."
        raise UsageError(f"there is no query and no file named {name!r}. {hint}")
    try:
        return read(sys.stdin.read() if name == "-" else path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not a text in UTF-8.") from error


def read(text: str, path: Path = Path("query")) -> Question:
    """Return a query with what its header, if there is one, says of it. Raises as `find` does."""
    try:
        return Question(text, queries.parse(text, path) if text.startswith("#+") else None)
    except QueryFileError as error:
        if isinstance(error.__cause__, SyntaxError):  # of the query, not of its header
            raise _unreadable(text, error.place.line, error.place.column) from error
        raise


def solve(question: Question, graph: Graph, values: Mapping[str, str], form: Format = "page") -> Answer:
    """Return the result of a question, whole.

    Raises:
        UsageError: a parameter is wrong, or the result is not of a kind that this format can hold.
        ParameterError: a value is wrong, or nothing that the question is about.
        FailedQueryError: the engine cannot read or evaluate the query.
    """
    bound = question.bindings(values, graph.prefixes)
    try:
        result = evaluate(graph, _job(question.text, bound, form))
    except QuerySyntaxError as error:
        raise _unreadable(question.text, error.line, error.column) from error
    except UnwritableError as error:
        raise UsageError(f"{error}; formats are {', '.join(get_args(AskFormat))}") from error
    except (EvaluationError, ResultTooLargeError) as error:
        raise FailedQueryError(f"the query failed: {error}") from error
    if result.rows == 0 and values:
        _explain(question, graph, bound, values)
    return result


def _job(text: str, bound: Mapping[str, str], form: Format = "page") -> Job:
    bindings = tuple(bound.items())
    return Job(text, form, max_rows=_ROWS, max_bytes=_BYTES, page_rows=_ROWS, bindings=bindings)


def _explain(question: Question, graph: Graph, bound: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Raise `ParameterError` where an answer is empty since a value is none of those that the parameter can take.

    These are what the column of the parameter holds when no value is given. Another thing of their kind is no error:
    then nothing is the answer. Where there is no such column, a thing has to be in the data.
    """
    left = {name: term for name, term in bound.items() if name not in values}
    wide = json.loads(evaluate(graph, _job(question.text, left)).body)
    columns = dict(zip(wide["names"], zip(*wide["rows"], strict=True), strict=False))
    for name in set(values) & set(bound):
        held = {_term(cell): short(cell, graph.prefixes) for cell in columns.get(name, ()) if cell}
        term, others = bound[name], f"VALUES ?other {{ {' '.join(held)} }} ?other a ?class" if held else ""
        is_known = (
            term[0] == "<"
            and evaluate(graph, _job(f"ASK {{ {term} a ?class {others} }}", {})).body == b"true"
        )
        if is_known or term in held or (not held and term[0] != "<"):
            continue
        known = sorted(held.values())
        near = difflib.get_close_matches(values[name], known, n=_SHOWN, cutoff=0.3)
        chosen = ", ".join(list(dict.fromkeys([*near, *known]))[:_SHOWN])
        more = f", and {len(known) - _SHOWN:,} more" if len(known) > _SHOWN else ""
        remedy = f"it can be {chosen}{more}" if known else "nothing in the data has this name"
        raise ParameterError(f"{name}: {values[name]!r} gives no answer; {remedy}.")


def _term(cell: Sequence[str]) -> str:
    kind, value, of = cell
    if kind != "literal":
        return f"<{value}>"
    return str(ox.Literal(value, datatype=ox.NamedNode(of)) if ":" in of else ox.Literal(value, language=of))


def answer(question: Question, graph: Graph, form: AskFormat, values: Mapping[str, str]) -> str:
    """Return the result of a question as text, with a final newline. Raises as `solve` does."""
    result = solve(question, graph, values, "page" if form == "table" else form)
    text = result.body.decode()
    if form == "table" and result.kind != "boolean":
        content = json.loads(text)
        text = table(content["names"], content["rows"], graph.prefixes)
    return text if text.endswith("\n") else text + "\n"


def answer_within(
    seconds: float | None, question: Question, graph: Path, form: AskFormat, values: Mapping[str, str]
) -> str:
    """Return what `answer` does of a graph file, from a process that Ctrl-C and the time limit end at once.

    The engine can be neither stopped nor made to listen to signals while it evaluates, and an abort of it takes
    its process along. Raises as `answer` does, and `NotBuiltError` or `GraphFileError`.
    """

    def work(end: Connection) -> None:
        try:
            opened = open_graph(graph)
            faulthandler.disable()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where an engine that aborts dumps its stack
            end.send(answer(question, opened, form, values))
        except CpgraphError as error:
            end.send(error)

    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise FailedQueryError(
                f"the query took longer than {seconds:g} seconds. --timeout sets the limit."
            )
        found = ours.recv()
    except EOFError:
        process.join()
        raise FailedQueryError(
            f"the engine ended on this query (exit code {process.exitcode}). If it sorts values of several types, "
            "which have no common order, sort by STR(?value)."
        ) from None
    finally:
        process.kill()
    if isinstance(found, CpgraphError):
        raise found
    return str(found)


def about(question: Question) -> str:
    """Return what a question asks, its parameters and its columns; empty for a query without a header."""
    if (query := question.query) is None:
        return ""
    told = [f"{query.question or query.summary}\n", f"{query.description}\n" if query.description else ""]
    rows = [
        [
            ["literal", word, ""]
            for word in (param.name, param.type, param.default or "", param.example or "", param.label)
        ]
        for param in query.params
    ]
    told += (
        [table("parameter type default example means".split(), rows, {})]
        if rows
        else ["It has no parameters.\n"]
    )
    return "\n".join(filter(None, [*told, f"Columns: {', '.join(query.returns)}\n" if query.returns else ""]))


def menu(folder: Path) -> str:
    """Return the queries by name with what each shows."""
    rows = [
        [["literal", query.id, ""], ["literal", query.summary, ""]] for query in queries.load(folder).values()
    ]
    return table(["name", "shows"], rows, {})


def _unreadable(text: str, line: int, column: int) -> FailedQueryError:
    """Return the error of a query that cannot be read: what the guard finds, else where the engine gave up."""
    from cpgraph.web.problems import Problem, excerpt
    from cpgraph.web.query import QueryLimits, guard, syntax_problem

    try:
        found = syntax_problem(guard(text, Dataset(), QueryLimits(())), QuerySyntaxError(line, column, ""))
    except Problem as problem:
        found = problem
    if found.line:
        line, column = found.line, found.column
    detail = " ".join(part for part in (found.detail, found.next) if part)
    return FailedQueryError(f"line {line}, column {column}: {detail}", excerpt(text, line, column))
