"""What can go wrong between a request and its answer: one table of problems, as RFC 9457 writes them.

A problem says what is wrong, where, and what to do next; it never lists what a parser expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from cpgraph import vocab

PROBLEM_TYPES: Final = ("application/problem+json", "application/json", "text/html", "text/plain")

_LONGEST: Final = 2_000  # characters of one sentence

KINDS: Final[Mapping[str, tuple[int, str]]] = {
    "malformed-request": (400, "The request cannot be read"),
    "missing-query": (400, "There is no query"),
    "doubled-parameter": (400, "A parameter is given twice"),
    "malformed-query": (400, "The query cannot be read"),
    "query-too-long": (400, "The query is too long"),
    "query-too-deep": (400, "The query is nested too deeply"),
    "update-refused": (403, "The data cannot be changed here"),
    "service-refused": (403, "SERVICE is not allowed here"),
    "unknown-graph": (403, "The query names a graph that is not in the data"),
    "not-found": (404, "There is no such page"),
    "gone": (410, "This was withdrawn"),
    "method-not-allowed": (405, "The method is not allowed"),
    "not-acceptable": (406, "None of the accepted formats is offered"),
    "request-too-slow": (408, "The request did not arrive in time"),
    "request-too-large": (413, "The request is too large"),
    "url-too-long": (414, "The address is too long"),
    "range-not-satisfiable": (416, "The range is outside the document"),
    "unsupported-media-type": (415, "The request body is of a type that is not read here"),
    "result-too-large": (422, "The result is too large"),
    "query-too-complex": (422, "The query is too complex"),
    "query-unsupported": (422, "The query is one that the engine does not answer correctly"),
    "query-failed": (422, "The query could not be evaluated"),
    "out-of-memory": (422, "The query needs too much memory"),
    "too-many-requests": (429, "Too many requests"),
    "head-too-large": (431, "The head of the request is too large"),
    "internal-error": (500, "Something failed here"),
    "unknown-coding": (501, "The body is coded in a way that is not read here"),
    "bad-gateway": (502, "The engine behind this service gave no result that can be trusted"),
    "time-limit": (503, "The query took too long"),
    "overloaded": (503, "Too many queries are waiting"),
    "not-ready": (503, "The service is not ready"),
}


class ProblemDocument(BaseModel):
    """What is wrong, where, and what to do next (RFC 9457), as OpenAPI describes it."""

    type: str
    title: str
    status: int
    detail: str
    next: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    offered: list[str] = []
    near: list[dict[str, object]] = []
    limit: int = 0
    unit: str = ""


@dataclass(slots=True)
class Problem(Exception):
    """A refusal or a failure, as it is told to the client; `line` and `column` count from 1."""

    kind: str
    detail: str
    next: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep to what can be read: what was sent is not sent back whole."""
        self.detail, self.next = _short(self.detail), _short(self.next)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind][0]

    @property
    def title(self) -> str:
        """The kind of problem in a few words."""
        return KINDS[self.kind][1]

    def document(self) -> dict[str, object]:
        """Return the members of the problem document that have something to say."""
        place = {"line": self.line, "column": self.column, "excerpt": self.excerpt}
        told: dict[str, Any] = {"detail": self.detail, "next": self.next, **place, **self.extra}
        address = f"{vocab.BASE}problems#{self.kind}"
        document = ProblemDocument(type=address, title=self.title, status=self.status, **told)
        return document.model_dump(exclude_defaults=True)

    def text(self) -> str:
        """Write the problem for people, first line first; the code stands in brackets."""
        lines = [f"{self.title}. {self.detail} [{self.kind}]"]
        if self.line:
            lines[0] = f"{self.title}: line {self.line}, column {self.column}. {self.detail} [{self.kind}]"
        if self.excerpt:
            lines += ["", self.excerpt, ""]
        return "\n".join([*lines, self.next] if self.next else lines) + "\n"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Return line and column, from 1, of an offset; the grammar's line ends are LF, CR and CR LF.

    >>> place("ab\ncd", 4)
    (2, 2)
    """
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n")
    return line + 1, len(before) - (before.rfind("\n") + 1) + 1


def at(kind: str, query: str, offset: int, detail: str, remedy: str = "") -> Problem:
    """Make a problem of a place in a query, with the line and a caret under the place."""
    line, column = place(query, offset)
    return Problem(kind, detail, remedy, line, column, excerpt(query, line, column))


def excerpt(query: str, line: int, column: int, width: int = 72) -> str:
    r"""Show one line of a query with a caret under a column, cut to a width around it.

    >>> print(excerpt("ASK {\n  ?s ?p\n}", 2, 6))
      ?s ?p
         ^
    """
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "".join(max(char, " ") for char in lines[min(line, len(lines)) - 1])
    start = max(0, column - 1 - width // 2)
    shown = text[start : start + width]
    return f"{shown}\n{' ' * (column - 1 - start)}^"
