"""A SPARQL query before anything evaluates it: one pass over its tokens, and the problems that it can have.

The engine gets the text as it came and has no tokens of its own: it takes `trueSERVICE` and `SERVICE:x` for the
keyword. What it could read otherwise than the grammar has it is refused here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast, get_args

from cpgraph import vocab
from cpgraph.results import WHOLE, Dataset, QuerySyntaxError
from cpgraph.web import tokens
from cpgraph.web.problems import Problem, at
from cpgraph.web.tokens import AGGREGATES, CLOSED, CLOSING, KEYWORDS, TERMS, UPDATES, Token

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_SENTENCE: Final = re.compile(r"(?:^|, |one of |expected )([A-Z][A-Za-z]+(?: [A-Za-z*]+){2,})(?=,|$)")


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
    return _Walk(text.removeprefix("\ufeff"), protocol, limits).run()


def syntax_problem(query: GuardedQuery, error: QuerySyntaxError) -> Problem:
    """Return the problem of a query that the engine cannot read, at the engine's own place."""
    offset = sum(len(line) + 1 for line in query.engine_text.split("\n")[: error.line - 1]) + error.column - 1
    listed = error.expected.removeprefix("expected ").removeprefix("one of ").split(", ")
    if all(re.fullmatch("[A-Za-z_]+", item) for item in listed):
        # it compares keywords by their length, and reports the place after the shortest that it tried
        offset -= min(len(item) for item in listed)
    here = (one.start for one in tokens.tokenize(query.engine_text) if one.end > offset)
    offset = next(here, len(query.engine_text))
    found = _SENTENCE.search(error.expected)
    detail = f"{found[1]}." if found else "The engine cannot read the query here or close by."
    return at("malformed-query", query.text, tokens.origin(query.text, offset), detail)


@dataclass(slots=True, eq=False)
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

    def __init__(self, text: str, protocol: Dataset, limits: QueryLimits) -> None:
        self.text, self.protocol, self.limits = text, protocol, limits
        self.engine_text = tokens.engine_text(text) + tokens.PADDING
        end = Token("end", "", len(self.engine_text.rstrip()))
        self.tokens, self.next = [*tokens.tokenize(self.engine_text.rstrip()), end, end, end], 0
        self.may_vary = any(map(self.engine_text.upper().__contains__, ("NOW", "RAND", "UUID", "BNODE")))
        self.base: str | None = None
        self.prefixes = dict(limits.prefixes)
        self.clauses: tuple[list[str], list[str]] = ([], [])  # what FROM and FROM NAMED name
        self.groups = [_Group(end)]
        self.inner = self.groups[0]  # the innermost braces, or the whole query
        self.terms: dict[str, None] = {}

    def run(self) -> GuardedQuery:
        form = self._prologue()
        while (token := self.tokens[self.next]).kind != "end":
            self.next += 1
            kind, group = token.kind, self.groups[-1]
            if kind == "op":
                if token.text in CLOSING:
                    self._open(token)
                elif token.text in CLOSED:
                    self._close(token)
            elif kind == "word":
                self._word(token)
            elif kind == "iri" or kind == "pname":
                self._name(token, form)
            elif kind == "var":
                if self.inner.clause == "SELECT" and self.inner is group:
                    group.projected.append(token)
                elif self.inner.clause in ("GROUP", "VALUES"):
                    self.inner.known.add(token.text[1:])
            elif kind == "bad":
                is_string = token.text in "\"'"
                raise self._fail(token, "This string is not closed." if is_string else "Nothing begins so.")
            if kind in TERMS or token.text == "a":
                group.has_triple |= group.clause == "WHERE" and self._peek(-2).word not in tokens.NAMING
                group.is_filled |= group.has_triple
        if len(self.groups) > 1:
            raise self._fail(self.groups[-1].opening, "This is never closed.")
        self._judge(self.groups[0])
        called = (one.text for one in self.tokens if self.may_vary and one.kind in ("word", "iri"))
        is_volatile = any(map(tokens.VOLATILE.search, called))
        found = (self._dataset(), is_volatile, tuple(self.terms))
        return GuardedQuery(self.text, self.engine_text, form, *found)

    def _peek(self, ahead: int = 0) -> Token:
        return self.tokens[self.next + ahead]

    def _fail(self, token: Token, detail: str, remedy: str = "", kind: str = "malformed-query") -> Problem:
        return at(kind, self.text, tokens.origin(self.text, token.start), detail, remedy)

    def _prologue(self) -> Form:
        while (word := self._peek().word) in ("BASE", "PREFIX", "VERSION"):
            name, iri = self._peek(1), self._peek(2)
            if word == "PREFIX" and name.text.endswith(":") and iri.kind == "iri":
                self.prefixes[name.text[:-1]] = self._iri(iri)
            elif word == "BASE" and name.kind == "iri":
                self.base = self._iri(name)
            elif word != "VERSION" or name.kind != "string":
                raise self._fail(name, f"This does not belong after {word}.", "Write PREFIX name: <IRI>")
            self.next += 3 if word == "PREFIX" else 2
        token = self._peek()
        if token.word in get_args(Form):
            return cast("Form", token.word)
        if token.word:
            self._check(token)
        detail = "The query is empty." if token.kind == "end" else "No query begins so."
        raise self._fail(token, detail, "Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE.")

    def _check(self, token: Token) -> None:
        if token.word in UPDATES:
            remedy = "This service only reads. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
            raise self._fail(token, f"{token.word} belongs to an update.", remedy, "update-refused")
        if token.word not in KEYWORDS:
            close = difflib.get_close_matches(token.word, KEYWORDS, 1, 0.7)
            remedy = f"Did you mean {close[0]}?" if close else "A name has a prefix, a variable a ?"
            raise self._fail(token, f"Unknown keyword {token.text[:80]}.", remedy)

    def _word(self, token: Token) -> None:
        self._check(token)
        word, group = token.word, self.inner
        if word == "SERVICE":
            self._service(token)
        elif word == "FROM" and len(self.groups) == 1:
            is_named = self._peek().word == "NAMED"
            target = self._peek(is_named)
            if target.kind not in ("iri", "pname"):
                raise self._fail(target, "After FROM must stand the IRI of a graph.")
            self.clauses[is_named].append(self._iri(target))
            self.next += 1 + is_named
        elif word in AGGREGATES or word == "GROUP":
            around = self.groups[self.groups.index(group) :]
            if group is self.groups[0] and not group.is_select:
                remedy = "Group in a sub-select: WHERE { { SELECT … WHERE { … } GROUP BY … } }"
                raise self._fail(token, "The engine groups in SELECT alone.", remedy, "query-unsupported")
            if not group.is_select or any(one.call in AGGREGATES for one in around[1:]):
                remedy = "Compute it in a SELECT of its own, in braces."
                raise self._fail(token, f"{token.text} cannot stand here.", remedy)
            group.is_grouped = True
        elif word == "SELECT":
            group.select, group.is_select = token, True
        elif word in ("OPTIONAL", "MINUS", "BIND"):
            group.is_bare |= not group.has_triple
            group.reads |= not group.is_filled
        if word in tokens.CLAUSES and self.groups[-1] is group:
            group.clause = word

    def _service(self, token: Token) -> None:
        target = self._peek(self._peek().word == "SILENT")
        is_name = target.kind in ("iri", "pname") and not target.text.upper().startswith("SILENT")
        if is_name and self._iri(target) in self.limits.services:
            return
        listed = ", ".join(f"<{name}>" for name in sorted(self.limits.services))
        remedy = f"It may call {listed}." if listed else "Ask both and join the results yourself."
        raise self._fail(token, "This service does not call that endpoint.", remedy, "service-refused")

    def _open(self, token: Token) -> None:
        group, inner, before = self.groups[-1], self.inner, self._peek(-2)
        opened = _Group(token, before.word, group.clause if token.text == "[" else "", inner.graph)
        if token.text == "{":
            opened.clause = "DATA" if inner.clause == "VALUES" else "WHERE"
            if group is inner:
                inner.clause = "" if inner.is_select else "WHERE"
                inner.is_filled |= before.word not in ("OPTIONAL", "MINUS", "EXISTS")
            if self._peek(-3).word == "GRAPH":
                opened.call, opened.graph = "GRAPH", before
            self.inner = opened
        self.groups.append(opened)
        if len(self.groups) > self.limits.max_nesting + 1:
            detail = f"Here the query is nested more than {self.limits.max_nesting} deep, which is not read."
            raise self._fail(token, detail, "Write it with fewer groups.", "query-too-deep")

    def _close(self, token: Token) -> None:
        group = self.groups.pop()
        if CLOSING.get(group.opening.text) != token.text:
            raise self._fail(token, f"This {token.text} closes nothing.")
        if group is self.inner:
            self.inner = next(one for one in reversed(self.groups) if one.opening.text in ("{", ""))
        self._judge(group)

    def _judge(self, group: _Group) -> None:
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
            is_empty = group.clause == "WHERE" and not group.is_filled
            outer.reads |= group.has_triple or group.reads or is_empty
            outer.select = outer.select or group.select
            outer.has_triple |= group.has_triple and group.opening.text == "["

    def _dataset(self) -> Dataset:
        """Return the graphs that are read, each named once: the engine reads one as often as it is named."""
        chosen = self.protocol
        if chosen == WHOLE and any(self.clauses):
            chosen = Dataset(*map(tuple, self.clauses))
        default, named = (names and tuple(dict.fromkeys(names)) for names in (chosen.default, chosen.named))
        for name in (*(default or ()), *(named or ())):
            if name not in self.limits.graphs:
                detail = f"There is no graph <{name}> here, and no graph is fetched from elsewhere."
                remedy = "List the graphs with SELECT DISTINCT ?g { GRAPH ?g { } }, or name none."
                raise Problem("unknown-graph", detail, remedy)
        return Dataset(default, named)

    def _name(self, token: Token, form: Form) -> None:
        prefix = token.text.partition(":")[0].upper() if token.kind == "pname" else ""
        following, is_listed = self._peek().text, form == "DESCRIBE" and self._peek(-2).text != "*"
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
        """Return the IRI of a reference or a prefixed name, as the engine has it."""
        if token.kind == "iri":
            try:
                return tokens.resolve(token.text, self.base)
            except (SyntaxError, ValueError):
                remedy = (
                    "Write it whole, or declare a BASE. If < is meant as less than, put a space after it."
                )
                raise self._fail(token, "This IRI cannot be read.", remedy) from None
        prefix, _, local = token.text.partition(":")
        if prefix in self.prefixes:
            return self.prefixes[prefix] + local.replace("\\", "")
        remedy = f"Add a line at the top: PREFIX {prefix[:80]}: <{tokens.WELL_KNOWN.get(prefix, '…')}>"
        if prefix in ("http", "https", "urn"):
            remedy = "An IRI stands between < and >, without spaces."
        raise self._fail(token, f"The prefix {prefix[:80]}: is not declared.", remedy)
