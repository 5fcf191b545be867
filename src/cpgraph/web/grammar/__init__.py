"""A reader of the SPARQL grammar (SPARQL 1.2, section 19.8), used when something is to be explained.

It says where a query first leaves the grammar, in words, and lists the triple patterns of one that keeps to it.
The engine decides what is a query; this reader takes a little more than the grammar does (the precedence of
operators and the arity of functions are of no interest here). It reads the checked pieces of a query, whose
nesting is bounded, so that it may recurse.
"""

from __future__ import annotations

from collections.abc import Sequence

from cpgraph.web.grammar.cursor import GrammarError, Pattern
from cpgraph.web.grammar.query import QueryReader
from cpgraph.web.tokens import Token

__all__ = ["GrammarError", "Pattern", "read"]


def read(pieces: Sequence[Token]) -> list[Pattern]:
    """Read a whole query and give its triple patterns in order. Raises `GrammarError`."""
    reader = QueryReader(pieces)
    reader.query()
    return reader.patterns
