"""A query, checked before anything evaluates it: limits on its text, refused clauses, the graphs it reads.

The checks walk the tokens of the query, never its characters, so that comments, strings, escapes and prefixes
cannot hide a keyword or feign one. What the engine gets is written anew from those tokens: one line, whole
IRIs, no prologue and no dataset clause, so that it cannot read another query than the one that was checked.
(Left to itself it takes `trueSERVICE` and `SERVICE:x` for the keyword, and refuses `ex:a.b.c`.)
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from cpgraph import vocab
from cpgraph.store import Dataset
from cpgraph.web import iri, keywords
from cpgraph.web.problems import Problem, at
from cpgraph.web.tokens import EscapeError, Token, decode, tokenize

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_OPENING: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_CLOSING: Final = frozenset(_OPENING.values())
_SHOWN: Final = 80  # characters of a wrong word that are said again
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ASK_INSTEAD: Final = "This service only reads. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
_LIST_GRAPHS: Final = (
    "List the graphs with SELECT DISTINCT ?g { GRAPH ?g { } }, or name none to read them all."
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits and lists that a query is held against."""

    graphs: Collection[str]
    max_chars: int = 100_000
    max_nesting: int = 64
    services: Collection[str] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: vocab.PREFIXES)
    """Known prefixes, to be proposed when one is not declared."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be evaluated: `text` as sent, `engine` as it is evaluated, the graphs it reads."""

    text: str
    engine: str
    form: Form
    dataset: Dataset
    is_volatile: bool
    lead: int
    """How many characters of `engine` come before its tokens."""
    pieces: tuple[Token, ...]
    """The tokens of `engine`, each with its place in `text`; a prefixed name is a whole IRI here."""

    def offset(self, engine_offset: int) -> int:
        """Give the place in `text` of a place in `engine`, at the start of a token."""
        position = self.lead
        for piece, space in zip(self.pieces, _spaces(self.pieces), strict=True):
            position += len(space) + len(piece.text)
            if position > engine_offset:
                return piece.start
        return len(self.text.rstrip())


def check(text: str, protocol: Dataset, rules: Rules) -> Checked:
    """Check a query and say which graphs it reads; `protocol` is the dataset of the request, which wins.

    Raises `Problem`.
    """
    if len(text) > rules.max_chars:
        raise Problem(
            "query-too-long",
            f"The query has {len(text):,} characters; at most {rules.max_chars:,} are read.",
            "Shorten it, for instance by a join in place of a list of values.",
        )
    try:
        text = decode(text)
    except EscapeError as error:
        detail = f"The escape {error.text} stands for a character that is not allowed here."
        raise at("malformed-query", text, error.start, detail, "Write the character itself.") from None
    walk = _Walk(text, tokenize(text), rules)
    walk.run()
    dataset = _once(walk.dataset if protocol.is_whole else protocol)
    _check_graphs(dataset, rules.graphs)
    lead = walk.lead
    engine = lead + "".join(
        space + piece.text for piece, space in zip(walk.pieces, _spaces(walk.pieces), strict=True)
    )
    return Checked(text, engine, walk.form, dataset, walk.is_volatile, len(lead), tuple(walk.pieces))


def _spaces(pieces: Sequence[Token]) -> Iterator[str]:
    """Give what stands before each piece: a space, save where it would say something else to the engine.

    It does not know CONCAT, COALESCE and some others when a space follows them, and takes a space between a
    sign and its number into the number.
    """
    before = Token("op", "", -1)
    for piece in pieces:
        is_call = piece.text == "(" and before.text.upper() in keywords.FUNCTIONS
        is_signed = piece.kind == "number" and before.text in ("+", "-") and before.end == piece.start
        yield "" if before.start < 0 or is_call or is_signed else " "
        before = piece


def _once(dataset: Dataset) -> Dataset:
    """Name each graph once: a dataset is a set of graphs, and the engine reads one as often as it is named."""
    default, named = (
        None if names is None else tuple(dict.fromkeys(names)) for names in (dataset.default, dataset.named)
    )
    return Dataset(default, named)


def _check_graphs(dataset: Dataset, graphs: Collection[str]) -> None:
    for name in (*(dataset.default or ()), *(dataset.named or ())):
        if name not in graphs:
            detail = f"There is no graph <{name}> here, and no graph is fetched from elsewhere."
            raise Problem("unknown-graph", detail, _LIST_GRAPHS)


class _Walk:
    """One pass over the tokens of a query."""

    def __init__(self, text: str, tokens: list[Token], rules: Rules) -> None:
        self.text, self.tokens, self.rules = text, tokens, rules
        self.position = 0
        self.base: str | None = None
        self.prefixes: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.pieces: list[Token] = []
        self.open: list[Token] = []
        self.form: Form = "SELECT"
        self.is_volatile = False
        self.aggregates: dict[int, str] = {}  # by the place of the parenthesis that follows
        self.graphs: dict[int, Token] = {}  # what names a GRAPH, by the place of its brace
        self.default: list[str] | None = None
        self.named: list[str] | None = None

    @property
    def lead(self) -> str:
        """The base, where a function resolves against it when the query runs; written IRIs are whole already."""
        if self.base is None:
            return ""
        resolves = any(piece.kind == "word" and piece.text.upper() in ("IRI", "URI") for piece in self.pieces)
        return f"BASE <{self.base}> " if resolves else ""

    @property
    def dataset(self) -> Dataset:
        if self.default is None and self.named is None:
            return Dataset()
        return Dataset(tuple(self.default or ()), tuple(self.named or ()))

    def run(self) -> None:
        self._prologue()
        self._form()
        while (token := self._peek()) is not None:
            self.position += 1
            match token.kind:
                case "var":
                    self.pieces.append(token)
                case "op":
                    self._operator(token)
                case "iri" | "pname":
                    self._write(f"<{self._iri(token)}>", token)
                case "word":
                    self._word(token)
                case "string":
                    self._write(_one_line(token.text), token)
                case "bnode":
                    self._write(self.labels.setdefault(token.text, f"_:b{len(self.labels)}"), token)
                case "bad":
                    raise self._bad(token)
                case _:
                    self._write(token.text, token)
        if self.open:
            token = self.open[-1]
            remedy = f"Add the missing {_OPENING[token.text]}"
            raise self._malformed(token, f"This {token.text} is never closed.", remedy)

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self.position + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _write(self, piece: str, token: Token) -> None:
        kind, text, start = token
        if piece is text:
            self.pieces.append(token)
        else:
            self.pieces.append(Token("iri" if kind == "pname" else kind, piece, start))

    def _malformed(self, token: Token | None, detail: str, remedy: str = "") -> Problem:
        offset = len(self.text.rstrip()) if token is None else token.start
        return at("malformed-query", self.text, offset, detail, remedy)

    def _bad(self, token: Token) -> Problem:
        if token.text in "\"'":
            remedy = "Close it with the same quotes; only triple quotes may hold a line end."
            return self._malformed(token, "This string is not closed.", remedy)
        shown = token.text if token.text.isprintable() else f"U+{ord(token.text):04X}"
        return self._malformed(token, f"The character {shown} has no place here.")

    def _prologue(self) -> None:
        while (token := self._peek()) is not None and token.kind == "word":
            match token.text.upper():
                case "BASE":
                    self.base = self._iri(self._take("iri", 1, "an IRI in < and >"))
                    self.position += 2
                case "PREFIX":
                    name = self._take("pname", 1, "a prefix and a colon")
                    if not name.text.endswith(":") or name.text.count(":") != 1:
                        raise self._malformed(name, "A prefix ends with its colon, and a space follows.")
                    target = self._iri(self._take("iri", 2, "an IRI in < and >"))
                    self.prefixes[name.text[:-1]] = target
                    self.position += 3
                case "VERSION":
                    if self._take("string", 1, "a version in quotes").text[:3] in ("'''", '"""'):
                        raise self._malformed(
                            self._peek(1), "A version stands in single or double quotes, not in three."
                        )
                    self.position += 2
                case _:
                    return

    def _take(self, kind: str, ahead: int, what: str) -> Token:
        token = self._peek(ahead)
        if token is None or token.kind != kind:
            raise self._malformed(token, f"Here must stand {what}.")
        return token

    def _form(self) -> None:
        token = self._peek()
        if token is None:
            raise self._malformed(
                None, "The query is empty.", "Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE."
            )
        match token.text.upper():
            case "SELECT" | "ASK" | "CONSTRUCT" | "DESCRIBE" as form:
                self.form = form
            case word if token.kind == "word" and word in keywords.UPDATES:
                raise at("update-refused", self.text, token.start, f"{word} is an update.", _ASK_INSTEAD)
            case word if token.kind == "word" and word not in keywords.WORDS:
                raise self._unknown_word(token)
            case _:
                detail = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes."
                raise self._bad(token) if token.kind == "bad" else self._malformed(token, detail)

    def _word(self, token: Token) -> None:
        word = token.text.upper()
        if word == "FROM" and not self.open:
            self._from()
            return
        if word in keywords.UPDATES:
            raise at("update-refused", self.text, token.start, f"{word} belongs to an update.", _ASK_INSTEAD)
        if word not in keywords.WORDS:
            raise self._unknown_word(token)
        if word == "SERVICE":
            self._service(token)
        if word in keywords.AGGREGATES:
            self._aggregate(token)
        if word == "GRAPH" and (name := self._peek()) and (brace := self._peek(1)):
            self.graphs[brace.start] = name
        if word == "SELECT" and self.open:
            self._subselect(token)
        if word in keywords.VOLATILE:
            self.is_volatile = True
        # the engine knows these two in small letters alone
        self._write(word.lower() if word in ("TRUE", "FALSE") else token.text, token)

    def _unknown_word(self, token: Token) -> Problem:
        close = difflib.get_close_matches(token.text.upper(), keywords.WORDS, 1, 0.7)
        remedy = f"Is {close[0]} meant?" if close else "A name needs a prefix, a variable a question mark."
        return self._malformed(token, f"{_short(token.text)} is no word of SPARQL.", remedy)

    def _from(self) -> None:
        following = self._peek()
        is_named = following is not None and following.kind == "word" and following.text.upper() == "NAMED"
        self.position += is_named
        target = self._peek()
        if target is None or target.kind not in ("iri", "pname"):
            raise self._malformed(target, "After FROM must stand the IRI of a graph.")
        self.position += 1
        if is_named:
            self.named = [*(self.named or ()), self._iri(target)]
        else:
            self.default = [*(self.default or ()), self._iri(target)]

    def _service(self, token: Token) -> None:
        target = self._peek()
        if target is not None and target.text.upper() == "SILENT":
            target = self._peek(1)
        named = self._iri(target) if target is not None and target.kind in ("iri", "pname") else None
        if named in self.rules.services:
            return
        if self.rules.services:
            detail = "This service calls only the endpoints that its operator has listed."
            remedy = "The listed ones are: " + ", ".join(f"<{name}>" for name in sorted(self.rules.services))
        else:
            detail = "This service calls no other endpoint for you."
            remedy = (
                "Send this query to an engine of your own that may call both endpoints, "
                "or ask here for this part alone and join the results yourself."
            )
        raise at("service-refused", self.text, token.start, detail, remedy)

    def _aggregate(self, token: Token) -> None:
        """Refuse an aggregate inside another, which the engine would answer with nothing."""
        for opening in reversed(self.open):
            if opening.text == "{":
                break
            if opening.start in self.aggregates:
                outer = self.aggregates[opening.start]
                detail = f"{token.text} stands inside {outer}; an aggregate takes no other."
                raise self._malformed(
                    token, detail, "Compute the inner one in a SELECT of its own, in braces."
                )
        following = self._peek()
        if following is not None:
            self.aggregates[following.start] = token.text

    def _subselect(self, token: Token) -> None:
        """Refuse a sub-select in a graph that a variable names: the engine would read all graphs as one for it."""
        group = next((one for one in reversed(self.open) if one.start in self.graphs), None)
        if group is None or self.graphs[group.start].kind != "var":
            return
        name = self.graphs[group.start].text
        detail = f"Inside GRAPH {name} a sub-select would be answered by all graphs together."
        remedy = (
            f"Put GRAPH {name} {{ … }} into the sub-select, and {name} among what it selects and groups by."
        )
        raise at("query-unsupported", self.text, token.start, detail, remedy)

    def _operator(self, token: Token) -> None:
        if token.text in _OPENING:
            self.open.append(token)
            if len(self.open) > self.rules.max_nesting:
                detail = (
                    f"Here the query is nested more than {self.rules.max_nesting} deep, which is not read."
                )
                raise at("query-too-deep", self.text, token.start, detail, "Write it with fewer groups.")
        elif token.text in _CLOSING:
            if not self.open:
                raise self._malformed(token, f"This {token.text} closes nothing.", "Remove it.")
            opening = self.open.pop()
            if _OPENING[opening.text] != token.text:
                line, column = self._place(opening)
                detail = (
                    f"This {token.text} does not close the {opening.text} of line {line}, column {column}."
                )
                raise self._malformed(token, detail, f"Close that one first with {_OPENING[opening.text]}")
        self._write(token.text, token)

    def _place(self, token: Token) -> tuple[int, int]:
        found = at("malformed-query", self.text, token.start, "")
        return found.line, found.column

    def _iri(self, token: Token) -> str:
        """Give the whole IRI of an IRI reference or a prefixed name."""
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if prefix not in self.prefixes:
                raise self._unknown_prefix(token, prefix)
            return self.prefixes[prefix] + (re.sub(r"\\(.)", r"\1", local) if "\\" in local else local)
        reference = _CODEPOINT.sub(lambda found: _character(found[1] or found[2]), token.text[1:-1])
        if not iri.is_legal(reference):
            raise self._malformed(token, "This IRI has a character that no IRI may have.")
        if iri.is_absolute(reference):
            return reference
        if self.base is not None:
            return iri.resolve(self.base, reference)
        remedy = "Write it whole, or declare a BASE. If < is meant as less than, put a space after it."
        raise self._malformed(token, "This IRI is relative, and there is no BASE.", remedy)

    def _unknown_prefix(self, token: Token, prefix: str) -> Problem:
        known = self.rules.prefixes
        if prefix in known:
            remedy = f"Add this line at the top: PREFIX {prefix}: <{known[prefix]}>"
        elif any(prefix.upper().endswith(word) for word in ("SERVICE", "FROM", "NAMED")):
            remedy = "Put a space between the keyword and the name."
        else:
            remedy = f"Add a line at the top: PREFIX {_short(prefix)}: <…>"
        return self._malformed(token, f"The prefix {_short(prefix)}: is not declared.", remedy)


def _short(word: str) -> str:
    return word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\\"


def _one_line(string: str) -> str:
    return string.replace("\n", "\\n").replace("\r", "\\r")
