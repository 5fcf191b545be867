"""Expressions: values, operators, functions, EXISTS."""

from __future__ import annotations

from typing import Final

from cpgraph.web.grammar.triples import TripleReader

_BINARY: Final = frozenset({"||", "&&", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/"})


class ExpressionReader(TripleReader):
    """Reads expressions; their precedence is of no interest here."""

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

    def _primary(self) -> None:
        if self._take("("):
            self._expression()
            self._need(")")
        elif self._take("NOT"):
            self._need("EXISTS", "After NOT must stand EXISTS and a group; NOT IN stands after a value.")
            self._aside()
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

    def _aside(self) -> None:
        """Read a group without which the query may have solutions."""
        self.asides += 1
        self._group()
        self.asides -= 1
