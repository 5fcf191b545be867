"""A SPARQL query before anything evaluates it: one pass over its tokens, and the problems that it can have.

The engine gets the text as it came and has no tokens of its own: it takes `trueSERVICE` and `SERVICE:x` for the
keyword. What it could read otherwise than the grammar has it is refused here.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, cast, get_args

from cpgraph import vocab
from cpgraph.results import WHOLE, Dataset, QuerySyntaxError
from cpgraph.web import tokens
from cpgraph.web.problems import Problem, at
from cpgraph.web.tokens import Resolver, Token

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_NAMING: Final = frozenset({"GRAPH", "SERVICE", "SILENT", "FILTER", "VALUES"})  # no triple begins after them
_CLAUSES: Final = frozenset({"SELECT", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_VOLATILE: Final = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?:^|, |one of |expected )([A-Z][A-Za-z]+(?: [A-Za-z*]+){2,})(?=,|$)")
_PADDING: Final = "\n" * 16  # the engine reads ahead by the length of a keyword: else its place is the end


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What a query is held against; `prefixes` need no declaration."""

    graphs: Collection[str]
    max_chars: int = 100_000
    max_nesting: int = 64
    services: Collection[str] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: vocab.PREFIXES)


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """A query that may be evaluated: `text` as it was sent, `engine_text` with the escapes of names decoded."""

    text: str
    engine_text: str
    form: Form
    dataset: Dataset
    is_volatile: bool
    terms: tuple[str, ...]


def guard(text: str, protocol: Dataset, limits: QueryLimits) -> GuardedQuery:
    """Return a query as it may be evaluated, or raise `Problem`; `protocol` is the request's dataset, which wins."""
    if len(text) > limits.max_chars:
        detail = f"The query has {len(text):,} characters; at most {limits.max_chars:,} are read."
        raise Problem("query-too-long", detail, "Join with the data in place of a list of values.")
    text = text.removeprefix("\ufeff")
    query = GuardedQuery(
        text, tokens.engine_text(text) + _PADDING, "ASK", protocol, is_volatile=False, terms=()
    )
    return _Walk(query, limits).run()


def syntax_problem(query: GuardedQuery, error: QuerySyntaxError) -> Problem:
    """Return the problem of a query that the engine cannot read, at the engine's own place."""
    offset = sum(len(line) + 1 for line in query.engine_text.split("\n")[: error.line - 1]) + error.column - 1
    listed = error.expected.removeprefix("expected ").removeprefix("one of ").split(", ")
    if all(re.fullmatch("[A-Za-z_]+", item) for item in listed):
        # it compares keywords by their length, and reports the place after the shortest that it tried
        offset -= min(len(item) for item in listed)
    offset = next(
        (token.start for token in tokens.tokenize(query.engine_text) if token.end > offset),
        len(query.engine_text),
    )
    found = _SENTENCE.search(error.expected)
    detail = f"{found[1]}." if found else "The engine cannot read the query here or close by."
    return at("malformed-query", query.text, tokens.origin(query.text, offset), detail)


@dataclass(slots=True)
class _Group:
    """What the guard must know of a pair of brackets, or of the whole query."""

    opening: Token
    call: str = ""  # the keyword before it; GRAPH where a name stands between
    clause: str = ""
    graph: Token | None = None  # what names the GRAPH that it stands in
    select: Token | None = None  # the last SELECT in it
    is_select: bool = False
    projected: list[Token] = field(default_factory=list)
    known: set[str] = field(default_factory=set)  # variables that rows are grouped by
    is_grouped: bool = False
    has_triple: bool = False
    is_filled: bool = False  # whether it has anything that is joined
    is_bare: bool = False  # whether an OPTIONAL, MINUS or BIND comes before the triples
    reads: bool = False  # whether a pattern in it, be it the empty one, is read from `graph`


class _Walk:
    """One pass over the tokens of a query."""

    def __init__(self, query: GuardedQuery, limits: QueryLimits) -> None:
        self.query, self.limits = query, limits
        end = Token("end", "", len(query.engine_text.rstrip()))
        self.tokens, self.next = [*tokens.tokenize(query.engine_text), end, end, end], 0
        self.resolver = Resolver(limits.prefixes)
        self.clauses: tuple[list[str], list[str]] = ([], [])  # what FROM and FROM NAMED name
        self.groups = [_Group(end)]
        self.terms: dict[str, None] = {}

    def run(self) -> GuardedQuery:
        form, is_volatile = self._prologue(), False
        while (token := self._peek()).kind != "end":
            self.next += 1
            group, inner, before = self.groups[-1], self._inner(), self._peek(-2)
            match token.kind:
                case "word":
                    self._word(token, inner)
                case "iri" | "pname":
                    self._name(token, before, form)
                case "var" if inner.clause == "SELECT" and inner is group:
                    inner.projected.append(token)
                case "var" if inner.clause in ("GROUP", "VALUES"):
                    inner.known.add(token.text[1:])
                case "op" if token.text in tokens.CLOSING:
                    self._open(token, before, inner)
                case "op" if token.text in tokens.CLOSING.values():
                    if tokens.CLOSING.get(group.opening.text) != token.text:
                        raise self._fail(token, f"This {token.text} closes nothing.")
                    self._close(self.groups.pop())
                case "bad":
                    detail = "This string is not closed." if token.text in "\"'" else "Nothing begins so."
                    raise self._fail(token, detail)
            if token.kind in tokens.TERMS or token.text == "a":
                group.has_triple |= group.clause == "WHERE" and before.word not in _NAMING
                group.is_filled |= group.has_triple
            is_volatile |= token.kind in ("word", "iri") and bool(_VOLATILE.search(token.text))
        if len(self.groups) > 1:
            raise self._fail(self.groups[-1].opening, "This is never closed.")
        self._close(self.groups[0])
        dataset, terms = self._dataset(), tuple(self.terms)
        return replace(self.query, form=form, dataset=dataset, is_volatile=is_volatile, terms=terms)

    def _peek(self, ahead: int = 0) -> Token:
        return self.tokens[self.next + ahead]

    def _inner(self) -> _Group:  # the innermost braces, or the whole query
        return next(group for group in reversed(self.groups) if group.opening.text in ("{", ""))

    def _fail(self, token: Token, detail: str, remedy: str = "", kind: str = "malformed-query") -> Problem:
        return at(kind, self.query.text, tokens.origin(self.query.text, token.start), detail, remedy)

    def _prologue(self) -> Form:
        while (word := self._peek().word) in ("BASE", "PREFIX", "VERSION"):
            name, iri = self._peek(1), self._peek(2)
            if word == "PREFIX" and name.text.endswith(":") and iri.kind == "iri":
                self.resolver.prefixes[name.text[:-1]] = self._iri(iri)
            elif word == "BASE" and name.kind == "iri":
                self.resolver.base = self._iri(name)
            elif word != "VERSION" or name.kind != "string":
                raise self._fail(name, f"This does not belong after {word}.", "Write PREFIX name: <IRI>")
            self.next += 3 if word == "PREFIX" else 2
        token = self._peek()
        if token.kind == "word":
            self._check(token)
        if token.word in get_args(Form):
            return cast("Form", token.word)
        detail = "The query is empty." if token.kind == "end" else "No query begins so."
        raise self._fail(token, detail, "Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE.")

    def _check(self, token: Token) -> str:
        if token.word in tokens.UPDATES:
            remedy = "This service only reads. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
            raise self._fail(token, f"{token.word} belongs to an update.", remedy, "update-refused")
        if token.word not in tokens.KEYWORDS:
            close = difflib.get_close_matches(token.word, tokens.KEYWORDS, 1, 0.7)
            remedy = f"Did you mean {close[0]}?" if close else "A name has a prefix, a variable a ?"
            raise self._fail(token, f"Unknown keyword {token.text[:80]}.", remedy)
        return token.word

    def _word(self, token: Token, group: _Group) -> None:
        word = self._check(token)
        if word == "SERVICE":
            self._service(token)
        elif word == "FROM" and len(self.groups) == 1:
            is_named = self._peek().word == "NAMED"
            target = self._peek(is_named)
            if target.kind not in ("iri", "pname"):
                raise self._fail(target, "After FROM must stand the IRI of a graph.")
            self.clauses[is_named].append(self._iri(target))
            self.next += 1 + is_named
        elif word in tokens.AGGREGATES or word == "GROUP":
            around = itertools.takewhile(lambda one: one is not group, reversed(self.groups))
            if group is self.groups[0] and not group.is_select:
                remedy = "Group in a sub-select: WHERE { { SELECT … WHERE { … } GROUP BY … } }"
                raise self._fail(token, "The engine groups in SELECT alone.", remedy, "query-unsupported")
            if not group.is_select or any(one.call in tokens.AGGREGATES for one in around):
                remedy = "Compute it in a SELECT of its own, in braces."
                raise self._fail(token, f"{token.text} cannot stand here.", remedy)
            group.is_grouped = True
        elif word == "SELECT":
            group.select, group.is_select = token, True
        elif word in ("OPTIONAL", "MINUS", "BIND"):
            group.is_bare |= not group.has_triple
            group.reads |= not group.is_filled
        if word in _CLAUSES and self.groups[-1] is group:
            group.clause = word

    def _service(self, token: Token) -> None:
        target = self._peek(self._peek().word == "SILENT")
        is_name = target.kind in ("iri", "pname") and not target.text.upper().startswith("SILENT")
        if is_name and self._iri(target) in self.limits.services:
            return
        listed = ", ".join(f"<{name}>" for name in sorted(self.limits.services))
        remedy = (
            f"It may call {listed}." if listed else "Ask both for their part and join the results yourself."
        )
        raise self._fail(token, "This service does not call that endpoint.", remedy, "service-refused")

    def _open(self, token: Token, before: Token, inner: _Group) -> None:
        group = self.groups[-1]
        opened = _Group(token, before.word, group.clause if token.text == "[" else "", inner.graph)
        if token.text == "{":
            opened.clause = "DATA" if inner.clause == "VALUES" else "WHERE"
            if group is inner:
                inner.clause = "" if inner.is_select else "WHERE"
                inner.is_filled |= before.word not in ("OPTIONAL", "MINUS", "EXISTS")
            if self._peek(-3).word == "GRAPH":
                opened.call, opened.graph = "GRAPH", before
        self.groups.append(opened)
        if len(self.groups) > self.limits.max_nesting + 1:
            detail = f"Here the query is nested more than {self.limits.max_nesting} deep, which is not read."
            raise self._fail(token, detail, "Write it with fewer groups.", "query-too-deep")

    def _close(self, group: _Group) -> None:
        """Judge what stood in brackets that are closed, and tell those around them."""
        for token in group.projected if group.is_grouped else ():
            if token.text[1:] not in group.known:
                remedy = f"Add it to GROUP BY, or aggregate it: (SAMPLE({token.text}) AS ?one)."
                raise self._fail(token, f"{token.text} is neither grouped nor aggregated.", remedy)
        if group.graph and group.graph.kind == "var" and group.select:
            # in a sub-select the engine forgets its graph; with no pattern beside it, ?g is not bound
            is_lost = group.is_bare or (group.call == "GRAPH" and not group.has_triple)
            dataset = self._dataset()
            graphs = self.limits.graphs if dataset == WHOLE else dataset.named or ()
            if is_lost or (group.is_select and group.reads and len(graphs) > 1):
                name = group.graph.text
                detail = f"Inside GRAPH {name} a sub-select would be answered by all graphs together."
                remedy = f"Put GRAPH {name} {{ … }} into the sub-select, {name} among what it selects and groups by."
                raise self._fail(group.select, detail, remedy, "query-unsupported")
        if group.call != "GRAPH":
            outer = self.groups[-1]
            outer.reads |= (
                group.has_triple or group.reads or (group.clause == "WHERE" and not group.is_filled)
            )
            outer.select = outer.select or group.select
            outer.has_triple |= group.has_triple and group.opening.text == "["

    def _dataset(self) -> Dataset:
        """Return the graphs that are read, each named once: the engine reads one as often as it is named."""
        chosen = self.query.dataset
        if chosen == WHOLE and any(self.clauses):
            chosen = Dataset(*map(tuple, self.clauses))
        default, named = (names and tuple(dict.fromkeys(names)) for names in (chosen.default, chosen.named))
        for name in (*(default or ()), *(named or ())):
            if name not in self.limits.graphs:
                detail = f"There is no graph <{name}> here, and no graph is fetched from elsewhere."
                remedy = "List the graphs with SELECT DISTINCT ?g { GRAPH ?g { } }, or name none to read all."
                raise Problem("unknown-graph", detail, remedy)
        return Dataset(default, named)

    def _name(self, token: Token, before: Token, form: Form) -> None:
        prefix = token.text.partition(":")[0].upper() if token.kind == "pname" else ""
        following, is_listed = self._peek().text, form == "DESCRIBE" and before.text != "*"
        # what the engine, which knows no tokens, would read as a keyword and a name
        is_from = prefix.startswith("FROM") and len(self.groups) == 1 and following != "(" and not is_listed
        if is_from or ("SERVICE" in prefix and following == "{"):
            remedy = "Put a space between the keyword and the name."
            kind = "malformed-query" if is_from else "service-refused"
            raise self._fail(token, f"{token.text[:80]} has no place here.", remedy, kind)
        name = self._iri(token)
        is_template = len(self.groups) > 1 and self.groups[1].call == "CONSTRUCT"
        if name.startswith(vocab.BASE) and not is_template and name not in self.limits.graphs:
            self.terms[name] = None

    def _iri(self, token: Token) -> str:
        try:
            return self.resolver.iri(token)
        except ValueError as error:
            raise self._fail(token, *error.args) from None
