"""The query: its form, its groups, its modifiers."""

from __future__ import annotations

from dataclasses import replace

from cpgraph.web.grammar.cursor import TERM
from cpgraph.web.grammar.expressions import ExpressionReader


class QueryReader(ExpressionReader):
    """Reads a query from its first word to its end."""

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
                self._fail(f"Here must stand a pattern: it begins with {TERM}, or with a keyword.")
            else:
                self._take(".")

    def _graph_pattern(self) -> bool:
        if self._is("{"):
            start = len(self.patterns)
            self._group()
            is_union = self._is("UNION")
            while self._take("UNION"):
                self._group()
            if is_union:
                self.patterns[start:] = [replace(found, is_aside=True) for found in self.patterns[start:]]
        elif self._take("LATERAL"):
            self._group()
        elif self._take("OPTIONAL", "MINUS"):
            self._aside()
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
