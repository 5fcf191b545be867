"""Triples: subjects, properties, paths, values, lists, blank nodes in brackets, triple terms."""

from __future__ import annotations

from typing import Final

from cpgraph.web.grammar.cursor import TERM, Cursor, Pattern

_LITERALS: Final = ("string", "number")
_DOT: Final = "Here a new triple begins; put a full stop before it."


class TripleReader(Cursor):
    """Reads triples, of patterns and of templates."""

    is_template = False
    asides = 0

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
                aside = self.asides > 0
                self.patterns.append(Pattern(subject, predicate, self._text(start), offset, aside))
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
            self._fail(f"Here must stand {what}: {TERM}.")

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
