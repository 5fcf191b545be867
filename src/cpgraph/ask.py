"""Ask the built graph on the command line: a query of the project by its name, or any file, as a table or as data."""

from __future__ import annotations

import difflib
import faulthandler
import io
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cpgraph import queries
from cpgraph.errors import CpgraphError, QueryFileError, UsageError
from cpgraph.queries import Query
from cpgraph.results import (
    Dataset,
    EvaluationError,
    Format,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)
from cpgraph.store import Graph, evaluate, open_graph

AskFormat = Literal["table", "json", "csv", "tsv", "xml", "turtle"]
_ROWS: Final = 10_000_000
_BYTES: Final = 2**31


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

    def bindings(self, pairs: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return `name=value` pairs as the terms of the query's parameters.

        Raises:
            UsageError: a pair is not of this form, or the query has no header.
            ParameterError: the query has no such parameter or value.
        """
        values: dict[str, str] = {}
        for pair in pairs:
            name, sign, value = pair.partition("=")
            if not sign or not name.strip() or name.strip() in values:
                raise UsageError(f"{pair!r} is not of the form name=value, or stands twice.")
            values[name.strip()] = value
        if self.query is not None:
            return tuple(queries.terms_in_text(self.query.bind(values)))
        if values:
            raise UsageError("This file has no header, so it has no parameters: write the values into it.")
        return ()


def find(name: str, folder: Path) -> Question:
    """Return the query of this name in the folder of queries, or the one in the file of this path.

    Raises:
        UsageError: there is neither a query nor a file of this name; the message lists names like it.
        FailedQueryError: the file's query cannot be read.
        QueryFileError: the file's header is wrong.
    """
    stem = name.removesuffix(".rq")
    path = folder / f"{stem}.rq"
    if "/" in stem or not path.is_file():
        path = Path(name)
    if not path.is_file():
        stems = sorted(file.stem for file in folder.glob("*.rq"))
        near = difflib.get_close_matches(stem, stems, n=5) or [other for other in stems if stem in other]
        hint = f"Did you mean {', '.join(near)}?" if near else "`cpgraph query` without a name lists them."
        raise UsageError(f"there is no query and no file named {name!r}. {hint}")
    try:
        text = path.read_text(encoding="utf-8")
        return Question(text, queries.read(path) if text.startswith("#+") else None)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not a text in UTF-8.") from error
    except QueryFileError as error:
        if isinstance(error.__cause__, SyntaxError):  # of the query, not of its header
            raise _unreadable(text, error.place.line, error.place.column) from error
        raise


def answer(question: Question, graph: Graph, form: AskFormat, pairs: Iterable[str]) -> str:
    """Return the result of a question as text, with a final newline.

    Raises:
        UsageError: a parameter is wrong, or the result is not of a kind that this format can hold.
        FailedQueryError: the engine cannot read or evaluate the query.
    """
    inner: Format = "page" if form == "table" else form
    bindings = question.bindings(pairs)
    job = Job(question.text, inner, max_rows=_ROWS, max_bytes=_BYTES, page_rows=_ROWS, bindings=bindings)
    try:
        result = evaluate(graph, job)
    except QuerySyntaxError as error:
        raise _unreadable(question.text, error.line, error.column) from error
    except UnwritableError as error:
        raise UsageError(f"{error}; formats are {', '.join(get_args(AskFormat))}") from error
    except (EvaluationError, ResultTooLargeError) as error:
        raise FailedQueryError(f"the query failed: {error}") from error
    text = result.body.decode()
    if form == "table" and result.kind != "boolean":
        content = json.loads(text)
        text = table(content["names"], content["rows"], graph.prefixes)
    return text if text.endswith("\n") else text + "\n"


def answer_within(
    seconds: float | None, question: Question, graph: Path, form: AskFormat, pairs: Iterable[str]
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
            end.send(answer(question, opened, form, pairs))
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


def menu(folder: Path) -> str:
    """Return the queries by name with what each shows."""
    rows = [
        [["literal", query.id, ""], ["literal", query.summary, ""]] for query in queries.load(folder).values()
    ]
    return table(["name", "shows"], rows, {})


def table(
    names: Iterable[str], rows: Iterable[Iterable[list[str] | None]], prefixes: Mapping[str, str]
) -> str:
    """Return rows of cells, IRIs with their prefix, as wide as the terminal, or as needed where there is none."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        drawn.add_column(Text(name), overflow="fold")
    order = sorted(prefixes.items(), key=lambda item: -len(item[1]))
    for row in rows:
        drawn.add_row(*(Text(_short(cell, order)) for cell in row))
    is_shown, out = sys.stdout.isatty(), io.StringIO()
    Console(file=out, force_terminal=is_shown, highlight=False, width=None if is_shown else 1_000_000).print(
        drawn
    )
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _short(cell: list[str] | None, prefixes: Iterable[tuple[str, str]]) -> str:
    if cell is None:
        return ""
    kind, value = cell[0], cell[1]
    found = next((pair for pair in prefixes if kind == "iri" and value.startswith(pair[1])), None)
    return f"{found[0]}:{value.removeprefix(found[1])}" if found else value


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
