"""A reader of the SPARQL grammar (SPARQL 1.2, section 19.8), used when something is to be explained.

It says where a query first leaves the grammar, in words, and lists the triple patterns of one that keeps to it.
The engine decides what is a query; this reader takes a little more than the grammar does (the precedence of
operators and the arity of functions are of no interest here). It reads the checked pieces of a query, whose
nesting is bounded, so that it may recurse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from cpgraph.web.keywords import FUNCTIONS
from cpgraph.web.tokens import Token

_LITERALS: Final = ("string", "number")
_BINARY: Final = frozenset({"||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"})
_TERM: Final = "a variable, an IRI, a literal or a blank node"
_DOT: Final = "Here a new triple begins; put a full stop before it."


class GrammarError(ValueError):
    """A query leaves the grammar: at which offset of its text (None for its end), and what should stand there."""

    def __init__(self, offset: int | None, detail: str) -> None:
        """Keep the place and the words for it."""
        self.offset, self.detail = offset, detail
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern whose parts are single terms or a path, as the engine reads them."""

    subject: str
    predicate: str
    object: str
    offset: int

    def __str__(self) -> str:
        """Write it as SPARQL."""
        return f"{self.subject} {self.predicate} {self.object}"


def read(pieces: Sequence[Token]) -> list[Pattern]:
    """Read a whole query and give its triple patterns in order. Raises `GrammarError`."""
    reader = _Reader(pieces)
    reader.query()
    return reader.patterns


class _Reader:
    def __init__(self, pieces: Sequence[Token]) -> None:
        self.pieces, self.place = pieces, 0
        self.patterns: list[Pattern] = []
        self.is_template = False

    # --- what stands here -------------------------------------------------------------------------------

    def _piece(self, ahead: int = 0) -> Token | None:
        place = self.place + ahead
        return self.pieces[place] if place < len(self.pieces) else None

    def _is(self, *texts: str) -> bool:
        piece = self._piece()
        return piece is not None and piece.kind in ("word", "op") and piece.text.upper() in texts

    def _is_kind(self, *kinds: str) -> bool:
        piece = self._piece()
        return piece is not None and piece.kind in kinds

    def _take(self, *texts: str) -> bool:
        if self._is(*texts):
            self.place += 1
            return True
        return False

    def _take_kind(self, *kinds: str) -> bool:
        if self._is_kind(*kinds):
            self.place += 1
            return True
        return False

    def _need(self, text: str, detail: str = "") -> None:
        if not self._take(text):
            self._fail(detail or f"Here must stand {text}.")

    def _need_kind(self, kind: str, what: str) -> None:
        if not self._take_kind(kind):
            self._fail(f"Here must stand {what}.")

    def _fail(self, detail: str) -> NoReturn:
        piece = self._piece()
        raise GrammarError(None if piece is None else piece.start, detail)

    def _text(self, start: int) -> str:
        return " ".join(piece.text for piece in self.pieces[start : self.place])

    # --- the query --------------------------------------------------------------------------------------

    def query(self) -> None:
        """Read a query to its end."""
        if self._is("SELECT"):
            self._select()
        elif self._take("CONSTRUCT"):
            self._construct()
        elif self._take("DESCRIBE"):
            self._describe()
        else:
            self._need("ASK")
            self._where()
            self._modifiers()
        self._values_at_end()
        if self._piece() is not None:
            self._fail("The query is complete before this.")

    def _select(self) -> None:
        self._need("SELECT")
        self._take("DISTINCT", "REDUCED")
        if not self._take("*"):
            count = 0
            while self._take_kind("var") or self._select_expression():
                count += 1
            if self._is_call():
                self._fail(
                    "In SELECT an expression stands in parentheses and is named: (expression AS ?name)."
                )
            if count == 0:
                self._fail("After SELECT must stand the variables that are asked for, or *.")
            if self._is(","):
                self._fail("No commas stand between the variables of SELECT.")
        self._where()
        self._modifiers()

    def _select_expression(self) -> bool:
        if not self._take("("):
            return False
        self._expression()
        self._need("AS", "In SELECT an expression is named: (expression AS ?name).")
        self._need_kind("var", "the variable that names the expression")
        self._need(")")
        return True

    def _construct(self) -> None:
        if self._take("WHERE"):
            self._need("{")
            self._triples_until_brace()
            self._need("}", "CONSTRUCT WHERE takes plain triples only; give a template before WHERE.")
        else:
            self._need("{", "After CONSTRUCT must stand a template in braces.")
            self.is_template = True
            self._triples_until_brace()
            self.is_template = False
            self._need("}", "A template holds plain triples only.")
            self._where()
        self._modifiers()

    def _describe(self) -> None:
        if not self._take("*"):
            count = 0
            while self._take_kind("var", "iri"):
                count += 1
            if count == 0:
                self._fail("After DESCRIBE must stand an IRI, a variable or *.")
        if self._is("WHERE", "{"):
            self._where()
        self._modifiers()

    def _where(self) -> None:
        has_word = self._take("WHERE")
        if not self._is("{"):
            self._fail(f"Here must stand {'{' if has_word else 'WHERE {'}, and the pattern to look for.")
        self._group()

    def _modifiers(self) -> None:
        if self._take("GROUP"):
            self._need("BY")
            self._conditions("GROUP BY")
        if self._take("HAVING"):
            self._conditions("HAVING")
        if self._take("ORDER"):
            self._need("BY")
            self._conditions("ORDER BY")
        while self._take("LIMIT", "OFFSET"):
            self._need_kind("number", "a whole number")
        if self._is("GROUP", "HAVING", "ORDER", "WHERE"):
            self._fail("The order is: WHERE, GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET.")

    def _conditions(self, clause: str) -> None:
        count = 0
        while True:
            if self._take("ASC", "DESC"):
                self._need("(", "After ASC and DESC an expression stands in parentheses.")
                self._expression()
                self._need(")")
            elif self._take("("):
                self._expression()
                if self._take("AS"):
                    self._need_kind("var", "a variable")
                self._need(")")
            elif self._take_kind("var"):
                pass
            elif self._is_call() or self._is("EXISTS", "NOT"):
                self._primary()
            else:
                break
            count += 1
        if count == 0:
            self._fail(f"After {clause} must stand a variable or an expression in parentheses.")

    def _values_at_end(self) -> None:
        if self._take("VALUES"):
            self._data()

    # --- groups -----------------------------------------------------------------------------------------

    def _group(self) -> None:
        self._need("{", "Here must stand a group in braces.")
        if self._is("SELECT"):
            self._select()
            self._values_at_end()
            self._need("}", "A subquery stands alone in its braces.")
            return
        while not self._take("}"):
            if self._starts_triple():
                self._triples_until_brace()
            elif not self._graph_pattern():
                if self._is("SELECT"):
                    self._fail("A subquery needs braces of its own.")
                self._fail(f"Here must stand a pattern: it begins with {_TERM}, or with a keyword.")
            else:
                self._take(".")

    def _graph_pattern(self) -> bool:
        if self._is("{"):
            self._group()
            while self._take("UNION"):
                self._group()
        elif self._take("OPTIONAL", "MINUS", "LATERAL"):
            self._group()
        elif self._take("GRAPH"):
            self._var_or_iri("After GRAPH")
            self._group()
        elif self._take("SERVICE"):
            self._take("SILENT")
            self._var_or_iri("After SERVICE")
            self._group()
        elif self._take("FILTER"):
            if not self._is("(", "EXISTS", "NOT") and not self._is_call():
                self._fail("After FILTER an expression stands in parentheses.")
            self._primary()
        elif self._take("BIND"):
            self._need("(", "BIND is written BIND(expression AS ?name).")
            self._expression()
            self._need("AS", "BIND is written BIND(expression AS ?name).")
            self._need_kind("var", "the variable that is bound")
            self._need(")")
        elif self._take("VALUES"):
            self._data()
        else:
            return False
        return True

    def _var_or_iri(self, where: str) -> None:
        if not self._take_kind("var", "iri"):
            self._fail(f"{where} must stand an IRI or a variable.")

    def _data(self) -> None:
        if self._take_kind("var"):
            self._need("{", "The values stand in braces.")
            while not self._take("}"):
                self._data_value()
            return
        self._need("(", "After VALUES must stand a variable, or several in parentheses.")
        while self._take_kind("var"):
            pass
        self._need(")", "Between these parentheses stand variables only.")
        self._need("{", "The rows of values stand in braces.")
        while not self._take("}"):
            self._need("(", "Each row of values stands in parentheses.")
            while not self._take(")"):
                self._data_value()

    def _data_value(self) -> None:
        if not (self._take("UNDEF") or self._take_kind("iri") or self._literal() or self._triple_term()):
            self._fail("Here must stand an IRI, a literal or UNDEF.")

    # --- triples ----------------------------------------------------------------------------------------

    def _starts_triple(self) -> bool:
        return self._is_kind("var", "iri", "bnode", *_LITERALS) or self._is(
            "[", "(", "<<", "<<(", "TRUE", "FALSE", "+", "-"
        )

    def _triples_until_brace(self) -> None:
        while self._starts_triple():
            self._same_subject()
            if not self._take("."):
                if self._starts_triple():
                    self._fail(_DOT)
                return

    def _same_subject(self) -> None:
        is_node = self._is("[", "(", "<<")
        start = self.place
        self._node("a subject")
        subject, offset = self._text(start), self.pieces[start].start
        if is_node and not self._starts_verb():
            return
        self._properties(subject, offset)

    def _starts_verb(self) -> bool:
        return self._is_kind("var", "iri") or self._is("A", "^", "!", "(")

    def _properties(self, subject: str, offset: int) -> None:
        self._property(subject, offset)
        while self._take(";"):
            if self._starts_verb():
                self._property(subject, offset)

    def _property(self, subject: str, offset: int) -> None:
        start = self.place
        if not self._starts_verb():
            self._fail("Here must stand a property: an IRI, a variable, a path, or a.")
        if not self._take_kind("var"):
            self._path()
        predicate = self._text(start)
        while True:
            start = self.place
            self._node("a value")
            if not self.is_template:
                self.patterns.append(Pattern(subject, predicate, self._text(start), offset))
            while self._is("~", "{|"):
                if self._take("~"):
                    self._take_kind("var", "iri", "bnode")
                else:
                    self._need("{|")
                    self._properties("[]", offset)
                    self._need("|}")
            if not self._take(","):
                return

    def _node(self, what: str) -> None:
        piece = self._piece()
        if self._take_kind("var", "iri", "bnode") or self._literal() or self._triple_term():
            return
        if self._take("["):
            if not self._is("]"):
                self._properties("[]", piece.start if piece else 0)
            self._need("]")
        elif self._take("("):
            while not self._take(")"):
                self._node("a member of the list")
        elif self._take("<<"):
            self._node("a subject")
            self._verb()
            self._node("a value")
            if self._take("~"):
                self._take_kind("var", "iri", "bnode")
            self._need(">>")
        else:
            self._fail(f"Here must stand {what}: {_TERM}.")

    def _verb(self) -> None:
        if not (self._take_kind("var", "iri") or self._take("A")):
            self._fail("Here must stand a property: an IRI, a variable, or a.")

    def _triple_term(self) -> bool:
        if not self._take("<<("):
            return False
        self._node("a subject")
        self._verb()
        self._node("a value")
        self._need(")>>")
        return True

    def _literal(self) -> bool:
        if self._take_kind("string"):
            if not self._take_kind("lang") and self._take("^^"):
                self._need_kind("iri", "the IRI of a datatype")
            return True
        following = self._piece(1)
        if self._is("+", "-") and following is not None and following.kind == "number":
            self.place += 1
        return self._take_kind("number") or self._take("TRUE", "FALSE")

    def _path(self) -> None:
        while True:
            self._take("^")
            if self._take("!"):
                if self._take("("):
                    while not self._take(")"):
                        self._negated()
                        self._take("|")
                else:
                    self._negated()
            elif self._take("("):
                self._path()
                self._need(")")
            elif not (self._take_kind("iri") or self._take("A")):
                self._fail("Here must stand a step of a path: an IRI, a, or a path in parentheses.")
            self._take("?", "*", "+")
            if not self._take("/", "|"):
                return

    def _negated(self) -> None:
        self._take("^")
        if not (self._take_kind("iri") or self._take("A")):
            self._fail("After ! must stand an IRI, or several in parentheses.")

    # --- expressions ------------------------------------------------------------------------------------

    def _expression(self) -> None:
        while True:
            while self._take("!", "-", "+"):
                pass
            self._primary()
            while self._is("IN", "NOT"):
                self._take("NOT")
                self._need("IN", "Here must stand IN and a list in parentheses.")
                self._need("(", "After IN a list stands in parentheses.")
                self._arguments()
            piece = self._piece()
            if piece is None or piece.kind != "op" or piece.text not in _BINARY:
                return
            self.place += 1

    def _is_call(self) -> bool:
        piece = self._piece()
        return piece is not None and (
            piece.kind == "iri" or (piece.kind == "word" and piece.text.upper() in FUNCTIONS)
        )

    def _primary(self) -> None:
        if self._take("("):
            self._expression()
            self._need(")")
        elif self._take("NOT"):
            self._need(
                "EXISTS", "After NOT must stand EXISTS and a group, or before it a value and after it IN."
            )
            self._group()
        elif self._take("EXISTS"):
            self._group()
        elif self._is_call():
            is_iri = self._take_kind("iri")
            name = "" if is_iri else self.pieces[self.place].text
            self.place += not is_iri
            if self._take("("):
                self._arguments()
            elif not is_iri:
                self._fail(f"After {name} its arguments stand in parentheses.")
        elif not (self._take_kind("var") or self._literal() or self._triple_term()):
            self._fail("Here must stand a value: a variable, an IRI, a literal or a function.")

    def _arguments(self) -> None:
        self._take("DISTINCT")
        if self._take(")"):
            return
        while True:
            if not self._take("*"):
                self._expression()
            if self._take(";"):
                self._need("SEPARATOR")
                self._need("=")
                self._need_kind("string", "a separator in quotes")
            if self._take(")"):
                return
            self._need(",", "Here must stand a comma or the closing parenthesis.")
